//! A store that passes everything on to another, and can be wrong on purpose, so that the checks are seen to fail.

use std::sync::Arc;

use async_trait::async_trait;
use bln_core::{
    ConsentLedger, EmailAddress, Event, Id, Instant, Membership, OdsCode, Organisation, Person, Registration,
    RegistrationStep, Seats, Sequence, Versioned, Wording,
};
use bln_store::{
    AuditRecord, AuditStore, Changes, CommitStore, ConsentStore, EventCursor, EventStore, InspectStore,
    MembershipStore, NoticeRecord, OrganisationStore, OutboxStore, Page, PageSize, PersonRecord, PersonStore,
    Position, Receipt, ReceiptKey, ReceiptStore, RegistrationStore, SeatQuery, SeatView, Store, StoreError,
    StoreFault, WordingStore, Write,
};
use tokio::sync::{Mutex, Semaphore};

/// How a store is wrong.
#[derive(Debug, Clone)]
pub enum Sabotage {
    /// The last step of every second and later change of a registration is not kept.
    LosesASecondStep,
    /// What is to be sent is not kept.
    LosesNotices,
    /// Pins are not looked at.
    IgnoresPins,
    /// The answer to a commit comes before it is done.
    AnswersTooEarly,
    /// Not wrong, but held up: a commit waits for a permit of this semaphore.
    Waits(Arc<Semaphore>),
}

/// A store that is wrong on purpose.
#[derive(Debug)]
pub struct Sabotaged {
    inner: Arc<dyn Store>,
    sabotage: Sabotage,
    /// Held while a commit that was answered too early is under way, so that reads see it nevertheless.
    under_way: Arc<Mutex<()>>,
}

impl Sabotaged {
    /// A store over a good one.
    pub fn new(inner: Arc<dyn Store>, sabotage: Sabotage) -> Self {
        Self { inner, sabotage, under_way: Arc::default() }
    }

    async fn inner(&self) -> &dyn Store {
        drop(self.under_way.lock().await);
        &*self.inner
    }
}

#[async_trait]
impl CommitStore for Sabotaged {
    async fn commit(&self, changes: Changes) -> Result<(), StoreError> {
        match &self.sabotage {
            Sabotage::LosesASecondStep => {
                let lose = |write| match write {
                    Write::Registration(mut change) if change.expected.is_some() => {
                        change.steps.pop();
                        Write::Registration(change)
                    }
                    write => write,
                };
                self.inner.commit(rebuilt(changes, true, lose, true)).await
            }
            Sabotage::LosesNotices => self.inner.commit(rebuilt(changes, true, |write| write, false)).await,
            Sabotage::IgnoresPins => self.inner.commit(rebuilt(changes, false, |write| write, true)).await,
            Sabotage::AnswersTooEarly => {
                let guard = Arc::clone(&self.under_way).lock_owned().await;
                let inner = Arc::clone(&self.inner);
                tokio::spawn(async move {
                    let _nobody_is_told = inner.commit(changes).await;
                    drop(guard);
                });
                Ok(())
            }
            Sabotage::Waits(semaphore) => {
                let permit = semaphore.acquire().await;
                let committed = self.inner.commit(changes).await;
                drop(permit);
                committed
            }
        }
    }
}

fn rebuilt(changes: Changes, pins: bool, write: impl FnMut(Write) -> Write, notices: bool) -> Changes {
    let kept: Vec<_> = if pins { changes.pins().to_vec() } else { Vec::new() };
    let (writes, audit, outbox, receipts) = changes.into_parts();
    let mut audit = audit.into_iter();
    let first = Changes::new(audit.next().unwrap());
    let mut changes = audit.fold(first, Changes::audited);
    changes = kept.into_iter().fold(changes, |changes, pin| changes.pin(pin.record, pin.version));
    changes = writes.into_iter().map(write).fold(changes, Changes::write);
    if notices {
        changes = outbox.into_iter().fold(changes, Changes::notify);
    }
    receipts.into_iter().fold(changes, Changes::answered)
}

#[async_trait]
impl WordingStore for Sabotaged {
    async fn wordings(&self) -> Result<Vec<Wording>, StoreError> {
        self.inner().await.wordings().await
    }
}

#[async_trait]
impl OrganisationStore for Sabotaged {
    async fn organisation(&self, code: OdsCode) -> Result<Option<Versioned<Organisation>>, StoreError> {
        self.inner().await.organisation(code).await
    }

    async fn organisation_page(
        &self,
        after: Option<OdsCode>,
        size: PageSize,
    ) -> Result<Page<Versioned<Organisation>, OdsCode>, StoreError> {
        self.inner().await.organisation_page(after, size).await
    }
}

#[async_trait]
impl PersonStore for Sabotaged {
    async fn person(&self, id: Id<Person>) -> Result<Option<PersonRecord>, StoreError> {
        self.inner().await.person(id).await
    }

    async fn person_by_email(&self, email: &EmailAddress) -> Result<Option<Id<Person>>, StoreError> {
        self.inner().await.person_by_email(email).await
    }

    async fn person_page(
        &self,
        after: Option<Id<Person>>,
        size: PageSize,
    ) -> Result<Page<PersonRecord, Id<Person>>, StoreError> {
        self.inner().await.person_page(after, size).await
    }

    async fn person_search(
        &self,
        prefix: &str,
        after: Option<Id<Person>>,
        size: PageSize,
    ) -> Result<Page<PersonRecord, Id<Person>>, StoreError> {
        self.inner().await.person_search(prefix, after, size).await
    }
}

#[async_trait]
impl MembershipStore for Sabotaged {
    async fn membership(&self, person: Id<Person>) -> Result<Option<Versioned<Membership>>, StoreError> {
        self.inner().await.membership(person).await
    }
}

#[async_trait]
impl ConsentStore for Sabotaged {
    async fn consent_ledger(
        &self,
        person: Id<Person>,
    ) -> Result<Option<Versioned<ConsentLedger>>, StoreError> {
        self.inner().await.consent_ledger(person).await
    }
}

#[async_trait]
impl EventStore for Sabotaged {
    async fn event(&self, id: Id<Event>) -> Result<Option<Versioned<Event>>, StoreError> {
        self.inner().await.event(id).await
    }

    async fn event_page(
        &self,
        after: Option<EventCursor>,
        size: PageSize,
    ) -> Result<Page<Versioned<Event>, EventCursor>, StoreError> {
        self.inner().await.event_page(after, size).await
    }
}

#[async_trait]
impl RegistrationStore for Sabotaged {
    async fn seats(&self, event: Id<Event>) -> Result<Option<Versioned<Seats>>, StoreError> {
        self.inner().await.seats(event).await
    }

    async fn registration(
        &self,
        event: Id<Event>,
        person: Id<Person>,
    ) -> Result<Option<Versioned<Registration>>, StoreError> {
        self.inner().await.registration(event, person).await
    }

    async fn registration_history(
        &self,
        event: Id<Event>,
        person: Id<Person>,
    ) -> Result<Vec<RegistrationStep>, StoreError> {
        self.inner().await.registration_history(event, person).await
    }

    async fn registration_page(
        &self,
        event: Id<Event>,
        after: Option<Sequence>,
        size: PageSize,
    ) -> Result<Page<Versioned<Registration>, Sequence>, StoreError> {
        self.inner().await.registration_page(event, after, size).await
    }

    async fn person_registrations(
        &self,
        person: Id<Person>,
        after: Option<Id<Event>>,
        size: PageSize,
    ) -> Result<Page<Versioned<Registration>, Id<Event>>, StoreError> {
        self.inner().await.person_registrations(person, after, size).await
    }

    async fn seat_view(&self, query: SeatQuery) -> Result<Option<SeatView>, StoreError> {
        self.inner().await.seat_view(query).await
    }

    async fn events_with_due_offers(
        &self,
        due: Instant,
        after: Option<Id<Event>>,
        size: PageSize,
    ) -> Result<Page<Id<Event>, Id<Event>>, StoreError> {
        self.inner().await.events_with_due_offers(due, after, size).await
    }
}

#[async_trait]
impl ReceiptStore for Sabotaged {
    async fn receipt(&self, key: &ReceiptKey) -> Result<Option<Receipt>, StoreError> {
        self.inner().await.receipt(key).await
    }
}

#[async_trait]
impl AuditStore for Sabotaged {
    async fn audit_page(
        &self,
        after: Option<Position>,
        size: PageSize,
    ) -> Result<Page<AuditRecord, Position>, StoreError> {
        self.inner().await.audit_page(after, size).await
    }
}

#[async_trait]
impl OutboxStore for Sabotaged {
    async fn outbox_page(
        &self,
        after: Option<Position>,
        size: PageSize,
    ) -> Result<Page<NoticeRecord, Position>, StoreError> {
        self.inner().await.outbox_page(after, size).await
    }
}

#[async_trait]
impl InspectStore for Sabotaged {
    async fn verify(&self, now: Instant) -> Result<Vec<StoreFault>, StoreError> {
        self.inner().await.verify(now).await
    }
}
