//! The bulletin, who reads it, and what is known of the addresses it goes to.

use std::ops::Bound::{Excluded, Unbounded};

use async_trait::async_trait;
use bln_core::{
    Bulletin, EmailAddress, Id, Interests, Membership, Person, RecordRef, Version, Versioned,
    bounce::AddressRecord,
};

use super::{
    MemoryStore,
    commit::{next, require},
    read::page,
    state::State,
    transaction::Transaction,
    words::following,
};
use crate::{BulletinStore, Expected, Page, PageSize, ReaderRecord, StoreError};

#[async_trait]
impl BulletinStore for MemoryStore {
    async fn bulletin(&self, id: Id<Bulletin>) -> Result<Option<Versioned<Bulletin>>, StoreError> {
        Ok(self.lock().bulletins.get(&id).cloned())
    }

    async fn bulletin_page(
        &self,
        after: Option<Id<Bulletin>>,
        size: PageSize,
    ) -> Result<Page<Versioned<Bulletin>, Id<Bulletin>>, StoreError> {
        let state = self.lock();
        Ok(page(following(&state.bulletins, after), size, |stored| stored.record.id()))
    }

    async fn interests(&self, person: Id<Person>) -> Result<Option<Versioned<Interests>>, StoreError> {
        Ok(self.lock().interests.get(&person).cloned())
    }

    async fn reader_page(
        &self,
        after: Option<Id<Person>>,
        size: PageSize,
    ) -> Result<Page<ReaderRecord, Id<Person>>, StoreError> {
        let state = self.lock();
        let memberships = state.memberships.range((after.map_or(Unbounded, Excluded), Unbounded));
        let readers = memberships.map(|(_, membership)| state.reader(membership));
        Ok(page(readers, size, ReaderRecord::person))
    }

    async fn address_record(
        &self,
        address: &EmailAddress,
    ) -> Result<Option<Versioned<AddressRecord>>, StoreError> {
        Ok(self.lock().address_records.get(address).cloned())
    }

    async fn held_address_page(
        &self,
        after: Option<&EmailAddress>,
        size: PageSize,
    ) -> Result<Page<Versioned<AddressRecord>, EmailAddress>, StoreError> {
        let state = self.lock();
        let records =
            state.address_records.range::<EmailAddress, _>((after.map_or(Unbounded, Excluded), Unbounded));
        let held = records.map(|(_, stored)| stored).filter(|stored| stored.record.is_held());
        Ok(page(held.cloned(), size, |stored| stored.record.address().clone()))
    }
}

impl State {
    fn reader(&self, membership: &Versioned<Membership>) -> ReaderRecord {
        let person = membership.record.person();
        ReaderRecord {
            membership: membership.clone(),
            consent: self.consent_ledger(person),
            limits: self.limits.get(&person).cloned(),
            interests: self.interests.get(&person).cloned(),
        }
    }

    fn has_address(&self, person: Id<Person>, address: &EmailAddress) -> bool {
        self.indexes.addresses.get(address) == Some(&person)
    }

    /// Whose records are of addresses that they do not have.
    pub(super) fn records_of_no_address(&self) -> impl Iterator<Item = Id<Person>> {
        let records = self.address_records.values().map(|stored| &stored.record);
        records
            .filter(|record| !self.has_address(record.person(), record.address()))
            .map(AddressRecord::person)
    }
}

impl Transaction<'_> {
    pub(super) fn write_bulletin(
        &mut self,
        bulletin: Bulletin,
        expected: Expected,
    ) -> Result<(), StoreError> {
        let id = bulletin.id();
        let version = self.state().next_version(RecordRef::Bulletin(id), expected)?;
        self.set(|state| &mut state.bulletins, id, Some(Versioned::new(bulletin, version)));
        Ok(())
    }

    pub(super) fn write_interests(
        &mut self,
        interests: Interests,
        expected: Expected,
    ) -> Result<(), StoreError> {
        let person = interests.person();
        let version = self.state().next_version(RecordRef::Interests(person), expected)?;
        self.state().require_person(person)?;
        self.set(|state| &mut state.interests, person, Some(Versioned::new(interests, version)));
        Ok(())
    }

    pub(super) fn remove_interests(
        &mut self,
        person: Id<Person>,
        expected: Version,
    ) -> Result<(), StoreError> {
        self.state().require_version(RecordRef::Interests(person), expected)?;
        self.set(|state| &mut state.interests, person, None);
        Ok(())
    }

    /// A person may have several, so the version is that of the address.
    pub(super) fn write_address_record(
        &mut self,
        record: AddressRecord,
        expected: Expected,
    ) -> Result<(), StoreError> {
        let (person, address) = (record.person(), record.address().clone());
        let stored = self.state().address_records.get(&address).map(|stored| stored.version);
        let version = next(stored, RecordRef::AddressRecord(person), expected)?;
        require(self.state().has_address(person, &address), RecordRef::Person(person))?;
        self.set(|state| &mut state.address_records, address, Some(Versioned::new(record, version)));
        Ok(())
    }

    /// What is known of addresses of a person that they do not have any more goes.
    pub(super) fn forget_addresses(&mut self, person: Id<Person>) {
        let records = self.state().address_records.values().map(|stored| &stored.record);
        let gone = |record: &&AddressRecord| {
            record.person() == person && !self.state().has_address(person, record.address())
        };
        let gone: Vec<_> = records.filter(gone).map(|record| record.address().clone()).collect();
        gone.into_iter().for_each(|address| self.set(|state| &mut state.address_records, address, None));
    }
}
