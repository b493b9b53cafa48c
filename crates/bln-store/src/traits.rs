//! The contract. Each sentence in a `# Behavior` list is a case of `bln-conformance` under the name in brackets.

#![allow(
    rustdoc::broken_intra_doc_links,
    reason = "the names in brackets are cases, and the kit checks them itself"
)]

mod bulletin;
mod legacy;
mod privacy;
mod survey;
mod words;

pub use bulletin::BulletinStore;
pub use legacy::LegacyStore;
pub use privacy::{CharacteristicsStore, LinkStore, RightsStore, SafeSpaceStore, SuppressionStore};
pub use survey::SurveyStore;
pub use words::{ResourceStore, WordsStore};

use async_trait::async_trait;
use bln_core::{
    ConsentLedger, EmailAddress, Event, Id, Instant, Membership, OdsCode, Organisation, Person, Pseudonym,
    Registration, RegistrationStep, Seats, Sequence, Versioned, Wording,
};

use crate::{
    ApplicationQuery, ApplicationView, AuditRecord, Changes, Discarded, EventCursor, NameCursor,
    NoticeRecord, Older, Page, PageSize, PersonRecord, Position, Receipt, ReceiptKey, SeatQuery, SeatView,
    StoreError, StoreFault,
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
    /// - A change set of thousands is done wholly or not at all, like any other.
    ///   [change_set_of_thousands_is_whole_or_nothing]
    /// - Thousands of audit entries and notices of one change set keep their order.
    ///   [thousands_of_entries_keep_their_order]
    /// - Of several things that are wrong the first is told. [first_thing_that_is_wrong_is_told]
    /// - Of one write the version is told before what it refers to, and that before the rule it breaks.
    ///   [version_is_told_before_references_and_rules]
    /// - A commit whose future is dropped is done wholly or not at all, perhaps later.
    ///   [dropped_commit_is_whole_or_nothing]
    /// - So is each of many that are dropped while others go on.
    ///   [dropped_commits_among_others_are_whole_or_nothing]
    /// - However many futures are dropped, the store goes on. [store_goes_on_after_dropped_futures]
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
    /// - Of two changes of one organisation one is done. [of_two_changes_of_an_organisation_one_wins]
    /// - Of two changes of one membership one is done. [of_two_changes_of_a_membership_one_wins]
    /// - Of two changes of one ledger one is done. [of_two_changes_of_a_consent_one_wins]
    /// - Of two changes of one event one is done. [of_two_changes_of_an_event_one_wins]
    /// - Of two changes of one event's seats one is done. [of_two_changes_of_seats_one_wins]
    /// - Of two changes of one registration one is done. [of_two_changes_of_a_registration_one_wins]
    /// - Of two who write one record first one is done, of any kind. [of_two_first_writes_one_wins]
    /// - Of two removals of one registration one is done. [of_two_removals_one_wins]
    /// - Of two texts under one reference one is kept. [of_two_wordings_under_one_reference_one_wins]
    /// - Of two registrations with one number one is done. [of_two_registrations_with_one_number_one_wins]
    /// - However many requests under one key, there is one effect. [fifty_requests_under_one_key_have_one_effect]
    /// - One key of many actors is each one's own, at the same moment too.
    ///   [one_key_of_many_actors_at_once_is_each_ones_own]
    /// - A receipt is never seen without its effect, nor an effect without its receipt.
    ///   [receipt_is_never_there_without_its_effect]
    /// - With the consent pinned, nothing is sent after it was withdrawn. [nothing_is_sent_after_a_withdrawal]
    /// - With the membership pinned, nobody is registered after they left. [nobody_is_registered_after_leaving]
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
    /// - A record of any kind that has a version can be pinned at it. [pin_that_holds_lets_the_change_pass]
    /// - A pin on a record that is missing or at another version makes the change stale. [pin_that_fails_is_stale]
    /// - A failed pin leaves nothing of the change set. [failed_pin_leaves_nothing]
    /// - Pins are checked against what was there before the writes. [pins_are_checked_before_the_writes]
    /// - Of two change sets that each pin what the other writes one passes. [write_skew_is_refused]
    /// - The network itself, a message and a figure have no version, and cannot be pinned.
    ///   [pin_on_the_network_is_stale]
    /// - Thousands of records may be pinned. [one_pin_in_thousands_is_checked]
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
    /// - A registration keeps its identifier: a change of it under another is stale.
    ///   [registration_keeps_its_identifier]
    /// - Steps follow those that are there, else the change is stale. [steps_follow_the_history]
    /// - A change of a registration without a step is a conflict. [registration_without_a_step_is_refused]
    /// - An audit entry's identifier is used once. [audit_identifier_is_used_once]
    /// - A notice's identifier is used once for each recipient. [notice_identifier_is_used_once]
    /// - An actor uses an idempotency key once. [idempotency_key_is_used_once]
    /// - Keys of different actors never meet. [idempotency_keys_of_different_actors_never_meet]
    /// - A refused key leaves the first answer as it was given. [refused_key_leaves_the_first_answer]
    ///
    /// Bounds. What no store could keep is not well formed, and is told before anything else about the write (see
    /// [`Write::fits`](crate::Write::fits) and [`Receipt::fits`](crate::Receipt::fits)):
    ///
    /// - A number drawn lies between 1 and the largest of 63 bits. [number_out_of_bounds_is_refused]
    /// - A day lies in the years 0 to 9999. [day_out_of_bounds_is_refused]
    /// - An answer is short ASCII that can be seen, to the public or to somebody.
    ///   [receipt_out_of_bounds_is_refused]
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
    /// - A notice brings a message that is there. [notice_of_a_missing_message_is_not_found]
    /// - An organisation may name others that are missing. [organisation_may_name_others_that_are_missing]
    /// - An audit entry may name what is missing. [audit_may_name_what_is_missing]
    ///
    /// Failures:
    ///
    /// - A change that is refused as busy was not done. [busy_change_is_not_done]
    /// - A change at which the store itself failed was not done. [failed_change_is_not_done]
    /// - A change of unknown outcome was done wholly or not at all.
    ///   [change_of_unknown_outcome_is_whole_or_nothing]
    /// - Asking again under its key leaves one effect. [asking_again_after_an_unknown_outcome_is_safe]
    /// - A read fails as the store does, and answers again when it can. [failed_read_is_told]
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
    /// - A text in another normal form is the same text. [equivalent_spellings_are_one_text]
    /// - Texts that differ by a character are two, however alike. [texts_that_differ_by_a_character_are_two]
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
    /// - While others are written, those there all the time come once. [organisation_page_is_right_during_writes]
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
    /// - So are five thousand texts of every kind that the types accept. [five_thousand_texts_round_trip]
    /// - So is text at its full length, in every field. [text_at_its_full_length_round_trips]
    /// - So is text that runs from right to left, and the joiners in it. [direction_and_joiners_round_trip]
    /// - So is what looks like a statement, a placeholder or a wildcard. [text_that_looks_like_sql_is_text]
    /// - So is white space within a text. [white_space_within_text_is_kept]
    /// - The first and the last day that there is are kept. [first_and_last_day_round_trip]
    /// - Membership and consent come with their own versions, or not at all.
    ///   [person_comes_with_membership_and_consent]
    /// - What may not be done with their records comes with them, at its own version. [person_comes_with_limits]
    /// - Limits of a person who is not there are not found. [limits_of_a_missing_person_are_not_found]
    /// - One who is not there is `None`. [missing_person_is_none]
    /// - One who was erased is gone from every read, with all that was theirs: receipts of what they asked for and of
    ///   what was done to their records, links and notices too. [erased_person_is_gone]
    /// - What they wrote down in the ledgers of others was written down under their pseudonym, and stays as it is if
    ///   they had none. [erased_person_recorded_under_their_pseudonym]
    /// - Their addresses can become another's. [erased_address_can_become_anothers]
    /// - One with a registration or a facilitation is not erased: that is a conflict.
    ///   [person_with_a_place_is_not_erased]
    /// - Erasing or merging at another version is stale. [erasing_at_another_version_is_stale]
    /// - One whose record became part of another's is gone as if erased, but that their notices, pseudonyms and
    ///   requests are the other's. A notice that both have goes to the other once.
    ///   [merged_person_is_part_of_the_other]
    /// - It becomes part of one that is there and is not itself. [merging_into_nobody_is_refused]
    async fn person(&self, id: Id<Person>) -> Result<Option<PersonRecord>, StoreError>;

    /// The name by which a person is kept in the audit: of several the first in the order of their bits.
    ///
    /// # Behavior
    ///
    /// - A pseudonym is read back, and is one person's: given again, to anybody, it is a conflict.
    ///   [pseudonym_is_one_persons]
    /// - Of several the first counts. [first_pseudonym_counts]
    /// - A person who is not there has none, and can be given none. [pseudonym_of_a_missing_person_is_not_found]
    async fn pseudonym(&self, person: Id<Person>) -> Result<Option<Pseudonym>, StoreError>;

    /// The person an address belongs to.
    ///
    /// # Behavior
    ///
    /// - Each of a person's addresses finds them, for as long as it is theirs. [address_finds_its_person]
    /// - Addresses are compared byte by byte. [addresses_are_compared_byte_by_byte]
    async fn person_by_email(&self, email: &EmailAddress) -> Result<Option<Id<Person>>, StoreError>;

    /// What the decisions on some applications need, as it stood at one moment: which of the requests were answered,
    /// whose the addresses are, and which organisations are there.
    ///
    /// # Behavior
    ///
    /// - It has each address that is somebody's, with whose it is, however many are asked about and however often.
    ///   [application_view_has_the_holders_of_addresses]
    /// - It has the organisations that are there. [application_view_has_the_organisations_that_are_there]
    /// - It has the receipts of the one who asks. [application_view_has_the_receipts_of_the_one_who_asks]
    async fn application_view(&self, query: &ApplicationQuery) -> Result<ApplicationView, StoreError>;

    /// People in the order of their identifiers.
    ///
    /// # Behavior
    ///
    /// - Each comes once, by identifier, with a next page exactly if there is more.
    ///   [person_page_follows_the_identifiers]
    /// - A page begins after its key, whatever was added or never was there.
    ///   [person_page_goes_on_after_its_key]
    /// - While others are written, those there all the time come once. [person_page_is_right_during_writes]
    /// - A last page that is full has no next one. [last_page_that_is_full_is_the_last]
    /// - Any key will do: before the first, after the last, and every list's.
    ///   [page_after_the_ends_of_its_keys_is_right]
    /// - The first and the last identifier come first and last. [first_and_last_identifier_round_trip]
    async fn person_page(
        &self,
        after: Option<Id<Person>>,
        size: PageSize,
    ) -> Result<Page<PersonRecord, Id<Person>>, StoreError>;

    /// People in whose names every word of `text` begins a word, in the order of their word that the longest of them
    /// begins, then of their identifiers. The words of the text, of the name and of the preferred name are those of
    /// [`bln_core::search_words`]. At most the four longest words of the text count.
    ///
    /// # Behavior
    ///
    /// - Case, accents and apostrophes do not matter, in the name or the text.
    ///   [search_folds_case_and_accents]
    /// - A word is found from its beginning only. [search_begins_at_the_start_of_a_word]
    /// - The preferred name is searched as well. [search_reads_the_preferred_name]
    /// - A name is found as it is now. [search_follows_a_change_of_name]
    /// - Text without letter or digit finds nobody, and nothing is a wildcard.
    ///   [search_for_nothing_finds_nobody]
    /// - Each comes once, at the first of their words, then by identifier, however many words match.
    ///   [search_page_follows_the_words]
    /// - Of several words each begins a word of whoever is found. [search_finds_those_with_every_word]
    /// - Nobody is missed among thousands, and nobody else is found. [search_finds_every_word_of_two_thousand_names]
    /// - What would mean something to an engine, such as `%`, is text. [search_takes_any_text_for_text]
    /// - A word of any length is found. [search_finds_words_of_any_length]
    /// - While names change, who has the word all the time is found once, in its place.
    ///   [search_page_is_right_during_writes]
    async fn person_search(
        &self,
        text: &str,
        after: Option<NameCursor>,
        size: PageSize,
    ) -> Result<Page<PersonRecord, NameCursor>, StoreError>;

    /// The words of the names of all people that begin with `prefix`, each once in the order of their bytes, at most so
    /// many. Both are as [`bln_core::search_key`] leaves them; no prefix begins every word.
    ///
    /// # Behavior
    ///
    /// - Each comes once, whoever has it, up to the limit. [name_words_come_once_in_order]
    async fn name_words(&self, prefix: &str, at_most: u32) -> Result<Vec<String>, StoreError>;

    /// People who have each of these words, whole, in their names: in the order of their identifiers, at most so many.
    /// The words are as [`bln_core::search_key`] leaves them, and at most four of them count. No word finds nobody.
    ///
    /// # Behavior
    ///
    /// - Who is found has every word, whole, and comes once. [people_named_have_every_word]
    async fn people_named(&self, words: &[&str], size: PageSize) -> Result<Vec<PersonRecord>, StoreError>;
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
    /// - So do a thousand of them. [ledger_of_a_thousand_entries_round_trips]
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
    /// - The largest revision and place in a series are kept. [largest_numbers_of_an_event_round_trip]
    /// - One that is not there is `None`. [missing_event_is_none]
    async fn event(&self, id: Id<Event>) -> Result<Option<Versioned<Event>>, StoreError>;

    /// Events in the order of their start, then of their identifiers.
    ///
    /// # Behavior
    ///
    /// - Each comes once, by start and identifier, with a next page exactly if there is more.
    ///   [event_page_follows_the_start]
    /// - An event that was moved comes where it starts now. [event_page_follows_a_move]
    /// - While others are added and moved, those that stay come once. [event_page_is_right_during_writes]
    /// - Events of all years come in order. [events_of_all_years_round_trip]
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
    /// - The largest numbers that there are, too. [largest_seats_round_trip]
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
    /// - A history may have thousands of steps. [history_of_thousands_of_steps_round_trips]
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
    /// - While others are written, those whose number stays come once.
    ///   [registration_page_is_right_during_writes]
    /// - A page goes on after its key when that was removed. [registration_page_goes_on_after_a_removed_one]
    /// - The last number that can be drawn comes last. [largest_number_drawn_round_trips]
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
    /// - While others are written, those that stay come once. [person_registrations_are_right_during_writes]
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
    /// - It may be asked about thousands. [seat_view_of_thousands_is_whole]
    async fn seat_view(&self, query: SeatQuery) -> Result<Option<SeatView>, StoreError>;

    /// Events whose intake is open and that have an offer expiring at or before this instant, in the order of
    /// their identifiers: where a sweep has something to do.
    ///
    /// # Behavior
    ///
    /// - Each comes once, by identifier, with a next page exactly if there is more.
    ///   [events_with_due_offers_come_in_order]
    /// - An offer is due at its instant, and not a microsecond before. [offers_are_due_to_the_microsecond]
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
    /// - It is kept as it was given, whatever becomes of its record. [receipt_outlives_what_it_answers]
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
    /// - Who follows it while others commit misses nothing. [audit_page_misses_nothing_during_writes]
    /// - People are named by their identifiers, and those who are gone by their pseudonyms.
    ///   [audit_names_those_who_are_there]
    async fn audit_page(
        &self,
        after: Option<Position>,
        size: PageSize,
    ) -> Result<Page<AuditRecord, Position>, StoreError>;

    /// The same entries as they are kept: people named by the [pseudonyms](PersonStore::pseudonym) they had when the
    /// entry was committed, after the writes of its own change set. Who had none is named by identifier. So an entry
    /// that is committed with an erasure or a merge names whose record goes by the pseudonym in the first place.
    ///
    /// # Behavior
    ///
    /// - An entry is kept under the pseudonyms of who did it and of whom the record is.
    ///   [kept_entry_names_pseudonyms]
    /// - A pseudonym given in the same change set counts already. [entry_is_kept_after_the_writes]
    /// - Whatever becomes of people, what is kept stays as it is. [kept_entries_never_change]
    async fn kept_audit_page(
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
    /// - Its instant, as every other, is kept to the microsecond. [instants_round_trip_to_the_microsecond]
    /// - Notices come in the order of commits, at positions from 1 that rise by one. [outbox_follows_the_commits]
    /// - One that is removed leaves its gap, and its position is not given again.
    ///   [removed_notice_leaves_its_gap]
    /// - A notice is claimed or put off as it was read: a write is stale, of the network, when the notice is gone or in
    ///   another state. [notice_is_claimed_as_it_was_read]
    /// - A reminder goes once to each who has a confirmed place at its event, and to nobody else.
    ///   [reminder_reaches_each_confirmed_place_once]
    /// - There is one for an event and a day: another is a conflict, whoever has come since.
    ///   [reminder_is_sent_once_for_an_event_and_a_day]
    /// - It is of an event that is there. [reminder_of_a_missing_event_is_not_found]
    /// - Of two claims at once one is done. [of_two_claims_one_wins]
    /// - What is discarded by age is what is older, to the microsecond. [discarding_is_by_age]
    /// - Requests are discarded by the day they were closed on. [requests_are_discarded_by_the_day]
    /// - A notice that brings an issue of the bulletin is read back equal; the issue is there.
    ///   [notice_of_an_issue_round_trips]
    /// - There is one of an issue for a person, whenever it was made. [notice_of_an_issue_is_written_once]
    /// - When two records become one, what the one that goes was to be sent of an issue is the other's, and goes where they
    ///   have it already. [merged_people_have_one_notice_of_an_issue]
    /// - Who follows it while others commit misses nothing. [outbox_page_misses_nothing_during_writes]
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
    /// - Neither it nor any other read does anything when its future is dropped.
    ///   [dropped_read_leaves_everything_as_it_was]
    async fn verify(&self, now: Instant) -> Result<Vec<StoreFault>, StoreError>;

    /// Takes what was removed out of whatever keeps it, as far as that is the store's: freed pages, logs of changes,
    /// rows that only old readers need. It may take as long as the store is large, and hold up writers.
    ///
    /// # Behavior
    ///
    /// - Nothing that is there is changed by it. [scrub_changes_nothing_that_is_there]
    async fn scrub(&self) -> Result<(), StoreError>;

    /// What [`Write::Discard`](crate::Write::Discard) would remove: how many of a kind are older, and how old the oldest
    /// is.
    ///
    /// # Behavior
    ///
    /// - It tells of what discarding removes. [what_is_older_is_what_is_discarded]
    async fn older(&self, kind: Discarded, before: Instant) -> Result<Older, StoreError>;
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
    + CharacteristicsStore
    + RightsStore
    + LinkStore
    + SuppressionStore
    + SafeSpaceStore
    + SurveyStore
    + WordsStore
    + ResourceStore
    + LegacyStore
    + BulletinStore
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
        + CharacteristicsStore
        + RightsStore
        + LinkStore
        + SuppressionStore
        + SafeSpaceStore
        + SurveyStore
        + WordsStore
        + ResourceStore
        + LegacyStore
        + BulletinStore
        + InspectStore
{
}
