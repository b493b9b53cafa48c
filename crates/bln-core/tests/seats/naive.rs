//! The same rules a second time, as simply as they can be said: one list, counted afresh for every question.

use bln_core::{Instant, Mode, ModeChoice, Refusal, RegistrationState, SeatOutcome};
use chrono::TimeDelta;

use super::{
    step::Step,
    world::{beginning, frame},
};

#[derive(Debug)]
struct Row {
    person: u128,
    choice: ModeChoice,
    sequence: u64,
    state: RegistrationState,
}

#[derive(Debug)]
pub(crate) struct Naive {
    rows: Vec<Row>,
    capacity: [u32; 2],
    last: u64,
    minutes: i64,
}

impl Naive {
    pub(crate) fn new() -> Self {
        Self { rows: Vec::new(), capacity: [2, 1], last: 0, minutes: 0 }
    }

    pub(crate) fn states(&self) -> Vec<(u128, ModeChoice, u64, RegistrationState)> {
        let mut states: Vec<_> =
            self.rows.iter().map(|r| (r.person, r.choice, r.sequence, r.state)).collect();
        states.sort_by_key(|state| state.0);
        states
    }

    pub(crate) fn run(&mut self, step: &Step) -> Result<SeatOutcome, Refusal> {
        use RegistrationState as S;
        let now = self.now();
        let over = now >= frame().ends;
        let outcome = match *step {
            Step::Wait { minutes } => {
                self.minutes += minutes;
                return Ok(SeatOutcome::Done);
            }
            Step::Register { .. } | Step::WalkUp { .. } | Step::Cancel { .. } | Step::Resize { .. }
                if over =>
            {
                return Err(Refusal::EventOver);
            }
            Step::WalkUp { .. } | Step::CheckIn { .. } if now < frame().check_in_from => {
                return Err(Refusal::CheckInNotOpen);
            }
            Step::Register { person, choice } => {
                self.free_to_register(person)?;
                let mode = Mode::ALL.into_iter().find(|mode| choice.fits(*mode) && self.free(*mode) > 0);
                let rivals = |r: &&Row| {
                    r.state == S::Waiting
                        && Mode::ALL.iter().any(|mode| choice.fits(*mode) && r.choice.fits(*mode))
                };
                let ahead = self.rows.iter().filter(rivals).count();
                let state = mode.map_or(S::Waiting, |mode| S::Confirmed { mode });
                self.put(person, choice, state);
                match mode {
                    Some(mode) => SeatOutcome::Confirmed { mode },
                    None => SeatOutcome::Waiting {
                        position: bln_core::WaitingPlace::Position(u64::try_from(ahead).unwrap() + 1),
                    },
                }
            }
            Step::WalkUp { person, mode } => {
                self.free_to_register(person)?;
                if self.free(mode) == 0 {
                    return Err(Refusal::NoFreePlace);
                }
                let choice = if mode == Mode::InPerson { ModeChoice::InPerson } else { ModeChoice::Online };
                self.put(person, choice, S::Attended { mode });
                SeatOutcome::Attended { mode }
            }
            Step::Cancel { person } => match self.state(person)? {
                S::Confirmed { .. } | S::Waiting | S::Offered { .. } => self.set(person, S::Cancelled),
                S::Attended { .. } | S::DidNotAttend { .. } => return Err(Refusal::AttendanceRecorded),
                _ => return Err(Refusal::NotRegistered),
            },
            Step::Accept { person } => {
                let mode = self.offer(person, now)?;
                self.set(person, S::Confirmed { mode });
                SeatOutcome::Confirmed { mode }
            }
            Step::Decline { person } => {
                self.offer(person, now)?;
                self.set(person, S::Declined)
            }
            Step::CheckIn { person } => {
                let mode = match self.state(person)? {
                    S::Confirmed { mode } => mode,
                    S::Offered { .. } => self.offer(person, now)?,
                    S::Attended { .. } | S::DidNotAttend { .. } => return Err(Refusal::AttendanceRecorded),
                    S::Waiting => return Err(Refusal::NoFreePlace),
                    _ => return Err(Refusal::NoConfirmedPlace),
                };
                self.set(person, S::Attended { mode });
                SeatOutcome::Attended { mode }
            }
            Step::ExpireDue => {
                for row in &mut self.rows {
                    if matches!(row.state, S::Offered { expires, .. } if expires <= now) {
                        row.state = S::Expired;
                    }
                }
                SeatOutcome::Done
            }
            Step::Resize { in_person, online } => {
                if in_person < self.taken(Mode::InPerson) || online < self.taken(Mode::Online) {
                    return Err(Refusal::BelowOccupied);
                }
                self.capacity = [in_person, online];
                SeatOutcome::Done
            }
            Step::Transfer { from, to } => {
                // The better of the two in a list of both, and only that one, under the second's name.
                let order = |row: &Row| {
                    let names = ["attended", "confirmed", "offered", "waiting", "did_not_attend"];
                    let ran_out = row.state.expires().is_some_and(|expires| expires <= now);
                    let place = names.iter().position(|name| *name == row.state.name()).filter(|_| !ran_out);
                    (place.unwrap_or(names.len()), row.sequence)
                };
                let both = |row: &Row| row.person == from || row.person == to;
                let best = self.rows.iter().filter(|row| both(row)).map(order).min();
                self.rows.retain(|row| !both(row) || Some(order(row)) == best);
                for row in self.rows.iter_mut().filter(|row| row.person == from) {
                    row.person = to;
                }
                SeatOutcome::Done
            }
            Step::Remove { person } => {
                self.state(person)?;
                self.rows.retain(|row| row.person != person);
                SeatOutcome::Done
            }
        };
        self.promote(now);
        Ok(outcome)
    }

    fn promote(&mut self, now: Instant) {
        if now >= frame().ends {
            return;
        }
        let window = TimeDelta::minutes(60);
        let expires = if now < frame().starts { now.plus(window).min(frame().starts) } else { frame().ends };
        for mode in Mode::ALL {
            while self.free(mode) > 0 {
                let fits = |r: &&mut Row| r.state == RegistrationState::Waiting && r.choice.fits(mode);
                let Some(row) = self.rows.iter_mut().filter(fits).min_by_key(|row| row.sequence) else {
                    break;
                };
                row.state = RegistrationState::Offered { mode, expires };
            }
        }
    }

    fn now(&self) -> Instant {
        beginning().plus(TimeDelta::minutes(self.minutes))
    }

    fn taken(&self, mode: Mode) -> u32 {
        u32::try_from(self.rows.iter().filter(|row| row.state.occupies() == Some(mode)).count()).unwrap()
    }

    fn free(&self, mode: Mode) -> u32 {
        self.capacity[usize::from(mode == Mode::Online)] - self.taken(mode)
    }

    fn state(&self, person: u128) -> Result<RegistrationState, Refusal> {
        let row = self.rows.iter().find(|row| row.person == person);
        row.map(|row| row.state).ok_or(Refusal::NotRegistered)
    }

    fn offer(&self, person: u128, now: Instant) -> Result<Mode, Refusal> {
        match self.state(person)? {
            RegistrationState::Offered { mode, expires } if now < expires => Ok(mode),
            RegistrationState::Offered { .. } | RegistrationState::Expired => Err(Refusal::OfferExpired),
            _ => Err(Refusal::NoOffer),
        }
    }

    fn free_to_register(&self, person: u128) -> Result<(), Refusal> {
        match self.state(person) {
            Ok(state) if state.is_live() => Err(Refusal::AlreadyRegistered),
            Ok(state) if state.occupies().is_some() => Err(Refusal::AttendanceRecorded),
            _ => Ok(()),
        }
    }

    fn put(&mut self, person: u128, choice: ModeChoice, state: RegistrationState) {
        self.last += 1;
        self.rows.retain(|row| row.person != person);
        self.rows.push(Row { person, choice, sequence: self.last, state });
    }

    fn set(&mut self, person: u128, state: RegistrationState) -> SeatOutcome {
        if let Some(row) = self.rows.iter_mut().find(|row| row.person == person) {
            row.state = state;
        }
        SeatOutcome::Done
    }
}
