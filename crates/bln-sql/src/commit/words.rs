//! Writes people's own words, the places that show them, recognition, and what the network points people to.

use bln_core::{
    Attribution, Id, Line, Recognition, Resource, ResourceState, Testimonial, TestimonialUse, Version,
};
use bln_store::Expected;

use super::plan::{Meaning, Plan, Subject, Told};
use crate::Value;

pub(super) const ALL: &[&str] = &[
    TESTIMONIAL,
    CHANGE_TESTIMONIAL,
    CLEAR_CHANNELS,
    CHANNEL,
    REMOVE_TESTIMONIAL,
    TICKED_OFF,
    USE,
    CHANGE_USE,
    SHOWN,
    REMOVE_USE,
    RECOGNITION,
    CHANGE_RECOGNITION,
    RESOURCE,
    CHANGE_RESOURCE,
    CLEAR_PILLARS,
    PILLAR,
    CLEAR_ACTIONS,
    ACTION,
    CLEAR_FIGURES,
    FIGURE,
];

const TESTIMONIAL: &str = "INSERT INTO testimonial (id, version, person, words, naming, name, role, organisation, \
    expires_on, state, reached_at, words_hash) VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
const CHANGE_TESTIMONIAL: &str = "UPDATE testimonial SET person = ?2, words = ?3, naming = ?4, name = ?5, role = ?6, \
    organisation = ?7, expires_on = ?8, state = ?9, reached_at = ?10, words_hash = ?11, version = version + 1 \
    WHERE id = ?1 AND version = ?12";
const CLEAR_CHANNELS: &str = "DELETE FROM testimonial_channel WHERE testimonial = ?1";
const CHANNEL: &str = "INSERT INTO testimonial_channel (testimonial, channel) VALUES (?1, ?2)";

/// Its channels go with it..
const REMOVE_TESTIMONIAL: &str = "DELETE FROM testimonial WHERE id = ?1 AND version = ?2";

/// ..and so do the places that do not show it any more.
const TICKED_OFF: &str = "DELETE FROM testimonial_use WHERE testimonial = ?1 AND taken_down_at IS NOT NULL";

const USE: &str = "INSERT INTO testimonial_use (id, version, testimonial, channel, place, shown_at, taken_down_at) \
    VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6)";
const CHANGE_USE: &str = "UPDATE testimonial_use SET testimonial = ?2, channel = ?3, place = ?4, shown_at = ?5, \
    taken_down_at = ?6, version = version + 1 WHERE id = ?1 AND version = ?7";

/// The testimonial is there when a place is noted. The table does not refer to it, because places outlive it.
const SHOWN: &str = "SELECT 1 FROM testimonial WHERE id = ?1";
const REMOVE_USE: &str = "DELETE FROM testimonial_use WHERE id = ?1 AND version = ?2";

const RECOGNITION: &str = "INSERT INTO recognition (id, version, person, kind, words, on_date, naming, name, role, \
    organisation) VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
const CHANGE_RECOGNITION: &str = "UPDATE recognition SET person = ?2, kind = ?3, words = ?4, on_date = ?5, \
    naming = ?6, name = ?7, role = ?8, organisation = ?9, version = version + 1 WHERE id = ?1 AND version = ?10";

const RESOURCE: &str = "INSERT INTO resource (id, version, title, kind, publisher, published, link, licence, state, \
    withdrawn_at, reason) VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
const CHANGE_RESOURCE: &str = "UPDATE resource SET title = ?2, kind = ?3, publisher = ?4, published = ?5, link = ?6, \
    licence = ?7, state = ?8, withdrawn_at = ?9, reason = ?10, version = version + 1 WHERE id = ?1 AND version = ?11";
const CLEAR_PILLARS: &str = "DELETE FROM resource_pillar WHERE resource = ?1";
const PILLAR: &str = "INSERT INTO resource_pillar (resource, pillar) VALUES (?1, ?2)";
const CLEAR_ACTIONS: &str = "DELETE FROM resource_action WHERE resource = ?1";
const ACTION: &str = "INSERT INTO resource_action (resource, action) VALUES (?1, ?2)";
const CLEAR_FIGURES: &str = "DELETE FROM resource_figure WHERE resource = ?1";
const FIGURE: &str = "INSERT INTO resource_figure (resource, figure) VALUES (?1, ?2)";

pub(super) fn add_testimonial(plan: &mut Plan, testimonial: &Testimonial, expected: Expected, at: Subject) {
    let id: Value = testimonial.id().uuid().into();
    let state = testimonial.state();
    let mut params = Vec::with_capacity(12);
    params.extend([id.clone(), testimonial.person().uuid().into(), testimonial.words().as_str().into()]);
    params.extend(naming(testimonial.attribution()));
    params.extend([
        testimonial.expires().into(),
        state.name().into(),
        state.at().map(|at| at.utc()).into(),
        state.words_hash().map(|hash| hash.bytes().to_vec()).into(),
    ]);
    plan.head([TESTIMONIAL, CHANGE_TESTIMONIAL], params, expected, at, Told::HEAD);
    if expected != Expected::New {
        plan.run(CLEAR_CHANNELS, vec![id.clone()], at, Told::PART);
    }
    for channel in testimonial.channels().iter() {
        plan.run(CHANNEL, vec![id.clone(), channel.name().into()], at, Told::PART);
    }
}

pub(super) fn add_testimonial_removal(plan: &mut Plan, id: Id<Testimonial>, expected: Version, at: Subject) {
    let id: Value = id.uuid().into();
    plan.one(REMOVE_TESTIMONIAL, vec![id.clone(), expected.number().into()], at, Told::HEAD);
    plan.run(TICKED_OFF, vec![id], at, Told::PART);
}

pub(super) fn add_use(plan: &mut Plan, place: &TestimonialUse, expected: Expected, at: Subject) {
    let parts = place.parts();
    let of: Value = parts.testimonial.uuid().into();
    let mut params = Vec::with_capacity(7);
    params.extend([
        parts.id.uuid().into(),
        of.clone(),
        parts.channel.name().into(),
        parts.place.as_str().into(),
        parts.at.utc().into(),
        parts.taken_down.map(|at| at.utc()).into(),
    ]);
    plan.head([USE, CHANGE_USE], params, expected, at, Told::HEAD);
    if expected == Expected::New {
        plan.one(SHOWN, vec![of], at, Told { guard: Meaning::NoOwner, ..Told::PART });
    }
}

pub(super) fn add_use_removal(plan: &mut Plan, id: Id<TestimonialUse>, expected: Version, at: Subject) {
    plan.one(REMOVE_USE, vec![id.uuid().into(), expected.number().into()], at, Told::HEAD);
}

pub(super) fn add_recognition(plan: &mut Plan, recognition: &Recognition, expected: Expected, at: Subject) {
    let details = recognition.details();
    let mut params = Vec::with_capacity(10);
    params.extend([
        recognition.id().uuid().into(),
        details.person.uuid().into(),
        details.kind.name().into(),
        details.words.as_str().into(),
        details.on.into(),
    ]);
    params.extend(naming(&details.attribution));
    plan.head([RECOGNITION, CHANGE_RECOGNITION], params, expected, at, Told::HEAD);
}

pub(super) fn add_resource(plan: &mut Plan, resource: &Resource, expected: Expected, at: Subject) {
    let (id, details): (Value, _) = (resource.id().uuid().into(), resource.details());
    let (withdrawn_at, reason) = match resource.state() {
        ResourceState::Listed => (None, None),
        ResourceState::Withdrawn { at, reason } => (Some(at.utc()), Some(reason.as_str())),
    };
    let mut params = Vec::with_capacity(11);
    params.extend([
        id.clone(),
        details.title.as_str().into(),
        details.kind.name().into(),
        details.publisher.as_str().into(),
        details.published.to_string().into(),
        details.link.as_str().into(),
        details.licence.as_ref().map(Line::as_str).into(),
        resource.state().name().into(),
        withdrawn_at.into(),
        reason.into(),
    ]);
    plan.head([RESOURCE, CHANGE_RESOURCE], params, expected, at, Told::HEAD);
    if expected != Expected::New {
        for sql in [CLEAR_PILLARS, CLEAR_ACTIONS, CLEAR_FIGURES] {
            plan.run(sql, vec![id.clone()], at, Told::PART);
        }
    }
    for pillar in details.pillars.names() {
        plan.run(PILLAR, vec![id.clone(), pillar.into()], at, Told::PART);
    }
    for action in &details.actions {
        plan.run(ACTION, vec![id.clone(), action.code().into()], at, Told::PART);
    }
    for figure in details.figures.iter() {
        let told = Told { foreign_key: Meaning::NoFigure(figure), ..Told::PART };
        plan.run(FIGURE, vec![id.clone(), figure.uuid().into()], at, told);
    }
}

/// How somebody is named: the level, the name, the role, the organisation.
fn naming(attribution: &Attribution) -> [Value; 4] {
    let post = attribution.post();
    [
        attribution.level().name().into(),
        attribution.name().map(Line::as_str).into(),
        post.map(|post| post.role.as_str()).into(),
        post.map(|post| post.organisation.as_str()).into(),
    ]
}
