//! What a store keeps: a table for each kind of record, and the indexes that make reads of them short.

use std::collections::BTreeMap;

use bln_core::{
    ActionLink, AuditEntry, Bulletin, ConsentEntry, ConsentLedger, EmailAddress, Event, Facilitation, Figure,
    Id, Initiative, Instant, Interests, KeyedHash, LegacyEntry, Limits, Membership, Message, ModeChoice,
    Notice, OdsCode, Organisation, Person, Pseudonym, PurposeCode, Recognition, RecordRef, Registration,
    RegistrationStep, Resource, RightsRequest, SealedCharacteristics, Seats, Sequence, Testimonial,
    TestimonialUse, Theme, TokenHash, Version, Versioned, Wording, WordingRef, bounce::AddressRecord,
};
use chrono::NaiveDate;
use uuid::Uuid;

use super::survey::Surveys;
use crate::{EventCursor, NoticeRecord, Position, Receipt, ReceiptKey};

/// The largest version: a record does not change beyond it.
pub(super) const LAST_VERSION: Version = match Version::new(u32::MAX) {
    Ok(version) => version,
    Err(_) => Version::FIRST,
};

/// Which registration or facilitation: there is one for each event and person.
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
    /// Under pseudonyms.
    pub(super) audit: BTreeMap<Position, AuditEntry>,
    pub(super) outbox: BTreeMap<Position, NoticeRecord>,
    /// The last position that was given to a notice, which may be gone. There is one row, or none yet.
    pub(super) outbox_last: BTreeMap<(), Position>,
    /// What people were reminded of: an event on a day.
    pub(super) reminders: BTreeMap<(Id<Event>, NaiveDate), ()>,
    pub(super) receipts: BTreeMap<ReceiptKey, Receipt>,
    /// Whose a pseudonym is.
    pub(super) pseudonyms: BTreeMap<Pseudonym, Id<Person>>,
    pub(super) characteristics: BTreeMap<Id<Person>, Versioned<SealedCharacteristics>>,
    pub(super) limits: BTreeMap<Id<Person>, Versioned<Limits>>,
    /// Under pseudonyms.
    pub(super) rights_requests: BTreeMap<Id<RightsRequest>, Versioned<RightsRequest>>,
    pub(super) links: BTreeMap<TokenHash, ActionLink>,
    /// Since when.
    pub(super) suppressions: BTreeMap<(KeyedHash, PurposeCode), Instant>,
    pub(super) facilitations: BTreeMap<Place, Versioned<Facilitation>>,
    /// Under pseudonyms.
    pub(super) themes: BTreeMap<Id<Theme>, Versioned<Theme>>,
    pub(super) contributions: BTreeMap<(Id<Theme>, KeyedHash), ()>,
    pub(super) messages: BTreeMap<Id<Message>, Message>,
    pub(super) surveys: Surveys,
    pub(super) testimonials: BTreeMap<Id<Testimonial>, Versioned<Testimonial>>,
    pub(super) testimonial_uses: BTreeMap<Id<TestimonialUse>, Versioned<TestimonialUse>>,
    pub(super) recognitions: BTreeMap<Id<Recognition>, Versioned<Recognition>>,
    pub(super) resources: BTreeMap<Id<Resource>, Versioned<Resource>>,
    pub(super) figures: BTreeMap<Id<Figure>, Figure>,
    pub(super) initiatives: BTreeMap<Id<Initiative>, Versioned<Initiative>>,
    /// By initiative and number of the entry, from 1. The number of the last entry is the ledger's version.
    pub(super) legacies: BTreeMap<(Id<Initiative>, Version), LegacyEntry>,
    pub(super) bulletins: BTreeMap<Id<Bulletin>, Versioned<Bulletin>>,
    pub(super) interests: BTreeMap<Id<Person>, Versioned<Interests>>,
    /// Each of an address that its person has.
    pub(super) address_records: BTreeMap<EmailAddress, Versioned<AddressRecord>>,
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
    /// A notice is one for each of its recipients.
    pub(super) notice_ids: BTreeMap<(Id<Notice>, Id<Person>), Position>,
    /// Whose ledger an entry is in.
    pub(super) legacy_ids: BTreeMap<Id<LegacyEntry>, Id<Initiative>>,
    /// The pseudonyms of a person.
    pub(super) pseudonyms: BTreeMap<(Id<Person>, Pseudonym), ()>,
}

impl State {
    /// The version of a record, if it is there. The network's wordings and messages have none, nor have
    /// figures: each is written once. Of what is known of addresses a person may have several.
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
            RecordRef::Characteristics(person) => {
                self.characteristics.get(person).map(|stored| stored.version)
            }
            RecordRef::Limits(person) => self.limits.get(person).map(|stored| stored.version),
            RecordRef::RightsRequest(id) => self.rights_requests.get(id).map(|stored| stored.version),
            RecordRef::Facilitation { event, person } => {
                self.facilitations.get(&(*event, *person)).map(|stored| stored.version)
            }
            RecordRef::Theme(id) => self.themes.get(id).map(|stored| stored.version),
            RecordRef::Testimonial(id) => self.testimonials.get(id).map(|stored| stored.version),
            RecordRef::TestimonialUse(id) => self.testimonial_uses.get(id).map(|stored| stored.version),
            RecordRef::Recognition(id) => self.recognitions.get(id).map(|stored| stored.version),
            RecordRef::Resource(id) => self.resources.get(id).map(|stored| stored.version),
            RecordRef::Initiative(id) => self.initiatives.get(id).map(|stored| stored.version),
            RecordRef::Legacy(initiative) => self.legacy_version(*initiative),
            RecordRef::Bulletin(id) => self.bulletins.get(id).map(|stored| stored.version),
            RecordRef::Interests(person) => self.interests.get(person).map(|stored| stored.version),
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

/// The identifier before which there is none.
pub(super) const fn first_id<K>() -> Id<K> {
    Id::new(Uuid::nil())
}
