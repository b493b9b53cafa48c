//! The life of an event, and how often its people had to be told of a change.

use std::fmt;

use crate::{Invalid, InvalidKind};

/// Where an event is in its life: draft, then published, then cancelled or completed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventState {
    /// Being planned; seen by those who plan it.
    Draft,
    /// In the programme.
    Published,
    /// Called off. Final.
    Cancelled,
    /// Over. Final.
    Completed,
}

impl EventState {
    /// Every state, in the order of an event's life.
    pub const ALL: [EventState; 4] =
        [EventState::Draft, EventState::Published, EventState::Cancelled, EventState::Completed];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            EventState::Draft => "draft",
            EventState::Published => "published",
            EventState::Cancelled => "cancelled",
            EventState::Completed => "completed",
        }
    }

    /// Reads a stable name.
    ///
    /// # Errors
    ///
    /// `event.state`.
    pub fn parse(name: &str) -> Result<Self, Invalid> {
        EventState::ALL
            .into_iter()
            .find(|state| state.name() == name)
            .ok_or(Invalid::new(InvalidKind::EventState))
    }
}

/// How often a published event has changed in a way that people must be told of.
///
/// It starts at 0 and only ever rises: it is the `SEQUENCE` of RFC 5545 section 3.8.7.4, by which a calendar
/// knows the newer of two copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision(u32);

impl Revision {
    /// The revision of an event that nobody had to be told about again.
    pub const FIRST: Revision = Revision(0);

    /// Reads a revision back from a store.
    pub const fn new(number: u32) -> Self {
        Self(number)
    }

    /// The revision after this one. It stays at the largest number rather than wrap to an old one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The number, from 0.
    pub const fn number(self) -> u32 {
        self.0
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for state in EventState::ALL {
            assert_eq!(EventState::parse(state.name()), Ok(state));
        }
        assert_eq!(EventState::parse("postponed").unwrap_err().kind(), InvalidKind::EventState);
    }

    #[test]
    fn revisions_rise_and_never_wrap() {
        assert_eq!(Revision::FIRST.next().number(), 1);
        assert_eq!(Revision::new(u32::MAX).next(), Revision::new(u32::MAX));
    }
}
