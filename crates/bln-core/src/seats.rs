//! An event's places and who stands where: the one small record that registering for it reads and writes.

use crate::{Event, Id, Mode, ModeChoice, Modes, Places, PlacesByMode, Sequence};

/// The places in one mode.
///
/// A place is *occupied* from the moment it is confirmed or offered: an offer that is still open is a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pool {
    /// How many places there are.
    pub capacity: Places,
    /// How many are confirmed, or were and have attendance recorded.
    pub confirmed: u32,
    /// How many are held for somebody who has not answered yet.
    pub offered: u32,
}

impl Pool {
    const fn new(capacity: Places) -> Self {
        Self { capacity, confirmed: 0, offered: 0 }
    }

    /// Places that are confirmed or offered.
    pub const fn occupied(self) -> u32 {
        self.confirmed.saturating_add(self.offered)
    }

    /// Places that nobody holds.
    pub const fn free(self) -> u32 {
        self.capacity.number().saturating_sub(self.occupied())
    }
}

/// How many people wait without an offer, by how they are ready to attend.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WaitingCounts {
    /// Only in the room.
    pub in_person: u32,
    /// Only on the call.
    pub online: u32,
    /// Either way.
    pub either: u32,
}

impl WaitingCounts {
    /// Everybody who waits.
    pub const fn total(self) -> u32 {
        self.in_person.saturating_add(self.online).saturating_add(self.either)
    }

    /// Those who wait with this choice.
    pub const fn of(self, choice: ModeChoice) -> u32 {
        match choice {
            ModeChoice::InPerson => self.in_person,
            ModeChoice::Online => self.online,
            ModeChoice::Either => self.either,
        }
    }

    /// Those who wait for a place that somebody with this choice would take as well.
    pub const fn competing_with(self, choice: ModeChoice) -> u32 {
        match choice {
            ModeChoice::Either => self.total(),
            other => self.of(other).saturating_add(self.either),
        }
    }

    /// Those who would take a place in this mode.
    pub const fn fitting(self, mode: Mode) -> u32 {
        match mode {
            Mode::InPerson => self.in_person.saturating_add(self.either),
            Mode::Online => self.online.saturating_add(self.either),
        }
    }

    pub(crate) const fn of_mut(&mut self, choice: ModeChoice) -> &mut u32 {
        match choice {
            ModeChoice::InPerson => &mut self.in_person,
            ModeChoice::Online => &mut self.online,
            ModeChoice::Either => &mut self.either,
        }
    }
}

/// Whether an event still gives out places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Intake {
    /// It does.
    Open,
    /// It was cancelled or completed: nothing is confirmed, offered or put on the list any more.
    Closed,
}

/// The seats of one event: a pool for each mode, the waiting list's counts, and the last number drawn.
///
/// Its size does not depend on how many people registered, and neither does the cost of deciding about the
/// next one. The rules are in [`SeatBook`](crate::SeatBook).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seats {
    event: Id<Event>,
    in_person: Option<Pool>,
    online: Option<Pool>,
    waiting: WaitingCounts,
    last_sequence: Sequence,
    intake: Intake,
}

/// The parts of [`Seats`], as a store keeps them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeatsParts {
    /// Whose seats these are.
    pub event: Id<Event>,
    /// The room.
    pub in_person: Option<Pool>,
    /// The call.
    pub online: Option<Pool>,
    /// Who waits.
    pub waiting: WaitingCounts,
    /// The last number drawn.
    pub last_sequence: Sequence,
    /// Whether places are still given out.
    pub intake: Intake,
}

impl Seats {
    /// All places free and nobody waiting.
    pub fn new(event: Id<Event>, places: PlacesByMode) -> Self {
        Self {
            event,
            in_person: places.of(Mode::InPerson).map(Pool::new),
            online: places.of(Mode::Online).map(Pool::new),
            waiting: WaitingCounts::default(),
            last_sequence: Sequence::START,
            intake: Intake::Open,
        }
    }

    /// Reassembles the seats a store kept. `None` without any pool, or with more occupied places than there
    /// are: no decision of this crate leaves seats like that.
    pub fn from_parts(parts: SeatsParts) -> Option<Self> {
        let SeatsParts { event, in_person, online, waiting, last_sequence, intake } = parts;
        let mut pools = in_person.iter().chain(online.iter()).peekable();
        pools.peek()?;
        pools.all(|pool| pool.occupied() <= pool.capacity.number()).then_some(Self {
            event,
            in_person,
            online,
            waiting,
            last_sequence,
            intake,
        })
    }

    /// Whose seats these are.
    pub const fn event(&self) -> Id<Event> {
        self.event
    }

    /// The pool of a mode, if the event has one.
    pub const fn pool(&self, mode: Mode) -> Option<Pool> {
        match mode {
            Mode::InPerson => self.in_person,
            Mode::Online => self.online,
        }
    }

    /// The modes that have a pool.
    pub fn modes(&self) -> Modes {
        match (self.in_person, self.online) {
            (Some(_), Some(_)) => Modes::Hybrid,
            (Some(_), None) => Modes::InPerson,
            (None, _) => Modes::Online,
        }
    }

    /// How many people wait without an offer.
    pub const fn waiting(&self) -> WaitingCounts {
        self.waiting
    }

    /// The last number drawn: how often somebody registered, counting those who registered again.
    pub const fn last_sequence(&self) -> Sequence {
        self.last_sequence
    }

    /// Whether places are still given out.
    pub const fn intake(&self) -> Intake {
        self.intake
    }

    /// The first mode in which a place is free that would do for this choice.
    pub fn free_place(&self, choice: ModeChoice) -> Option<Mode> {
        Mode::ALL
            .into_iter()
            .find(|mode| choice.fits(*mode) && self.pool(*mode).is_some_and(|pool| pool.free() > 0))
    }

    /// A mode that has a free place while somebody who fits waits without an offer. The design's post-condition
    /// is that there is none, after every path, as long as the event still gives out places.
    pub fn unoffered_place(&self) -> Option<Mode> {
        Mode::ALL.into_iter().find(|mode| {
            self.pool(*mode).is_some_and(|pool| pool.free() > 0) && self.waiting.fitting(*mode) > 0
        })
    }

    pub(crate) fn pool_mut(&mut self, mode: Mode) -> Option<&mut Pool> {
        match mode {
            Mode::InPerson => self.in_person.as_mut(),
            Mode::Online => self.online.as_mut(),
        }
    }

    pub(crate) fn set_pools(&mut self, in_person: Option<Pool>, online: Option<Pool>) {
        (self.in_person, self.online) = (in_person, online);
    }

    pub(crate) const fn waiting_mut(&mut self) -> &mut WaitingCounts {
        &mut self.waiting
    }

    pub(crate) const fn draw(&mut self) -> Sequence {
        self.last_sequence = self.last_sequence.next();
        self.last_sequence
    }

    pub(crate) const fn close(&mut self) {
        self.intake = Intake::Closed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seats() -> SeatsParts {
        SeatsParts {
            event: Id::new(uuid::Uuid::nil()),
            in_person: Some(Pool { capacity: Places::new(3).unwrap(), confirmed: 2, offered: 1 }),
            online: None,
            waiting: WaitingCounts::default(),
            last_sequence: Sequence::new(3),
            intake: Intake::Open,
        }
    }

    #[test]
    fn an_offered_place_is_occupied() {
        let seats = Seats::from_parts(seats()).unwrap();
        assert_eq!(seats.pool(Mode::InPerson).unwrap().free(), 0);
        assert_eq!(seats.free_place(ModeChoice::Either), None);
    }

    #[test]
    fn stored_seats_that_are_oversold_are_no_seats() {
        let mut oversold = seats();
        oversold.in_person = Some(Pool { capacity: Places::new(2).unwrap(), confirmed: 2, offered: 1 });
        assert_eq!(Seats::from_parts(oversold), None);
        assert_eq!(Seats::from_parts(SeatsParts { in_person: None, ..seats() }), None);
    }

    #[test]
    fn who_waits_either_way_competes_with_everybody() {
        let waiting = WaitingCounts { in_person: 2, online: 3, either: 5 };
        assert_eq!(waiting.competing_with(ModeChoice::InPerson), 7);
        assert_eq!(waiting.competing_with(ModeChoice::Either), 10);
        assert_eq!(waiting.fitting(Mode::Online), 8);
    }
}
