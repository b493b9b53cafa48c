//! Writes an organisation.

use bln_core::{Organisation, Succession};
use bln_store::Expected;

use super::plan::{Plan, Subject, Told};
use crate::Value;

pub(super) const ALL: &[&str] =
    &[INSERT, UPDATE, CLEAR_ROLES, CLEAR_NAMES, CLEAR_SUCCESSIONS, ROLE, NAME, SUCCESSION];

const INSERT: &str = "INSERT INTO organisation (code, version, region, icb, opened_on, closed_on) \
    VALUES (?1, 1, ?2, ?3, ?4, ?5)";
const UPDATE: &str = "UPDATE organisation SET region = ?2, icb = ?3, opened_on = ?4, closed_on = ?5, \
    version = version + 1 WHERE code = ?1 AND version = ?6";

const CLEAR_ROLES: &str = "DELETE FROM organisation_role WHERE organisation = ?1";
const CLEAR_NAMES: &str = "DELETE FROM organisation_name WHERE organisation = ?1";
const CLEAR_SUCCESSIONS: &str = "DELETE FROM organisation_succession WHERE organisation = ?1";

const ROLE: &str = "INSERT INTO organisation_role (organisation, ordinal, role) VALUES (?1, ?2, ?3)";
const NAME: &str = "INSERT INTO organisation_name (organisation, from_date, name) VALUES (?1, ?2, ?3)";
const SUCCESSION: &str = "INSERT INTO organisation_succession (organisation, direction, ordinal, other, on_date) \
    VALUES (?1, ?2, ?3, ?4, ?5)";

pub(super) fn add(plan: &mut Plan, organisation: &Organisation, expected: Expected, at: Subject) {
    let code: Value = organisation.code().as_str().into();
    let operational = organisation.operational();
    let mut params = Vec::with_capacity(6);
    params.extend([
        code.clone(),
        organisation.region().map(|region| region.code()).into(),
        organisation.icb().as_ref().map(|icb| icb.as_str()).into(),
        operational.opened().into(),
        operational.closed().into(),
    ]);
    plan.head([INSERT, UPDATE], params, expected, at, Told::HEAD);
    if expected != Expected::New {
        for clear in [CLEAR_ROLES, CLEAR_NAMES, CLEAR_SUCCESSIONS] {
            plan.run(clear, vec![code.clone()], at, Told::PART);
        }
    }
    let roles =
        std::iter::once(organisation.primary_role()).chain(organisation.other_roles().iter().copied());
    for (ordinal, role) in (1_u32..).zip(roles) {
        plan.run(ROLE, vec![code.clone(), ordinal.into(), role.to_string().into()], at, Told::PART);
    }
    for (from, name) in organisation.names().iter() {
        plan.run(NAME, vec![code.clone(), from.into(), name.as_str().into()], at, Told::PART);
    }
    let mut successions = |direction: &str, all: &[Succession]| {
        for (ordinal, Succession { code: other, on }) in (1_u32..).zip(all) {
            let params =
                vec![code.clone(), direction.into(), ordinal.into(), other.as_str().into(), (*on).into()];
            plan.run(SUCCESSION, params, at, Told::PART);
        }
    };
    successions("predecessor", organisation.predecessors());
    successions("successor", organisation.successors());
}
