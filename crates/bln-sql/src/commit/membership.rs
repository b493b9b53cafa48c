//! Writes how a person belongs.

use bln_core::Membership;
use bln_store::Expected;

use super::plan::{Meaning, Plan, Subject, Told};
use crate::Value;

pub(super) const ALL: &[&str] = &[INSERT, UPDATE, CLEAR, SPELL];

const INSERT: &str = "INSERT INTO membership (person, version) VALUES (?1, 1)";
const UPDATE: &str = "UPDATE membership SET version = version + 1 WHERE person = ?1 AND version = ?2";
const CLEAR: &str = "DELETE FROM membership_spell WHERE person = ?1";
const SPELL: &str = "INSERT INTO membership_spell \
    (person, ordinal, kind, standing, wording_name, wording_version, notice_name, notice_version, declared_at, \
    from_at, until_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";

pub(super) fn add(plan: &mut Plan, membership: &Membership, expected: Expected, at: Subject) {
    let person: Value = membership.person().uuid().into();
    let mut params = Vec::with_capacity(2);
    params.push(person.clone());
    plan.head([INSERT, UPDATE], params, expected, at, Told::HEAD);
    if expected != Expected::New {
        plan.run(CLEAR, vec![person.clone()], at, Told::PART);
    }
    for (ordinal, spell) in (1_u32..).zip(membership.spells()) {
        let declaration = spell.belonging().declaration();
        let params = vec![
            person.clone(),
            ordinal.into(),
            spell.belonging().kind().name().into(),
            spell.standing().name().into(),
            declaration.wording().name().as_str().into(),
            declaration.wording().version().number().into(),
            declaration.privacy_notice().name().as_str().into(),
            declaration.privacy_notice().version().number().into(),
            declaration.at().utc().into(),
            spell.from().utc().into(),
            spell.until().map(|until| until.utc()).into(),
        ];
        plan.run(SPELL, params, at, Told { foreign_key: Meaning::NoWording, ..Told::PART });
    }
}
