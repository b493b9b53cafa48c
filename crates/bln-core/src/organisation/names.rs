//! What an organisation was called when.

use std::fmt;

use chrono::NaiveDate;

use crate::{Invalid, InvalidKind, Line};

/// The name of an organisation, of at most 200 characters.
///
/// It is public, so that unlike other text it shows itself in `Debug`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrganisationName(Line<200>);

impl OrganisationName {
    /// Reads a name.
    ///
    /// # Errors
    ///
    /// As [`Line::parse`].
    pub fn parse(text: impl Into<String>) -> Result<Self, Invalid> {
        Line::parse(text).map(Self)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for OrganisationName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for OrganisationName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OrganisationName({:?})", self.as_str())
    }
}

/// The names of one organisation, each from a day on until the next.
///
/// Trusts are renamed without a change of code: what somebody's employer was called is a dated fact. The
/// earliest name also stands for every day before its own, because nobody knows a better one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DatedNames {
    earliest: (NaiveDate, OrganisationName),
    later: Vec<(NaiveDate, OrganisationName)>,
}

impl DatedNames {
    /// One name, known from this day on.
    pub const fn new(name: OrganisationName, from: NaiveDate) -> Self {
        Self { earliest: (from, name), later: Vec::new() }
    }

    /// Several names, in any order.
    ///
    /// # Errors
    ///
    /// `list.missing` when there is none; `dates.overlap` when two begin on the same day.
    pub fn from_parts(
        names: impl IntoIterator<Item = (NaiveDate, OrganisationName)>,
    ) -> Result<Self, Invalid> {
        let mut names: Vec<_> = names.into_iter().collect();
        names.sort_by_key(|(from, _)| *from);
        let same_day = names.windows(2).any(|pair| matches!(pair, [(a, _), (b, _)] if a == b));
        if same_day {
            return Err(Invalid::new(InvalidKind::DatesOverlap));
        }
        let mut names = names.into_iter();
        let earliest = names.next().ok_or(Invalid::new(InvalidKind::Missing))?;
        Ok(Self { earliest, later: names.collect() })
    }

    /// The name on a day.
    pub fn on(&self, date: NaiveDate) -> &OrganisationName {
        let in_force = self.later.iter().rev().find(|(from, _)| *from <= date);
        &in_force.unwrap_or(&self.earliest).1
    }

    /// The names with their first days, in the order of time.
    pub fn iter(&self) -> impl Iterator<Item = (NaiveDate, &OrganisationName)> {
        std::iter::once(&self.earliest).chain(&self.later).map(|(from, name)| (*from, name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn named(text: &str) -> OrganisationName {
        OrganisationName::parse(text).unwrap()
    }

    #[test]
    fn names_come_in_any_order_but_must_come() {
        let names = [(day("2024-10-01"), named("New")), (day("2011-04-01"), named("Old"))];
        let names = DatedNames::from_parts(names).unwrap();
        assert_eq!(names.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), ["Old", "New"]);
        assert_eq!(DatedNames::from_parts([]).unwrap_err().kind(), InvalidKind::Missing);
    }
}
