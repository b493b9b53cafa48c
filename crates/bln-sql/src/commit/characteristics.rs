//! Writes sealed characteristics, or forgets them with their key.

use bln_core::{Id, Person, SealedCharacteristics, Version};
use bln_store::Expected;

use super::plan::{Plan, Subject, Told};
use crate::Value;

pub(super) const ALL: &[&str] = &[INSERT, UPDATE, CLEAR, VALUE, REMOVE];

const INSERT: &str = "INSERT INTO sealed_characteristics (person, version, key_name, wrapped_key, last_edition) \
    VALUES (?1, 1, ?2, ?3, ?4)";
const UPDATE: &str = "UPDATE sealed_characteristics SET key_name = ?2, wrapped_key = ?3, last_edition = ?4, \
    version = version + 1 WHERE person = ?1 AND version = ?5";
const CLEAR: &str = "DELETE FROM sealed_value WHERE person = ?1";
const VALUE: &str =
    "INSERT INTO sealed_value (person, characteristic, edition, sealed) VALUES (?1, ?2, ?3, ?4)";

/// The values go with the key.
const REMOVE: &str = "DELETE FROM sealed_characteristics WHERE person = ?1 AND version = ?2";

pub(super) fn add(plan: &mut Plan, sealed: &SealedCharacteristics, expected: Expected, at: Subject) {
    let person: Value = sealed.person().uuid().into();
    let mut params = Vec::with_capacity(5);
    params.extend([
        person.clone(),
        sealed.key().by().as_str().into(),
        sealed.key().bytes().to_vec().into(),
        sealed.last_edition().into(),
    ]);
    plan.head([INSERT, UPDATE], params, expected, at, Told::HEAD);
    if expected != Expected::New {
        plan.run(CLEAR, vec![person.clone()], at, Told::PART);
    }
    for (characteristic, value) in sealed.values() {
        let params = vec![
            person.clone(),
            characteristic.name().into(),
            value.edition().into(),
            value.bytes().to_vec().into(),
        ];
        plan.run(VALUE, params, at, Told::PART);
    }
}

pub(super) fn add_removal(plan: &mut Plan, person: Id<Person>, expected: Version, at: Subject) {
    plan.one(REMOVE, vec![person.uuid().into(), expected.number().into()], at, Told::HEAD);
}
