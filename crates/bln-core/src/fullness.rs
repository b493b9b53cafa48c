//! How full an event is, and where somebody waits, without a number.

use crate::{Confidentiality, ModeChoice, Seats};

/// Whether somebody who registers now gets a place: all that is told of how full a strict event is.
///
/// ```
/// use bln_core::{Fullness, Id, Mode, ModeChoice, Places, PlacesByMode, Seats};
///
/// let places = PlacesByMode::online(Places::new(12)?);
/// let seats = Seats::new(Id::new(uuid::Uuid::from_u128(1)), places);
/// assert_eq!(Fullness::of(&seats, ModeChoice::Online), Fullness::PlacesFree);
/// assert_eq!(Fullness::of(&seats, ModeChoice::InPerson), Fullness::Full);
/// # Ok::<(), bln_core::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fullness {
    /// Yes.
    PlacesFree,
    /// No: they would wait.
    Full,
}

impl Fullness {
    /// How full an event is for somebody who is ready to attend in this way. A free place that others wait for is
    /// theirs.
    pub fn of(seats: &Seats, choice: ModeChoice) -> Self {
        match seats.free_place(choice) {
            Some(mode) if seats.waiting().fitting(mode) == 0 => Fullness::PlacesFree,
            _ => Fullness::Full,
        }
    }

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Fullness::PlacesFree => "places_free",
            Fullness::Full => "full",
        }
    }
}

/// A place on a waiting list as it is told to the person who has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WaitingPlace {
    /// On the list of a strict event, where a position would tell how many others there are.
    Unnumbered,
    /// The position among those who wait for a place that would do, from 1.
    Position(u64),
}

impl WaitingPlace {
    /// What a person on the waiting list is told of their position, under a rule.
    pub const fn told(rule: Confidentiality, position: u64) -> Self {
        if rule.is_strict() { WaitingPlace::Unnumbered } else { WaitingPlace::Position(position) }
    }

    /// The position, where it is told.
    pub const fn position(self) -> Option<u64> {
        match self {
            WaitingPlace::Unnumbered => None,
            WaitingPlace::Position(position) => Some(position),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Id, Intake, Places, Pool, SeatsParts, Sequence, WaitingCounts};

    fn seats(free: u32, waiting: WaitingCounts) -> Seats {
        let capacity = Places::new(12).unwrap();
        Seats::from_parts(SeatsParts {
            event: Id::new(uuid::Uuid::nil()),
            in_person: None,
            online: Some(Pool { capacity, confirmed: 12 - free, offered: 0 }),
            waiting,
            last_sequence: Sequence::new(40),
            intake: Intake::Open,
        })
        .unwrap()
    }

    #[test]
    fn how_many_places_are_free_or_taken_makes_no_difference_but_none() {
        let nobody = WaitingCounts::default();
        for free in 1..=12 {
            assert_eq!(Fullness::of(&seats(free, nobody), ModeChoice::Either), Fullness::PlacesFree);
        }
        assert_eq!(Fullness::of(&seats(0, nobody), ModeChoice::Either), Fullness::Full);
    }

    #[test]
    fn a_free_place_that_somebody_waits_for_is_theirs() {
        let full = |waiting| Fullness::of(&seats(1, waiting), ModeChoice::Online) == Fullness::Full;
        assert!(full(WaitingCounts { either: 1, ..WaitingCounts::default() }));
        assert!(full(WaitingCounts { online: 9, ..WaitingCounts::default() }));
        assert!(!full(WaitingCounts { in_person: 9, ..WaitingCounts::default() }));
    }

    #[test]
    fn a_position_is_told_under_an_open_rule_alone() {
        for rule in Confidentiality::ALL {
            let told = [1, 17].map(|position| WaitingPlace::told(rule, position).position());
            assert_eq!(told, if rule.is_strict() { [None, None] } else { [Some(1), Some(17)] });
        }
    }
}
