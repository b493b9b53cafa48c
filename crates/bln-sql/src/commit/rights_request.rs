//! Writes a request under data-protection law. Whose it is, is kept under their pseudonym.

use bln_core::{RightsRequest, rights::RequestState};
use bln_store::Expected;

use super::plan::{Meaning, Plan, Subject, Told};
use crate::Value;

pub(super) const ALL: &[&str] = &[INSERT, UPDATE, ASKER, CLEAR, PAUSE];

const INSERT: &str = "INSERT INTO rights_request (id, version, requester, asked_for, received_on, state, closed_on, \
    refusal_ground, extension_told_on, extension_reason) VALUES (?1, 1, \
    coalesce((SELECT n.pseudonym FROM pseudonym n WHERE n.person = ?2 ORDER BY n.pseudonym LIMIT 1), ?2), \
    ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
const UPDATE: &str = "UPDATE rights_request SET requester = \
    coalesce((SELECT n.pseudonym FROM pseudonym n WHERE n.person = ?2 ORDER BY n.pseudonym LIMIT 1), ?2), \
    asked_for = ?3, received_on = ?4, state = ?5, closed_on = ?6, refusal_ground = ?7, extension_told_on = ?8, \
    extension_reason = ?9, version = version + 1 WHERE id = ?1 AND version = ?10";

/// Whoever asks is on the list when the request comes in. The table refers to nobody, because it outlives them.
const ASKER: &str = "SELECT 1 FROM person WHERE id = ?1";

const CLEAR: &str = "DELETE FROM rights_request_pause WHERE request = ?1";
const PAUSE: &str = "INSERT INTO rights_request_pause (request, ordinal, asked_on, answered_on) \
    VALUES (?1, ?2, ?3, ?4)";

pub(super) fn add(plan: &mut Plan, request: &RightsRequest, expected: Expected, at: Subject) {
    let id: Value = request.id().uuid().into();
    let (state, ground) = match request.state() {
        RequestState::Open => ("open", None),
        RequestState::Answered { .. } => ("answered", None),
        RequestState::Refused { reason, .. } => ("refused", Some(reason.name())),
    };
    let extension = request.extension();
    let mut params = Vec::with_capacity(10);
    params.extend([
        id.clone(),
        request.person().uuid().into(),
        request.right().name().into(),
        request.received().into(),
        state.into(),
        request.state().closed_on().into(),
        ground.into(),
        extension.map(|extension| extension.told_on).into(),
        extension.map(|extension| extension.reason.as_str()).into(),
    ]);
    plan.head([INSERT, UPDATE], params, expected, at, Told::HEAD);
    if expected == Expected::New {
        let asker = vec![request.person().uuid().into()];
        plan.one(ASKER, asker, at, Told { guard: Meaning::NoOwner, ..Told::PART });
    } else {
        plan.run(CLEAR, vec![id.clone()], at, Told::PART);
    }
    for (ordinal, pause) in (1_i64..).zip(request.pauses()) {
        let params = vec![id.clone(), ordinal.into(), pause.asked_on.into(), pause.answered_on.into()];
        plan.run(PAUSE, params, at, Told::PART);
    }
}
