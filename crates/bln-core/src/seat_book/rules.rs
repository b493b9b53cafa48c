//! One function for each command, and the one that offers what has come free.

use crate::{
    Id, Instant, Mode, ModeChoice, Person, PlacesByMode, Pool, Refusal, Registration, RegistrationState,
    RegistrationStep, WaitingPlace,
};

use super::{Entry, Numbers, SeatBook, SeatOutcome};

impl SeatBook {
    pub(super) fn register(
        &mut self,
        person: Id<Person>,
        choice: ModeChoice,
        id: Id<Registration>,
        now: Instant,
    ) -> Result<SeatOutcome, Refusal> {
        self.must_take_registrations(now)?;
        if !Mode::ALL.into_iter().any(|mode| choice.fits(mode) && self.seats.pool(mode).is_some()) {
            return Err(Refusal::ModeNotOffered);
        }
        self.must_not_be_registered(person)?;
        // By the post-condition nobody who fits this place waits without an offer, so nobody is passed over.
        if let Some(mode) = self.seats.free_place(choice) {
            self.enter(person, choice, id, RegistrationState::Confirmed { mode }, now);
            return Ok(SeatOutcome::Confirmed { mode });
        }
        let position = match self.frame.numbers {
            Numbers::Told => {
                WaitingPlace::Position(u64::from(self.seats.waiting().competing_with(choice)) + 1)
            }
            Numbers::Kept => WaitingPlace::Unnumbered,
        };
        self.enter(person, choice, id, RegistrationState::Waiting, now);
        Ok(SeatOutcome::Waiting { position })
    }

    pub(super) fn walk_up(
        &mut self,
        person: Id<Person>,
        mode: Mode,
        id: Id<Registration>,
        now: Instant,
    ) -> Result<SeatOutcome, Refusal> {
        self.must_take_registrations(now)?;
        if now < self.frame.check_in_from {
            return Err(Refusal::CheckInNotOpen);
        }
        let pool = self.seats.pool(mode).ok_or(Refusal::ModeNotOffered)?;
        self.must_not_be_registered(person)?;
        if pool.free() == 0 {
            return Err(Refusal::NoFreePlace);
        }
        let choice = match mode {
            Mode::InPerson => ModeChoice::InPerson,
            Mode::Online => ModeChoice::Online,
        };
        self.enter(person, choice, id, RegistrationState::Confirmed { mode }, now);
        self.move_to(person, RegistrationState::Attended { mode }, now);
        Ok(SeatOutcome::Attended { mode })
    }

    pub(super) fn cancel(&mut self, person: Id<Person>, now: Instant) -> Result<SeatOutcome, Refusal> {
        self.must_not_be_over(now)?;
        match self.state_of(person)? {
            RegistrationState::Attended { .. } | RegistrationState::DidNotAttend { .. } => {
                Err(Refusal::AttendanceRecorded)
            }
            state if state.is_live() => {
                self.move_to(person, RegistrationState::Cancelled, now);
                self.offer_free_places(now);
                Ok(SeatOutcome::Done)
            }
            _ => Err(Refusal::NotRegistered),
        }
    }

    pub(super) fn accept(&mut self, person: Id<Person>, now: Instant) -> Result<SeatOutcome, Refusal> {
        let mode = self.open_offer(person, now)?;
        self.move_to(person, RegistrationState::Confirmed { mode }, now);
        Ok(SeatOutcome::Confirmed { mode })
    }

    pub(super) fn decline(&mut self, person: Id<Person>, now: Instant) -> Result<SeatOutcome, Refusal> {
        self.open_offer(person, now)?;
        self.move_to(person, RegistrationState::Declined, now);
        self.offer_free_places(now);
        Ok(SeatOutcome::Done)
    }

    pub(super) fn expire_due(&mut self, now: Instant) -> Result<SeatOutcome, Refusal> {
        let due: Vec<_> = self
            .registrations()
            .filter(|registration| registration.state().expires().is_some_and(|expires| expires <= now))
            .map(Registration::person)
            .collect();
        for person in due {
            self.move_to(person, RegistrationState::Expired, now);
        }
        self.offer_free_places(now);
        Ok(SeatOutcome::Done)
    }

    pub(super) fn check_in(&mut self, person: Id<Person>, now: Instant) -> Result<SeatOutcome, Refusal> {
        if now < self.frame.check_in_from {
            return Err(Refusal::CheckInNotOpen);
        }
        let mode = match self.state_of(person)? {
            RegistrationState::Confirmed { mode } => mode,
            RegistrationState::Offered { .. } => self.open_offer(person, now)?,
            RegistrationState::Attended { .. } | RegistrationState::DidNotAttend { .. } => {
                return Err(Refusal::AttendanceRecorded);
            }
            RegistrationState::Waiting => return Err(Refusal::NoFreePlace),
            _ => return Err(Refusal::NoConfirmedPlace),
        };
        if self.is_closed() {
            return Err(Refusal::SeatsClosed);
        }
        self.move_to(person, RegistrationState::Attended { mode }, now);
        Ok(SeatOutcome::Attended { mode })
    }

    pub(super) fn resize(&mut self, places: PlacesByMode, now: Instant) -> Result<SeatOutcome, Refusal> {
        self.must_take_registrations(now)?;
        let in_person = self.resized(Mode::InPerson, places)?;
        let online = self.resized(Mode::Online, places)?;
        self.seats.set_pools(in_person, online);
        self.offer_free_places(now);
        Ok(SeatOutcome::Done)
    }

    pub(super) fn remove(&mut self, person: Id<Person>, now: Instant) -> Result<SeatOutcome, Refusal> {
        self.state_of(person)?;
        self.forget(person, now);
        self.offer_free_places(now);
        Ok(SeatOutcome::Done)
    }

    pub(super) fn close(&mut self, now: Instant) -> Result<SeatOutcome, Refusal> {
        self.seats.close();
        self.end_live(now, |_| RegistrationState::Cancelled);
        Ok(SeatOutcome::Done)
    }

    pub(super) fn settle(&mut self, now: Instant) -> Result<SeatOutcome, Refusal> {
        if now < self.frame.ends {
            return Err(Refusal::EventNotOver);
        }
        self.seats.close();
        self.end_live(now, |state| match state {
            RegistrationState::Confirmed { mode } => RegistrationState::DidNotAttend { mode },
            _ => RegistrationState::Expired,
        });
        Ok(SeatOutcome::Done)
    }

    fn end_live(&mut self, now: Instant, end: impl Fn(RegistrationState) -> RegistrationState) {
        let live: Vec<_> = self
            .registrations()
            .filter(|registration| registration.state().is_live())
            .map(|registration| (registration.person(), registration.state()))
            .collect();
        for (person, state) in live {
            self.move_to(person, end(state), now);
        }
    }

    /// Restores the post-condition: as long as a place is free and somebody who fits waits, it is offered to
    /// the first of them.
    pub(super) fn offer_free_places(&mut self, now: Instant) {
        if self.is_closed() {
            return;
        }
        let Some(expires) = self.frame.offer_window.expiry(now, self.frame.starts, self.frame.ends) else {
            return;
        };
        while let Some(mode) = self.seats.unoffered_place() {
            match self.queues.first_fitting(mode, self.seats.waiting()) {
                Ok(Some(person)) => {
                    self.move_to(person, RegistrationState::Offered { mode, expires }, now);
                }
                Ok(None) => return,
                Err(shortfall) => {
                    self.shortfall = Some(shortfall);
                    return;
                }
            }
        }
    }

    fn resized(&self, mode: Mode, places: PlacesByMode) -> Result<Option<Pool>, Refusal> {
        match (self.seats.pool(mode), places.of(mode)) {
            (None, None) => Ok(None),
            (None, Some(capacity)) => Ok(Some(Pool { capacity, confirmed: 0, offered: 0 })),
            (Some(_), None) if self.frame.numbers == Numbers::Kept => Err(Refusal::PlacesOnlyGrow),
            (Some(pool), Some(capacity))
                if self.frame.numbers == Numbers::Kept && capacity < pool.capacity =>
            {
                Err(Refusal::PlacesOnlyGrow)
            }
            (Some(pool), None) if pool.occupied() > 0 || self.seats.waiting().fitting(mode) > 0 => {
                Err(Refusal::ModeInUse)
            }
            (Some(_), None) => Ok(None),
            (Some(pool), Some(capacity)) if capacity.number() < pool.occupied() => {
                Err(Refusal::BelowOccupied)
            }
            (Some(pool), Some(capacity)) => Ok(Some(Pool { capacity, ..pool })),
        }
    }

    fn must_not_be_over(&self, now: Instant) -> Result<(), Refusal> {
        if now >= self.frame.ends { Err(Refusal::EventOver) } else { Ok(()) }
    }

    fn must_take_registrations(&self, now: Instant) -> Result<(), Refusal> {
        if self.is_closed() { Err(Refusal::SeatsClosed) } else { self.must_not_be_over(now) }
    }

    fn must_not_be_registered(&self, person: Id<Person>) -> Result<(), Refusal> {
        match self.registration(person).map(Registration::state) {
            Some(state) if state.is_live() => Err(Refusal::AlreadyRegistered),
            Some(RegistrationState::Attended { .. } | RegistrationState::DidNotAttend { .. }) => {
                Err(Refusal::AttendanceRecorded)
            }
            _ => Ok(()),
        }
    }

    fn state_of(&self, person: Id<Person>) -> Result<RegistrationState, Refusal> {
        self.registration(person).map(Registration::state).ok_or(Refusal::NotRegistered)
    }

    /// The pool of an offer that can still be accepted: strictly before it expires.
    fn open_offer(&self, person: Id<Person>, now: Instant) -> Result<Mode, Refusal> {
        match self.state_of(person)? {
            RegistrationState::Offered { mode, expires } if now < expires => Ok(mode),
            RegistrationState::Offered { .. } | RegistrationState::Expired => Err(Refusal::OfferExpired),
            _ => Err(Refusal::NoOffer),
        }
    }

    fn enter(
        &mut self,
        person: Id<Person>,
        choice: ModeChoice,
        id: Id<Registration>,
        state: RegistrationState,
        now: Instant,
    ) {
        let sequence = self.draw();
        let event = self.seats.event();
        match self.entries.get_mut(&person) {
            Some(entry) => {
                entry.registration.renew(choice, sequence);
                entry.registration.advance(state, now);
                entry.steps.push(entry.registration.step());
            }
            None => {
                let step = RegistrationStep { ordinal: 1, choice, sequence, state, at: now };
                let registration = Registration::begin(id, event, person, step);
                self.entries.insert(person, Entry { registration, version: None, steps: vec![step] });
            }
        }
        self.count_in(state, choice);
        if state == RegistrationState::Waiting {
            self.queues.insert(choice, sequence, person);
        }
    }

    pub(super) fn move_to(&mut self, person: Id<Person>, state: RegistrationState, now: Instant) {
        let Some(entry) = self.entries.get_mut(&person) else { return };
        let left = entry.registration.state();
        let (choice, sequence) = (entry.registration.choice(), entry.registration.sequence());
        entry.registration.advance(state, now);
        entry.steps.push(entry.registration.step());
        if left == RegistrationState::Waiting {
            self.queues.remove(choice, sequence);
        }
        self.count_out(left, choice);
        self.count_in(state, choice);
    }

    fn count_in(&mut self, state: RegistrationState, choice: ModeChoice) {
        match state {
            RegistrationState::Waiting => {
                let waiting = self.seats.waiting_mut().of_mut(choice);
                *waiting = waiting.saturating_add(1);
            }
            RegistrationState::Offered { mode, .. } => {
                if let Some(pool) = self.seats.pool_mut(mode) {
                    pool.offered = pool.offered.saturating_add(1);
                }
            }
            other => {
                if let Some(pool) = other.occupies().and_then(|mode| self.seats.pool_mut(mode)) {
                    pool.confirmed = pool.confirmed.saturating_add(1);
                }
            }
        }
    }

    fn count_out(&mut self, state: RegistrationState, choice: ModeChoice) {
        match state {
            RegistrationState::Waiting => {
                let waiting = self.seats.waiting_mut().of_mut(choice);
                *waiting = waiting.saturating_sub(1);
            }
            RegistrationState::Offered { mode, .. } => {
                if let Some(pool) = self.seats.pool_mut(mode) {
                    pool.offered = pool.offered.saturating_sub(1);
                }
            }
            other => {
                if let Some(pool) = other.occupies().and_then(|mode| self.seats.pool_mut(mode)) {
                    pool.confirmed = pool.confirmed.saturating_sub(1);
                }
            }
        }
    }
}
