//! Reading what is kept so that people keep their privacy.

use std::{
    collections::BTreeSet,
    ops::Bound::{Excluded, Unbounded},
};

use async_trait::async_trait;
use bln_core::{
    ActionLink, Event, Facilitation, Id, KeyedHash, Message, Person, RightsRequest, SealedCharacteristics,
    Suppression, Theme, TokenHash, Versioned,
};

use super::{MemoryStore, read::page, state::State};
use crate::{
    CharacteristicsStore, LinkStore, Page, PageSize, RightsStore, SafeSpaceStore, StoreError,
    SuppressionStore,
};

#[async_trait]
impl CharacteristicsStore for MemoryStore {
    async fn characteristics(
        &self,
        person: Id<Person>,
    ) -> Result<Option<Versioned<SealedCharacteristics>>, StoreError> {
        Ok(self.lock().characteristics.get(&person).cloned())
    }

    async fn characteristics_page(
        &self,
        after: Option<Id<Person>>,
        size: PageSize,
    ) -> Result<Page<Versioned<SealedCharacteristics>, Id<Person>>, StoreError> {
        let state = self.lock();
        let rows = state.characteristics.range((after.map_or(Unbounded, Excluded), Unbounded));
        Ok(page(rows.map(|(_, stored)| stored.clone()), size, |stored| stored.record.person()))
    }
}

#[async_trait]
impl RightsStore for MemoryStore {
    async fn rights_request(
        &self,
        id: Id<RightsRequest>,
    ) -> Result<Option<Versioned<RightsRequest>>, StoreError> {
        let state = self.lock();
        Ok(state.rights_requests.get(&id).map(|kept| state.rights_request(kept)))
    }

    async fn rights_request_page(
        &self,
        after: Option<Id<RightsRequest>>,
        size: PageSize,
    ) -> Result<Page<Versioned<RightsRequest>, Id<RightsRequest>>, StoreError> {
        let state = self.lock();
        let rows = state.rights_requests.range((after.map_or(Unbounded, Excluded), Unbounded));
        Ok(page(rows.map(|(_, kept)| state.rights_request(kept)), size, |stored| stored.record.id()))
    }

    async fn rights_requests_of(
        &self,
        person: Id<Person>,
    ) -> Result<Vec<Versioned<RightsRequest>>, StoreError> {
        let state = self.lock();
        let all = state.rights_requests.values().map(|kept| state.rights_request(kept));
        Ok(all.filter(|stored| stored.record.person() == person).collect())
    }
}

#[async_trait]
impl LinkStore for MemoryStore {
    async fn action_link(&self, hash: &TokenHash) -> Result<Option<ActionLink>, StoreError> {
        Ok(self.lock().links.get(hash).copied())
    }
}

#[async_trait]
impl SuppressionStore for MemoryStore {
    async fn suppressions(&self, hashes: &[KeyedHash]) -> Result<Vec<Suppression>, StoreError> {
        let state = self.lock();
        let asked: BTreeSet<&KeyedHash> = hashes.iter().collect();
        let rows = state.suppressions.iter().filter(|((hash, _), _)| asked.contains(hash));
        let mut found: Vec<_> =
            rows.map(|((hash, purpose), since)| Suppression::new(*hash, *purpose, *since)).collect();
        found.sort_by_key(|suppression| (suppression.hash(), suppression.purpose().name()));
        Ok(found)
    }
}

#[async_trait]
impl SafeSpaceStore for MemoryStore {
    async fn facilitation(
        &self,
        event: Id<Event>,
        person: Id<Person>,
    ) -> Result<Option<Versioned<Facilitation>>, StoreError> {
        Ok(self.lock().facilitations.get(&(event, person)).cloned())
    }

    async fn facilitations_of(&self, person: Id<Person>) -> Result<Vec<Versioned<Facilitation>>, StoreError> {
        let state = self.lock();
        let theirs = state.facilitations.values().filter(|stored| stored.record.person() == person);
        Ok(theirs.cloned().collect())
    }

    async fn theme(&self, id: Id<Theme>) -> Result<Option<Versioned<Theme>>, StoreError> {
        let state = self.lock();
        Ok(state.themes.get(&id).map(|kept| state.theme(kept)))
    }

    async fn themes(&self, event: Id<Event>) -> Result<Vec<Versioned<Theme>>, StoreError> {
        let state = self.lock();
        let its_own = state.themes.values().filter(|kept| kept.record.event() == event);
        Ok(its_own.map(|kept| state.theme(kept)).collect())
    }

    async fn contributors(&self, theme: Id<Theme>) -> Result<u64, StoreError> {
        let state = self.lock();
        let from = state.contributions.range((theme, KeyedHash::from_bytes([0; 32]))..);
        let number = from.take_while(|((of, _), ())| *of == theme).count();
        Ok(u64::try_from(number).unwrap_or(u64::MAX))
    }

    async fn message(&self, id: Id<Message>) -> Result<Option<Message>, StoreError> {
        Ok(self.lock().messages.get(&id).cloned())
    }

    async fn to_dispose(&self, event: Id<Event>) -> Result<u64, StoreError> {
        Ok(self.lock().to_dispose(event))
    }
}

impl State {
    /// A request by whom it is, as long as anybody can tell.
    fn rights_request(&self, kept: &Versioned<RightsRequest>) -> Versioned<RightsRequest> {
        kept.clone().map(|request| request.naming(|name| self.read_name(name)))
    }

    /// A theme checked by whom it was, as long as anybody can tell.
    fn theme(&self, kept: &Versioned<Theme>) -> Versioned<Theme> {
        kept.clone().map(|theme| theme.naming(|name| self.read_name(name)))
    }
}
