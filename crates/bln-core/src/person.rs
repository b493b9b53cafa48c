//! People: a name, addresses, and where they work when.

use chrono::NaiveDate;

use crate::{
    EmailAddresses, Id, Invalid, InvalidKind, Level, Line, OdsCode, PersonName, ProfessionalRegistration,
};

/// Everything a network keeps of a person but the identifier; what a valid form becomes.
///
/// Ethnic group and access needs are not here: they live apart, in the `Characteristics` of a person.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PersonDetails {
    name: PersonName,
    emails: EmailAddresses,
    affiliations: Vec<Affiliation>,
    registrations: Vec<ProfessionalRegistration>,
}

impl PersonDetails {
    /// The most affiliations a person may have.
    pub const MAX_AFFILIATIONS: usize = 20;

    /// The most professional registrations a person may have.
    pub const MAX_REGISTRATIONS: usize = 8;

    /// A person known by name and address alone.
    pub const fn new(name: PersonName, emails: EmailAddresses) -> Self {
        Self { name, emails, affiliations: Vec::new(), registrations: Vec::new() }
    }

    /// The same person under another name.
    #[must_use]
    pub fn with_name(self, name: PersonName) -> Self {
        Self { name, ..self }
    }

    /// The same person with other addresses.
    #[must_use]
    pub fn with_emails(self, emails: EmailAddresses) -> Self {
        Self { emails, ..self }
    }

    /// The same person with these affiliations and no other, the main one first. Two at the same time are
    /// nothing unusual.
    ///
    /// # Errors
    ///
    /// `list.too_many` above 20; `list.repeated` when one is there twice.
    pub fn with_affiliations(self, affiliations: Vec<Affiliation>) -> Result<Self, Invalid> {
        check_set(&affiliations, Self::MAX_AFFILIATIONS)?;
        Ok(Self { affiliations, ..self })
    }

    /// The same person with these professional registrations and no other.
    ///
    /// # Errors
    ///
    /// `list.too_many` above 8; `list.repeated` when one is there twice.
    pub fn with_registrations(self, registrations: Vec<ProfessionalRegistration>) -> Result<Self, Invalid> {
        check_set(&registrations, Self::MAX_REGISTRATIONS)?;
        Ok(Self { registrations, ..self })
    }

    /// The name.
    pub const fn name(&self) -> &PersonName {
        &self.name
    }

    /// The addresses.
    pub const fn emails(&self) -> &EmailAddresses {
        &self.emails
    }

    /// Every affiliation, past ones among them, the main one first.
    pub fn affiliations(&self) -> &[Affiliation] {
        &self.affiliations
    }

    /// The professional registrations.
    pub fn registrations(&self) -> &[ProfessionalRegistration] {
        &self.registrations
    }
}

/// A person on a network's list, or on the way to it.
///
/// A store puts one together again from its [details](PersonDetails), which check the same rules.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Person {
    id: Id<Person>,
    details: PersonDetails,
}

impl Person {
    /// A person by identifier and details.
    pub const fn new(id: Id<Person>, details: PersonDetails) -> Self {
        Self { id, details }
    }

    /// The same person with other details.
    #[must_use]
    pub fn with_details(self, details: PersonDetails) -> Self {
        Self { details, ..self }
    }

    /// The same person under another name.
    #[must_use]
    pub fn with_name(self, name: PersonName) -> Self {
        Self { details: self.details.with_name(name), ..self }
    }

    /// The same person with other addresses.
    #[must_use]
    pub fn with_emails(self, emails: EmailAddresses) -> Self {
        Self { details: self.details.with_emails(emails), ..self }
    }

    /// The same person with these affiliations and no other.
    ///
    /// # Errors
    ///
    /// As [`PersonDetails::with_affiliations`].
    pub fn with_affiliations(self, affiliations: Vec<Affiliation>) -> Result<Self, Invalid> {
        Ok(Self { details: self.details.with_affiliations(affiliations)?, ..self })
    }

    /// The same person with these professional registrations and no other.
    ///
    /// # Errors
    ///
    /// As [`PersonDetails::with_registrations`].
    pub fn with_registrations(self, registrations: Vec<ProfessionalRegistration>) -> Result<Self, Invalid> {
        Ok(Self { details: self.details.with_registrations(registrations)?, ..self })
    }

    /// Who it is.
    pub const fn id(&self) -> Id<Person> {
        self.id
    }

    /// Everything but the identifier.
    pub const fn details(&self) -> &PersonDetails {
        &self.details
    }

    /// The name.
    pub const fn name(&self) -> &PersonName {
        &self.details.name
    }

    /// The addresses.
    pub const fn emails(&self) -> &EmailAddresses {
        &self.details.emails
    }

    /// Every affiliation, past ones among them, the main one first.
    pub fn affiliations(&self) -> &[Affiliation] {
        &self.details.affiliations
    }

    /// The affiliations on a day, the main one first.
    pub fn affiliations_on(&self, date: NaiveDate) -> impl Iterator<Item = &Affiliation> {
        self.details.affiliations.iter().filter(move |affiliation| affiliation.holds_on(date))
    }

    /// The professional registrations.
    pub fn registrations(&self) -> &[ProfessionalRegistration] {
        &self.details.registrations
    }
}

/// Who a person works for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Employer {
    /// An organisation with an ODS code.
    Listed(OdsCode),
    /// Any other, by the name the person gave.
    Unlisted(Line<200>),
}

/// A person's post with an employer, over time: from its first day until the day it no longer holds.
///
/// The interval is half-open, so that one post may end and another begin on the same day without overlap.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Affiliation {
    employer: Employer,
    job_title: Option<Line<200>>,
    level: Option<Level>,
    from: NaiveDate,
    until: Option<NaiveDate>,
}

impl Affiliation {
    /// A post that holds from this day on.
    pub const fn new(employer: Employer, from: NaiveDate) -> Self {
        Self { employer, job_title: None, level: None, from, until: None }
    }

    /// The same post under another title, or none.
    #[must_use]
    pub fn with_job_title(self, job_title: Option<Line<200>>) -> Self {
        Self { job_title, ..self }
    }

    /// The same post at another level, or none.
    #[must_use]
    pub const fn with_level(mut self, level: Option<Level>) -> Self {
        self.level = level;
        self
    }

    /// The same post up to a day on which it no longer holds, or without an end.
    ///
    /// # Errors
    ///
    /// `dates.reversed` when that day is not after the first.
    pub fn with_until(self, until: Option<NaiveDate>) -> Result<Self, Invalid> {
        if until.is_some_and(|until| until <= self.from) {
            return Err(Invalid::new(InvalidKind::DatesReversed));
        }
        Ok(Self { until, ..self })
    }

    /// Who the post is with.
    pub const fn employer(&self) -> &Employer {
        &self.employer
    }

    /// The title of the post, as the person gave it.
    pub fn job_title(&self) -> Option<&str> {
        self.job_title.as_ref().map(Line::as_str)
    }

    /// The level of the post.
    pub const fn level(&self) -> Option<Level> {
        self.level
    }

    /// The first day.
    pub const fn from(&self) -> NaiveDate {
        self.from
    }

    /// The first day on which it no longer holds.
    pub const fn until(&self) -> Option<NaiveDate> {
        self.until
    }

    /// Whether the post is held on this day.
    pub fn holds_on(&self, date: NaiveDate) -> bool {
        self.from <= date && self.until.is_none_or(|until| date < until)
    }
}

fn check_set<T: PartialEq>(items: &[T], max: usize) -> Result<(), Invalid> {
    if items.len() > max {
        return Err(Invalid::with_limit(InvalidKind::TooMany, u64::try_from(max).unwrap_or(u64::MAX)));
    }
    let repeated =
        items.iter().enumerate().any(|(at, item)| items.iter().take(at).any(|other| other == item));
    if repeated { Err(Invalid::new(InvalidKind::Repeated)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EmailAddress, ProfessionalBody};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(code: &str, from: &str, until: Option<&str>) -> Affiliation {
        let employer = Employer::Listed(OdsCode::parse(code).unwrap());
        Affiliation::new(employer, day(from)).with_until(until.map(day)).unwrap()
    }

    fn sample() -> Person {
        let name = PersonName::parse("Sample Person 17").unwrap();
        let email = EmailAddress::parse("sample.person.17@example.org").unwrap();
        let emails = EmailAddresses::new([email]).unwrap();
        Person::new(Id::new(uuid::Uuid::from_u128(17)), PersonDetails::new(name, emails))
    }

    #[test]
    fn a_post_holds_from_its_first_day_until_the_day_before_its_end() {
        let person = sample()
            .with_affiliations(vec![
                at("RX1", "2020-04-01", Some("2024-11-01")),
                at("RJZ", "2024-11-01", None),
            ])
            .unwrap();
        for (date, held) in [
            ("2020-03-31", vec![]),
            ("2020-04-01", vec!["RX1"]),
            ("2024-10-31", vec!["RX1"]),
            ("2024-11-01", vec!["RJZ"]),
        ] {
            let codes: Vec<_> = person
                .affiliations_on(day(date))
                .map(|held| match held.employer() {
                    Employer::Listed(code) => code.as_str(),
                    Employer::Unlisted(name) => name.as_str(),
                })
                .collect();
            assert_eq!(codes, held, "{date}");
        }
    }

    #[test]
    fn a_post_ends_after_it_begins() {
        let post = at("RX1", "2020-04-01", None);
        assert!(post.clone().with_until(Some(day("2020-04-02"))).is_ok());
        for end in ["2020-04-01", "2020-03-31"] {
            let invalid = post.clone().with_until(Some(day(end))).unwrap_err();
            assert_eq!(invalid.kind(), InvalidKind::DatesReversed);
        }
    }

    #[test]
    fn lists_are_bounded_and_hold_nothing_twice() {
        let posts = |n: u64| -> Vec<_> {
            let code = OdsCode::parse("RX1").unwrap();
            (0..n)
                .map(|n| Affiliation::new(Employer::Listed(code), day("2020-01-01") + chrono::Days::new(n)))
                .collect()
        };
        assert!(sample().with_affiliations(posts(20)).is_ok());
        assert_eq!(
            sample().with_affiliations(posts(21)).unwrap_err(),
            Invalid::with_limit(InvalidKind::TooMany, 20)
        );
        assert_eq!(
            sample().with_affiliations([posts(1), posts(1)].concat()).unwrap_err().kind(),
            InvalidKind::Repeated
        );

        let numbers = |n: u32| -> Vec<_> {
            (0..n)
                .map(|n| ProfessionalRegistration::parse(ProfessionalBody::Gmc, &format!("{n:07}")).unwrap())
                .collect()
        };
        assert!(sample().with_registrations(numbers(8)).is_ok());
        assert_eq!(sample().with_registrations(numbers(9)).unwrap_err().kind(), InvalidKind::TooMany);
    }

    #[test]
    fn debug_shows_nothing_a_person_wrote() {
        let post =
            Affiliation::new(Employer::Unlisted(Line::parse("Sample Hospice").unwrap()), day("2020-01-01"))
                .with_job_title(Some(Line::parse("Sample Lead").unwrap()));
        let shown = format!("{:?}", sample().with_affiliations(vec![post]).unwrap());
        assert!(!shown.contains("ample"), "{shown}");
    }
}
