//! The ways in which an event can be attended, and how many places each has.

use std::fmt;

use crate::{Invalid, InvalidKind};

/// One way of attending an event. Each has its own pool of places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// In the room.
    InPerson,
    /// On the call.
    Online,
}

impl Mode {
    /// Both modes. Somebody who can come either way is given a place in the first of these that has one.
    pub const ALL: [Mode; 2] = [Mode::InPerson, Mode::Online];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Mode::InPerson => "in_person",
            Mode::Online => "online",
        }
    }

    /// Reads a stable name.
    ///
    /// # Errors
    ///
    /// `mode.unknown`.
    pub fn parse(name: &str) -> Result<Self, Invalid> {
        Mode::ALL.into_iter().find(|mode| mode.name() == name).ok_or(Invalid::new(InvalidKind::ModeUnknown))
    }
}

/// The modes an event offers: at least one, by construction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Modes {
    /// Only in the room.
    InPerson,
    /// Only on the call.
    Online,
    /// Both, with a pool of places each.
    Hybrid,
}

impl Modes {
    /// Every combination.
    pub const ALL: [Modes; 3] = [Modes::InPerson, Modes::Online, Modes::Hybrid];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Modes::InPerson => "in_person",
            Modes::Online => "online",
            Modes::Hybrid => "hybrid",
        }
    }

    /// Reads a stable name.
    ///
    /// # Errors
    ///
    /// `mode.unknown`.
    pub fn parse(name: &str) -> Result<Self, Invalid> {
        Modes::ALL
            .into_iter()
            .find(|modes| modes.name() == name)
            .ok_or(Invalid::new(InvalidKind::ModeUnknown))
    }

    /// Whether the event can be attended in this mode.
    pub const fn contains(self, mode: Mode) -> bool {
        matches!(
            (self, mode),
            (Modes::Hybrid, _) | (Modes::InPerson, Mode::InPerson) | (Modes::Online, Mode::Online)
        )
    }
}

/// How a person is ready to attend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ModeChoice {
    /// Only in the room.
    InPerson,
    /// Only on the call.
    Online,
    /// In the room if there is a place, else on the call.
    Either,
}

impl ModeChoice {
    /// Every choice.
    pub const ALL: [ModeChoice; 3] = [ModeChoice::InPerson, ModeChoice::Online, ModeChoice::Either];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            ModeChoice::InPerson => "in_person",
            ModeChoice::Online => "online",
            ModeChoice::Either => "either",
        }
    }

    /// Reads a stable name.
    ///
    /// # Errors
    ///
    /// `mode.unknown`.
    pub fn parse(name: &str) -> Result<Self, Invalid> {
        ModeChoice::ALL
            .into_iter()
            .find(|choice| choice.name() == name)
            .ok_or(Invalid::new(InvalidKind::ModeUnknown))
    }

    /// Whether a place in this mode would do.
    pub const fn fits(self, mode: Mode) -> bool {
        matches!(
            (self, mode),
            (ModeChoice::Either, _)
                | (ModeChoice::InPerson, Mode::InPerson)
                | (ModeChoice::Online, Mode::Online)
        )
    }
}

/// A number of places, 0 to [`Places::MAX`].
///
/// Zero is allowed: a room that is lost leaves a pool without places, and those who wait in it keep waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Places(u32);

impl Places {
    /// The most places a pool may have: one million.
    pub const MAX: u32 = 1_000_000;

    /// No place at all.
    pub const NONE: Places = Places(0);

    /// Reads a number of places.
    ///
    /// # Errors
    ///
    /// `places.range` above [`Places::MAX`].
    pub const fn new(number: u32) -> Result<Self, Invalid> {
        if number > Self::MAX {
            return Err(Invalid::with_limit(InvalidKind::PlacesRange, 1_000_000));
        }
        Ok(Self(number))
    }

    /// The number.
    pub const fn number(self) -> u32 {
        self.0
    }
}

impl fmt::Display for Places {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The places of an event: one number for each mode it offers, and none for a mode it does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PlacesByMode {
    in_person: Option<Places>,
    online: Option<Places>,
}

impl PlacesByMode {
    /// Places for exactly the modes an event offers.
    ///
    /// # Errors
    ///
    /// `places.mode` when a mode on offer has no number, or one that is not on offer has one.
    pub const fn new(
        modes: Modes,
        in_person: Option<Places>,
        online: Option<Places>,
    ) -> Result<Self, Invalid> {
        let fits = modes.contains(Mode::InPerson) == in_person.is_some()
            && modes.contains(Mode::Online) == online.is_some();
        if fits { Ok(Self { in_person, online }) } else { Err(Invalid::new(InvalidKind::PlacesMode)) }
    }

    /// Places in the room alone.
    pub const fn in_person(places: Places) -> Self {
        Self { in_person: Some(places), online: None }
    }

    /// Places on the call alone.
    pub const fn online(places: Places) -> Self {
        Self { in_person: None, online: Some(places) }
    }

    /// Places in the room and on the call.
    pub const fn hybrid(in_person: Places, online: Places) -> Self {
        Self { in_person: Some(in_person), online: Some(online) }
    }

    /// The places in one mode, if the event offers it.
    pub const fn of(self, mode: Mode) -> Option<Places> {
        match mode {
            Mode::InPerson => self.in_person,
            Mode::Online => self.online,
        }
    }

    /// The modes that have a number.
    pub const fn modes(self) -> Modes {
        match (self.in_person, self.online) {
            (Some(_), Some(_)) => Modes::Hybrid,
            (Some(_), None) => Modes::InPerson,
            (None, _) => Modes::Online,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for mode in Mode::ALL {
            assert_eq!(Mode::parse(mode.name()), Ok(mode));
        }
        for modes in Modes::ALL {
            assert_eq!(Modes::parse(modes.name()), Ok(modes));
        }
        for choice in ModeChoice::ALL {
            assert_eq!(ModeChoice::parse(choice.name()), Ok(choice));
        }
        assert!(Mode::parse("hybrid").is_err() && Modes::parse("either").is_err());
    }

    #[test]
    fn places_stop_at_a_million() {
        assert_eq!(Places::new(1_000_000).unwrap().number(), Places::MAX);
        assert_eq!(Places::new(1_000_001).unwrap_err().kind(), InvalidKind::PlacesRange);
    }

    #[test]
    fn places_match_the_modes_exactly() {
        let ten = Some(Places::new(10).unwrap());
        assert!(PlacesByMode::new(Modes::Hybrid, ten, ten).is_ok());
        assert!(PlacesByMode::new(Modes::InPerson, ten, None).is_ok());
        for (modes, in_person, online) in
            [(Modes::Hybrid, ten, None), (Modes::InPerson, ten, ten), (Modes::Online, ten, None)]
        {
            let invalid = PlacesByMode::new(modes, in_person, online).unwrap_err();
            assert_eq!(invalid.kind(), InvalidKind::PlacesMode);
        }
    }

    #[test]
    fn modes_of_places_are_those_they_were_made_for() {
        let ten = Places::new(10).unwrap();
        assert_eq!(PlacesByMode::hybrid(ten, ten).modes(), Modes::Hybrid);
        assert_eq!(PlacesByMode::in_person(ten).modes(), Modes::InPerson);
        assert_eq!(PlacesByMode::online(ten).modes(), Modes::Online);
        assert_eq!(PlacesByMode::online(ten).of(Mode::InPerson), None);
    }
}
