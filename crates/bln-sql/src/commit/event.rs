//! Writes an event.

use bln_core::{Event, LocalTime};
use bln_store::Expected;

use super::plan::{Plan, Subject, Told};
use crate::Value;

pub(super) const ALL: &[&str] = &[INSERT, UPDATE, CLEAR_PILLARS, CLEAR_PROVISIONS, PILLAR, PROVISION];

const INSERT: &str = "INSERT INTO event (id, version, state, revision, title, summary, kind, audience, modes, \
    venue, time_zone, starts_local, ends_local, starts_at, ends_at, opens_local, opens_time_zone, closes_local, \
    closes_time_zone, confidentiality, accessibility_note, joining_link, series, series_number) \
    VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, \
    ?22, ?23)";
const UPDATE: &str = "UPDATE event SET state = ?2, revision = ?3, title = ?4, summary = ?5, kind = ?6, \
    audience = ?7, modes = ?8, venue = ?9, time_zone = ?10, starts_local = ?11, ends_local = ?12, \
    starts_at = ?13, ends_at = ?14, opens_local = ?15, opens_time_zone = ?16, closes_local = ?17, \
    closes_time_zone = ?18, confidentiality = ?19, accessibility_note = ?20, joining_link = ?21, series = ?22, \
    series_number = ?23, version = version + 1 WHERE id = ?1 AND version = ?24";

const CLEAR_PILLARS: &str = "DELETE FROM event_pillar WHERE event = ?1";
const CLEAR_PROVISIONS: &str = "DELETE FROM event_provision WHERE event = ?1";
const PILLAR: &str = "INSERT INTO event_pillar (event, pillar) VALUES (?1, ?2)";
const PROVISION: &str = "INSERT INTO event_provision (event, provision) VALUES (?1, ?2)";

pub(super) fn add(plan: &mut Plan, event: &Event, expected: Expected, at: Subject) {
    let id: Value = event.id().uuid().into();
    plan.head([INSERT, UPDATE], params(event), expected, at, Told::HEAD);
    if expected != Expected::New {
        for clear in [CLEAR_PILLARS, CLEAR_PROVISIONS] {
            plan.run(clear, vec![id.clone()], at, Told::PART);
        }
    }
    for name in event.pillars().names() {
        plan.run(PILLAR, vec![id.clone(), name.into()], at, Told::PART);
    }
    for provision in event.accessibility().provisions() {
        plan.run(PROVISION, vec![id.clone(), provision.name().into()], at, Told::PART);
    }
}

fn params(event: &Event) -> Vec<Value> {
    let details = &event.parts().details;
    let schedule = event.schedule();
    let (opens, closes) = (event.window().opens(), event.window().closes());
    let mut params = Vec::with_capacity(24);
    params.extend([
        event.id().uuid().into(),
        event.state().name().into(),
        event.revision().number().into(),
        event.title().as_str().into(),
        event.summary().map(|summary| summary.as_str()).into(),
        event.kind().name().into(),
        event.audience().name().into(),
        event.modes().name().into(),
        event.venue().map(|venue| venue.as_str()).into(),
        schedule.zone().name().into(),
        schedule.starts().wall().into(),
        schedule.ends().wall().into(),
        schedule.starts_at().utc().into(),
        schedule.ends_at().utc().into(),
        opens.map(LocalTime::wall).into(),
        opens.map(|opens| opens.zone().name()).into(),
        closes.map(LocalTime::wall).into(),
        closes.map(|closes| closes.zone().name()).into(),
        event.confidentiality().name().into(),
        event.accessibility().note().map(|note| note.as_str()).into(),
        details.joining_link().map(|link| link.link().as_str()).into(),
        event.series().map(|(series, _)| series.uuid()).into(),
        event.series().map(|(_, number)| number).into(),
    ]);
    params
}
