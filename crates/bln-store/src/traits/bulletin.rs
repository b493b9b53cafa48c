//! The contract, continued: the bulletin, who reads it, and what is known of the addresses it goes to.

use async_trait::async_trait;
use bln_core::{Bulletin, EmailAddress, Id, Interests, Person, Versioned, bounce::AddressRecord};

use crate::{Page, PageSize, ReaderRecord, StoreError};

/// Reads issues of the bulletin and those it may be for. Whether it is for somebody is not a store's to say.
#[async_trait]
pub trait BulletinStore: std::fmt::Debug + Send + Sync + 'static {
    /// An issue of the bulletin.
    ///
    /// # Behavior
    ///
    /// - An issue is read back equal in every state. [bulletin_round_trips_in_every_state]
    /// - An issue is read back equal with sections of every sort, in their order, with as many as there may be.
    ///   [bulletin_sections_round_trip]
    /// - An issue is read back equal for everybody and for whoever is interested in any pillars.
    ///   [bulletin_audience_round_trips]
    /// - Its version rises by one, and one at another version is stale. [bulletin_version_rises]
    /// - What it names need not be there, and may go. [bulletin_names_what_need_not_be_there]
    async fn bulletin(&self, id: Id<Bulletin>) -> Result<Option<Versioned<Bulletin>>, StoreError>;

    /// All issues, in the order of their identifiers.
    ///
    /// # Behavior
    ///
    /// - Each comes once, by identifier, with a next page exactly if there is more.
    ///   [bulletin_page_follows_the_identifiers]
    async fn bulletin_page(
        &self,
        after: Option<Id<Bulletin>>,
        size: PageSize,
    ) -> Result<Page<Versioned<Bulletin>, Id<Bulletin>>, StoreError>;

    /// Which pillars a person wants to read about, if they said so.
    ///
    /// # Behavior
    ///
    /// - Any pillars are read back equal. [interests_round_trip]
    /// - Their version rises by one, and one at another version is stale. [interests_version_rises]
    /// - They are of a person who is there. [interests_of_a_missing_person_are_not_found]
    /// - Removed, they are gone, and may be said anew. [removed_interests_are_gone]
    /// - They go when their person is erased, with what is known of their addresses; those of others stay.
    ///   [erased_interests_and_addresses_are_gone]
    /// - Those of a record that becomes part of another's go, with what is known of its addresses; those of the one that
    ///   stays are as they were. [merged_interests_and_addresses_are_gone]
    async fn interests(&self, person: Id<Person>) -> Result<Option<Versioned<Interests>>, StoreError>;

    /// Everybody who has a membership, in whichever standing, in the order of their identifiers, each with what decides
    /// whether an issue is for them: all of one moment.
    ///
    /// # Behavior
    ///
    /// - Whoever has a membership comes once, by identifier, with a next page exactly if there is more; nobody else does.
    ///   [reader_page_has_those_with_a_membership]
    /// - Each comes with what is theirs, and with nothing of anybody else's. [readers_come_with_what_is_theirs]
    async fn reader_page(
        &self,
        after: Option<Id<Person>>,
        size: PageSize,
    ) -> Result<Page<ReaderRecord, Id<Person>>, StoreError>;

    /// What is known of an address, if a letter to it was ever reported on.
    ///
    /// # Behavior
    ///
    /// - It is read back equal, held or not, after any number of failures. [address_record_round_trips]
    /// - Its version rises by one, and one at another version is stale. [address_record_version_rises]
    /// - It is of an address that its person has. [record_of_an_address_of_nobody_is_not_found]
    /// - It goes when its person has the address no more; what is known of their others stays.
    ///   [address_record_goes_with_the_address]
    async fn address_record(
        &self,
        address: &EmailAddress,
    ) -> Result<Option<Versioned<AddressRecord>>, StoreError>;

    /// What is known of the addresses that are held, in the order of the addresses.
    ///
    /// # Behavior
    ///
    /// - Each comes once, by address, with a next page exactly if there is more, and none that is not held.
    ///   [held_address_page_has_what_is_held]
    async fn held_address_page(
        &self,
        after: Option<&EmailAddress>,
        size: PageSize,
    ) -> Result<Page<Versioned<AddressRecord>, EmailAddress>, StoreError>;
}
