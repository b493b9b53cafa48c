//! A count of people that keeps small numbers to itself.

use std::fmt;

/// A count of people as it may be shown: below 11, nothing but that.
///
/// 11 is the smallest number of respondents the NHS Staff Survey reports on. A small count is dropped when the
/// value is made, so there is nothing left to print, compare or send. None at all counts as small: that nobody
/// of a kind is there can tell as much about people as that one is.
///
/// This guards one number at a time. It does not stop small numbers being worked out from totals and
/// differences; that takes disclosure control over a whole table.
///
/// ```
/// use bln_core::PeopleCount;
///
/// assert_eq!(PeopleCount::new(10).to_string(), "fewer than 11");
/// assert_eq!(PeopleCount::new(11).to_string(), "11");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PeopleCount(Option<u64>);

impl PeopleCount {
    /// The smallest number that is shown.
    pub const SMALLEST: u64 = 11;

    /// Takes a count, and forgets it if it is small.
    pub const fn new(people: u64) -> Self {
        Self(if people < Self::SMALLEST { None } else { Some(people) })
    }

    /// The number, unless it was small.
    pub const fn number(self) -> Option<u64> {
        self.0
    }
}

impl fmt::Display for PeopleCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            // Through `pad` and the number's own formatting, so that both line up in a report's columns.
            None => f.pad("fewer than 11"),
            Some(people) => people.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_counts_are_all_the_same() {
        for people in 0..11 {
            let count = PeopleCount::new(people);
            assert_eq!((count, count.number()), (PeopleCount::new(0), None));
            assert_eq!(format!("{count:?} {count}"), "PeopleCount(None) fewer than 11");
        }
        assert_eq!(PeopleCount::new(11).number(), Some(11));
        assert_eq!(PeopleCount::new(12_345).to_string(), "12345");
    }

    #[test]
    fn counts_line_up_in_columns() {
        let lines = [3, 11].map(|people| format!("{:>15}|", PeopleCount::new(people)));
        assert_eq!(lines, ["  fewer than 11|", "             11|"]);
    }
}
