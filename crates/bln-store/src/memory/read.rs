//! Reading: one lock, one moment.

use std::{
    collections::BTreeSet,
    ops::Bound::{Excluded, Included, Unbounded},
};

use async_trait::async_trait;
use bln_core::{
    AuditEntry, ConsentLedger, EmailAddress, Event, Id, Instant, Intake, Membership, OdsCode, Organisation,
    Person, Pseudonym, Registration, RegistrationStep, Seats, Sequence, Versioned, Wording, search_terms,
};

use super::{
    MemoryStore,
    index::cursor,
    state::{State, first_id},
};
use crate::{
    ApplicationQuery, ApplicationView, AuditRecord, AuditStore, ConsentStore, EventCursor, EventStore,
    IdempotencyKey, MembershipStore, NameCursor, NoticeRecord, OrganisationStore, OutboxStore, Page,
    PageSize, PersonRecord, PersonStore, Position, Receipt, ReceiptKey, ReceiptStore, RegistrationStore,
    SeatQuery, SeatView, StoreError, WordingStore,
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

    async fn pseudonym(&self, person: Id<Person>) -> Result<Option<Pseudonym>, StoreError> {
        Ok(self.lock().pseudonym(person))
    }

    async fn person_by_email(&self, email: &EmailAddress) -> Result<Option<Id<Person>>, StoreError> {
        Ok(self.lock().indexes.addresses.get(email).copied())
    }

    async fn application_view(&self, query: &ApplicationQuery) -> Result<ApplicationView, StoreError> {
        Ok(self.lock().application_view(query))
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
        text: &str,
        after: Option<NameCursor>,
        size: PageSize,
    ) -> Result<Page<PersonRecord, NameCursor>, StoreError> {
        let state = self.lock();
        let terms = search_terms(text);
        let found = state.people_with_terms(&terms, after);
        let Page { items, next } = page(found, size, |(_, cursor)| cursor.clone());
        Ok(Page { items: items.into_iter().map(|(record, _)| record).collect(), next })
    }

    async fn name_words(&self, prefix: &str, at_most: u32) -> Result<Vec<String>, StoreError> {
        let state = self.lock();
        let words = state.indexes.words.range((prefix.to_owned(), first_id())..).map(|((word, _), ())| word);
        let mut words: Vec<String> = words.take_while(|word| word.starts_with(prefix)).cloned().collect();
        words.dedup();
        words.truncate(usize::try_from(at_most).unwrap_or(usize::MAX));
        Ok(words)
    }

    async fn people_named(&self, words: &[&str], size: PageSize) -> Result<Vec<PersonRecord>, StoreError> {
        let state = self.lock();
        let Some((first, others)) = words.get(..words.len().min(4)).and_then(<[_]>::split_first) else {
            return Ok(Vec::new());
        };
        let own = |word: &str, person| state.indexes.words.contains_key(&(word.to_owned(), person));
        let from = state.indexes.words.range(((*first).to_owned(), first_id())..);
        let people = from.take_while(|((word, _), ())| word == first).map(|((_, person), ())| *person);
        let people = people.filter(|person| others.iter().all(|word| own(word, *person)));
        Ok(people.filter_map(|id| state.person_record(id)).take(usize::from(size.number())).collect())
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
        let named = |entry: AuditEntry| entry.naming(|kept| state.read_name(kept));
        let records = state.kept_audit(after);
        let records = records.map(|record| AuditRecord { entry: named(record.entry), ..record });
        Ok(page(records, size, |record| record.position))
    }

    async fn kept_audit_page(
        &self,
        after: Option<Position>,
        size: PageSize,
    ) -> Result<Page<AuditRecord, Position>, StoreError> {
        Ok(page(self.lock().kept_audit(after), size, |record| record.position))
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
        Ok(page(rows.map(|(_, record)| record.clone()), size, |record| record.position))
    }
}

impl State {
    fn application_view(&self, query: &ApplicationQuery) -> ApplicationView {
        let receipt = |key: &IdempotencyKey| ReceiptKey { actor: query.actor, key: key.clone() };
        let asked: BTreeSet<_> = query.keys.iter().map(receipt).collect();
        let holder = |address: &EmailAddress| Some((address.clone(), *self.indexes.addresses.get(address)?));
        let there = |code: &&OdsCode| self.organisations.contains_key(*code);
        ApplicationView {
            receipts: asked.iter().filter_map(|key| self.receipts.get(key).cloned()).collect(),
            holders: query.addresses.iter().filter_map(holder).collect(),
            organisations: query.organisations.iter().filter(there).copied().collect(),
        }
    }

    fn kept_audit(&self, after: Option<Position>) -> impl Iterator<Item = AuditRecord> {
        let rows = self.audit.range((after.map_or(Unbounded, Excluded), Unbounded));
        rows.map(|(position, entry)| AuditRecord { position: *position, entry: entry.clone() })
    }

    fn person_record(&self, id: Id<Person>) -> Option<PersonRecord> {
        Some(PersonRecord {
            person: self.people.get(&id)?.clone(),
            membership: self.memberships.get(&id).cloned(),
            consent: self.consent_ledger(id),
            limits: self.limits.get(&id).cloned(),
        })
    }

    /// Who has a word for each of the terms, at the first of their words that the first term begins.
    fn people_with_terms<'a>(
        &'a self,
        terms: &'a [String],
        after: Option<NameCursor>,
    ) -> impl Iterator<Item = (PersonRecord, NameCursor)> + 'a {
        let begins =
            |term: &String, words: &BTreeSet<String>| words.iter().any(|word| word.starts_with(term));
        let found = terms.first().map(|first| {
            let after = after.filter(|after| after.word >= *first);
            let from = match after {
                Some(NameCursor { word, person }) => Excluded((word, person)),
                None => Included((first.clone(), first_id())),
            };
            let words =
                self.indexes.words.range((from, Unbounded)).map(|((word, person), ())| (word, *person));
            words.take_while(move |(word, _)| word.starts_with(first)).filter_map(move |(word, person)| {
                let record = self.person_record(person)?;
                let own = record.person.record.name().words();
                let at_first = own.iter().find(|own| own.starts_with(first)) == Some(word);
                let every = terms.iter().all(|term| begins(term, &own));
                (at_first && every).then(|| (record, NameCursor { word: word.clone(), person }))
            })
        });
        found.into_iter().flatten()
    }
}

pub(super) fn page<T, K>(
    rows: impl Iterator<Item = T>,
    size: PageSize,
    key: impl FnOnce(&T) -> K,
) -> Page<T, K> {
    Page::from_one_more(rows.take(usize::from(size.number()) + 1).collect(), size, key)
}
