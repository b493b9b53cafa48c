//! Reads issues of the bulletin, those they may be for, and what is known of addresses.

use std::num::NonZeroU16;

use async_trait::async_trait;
use bln_core::{
    Bulletin, BulletinAudience, BulletinContents, BulletinParts, BulletinState, EmailAddress, Id, Interests,
    Line, Person, Pillars, Prose, Section, SectionContent, Versioned, bounce::AddressRecord,
};
use bln_store::{BulletinStore, Page, PageSize, ReaderRecord, StoreError};

use super::{
    consent::ledger,
    decode::{self, Groups, LAST, Present, Read, Unreadable},
    first_after,
    limits::limits,
    membership::membership,
    one_more,
    person::{PersonSql, person_sql},
};
use crate::{Query, Row, SqlStore, Value, vocabulary};

pub(super) const ALL: &[&str] = &[
    BULLETINS,
    PILLARS,
    SECTIONS,
    SECTION_PILLARS,
    SECTION_RECORDS,
    INTERESTS,
    READERS.memberships,
    READERS.spells,
    READERS.ledgers,
    READERS.entries,
    READERS_LIMITS,
    READERS_INTERESTS,
    ADDRESS,
    HELD,
];

/// Those with identifiers from `?1` to `?2`, at most `?3`, and in the same order the parts of each.
const BULLETINS: &str = "SELECT id, version, subject, state, state_at, reached, reached_person FROM bulletin \
    WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3";
const PILLARS: &str = "SELECT bulletin, pillar FROM bulletin_pillar WHERE bulletin IN \
    (SELECT id FROM bulletin WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3) ORDER BY bulletin, pillar";
const SECTIONS: &str = "SELECT bulletin, ordinal, heading, kind, news, days FROM bulletin_section \
    WHERE bulletin IN (SELECT id FROM bulletin WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3) \
    ORDER BY bulletin, ordinal";
const SECTION_PILLARS: &str = "SELECT bulletin, section, pillar FROM bulletin_section_pillar \
    WHERE bulletin IN (SELECT id FROM bulletin WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3) \
    ORDER BY bulletin, section, pillar";
const SECTION_RECORDS: &str = "SELECT bulletin, section, record FROM bulletin_section_record \
    WHERE bulletin IN (SELECT id FROM bulletin WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3) \
    ORDER BY bulletin, section, ordinal";

/// A row for each pillar, with the version in all of them.
const INTERESTS: &str = "SELECT i.person, i.version, p.pillar FROM interest i \
    JOIN interest_pillar p ON p.person = i.person WHERE i.person = ?1 ORDER BY p.pillar";

/// Who has a membership, with identifiers from `?1` to `?2`, at most `?3`.
const READERS: PersonSql =
    person_sql!("SELECT person FROM membership WHERE person BETWEEN ?1 AND ?2 ORDER BY person LIMIT ?3");
const READERS_LIMITS: &str = "SELECT person, version, hold_reason, held_since, restriction_ground, restricted_since \
    FROM processing_limit WHERE person IN \
    (SELECT person FROM membership WHERE person BETWEEN ?1 AND ?2 ORDER BY person LIMIT ?3) ORDER BY person";
const READERS_INTERESTS: &str = "SELECT i.person, i.version, p.pillar FROM interest i \
    JOIN interest_pillar p ON p.person = i.person WHERE i.person IN \
    (SELECT person FROM membership WHERE person BETWEEN ?1 AND ?2 ORDER BY person LIMIT ?3) \
    ORDER BY i.person, p.pillar";

const ADDRESS: &str =
    "SELECT address, version, person, failures, held_since FROM address_record WHERE address = ?1";
const HELD: &str = "SELECT address, version, person, failures, held_since FROM address_record \
    WHERE held_since IS NOT NULL AND address > ?1 ORDER BY address LIMIT ?2";

#[async_trait]
impl BulletinStore for SqlStore {
    async fn bulletin(&self, id: Id<Bulletin>) -> Result<Option<Versioned<Bulletin>>, StoreError> {
        let params = vec![id.uuid().into(), id.uuid().into(), Value::Int(1)];
        Ok(self.bulletins(params).await?.into_iter().next())
    }

    async fn bulletin_page(
        &self,
        after: Option<Id<Bulletin>>,
        size: PageSize,
    ) -> Result<Page<Versioned<Bulletin>, Id<Bulletin>>, StoreError> {
        let Some(first) = first_after(after.map(Id::uuid)) else {
            return Ok(Page { items: Vec::new(), next: None });
        };
        let bulletins = self.bulletins(vec![first.into(), LAST.into(), one_more(size)]).await?;
        Ok(Page::from_one_more(bulletins, size, |stored| stored.record.id()))
    }

    async fn interests(&self, person: Id<Person>) -> Result<Option<Versioned<Interests>>, StoreError> {
        let [rows] = self.ask([Query::new(INTERESTS, vec![person.uuid().into()])]).await?;
        Ok(interests(person, &rows)?)
    }

    async fn reader_page(
        &self,
        after: Option<Id<Person>>,
        size: PageSize,
    ) -> Result<Page<ReaderRecord, Id<Person>>, StoreError> {
        let Some(first) = first_after(after.map(Id::uuid)) else {
            return Ok(Page { items: Vec::new(), next: None });
        };
        let params = vec![first.into(), LAST.into(), one_more(size)];
        Ok(Page::from_one_more(self.readers(params).await?, size, ReaderRecord::person))
    }

    async fn address_record(
        &self,
        address: &EmailAddress,
    ) -> Result<Option<Versioned<AddressRecord>>, StoreError> {
        let [rows] = self.ask([Query::new(ADDRESS, vec![address.as_str().into()])]).await?;
        Ok(rows.first().map(address_record).transpose()?)
    }

    async fn held_address_page(
        &self,
        after: Option<&EmailAddress>,
        size: PageSize,
    ) -> Result<Page<Versioned<AddressRecord>, EmailAddress>, StoreError> {
        // No address is empty.
        let after = after.map_or("", EmailAddress::as_str);
        let [rows] = self.ask([Query::new(HELD, vec![after.into(), one_more(size)])]).await?;
        let held = rows.iter().map(address_record).collect::<Read<Vec<_>>>()?;
        Ok(Page::from_one_more(held, size, |stored| stored.record.address().clone()))
    }
}

impl SqlStore {
    async fn bulletins(&self, params: Vec<Value>) -> Result<Vec<Versioned<Bulletin>>, StoreError> {
        let sql = [BULLETINS, PILLARS, SECTIONS, SECTION_PILLARS, SECTION_RECORDS];
        let [bulletins, pillars, sections, listed, named] =
            self.ask(sql.map(|sql| Query::new(sql, params.clone()))).await?;
        let [mut pillars, mut sections, mut listed, mut named] =
            [&pillars, &sections, &listed, &named].map(|rows| Groups::new(rows));
        let read = bulletins.iter().map(|row| {
            let parts =
                SectionRows { sections: sections.of(row), pillars: listed.of(row), records: named.of(row) };
            bulletin(row, pillars.of(row), &parts)
        });
        Ok(read.collect::<Read<_>>()?)
    }

    async fn readers(&self, params: Vec<Value>) -> Result<Vec<ReaderRecord>, StoreError> {
        let sql = [
            READERS.memberships,
            READERS.spells,
            READERS.ledgers,
            READERS.entries,
            READERS_LIMITS,
            READERS_INTERESTS,
        ];
        let [memberships, spells, ledgers, entries, limited, interested] =
            self.ask(sql.map(|sql| Query::new(sql, params.clone()))).await?;
        let [mut spells, mut ledgers, mut entries, mut limited, mut interested] =
            [&spells, &ledgers, &entries, &limited, &interested].map(|rows| Groups::new(rows));
        let read = memberships.iter().map(|row| {
            let person = decode::id(row, 0)?;
            let (ledgers, entries) = (ledgers.of(row), entries.of(row));
            let limited = limited.of(row).first();
            Ok(ReaderRecord {
                membership: membership(row, spells.of(row))?,
                consent: ledgers.first().map(|row| ledger(row, entries)).transpose()?,
                limits: limited.map(|row| limits(person, row, 1)).transpose()?.flatten(),
                interests: interests(person, interested.of(row))?,
            })
        });
        Ok(read.collect::<Read<_>>()?)
    }
}

/// The sections of an issue, and the pillars and the records of them all.
struct SectionRows<'a> {
    sections: &'a [Row],
    pillars: &'a [Row],
    records: &'a [Row],
}

fn bulletin(row: &Row, pillars: &[Row], parts: &SectionRows<'_>) -> Read<Versioned<Bulletin>> {
    let audience = match self::pillars(pillars, 1)? {
        Some(pillars) => BulletinAudience::InterestedIn(pillars),
        None => BulletinAudience::Everybody,
    };
    let sections = parts.sections.iter().map(|row| section(row, parts)).collect::<Read<_>>()?;
    let contents = BulletinContents::new(Line::parse(row.text(2)?)?, sections, audience)?;
    let reached_person = decode::opt_id(row, 6)?;
    let reached = row.opt_text(5)?.map(|name| vocabulary::parse_reached(name, reached_person).present());
    let at = decode::opt_instant(row, 4)?;
    let state = BulletinState::from_parts(row.text(3)?, at, reached.transpose()?).present()?;
    let bulletin = Bulletin::restore(BulletinParts { id: decode::id(row, 0)?, contents, state });
    Ok(Versioned::new(bulletin, decode::version(row, 1)?))
}

fn section(row: &Row, parts: &SectionRows<'_>) -> Read<Section> {
    let place = row.values().get(1);
    let of_it = |rows: &[Row]| -> Vec<Row> {
        rows.iter().filter(|row| row.values().get(1) == place).cloned().collect()
    };
    let content = match row.text(3)? {
        "news" => SectionContent::News(Prose::parse(row.text(4)?)?),
        "events" => {
            let days = u16::try_from(row.int(5)?).ok().and_then(NonZeroU16::new).present()?;
            SectionContent::EventsToCome { pillars: pillars(&of_it(parts.pillars), 2)?, days }
        }
        "resources" => SectionContent::Resources(records(&of_it(parts.records))?),
        "figures" => SectionContent::Figures(records(&of_it(parts.records))?),
        "testimonials" => SectionContent::Testimonials(records(&of_it(parts.records))?),
        "recognitions" => SectionContent::Recognitions(records(&of_it(parts.records))?),
        _ => return Err(Unreadable),
    };
    Ok(Section::new(Line::parse(row.text(2)?)?, content)?)
}

fn records<K>(rows: &[Row]) -> Read<Vec<Id<K>>> {
    rows.iter().map(|row| decode::id(row, 2)).collect()
}

/// The pillars in a column; none of no rows.
fn pillars(rows: &[Row], column: usize) -> Read<Option<Pillars>> {
    let names = rows.iter().map(|row| Ok(row.text(column)?)).collect::<Read<Vec<_>>>()?;
    Ok(if names.is_empty() { None } else { Some(Pillars::parse(names)?) })
}

fn interests(person: Id<Person>, rows: &[Row]) -> Read<Option<Versioned<Interests>>> {
    let (Some(first), Some(pillars)) = (rows.first(), pillars(rows, 2)?) else { return Ok(None) };
    Ok(Some(Versioned::new(Interests::new(person, pillars), decode::version(first, 1)?)))
}

fn address_record(row: &Row) -> Read<Versioned<AddressRecord>> {
    let (address, held_since) = (EmailAddress::parse(row.text(0)?)?, decode::opt_instant(row, 4)?);
    let record = AddressRecord::restore(decode::id(row, 2)?, address, decode::number(row, 3)?, held_since);
    Ok(Versioned::new(record.present()?, decode::version(row, 1)?))
}
