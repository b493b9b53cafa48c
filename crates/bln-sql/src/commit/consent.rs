//! Appends to a person's consent ledger, whose version is the number of its entries.

use bln_core::{ConsentDecision, ConsentEntry, Id, Person};
use bln_store::{Expected, Rule};

use super::plan::{Meaning, Plan, Subject, Told};
use crate::Value;

pub(super) const ALL: &[&str] = &[INSERT, UPDATE, ENTRY];

const INSERT: &str = "INSERT INTO consent_ledger (person, version) VALUES (?1, ?2)";
const UPDATE: &str = "UPDATE consent_ledger SET version = version + ?2 WHERE person = ?1 AND version = ?3";
const ENTRY: &str = "INSERT INTO consent_entry \
    (person, ordinal, purpose, decision, wording_name, wording_version, until_at, method, said_at, recorded_by) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";

pub(super) fn add(
    plan: &mut Plan,
    person: Id<Person>,
    entries: &[ConsentEntry],
    expected: Expected,
    at: Subject,
) {
    if entries.is_empty() {
        return plan.refuse(at, Meaning::Conflict(Rule::WellFormed));
    }
    let person: Value = person.uuid().into();
    let appended = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    let mut params = Vec::with_capacity(3);
    params.extend([person.clone(), appended.into()]);
    plan.head([INSERT, UPDATE], params, expected, at, Told::HEAD);
    let before = match expected {
        Expected::New => 0,
        Expected::At(version) => i64::from(version.number()),
    };
    for (ordinal, entry) in (before + 1..).zip(entries) {
        let (wording, until) = match entry.decision() {
            ConsentDecision::Given { wording, until } => (Some(wording), *until),
            ConsentDecision::Requested { wording } => (Some(wording), None),
            ConsentDecision::Withdrawn => (None, None),
        };
        let params = vec![
            person.clone(),
            ordinal.into(),
            entry.purpose().name().into(),
            entry.decision().name().into(),
            wording.map(|wording| wording.name().as_str()).into(),
            wording.map(|wording| wording.version().number()).into(),
            until.map(|until| until.utc()).into(),
            entry.method().name().into(),
            entry.at().utc().into(),
            entry.recorded_by().map(|person| person.uuid()).into(),
        ];
        plan.run(ENTRY, params, at, Told { foreign_key: Meaning::NoWording, ..Told::PART });
    }
}
