//! Writes a wording, once.

use bln_core::Wording;
use bln_store::Rule;

use super::plan::{Meaning, Plan, Subject, Told};

pub(super) const ALL: &[&str] = &[INSERT, SAME];

const INSERT: &str = "INSERT INTO wording (name, version, purpose, body, in_force_from) \
    VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (name, version) DO NOTHING";

const SAME: &str = "SELECT 1 FROM wording WHERE name = ?1 AND version = ?2 AND purpose = ?3 AND body = ?4 \
    AND in_force_from IS NOT DISTINCT FROM ?5";

pub(super) fn add(plan: &mut Plan, wording: &Wording, at: Subject) {
    let Wording { reference, purpose, text, in_force_from } = wording;
    let params = vec![
        reference.name().as_str().into(),
        reference.version().number().into(),
        purpose.name().into(),
        text.as_str().into(),
        (*in_force_from).into(),
    ];
    plan.run(INSERT, params.clone(), at, Told::PART);
    plan.one(SAME, params, at, Told { guard: Meaning::Conflict(Rule::WordingImmutable), ..Told::PART });
}
