//! Puts notices into the outbox and takes them out.
//!
//! A position is never given twice: before notices go, the last position is written down.

use bln_core::{Broadcast, BroadcastContent, Bulletin, Id, Notice, NoticeState};
use bln_store::{Position, Rule};

use super::{
    plan::{Meaning, Plan, Subject, Told},
    safe_space::EVENT,
};
use crate::Value;

pub(super) const ALL: &[&str] =
    &[NOTICE, RECIPIENT, MESSAGE, ISSUE, BROADCAST, REMINDED, REMIND, MOVE, LAST, KEEP_LAST, REMOVE];

pub(super) const NOTICE: &str = "INSERT INTO outbox (position, id, recipient, kind, written_at, event, needs, message, \
    bulletin) \
    VALUES ((SELECT coalesce(max(position), 0) + 1 FROM (SELECT max(o.position) AS position FROM outbox o \
    UNION ALL SELECT l.position FROM outbox_last l WHERE l.one = 1) given), ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

/// Asked before a notice that carries a message, so that each of the two that it refers to is told by itself.
const RECIPIENT: &str = "SELECT id FROM person WHERE id = ?1";
const MESSAGE: &str = "SELECT id FROM message WHERE id = ?1";

/// Asked before notices that bring an issue of the bulletin, once for all that follow each other.
const ISSUE: &str = "SELECT id FROM bulletin WHERE id = ?1";

/// In the order of the people's identifiers: another would tell in which they registered. The identifier of each notice
/// is worked out from the two that the row has when it is read.
const BROADCAST: &str = "INSERT INTO outbox (position, id, recipient, kind, written_at, event, message, registration) \
    SELECT (SELECT coalesce(max(position), 0) FROM (SELECT max(o.position) AS position FROM outbox o \
    UNION ALL SELECT l.position FROM outbox_last l WHERE l.one = 1) given) + row_number() OVER (ORDER BY r.person), \
    ?1, r.person, ?2, ?3, r.event, ?4, r.id FROM registration r \
    WHERE r.event = ?5 AND r.state IN ('confirmed', 'waiting', 'offered', 'attended')";

const REMINDED: &str = "INSERT INTO reminder (event, on_day) VALUES (?1, ?2)";

const REMIND: &str = "INSERT INTO outbox (position, id, recipient, kind, written_at, event, registration) \
    SELECT (SELECT coalesce(max(position), 0) FROM (SELECT max(o.position) AS position FROM outbox o \
    UNION ALL SELECT l.position FROM outbox_last l WHERE l.one = 1) given) + row_number() OVER (ORDER BY r.person), \
    ?1, r.person, ?2, ?3, r.event, r.id FROM registration r WHERE r.event = ?4 AND r.state IN ('confirmed')";

const MOVE: &str = "UPDATE outbox SET claimed_at = ?4, put_off_until = ?5 WHERE position = ?1 \
    AND claimed_at IS NOT DISTINCT FROM ?2 AND put_off_until IS NOT DISTINCT FROM ?3";

/// Of one that goes: only if it is the last is there something to remember.
const LAST: &str = "INSERT INTO outbox_last (one, position) SELECT 1, o.position FROM outbox o \
    WHERE o.position = ?1 AND NOT EXISTS (SELECT 1 FROM outbox a WHERE a.position > ?1) \
    ON CONFLICT (one) DO UPDATE SET position = excluded.position WHERE outbox_last.position < excluded.position";

/// Of many that go.
const KEEP_LAST: &str = "INSERT INTO outbox_last (one, position) SELECT 1, o.position FROM outbox o \
    WHERE o.position > 0 ORDER BY o.position DESC LIMIT 1 \
    ON CONFLICT (one) DO UPDATE SET position = excluded.position WHERE outbox_last.position < excluded.position";

const REMOVE: &str = "DELETE FROM outbox WHERE position = ?1";

const IDENTIFIED: Told =
    Told { unique: Meaning::Conflict(Rule::IdentifierUnique), foreign_key: Meaning::NoOwner, ..Told::PART };

pub(super) fn add(plan: &mut Plan, notice: &Notice, at: Subject) {
    if let Some(message) = notice.message() {
        let recipient = vec![notice.recipient().uuid().into()];
        plan.one(RECIPIENT, recipient, at, Told { guard: Meaning::NoOwner, ..Told::PART });
        plan.one(MESSAGE, vec![message.uuid().into()], at, Told { guard: Meaning::NoMessage, ..Told::PART });
    }
    // The notices of an issue have its identifier in common, and their own follows from it.
    let id = notice.issue().map_or(notice.id().uuid(), Id::uuid);
    let params = vec![
        id.into(),
        notice.recipient().uuid().into(),
        notice.kind().name().into(),
        notice.at().utc().into(),
        notice.event().map(|event| event.uuid()).into(),
        notice.needs().map(|purpose| purpose.name()).into(),
        notice.message().map(|message| message.uuid()).into(),
        notice.issue().map(|issue| issue.uuid()).into(),
    ];
    plan.run(NOTICE, params, at, IDENTIFIED);
}

/// Refuses unless the issue that a notice brings is there.
pub(super) fn add_issue(plan: &mut Plan, issue: Id<Bulletin>, at: Subject) {
    plan.one(ISSUE, vec![issue.uuid().into()], at, Told { guard: Meaning::NoIssue, ..Told::PART });
}

pub(super) fn add_broadcast(plan: &mut Plan, broadcast: &Broadcast, at: Subject) {
    let missing = Told { guard: Meaning::Missing, ..Told::PART };
    let event: Value = broadcast.event().uuid().into();
    let mut params: Vec<Value> =
        vec![broadcast.id().uuid().into(), broadcast.kind().name().into(), broadcast.at().utc().into()];
    match broadcast.content() {
        BroadcastContent::Message(message) => {
            let message: Value = message.uuid().into();
            plan.one(MESSAGE, vec![message.clone()], at, missing);
            params.extend([message, event]);
            plan.run(BROADCAST, params, at, IDENTIFIED);
        }
        BroadcastContent::Reminder { on } => {
            plan.one(EVENT, vec![event.clone()], at, missing);
            let once = Told { unique: Meaning::Conflict(Rule::ReminderOnce), ..Told::PART };
            plan.run(REMINDED, vec![event.clone(), on.into()], at, once);
            params.push(event);
            plan.run(REMIND, params, at, IDENTIFIED);
        }
    }
}

pub(super) fn add_move(plan: &mut Plan, which: Position, [before, after]: [NoticeState; 2], at: Subject) {
    let mut params = vec![position(which)];
    for state in [before, after] {
        let instants = [state.claimed(), state.put_off()];
        params.extend(instants.map(|instant| Value::from(instant.map(|instant| instant.utc()))));
    }
    plan.one(MOVE, params, at, Told::HEAD);
}

pub(super) fn add_removal(plan: &mut Plan, which: Position, at: Subject) {
    for sql in [LAST, REMOVE] {
        plan.run(sql, vec![position(which)], at, Told::PART);
    }
}

/// Writes down the last position, before notices of any position go.
pub(super) fn keep_last(plan: &mut Plan, at: Subject) {
    plan.run(KEEP_LAST, Vec::new(), at, Told::PART);
}

fn position(Position(number): Position) -> Value {
    Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}
