//! Appends to the audit, the outbox and the receipts.
//!
//! Positions are drawn inside the commit, so that they have no gap. No two batches can draw the same one, because a
//! driver's batches take effect one after another, on PostgreSQL under the network's one lock. An identity column
//! leaves gaps, and where commits run side by side it gives out numbers in another order than theirs.

use bln_store::{Changes, Rule};
use uuid::Uuid;

use super::{
    outbox,
    plan::{Meaning, Plan, Subject, Told},
};

pub(super) const ALL: &[&str] = &[AUDIT, RECEIPT];

/// Who did it, and whom the record is of, are kept under the first of their pseudonyms; who has none, as they are.
pub(super) const AUDIT: &str = "INSERT INTO audit_entry \
    (position, id, done_at, actor_role, actor_person, action, subject_kind, subject_id, subject_person, purpose) \
    VALUES ((SELECT coalesce(max(position), 0) + 1 FROM audit_entry), ?1, ?2, ?3, \
    coalesce((SELECT n.pseudonym FROM pseudonym n WHERE n.person = ?4 ORDER BY n.pseudonym LIMIT 1), ?4), ?5, ?6, ?7, \
    coalesce((SELECT n.pseudonym FROM pseudonym n WHERE n.person = ?8 ORDER BY n.pseudonym LIMIT 1), ?8), ?9)";
pub(super) const RECEIPT: &str = "INSERT INTO receipt \
    (actor, idempotency_key, fingerprint, record_kind, record_id, answer, answered_at) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

const IDENTIFIED: Told = Told { unique: Meaning::Conflict(Rule::IdentifierUnique), ..Told::PART };

pub(super) fn add(plan: &mut Plan, changes: &Changes) {
    for entry in changes.audit() {
        let params = vec![
            entry.id().uuid().into(),
            entry.at().utc().into(),
            entry.actor().role().name().into(),
            entry.actor().person().map(|person| person.uuid()).into(),
            entry.action().name().into(),
            entry.subject().kind().into(),
            entry.subject().id_text_without_person().into(),
            entry.subject().person().map(|person| person.uuid()).into(),
            entry.purpose().map(|purpose| purpose.name()).into(),
        ];
        plan.run(AUDIT, params, Subject::Log, IDENTIFIED);
    }
    let mut known_issue = None;
    for (index, notice) in changes.outbox().iter().enumerate() {
        let at = Subject::Notice(index);
        if let Some(issue) = notice.issue().filter(|issue| known_issue.replace(*issue) != Some(*issue)) {
            outbox::add_issue(plan, issue, at);
        }
        outbox::add(plan, notice, at);
    }
    for receipt in changes.receipts() {
        if !receipt.fits() {
            plan.refuse(Subject::Log, Meaning::Conflict(Rule::WellFormed));
            continue;
        }
        let params = vec![
            receipt.key.actor.map_or(Uuid::nil(), |person| person.uuid()).into(),
            receipt.key.key.as_str().into(),
            receipt.fingerprint.bytes().to_vec().into(),
            receipt.record.kind().into(),
            receipt.record.id_text().into(),
            receipt.answer.as_str().into(),
            receipt.at.utc().into(),
        ];
        let told = Told { unique: Meaning::Conflict(Rule::IdempotencyKeyUnique), ..Told::PART };
        plan.run(RECEIPT, params, Subject::Log, told);
    }
}
