//! Writes an event's seats.

use bln_core::{Mode, Seats};
use bln_store::{Expected, Rule};

use super::plan::{Meaning, Plan, Subject, Told};
use crate::{Value, vocabulary};

pub(super) const ALL: &[&str] = &[INSERT, UPDATE];

const INSERT: &str = "INSERT INTO seats (event, version, intake, in_person_capacity, in_person_confirmed, \
    in_person_offered, online_capacity, online_confirmed, online_offered, waiting_in_person, waiting_online, \
    waiting_either, last_sequence) VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
const UPDATE: &str = "UPDATE seats SET intake = ?2, in_person_capacity = ?3, in_person_confirmed = ?4, \
    in_person_offered = ?5, online_capacity = ?6, online_confirmed = ?7, online_offered = ?8, \
    waiting_in_person = ?9, waiting_online = ?10, waiting_either = ?11, last_sequence = ?12, \
    version = version + 1 WHERE event = ?1 AND version = ?13";

pub(super) fn add(plan: &mut Plan, seats: &Seats, expected: Expected, at: Subject) {
    let (in_person, online) = (seats.pool(Mode::InPerson), seats.pool(Mode::Online));
    let waiting = seats.waiting();
    let mut params = Vec::with_capacity(13);
    params.extend([
        seats.event().uuid().into(),
        vocabulary::intake(seats.intake()).into(),
        in_person.map(|pool| pool.capacity.number()).into(),
        in_person.map(|pool| pool.confirmed).into(),
        in_person.map(|pool| pool.offered).into(),
        online.map(|pool| pool.capacity.number()).into(),
        online.map(|pool| pool.confirmed).into(),
        online.map(|pool| pool.offered).into(),
        waiting.in_person.into(),
        waiting.online.into(),
        waiting.either.into(),
        sequence(seats.last_sequence().number()),
    ]);
    // A CHECK that a well-made value can break is the one against overselling.
    let told = Told { check: Meaning::Conflict(Rule::NotOversold), ..Told::HEAD };
    plan.head([INSERT, UPDATE], params, expected, at, told);
}

/// A number drawn. One that no column can hold is written as one that a CHECK refuses.
pub(super) fn sequence(number: u64) -> Value {
    Value::Int(i64::try_from(number).unwrap_or(-1))
}
