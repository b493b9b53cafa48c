//! A write is a value: all that one decision wants written, with the versions it was decided on.

use bln_core::{
    AuditEntry, ConsentEntry, Event, Id, Membership, Notice, Organisation, Person, RecordRef,
    RegistrationChange, RemovedRegistration, Seats, Version, Wording,
};

use crate::Receipt;

/// The version a record must have for a change to it to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// It must not be there yet. It is written at [`Version::FIRST`].
    New,
    /// It must be there at this version. It is written at the next.
    At(Version),
}

impl From<Option<Version>> for Expected {
    fn from(version: Option<Version>) -> Self {
        version.map_or(Expected::New, Expected::At)
    }
}

/// A record to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// A wording. The same wording may be written again; another text under the same reference may not.
    Wording(Wording),
    /// An organisation.
    Organisation(Organisation, Expected),
    /// A person. Their name is findable and their addresses are theirs from this commit on.
    Person(Person, Expected),
    /// How a person belongs.
    Membership(Membership, Expected),
    /// Consents given or withdrawn, appended to a person's ledger in this order. The ledger's version is the
    /// number of its entries.
    Consent {
        /// Whose ledger.
        person: Id<Person>,
        /// What is appended: at least one.
        entries: Vec<ConsentEntry>,
        /// The ledger as it was decided on.
        expected: Expected,
    },
    /// An event.
    Event(Event, Expected),
    /// An event's seats.
    Seats(Seats, Expected),
    /// A registration, with the steps it took since it was loaded.
    Registration(RegistrationChange),
    /// A registration that is forgotten with its history.
    RemoveRegistration(RemovedRegistration),
}

impl Write {
    /// The record this writes.
    pub fn record(&self) -> RecordRef {
        match self {
            Write::Wording(_) => RecordRef::Network,
            Write::Organisation(organisation, _) => RecordRef::Organisation(organisation.code()),
            Write::Person(person, _) => RecordRef::Person(person.id()),
            Write::Membership(membership, _) => RecordRef::Membership(membership.person()),
            Write::Consent { person, .. } => RecordRef::Consent(*person),
            Write::Event(event, _) => RecordRef::Event(event.id()),
            Write::Seats(seats, _) => RecordRef::Seats(seats.event()),
            Write::Registration(change) => RecordRef::Registration {
                event: change.registration.event(),
                person: change.registration.person(),
            },
            Write::RemoveRegistration(removed) => {
                RecordRef::Registration { event: removed.event, person: removed.person }
            }
        }
    }
}

/// A record that a decision read and did not change: it must still have the version at which it was read.
///
/// Without pins, two decisions that each read what the other writes can both pass (write skew): a place given to
/// somebody who left in between, a message sent on a consent that was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// The record.
    pub record: RecordRef,
    /// The version it was read at.
    pub version: Version,
}

/// All that one decision wants written.
///
/// Nothing is written without an audit entry: there is no way to make an empty one, and what is written later
/// is added to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    pins: Vec<Pin>,
    writes: Vec<Write>,
    audit: Vec<AuditEntry>,
    outbox: Vec<Notice>,
    receipts: Vec<Receipt>,
}

impl Changes {
    /// Begins with who did what.
    pub fn new(entry: AuditEntry) -> Self {
        Self { pins: vec![], writes: vec![], audit: vec![entry], outbox: vec![], receipts: vec![] }
    }

    /// Adds another thing that was done.
    #[must_use]
    pub fn audited(mut self, entry: AuditEntry) -> Self {
        self.audit.push(entry);
        self
    }

    /// Adds a record to be written. Writes are done in the order in which they were added.
    #[must_use]
    pub fn write(mut self, write: Write) -> Self {
        self.writes.push(write);
        self
    }

    /// Adds a record that must not have moved.
    #[must_use]
    pub fn pin(mut self, record: RecordRef, version: Version) -> Self {
        self.pins.push(Pin { record, version });
        self
    }

    /// Adds a notice to be sent.
    #[must_use]
    pub fn notify(mut self, notice: Notice) -> Self {
        self.outbox.push(notice);
        self
    }

    /// Adds the answer to the request that this is the effect of.
    #[must_use]
    pub fn answered(mut self, receipt: Receipt) -> Self {
        self.receipts.push(receipt);
        self
    }

    /// Adds all of another change set after its own parts: both are then done in one, or neither.
    #[must_use]
    pub fn and(mut self, other: Changes) -> Self {
        self.pins.extend(other.pins);
        self.writes.extend(other.writes);
        self.audit.extend(other.audit);
        self.outbox.extend(other.outbox);
        self.receipts.extend(other.receipts);
        self
    }

    /// The records that must not have moved.
    pub fn pins(&self) -> &[Pin] {
        &self.pins
    }

    /// The records to be written, in order.
    pub fn writes(&self) -> &[Write] {
        &self.writes
    }

    /// Who did what: at least one entry.
    pub fn audit(&self) -> &[AuditEntry] {
        &self.audit
    }

    /// What is to be sent.
    pub fn outbox(&self) -> &[Notice] {
        &self.outbox
    }

    /// The answers given.
    pub fn receipts(&self) -> &[Receipt] {
        &self.receipts
    }

    /// The writes, the audit entries, the notices and the receipts, to be taken over by a store that has
    /// checked the [pins](Changes::pins).
    pub fn into_parts(self) -> (Vec<Write>, Vec<AuditEntry>, Vec<Notice>, Vec<Receipt>) {
        (self.writes, self.audit, self.outbox, self.receipts)
    }
}
