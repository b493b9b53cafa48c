//! Writes the name by which a person is kept in the audit.

use bln_core::{Id, Person, Pseudonym};
use bln_store::Rule;

use super::plan::{Meaning, Plan, Subject, Told};

pub(super) const ALL: &[&str] = &[INSERT, NAME];

/// For a person who is written in the same change set just before.
pub(super) const INSERT: &str = "INSERT INTO pseudonym (pseudonym, person) VALUES (?1, ?2)";

/// For anybody: that they are missing is told before that the pseudonym is somebody's.
const NAME: &str = "INSERT INTO pseudonym (pseudonym, person) SELECT ?1, id FROM person WHERE id = ?2";

const GIVEN: Told = Told {
    guard: Meaning::Missing,
    foreign_key: Meaning::Missing,
    unique: Meaning::Conflict(Rule::IdentifierUnique),
    ..Told::PART
};

pub(super) fn add(plan: &mut Plan, person: Id<Person>, pseudonym: Pseudonym, is_new: bool, at: Subject) {
    let params = vec![pseudonym.uuid().into(), person.uuid().into()];
    plan.one(if is_new { INSERT } else { NAME }, params, at, GIVEN);
}
