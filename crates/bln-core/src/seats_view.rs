//! An event's seats, as far as they are told.

use crate::{Fullness, Mode, ModeChoice, Modes, Numbers, PlacesByMode, Seats};

/// An event's seats, as far as those who run the network are told of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeatsView {
    /// All there is to know.
    Counted(Seats),
    /// Of an event that keeps its [numbers](Numbers::Kept): how many places there are, and in each way of attending
    /// whether one is left.
    Kept {
        /// How many places were planned.
        places: PlacesByMode,
        /// Whether somebody who comes to the room gets a place, if there is a room.
        in_person: Option<Fullness>,
        /// Whether somebody who joins the call gets a place, if there is a call.
        online: Option<Fullness>,
    },
}

impl SeatsView {
    /// The seats of an event, as far as its numbers may be told. `None` for seats without a pool, of which there are
    /// none.
    pub fn of(numbers: Numbers, seats: &Seats) -> Option<Self> {
        match numbers {
            Numbers::Told => Some(SeatsView::Counted(*seats)),
            Numbers::Kept => {
                let left = |mode, choice| seats.pool(mode).map(|_| Fullness::of(seats, choice));
                Some(SeatsView::Kept {
                    places: places(seats)?,
                    in_person: left(Mode::InPerson, ModeChoice::InPerson),
                    online: left(Mode::Online, ModeChoice::Online),
                })
            }
        }
    }

    /// The seats, where they are told whole.
    pub const fn counted(&self) -> Option<&Seats> {
        match self {
            SeatsView::Counted(seats) => Some(seats),
            SeatsView::Kept { .. } => None,
        }
    }

    /// How many places there are. `None` for seats without a pool, of which there are none.
    pub fn places(&self) -> Option<PlacesByMode> {
        match self {
            SeatsView::Counted(seats) => places(seats),
            SeatsView::Kept { places, .. } => Some(*places),
        }
    }
}

fn places(seats: &Seats) -> Option<PlacesByMode> {
    let capacity = |mode| seats.pool(mode).map(|pool| pool.capacity);
    let modes: Modes = seats.modes();
    PlacesByMode::new(modes, capacity(Mode::InPerson), capacity(Mode::Online)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Id, Intake, Places, Pool, SeatsParts, Sequence, WaitingCounts};

    fn seats(confirmed: u32) -> Seats {
        let capacity = Places::new(12).unwrap();
        Seats::from_parts(SeatsParts {
            event: Id::new(uuid::Uuid::nil()),
            in_person: None,
            online: Some(Pool { capacity, confirmed, offered: 0 }),
            waiting: WaitingCounts::default(),
            last_sequence: Sequence::new(u64::from(confirmed)),
            intake: Intake::Open,
        })
        .unwrap()
    }

    #[test]
    fn kept_numbers_are_the_same_until_the_last_place_is_taken() {
        let kept = |confirmed| SeatsView::of(Numbers::Kept, &seats(confirmed)).unwrap();
        for confirmed in 1..12 {
            assert_eq!(kept(confirmed), kept(0));
        }
        assert_ne!(kept(12), kept(0));
        assert_eq!(kept(3).counted(), None);
        assert_eq!(kept(3).places(), Some(PlacesByMode::online(Places::new(12).unwrap())));
    }

    #[test]
    fn told_numbers_are_the_seats_themselves() {
        let told = SeatsView::of(Numbers::Told, &seats(3)).unwrap();
        assert_eq!(told.counted(), Some(&seats(3)));
        assert_eq!(told.places(), Some(PlacesByMode::online(Places::new(12).unwrap())));
    }
}
