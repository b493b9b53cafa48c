//! Writes what links in letters do, and takes out those that are used up.

use bln_core::ActionLink;
use bln_store::Rule;

use super::plan::{Meaning, Plan, Subject, Told};
use crate::Value;

pub(super) const ALL: &[&str] = &[INSERT, REDEEM];

/// That the person is missing is told before that another link has the hash.
const INSERT: &str = "INSERT INTO action_link (hash, person, action, purpose, event, expires_at) \
    SELECT ?1, id, ?3, ?4, ?5, ?6 FROM person WHERE id = ?2";

/// A link is used up as it was read, or not at all.
const REDEEM: &str = "DELETE FROM action_link WHERE hash = ?1 AND person = ?2 AND action = ?3 \
    AND purpose IS NOT DISTINCT FROM ?4 AND event IS NOT DISTINCT FROM ?5 AND expires_at = ?6";

const NEW: Told =
    Told { guard: Meaning::NoOwner, unique: Meaning::Conflict(Rule::IdentifierUnique), ..Told::PART };

pub(super) fn add(plan: &mut Plan, link: &ActionLink, at: Subject) {
    plan.one(INSERT, params(link), at, NEW);
}

pub(super) fn add_redemption(plan: &mut Plan, link: &ActionLink, at: Subject) {
    plan.one(REDEEM, params(link), at, Told::HEAD);
}

fn params(link: &ActionLink) -> Vec<Value> {
    let action = link.action();
    vec![
        link.hash().bytes().to_vec().into(),
        link.person().uuid().into(),
        action.name().into(),
        action.purpose().map(|purpose| purpose.name()).into(),
        action.event().map(|event| event.uuid()).into(),
        link.expires().utc().into(),
    ]
}
