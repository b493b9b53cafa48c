//! The seat machine: every rule by which places are given, held, taken back and offered again.

mod queue;
mod rules;
mod transfer;

use std::collections::BTreeMap;

use chrono::NaiveTime;

use crate::{
    Confidentiality, Event, EventState, Id, Instant, Intake, LocalTime, Mode, ModeChoice, OfferWindow,
    Person, PlacesByMode, Refusal, Registration, RegistrationState, RegistrationStep, Seats, Sequence,
    Version, Versioned, WaitingPlace,
};
use queue::Queues;
pub use queue::Reach;

/// The instants and the policy that decisions about an event's seats depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeatFrame {
    /// From when people can be checked in.
    pub check_in_from: Instant,
    /// When the event starts.
    pub starts: Instant,
    /// When it ends. From then on nothing is registered, cancelled or offered.
    pub ends: Instant,
    /// How long an offered place is held.
    pub offer_window: OfferWindow,
    /// Whether what is answered may tell how many people there are.
    pub numbers: Numbers,
}

/// Whether what is answered about an event's seats may tell how many people have or want one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Numbers {
    /// It may.
    Told,
    /// It may not: no answer depends on how many there are, but that the event is full. Nobody who waits is told a
    /// position, and places are never taken away, since how far they could be would tell how many are taken.
    Kept,
}

impl Numbers {
    /// Those of an event: kept under a [strict](Confidentiality::is_strict) rule, from when people can register.
    pub const fn of(event: &Event) -> Self {
        let rule: Confidentiality = event.confidentiality();
        match event.state() {
            EventState::Draft => Numbers::Told,
            EventState::Published | EventState::Cancelled | EventState::Completed if rule.is_strict() => {
                Numbers::Kept
            }
            EventState::Published | EventState::Cancelled | EventState::Completed => Numbers::Told,
        }
    }
}

impl SeatFrame {
    /// The frame of an event. People can be checked in from the first moment of the local day on which it
    /// starts.
    pub fn of(event: &Event, offer_window: OfferWindow) -> Self {
        let schedule = event.schedule();
        let starts = schedule.starts();
        let midnight = LocalTime::new(starts.wall().date().and_time(NaiveTime::MIN), starts.zone());
        Self {
            check_in_from: midnight.instant().min(schedule.starts_at()),
            starts: schedule.starts_at(),
            ends: schedule.ends_at(),
            offer_window,
            numbers: Numbers::of(event),
        }
    }
}

/// What can be asked of an event's seats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeatCommand {
    /// Give this person a place, or put them on the waiting list.
    Register {
        /// Who asks.
        person: Id<Person>,
        /// How they are ready to attend.
        choice: ModeChoice,
        /// The identifier of the registration, if they have none for this event yet.
        id: Id<Registration>,
    },
    /// Give up a place, an offer or a position on the waiting list.
    Cancel {
        /// Whose.
        person: Id<Person>,
    },
    /// Take an offered place.
    Accept {
        /// To whom it was offered.
        person: Id<Person>,
    },
    /// Turn an offered place down.
    Decline {
        /// To whom it was offered.
        person: Id<Person>,
    },
    /// End every loaded offer that has expired.
    ExpireDue,
    /// Record that somebody with a place, or with an open offer of one, came.
    CheckIn {
        /// Who came.
        person: Id<Person>,
    },
    /// Give a free place to somebody who came without one. It never goes past a waiter who fits: a free place
    /// that somebody fits has been offered.
    WalkUp {
        /// Who came.
        person: Id<Person>,
        /// Where they stand.
        mode: Mode,
        /// The identifier of the registration, if they have none for this event yet.
        id: Id<Registration>,
    },
    /// Set the number of places.
    Resize {
        /// The new numbers, for each mode the event is to have.
        places: PlacesByMode,
    },
    /// Forget a person's registration altogether, as erasure does.
    Remove {
        /// Whose.
        person: Id<Person>,
    },
    /// Close the seats of a cancelled event, and cancel every loaded live registration.
    Close,
    /// Close the seats of an event that is over, and settle every loaded live registration: who held a place
    /// did not attend, an offer or a wait has expired.
    Settle,
}

/// What became of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeatOutcome {
    /// A place is confirmed.
    Confirmed {
        /// The pool it is in.
        mode: Mode,
    },
    /// The person is on the waiting list.
    Waiting {
        /// Their position among those who wait for a place they would take as well, where it may be told.
        position: WaitingPlace,
    },
    /// Attendance is recorded.
    Attended {
        /// The pool the place is in.
        mode: Mode,
    },
    /// What was asked is done.
    Done,
}

/// More people wait, or more steps were taken, than were loaded: what this book decided must not be committed. Load
/// further and decide again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("more must be loaded to decide this")]
pub struct Shortfall;

/// The part of an event's seats that a batch of commands needs, and the rules over it.
///
/// A book is opened on the [`Seats`], filled with the registrations of the people who ask and with the head of
/// the waiting list, asked any number of [commands](SeatCommand) in the order of their arrival, and turned into
/// [changes](SeatChanges) for a store. It reads no clock and does no I/O; the same book, commands and instants
/// give the same changes on every machine.
///
/// # Post-condition
///
/// After every command, while the event still gives out places: *no place is free while somebody who fits it
/// waits without an offer*. Places that come free are offered in the order of arrival, each to the first who
/// fits; somebody who fits only another pool is passed over and keeps their position.
///
/// ```
/// use bln_core::{
///     Id, Instant, ModeChoice, Numbers, OfferWindow, Places, PlacesByMode, SeatBook, SeatCommand, SeatFrame,
///     SeatOutcome, Seats, Version, Versioned, WaitingPlace,
/// };
/// # fn id<K>(n: u128) -> Id<K> { Id::new(uuid::Uuid::from_u128(n)) }
/// let seats = Seats::new(id(1), PlacesByMode::in_person(Places::new(1)?));
/// let starts: Instant = "2027-05-01T09:00:00Z".parse()?;
/// let ends: Instant = "2027-05-01T11:00:00Z".parse()?;
/// let now: Instant = "2027-04-01T09:00:00Z".parse()?;
/// let frame = SeatFrame {
///     check_in_from: starts, starts, ends, offer_window: OfferWindow::TWO_DAYS, numbers: Numbers::Told,
/// };
/// let mut book = SeatBook::open(Versioned::new(seats, Version::FIRST), frame);
///
/// let (first, second) = (id(11), id(12));
/// let register = |person, n| SeatCommand::Register { person, choice: ModeChoice::Either, id: id(n) };
/// assert!(matches!(book.apply(register(first, 21), now), Ok(SeatOutcome::Confirmed { .. })));
/// assert_eq!(book.apply(register(second, 22), now), Ok(SeatOutcome::Waiting { position: WaitingPlace::Position(1) }));
///
/// // A place comes free: it is held for the first who waits.
/// assert_eq!(book.apply(SeatCommand::Cancel { person: first }, now), Ok(SeatOutcome::Done));
/// assert_eq!(book.registration(second).map(|r| r.state().name()), Some("offered"));
/// # Ok::<(), bln_core::Invalid>(())
/// ```
#[derive(Debug, Clone)]
pub struct SeatBook {
    before: Versioned<Seats>,
    seats: Seats,
    frame: SeatFrame,
    entries: BTreeMap<Id<Person>, Entry>,
    queues: Queues,
    removed: Vec<RemovedRegistration>,
    shortfall: Option<Shortfall>,
}

#[derive(Debug, Clone)]
struct Entry {
    registration: Registration,
    /// The version it was loaded at; none if it began in this book.
    version: Option<Version>,
    steps: Vec<RegistrationStep>,
}

/// What a store must write so that a book's decisions hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatChanges {
    /// The seats, with the version they were decided on; `None` when they did not change.
    pub seats: Option<Versioned<Seats>>,
    /// The registrations that went, before any that came.
    pub removed: Vec<RemovedRegistration>,
    /// The registrations that came or changed.
    pub registrations: Vec<RegistrationChange>,
}

/// A registration that came or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistrationChange {
    /// What it is now.
    pub registration: Registration,
    /// The version it was decided on; `None` for a new one.
    pub expected: Option<Version>,
    /// The steps it took, oldest first: at least one.
    pub steps: Vec<RegistrationStep>,
}

/// A registration that is forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RemovedRegistration {
    /// The event it was for.
    pub event: Id<Event>,
    /// Whose it was.
    pub person: Id<Person>,
    /// The version it was decided on.
    pub expected: Version,
}

impl SeatBook {
    /// Opens a book on an event's seats, with no registration loaded.
    pub fn open(seats: Versioned<Seats>, frame: SeatFrame) -> Self {
        Self {
            seats: seats.record,
            before: seats,
            frame,
            entries: BTreeMap::new(),
            queues: Queues::default(),
            removed: Vec::new(),
            shortfall: None,
        }
    }

    /// Loads a registration for this event. One that is already in the book, or for another event, is ignored:
    /// what the book has decided since outweighs what was stored.
    pub fn load(&mut self, stored: Versioned<Registration>) {
        let registration = stored.record;
        let person = registration.person();
        let gone = self.removed.iter().any(|removed| removed.person == person);
        if registration.event() != self.seats.event() || self.entries.contains_key(&person) || gone {
            return;
        }
        if registration.state() == RegistrationState::Waiting {
            self.queues.insert(registration.choice(), registration.sequence(), person);
        }
        self.entries.insert(person, Entry { registration, version: Some(stored.version), steps: Vec::new() });
    }

    /// Says how much of the waiting list with this choice has been loaded.
    pub fn loaded_waiting(&mut self, choice: ModeChoice, reach: Reach) {
        self.queues.set_reach(choice, reach);
    }

    /// Decides a command.
    ///
    /// # Errors
    ///
    /// The [`Refusal`] that says why not; the book is then unchanged.
    pub fn apply(&mut self, command: SeatCommand, now: Instant) -> Result<SeatOutcome, Refusal> {
        match command {
            SeatCommand::Register { person, choice, id } => self.register(person, choice, id, now),
            SeatCommand::Cancel { person } => self.cancel(person, now),
            SeatCommand::Accept { person } => self.accept(person, now),
            SeatCommand::Decline { person } => self.decline(person, now),
            SeatCommand::ExpireDue => self.expire_due(now),
            SeatCommand::CheckIn { person } => self.check_in(person, now),
            SeatCommand::WalkUp { person, mode, id } => self.walk_up(person, mode, id, now),
            SeatCommand::Resize { places } => self.resize(places, now),
            SeatCommand::Remove { person } => self.remove(person, now),
            SeatCommand::Close => self.close(now),
            SeatCommand::Settle => self.settle(now),
        }
    }

    /// The seats as decided so far.
    pub const fn seats(&self) -> &Seats {
        &self.seats
    }

    /// A loaded registration, as decided so far.
    pub fn registration(&self, person: Id<Person>) -> Option<&Registration> {
        self.entries.get(&person).map(|entry| &entry.registration)
    }

    /// Every loaded registration, as decided so far, by person.
    pub fn registrations(&self) -> impl Iterator<Item = &Registration> {
        self.entries.values().map(|entry| &entry.registration)
    }

    /// What a store must write.
    ///
    /// # Errors
    ///
    /// [`Shortfall`] when a place came free and the waiter it belongs to was not loaded, or a registration was
    /// [transferred](SeatBook::transfer) without its history.
    pub fn finish(self) -> Result<SeatChanges, Shortfall> {
        if let Some(shortfall) = self.shortfall {
            return Err(shortfall);
        }
        let registrations = self
            .entries
            .into_values()
            .filter(|entry| !entry.steps.is_empty())
            .map(|entry| RegistrationChange {
                registration: entry.registration,
                expected: entry.version,
                steps: entry.steps,
            })
            .collect();
        let seats =
            (self.seats != self.before.record).then_some(Versioned::new(self.seats, self.before.version));
        Ok(SeatChanges { seats, removed: self.removed, registrations })
    }

    fn is_closed(&self) -> bool {
        self.seats.intake() == Intake::Closed
    }

    /// The sequence is drawn last, when nothing can be refused any more, so that a refusal uses up no number.
    fn draw(&mut self) -> Sequence {
        self.seats.draw()
    }
}
