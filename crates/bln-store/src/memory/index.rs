//! The lists on which a record is found, kept in step with the records.

use bln_core::{Event, Id, Person, Registration, RegistrationState};

use super::transaction::Transaction;
use crate::EventCursor;

impl Transaction<'_> {
    /// Makes a person findable under all their names and addresses, or no longer with `None`.
    pub(super) fn index_person(&mut self, person: &Person, findable: Option<Id<Person>>) {
        for address in person.emails().iter() {
            self.set(|state| &mut state.indexes.addresses, address.clone(), findable);
        }
        for word in person.name().words() {
            self.set(|state| &mut state.indexes.words, (word, person.id()), findable.map(|_| ()));
        }
    }

    /// Puts a registration on the lists it belongs on, or takes it off them with `None`.
    pub(super) fn index_registration(&mut self, registration: &Registration, listed: Option<Id<Person>>) {
        let (event, person) = (registration.event(), registration.person());
        let (sequence, state) = (registration.sequence(), registration.state());
        self.set(|state| &mut state.indexes.events_by_person, (person, event), listed.map(|_| ()));
        self.set(|state| &mut state.indexes.numbers, (event, sequence), listed);
        let place = listed.map(|person| (event, person));
        self.set(|state| &mut state.indexes.registration_ids, registration.id(), place);
        if state == RegistrationState::Waiting {
            let key = (event, registration.choice(), sequence);
            self.set(|state| &mut state.indexes.waiting, key, listed);
        }
        if let RegistrationState::Offered { expires, .. } = state {
            self.set(|state| &mut state.indexes.offers, (event, expires, sequence), listed);
        }
        if state.is_live() {
            self.set(|state| &mut state.indexes.live, (event, sequence), listed);
        }
    }
}

/// Where an event stands in the programme.
pub(super) fn cursor(event: &Event) -> EventCursor {
    EventCursor { starts: event.schedule().starts_at(), event: event.id() }
}
