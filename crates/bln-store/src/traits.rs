//! The contract. Each sentence in a `# Behavior` list is a case of `bln-conformance` under the name in brackets.

use async_trait::async_trait;
use bln_core::{
    ConsentLedger, EmailAddress, Event, Id, Instant, Membership, OdsCode, Organisation, Person, Registration,
    RegistrationStep, Seats, Sequence, Versioned, Wording,
};

use crate::{
    AuditRecord, Changes, EventCursor, NoticeRecord, Page, PageSize, PersonRecord, Position, Receipt,
    ReceiptKey, SeatQuery, SeatView, StoreError, StoreFault,
};

/// Writes.
#[async_trait]
pub trait CommitStore: std::fmt::Debug + Send + Sync + 'static {
    /// Does all of a change set, or none of it.
    async fn commit(&self, changes: Changes) -> Result<(), StoreError>;
}

/// Reads wordings.
#[async_trait]
pub trait WordingStore: std::fmt::Debug + Send + Sync + 'static {
    /// Every wording that was ever written, by name and version.
    async fn wordings(&self) -> Result<Vec<Wording>, StoreError>;
}

/// Reads organisations.
#[async_trait]
pub trait OrganisationStore: std::fmt::Debug + Send + Sync + 'static {
    /// One organisation by its code.
    async fn organisation(&self, code: OdsCode) -> Result<Option<Versioned<Organisation>>, StoreError>;

    /// Organisations in the order of their codes' bytes.
    async fn organisation_page(
        &self,
        after: Option<OdsCode>,
        size: PageSize,
    ) -> Result<Page<Versioned<Organisation>, OdsCode>, StoreError>;
}

/// Reads people.
#[async_trait]
pub trait PersonStore: std::fmt::Debug + Send + Sync + 'static {
    /// One person with how they belong and what they agreed to.
    async fn person(&self, id: Id<Person>) -> Result<Option<PersonRecord>, StoreError>;

    /// The person an address belongs to.
    async fn person_by_email(&self, email: &EmailAddress) -> Result<Option<Id<Person>>, StoreError>;

    /// People in the order of their identifiers.
    async fn person_page(
        &self,
        after: Option<Id<Person>>,
        size: PageSize,
    ) -> Result<Page<PersonRecord, Id<Person>>, StoreError>;

    /// People with a word in their name or preferred name that starts with `prefix`, in the order of their
    /// identifiers. The prefix and the words are compared as [`bln_core::search_key`] leaves them.
    async fn person_search(
        &self,
        prefix: &str,
        after: Option<Id<Person>>,
        size: PageSize,
    ) -> Result<Page<PersonRecord, Id<Person>>, StoreError>;
}

/// Reads memberships.
#[async_trait]
pub trait MembershipStore: std::fmt::Debug + Send + Sync + 'static {
    /// How a person belongs, with its whole history.
    async fn membership(&self, person: Id<Person>) -> Result<Option<Versioned<Membership>>, StoreError>;
}

/// Reads consent.
#[async_trait]
pub trait ConsentStore: std::fmt::Debug + Send + Sync + 'static {
    /// A person's ledger, entries in the order in which they were appended.
    async fn consent_ledger(
        &self,
        person: Id<Person>,
    ) -> Result<Option<Versioned<ConsentLedger>>, StoreError>;
}

/// Reads events.
#[async_trait]
pub trait EventStore: std::fmt::Debug + Send + Sync + 'static {
    /// One event.
    async fn event(&self, id: Id<Event>) -> Result<Option<Versioned<Event>>, StoreError>;

    /// Events in the order of their start, then of their identifiers.
    async fn event_page(
        &self,
        after: Option<EventCursor>,
        size: PageSize,
    ) -> Result<Page<Versioned<Event>, EventCursor>, StoreError>;
}

/// Reads seats and registrations.
#[async_trait]
pub trait RegistrationStore: std::fmt::Debug + Send + Sync + 'static {
    /// An event's seats.
    async fn seats(&self, event: Id<Event>) -> Result<Option<Versioned<Seats>>, StoreError>;

    /// A person's registration for an event.
    async fn registration(
        &self,
        event: Id<Event>,
        person: Id<Person>,
    ) -> Result<Option<Versioned<Registration>>, StoreError>;

    /// The steps of a registration, oldest first; empty when there is none.
    async fn registration_history(
        &self,
        event: Id<Event>,
        person: Id<Person>,
    ) -> Result<Vec<RegistrationStep>, StoreError>;

    /// An event's registrations in the order of their numbers.
    async fn registration_page(
        &self,
        event: Id<Event>,
        after: Option<Sequence>,
        size: PageSize,
    ) -> Result<Page<Versioned<Registration>, Sequence>, StoreError>;

    /// A person's registrations in the order of their events' identifiers.
    async fn person_registrations(
        &self,
        person: Id<Person>,
        after: Option<Id<Event>>,
        size: PageSize,
    ) -> Result<Page<Versioned<Registration>, Id<Event>>, StoreError>;

    /// Everything a batch of decisions about one event needs, as it stood at one moment. `None` when there is no
    /// such event or it has no seats.
    async fn seat_view(&self, query: SeatQuery) -> Result<Option<SeatView>, StoreError>;

    /// Events whose intake is open and that have an offer expiring at or before this instant, in the order of
    /// their identifiers: where a sweep has something to do.
    async fn events_with_due_offers(
        &self,
        due: Instant,
        after: Option<Id<Event>>,
        size: PageSize,
    ) -> Result<Page<Id<Event>, Id<Event>>, StoreError>;
}

/// Reads receipts.
#[async_trait]
pub trait ReceiptStore: std::fmt::Debug + Send + Sync + 'static {
    /// The answer that was given under a key.
    async fn receipt(&self, key: &ReceiptKey) -> Result<Option<Receipt>, StoreError>;
}

/// Reads the audit.
#[async_trait]
pub trait AuditStore: std::fmt::Debug + Send + Sync + 'static {
    /// Entries in the order in which they were committed.
    async fn audit_page(
        &self,
        after: Option<Position>,
        size: PageSize,
    ) -> Result<Page<AuditRecord, Position>, StoreError>;
}

/// Reads the outbox.
#[async_trait]
pub trait OutboxStore: std::fmt::Debug + Send + Sync + 'static {
    /// Notices in the order in which they were committed.
    async fn outbox_page(
        &self,
        after: Option<Position>,
        size: PageSize,
    ) -> Result<Page<NoticeRecord, Position>, StoreError>;
}

/// Checks the store itself.
#[async_trait]
pub trait InspectStore: std::fmt::Debug + Send + Sync + 'static {
    /// Checks every invariant that spans records and returns what is wrong: nothing, in a sound store.
    async fn verify(&self, now: Instant) -> Result<Vec<StoreFault>, StoreError>;
}

/// Everything a network needs of its store. It is implemented for whatever implements the parts.
pub trait Store:
    CommitStore
    + WordingStore
    + OrganisationStore
    + PersonStore
    + MembershipStore
    + ConsentStore
    + EventStore
    + RegistrationStore
    + ReceiptStore
    + AuditStore
    + OutboxStore
    + InspectStore
{
}

impl<T> Store for T where
    T: CommitStore
        + WordingStore
        + OrganisationStore
        + PersonStore
        + MembershipStore
        + ConsentStore
        + EventStore
        + RegistrationStore
        + ReceiptStore
        + AuditStore
        + OutboxStore
        + InspectStore
{
}
