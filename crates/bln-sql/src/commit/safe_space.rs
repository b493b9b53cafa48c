//! Writes what belongs to a safe space, and disposes of it.

use bln_core::{Event, Facilitation, Id, KeyedHash, Message, Person, Theme, Version};
use bln_store::{Expected, Rule};

use super::{
    outbox,
    plan::{Meaning, Plan, Subject, Told},
};
use crate::Value;

pub(super) const ALL: &[&str] = &[
    EVENT,
    FACILITATION,
    CHANGE_FACILITATION,
    REMOVE_FACILITATION,
    THEME,
    CHANGE_THEME,
    CONTRIBUTION,
    MESSAGE,
    NOTICES,
    MESSAGES,
    FACILITATIONS,
    CONTRIBUTIONS,
    THEMES,
];

/// Asked before a new facilitation, so that what its references miss can only be the person.
pub(super) const EVENT: &str = "SELECT id FROM event WHERE id = ?1";

const FACILITATION: &str = "INSERT INTO facilitation (event, person, version, from_at, until_at) \
    VALUES (?1, ?2, 1, ?3, ?4)";
const CHANGE_FACILITATION: &str = "UPDATE facilitation SET from_at = ?3, until_at = ?4, version = version + 1 \
    WHERE event = ?1 AND person = ?2 AND version = ?5";
const REMOVE_FACILITATION: &str =
    "DELETE FROM facilitation WHERE event = ?1 AND person = ?2 AND version = ?3";

const THEME: &str = "INSERT INTO theme (id, version, event, words, state, reached_at, checked_by, contributors) \
    VALUES (?1, 1, ?2, ?3, ?4, ?5, \
    coalesce((SELECT n.pseudonym FROM pseudonym n WHERE n.person = ?6 ORDER BY n.pseudonym LIMIT 1), ?6), ?7)";
const CHANGE_THEME: &str = "UPDATE theme SET event = ?2, words = ?3, state = ?4, reached_at = ?5, checked_by = \
    coalesce((SELECT n.pseudonym FROM pseudonym n WHERE n.person = ?6 ORDER BY n.pseudonym LIMIT 1), ?6), \
    contributors = ?7, version = version + 1 WHERE id = ?1 AND version = ?8";

const CONTRIBUTION: &str = "INSERT INTO theme_contribution (theme, contributor) VALUES (?1, ?2) \
    ON CONFLICT (theme, contributor) DO NOTHING";

/// That the event is missing is told before that another message has the identifier.
const MESSAGE: &str = "INSERT INTO message (id, event, words, written_at) \
    SELECT ?1, id, ?3, ?4 FROM event WHERE id = ?2";

const NOTICES: &str = "DELETE FROM outbox WHERE message IN (SELECT m.id FROM message m WHERE m.event = ?1)";
const MESSAGES: &str = "DELETE FROM message WHERE event = ?1";
const FACILITATIONS: &str = "DELETE FROM facilitation WHERE event = ?1";
const CONTRIBUTIONS: &str =
    "DELETE FROM theme_contribution WHERE theme IN (SELECT t.id FROM theme t WHERE t.event = ?1)";
const THEMES: &str = "DELETE FROM theme WHERE event = ?1 AND state <> 'released'";

pub(super) fn add_facilitation(
    plan: &mut Plan,
    facilitation: &Facilitation,
    expected: Expected,
    at: Subject,
) {
    let event: Value = facilitation.event().uuid().into();
    if expected == Expected::New {
        plan.one(EVENT, vec![event.clone()], at, Told { guard: Meaning::NoEvent, ..Told::PART });
    }
    let mut params = Vec::with_capacity(5);
    params.extend([
        event,
        facilitation.person().uuid().into(),
        facilitation.from().utc().into(),
        facilitation.until().utc().into(),
    ]);
    plan.head([FACILITATION, CHANGE_FACILITATION], params, expected, at, Told::HEAD);
}

pub(super) fn add_facilitation_removal(
    plan: &mut Plan,
    event: Id<Event>,
    person: Id<Person>,
    expected: Version,
    at: Subject,
) {
    let params = vec![event.uuid().into(), person.uuid().into(), expected.number().into()];
    plan.one(REMOVE_FACILITATION, params, at, Told::HEAD);
}

pub(super) fn add_theme(plan: &mut Plan, theme: &Theme, expected: Expected, at: Subject) {
    let state = theme.state();
    let mut params = Vec::with_capacity(8);
    params.extend([
        theme.id().uuid().into(),
        theme.event().uuid().into(),
        theme.words().as_str().into(),
        state.name().into(),
        state.at().map(|at| at.utc()).into(),
        state.checked_by().map(|person| person.uuid()).into(),
        state.contributors().map(|band| band.name()).into(),
    ]);
    plan.head([THEME, CHANGE_THEME], params, expected, at, Told::HEAD);
}

pub(super) fn add_contribution(plan: &mut Plan, theme: Id<Theme>, by: KeyedHash, at: Subject) {
    let params = vec![theme.uuid().into(), by.bytes().to_vec().into()];
    plan.run(CONTRIBUTION, params, at, Told { foreign_key: Meaning::Missing, ..Told::PART });
}

pub(super) fn add_message(plan: &mut Plan, message: &Message, at: Subject) {
    let params = vec![
        message.id().uuid().into(),
        message.event().uuid().into(),
        message.words().as_str().into(),
        message.at().utc().into(),
    ];
    let told =
        Told { guard: Meaning::NoOwner, unique: Meaning::Conflict(Rule::IdentifierUnique), ..Told::PART };
    plan.one(MESSAGE, params, at, told);
}

/// A message goes after the notices that carry it, and a theme after what was contributed to it.
pub(super) fn add_disposal(plan: &mut Plan, event: Id<Event>, at: Subject) {
    outbox::keep_last(plan, at);
    for sql in [NOTICES, MESSAGES, FACILITATIONS, CONTRIBUTIONS, THEMES] {
        plan.run(sql, vec![event.uuid().into()], at, Told::PART);
    }
}
