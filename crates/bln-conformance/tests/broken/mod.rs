//! A store with one fault, around a store without.

mod bulletin;
mod change;
mod legacy;
mod privacy;
mod read;
mod survey;
mod words;

use std::{
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use async_trait::async_trait;
use bln_conformance::{Failing, Switched};
use bln_core::{
    ActionLink, ConsentLedger, EmailAddress, Event, EventParts, Facilitation, Id, Instant, KeyedHash, Line,
    Membership, Message, Mode, Notice, NoticeKind, OdsCode, Organisation, Person, PersonName, Prose,
    Pseudonym, PurposeCode, Reach, RecordRef, Registration, RegistrationParts, RegistrationStep,
    RightsRequest, SealedCharacteristics, SealedValue, Seats, SeatsParts, Sequence, Suppression, Theme,
    TokenHash, Version, Versioned, Wording,
};
use bln_store::{
    ApplicationQuery, ApplicationView, AuditRecord, AuditStore, BulletinStore, Changes, CharacteristicsStore,
    CommitStore, ConsentStore, Discarded, EventCursor, EventStore, Expected, InspectStore, LegacyStore,
    LinkStore, MembershipStore, MemoryStore, NameCursor, NoticeRecord, Older, OrganisationStore, OutboxStore,
    Page, PageSize, PersonRecord, PersonStore, Position, ReaderRecord, Receipt, ReceiptKey, ReceiptStore,
    RegistrationStore, ResourceStore, RightsStore, Rule, SafeSpaceStore, SeatQuery, SeatView, StoreError,
    StoreFault, SuppressionStore, WordingStore, WordsStore, Write,
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
    StripsJoiners,
    CutsProse,
    FoldsWordings,
    MatchesPatterns,
    SearchesAscii,
    PagesByOffset,
    ShowsLaterPositionsFirst,
    ChecksPinsFirst,
    ChecksPinsLast,
    TearsWhenDropped,
    KeepsTheLock,
    KeepsReaders,
    CapsChangeSets,
    KeepsMilliseconds,
    KeepsThirtyTwoBits,
    AcceptsAnything,
    ForgetsReceipts,
    AnswersApart,
    LetsIdentifiersChange,
    ForgetsLongHistories,
    DoesWhatItRefuses,
    TearsWhatIsUnknown,
    ReadsWhileFailing,
    KeepsErasedWords,
    KeepsErasedReceipts,
    KeepsErasedNotices,
    KeepsErasedPseudonyms,
    KeepsErasedLinks,
    NamesWhoRecorded,
    ErasesRequests,
    ErasesWhoHasAPlace,
    MergesAwayNotices,
    RenamesKeptEntries,
    KeepsIdentifiers,
    KeepsRedeemedLinks,
    LetsHashesMeet,
    ClaimsWhatIsClaimed,
    WritesToWhoCancelled,
    RemindsTwice,
    GivesPositionsTwice,
    MovesSuppressions,
    LiftsEveryPurpose,
    DiscardsTheInstant,
    CountsTheInstant,
    CutsSealedValues,
    CountsContributions,
    DisposesReleasedThemes,
    CountsLess,
    ListsWithoutLimits,
    ScrubsTooMuch,
    SpendsTwice,
    KeepsTooFew,
    KeepsTheOrder,
    TellsBeforeItCloses,
    AuditsAnswers,
    CountsEveryBallotSpent,
    ForgetsPlacesOfTheErased,
    KeepsErasedTestimonials,
    KeepsOneChannel,
    ShowsWhatWasTickedOff,
    HidesWithdrawnResources,
    KeepsNoFindings,
    SortsLedgersByTheClock,
    LosesThePair,
    ForgetsWhatIsCorrected,
    KeepsFiguresQuietly,
    KeepsOneSection,
    ForgetsTheAudience,
    ListsReadersWithoutInterests,
    ListsActiveReadersAlone,
    KeepsErasedInterests,
    ListsEveryAddress,
    SendsAnIssueTwice,
    LosesTheIssue,
}

#[derive(Debug)]
pub(crate) struct Broken {
    inner: MemoryStore,
    fault: Fault,
    /// How many commits are under way.
    committing: AtomicUsize,
    /// Whether a commit holds what the next one needs.
    held: AtomicBool,
    /// How many reads hold one of the few readers.
    reading: AtomicUsize,
    /// The keys of receipts in the order in which they were kept.
    answered: Mutex<Vec<ReceiptKey>>,
    /// After which person a page ended, and how many were before it.
    offsets: Mutex<Vec<(Id<Person>, usize)>>,
    /// How it was made to fail.
    failing: Mutex<Option<Failing>>,
    /// What should be gone.
    left: Mutex<privacy::Left>,
}

type Answer<T> = Result<T, StoreError>;

impl Broken {
    pub(crate) fn new(fault: Fault) -> Self {
        Self {
            inner: MemoryStore::new(),
            fault,
            committing: AtomicUsize::new(0),
            held: AtomicBool::new(false),
            reading: AtomicUsize::new(0),
            answered: Mutex::default(),
            offsets: Mutex::default(),
            failing: Mutex::default(),
            left: Mutex::default(),
        }
    }

    fn is(&self, fault: Fault) -> bool {
        self.fault == fault
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
        self.answer_a_read()?;
        self.take_reader().await?;
        Ok(self.inner.person(id).await?.map(|record| self.stripped(record)))
    }

    async fn pseudonym(&self, person: Id<Person>) -> Answer<Option<Pseudonym>> {
        Ok(self.with_pseudonym_left(self.inner.pseudonym(person).await?, person))
    }

    async fn person_by_email(&self, email: &EmailAddress) -> Answer<Option<Id<Person>>> {
        if self.is(Fault::MatchesPatterns) {
            return self.match_address(email).await;
        }
        self.inner.person_by_email(email).await
    }

    async fn application_view(&self, query: &ApplicationQuery) -> Answer<ApplicationView> {
        self.inner.application_view(query).await
    }

    async fn person_page(
        &self,
        after: Option<Id<Person>>,
        size: PageSize,
    ) -> Answer<Page<PersonRecord, Id<Person>>> {
        if self.is(Fault::PagesByOffset) {
            return self.page_by_offset(after, size).await;
        }
        let mut page = self.inner.person_page(after, size).await?;
        page.items = page.items.into_iter().map(|record| self.stripped(record)).collect();
        if self.is(Fault::ListsWithoutLimits) {
            page.items.iter_mut().for_each(|record| record.limits = None);
        }
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
        after: Option<NameCursor>,
        size: PageSize,
    ) -> Answer<Page<PersonRecord, NameCursor>> {
        if self.is(Fault::SearchesAsTyped) && prefix.chars().any(char::is_uppercase) {
            return Ok(Page { items: vec![], next: None });
        }
        if self.is(Fault::SearchesAscii) && !prefix.is_ascii() {
            return Ok(Page { items: vec![], next: None });
        }
        if self.is(Fault::MatchesPatterns) && prefix.contains(['%', '*']) {
            let page = self.inner.person_page(None, size).await?;
            return Ok(Page { items: page.items, next: None });
        }
        self.inner.person_search(prefix, after, size).await
    }

    async fn name_words(&self, prefix: &str, at_most: u32) -> Answer<Vec<String>> {
        Ok(self.with_words_left(self.inner.name_words(prefix, at_most).await?, prefix))
    }

    async fn people_named(&self, words: &[&str], size: PageSize) -> Answer<Vec<PersonRecord>> {
        self.inner.people_named(words, size).await
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
        let stored = self.inner.consent_ledger(person).await?;
        Ok(stored.map(|stored| stored.map(|ledger| self.recorded_by_name(ledger))))
    }
}

#[async_trait]
impl EventStore for Broken {
    async fn event(&self, id: Id<Event>) -> Answer<Option<Versioned<Event>>> {
        let stored = self.inner.event(id).await?;
        Ok(stored.map(|stored| stored.map(|event| self.cut(event))))
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
        let stored = self.inner.seats(event).await?;
        let whole = !self.is(Fault::KeepsThirtyTwoBits);
        Ok(stored.map(|stored| if whole { stored } else { stored.map(read::to_thirty_two_bits) }))
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
        if self.is(Fault::ForgetsLongHistories) {
            history.truncate(1_000);
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
        let receipt = self.inner.receipt(&key).await?.filter(|_| self.remembers(&key));
        let receipt = self.with_receipt_left(receipt, &key);
        Ok(if self.is(Fault::KeepsMilliseconds) { receipt.map(read::to_the_millisecond) } else { receipt })
    }
}

#[async_trait]
impl AuditStore for Broken {
    async fn audit_page(
        &self,
        after: Option<Position>,
        size: PageSize,
    ) -> Answer<Page<AuditRecord, Position>> {
        self.answer_a_read()?;
        Ok(self.out_of_order(self.inner.audit_page(after, size).await?))
    }

    async fn kept_audit_page(
        &self,
        after: Option<Position>,
        size: PageSize,
    ) -> Answer<Page<AuditRecord, Position>> {
        match self.fault {
            Fault::KeepsIdentifiers => self.inner.audit_page(after, size).await,
            Fault::RenamesKeptEntries => self.renamed_anew(self.inner.audit_page(after, size).await?).await,
            _ => self.inner.kept_audit_page(after, size).await,
        }
    }
}

#[async_trait]
impl OutboxStore for Broken {
    async fn outbox_page(
        &self,
        after: Option<Position>,
        size: PageSize,
    ) -> Answer<Page<NoticeRecord, Position>> {
        if matches!(self.fault, Fault::KeepsErasedNotices | Fault::GivesPositionsTwice) {
            return self.outbox_with_faults(after, size).await;
        }
        let mut page = self.out_of_order(self.inner.outbox_page(after, size).await?);
        if self.is(Fault::LosesTheIssue) {
            page.items.iter_mut().for_each(|record| record.notice = bulletin::without_issue(&record.notice));
        }
        Ok(page)
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

    async fn scrub(&self) -> Answer<()> {
        if self.is(Fault::ScrubsTooMuch) {
            let (kind, before) = (Discarded::Links, bln_conformance::samples::minutes(61));
            let entry = Changes::new(bln_conformance::samples::entry());
            return self.inner.commit(entry.write(Write::Discard { kind, before })).await;
        }
        self.inner.scrub().await
    }

    async fn older(&self, kind: Discarded, before: Instant) -> Answer<Older> {
        let more = if self.is(Fault::CountsTheInstant) { 1 } else { 0 };
        self.inner.older(kind, before.plus(TimeDelta::microseconds(more))).await
    }
}

impl Switched for Broken {
    fn store(&self) -> &dyn bln_store::Store {
        self
    }

    fn fail(&self, how: Option<Failing>) {
        *self.failing.lock().unwrap() = how;
    }
}
