//! A person's record as it was read, for what is decided on it and written elsewhere.

use bln_core::{Id, Person, RecordRef, Version};
use bln_store::{Changes, PersonRecord, Pin};

/// At which versions a person's record was read. What keeps a person's details back shows in it: limits have a version of
/// their own, and with the first of them, and with each request of theirs, the person moves as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct PersonAsRead {
    person: Id<Person>,
    version: Version,
    limits: Option<Version>,
}

impl PersonAsRead {
    pub(crate) fn of(record: &PersonRecord) -> Self {
        let limits = record.limits.as_ref().map(|limits| limits.version);
        Self { person: record.person.record.id(), version: record.person.version, limits }
    }

    /// Whose.
    pub(crate) const fn person(self) -> Id<Person> {
        self.person
    }

    /// What must not have moved.
    pub(crate) fn pins(self) -> impl Iterator<Item = Pin> {
        let person = Pin { record: RecordRef::Person(self.person), version: self.version };
        let limits = self.limits.map(|version| Pin { record: RecordRef::Limits(self.person), version });
        std::iter::once(person).chain(limits)
    }

    /// The changes, to be committed only while the record is as it was read.
    pub(crate) fn pinned(self, changes: Changes) -> Changes {
        self.pins().fold(changes, |changes, pin| changes.pin(pin.record, pin.version))
    }
}

/// What must not have moved for a decision that rests on what a person says and on what is said about their details.
pub(crate) fn pins_of(record: &PersonRecord) -> impl Iterator<Item = Pin> {
    let person = record.person.record.id();
    let consent = record.consent.as_ref().map(|consent| consent.version);
    let consent = consent.map(|version| Pin { record: RecordRef::Consent(person), version });
    PersonAsRead::of(record).pins().chain(consent)
}

/// The changes, to be committed only if everything that such a decision was made on is as it was read.
pub(crate) fn as_read(changes: Changes, record: &PersonRecord) -> Changes {
    pins_of(record).fold(changes, |changes, pin| changes.pin(pin.record, pin.version))
}
