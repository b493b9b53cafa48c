//! Writes a person, and what they are found by.

use bln_core::{Employer, Person};
use bln_store::{Expected, Rule};

use super::plan::{Meaning, Plan, Subject, Told};
use crate::Value;

pub(super) const ALL: &[&str] = &[
    INSERT,
    UPDATE,
    CLEAR_EMAILS,
    CLEAR_AFFILIATIONS,
    CLEAR_PROFESSIONAL,
    CLEAR_WORDS,
    EMAIL,
    AFFILIATION,
    PROFESSIONAL,
    WORD,
    CLEAR_RECORDS,
];

const INSERT: &str = "INSERT INTO person (id, version, name, known_as) VALUES (?1, 1, ?2, ?3)";
const UPDATE: &str = "UPDATE person SET name = ?2, known_as = ?3, version = version + 1 \
    WHERE id = ?1 AND version = ?4";

const CLEAR_EMAILS: &str = "DELETE FROM person_email WHERE person = ?1";
const CLEAR_AFFILIATIONS: &str = "DELETE FROM affiliation WHERE person = ?1";
const CLEAR_PROFESSIONAL: &str = "DELETE FROM professional_registration WHERE person = ?1";
const CLEAR_WORDS: &str = "DELETE FROM person_search_word WHERE person = ?1";

const EMAIL: &str = "INSERT INTO person_email (address, person, ordinal) VALUES (?1, ?2, ?3)";
const AFFILIATION: &str = "INSERT INTO affiliation \
    (person, ordinal, organisation, employer_name, job_title, level, from_date, until_date) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
const PROFESSIONAL: &str = "INSERT INTO professional_registration (person, ordinal, body, number) \
    VALUES (?1, ?2, ?3, ?4)";
const WORD: &str = "INSERT INTO person_search_word (word, person) VALUES (?1, ?2)";

/// What is known of addresses that they have no more.
const CLEAR_RECORDS: &str = "DELETE FROM address_record WHERE person = ?1 AND NOT EXISTS \
    (SELECT 1 FROM person_email e WHERE e.address = address_record.address AND e.person = ?1)";

const TAKEN: Told = Told { unique: Meaning::Conflict(Rule::EmailAddressUnique), ..Told::PART };
const UNKNOWN: Told = Told { foreign_key: Meaning::NoOwner, ..Told::PART };

pub(super) fn add(plan: &mut Plan, person: &Person, expected: Expected, index: usize) {
    let at = Subject::Write(index);
    let id: Value = person.id().uuid().into();
    let mut params = Vec::with_capacity(4);
    params.extend([id.clone(), person.name().written().into(), person.name().known_as().into()]);
    plan.head([INSERT, UPDATE], params, expected, at, Told::HEAD);
    if expected != Expected::New {
        for clear in [CLEAR_EMAILS, CLEAR_AFFILIATIONS, CLEAR_PROFESSIONAL, CLEAR_WORDS] {
            plan.run(clear, vec![id.clone()], at, Told::PART);
        }
    }
    for (which, affiliation) in person.affiliations().iter().enumerate() {
        let (organisation, employer) = match affiliation.employer() {
            Employer::Listed(code) => (Some(code.as_str()), None),
            Employer::Unlisted(name) => (None, Some(name.as_str())),
        };
        let params = vec![
            id.clone(),
            ordinal(which),
            organisation.into(),
            employer.into(),
            affiliation.job_title().into(),
            affiliation.level().map(|level| level.name()).into(),
            affiliation.from().into(),
            affiliation.until().into(),
        ];
        plan.run(AFFILIATION, params, Subject::Affiliation(index, which), UNKNOWN);
    }
    for (ordinal, email) in (1_u32..).zip(person.emails().iter()) {
        plan.run(EMAIL, vec![email.as_str().into(), id.clone(), ordinal.into()], at, TAKEN);
    }
    if expected != Expected::New {
        plan.run(CLEAR_RECORDS, vec![id.clone()], at, Told::PART);
    }
    for (which, registration) in person.registrations().iter().enumerate() {
        let params =
            vec![id.clone(), ordinal(which), registration.body().name().into(), registration.number().into()];
        plan.run(PROFESSIONAL, params, at, Told::PART);
    }
    for word in person.name().words() {
        plan.run(WORD, vec![word.into(), id.clone()], at, Told::PART);
    }
}

/// A place in a list, counted from 1.
fn ordinal(place: usize) -> Value {
    Value::Int(i64::try_from(place).unwrap_or(i64::MAX).saturating_add(1))
}
