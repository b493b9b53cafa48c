//! What a store keeps: a table for each kind of record, and the indexes that make reads of them short.

use std::collections::BTreeMap;

use bln_core::{
    AuditEntry, ConsentEntry, ConsentLedger, EmailAddress, Event, Id, Instant, Membership, ModeChoice,
    Notice, OdsCode, Organisation, Person, RecordRef, Registration, RegistrationStep, Seats, Sequence,
    Version, Versioned, Wording, WordingRef,
};

use crate::{EventCursor, Position, Receipt, ReceiptKey};

/// The largest version: a record does not change beyond it.
pub(super) const LAST_VERSION: Version = match Version::new(u32::MAX) {
    Ok(version) => version,
    Err(_) => Version::FIRST,
};

/// Which registration: there is one for each event and person.
pub(super) type Place = (Id<Event>, Id<Person>);

/// Everything that is kept. Whatever is a list in a noun is a table here, keyed by its place in the list, so
/// that appending to it costs the same however long it is.
#[derive(Default)]
pub(super) struct State {
    pub(super) wordings: BTreeMap<WordingRef, Wording>,
    pub(super) organisations: BTreeMap<OdsCode, Versioned<Organisation>>,
    pub(super) people: BTreeMap<Id<Person>, Versioned<Person>>,
    pub(super) memberships: BTreeMap<Id<Person>, Versioned<Membership>>,
    /// By person and number of the entry, from 1. The number of the last entry is the ledger's version.
    pub(super) consents: BTreeMap<(Id<Person>, Version), ConsentEntry>,
    pub(super) events: BTreeMap<Id<Event>, Versioned<Event>>,
    pub(super) seats: BTreeMap<Id<Event>, Versioned<Seats>>,
    pub(super) registrations: BTreeMap<Place, Versioned<Registration>>,
    /// By registration and ordinal of the step, from 1.
    pub(super) steps: BTreeMap<(Place, u32), RegistrationStep>,
    pub(super) audit: BTreeMap<Position, AuditEntry>,
    pub(super) outbox: BTreeMap<Position, Notice>,
    pub(super) receipts: BTreeMap<ReceiptKey, Receipt>,
    pub(super) indexes: Indexes,
}

/// What can be found out from the records, kept so that it need not be.
#[derive(Default, PartialEq, Eq)]
pub(super) struct Indexes {
    /// Whose an address is.
    pub(super) addresses: BTreeMap<EmailAddress, Id<Person>>,
    /// Who has a word in their name.
    pub(super) words: BTreeMap<(String, Id<Person>), ()>,
    pub(super) events_by_start: BTreeMap<EventCursor, ()>,
    pub(super) events_by_person: BTreeMap<(Id<Person>, Id<Event>), ()>,
    /// Who drew a number at an event.
    pub(super) numbers: BTreeMap<(Id<Event>, Sequence), Id<Person>>,
    pub(super) registration_ids: BTreeMap<Id<Registration>, Place>,
    /// The waiting list of an event, one for each choice, in the order of arrival.
    pub(super) waiting: BTreeMap<(Id<Event>, ModeChoice, Sequence), Id<Person>>,
    /// The open offers of an event, those that expire first first.
    pub(super) offers: BTreeMap<(Id<Event>, Instant, Sequence), Id<Person>>,
    /// The registrations of an event of which something is still to come, in the order of arrival.
    pub(super) live: BTreeMap<(Id<Event>, Sequence), Id<Person>>,
    pub(super) audit_ids: BTreeMap<Id<AuditEntry>, Position>,
    pub(super) notice_ids: BTreeMap<Id<Notice>, Position>,
}

impl State {
    /// The version of a record, if it is there. The network's wordings have none: each is written once.
    pub(super) fn version(&self, record: &RecordRef) -> Option<Version> {
        match record {
            RecordRef::Organisation(code) => self.organisations.get(code).map(|stored| stored.version),
            RecordRef::Person(id) => self.people.get(id).map(|stored| stored.version),
            RecordRef::Membership(person) => self.memberships.get(person).map(|stored| stored.version),
            RecordRef::Consent(person) => self.consent_version(*person),
            RecordRef::Event(id) => self.events.get(id).map(|stored| stored.version),
            RecordRef::Seats(event) => self.seats.get(event).map(|stored| stored.version),
            RecordRef::Registration { event, person } => {
                self.registrations.get(&(*event, *person)).map(|stored| stored.version)
            }
            _ => None,
        }
    }

    /// The ledger of a person who was ever asked.
    pub(super) fn consent_ledger(&self, person: Id<Person>) -> Option<Versioned<ConsentLedger>> {
        let version = self.consent_version(person)?;
        let entries = self.consents.range((person, Version::FIRST)..=(person, version));
        let entries = entries.map(|(_, entry)| entry.clone()).collect();
        Some(Versioned::new(ConsentLedger::restore(person, entries), version))
    }

    /// The steps of a registration, oldest first.
    pub(super) fn history(&self, place: Place) -> impl DoubleEndedIterator<Item = &RegistrationStep> {
        self.steps.range((place, 0)..=(place, u32::MAX)).map(|(_, step)| step)
    }

    /// The registrations of an event in the order of their numbers, from after a number on.
    pub(super) fn registrations_after(
        &self,
        event: Id<Event>,
        after: Sequence,
    ) -> impl Iterator<Item = &Versioned<Registration>> {
        let numbers = self.indexes.numbers.range((event, after.next())..);
        let people = numbers.take_while(move |((of, _), _)| *of == event).map(|(_, person)| *person);
        people.filter_map(move |person| self.registrations.get(&(event, person)))
    }

    fn consent_version(&self, person: Id<Person>) -> Option<Version> {
        let mut entries = self.consents.range((person, Version::FIRST)..=(person, LAST_VERSION));
        entries.next_back().map(|((_, version), _)| *version)
    }
}
