//! Checks that an event's seats and its registrations tell the same story.

use std::{collections::BTreeSet, fmt};

use crate::{
    Instant, Intake, Mode, Registration, RegistrationState, Seats, SeatsParts, Sequence, WaitingCounts,
};

/// A way in which seats and registrations can disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SeatFault {
    /// More places are occupied than there are.
    Oversold,
    /// The counts of confirmed, offered or waiting differ from the registrations.
    CountsDiffer,
    /// Two registrations drew the same number, or one a number that was never given out.
    SequenceBroken,
    /// A registration holds a place in a mode the event does not have.
    ModeMissing,
    /// A place is free while somebody who fits waits without an offer.
    PlaceNotOffered,
    /// Somebody waits with a lower number than somebody who has a place they fit.
    PassedOver,
    /// An event that gives out nothing any more still has live registrations.
    LiveAfterClose,
}

impl SeatFault {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            SeatFault::Oversold => "seats.oversold",
            SeatFault::CountsDiffer => "seats.counts_differ",
            SeatFault::SequenceBroken => "seats.sequence_broken",
            SeatFault::ModeMissing => "seats.mode_missing",
            SeatFault::PlaceNotOffered => "seats.place_not_offered",
            SeatFault::PassedOver => "seats.passed_over",
            SeatFault::LiveAfterClose => "seats.live_after_close",
        }
    }
}

impl fmt::Display for SeatFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An audit of one event: feed it every registration in any order, then ask for the faults.
///
/// Its memory grows with the number of registrations: each number must have been drawn once.
#[derive(Debug, Clone)]
pub struct SeatAudit {
    recounted: SeatsParts,
    seats: Seats,
    sequences: BTreeSet<Sequence>,
    first_waiting: [Option<Sequence>; 2],
    last_placed: [Option<Sequence>; 2],
    live: bool,
    faults: BTreeSet<SeatFault>,
}

impl SeatAudit {
    /// Begins an audit of these seats.
    pub fn new(seats: &Seats) -> Self {
        let emptied = |mode| {
            seats.pool(mode).map(|pool| crate::Pool { capacity: pool.capacity, confirmed: 0, offered: 0 })
        };
        Self {
            recounted: SeatsParts {
                event: seats.event(),
                in_person: emptied(Mode::InPerson),
                online: emptied(Mode::Online),
                waiting: WaitingCounts::default(),
                last_sequence: seats.last_sequence(),
                intake: seats.intake(),
            },
            seats: *seats,
            sequences: BTreeSet::new(),
            first_waiting: [None; 2],
            last_placed: [None; 2],
            live: false,
            faults: BTreeSet::new(),
        }
    }

    /// Takes one registration of the event into account.
    pub fn add(&mut self, registration: &Registration) {
        let state = registration.state();
        let sequence = registration.sequence();
        if sequence > self.seats.last_sequence()
            || sequence == Sequence::START
            || !self.sequences.insert(sequence)
        {
            self.faults.insert(SeatFault::SequenceBroken);
        }
        self.live |= state.is_live();
        if state == RegistrationState::Waiting {
            *self.recounted.waiting.of_mut(registration.choice()) += 1;
            for (mode, first) in Mode::ALL.into_iter().zip(&mut self.first_waiting) {
                if registration.choice().fits(mode) {
                    *first = Some(first.map_or(sequence, |earlier| earlier.min(sequence)));
                }
            }
        }
        let Some(mode) = state.occupies() else { return };
        let (pool, last) = match mode {
            Mode::InPerson => (&mut self.recounted.in_person, &mut self.last_placed[0]),
            Mode::Online => (&mut self.recounted.online, &mut self.last_placed[1]),
        };
        let Some(pool) = pool else {
            self.faults.insert(SeatFault::ModeMissing);
            return;
        };
        if matches!(state, RegistrationState::Offered { .. }) {
            pool.offered += 1;
        } else {
            pool.confirmed += 1;
        }
        *last = Some(last.map_or(sequence, |later| later.max(sequence)));
    }

    /// What was found, with the event's end to say whether places were still given out `now`.
    pub fn faults(mut self, now: Instant, ends: Instant) -> BTreeSet<SeatFault> {
        for mode in Mode::ALL {
            let recounted = match mode {
                Mode::InPerson => self.recounted.in_person,
                Mode::Online => self.recounted.online,
            };
            if recounted.is_some_and(|pool| pool.occupied() > pool.capacity.number()) {
                self.faults.insert(SeatFault::Oversold);
            }
            if self.seats.pool(mode) != recounted {
                self.faults.insert(SeatFault::CountsDiffer);
            }
        }
        if self.seats.waiting() != self.recounted.waiting {
            self.faults.insert(SeatFault::CountsDiffer);
        }
        let gives_out = self.seats.intake() == Intake::Open && now < ends;
        if gives_out && self.seats.unoffered_place().is_some() {
            self.faults.insert(SeatFault::PlaceNotOffered);
        }
        let passed = self.first_waiting.iter().zip(&self.last_placed);
        if passed.into_iter().any(|(waits, placed)| matches!((waits, placed), (Some(w), Some(p)) if w < p)) {
            self.faults.insert(SeatFault::PassedOver);
        }
        if self.seats.intake() == Intake::Closed && self.live {
            self.faults.insert(SeatFault::LiveAfterClose);
        }
        self.faults
    }
}
