//! Of when a story is told.

use crate::{Instant, Invalid, InvalidKind};

/// From an instant on and before another: `[from, until)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LegacyPeriod {
    from: Instant,
    until: Instant,
}

impl LegacyPeriod {
    /// A period.
    ///
    /// # Errors
    ///
    /// `dates.reversed` unless it ends after it begins.
    pub fn new(from: Instant, until: Instant) -> Result<Self, Invalid> {
        if from < until { Ok(Self { from, until }) } else { Err(Invalid::new(InvalidKind::DatesReversed)) }
    }

    /// The first instant.
    pub const fn from(self) -> Instant {
        self.from
    }

    /// The first instant after it.
    pub const fn until(self) -> Instant {
        self.until
    }

    /// Whether an instant is in it.
    pub fn contains(self, at: Instant) -> bool {
        self.from <= at && at < self.until
    }
}
