//! A write is a value: all that one decision wants written, with the versions it was decided on.

use bln_core::{
    ActionLink, AuditEntry, Broadcast, Bulletin, ConsentEntry, Event, Facilitation, Figure, Id, Initiative,
    Instant, Interests, KeyedHash, LegacyEntry, Limits, Membership, Message, Notice, NoticeState,
    Organisation, Person, Pseudonym, PurposeCode, Recognition, RecordRef, RegistrationChange,
    RemovedRegistration, Resource, RightsRequest, SealedCharacteristics, Seats, Suppression, Testimonial,
    TestimonialUse, Theme, Version, Wording, bounce::AddressRecord,
};

use crate::{Position, Receipt};

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
    /// The name by which a person is kept in the audit, in rights requests and in themes: one for each person, in the
    /// change set that first writes them.
    Pseudonym {
        /// Whose.
        person: Id<Person>,
        /// What they are called there.
        pseudonym: Pseudonym,
    },
    /// Characteristics, sealed.
    Characteristics(SealedCharacteristics, Expected),
    /// Characteristics that are forgotten, with the key that opens them.
    RemoveCharacteristics {
        /// Whose.
        person: Id<Person>,
        /// The version they must have.
        expected: Version,
    },
    /// What may not be done with a person's records for now.
    Limits(Limits, Expected),
    /// A request under data-protection law.
    RightsRequest(RightsRequest, Expected),
    /// A link that was put into a letter.
    ActionLink(ActionLink),
    /// A link that is used up. It must be there.
    RedeemLink(ActionLink),
    /// A "no" that outlives its person. Written again, it keeps the earlier of the two instants.
    Suppression(Suppression),
    /// Lifts a "no" for a purpose, under each of these hashes.
    LiftSuppression {
        /// The hashes that one address has under the network's keys.
        hashes: Vec<KeyedHash>,
        /// For which purpose.
        purpose: PurposeCode,
    },
    /// Leave to see who comes to an event.
    Facilitation(Facilitation, Expected),
    /// Such leave, taken back.
    RemoveFacilitation {
        /// The event.
        event: Id<Event>,
        /// Whose leave.
        person: Id<Person>,
        /// The version it must have.
        expected: Version,
    },
    /// A theme.
    Theme(Theme, Expected),
    /// That somebody contributed to a theme. Written again, it counts once.
    Contribution {
        /// The theme.
        theme: Id<Theme>,
        /// Who, as nobody can tell.
        by: KeyedHash,
    },
    /// A message to the people who come to an event.
    Message(Message),
    /// A notice to each person with a registration for its event that it
    /// [reaches](Broadcast::reaches), as of this commit. It is the store that knows to whom: the list of them is never
    /// read out. Of a reminder there is one for an event on a day, whoever it reached.
    Broadcast(Broadcast),
    /// How far a notice is on its way from now on. It must be as it was read.
    NoticeState {
        /// Which notice.
        position: Position,
        /// How far it was.
        before: NoticeState,
        /// How far it is.
        after: NoticeState,
    },
    /// A notice that is dealt with. Removing one that is gone does nothing.
    RemoveNotice {
        /// Which notice.
        position: Position,
    },
    /// Somebody's own words.
    Testimonial(Testimonial, Expected),
    /// Such words, forgotten with the places that were ticked off. Other places stay: they show the words still.
    RemoveTestimonial {
        /// Which.
        id: Id<Testimonial>,
        /// The version it must have.
        expected: Version,
    },
    /// A place where somebody's words are or were shown. A new one is of a testimonial that is there.
    TestimonialUse(TestimonialUse, Expected),
    /// Such a place, forgotten.
    RemoveTestimonialUse {
        /// Which.
        id: Id<TestimonialUse>,
        /// The version it must have.
        expected: Version,
    },
    /// Thanks, an award or an appointment.
    Recognition(Recognition, Expected),
    /// What the network points people to. The figures that it tells of are there.
    Resource(Resource, Expected),
    /// A figure that was released. Never changed and never removed.
    Figure(Figure),
    /// What the network set out to change. The figures that moved it are there.
    Initiative(Initiative, Expected),
    /// Lines of the legacy ledger, appended to that of an initiative in this order. The ledger's version is the number
    /// of its entries.
    Legacy {
        /// Whose ledger.
        initiative: Id<Initiative>,
        /// What is appended: at least one.
        entries: Vec<LegacyEntry>,
        /// The ledger as it was decided on.
        expected: Expected,
    },
    /// An issue of the bulletin. It stays: what was sent is looked up by whoever asks what they were sent.
    Bulletin(Bulletin, Expected),
    /// Which pillars a person wants to read about.
    Interests(Interests, Expected),
    /// That a person wants every issue again.
    RemoveInterests {
        /// Who.
        person: Id<Person>,
        /// The version what they said before must have.
        expected: Version,
    },
    /// What is known of an address that its person has. It goes in the commit after which they have it no more.
    AddressRecord(AddressRecord, Expected),
    /// A person who is forgotten, with all that is theirs: addresses, posts, words of their name, belonging, consents,
    /// characteristics, limits, interests, links, notices, receipts, recognitions, and testimonials as by
    /// [`RemoveTestimonial`](Write::RemoveTestimonial). What was kept under their pseudonym stays, and nobody can
    /// tell any longer whose it is; so does what they wrote down in the ledgers of others, under it. They must not
    /// have a registration or a facilitation.
    ErasePerson {
        /// Who.
        person: Id<Person>,
        /// The version they must have.
        expected: Version,
    },
    /// A person whose record becomes part of another's: as if erased, but that notices, testimonials, recognitions and
    /// what was kept under their pseudonyms are from now on the other's.
    MergePerson {
        /// Whose record goes.
        from: Id<Person>,
        /// Whose record stays.
        into: Id<Person>,
        /// The version the one that goes must have.
        expected: Version,
    },
    /// Forgets what belongs to a safe space: messages with their notices, facilitations, and themes that were not
    /// released; of those that were, who contributed. Of an event that is not there, nothing.
    DisposeSafeSpace {
        /// The event.
        event: Id<Event>,
    },
    /// Forgets all of a kind that is older.
    Discard {
        /// What.
        kind: Discarded,
        /// What was written before this instant goes; what was written at it stays.
        before: Instant,
    },
}

/// What is forgotten by its age alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Discarded {
    /// Receipts, by when the request was answered.
    Receipts,
    /// Links, by when they ended.
    Links,
    /// Suppressions, by since when they are.
    Suppressions,
    /// Notices that nobody sent, by when they were written.
    Notices,
    /// Requests under data-protection law, by the day on which they were answered or refused: a day is before an
    /// instant if it is before the instant's day in UTC. Those that are open stay.
    RightsRequests,
}

impl Discarded {
    /// Everything that is.
    pub const ALL: [Discarded; 5] = [
        Discarded::Receipts,
        Discarded::Links,
        Discarded::Suppressions,
        Discarded::Notices,
        Discarded::RightsRequests,
    ];
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
            Write::Pseudonym { person, .. }
            | Write::ErasePerson { person, .. }
            | Write::MergePerson { from: person, .. } => RecordRef::Person(*person),
            Write::ActionLink(link) | Write::RedeemLink(link) => RecordRef::Person(link.person()),
            Write::Characteristics(sealed, _) => RecordRef::Characteristics(sealed.person()),
            Write::RemoveCharacteristics { person, .. } => RecordRef::Characteristics(*person),
            Write::Limits(limits, _) => RecordRef::Limits(limits.person()),
            Write::RightsRequest(request, _) => RecordRef::RightsRequest(request.id()),
            Write::Facilitation(facilitation, _) => {
                RecordRef::Facilitation { event: facilitation.event(), person: facilitation.person() }
            }
            Write::RemoveFacilitation { event, person, .. } => {
                RecordRef::Facilitation { event: *event, person: *person }
            }
            Write::Theme(theme, _) => RecordRef::Theme(theme.id()),
            Write::Contribution { theme, .. } => RecordRef::Theme(*theme),
            Write::Message(message) => RecordRef::Message(message.id()),
            Write::Testimonial(testimonial, _) => RecordRef::Testimonial(testimonial.id()),
            Write::RemoveTestimonial { id, .. } => RecordRef::Testimonial(*id),
            Write::TestimonialUse(place, _) => RecordRef::TestimonialUse(place.id()),
            Write::RemoveTestimonialUse { id, .. } => RecordRef::TestimonialUse(*id),
            Write::Recognition(recognition, _) => RecordRef::Recognition(recognition.id()),
            Write::Resource(resource, _) => RecordRef::Resource(resource.id()),
            Write::Figure(figure) => RecordRef::Figure(figure.id()),
            Write::Initiative(initiative, _) => RecordRef::Initiative(initiative.id()),
            Write::Legacy { initiative, .. } => RecordRef::Legacy(*initiative),
            Write::Bulletin(bulletin, _) => RecordRef::Bulletin(bulletin.id()),
            Write::Interests(interests, _) => RecordRef::Interests(interests.person()),
            Write::RemoveInterests { person, .. } => RecordRef::Interests(*person),
            Write::AddressRecord(record, _) => RecordRef::AddressRecord(record.person()),
            Write::Broadcast(broadcast) => broadcast.record(),
            Write::DisposeSafeSpace { event } => RecordRef::Event(*event),
            Write::Suppression(_)
            | Write::LiftSuppression { .. }
            | Write::NoticeState { .. }
            | Write::RemoveNotice { .. }
            | Write::Discard { .. } => RecordRef::Network,
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
