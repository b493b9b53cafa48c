//! Versions of stored records, the basis of every guarded write.

use std::fmt;

use crate::{Invalid, InvalidKind};

/// The version of a stored record: 1 when it is first written, one more at each change.
///
/// A change names the version it was decided on; a store refuses it when the record has moved since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(u32);

impl Version {
    /// The version of a record that has just been made.
    pub const FIRST: Version = Version(1);

    /// Reads a version from a store.
    ///
    /// # Errors
    ///
    /// `version.zero` for 0.
    pub const fn new(number: u32) -> Result<Self, Invalid> {
        if number == 0 { Err(Invalid::new(InvalidKind::VersionZero)) } else { Ok(Self(number)) }
    }

    /// The version after this one. It stays at the largest number: a record changed four thousand million
    /// times is refused by its store as stale rather than wrapped to an old version.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The number, from 1.
    pub const fn number(self) -> u32 {
        self.0
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A record together with the version at which it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versioned<T> {
    /// The record.
    pub record: T,
    /// The version it had when it was read.
    pub version: Version,
}

impl<T> Versioned<T> {
    /// Pairs a record with its version.
    pub const fn new(record: T, version: Version) -> Self {
        Self { record, version }
    }

    /// The same version, with what `change` makes of the record.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Versioned<U> {
        Versioned { record: change(self.record), version: self.version }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_start_at_one_and_rise_by_one() {
        assert_eq!(Version::new(0).unwrap_err().kind(), InvalidKind::VersionZero);
        assert_eq!(Version::new(1).unwrap(), Version::FIRST);
        assert_eq!(Version::FIRST.next().number(), 2);
    }
}
