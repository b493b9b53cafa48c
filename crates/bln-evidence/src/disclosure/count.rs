//! A raw number of people.

use std::fmt;
use std::ops::AddAssign;

/// A raw number of people: it goes into a [`Candidate`](super::Candidate) and never comes out.
///
/// There is no way to read, print, compare or serialise it outside this crate; what may be shown of it is for a
/// [`Policy`](super::Policy) to say. Adding stops at the largest number there is.
///
/// ```
/// use bln_evidence::disclosure::Count;
///
/// let mut count = Count::of(3);
/// count += Count::of(4);
/// assert_eq!(format!("{count:?}"), "Count(..)");
/// ```
///
/// ```compile_fail
/// use bln_evidence::disclosure::Count;
///
/// println!("{}", Count::of(3));
/// ```
///
/// ```compile_fail
/// use bln_evidence::disclosure::Count;
///
/// assert!(Count::of(3) < Count::of(4));
/// ```
#[derive(Clone, Copy, Default)]
#[cfg_attr(test, derive(PartialEq))]
pub struct Count(u64);

impl Count {
    /// A number of people that an analyst has counted.
    pub const fn of(people: u64) -> Self {
        Self::new(people)
    }

    pub(crate) const fn new(people: u64) -> Self {
        Self(people)
    }

    pub(crate) const fn people(self) -> u64 {
        self.0
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.0 = self.0.saturating_add(other.0);
    }
}

impl fmt::Debug for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Count(..)")
    }
}
