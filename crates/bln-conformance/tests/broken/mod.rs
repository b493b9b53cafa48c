//! A store with one fault, around a store without.

use std::{thread, time::Duration};

use async_trait::async_trait;
use bln_core::{
    ConsentLedger, EmailAddress, Event, Id, Instant, Membership, OdsCode, Organisation, Person, Reach,
    RecordRef, Registration, RegistrationStep, Seats, Sequence, Versioned, Wording,
};
use bln_store::{
    AuditRecord, AuditStore, Changes, CommitStore, ConsentStore, EventCursor, EventStore, Expected,
    InspectStore, MembershipStore, MemoryStore, NoticeRecord, OrganisationStore, OutboxStore, Page, PageSize,
    PersonRecord, PersonStore, Position, Receipt, ReceiptKey, ReceiptStore, RegistrationStore, Rule,
    SeatQuery, SeatView, StoreError, StoreFault, WordingStore, Write,
};
use chrono::TimeDelta;

/// What is wrong with a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    None,
    IgnoresVersions,
    ChecksThenWrites,
    IgnoresPins,
    CommitsInParts,
    KeepsOneAuditEntry,
    LosesNotices,
    LosesReceipts,
    PagesBackwards,
    GuessesTheNextPage,
    ReusesNumbers,
    MixesActors,
    ForgetsSteps,
    ReadsViewTwice,
    MissesTheBoundary,
    ClaimsAll,
    SearchesAsTyped,
    VerifiesNothing,
    SeesTrouble,
}

#[derive(Debug)]
pub(crate) struct Broken {
    inner: MemoryStore,
    fault: Fault,
}

type Answer<T> = Result<T, StoreError>;

impl Broken {
    pub(crate) fn new(fault: Fault) -> Self {
        Self { inner: MemoryStore::new(), fault }
    }

    fn is(&self, fault: Fault) -> bool {
        self.fault == fault
    }

    /// A person's write, at whatever version the person has by now.
    async fn at_any_version(&self, write: Write) -> Answer<Write> {
        let Write::Person(person, expected) = write else { return Ok(write) };
        let stored = self.inner.person(person.id()).await?.map(|record| record.person.version);
        if self.is(Fault::ChecksThenWrites) {
            if Expected::from(stored) != expected {
                return Err(StoreError::Stale { record: RecordRef::Person(person.id()) });
            }
            thread::sleep(Duration::from_millis(5));
        }
        let now = self.inner.person(person.id()).await?.map(|record| record.person.version);
        Ok(Write::Person(person, now.into()))
    }

    async fn commit_in_parts(&self, changes: Changes) -> Answer<()> {
        let mut audit = changes.audit().to_vec().into_iter();
        let mut parts = vec![];
        for write in changes.writes() {
            let entry = audit.next().unwrap_or_else(bln_conformance::samples::entry);
            parts.push(Changes::new(entry).write(write.clone()));
        }
        for receipt in changes.receipts() {
            let entry = audit.next().unwrap_or_else(bln_conformance::samples::entry);
            parts.push(Changes::new(entry).answered(receipt.clone()));
        }
        for part in parts {
            self.inner.commit(part).await?;
            thread::sleep(Duration::from_micros(200));
        }
        Ok(())
    }
}

fn rebuilt(changes: &Changes, keep: impl Fn(&str) -> bool) -> Changes {
    let mut audit = changes.audit().iter().cloned();
    let mut anew = Changes::new(audit.next().unwrap());
    if keep("audit") {
        anew = audit.fold(anew, Changes::audited);
    }
    if keep("pins") {
        anew = changes.pins().iter().fold(anew, |anew, pin| anew.pin(pin.record.clone(), pin.version));
    }
    anew = changes.writes().iter().cloned().fold(anew, Changes::write);
    if keep("outbox") {
        anew = changes.outbox().iter().cloned().fold(anew, Changes::notify);
    }
    if keep("receipts") {
        anew = changes.receipts().iter().cloned().fold(anew, Changes::answered);
    }
    anew
}

#[async_trait]
impl CommitStore for Broken {
    async fn commit(&self, changes: Changes) -> Answer<()> {
        match self.fault {
            Fault::IgnoresPins => self.inner.commit(rebuilt(&changes, |part| part != "pins")).await,
            Fault::KeepsOneAuditEntry => self.inner.commit(rebuilt(&changes, |part| part != "audit")).await,
            Fault::LosesNotices => self.inner.commit(rebuilt(&changes, |part| part != "outbox")).await,
            Fault::LosesReceipts => self.inner.commit(rebuilt(&changes, |part| part != "receipts")).await,
            Fault::CommitsInParts => self.commit_in_parts(changes).await,
            Fault::IgnoresVersions | Fault::ChecksThenWrites => {
                let (writes, audit, outbox, receipts) = changes.into_parts();
                let audit = audit.into_iter();
                let mut anew = audit.fold(Changes::new(bln_conformance::samples::entry()), Changes::audited);
                for write in writes {
                    anew = anew.write(self.at_any_version(write).await?);
                }
                anew = outbox.into_iter().fold(anew, Changes::notify);
                self.inner.commit(receipts.into_iter().fold(anew, Changes::answered)).await
            }
            Fault::ReusesNumbers => match self.inner.commit(changes).await {
                Err(StoreError::Conflict { rule: Rule::SequenceUnique }) => Ok(()),
                other => other,
            },
            Fault::MixesActors => {
                let receipts = changes.receipts().to_vec();
                let mut anew = rebuilt(&changes, |part| part != "receipts");
                for mut receipt in receipts {
                    receipt.key.actor = None;
                    anew = anew.answered(receipt);
                }
                self.inner.commit(anew).await
            }
            _ => self.inner.commit(changes).await,
        }
    }
}

#[async_trait]
impl WordingStore for Broken {
    async fn wordings(&self) -> Answer<Vec<Wording>> {
        self.inner.wordings().await
    }
}

#[async_trait]
impl OrganisationStore for Broken {
    async fn organisation(&self, code: OdsCode) -> Answer<Option<Versioned<Organisation>>> {
        self.inner.organisation(code).await
    }

    async fn organisation_page(
        &self,
        after: Option<OdsCode>,
        size: PageSize,
    ) -> Answer<Page<Versioned<Organisation>, OdsCode>> {
        self.inner.organisation_page(after, size).await
    }
}

#[async_trait]
impl PersonStore for Broken {
    async fn person(&self, id: Id<Person>) -> Answer<Option<PersonRecord>> {
        self.inner.person(id).await
    }

    async fn person_by_email(&self, email: &EmailAddress) -> Answer<Option<Id<Person>>> {
        self.inner.person_by_email(email).await
    }

    async fn person_page(
        &self,
        after: Option<Id<Person>>,
        size: PageSize,
    ) -> Answer<Page<PersonRecord, Id<Person>>> {
        let mut page = self.inner.person_page(after, size).await?;
        if self.is(Fault::PagesBackwards) {
            page.items.reverse();
        }
        if self.is(Fault::GuessesTheNextPage) {
            page.next = page.items.last().map(|record| record.person.record.id());
        }
        Ok(page)
    }

    async fn person_search(
        &self,
        prefix: &str,
        after: Option<Id<Person>>,
        size: PageSize,
    ) -> Answer<Page<PersonRecord, Id<Person>>> {
        if self.is(Fault::SearchesAsTyped) && prefix.chars().any(char::is_uppercase) {
            return Ok(Page { items: vec![], next: None });
        }
        self.inner.person_search(prefix, after, size).await
    }
}

#[async_trait]
impl MembershipStore for Broken {
    async fn membership(&self, person: Id<Person>) -> Answer<Option<Versioned<Membership>>> {
        self.inner.membership(person).await
    }
}

#[async_trait]
impl ConsentStore for Broken {
    async fn consent_ledger(&self, person: Id<Person>) -> Answer<Option<Versioned<ConsentLedger>>> {
        self.inner.consent_ledger(person).await
    }
}

#[async_trait]
impl EventStore for Broken {
    async fn event(&self, id: Id<Event>) -> Answer<Option<Versioned<Event>>> {
        self.inner.event(id).await
    }

    async fn event_page(
        &self,
        after: Option<EventCursor>,
        size: PageSize,
    ) -> Answer<Page<Versioned<Event>, EventCursor>> {
        self.inner.event_page(after, size).await
    }
}

#[async_trait]
impl RegistrationStore for Broken {
    async fn seats(&self, event: Id<Event>) -> Answer<Option<Versioned<Seats>>> {
        self.inner.seats(event).await
    }

    async fn registration(
        &self,
        event: Id<Event>,
        person: Id<Person>,
    ) -> Answer<Option<Versioned<Registration>>> {
        self.inner.registration(event, person).await
    }

    async fn registration_history(
        &self,
        event: Id<Event>,
        person: Id<Person>,
    ) -> Answer<Vec<RegistrationStep>> {
        let mut history = self.inner.registration_history(event, person).await?;
        if self.is(Fault::ForgetsSteps) {
            history.drain(..history.len().saturating_sub(1));
        }
        Ok(history)
    }

    async fn registration_page(
        &self,
        event: Id<Event>,
        after: Option<Sequence>,
        size: PageSize,
    ) -> Answer<Page<Versioned<Registration>, Sequence>> {
        self.inner.registration_page(event, after, size).await
    }

    async fn person_registrations(
        &self,
        person: Id<Person>,
        after: Option<Id<Event>>,
        size: PageSize,
    ) -> Answer<Page<Versioned<Registration>, Id<Event>>> {
        self.inner.person_registrations(person, after, size).await
    }

    async fn seat_view(&self, mut query: SeatQuery) -> Answer<Option<SeatView>> {
        if self.is(Fault::MissesTheBoundary) {
            query.due = query.due.plus(TimeDelta::microseconds(-1));
        }
        let event = query.event;
        let Some(mut view) = self.inner.seat_view(query).await? else { return Ok(None) };
        if self.is(Fault::ReadsViewTwice) {
            thread::sleep(Duration::from_millis(2));
            view.seats = self.inner.seats(event).await?.unwrap();
        }
        if self.is(Fault::ClaimsAll) {
            view.reach = view.reach.map(|(choice, _)| (choice, Reach::All));
        }
        Ok(Some(view))
    }

    async fn events_with_due_offers(
        &self,
        due: Instant,
        after: Option<Id<Event>>,
        size: PageSize,
    ) -> Answer<Page<Id<Event>, Id<Event>>> {
        self.inner.events_with_due_offers(due, after, size).await
    }
}

#[async_trait]
impl ReceiptStore for Broken {
    async fn receipt(&self, key: &ReceiptKey) -> Answer<Option<Receipt>> {
        let mut key = key.clone();
        if self.is(Fault::MixesActors) {
            key.actor = None;
        }
        self.inner.receipt(&key).await
    }
}

#[async_trait]
impl AuditStore for Broken {
    async fn audit_page(
        &self,
        after: Option<Position>,
        size: PageSize,
    ) -> Answer<Page<AuditRecord, Position>> {
        self.inner.audit_page(after, size).await
    }
}

#[async_trait]
impl OutboxStore for Broken {
    async fn outbox_page(
        &self,
        after: Option<Position>,
        size: PageSize,
    ) -> Answer<Page<NoticeRecord, Position>> {
        self.inner.outbox_page(after, size).await
    }
}

#[async_trait]
impl InspectStore for Broken {
    async fn verify(&self, now: Instant) -> Answer<Vec<StoreFault>> {
        match self.fault {
            Fault::VerifiesNothing => Ok(vec![]),
            Fault::SeesTrouble => Ok(vec![StoreFault { record: RecordRef::Network, code: "sample.fault" }]),
            _ => self.inner.verify(now).await,
        }
    }
}
