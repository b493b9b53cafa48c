//! How far an issue of the bulletin is on its way.

use crate::{Id, Instant, Person};

/// Whose letters of an issue are in the outbox or have left it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reached {
    /// Nobody's.
    Nobody,
    /// Those of everybody up to this person, in the order of identifiers.
    UpTo(Id<Person>),
    /// Everybody's.
    Everybody,
}

/// How far an issue of the bulletin is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BulletinState {
    /// It is being written.
    Draft,
    /// It is to be sent.
    Scheduled {
        /// When.
        due: Instant,
    },
    /// It is being sent, or was.
    Sending {
        /// Since when.
        since: Instant,
        /// Whose turn it has been.
        reached: Reached,
    },
    /// It was being sent and waits.
    Paused {
        /// Since when it was being sent.
        since: Instant,
        /// Whose turn it had been.
        reached: Reached,
    },
    /// It is not sent any further. Final.
    Stopped {
        /// Since when.
        at: Instant,
    },
}

impl BulletinState {
    /// The stable name, without what belongs to it.
    pub const fn name(self) -> &'static str {
        match self {
            BulletinState::Draft => "draft",
            BulletinState::Scheduled { .. } => "scheduled",
            BulletinState::Sending { .. } => "sending",
            BulletinState::Paused { .. } => "paused",
            BulletinState::Stopped { .. } => "stopped",
        }
    }

    /// The instant that belongs to it: when it is due, since when it is being sent, or since when it is stopped.
    pub const fn at(self) -> Option<Instant> {
        match self {
            BulletinState::Draft => None,
            BulletinState::Scheduled { due: at }
            | BulletinState::Sending { since: at, .. }
            | BulletinState::Paused { since: at, .. }
            | BulletinState::Stopped { at } => Some(at),
        }
    }

    /// Whose turn it has been, once it is on its way.
    pub const fn reached(self) -> Option<Reached> {
        match self {
            BulletinState::Sending { reached, .. } | BulletinState::Paused { reached, .. } => Some(reached),
            BulletinState::Draft | BulletinState::Scheduled { .. } | BulletinState::Stopped { .. } => None,
        }
    }

    /// Reads a state back from its name and what is beside it; `None` when they do not belong together.
    pub fn from_parts(name: &str, at: Option<Instant>, reached: Option<Reached>) -> Option<Self> {
        match (name, at, reached) {
            ("draft", None, None) => Some(BulletinState::Draft),
            ("scheduled", Some(due), None) => Some(BulletinState::Scheduled { due }),
            ("sending", Some(since), Some(reached)) => Some(BulletinState::Sending { since, reached }),
            ("paused", Some(since), Some(reached)) => Some(BulletinState::Paused { since, reached }),
            ("stopped", Some(at), None) => Some(BulletinState::Stopped { at }),
            _ => None,
        }
    }
}
