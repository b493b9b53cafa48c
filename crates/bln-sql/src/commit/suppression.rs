//! Writes what was refused for good, and lifts it.

use bln_core::{KeyedHash, PurposeCode, Suppression};

use super::plan::{Plan, Subject, Told};

pub(super) const ALL: &[&str] = &[INSERT, LIFT];

/// Of two instants the earlier is kept.
const INSERT: &str = "INSERT INTO suppression (hash, purpose, since) VALUES (?1, ?2, ?3) \
    ON CONFLICT (hash, purpose) DO UPDATE SET since = excluded.since WHERE suppression.since > excluded.since";
const LIFT: &str = "DELETE FROM suppression WHERE hash = ?1 AND purpose = ?2";

pub(super) fn add(plan: &mut Plan, suppression: &Suppression, at: Subject) {
    let params = vec![
        suppression.hash().bytes().to_vec().into(),
        suppression.purpose().name().into(),
        suppression.since().utc().into(),
    ];
    plan.run(INSERT, params, at, Told::PART);
}

pub(super) fn add_lifting(plan: &mut Plan, hashes: &[KeyedHash], purpose: PurposeCode, at: Subject) {
    for hash in hashes {
        plan.run(LIFT, vec![hash.bytes().to_vec().into(), purpose.name().into()], at, Told::PART);
    }
}
