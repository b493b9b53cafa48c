//! Checking the whole: every invariant that spans records.

use async_trait::async_trait;
use bln_core::{EventState, Instant, Notice, RecordRef, Registration, SeatAudit, Sequence, Versioned};

use super::{
    MemoryStore,
    index::cursor,
    state::{Indexes, State},
    transaction::Transaction,
};
use crate::{InspectStore, Position, StoreError, StoreFault};

#[async_trait]
impl InspectStore for MemoryStore {
    async fn verify(&self, now: Instant) -> Result<Vec<StoreFault>, StoreError> {
        Ok(self.lock().verify(now))
    }
}

impl State {
    fn verify(&self, now: Instant) -> Vec<StoreFault> {
        let mut faults = self.verify_events(now);
        faults.extend(self.registrations.values().filter_map(|stored| self.verify_history(stored)));
        let referred = self.outbox.values().map(Notice::recipient).chain(self.memberships.keys().copied());
        let referred = referred.chain(self.consents.keys().map(|(person, _)| *person));
        faults.extend(
            referred
                .filter(|id| !self.people.contains_key(id))
                .map(|id| StoreFault { record: RecordRef::Person(id), code: "person.missing" }),
        );
        let own = [
            (dense(self.audit.keys()), "audit.positions"),
            (dense(self.outbox.keys()), "outbox.positions"),
            (self.indexes == self.indexed_anew(), "index.differs"),
        ];
        faults.extend(
            own.into_iter()
                .filter(|(sound, _)| !sound)
                .map(|(_, code)| StoreFault { record: RecordRef::Network, code }),
        );
        faults
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
        for (position, notice) in &self.outbox {
            transaction.set(|state| &mut state.indexes.notice_ids, notice.id(), Some(*position));
        }
        transaction.keep();
        anew.indexes
    }
}

fn dense<'a>(positions: impl Iterator<Item = &'a Position>) -> bool {
    positions.zip(1..).all(|(position, number)| position.0 == number)
}
