//! Writes what may not be done with a person's records for now.

use bln_core::Limits;
use bln_store::Expected;

use super::plan::{Plan, Subject, Told};

pub(super) const ALL: &[&str] = &[INSERT, UPDATE];

const INSERT: &str = "INSERT INTO processing_limit \
    (person, version, hold_reason, held_since, restriction_ground, restricted_since) \
    VALUES (?1, 1, ?2, ?3, ?4, ?5)";
const UPDATE: &str = "UPDATE processing_limit SET hold_reason = ?2, held_since = ?3, restriction_ground = ?4, \
    restricted_since = ?5, version = version + 1 WHERE person = ?1 AND version = ?6";

pub(super) fn add(plan: &mut Plan, limits: &Limits, expected: Expected, at: Subject) {
    let (hold, restriction) = (limits.legal_hold(), limits.restriction());
    let mut params = Vec::with_capacity(6);
    params.extend([
        limits.person().uuid().into(),
        hold.map(|hold| hold.reason.as_str()).into(),
        hold.map(|hold| hold.since.utc()).into(),
        restriction.map(|restriction| restriction.ground.name()).into(),
        restriction.map(|restriction| restriction.since.utc()).into(),
    ]);
    plan.head([INSERT, UPDATE], params, expected, at, Told::HEAD);
}
