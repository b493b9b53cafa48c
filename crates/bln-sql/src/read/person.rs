//! Reads people, each with how they belong and what they agreed to.

use async_trait::async_trait;
use bln_core::{
    Affiliation, EmailAddress, EmailAddresses, Employer, Id, Level, Line, OdsCode, Person, PersonDetails,
    PersonName, ProfessionalBody, ProfessionalRegistration, Pseudonym, Versioned,
};
use bln_store::{
    ApplicationQuery, ApplicationView, NameCursor, Page, PageSize, PersonRecord, PersonStore, StoreError,
};

use super::{
    consent::ledger,
    decode::{self, Groups, LAST, Read},
    first_after,
    limits::limits,
    membership::membership,
    one_more,
};
use crate::{Query, Row, RowError, SqlStore, Value};

pub(super) const ALL: &[&str] = &[
    BY_ID.people,
    BY_ID.emails,
    BY_ID.affiliations,
    BY_ID.professional,
    BY_ID.memberships,
    BY_ID.spells,
    BY_ID.ledgers,
    BY_ID.entries,
    BY_EMAIL,
    PSEUDONYM,
];

/// One statement for each table that a [`PersonRecord`] is read from. All take the same parameters, and all answer
/// in the order of the person, who is their first column.
#[derive(Debug, Clone, Copy)]
pub(super) struct PersonSql {
    pub(super) people: &'static str,
    pub(super) emails: &'static str,
    pub(super) affiliations: &'static str,
    pub(super) professional: &'static str,
    pub(super) memberships: &'static str,
    pub(super) spells: &'static str,
    pub(super) ledgers: &'static str,
    pub(super) entries: &'static str,
}

/// The statements for the people that a query finds. A macro, because only literals can be put together into a
/// `&'static str`.
macro_rules! person_sql {
    ($($found:literal),+) => {
        PersonSql {
            people: concat!(
                "SELECT p.id, p.version, p.name, p.known_as, l.version, l.hold_reason, l.held_since, \
                l.restriction_ground, l.restricted_since FROM person p \
                LEFT JOIN processing_limit l ON l.person = p.id WHERE p.id IN (",
                $($found,)+
                ") ORDER BY p.id"
            ),
            emails: concat!(
                "SELECT person, address FROM person_email WHERE person IN (",
                $($found,)+
                ") ORDER BY person, ordinal"
            ),
            affiliations: concat!(
                "SELECT person, organisation, employer_name, job_title, level, from_date, until_date \
                FROM affiliation WHERE person IN (",
                $($found,)+
                ") ORDER BY person, ordinal"
            ),
            professional: concat!(
                "SELECT person, body, number FROM professional_registration WHERE person IN (",
                $($found,)+
                ") ORDER BY person, ordinal"
            ),
            memberships: concat!(
                "SELECT person, version FROM membership WHERE person IN (",
                $($found,)+
                ") ORDER BY person"
            ),
            spells: concat!(
                "SELECT person, kind, standing, wording_name, wording_version, notice_name, notice_version, \
                declared_at, from_at, until_at FROM membership_spell WHERE person IN (",
                $($found,)+
                ") ORDER BY person, ordinal"
            ),
            ledgers: concat!(
                "SELECT person, version FROM consent_ledger WHERE person IN (",
                $($found,)+
                ") ORDER BY person"
            ),
            entries: concat!(
                "SELECT person, purpose, decision, wording_name, wording_version, until_at, method, said_at, \
                recorded_by FROM consent_entry WHERE person IN (",
                $($found,)+
                ") ORDER BY person, ordinal"
            ),
        }
    };
}

pub(super) use person_sql;

/// The people with identifiers from `?1` to `?2`, at most `?3`.
pub(super) const BY_ID: PersonSql =
    person_sql!("SELECT id FROM person WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3");

const BY_EMAIL: &str = "SELECT person FROM person_email WHERE address = ?1";
const PSEUDONYM: &str = "SELECT pseudonym FROM pseudonym WHERE person = ?1 ORDER BY pseudonym LIMIT 1";

#[async_trait]
impl PersonStore for SqlStore {
    async fn person(&self, id: Id<Person>) -> Result<Option<PersonRecord>, StoreError> {
        let params = vec![id.uuid().into(), id.uuid().into(), Value::Int(1)];
        Ok(self.people(&BY_ID, params).await?.into_iter().next().map(|(_, read)| read).transpose()?)
    }

    async fn pseudonym(&self, person: Id<Person>) -> Result<Option<Pseudonym>, StoreError> {
        let [rows] = self.ask([Query::new(PSEUDONYM, vec![person.uuid().into()])]).await?;
        let pseudonym = |row: &Row| Ok(Pseudonym::new(row.uuid(0)?));
        Ok(rows
            .first()
            .map(pseudonym)
            .transpose()
            .map_err(|error: RowError| decode::Unreadable::from(error))?)
    }

    async fn person_by_email(&self, email: &EmailAddress) -> Result<Option<Id<Person>>, StoreError> {
        let [rows] = self.ask([Query::new(BY_EMAIL, vec![email.as_str().into()])]).await?;
        Ok(rows.first().map(|row| decode::id(row, 0)).transpose()?)
    }

    async fn application_view(&self, query: &ApplicationQuery) -> Result<ApplicationView, StoreError> {
        self.applications(query).await
    }

    async fn person_page(
        &self,
        after: Option<Id<Person>>,
        size: PageSize,
    ) -> Result<Page<PersonRecord, Id<Person>>, StoreError> {
        let Some(first) = first_after(after.map(Id::uuid)) else { return Ok(no_more()) };
        let params = vec![first.into(), LAST.into(), one_more(size)];
        page(self.people(&BY_ID, params).await?, size)
    }

    async fn person_search(
        &self,
        text: &str,
        after: Option<NameCursor>,
        size: PageSize,
    ) -> Result<Page<PersonRecord, NameCursor>, StoreError> {
        self.search(text, after, size).await
    }

    async fn name_words(&self, prefix: &str, at_most: u32) -> Result<Vec<String>, StoreError> {
        self.words(prefix, at_most).await
    }

    async fn people_named(&self, words: &[&str], size: PageSize) -> Result<Vec<PersonRecord>, StoreError> {
        self.named(words, size).await
    }
}

impl SqlStore {
    /// The people that a family of statements finds, each with the identifier, in the order of identifiers.
    pub(super) async fn people(
        &self,
        sql: &PersonSql,
        params: Vec<Value>,
    ) -> Result<Vec<(Id<Person>, Read<PersonRecord>)>, StoreError> {
        Ok(people(&self.ask(sql.queries(params)).await?)?)
    }
}

impl PersonSql {
    /// The questions to all tables with the same parameters.
    pub(super) fn queries(&self, params: Vec<Value>) -> [Query; 8] {
        let tables = [
            self.people,
            self.emails,
            self.affiliations,
            self.professional,
            self.memberships,
            self.spells,
            self.ledgers,
            self.entries,
        ];
        tables.map(|sql| Query::new(sql, params.clone()))
    }
}

/// The people in the answers of a family of statements, in the order of identifiers.
pub(super) fn people(answers: &[Vec<Row>; 8]) -> Read<Vec<(Id<Person>, Read<PersonRecord>)>> {
    let [people, rest @ ..] = answers;
    let mut groups = rest.each_ref().map(|rows| Groups::new(rows));
    let record = |row| {
        let [emails, affiliations, professional, rest @ ..] = groups.each_mut().map(|rows| rows.of(row));
        let person = person(row, emails, affiliations, professional);
        Ok((decode::id(row, 0)?, person.and_then(|person| record(person, row, rest))))
    };
    people.iter().map(record).collect()
}

/// What is always needed beside a person.
fn record(
    person: Versioned<Person>,
    row: &Row,
    [memberships, spells, ledgers, entries]: [&[Row]; 4],
) -> Read<PersonRecord> {
    Ok(PersonRecord {
        limits: limits(person.record.id(), row, 4)?,
        person,
        membership: memberships.first().map(|row| membership(row, spells)).transpose()?,
        consent: ledgers.first().map(|row| ledger(row, entries)).transpose()?,
    })
}

fn page(
    found: Vec<(Id<Person>, Read<PersonRecord>)>,
    size: PageSize,
) -> Result<Page<PersonRecord, Id<Person>>, StoreError> {
    let items = found.into_iter().map(|(_, read)| read).collect::<Read<Vec<_>>>()?;
    Ok(Page::from_one_more(items, size, |record| record.person.record.id()))
}

const fn no_more() -> Page<PersonRecord, Id<Person>> {
    Page { items: Vec::new(), next: None }
}

fn person(row: &Row, emails: &[Row], affiliations: &[Row], professional: &[Row]) -> Read<Versioned<Person>> {
    let known_as = row.opt_text(3)?.map(Line::parse).transpose()?;
    let name = PersonName::parse(row.text(2)?)?.with_known_as(known_as);
    let emails = emails.iter().map(|row| Ok(EmailAddress::parse(row.text(1)?)?)).collect::<Read<Vec<_>>>()?;
    let registered = professional.iter().map(registration).collect::<Read<_>>()?;
    let details = PersonDetails::new(name, EmailAddresses::new(emails)?)
        .with_affiliations(affiliations.iter().map(affiliation).collect::<Read<_>>()?)?
        .with_registrations(registered)?;
    Ok(Versioned::new(Person::new(decode::id(row, 0)?, details), decode::version(row, 1)?))
}

fn affiliation(row: &Row) -> Read<Affiliation> {
    let employer = match row.opt_text(1)? {
        Some(code) => Employer::Listed(OdsCode::parse(code)?),
        None => Employer::Unlisted(Line::parse(row.text(2)?)?),
    };
    let affiliation = Affiliation::new(employer, row.date(5)?)
        .with_job_title(row.opt_text(3)?.map(Line::parse).transpose()?)
        .with_level(row.opt_text(4)?.map(Level::parse).transpose()?);
    Ok(affiliation.with_until(row.opt_date(6)?)?)
}

fn registration(row: &Row) -> Read<ProfessionalRegistration> {
    Ok(ProfessionalRegistration::parse(ProfessionalBody::parse(row.text(1)?)?, row.text(2)?)?)
}
