//! Sample records for the tests of stores. The people are made up; the organisations are real.
//!
//! The same arguments always give the same sample, except for [`fresh`] and [`changes`], which never give the
//! same identifier twice.

mod bulletin;
mod events;
mod legacy;
mod people;
mod privacy;
mod surveys;
mod texts;
mod words;

use std::sync::atomic::{AtomicU64, Ordering};

use bln_core::{
    Action, Actor, AuditEntry, DatedNames, Event, Id, Instant, OdsCode, OdsRole, OperationalDates,
    Organisation, OrganisationName, OrganisationParts, Person, Prose, RecordRef, Region, Succession, Wording,
    WordingPurpose, WordingRef,
};
use bln_store::{Changes, Expected, Fingerprint, IdempotencyKey, Receipt, ReceiptKey, Write};
use chrono::{NaiveDate, TimeDelta};
use uuid::Uuid;

pub use bulletin::{
    address_record, bulletin, bulletin_contents, bulletin_id, bulletin_states, interests, sections,
};
pub use events::{
    event, event_details, event_in_full, event_in_state, event_on, in_person, places, registration_states,
    step,
};
pub use legacy::{
    ask, figure, figure_id, figure_parts, initiative, initiative_details, initiative_id, legacy_entry,
    legacy_entry_id, legacy_lines, linked,
};
pub use people::{
    ally, consent_given, consent_withdrawn, declaration, email, member, person, person_in_full, person_named,
    renamed,
};
pub use privacy::{
    bytes, facilitation, keyed_hash, limits, link, message, message_id, named, pseudonym, request,
    request_id, sealed, sealed_in_full, suppression, theme, theme_id, token_hash,
};
pub use surveys::{answer_key, kept_response, kept_words, survey, survey_batch, survey_name};
pub use texts::texts;
pub use words::{
    attributions, recognition, recognition_id, resource, resource_details, resource_id, testimonial,
    testimonial_id, testimonial_use, testimonial_use_id, words_hash,
};

/// The time at which a sample day begins: 09:00 UTC on 1 March 2027, before every sample event.
pub fn now() -> Instant {
    instant("2027-03-01T09:00:00Z")
}

/// So many minutes after [`now`].
pub fn minutes(after: i64) -> Instant {
    now().plus(TimeDelta::minutes(after))
}

/// An instant from RFC 3339.
pub fn instant(text: &str) -> Instant {
    text.parse().unwrap()
}

/// A date from `2027-03-01`.
pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The identifier of a sample person.
pub fn person_id(number: u32) -> Id<Person> {
    Id::new(Uuid::from_u128(0x0198_0000_0000_7000_8000_0000_0000_0000 + u128::from(number)))
}

/// The identifier of a sample event.
pub fn event_id(number: u32) -> Id<Event> {
    Id::new(Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0000 + u128::from(number)))
}

/// An identifier that was not there before.
pub fn fresh<K>() -> Id<K> {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    Id::new(Uuid::from_u128(0x01a0_0000_0000_7000_8000_0000_0000_0000 + u128::from(number)))
}

/// A change set with one audit entry and nothing to write yet.
pub fn changes() -> Changes {
    Changes::new(entry())
}

/// An audit entry: somebody loaded organisations.
pub fn entry() -> AuditEntry {
    let actor = Actor::administrator(person_id(900));
    AuditEntry::new(fresh(), now(), actor, Action::LoadOrganisations, RecordRef::Network)
}

/// A receipt for somebody's request under a key.
pub fn receipt(actor: Option<Id<Person>>, key: &str) -> Receipt {
    Receipt {
        key: receipt_key(actor, key),
        fingerprint: Fingerprint::new(*b"sixteen bytes ok"),
        record: RecordRef::Network,
        answer: "confirmed online".into(),
        at: now(),
    }
}

/// The key of a receipt.
pub fn receipt_key(actor: Option<Id<Person>>, key: &str) -> ReceiptKey {
    ReceiptKey { actor, key: IdempotencyKey::parse(key).unwrap() }
}

/// A wording under a reference such as `member-declaration@1`.
pub fn wording(reference: &str) -> Wording {
    Wording {
        reference: WordingRef::parse(reference).unwrap(),
        purpose: WordingPurpose::MemberDeclaration,
        text: Prose::parse(format!("Sample wording.\n\nIts reference is {reference}.")).unwrap(),
        in_force_from: None,
    }
}

/// The wordings that the other samples refer to.
pub fn wordings() -> Vec<Wording> {
    let references = ["ally-statement@1", "bulletin-consent@1", "member-declaration@1", "privacy-notice@1"];
    references.into_iter().map(wording).collect()
}

/// An ODS code.
pub fn code(text: &str) -> OdsCode {
    OdsCode::parse(text).unwrap()
}

/// An organisation of which no more is known than a code, a role and a name.
pub fn organisation(text: &str) -> Organisation {
    let name = OrganisationName::parse(format!("Sample organisation {text}")).unwrap();
    let names = DatedNames::new(name, day("2001-04-01"));
    Organisation::from_parts(OrganisationParts::new(code(text), OdsRole::NHS_TRUST, names)).unwrap()
}

/// Nottingham University Hospitals NHS Trust: a code, a role and a name.
pub fn nottingham() -> Organisation {
    let name = OrganisationName::parse("Nottingham University Hospitals NHS Trust").unwrap();
    let names = DatedNames::new(name, day("2006-04-01"));
    Organisation::from_parts(OrganisationParts::new(code("RX1"), OdsRole::NHS_TRUST, names)).unwrap()
}

/// King's College Hospital NHS Foundation Trust with every part there is; its dates, earlier names and
/// successions are samples.
pub fn kings_in_full() -> Organisation {
    let name = |text: &str| OrganisationName::parse(text).unwrap();
    let succession = |text, on| Succession { code: code(text), on: day(on) };
    let parts = OrganisationParts {
        code: code("RJZ"),
        primary_role: OdsRole::NHS_TRUST,
        other_roles: vec![OdsRole::FOUNDATION_TRUST, OdsRole::parse("RO24").unwrap()],
        region: Some(Region::ALL[2]),
        icb: Some(code("QKK")),
        names: DatedNames::from_parts([
            (day("1993-04-01"), name("Sample Earlier Name NHS Trust")),
            (day("2006-12-01"), name("King\u{2019}s College Hospital NHS Foundation Trust")),
        ])
        .unwrap(),
        operational: OperationalDates::new(Some(day("1993-04-01")), Some(day("2099-04-01"))).unwrap(),
        predecessors: vec![succession("RYQ", "2013-10-01"), succession("RG2", "2009-04-01")],
        successors: vec![succession("X9Z9Z", "2099-04-01")],
    };
    Organisation::from_parts(parts).unwrap()
}

/// What most samples stand on: the [`wordings`] and two organisations.
pub fn ground() -> Vec<Write> {
    let organisations = [nottingham(), kings_in_full()];
    let wordings = wordings().into_iter().map(Write::Wording);
    wordings
        .chain(organisations.map(|organisation| Write::Organisation(organisation, Expected::New)))
        .collect()
}
