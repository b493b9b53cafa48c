//! Expects a record that is only read to have the version it was read at.
//!
//! It locks no row: a driver's batches take effect one after another. SQLite has one writer, and PostgreSQL's driver
//! holds the network's one lock from before the first statement until the commit.

use bln_core::RecordRef;
use bln_store::Pin;

use super::{
    legacy,
    plan::{Meaning, Plan, Subject, Told},
};

pub(super) const ALL: &[&str] = &[
    ORGANISATION,
    PERSON,
    MEMBERSHIP,
    CONSENT,
    EVENT,
    SEATS,
    REGISTRATION,
    CHARACTERISTICS,
    LIMITS,
    FACILITATION,
    THEME,
    RIGHTS_REQUEST,
    TESTIMONIAL,
    TESTIMONIAL_USE,
    RECOGNITION,
    RESOURCE,
    INITIATIVE,
    BULLETIN,
    INTERESTS,
];

const ORGANISATION: &str = "SELECT 1 FROM organisation WHERE code = ?1 AND version = ?2";
const PERSON: &str = "SELECT 1 FROM person WHERE id = ?1 AND version = ?2";
const MEMBERSHIP: &str = "SELECT 1 FROM membership WHERE person = ?1 AND version = ?2";
const CONSENT: &str = "SELECT 1 FROM consent_ledger WHERE person = ?1 AND version = ?2";
const EVENT: &str = "SELECT 1 FROM event WHERE id = ?1 AND version = ?2";
const SEATS: &str = "SELECT 1 FROM seats WHERE event = ?1 AND version = ?2";
const REGISTRATION: &str = "SELECT 1 FROM registration WHERE person = ?1 AND event = ?2 AND version = ?3";
const CHARACTERISTICS: &str = "SELECT 1 FROM sealed_characteristics WHERE person = ?1 AND version = ?2";
const LIMITS: &str = "SELECT 1 FROM processing_limit WHERE person = ?1 AND version = ?2";
const FACILITATION: &str = "SELECT 1 FROM facilitation WHERE person = ?1 AND event = ?2 AND version = ?3";
const THEME: &str = "SELECT 1 FROM theme WHERE id = ?1 AND version = ?2";
const RIGHTS_REQUEST: &str = "SELECT 1 FROM rights_request WHERE id = ?1 AND version = ?2";
const TESTIMONIAL: &str = "SELECT 1 FROM testimonial WHERE id = ?1 AND version = ?2";
const TESTIMONIAL_USE: &str = "SELECT 1 FROM testimonial_use WHERE id = ?1 AND version = ?2";
const RECOGNITION: &str = "SELECT 1 FROM recognition WHERE id = ?1 AND version = ?2";
const RESOURCE: &str = "SELECT 1 FROM resource WHERE id = ?1 AND version = ?2";
const INITIATIVE: &str = "SELECT 1 FROM initiative WHERE id = ?1 AND version = ?2";
const BULLETIN: &str = "SELECT 1 FROM bulletin WHERE id = ?1 AND version = ?2";
const INTERESTS: &str = "SELECT 1 FROM interest WHERE person = ?1 AND version = ?2";

pub(super) fn add(plan: &mut Plan, pin: &Pin, index: usize) {
    let at = Subject::Pin(index);
    let version = pin.version.number().into();
    let (sql, params) = match &pin.record {
        RecordRef::Organisation(code) => (ORGANISATION, vec![code.as_str().into(), version]),
        RecordRef::Person(id) => (PERSON, vec![id.uuid().into(), version]),
        RecordRef::Membership(person) => (MEMBERSHIP, vec![person.uuid().into(), version]),
        RecordRef::Consent(person) => (CONSENT, vec![person.uuid().into(), version]),
        RecordRef::Event(id) => (EVENT, vec![id.uuid().into(), version]),
        RecordRef::Seats(event) => (SEATS, vec![event.uuid().into(), version]),
        RecordRef::Registration { event, person } => {
            (REGISTRATION, vec![person.uuid().into(), event.uuid().into(), version])
        }
        RecordRef::Characteristics(person) => (CHARACTERISTICS, vec![person.uuid().into(), version]),
        RecordRef::Limits(person) => (LIMITS, vec![person.uuid().into(), version]),
        RecordRef::Facilitation { event, person } => {
            (FACILITATION, vec![person.uuid().into(), event.uuid().into(), version])
        }
        RecordRef::Theme(id) => (THEME, vec![id.uuid().into(), version]),
        RecordRef::RightsRequest(id) => (RIGHTS_REQUEST, vec![id.uuid().into(), version]),
        RecordRef::Testimonial(id) => (TESTIMONIAL, vec![id.uuid().into(), version]),
        RecordRef::TestimonialUse(id) => (TESTIMONIAL_USE, vec![id.uuid().into(), version]),
        RecordRef::Recognition(id) => (RECOGNITION, vec![id.uuid().into(), version]),
        RecordRef::Resource(id) => (RESOURCE, vec![id.uuid().into(), version]),
        RecordRef::Initiative(id) => (INITIATIVE, vec![id.uuid().into(), version]),
        RecordRef::Legacy(initiative) => (legacy::AT_VERSION, vec![initiative.uuid().into(), version]),
        RecordRef::Bulletin(id) => (BULLETIN, vec![id.uuid().into(), version]),
        RecordRef::Interests(person) => (INTERESTS, vec![person.uuid().into(), version]),
        // The network has no version of its own, nor have a message and a figure: each of them is written once. Of what
        // is known of addresses a person may have several.
        _ => return plan.refuse(at, Meaning::Stale),
    };
    plan.one(sql, params, at, Told::HEAD);
}
