//! What may be written of a person where others keep it: on a card in their own address books.

use chrono::NaiveDate;

use super::{PersonFacts, is_shown_to_others};
use crate::{Employer, Person, PersonName};

/// A person as they agreed to be shown to others of the network: name, job title and organisation. Neither how to reach
/// them, nor how they belong, at what level or for how long.
///
/// It is had from [`ShownPerson::of`], which asks the same as [`person_view`](crate::visibility::person_view), and in no
/// other way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShownPerson<'a> {
    name: &'a PersonName,
    job_title: Option<&'a str>,
    employer: Option<&'a Employer>,
}

impl<'a> ShownPerson<'a> {
    /// The person as others of the network may see them on a day, with the main post of that day. `None` if they may not:
    /// without live consent to be shown, when they are not active, while the use of their details is restricted, and
    /// when the facts are another's.
    pub fn of(person: &'a Person, facts: PersonFacts<'_>, on: NaiveDate) -> Option<Self> {
        if facts.person != person.id() || !is_shown_to_others(facts) {
            return None;
        }
        let post = person.affiliations_on(on).next();
        let (job_title, employer) =
            (post.and_then(|post| post.job_title()), post.map(|post| post.employer()));
        Some(Self { name: person.name(), job_title, employer })
    }

    /// The name.
    pub const fn name(&self) -> &'a PersonName {
        self.name
    }

    /// The title of the main post.
    pub const fn job_title(&self) -> Option<&'a str> {
        self.job_title
    }

    /// Whom the main post is with.
    pub const fn employer(&self) -> Option<&'a Employer> {
        self.employer
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        Affiliation, BelongingKind, EmailAddress, EmailAddresses, Id, Instant, Level, Limits, Line, OdsCode,
        Permit, PersonDetails, limits::RestrictionGround, purpose::Directory,
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn now() -> Instant {
        "2027-03-01T09:00:00Z".parse().unwrap()
    }

    fn permit(n: u128) -> Permit<Directory> {
        Permit::new(Id::new(Uuid::from_u128(n)), now())
    }

    fn person() -> Person {
        let post = |title: &str, employer, from: &str| {
            Affiliation::new(employer, day(from))
                .with_job_title(Some(Line::parse(title).unwrap()))
                .with_level(Some(Level::Vsm))
        };
        let trust = Employer::Listed(OdsCode::parse("RX1").unwrap());
        let charity = Employer::Unlisted(Line::parse("Sample Charity").unwrap());
        let past = post("Sample analyst", charity, "2020-04-01").with_until(Some(day("2026-04-01"))).unwrap();
        let name = crate::PersonName::parse("Sample Person 17").unwrap();
        let address = EmailAddress::parse("sample.person.17@example.org").unwrap();
        let details = PersonDetails::new(name, EmailAddresses::new([address]).unwrap());
        let details =
            details.with_affiliations(vec![past, post("Sample director", trust, "2026-04-01")]).unwrap();
        Person::new(Id::new(Uuid::from_u128(17)), details)
    }

    fn facts(directory: Option<&Permit<Directory>>) -> PersonFacts<'_> {
        let person = Id::new(Uuid::from_u128(17));
        PersonFacts { person, active: Some(BelongingKind::Ally), directory, limits: None }
    }

    #[test]
    fn a_person_who_consents_is_shown_with_the_post_of_the_day() {
        let (person, permit) = (person(), permit(17));
        let shown = |on| ShownPerson::of(&person, facts(Some(&permit)), day(on)).unwrap();
        assert_eq!(shown("2026-04-01").job_title(), Some("Sample director"));
        assert_eq!(shown("2026-03-31").job_title(), Some("Sample analyst"));
        assert_eq!((shown("2019-01-01").job_title(), shown("2019-01-01").employer()), (None, None));
        assert!(matches!(shown("2026-04-01").employer(), Some(Employer::Listed(_))));
    }

    #[test]
    fn nobody_is_shown_without_consent_of_their_own_who_is_not_active_or_restricted() {
        let (person, own, other) = (person(), permit(17), permit(18));
        let of = |facts| ShownPerson::of(&person, facts, day("2027-03-01"));
        assert!(of(facts(Some(&own))).is_some());
        assert_eq!(of(facts(None)), None);
        assert_eq!(of(facts(Some(&other))), None);
        assert_eq!(of(PersonFacts { active: None, ..facts(Some(&own)) }), None);
        assert_eq!(of(PersonFacts { person: Id::new(Uuid::from_u128(18)), ..facts(Some(&other)) }), None);
        let limits = Limits::none(person.id()).restrict(RestrictionGround::AccuracyContested, now());
        assert_eq!(of(PersonFacts { limits: Some(&limits), ..facts(Some(&own)) }), None);
    }
}
