//! Made-up people, how they belong, and what they agreed to.

use bln_core::{
    Affiliation, Belonging, BelongingKind, ConsentDecision, ConsentEntry, ConsentMethod, Declaration,
    EmailAddress, EmailAddresses, Employer, Instant, Level, Line, Membership, Person, PersonDetails,
    PersonName, ProfessionalBody, ProfessionalRegistration, PurposeCode, WordingRef,
};

use super::{code, day, now, person_id};

/// An address of a sample person.
pub fn email(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

/// Sample Person 17, at sample.person.17@example.org, and no more.
pub fn person(number: u32) -> Person {
    person_named(number, &format!("Sample Person {number}"))
}

/// A sample person under another name, at the same address.
pub fn person_named(number: u32, written: &str) -> Person {
    let emails = EmailAddresses::new([email(&format!("sample.person.{number}@example.org"))]).unwrap();
    Person::new(person_id(number), PersonDetails::new(PersonName::parse(written).unwrap(), emails))
}

/// The same sample person after so many changes of name.
pub fn renamed(number: u32, times: u32) -> Person {
    person_named(number, &format!("Sample Person {number} Changed {times}"))
}

/// A sample person with every part there is, as many as there can be of those that are many.
pub fn person_in_full(number: u32) -> Person {
    let name = PersonName::parse(format!("Sample Person {number} O\u{2019}Ëxample-Ọmọ")).unwrap();
    let name = name.with_known_as(Some(Line::parse("Sáma").unwrap()));
    let emails = ["nhs.net", "example.org", "b\u{fc}cher.example", "a.example.com", "b.example.com"];
    let emails = emails.map(|domain| email(&format!("sample.person.{number}@{domain}")));
    let details = PersonDetails::new(name, EmailAddresses::new(emails).unwrap());
    Person::new(person_id(number), details)
        .with_affiliations(affiliations())
        .unwrap()
        .with_registrations(registrations())
        .unwrap()
}

fn affiliations() -> Vec<Affiliation> {
    let first =
        Affiliation::new(Employer::Unlisted(Line::parse("Sample Hospice").unwrap()), day("1999-12-31"));
    let mut affiliations = vec![first];
    // One for every level there is, as long as there is room.
    for (level, year) in Level::ALL.into_iter().zip(2001..2020) {
        let (from, until) = (day(&format!("{year}-02-01")), day(&format!("{year}-03-01")));
        let employer = Employer::Listed(code(if year % 2 == 0 { "RX1" } else { "RJZ" }));
        let affiliation = Affiliation::new(employer, from)
            .with_job_title(Some(
                Line::parse(format!("Sample post of {year} \u{1f469}\u{1f3fe}\u{200d}\u{2695}\u{fe0f}"))
                    .unwrap(),
            ))
            .with_level(Some(level))
            .with_until(Some(until))
            .unwrap();
        affiliations.push(affiliation);
    }
    affiliations
}

fn registrations() -> Vec<ProfessionalRegistration> {
    [
        (ProfessionalBody::Gmc, "0000017"),
        (ProfessionalBody::Nmc, "00A0017E"),
        (ProfessionalBody::Hcpc, "PH000017"),
        (ProfessionalBody::Gphc, "2000017"),
    ]
    .into_iter()
    .map(|(body, number)| ProfessionalRegistration::parse(body, number).unwrap())
    .collect()
}

/// A declaration under one of the sample wordings.
pub fn declaration(kind: BelongingKind, at: Instant) -> Belonging {
    let wording = match kind {
        BelongingKind::Member => "member-declaration@1",
        BelongingKind::Ally => "ally-statement@1",
    };
    let [wording, notice] = [wording, "privacy-notice@1"].map(|text| WordingRef::parse(text).unwrap());
    Belonging::new(kind, Declaration::new(wording, notice, at))
}

/// A sample person's membership, as an active member.
pub fn member(number: u32) -> Membership {
    let applied = Membership::apply(person_id(number), declaration(BelongingKind::Member, now()), now());
    applied.approve(now()).unwrap()
}

/// A sample person's membership, as an active ally.
pub fn ally(number: u32) -> Membership {
    Membership::apply(person_id(number), declaration(BelongingKind::Ally, now()), now())
}

/// A "yes" to a purpose in the sample wording for it, until it is taken back.
pub fn consent_given(purpose: PurposeCode, at: Instant) -> ConsentEntry {
    let wording = WordingRef::parse("bulletin-consent@1").unwrap();
    let decision = ConsentDecision::Given { wording, until: None };
    ConsentEntry::restore(purpose, decision, ConsentMethod::Web, at, None).unwrap()
}

/// A "no" to a purpose, written down by another sample person.
pub fn consent_withdrawn(purpose: PurposeCode, at: Instant) -> ConsentEntry {
    let by = Some(person_id(901));
    ConsentEntry::restore(purpose, ConsentDecision::Withdrawn, ConsentMethod::Verbal, at, by).unwrap()
}
