//! Records kept between commands, as a store would keep them.

use std::collections::BTreeMap;

use bln_core::{
    Id, Instant, ModeChoice, Numbers, OfferWindow, Places, PlacesByMode, Reach, Refusal, Registration,
    RegistrationParts, RegistrationState, RegistrationStep, SeatAudit, SeatBook, SeatChanges, SeatCommand,
    SeatFault, SeatFrame, SeatOutcome, Seats, SeatsParts, Version, Versioned, WaitingCounts,
};
use chrono::TimeDelta;

use super::{
    sabotage::Sabotage,
    step::{Step, person},
};

pub(crate) const MINUTES_TO_CHECK_IN: i64 = 600;
const MINUTES_TO_START: i64 = 660;
const MINUTES_TO_END: i64 = 780;

pub(crate) fn beginning() -> Instant {
    "2027-05-01T00:00:00Z".parse().unwrap()
}

pub(crate) fn frame() -> SeatFrame {
    let after = |minutes| beginning().plus(TimeDelta::minutes(minutes));
    SeatFrame {
        check_in_from: after(MINUTES_TO_CHECK_IN),
        starts: after(MINUTES_TO_START),
        ends: after(MINUTES_TO_END),
        offer_window: OfferWindow::new(TimeDelta::minutes(60)).unwrap(),
        numbers: Numbers::Told,
    }
}

pub(crate) fn places(in_person: u32, online: u32) -> PlacesByMode {
    PlacesByMode::hybrid(Places::new(in_person).unwrap(), Places::new(online).unwrap())
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct World {
    seats: Seats,
    earlier: Seats,
    registrations: BTreeMap<u128, Registration>,
    histories: BTreeMap<u128, Vec<RegistrationStep>>,
    minutes: i64,
    drawn: u128,
    sabotage: Sabotage,
}

impl World {
    pub(crate) fn new(sabotage: Sabotage) -> Self {
        Self { sabotage, ..Self::with_places(2, 1) }
    }

    pub(crate) fn with_places(in_person: u32, online: u32) -> Self {
        let seats = Seats::new(Id::new(uuid::Uuid::from_u128(1)), places(in_person, online));
        Self {
            seats,
            earlier: seats,
            registrations: BTreeMap::new(),
            histories: BTreeMap::new(),
            minutes: 0,
            drawn: 0,
            sabotage: Sabotage::None,
        }
    }

    pub(crate) fn now(&self) -> Instant {
        beginning().plus(TimeDelta::minutes(self.minutes))
    }

    pub(crate) fn run(&mut self, step: &Step) -> Result<SeatOutcome, Refusal> {
        self.run_batch(std::slice::from_ref(step)).remove(0)
    }

    /// Decides the batch with every registration loaded.
    pub(crate) fn run_batch(&mut self, steps: &[Step]) -> Vec<Result<SeatOutcome, Refusal>> {
        let mut book = self.book_without_the_list();
        for choice in ModeChoice::ALL {
            book.loaded_waiting(choice, Reach::All);
        }
        for registration in self.registrations.values() {
            book.load(version(registration.clone()));
        }
        self.decide(book, steps)
    }

    /// Decides the batch with what a desk loads: who is named, the offers that are due, and as many from the
    /// head of each list as places could come free.
    pub(crate) fn run_batch_partially(&mut self, steps: &[Step]) -> Vec<Result<SeatOutcome, Refusal>> {
        let mut book = self.book_without_the_list();
        let minutes: i64 =
            steps.iter().map(|step| if let Step::Wait { minutes } = step { *minutes } else { 0 }).sum();
        let latest = self.now().plus(TimeDelta::minutes(minutes));
        let mut freed = steps.len() + 8;
        for registration in self.registrations.values() {
            if registration.state().expires().is_some_and(|expires| expires <= latest) {
                book.load(version(registration.clone()));
                freed += 1;
            }
        }
        for step in steps {
            if let Step::Register { person, .. }
            | Step::Cancel { person }
            | Step::Accept { person }
            | Step::Decline { person }
            | Step::CheckIn { person }
            | Step::WalkUp { person, .. }
            | Step::Remove { person } = step
                && let Some(registration) = self.registrations.get(person)
            {
                book.load(version(registration.clone()));
            }
            if let Step::Transfer { from, to } = step {
                for person in [from, to] {
                    if let Some(registration) = self.registrations.get(person) {
                        book.load(version(registration.clone()));
                    }
                }
            }
        }
        for choice in ModeChoice::ALL {
            let mut waiting: Vec<_> = self
                .registrations
                .values()
                .filter(|r| r.state() == RegistrationState::Waiting && r.choice() == choice)
                .collect();
            waiting.sort_by_key(|registration| registration.sequence());
            let reach = waiting.get(freed).map_or(Reach::All, |beyond| {
                Reach::UpTo(bln_core::Sequence::new(beyond.sequence().number() - 1))
            });
            book.loaded_waiting(choice, reach);
            for registration in waiting.into_iter().take(freed) {
                book.load(version(registration.clone()));
            }
        }
        self.decide(book, steps)
    }

    pub(crate) fn book_without_the_list(&self) -> SeatBook {
        let seats = if self.sabotage == Sabotage::StaleSeats { self.earlier } else { self.seats };
        SeatBook::open(Versioned::new(seats, Version::FIRST), frame())
    }

    pub(crate) fn stored(&self, n: u128) -> Versioned<Registration> {
        version(self.registrations[&n].clone())
    }

    pub(crate) fn state(&self, n: u128) -> Option<&'static str> {
        self.registrations.get(&n).map(|registration| registration.state().name())
    }

    pub(crate) fn states(&self) -> Vec<(u128, ModeChoice, u64, RegistrationState)> {
        let parts = |(n, r): (&u128, &Registration)| (*n, r.choice(), r.sequence().number(), r.state());
        self.registrations.iter().map(parts).collect()
    }

    pub(crate) fn faults(&self) -> Vec<SeatFault> {
        let mut audit = SeatAudit::new(&self.seats);
        for registration in self.registrations.values() {
            audit.add(registration);
        }
        audit.faults(self.now(), frame().ends).into_iter().collect()
    }

    fn decide(&mut self, mut book: SeatBook, steps: &[Step]) -> Vec<Result<SeatOutcome, Refusal>> {
        let mut decided = Vec::new();
        for step in steps {
            if let Step::Wait { minutes } = step {
                self.minutes += minutes;
                decided.push(Ok(SeatOutcome::Done));
                continue;
            }
            if let Step::Transfer { from, to } = *step {
                let history = self.histories.get(&from).map_or(&[][..], Vec::as_slice);
                book.transfer(person(from), person(to), history, self.now());
                decided.push(Ok(SeatOutcome::Done));
                continue;
            }
            let command = self.command(step);
            let before = book.clone();
            let outcome = book.apply(command, self.now());
            if outcome.is_err() {
                assert_eq!(book.seats(), before.seats(), "a refusal changes nothing");
                assert!(book.registrations().eq(before.registrations()), "a refusal changes nothing");
            }
            decided.push(outcome);
        }
        let changes = book.finish().expect("enough of the list was loaded");
        self.keep(changes, steps.iter().any(|step| matches!(step, Step::Transfer { .. })));
        decided
    }

    fn keep(&mut self, changes: SeatChanges, transferred: bool) {
        self.earlier = self.seats;
        for removed in changes.removed {
            let n = removed.person.uuid().as_u128();
            assert!(self.histories.remove(&n).is_some(), "what was stored is removed, and once");
            if transferred && self.sabotage == Sabotage::SecondPlaceKept {
                continue;
            }
            self.registrations.remove(&n);
        }
        let mut seats = changes.seats.map_or(self.seats, |seats| seats.record);
        for mut change in changes.registrations {
            let n = change.registration.person().uuid().as_u128();
            let history = self.histories.entry(n).or_default();
            assert_eq!(change.expected.is_none(), history.is_empty(), "new or known, and not both");
            history.extend(&change.steps);
            let ordinals = history.iter().map(|step| step.ordinal);
            assert!(ordinals.eq(1..=change.registration.steps()), "every step is there, in order");
            assert_eq!(history.last(), Some(&change.registration.step()), "the last step is how it stands");
            if transferred && change.expected.is_none() && self.sabotage == Sabotage::TransferRenumbered {
                seats = with(seats, |parts| parts.last_sequence = parts.last_sequence.next());
                change.registration = renumbered(&change.registration, seats.last_sequence());
            }
            let offered = matches!(change.registration.state(), RegistrationState::Offered { .. });
            if self.sabotage == Sabotage::NoPromotion && offered {
                seats = without_offer(seats, &change.registration);
                continue;
            }
            self.registrations.insert(n, change.registration);
        }
        if self.sabotage == Sabotage::RepeatedNumber {
            let number = seats.last_sequence().number().saturating_sub(1);
            seats = with(seats, |parts| parts.last_sequence = bln_core::Sequence::new(number.max(1)));
        }
        if self.sabotage == Sabotage::LastComeFirstServed {
            self.swap_the_first_offer_with_the_last_waiter();
        }
        self.seats = seats;
    }

    fn swap_the_first_offer_with_the_last_waiter(&mut self) {
        let offered =
            self.registrations.values().find(|r| matches!(r.state(), RegistrationState::Offered { .. }));
        let last = self.registrations.values().filter(|r| r.state() == RegistrationState::Waiting);
        let last = last.max_by_key(|registration| registration.sequence());
        let (Some(offered), Some(last)) = (offered.cloned(), last.cloned()) else { return };
        if offered.choice() == last.choice() && offered.sequence() < last.sequence() {
            let with_state =
                |r: &Registration, state| Registration::from_parts(RegistrationParts { state, ..parts(r) });
            let n = |r: &Registration| r.person().uuid().as_u128();
            self.registrations.insert(n(&offered), with_state(&offered, last.state()));
            self.registrations.insert(n(&last), with_state(&last, offered.state()));
        }
    }

    fn command(&mut self, step: &Step) -> SeatCommand {
        let mut id = || {
            self.drawn += 1;
            Id::new(uuid::Uuid::from_u128(1_000 + self.drawn))
        };
        match *step {
            Step::Register { person: n, choice } => {
                SeatCommand::Register { person: person(n), choice, id: id() }
            }
            Step::Cancel { person: n } => SeatCommand::Cancel { person: person(n) },
            Step::Accept { person: n } => SeatCommand::Accept { person: person(n) },
            Step::Decline { person: n } => SeatCommand::Decline { person: person(n) },
            Step::ExpireDue | Step::Wait { .. } | Step::Transfer { .. } => SeatCommand::ExpireDue,
            Step::CheckIn { person: n } => SeatCommand::CheckIn { person: person(n) },
            Step::WalkUp { person: n, mode } => SeatCommand::WalkUp { person: person(n), mode, id: id() },
            Step::Resize { in_person, online } => SeatCommand::Resize { places: places(in_person, online) },
            Step::Remove { person: n } => SeatCommand::Remove { person: person(n) },
        }
    }
}

fn parts(r: &Registration) -> RegistrationParts {
    RegistrationParts {
        id: r.id(),
        event: r.event(),
        person: r.person(),
        choice: r.choice(),
        sequence: r.sequence(),
        state: r.state(),
        since: r.since(),
        steps: r.steps(),
    }
}

fn renumbered(registration: &Registration, sequence: bln_core::Sequence) -> Registration {
    Registration::from_parts(RegistrationParts { sequence, ..parts(registration) })
}

fn version(registration: Registration) -> Versioned<Registration> {
    Versioned::new(registration, Version::FIRST)
}

fn with(seats: Seats, change: impl FnOnce(&mut SeatsParts)) -> Seats {
    let mut parts = SeatsParts {
        event: seats.event(),
        in_person: seats.pool(bln_core::Mode::InPerson),
        online: seats.pool(bln_core::Mode::Online),
        waiting: seats.waiting(),
        last_sequence: seats.last_sequence(),
        intake: seats.intake(),
    };
    change(&mut parts);
    Seats::from_parts(parts).unwrap()
}

fn without_offer(seats: Seats, offered: &Registration) -> Seats {
    with(seats, |parts| {
        let WaitingCounts { in_person, online, either } = &mut parts.waiting;
        match offered.choice() {
            ModeChoice::InPerson => *in_person += 1,
            ModeChoice::Online => *online += 1,
            ModeChoice::Either => *either += 1,
        }
        for pool in [&mut parts.in_person, &mut parts.online].into_iter().flatten() {
            pool.offered = pool.offered.saturating_sub(1);
        }
    })
}
