//! Checking the whole: every invariant that spans records.

use async_trait::async_trait;
use bln_core::{
    ActionLink, EventState, Id, Initiative, Instant, Person, RecordRef, Registration, SeatAudit, Sequence,
    Versioned,
};

use super::{
    MemoryStore,
    index::cursor,
    state::{Indexes, State},
    transaction::Transaction,
};
use crate::{Discarded, InspectStore, NoticeRecord, Older, Position, StoreError, StoreFault};

#[async_trait]
impl InspectStore for MemoryStore {
    async fn verify(&self, now: Instant) -> Result<Vec<StoreFault>, StoreError> {
        Ok(self.lock().verify(now))
    }

    /// What is removed from memory is gone: there is no file to take it out of.
    async fn scrub(&self) -> Result<(), StoreError> {
        Ok(())
    }

    async fn older(&self, kind: Discarded, before: Instant) -> Result<Older, StoreError> {
        Ok(self.lock().older(kind, before))
    }
}

impl State {
    fn verify(&self, now: Instant) -> Vec<StoreFault> {
        let mut faults = self.verify_events(now);
        faults.extend(self.registrations.values().filter_map(|stored| self.verify_history(stored)));
        faults.extend(
            self.referred_people()
                .filter(|id| !self.people.contains_key(id))
                .map(|id| StoreFault { record: RecordRef::Person(id), code: "person.missing" }),
        );
        faults.extend(self.verify_legacies());
        faults.extend(self.records_of_no_address().map(|id| StoreFault {
            record: RecordRef::AddressRecord(id),
            code: "address_record.of_no_address",
        }));
        let own = [
            (dense(self.audit.keys()), "audit.positions"),
            (self.outbox.keys().next_back() <= self.outbox_last.get(&()), "outbox.positions"),
            (self.indexes == self.indexed_anew(), "index.differs"),
        ];
        faults.extend(
            own.into_iter()
                .filter(|(sound, _)| !sound)
                .map(|(_, code)| StoreFault { record: RecordRef::Network, code }),
        );
        faults
    }

    /// Everybody whom a record is of: they must be there.
    fn referred_people(&self) -> impl Iterator<Item = Id<Person>> {
        let recipients = self.outbox.values().map(|record| record.notice.recipient());
        let people = recipients.chain(self.memberships.keys().copied());
        let people = people.chain(self.consents.keys().map(|(person, _)| *person));
        let people = people.chain(self.characteristics.keys().copied()).chain(self.limits.keys().copied());
        let people = people.chain(self.interests.keys().copied());
        let people = people.chain(self.links.values().map(ActionLink::person));
        let people = people.chain(self.facilitations.keys().map(|(_, person)| *person));
        people.chain(self.pseudonyms.values().copied())
    }

    /// Every event's seats against its registrations; a published event has seats.
    fn verify_events(&self, now: Instant) -> Vec<StoreFault> {
        let mut faults = Vec::new();
        for (id, event) in &self.events {
            let Some(seats) = self.seats.get(id) else {
                if event.record.state() == EventState::Published {
                    faults.push(StoreFault { record: RecordRef::Event(*id), code: "event.without_seats" });
                }
                continue;
            };
            let mut audit = SeatAudit::new(&seats.record);
            for registration in self.registrations_after(*id, Sequence::START) {
                audit.add(&registration.record);
            }
            let found = audit.faults(now, event.record.schedule().ends_at());
            faults.extend(
                found
                    .into_iter()
                    .map(|fault| StoreFault { record: RecordRef::Seats(*id), code: fault.code() }),
            );
        }
        faults
    }

    /// A registration is where the last of its steps led, and has as many as it says.
    fn verify_history(&self, stored: &Versioned<Registration>) -> Option<StoreFault> {
        let registration = &stored.record;
        let (event, person) = (registration.event(), registration.person());
        let last = self.history((event, person)).next_back();
        let told = self.history((event, person)).zip(1..).all(|(step, ordinal)| step.ordinal == ordinal);
        let sound = told && last == Some(&registration.step());
        let record = RecordRef::Registration { event, person };
        (!sound).then_some(StoreFault { record, code: "registration.history_differs" })
    }

    /// The entries of a legacy ledger are numbered from 1 without a gap.
    fn verify_legacies(&self) -> impl Iterator<Item = StoreFault> {
        let has_a_gap = |initiative: &Id<Initiative>| {
            let numbers = self.legacy(*initiative).map(|(ordinal, _)| ordinal.number());
            numbers.zip(1..).any(|(number, counted)| number != counted)
        };
        let with_gaps = self.initiatives.keys().copied().filter(has_a_gap);
        with_gaps.map(|id| StoreFault { record: RecordRef::Legacy(id), code: "legacy.ordinals" })
    }

    /// The indexes as the records would have them.
    fn indexed_anew(&self) -> Indexes {
        let mut anew = State::default();
        let mut transaction = Transaction::new(&mut anew);
        for stored in self.people.values() {
            transaction.index_person(&stored.record, Some(stored.record.id()));
        }
        for stored in self.events.values() {
            transaction.set(|state| &mut state.indexes.events_by_start, cursor(&stored.record), Some(()));
        }
        for stored in self.registrations.values() {
            transaction.index_registration(&stored.record, Some(stored.record.person()));
        }
        for (position, entry) in &self.audit {
            transaction.set(|state| &mut state.indexes.audit_ids, entry.id(), Some(*position));
        }
        for (position, NoticeRecord { notice, .. }) in &self.outbox {
            let key = (notice.id(), notice.recipient());
            transaction.set(|state| &mut state.indexes.notice_ids, key, Some(*position));
        }
        for ((initiative, _), entry) in &self.legacies {
            transaction.set(|state| &mut state.indexes.legacy_ids, entry.id(), Some(*initiative));
        }
        for (pseudonym, person) in &self.pseudonyms {
            transaction.index_pseudonym(*pseudonym, *person, Some(()));
        }
        transaction.keep();
        anew.indexes
    }
}

fn dense<'a>(positions: impl Iterator<Item = &'a Position>) -> bool {
    positions.zip(1..).all(|(position, number)| position.0 == number)
}
