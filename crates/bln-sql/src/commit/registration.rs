//! Writes a registration with its new steps, or forgets one.
//!
//! These statements run once for each registration of a batch: they are the hot path.

use bln_core::{Event, Id, RegistrationChange, RegistrationStep, RemovedRegistration};
use bln_store::Rule;

use super::{
    plan::{Meaning, Plan, Subject, Told},
    seats::sequence,
};

pub(super) const ALL: &[&str] = &[EVENT, INSERT, UPDATE, STEP, REMOVE];

/// Asked before the first new registration of an event, so that what a registration's foreign keys miss can only be the person.
const EVENT: &str = "SELECT 1 FROM event WHERE id = ?1";

/// Without a row when the person is registered; without an `id` when another registration has it; and refused as a
/// duplicate when another has the number.
pub(super) const INSERT: &str = "INSERT INTO registration \
    (id, event, person, version, choice, sequence, state, mode, expires_at, since, steps) \
    VALUES (CASE WHEN EXISTS (SELECT 1 FROM registration WHERE id = ?1 AND NOT (event = ?2 AND person = ?3)) \
    THEN NULL ELSE ?1 END, ?2, ?3, 1, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (person, event) DO NOTHING";

/// `?11` is the version it was decided on, and `?12` the last of the steps it then had.
const UPDATE: &str = "UPDATE registration SET choice = ?4, sequence = ?5, state = ?6, mode = ?7, \
    expires_at = ?8, since = ?9, steps = ?10, version = version + 1 \
    WHERE person = ?3 AND event = ?2 AND id = ?1 AND version = ?11 \
    AND (SELECT coalesce(max(ordinal), 0) FROM registration_step WHERE registration = ?1) = ?12";

pub(super) const STEP: &str = "INSERT INTO registration_step \
    (registration, ordinal, choice, sequence, state, mode, expires_at, reached_at) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

/// The steps go with it.
const REMOVE: &str = "DELETE FROM registration WHERE person = ?1 AND event = ?2 AND version = ?3";

const NEW: Told = Told {
    unique: Meaning::Conflict(Rule::SequenceUnique),
    not_null: Meaning::Conflict(Rule::IdentifierUnique),
    ..Told::HEAD
};
const CHANGED: Told = Told { unique: Meaning::Conflict(Rule::SequenceUnique), ..Told::HEAD };

pub(super) fn add_event(plan: &mut Plan, event: Id<Event>, at: Subject) {
    plan.one(EVENT, vec![event.uuid().into()], at, Told { guard: Meaning::NoEvent, ..Told::PART });
}

pub(super) fn add(plan: &mut Plan, change: &RegistrationChange, at: Subject) {
    let registration = &change.registration;
    let state = registration.state();
    let mut params = Vec::with_capacity(12);
    params.extend([
        registration.id().uuid().into(),
        registration.event().uuid().into(),
        registration.person().uuid().into(),
        registration.choice().name().into(),
        sequence(registration.sequence().number()),
        state.name().into(),
        state.occupies().map(|mode| mode.name()).into(),
        state.expires().map(|expires| expires.utc()).into(),
        registration.since().utc().into(),
        registration.steps().into(),
    ]);
    // New steps follow the ones that are there, of which a new registration has none.
    let before = match (change.expected, change.steps.first()) {
        (Some(_), Some(first)) => first.ordinal.saturating_sub(1),
        (Some(_), None) => registration.steps(),
        (None, _) => 0,
    };
    let in_order = (1..).zip(&change.steps).all(|(place, step)| step.ordinal == before.saturating_add(place));
    match change.expected {
        None => plan.one(INSERT, params, at, NEW),
        Some(version) => {
            params.extend([version.number().into(), before.into()]);
            plan.one(UPDATE, params, at, CHANGED);
        }
    }
    if change.steps.is_empty() {
        plan.refuse(at, Meaning::Conflict(Rule::WellFormed));
    }
    if !in_order {
        plan.refuse(at, Meaning::Stale);
    }
    for step in &change.steps {
        add_step(plan, change, step, at);
    }
}

fn add_step(plan: &mut Plan, change: &RegistrationChange, step: &RegistrationStep, at: Subject) {
    let RegistrationStep { ordinal, choice, sequence: number, state, at: reached } = step;
    let params = vec![
        change.registration.id().uuid().into(),
        (*ordinal).into(),
        choice.name().into(),
        sequence(number.number()),
        state.name().into(),
        state.occupies().map(|mode| mode.name()).into(),
        state.expires().map(|expires| expires.utc()).into(),
        reached.utc().into(),
    ];
    plan.run(STEP, params, at, Told { unique: Meaning::Stale, ..Told::PART });
}

pub(super) fn add_removal(plan: &mut Plan, removed: &RemovedRegistration, at: Subject) {
    let RemovedRegistration { event, person, expected } = removed;
    let params = vec![person.uuid().into(), event.uuid().into(), expected.number().into()];
    plan.one(REMOVE, params, at, Told::HEAD);
}
