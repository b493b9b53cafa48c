//! The contract. Each sentence in a `# Behavior` list is a case of `bln-conformance` under the name in brackets.

#![allow(
    rustdoc::broken_intra_doc_links,
    reason = "the names in brackets are cases, and the kit checks them itself"
)]

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
///
/// # Contract
///
/// There is one way to write: [`commit`](CommitStore::commit) takes the whole of what one decision wants written.
/// No transaction crosses the port, so a caller can neither hold one open nor leave one half done.
///
/// # Atomicity
///
/// A change set is done wholly or not at all; so are its audit entries, its notices and its receipts. A future that
/// is dropped tears nothing.
///
/// # Concurrency
///
/// Commits are serialisable: their outcome is that of doing them one after the other, in some order. What was read
/// for a decision is guarded by the versions of what it writes and by the [pins](crate::Pin) of what it does not.
///
/// # Errors
///
/// Of a change set with several things wrong the first is told: its pins, then its writes in their order, then audit
/// entries, notices and receipts. Nothing was written in any case but [`StoreError::UnknownOutcome`].
#[async_trait]
pub trait CommitStore: std::fmt::Debug + Send + Sync + 'static {
    /// Does all of a change set, or none of it.
    ///
    /// # Behavior
    ///
    /// The whole:
    ///
    /// - What a commit wrote is there for every read that begins after it returned. [commit_writes_everything]
    /// - A refused write leaves nothing of the change set. [refused_write_leaves_nothing]
    /// - A refused audit entry leaves nothing of the change set. [refused_audit_entry_leaves_nothing]
    /// - A refused notice leaves nothing of the change set. [refused_notice_leaves_nothing]
    /// - A refused receipt leaves nothing of the change set. [refused_receipt_leaves_nothing]
    /// - What was there before a refused change is as it was, where it was, and found as it was.
    ///   [refused_change_leaves_what_was_there]
    /// - After a refusal the store goes on as if it had not been asked. [store_goes_on_after_a_refusal]
    /// - Writes are done in their order, and may build on those before them. [later_writes_build_on_earlier_ones]
    /// - A record may be written twice in one change set. [record_is_written_twice_in_one_change_set]
    /// - A change set may hold a directory's worth of writes. [large_change_set_is_written_whole]
    /// - A commit whose future is dropped is done wholly or not at all, perhaps later.
    ///   [dropped_commit_is_whole_or_nothing]
    ///
    /// At the same time:
    ///
    /// - Of two commits decided on one version one is done, and the other is stale.
    ///   [of_two_commits_on_one_version_one_wins]
    /// - No update is lost, however many are tried at once. [no_update_is_lost_among_fifty]
    /// - Of two commits that claim one address one is done. [of_two_commits_with_one_address_one_wins]
    /// - Of two commits under one idempotency key one is done. [of_two_commits_with_one_key_one_wins]
    /// - A read sees all of a commit or nothing of it. [read_never_sees_half_a_commit]
    /// - Positions stay dense, whoever commits when. [positions_stay_dense_among_many]
    ///
    /// Versions. A record that is [new](crate::Expected::New) is written at version 1, and stale if it is there. One
    /// that is expected [at a version](crate::Expected::At) is written at the next, and stale if it is missing or at
    /// another:
    ///
    /// - An organisation's version rises by one. [organisation_version_rises]
    /// - An organisation that is there is not new. [organisation_new_twice_is_stale]
    /// - An organisation at another version is stale. [organisation_at_another_version_is_stale]
    /// - A person's version rises by one. [person_version_rises]
    /// - A person who is there is not new. [person_new_twice_is_stale]
    /// - A person at another version is stale. [person_at_another_version_is_stale]
    /// - A membership's version rises by one. [membership_version_rises]
    /// - A membership that is there is not new. [membership_new_twice_is_stale]
    /// - A membership at another version is stale. [membership_at_another_version_is_stale]
    /// - A ledger's version is the number of its entries. [consent_version_counts_the_entries]
    /// - A ledger that is there is not new. [consent_new_twice_is_stale]
    /// - A ledger at another version is stale. [consent_at_another_version_is_stale]
    /// - An event's version rises by one. [event_version_rises]
    /// - An event that is there is not new. [event_new_twice_is_stale]
    /// - An event at another version is stale. [event_at_another_version_is_stale]
    /// - The version of seats rises by one. [seats_version_rises]
    /// - Seats that are there are not new. [seats_new_twice_is_stale]
    /// - Seats at another version are stale. [seats_at_another_version_is_stale]
    /// - A registration's version rises by one at each commit, however many steps it took.
    ///   [registration_version_rises]
    /// - A registration that is there is not new. [registration_new_twice_is_stale]
    /// - A registration at another version is stale. [registration_at_another_version_is_stale]
    /// - A registration that has moved or is missing is not removed. [removal_at_another_version_is_stale]
    ///
    /// Pins:
    ///
    /// - A record of any kind can be pinned at its version. [pin_that_holds_lets_the_change_pass]
    /// - A pin on a record that is missing or at another version makes the change stale. [pin_that_fails_is_stale]
    /// - A failed pin leaves nothing of the change set. [failed_pin_leaves_nothing]
    /// - Pins are checked against what was there before the writes. [pins_are_checked_before_the_writes]
    /// - Of two change sets that each pin what the other writes one passes. [write_skew_is_refused]
    ///
    /// Rules across records:
    ///
    /// - An address belongs to one person. [address_belongs_to_one_person]
    /// - An address that was given up can become another's, also in the same change set.
    ///   [address_can_pass_to_another_person]
    /// - A wording may be written again as it is. [wording_may_be_written_again]
    /// - A wording is never changed. [wording_is_never_changed]
    /// - Appending no consent at all is a conflict. [consent_of_no_entries_is_refused]
    /// - A number of an event is one registration's. [number_is_drawn_once]
    /// - An identifier is one registration's. [registration_identifier_is_used_once]
    /// - Steps follow those that are there, else the change is stale. [steps_follow_the_history]
    /// - A change of a registration without a step is a conflict. [registration_without_a_step_is_refused]
    /// - An audit entry's identifier is used once. [audit_identifier_is_used_once]
    /// - A notice's identifier is used once. [notice_identifier_is_used_once]
    /// - An actor uses an idempotency key once. [idempotency_key_is_used_once]
    /// - Keys of different actors never meet. [idempotency_keys_of_different_actors_never_meet]
    ///
    /// References. Where a wording is missing, the record that is not found is the network, whose it would be:
    ///
    /// - An affiliation names an organisation that is there, or one in the person's words.
    ///   [affiliation_to_a_missing_organisation_is_not_found]
    /// - A membership is of a person who is there. [membership_of_a_missing_person_is_not_found]
    /// - A consent is of a person who is there. [consent_of_a_missing_person_is_not_found]
    /// - A declaration names a wording and a privacy notice that are there.
    ///   [declaration_in_a_missing_wording_is_not_found]
    /// - A consent names a wording that is there. [consent_to_a_missing_wording_is_not_found]
    /// - Seats are of an event that is there. [seats_of_a_missing_event_are_not_found]
    /// - A registration is of a person and for an event that are there.
    ///   [registration_of_nobody_or_for_nothing_is_not_found]
    /// - A notice is to a person who is there. [notice_to_a_missing_person_is_not_found]
    /// - An organisation may name others that are missing. [organisation_may_name_others_that_are_missing]
    /// - An audit entry may name what is missing. [audit_may_name_what_is_missing]
    ///
    /// # Errors
    ///
    /// [`Stale`](StoreError::Stale), [`Conflict`](StoreError::Conflict) and [`NotFound`](StoreError::NotFound) as
    /// above; [`Busy`](StoreError::Busy) and [`UnknownOutcome`](StoreError::UnknownOutcome) at any time.
    async fn commit(&self, changes: Changes) -> Result<(), StoreError>;
}

/// Reads wordings.
#[async_trait]
pub trait WordingStore: std::fmt::Debug + Send + Sync + 'static {
    /// Every wording that was ever written, by name and version.
    ///
    /// # Behavior
    ///
    /// - A wording is read back equal. [wording_round_trips]
    /// - Wordings come by name, then by version as a number. [wordings_come_by_name_and_version]
    async fn wordings(&self) -> Result<Vec<Wording>, StoreError>;
}

/// Reads organisations.
#[async_trait]
pub trait OrganisationStore: std::fmt::Debug + Send + Sync + 'static {
    /// One organisation by its code.
    ///
    /// # Behavior
    ///
    /// - An organisation is read back equal, with every part there is and with none that may be left out.
    ///   [organisation_round_trips]
    /// - One that is not there is `None`. [missing_organisation_is_none]
    async fn organisation(&self, code: OdsCode) -> Result<Option<Versioned<Organisation>>, StoreError>;

    /// Organisations in the order of their codes' bytes.
    ///
    /// # Behavior
    ///
    /// - Each comes once, by the bytes of its code, with a next page exactly if there is more.
    ///   [organisation_page_follows_the_bytes_of_the_code]
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
    ///
    /// # Behavior
    ///
    /// - A person is read back equal, with every part there is and with none that may be left out.
    ///   [person_round_trips]
    /// - Text of any script is read back as it was written. [text_of_any_script_round_trips]
    /// - Membership and consent come with their own versions, or not at all.
    ///   [person_comes_with_membership_and_consent]
    /// - One who is not there is `None`. [missing_person_is_none]
    async fn person(&self, id: Id<Person>) -> Result<Option<PersonRecord>, StoreError>;

    /// The person an address belongs to.
    ///
    /// # Behavior
    ///
    /// - Each of a person's addresses finds them, for as long as it is theirs. [address_finds_its_person]
    async fn person_by_email(&self, email: &EmailAddress) -> Result<Option<Id<Person>>, StoreError>;

    /// People in the order of their identifiers.
    ///
    /// # Behavior
    ///
    /// - Each comes once, by identifier, with a next page exactly if there is more.
    ///   [person_page_follows_the_identifiers]
    /// - A page begins after its key, whatever was added or never was there.
    ///   [person_page_goes_on_after_its_key]
    async fn person_page(
        &self,
        after: Option<Id<Person>>,
        size: PageSize,
    ) -> Result<Page<PersonRecord, Id<Person>>, StoreError>;

    /// People with a word in their name or preferred name that starts with `prefix`, in the order of their
    /// identifiers. The prefix and the words are compared as [`bln_core::search_key`] leaves them.
    ///
    /// # Behavior
    ///
    /// - Case, accents and apostrophes do not matter, in the name or the prefix.
    ///   [search_folds_case_and_accents]
    /// - A word is found from its beginning only. [search_begins_at_the_start_of_a_word]
    /// - The preferred name is searched as well. [search_reads_the_preferred_name]
    /// - A name is found as it is now. [search_follows_a_change_of_name]
    /// - A prefix without letter or digit finds nobody, and nothing is a wildcard.
    ///   [search_for_nothing_finds_nobody]
    /// - Each comes once, by identifier, however many words match. [search_page_follows_the_identifiers]
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
    ///
    /// # Behavior
    ///
    /// - A membership is read back equal, with all of its history. [membership_round_trips]
    /// - One that is not there is `None`. [missing_membership_is_none]
    async fn membership(&self, person: Id<Person>) -> Result<Option<Versioned<Membership>>, StoreError>;
}

/// Reads consent.
#[async_trait]
pub trait ConsentStore: std::fmt::Debug + Send + Sync + 'static {
    /// A person's ledger, entries in the order in which they were appended.
    ///
    /// # Behavior
    ///
    /// - A ledger is read back equal. [consent_round_trips]
    /// - Entries keep the order in which they were appended, whatever their clocks said.
    ///   [consent_entries_keep_their_order]
    /// - One that is not there is `None`. [missing_consent_is_none]
    async fn consent_ledger(
        &self,
        person: Id<Person>,
    ) -> Result<Option<Versioned<ConsentLedger>>, StoreError>;
}

/// Reads events.
#[async_trait]
pub trait EventStore: std::fmt::Debug + Send + Sync + 'static {
    /// One event.
    ///
    /// # Behavior
    ///
    /// - An event is read back equal, with every part there is and with none that may be left out.
    ///   [event_round_trips]
    /// - Every state, audience, rule, kind and mode is read back equal. [event_vocabulary_round_trips]
    /// - Local times are read back as they were on the wall. [local_times_round_trip]
    /// - One that is not there is `None`. [missing_event_is_none]
    async fn event(&self, id: Id<Event>) -> Result<Option<Versioned<Event>>, StoreError>;

    /// Events in the order of their start, then of their identifiers.
    ///
    /// # Behavior
    ///
    /// - Each comes once, by start and identifier, with a next page exactly if there is more.
    ///   [event_page_follows_the_start]
    /// - An event that was moved comes where it starts now. [event_page_follows_a_move]
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
    ///
    /// # Behavior
    ///
    /// - Seats are read back equal. [seats_round_trip]
    /// - Those that are not there are `None`. [missing_seats_are_none]
    async fn seats(&self, event: Id<Event>) -> Result<Option<Versioned<Seats>>, StoreError>;

    /// A person's registration for an event.
    ///
    /// # Behavior
    ///
    /// - A registration is read back equal in every state. [registration_round_trips]
    /// - One that is not there is `None`, without a history. [missing_registration_is_none]
    /// - One that was removed is gone from every list, and its person may register anew.
    ///   [removed_registration_is_gone]
    async fn registration(
        &self,
        event: Id<Event>,
        person: Id<Person>,
    ) -> Result<Option<Versioned<Registration>>, StoreError>;

    /// The steps of a registration, oldest first; empty when there is none.
    ///
    /// # Behavior
    ///
    /// - Registering again continues the history. [registering_again_continues_the_history]
    async fn registration_history(
        &self,
        event: Id<Event>,
        person: Id<Person>,
    ) -> Result<Vec<RegistrationStep>, StoreError>;

    /// An event's registrations in the order of their numbers.
    ///
    /// # Behavior
    ///
    /// - Each comes once, by its present number, with a next page exactly if there is more.
    ///   [registration_page_follows_the_numbers]
    async fn registration_page(
        &self,
        event: Id<Event>,
        after: Option<Sequence>,
        size: PageSize,
    ) -> Result<Page<Versioned<Registration>, Sequence>, StoreError>;

    /// A person's registrations in the order of their events' identifiers.
    ///
    /// # Behavior
    ///
    /// - Each comes once, by its event's identifier, with a next page exactly if there is more.
    ///   [person_registrations_follow_the_events]
    async fn person_registrations(
        &self,
        person: Id<Person>,
        after: Option<Id<Event>>,
        size: PageSize,
    ) -> Result<Page<Versioned<Registration>, Id<Event>>, StoreError>;

    /// Everything a batch of decisions about one event needs, as it stood at one moment. `None` when there is no
    /// such event or it has no seats.
    ///
    /// # Behavior
    ///
    /// - It has the event and its seats at their versions, and nothing that was not asked for.
    ///   [seat_view_has_the_event_and_its_seats]
    /// - There is none of an event that is missing or has no seats. [seat_view_of_nothing_is_none]
    /// - It has the registrations of the people asked about, in any state.
    ///   [seat_view_has_the_people_asked_about]
    /// - It says of each of them who is on the list how they belong now, once.
    ///   [seat_view_says_how_people_belong]
    /// - It has the first of those who wait with each choice; `Reach::All` exactly if those are all.
    ///   [seat_view_has_the_heads_of_the_waiting_lists]
    /// - It has the offers due, by expiry and number, up to the limit. [seat_view_has_the_offers_that_are_due]
    /// - Asked for live registrations, it has the lowest numbers up to the limit, and says whether there are
    ///   more. [seat_view_has_the_live_registrations]
    /// - It has the receipts asked for that are there. [seat_view_has_the_receipts_asked_for]
    /// - All of it is of one moment. [seat_view_is_of_one_moment]
    async fn seat_view(&self, query: SeatQuery) -> Result<Option<SeatView>, StoreError>;

    /// Events whose intake is open and that have an offer expiring at or before this instant, in the order of
    /// their identifiers: where a sweep has something to do.
    ///
    /// # Behavior
    ///
    /// - Each comes once, by identifier, with a next page exactly if there is more.
    ///   [events_with_due_offers_come_in_order]
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
    ///
    /// # Behavior
    ///
    /// - A receipt is read back equal. [receipt_round_trips]
    /// - One that is not there is `None`. [missing_receipt_is_none]
    async fn receipt(&self, key: &ReceiptKey) -> Result<Option<Receipt>, StoreError>;
}

/// Reads the audit.
#[async_trait]
pub trait AuditStore: std::fmt::Debug + Send + Sync + 'static {
    /// Entries in the order in which they were committed.
    ///
    /// # Behavior
    ///
    /// - An entry is read back equal. [audit_entry_round_trips]
    /// - Entries come in the order of commits, at positions from 1 without a gap. [audit_follows_the_commits]
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
    ///
    /// # Behavior
    ///
    /// - A notice is read back equal. [notice_round_trips]
    /// - Notices come in the order of commits, at positions from 1 without a gap. [outbox_follows_the_commits]
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
    ///
    /// # Behavior
    ///
    /// - A sound store has no fault. [verify_finds_nothing_in_a_sound_store]
    /// - A published event without seats is `event.without_seats`. [verify_finds_an_event_without_seats]
    /// - Seats that differ from the registrations have the code of what differs.
    ///   [verify_finds_seats_that_differ]
    /// - A registration that differs from its steps is `registration.history_differs`.
    ///   [verify_finds_a_history_that_differs]
    async fn verify(&self, now: Instant) -> Result<Vec<StoreFault>, StoreError>;
}

/// Everything a network needs of its store. It is implemented for whatever implements the parts.
///
/// # Contract
///
/// A store keeps one network. Reads give what was written, compared equal, and nothing is ever read that a commit
/// did not finish. There are no default methods: a store that wraps another must say what it does with each.
///
/// Lists come in pages by key. A page holds what follows its key, whether or not anything is at the key itself, and
/// names the key of its last record as `next` exactly if there is more.
///
/// # Atomicity and concurrency
///
/// Those of [`CommitStore`]. Each read is of one moment; two reads may be of two.
///
/// # Errors
///
/// Every method may fail with [`Busy`](StoreError::Busy) or [`Backend`](StoreError::Backend). What is not there is
/// `None` or an empty list, and no error.
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
