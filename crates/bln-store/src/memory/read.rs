//! Reading: one lock, one moment.

use std::{
    collections::BTreeSet,
    ops::Bound::{Excluded, Included, Unbounded},
};

use async_trait::async_trait;
use bln_core::{
    ConsentLedger, EmailAddress, Event, Id, Instant, Intake, Membership, OdsCode, Organisation, Person,
    Registration, RegistrationStep, Seats, Sequence, Versioned, Wording, search_key,
};
use uuid::Uuid;

use super::{MemoryStore, index::cursor, state::State};
use crate::{
    AuditRecord, AuditStore, ConsentStore, EventCursor, EventStore, MembershipStore, NoticeRecord,
    OrganisationStore, OutboxStore, Page, PageSize, PersonRecord, PersonStore, Position, Receipt, ReceiptKey,
    ReceiptStore, RegistrationStore, SeatQuery, SeatView, StoreError, WordingStore,
};

#[async_trait]
impl WordingStore for MemoryStore {
    async fn wordings(&self) -> Result<Vec<Wording>, StoreError> {
        Ok(self.lock().wordings.values().cloned().collect())
    }
}

#[async_trait]
impl OrganisationStore for MemoryStore {
    async fn organisation(&self, code: OdsCode) -> Result<Option<Versioned<Organisation>>, StoreError> {
        Ok(self.lock().organisations.get(&code).cloned())
    }

    async fn organisation_page(
        &self,
        after: Option<OdsCode>,
        size: PageSize,
    ) -> Result<Page<Versioned<Organisation>, OdsCode>, StoreError> {
        let state = self.lock();
        let rows = state.organisations.range((after.map_or(Unbounded, Excluded), Unbounded));
        Ok(page(rows.map(|(_, stored)| stored.clone()), size, |stored| stored.record.code()))
    }
}

#[async_trait]
impl PersonStore for MemoryStore {
    async fn person(&self, id: Id<Person>) -> Result<Option<PersonRecord>, StoreError> {
        Ok(self.lock().person_record(id))
    }

    async fn person_by_email(&self, email: &EmailAddress) -> Result<Option<Id<Person>>, StoreError> {
        Ok(self.lock().indexes.addresses.get(email).copied())
    }

    async fn person_page(
        &self,
        after: Option<Id<Person>>,
        size: PageSize,
    ) -> Result<Page<PersonRecord, Id<Person>>, StoreError> {
        let state = self.lock();
        let ids = state.people.range((after.map_or(Unbounded, Excluded), Unbounded)).map(|(id, _)| *id);
        Ok(page(ids.filter_map(|id| state.person_record(id)), size, |record| record.person.record.id()))
    }

    async fn person_search(
        &self,
        prefix: &str,
        after: Option<Id<Person>>,
        size: PageSize,
    ) -> Result<Page<PersonRecord, Id<Person>>, StoreError> {
        let state = self.lock();
        let found = state.people_with_word(&search_key(prefix));
        let ids = found.range((after.map_or(Unbounded, Excluded), Unbounded)).copied();
        Ok(page(ids.filter_map(|id| state.person_record(id)), size, |record| record.person.record.id()))
    }
}

#[async_trait]
impl MembershipStore for MemoryStore {
    async fn membership(&self, person: Id<Person>) -> Result<Option<Versioned<Membership>>, StoreError> {
        Ok(self.lock().memberships.get(&person).cloned())
    }
}

#[async_trait]
impl ConsentStore for MemoryStore {
    async fn consent_ledger(
        &self,
        person: Id<Person>,
    ) -> Result<Option<Versioned<ConsentLedger>>, StoreError> {
        Ok(self.lock().consent_ledger(person))
    }
}

#[async_trait]
impl EventStore for MemoryStore {
    async fn event(&self, id: Id<Event>) -> Result<Option<Versioned<Event>>, StoreError> {
        Ok(self.lock().events.get(&id).cloned())
    }

    async fn event_page(
        &self,
        after: Option<EventCursor>,
        size: PageSize,
    ) -> Result<Page<Versioned<Event>, EventCursor>, StoreError> {
        let state = self.lock();
        let keys = state.indexes.events_by_start.range((after.map_or(Unbounded, Excluded), Unbounded));
        let events = keys.filter_map(|(key, ())| state.events.get(&key.event).cloned());
        Ok(page(events, size, |stored| cursor(&stored.record)))
    }
}

#[async_trait]
impl RegistrationStore for MemoryStore {
    async fn seats(&self, event: Id<Event>) -> Result<Option<Versioned<Seats>>, StoreError> {
        Ok(self.lock().seats.get(&event).cloned())
    }

    async fn registration(
        &self,
        event: Id<Event>,
        person: Id<Person>,
    ) -> Result<Option<Versioned<Registration>>, StoreError> {
        Ok(self.lock().registrations.get(&(event, person)).cloned())
    }

    async fn registration_history(
        &self,
        event: Id<Event>,
        person: Id<Person>,
    ) -> Result<Vec<RegistrationStep>, StoreError> {
        Ok(self.lock().history((event, person)).copied().collect())
    }

    async fn registration_page(
        &self,
        event: Id<Event>,
        after: Option<Sequence>,
        size: PageSize,
    ) -> Result<Page<Versioned<Registration>, Sequence>, StoreError> {
        let state = self.lock();
        let rows = state.registrations_after(event, after.unwrap_or(Sequence::START)).cloned();
        Ok(page(rows, size, |stored| stored.record.sequence()))
    }

    async fn person_registrations(
        &self,
        person: Id<Person>,
        after: Option<Id<Event>>,
        size: PageSize,
    ) -> Result<Page<Versioned<Registration>, Id<Event>>, StoreError> {
        let state = self.lock();
        let from = after.map_or(Included((person, first_id())), |event| Excluded((person, event)));
        let keys = state.indexes.events_by_person.range((from, Unbounded));
        let keys = keys.map(|(key, ())| *key).take_while(|(of, _)| *of == person);
        let rows = keys.filter_map(|(_, event)| state.registrations.get(&(event, person)).cloned());
        Ok(page(rows, size, |stored| stored.record.event()))
    }

    async fn seat_view(&self, query: SeatQuery) -> Result<Option<SeatView>, StoreError> {
        Ok(self.lock().seat_view(&query))
    }

    async fn events_with_due_offers(
        &self,
        due: Instant,
        after: Option<Id<Event>>,
        size: PageSize,
    ) -> Result<Page<Id<Event>, Id<Event>>, StoreError> {
        let state = self.lock();
        let seats = state.seats.range((after.map_or(Unbounded, Excluded), Unbounded));
        let open =
            seats.filter(|(_, stored)| stored.record.intake() == Intake::Open).map(|(event, _)| *event);
        Ok(page(open.filter(|event| state.due_offers(*event, due).next().is_some()), size, |event| *event))
    }
}

#[async_trait]
impl ReceiptStore for MemoryStore {
    async fn receipt(&self, key: &ReceiptKey) -> Result<Option<Receipt>, StoreError> {
        Ok(self.lock().receipts.get(key).cloned())
    }
}

#[async_trait]
impl AuditStore for MemoryStore {
    async fn audit_page(
        &self,
        after: Option<Position>,
        size: PageSize,
    ) -> Result<Page<AuditRecord, Position>, StoreError> {
        let state = self.lock();
        let rows = state.audit.range((after.map_or(Unbounded, Excluded), Unbounded));
        let records = rows.map(|(position, entry)| AuditRecord { position: *position, entry: entry.clone() });
        Ok(page(records, size, |record| record.position))
    }
}

#[async_trait]
impl OutboxStore for MemoryStore {
    async fn outbox_page(
        &self,
        after: Option<Position>,
        size: PageSize,
    ) -> Result<Page<NoticeRecord, Position>, StoreError> {
        let state = self.lock();
        let rows = state.outbox.range((after.map_or(Unbounded, Excluded), Unbounded));
        let records =
            rows.map(|(position, notice)| NoticeRecord { position: *position, notice: notice.clone() });
        Ok(page(records, size, |record| record.position))
    }
}

impl State {
    fn person_record(&self, id: Id<Person>) -> Option<PersonRecord> {
        Some(PersonRecord {
            person: self.people.get(&id)?.clone(),
            membership: self.memberships.get(&id).cloned(),
            consent: self.consent_ledger(id),
        })
    }

    /// Who has a word that starts like this, each once. Nothing to look for finds nobody.
    fn people_with_word(&self, prefix: &str) -> BTreeSet<Id<Person>> {
        if prefix.is_empty() {
            return BTreeSet::new();
        }
        let words = self.indexes.words.range((prefix.to_owned(), first_id())..);
        let words = words.take_while(|((word, _), ())| word.starts_with(prefix));
        words.map(|((_, person), ())| *person).collect()
    }
}

fn page<T, K>(rows: impl Iterator<Item = T>, size: PageSize, key: impl FnOnce(&T) -> K) -> Page<T, K> {
    Page::from_one_more(rows.take(usize::from(size.number()) + 1).collect(), size, key)
}

/// The identifier before which there is none.
const fn first_id<K>() -> Id<K> {
    Id::new(Uuid::nil())
}
