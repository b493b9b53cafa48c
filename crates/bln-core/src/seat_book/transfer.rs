//! What becomes of two people's registrations for one event when they turn out to be one person.

use std::cmp::Reverse;

use crate::{Id, Instant, Person, Registration, RegistrationState, RegistrationStep};

use super::{Entry, RemovedRegistration, SeatBook, Shortfall};

impl SeatBook {
    /// Makes the registrations of `from` and `to` one, under `to`: the two are one person, who needs one place.
    ///
    /// The one that is further along stands, with its place, its number and its history: attended before confirmed,
    /// confirmed before offered, offered before waiting, and whatever lasts before what has ended; of two alike, the
    /// lower number. An offer that has run out is no offer. The other is forgotten, and its place is offered to the
    /// first who fits. This order is this library's own choice: nobody loses what they were promised, and nobody
    /// keeps two places.
    ///
    /// Nothing is refused, also once the event is over. `history` is what a store has of the steps of `from`; when
    /// `from`'s registration stands and any of them are missing, [`finish`](SeatBook::finish) answers [`Shortfall`].
    /// Both people's registrations must be loaded, as far as they have any.
    pub fn transfer(&mut self, from: Id<Person>, to: Id<Person>, history: &[RegistrationStep], now: Instant) {
        if from == to {
            return;
        }
        let stands = |person| self.registration(person).map(|registration| standing(registration, now));
        if stands(from) > stands(to) {
            self.forget(to, now);
            self.hand_over(from, to, history);
        } else {
            self.forget(from, now);
        }
        self.offer_free_places(now);
    }

    /// Removes a registration, and gives up what it held. What is free then is not offered yet.
    pub(super) fn forget(&mut self, person: Id<Person>, now: Instant) {
        let Some(state) = self.registration(person).map(Registration::state) else { return };
        if state.is_live() || state.occupies().is_some() {
            self.move_to(person, RegistrationState::Cancelled, now);
        }
        if let Some(entry) = self.entries.remove(&person) {
            self.note_removal(person, &entry);
        }
    }

    fn hand_over(&mut self, from: Id<Person>, to: Id<Person>, history: &[RegistrationStep]) {
        let Some(entry) = self.entries.remove(&from) else { return };
        self.note_removal(from, &entry);
        // What began in this book has all of its steps here.
        let stored = if entry.version.is_some() { history } else { &[] };
        let steps: Vec<_> = stored.iter().copied().chain(entry.steps).collect();
        if u32::try_from(steps.len()) != Ok(entry.registration.steps()) {
            self.shortfall = Some(Shortfall);
        }
        let registration = entry.registration.held_by(to);
        if registration.state() == RegistrationState::Waiting {
            self.queues.insert(registration.choice(), registration.sequence(), to);
        }
        self.entries.insert(to, Entry { registration, version: None, steps });
    }

    fn note_removal(&mut self, person: Id<Person>, entry: &Entry) {
        if let Some(expected) = entry.version {
            self.removed.push(RemovedRegistration { event: self.seats.event(), person, expected });
        }
    }
}

/// How far along a registration is, and then who came first.
fn standing(registration: &Registration, now: Instant) -> impl Ord + use<> {
    let along = match registration.state() {
        RegistrationState::Attended { .. } => 5,
        RegistrationState::Confirmed { .. } => 4,
        RegistrationState::Offered { expires, .. } if now < expires => 3,
        RegistrationState::Waiting => 2,
        RegistrationState::DidNotAttend { .. } => 1,
        RegistrationState::Offered { .. }
        | RegistrationState::Declined
        | RegistrationState::Expired
        | RegistrationState::Cancelled => 0,
    };
    (along, Reverse(registration.sequence()))
}
