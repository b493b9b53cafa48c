//! A table that may be shown.

use serde::ser::{SerializeSeq, SerializeStruct};
use serde::{Serialize, Serializer};

use super::release::Release;
use super::{Axis, Edition, Policy, Population, Shown, ShownPercentage};
use crate::exact::Proportion;

/// The least rounded whole of which a percentage has a decimal place, for each person of the base of rounding: 4,000
/// for a base of 5, below which the place would be no more than the rounding (NHS England, HES disclosure rules).
const WHOLE_FOR_A_PLACE: u64 = 800;

/// A table that was audited: the one statistic that can be shown.
///
/// It comes from [`publish`](super::publish) alone. It is serialised with the names of its population, policy and
/// edition, and a row for each cell and each margin; a total is `null` among the categories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedTable(Release);

impl PublishedTable {
    pub(super) const fn audited(release: Release) -> Self {
        Self(release)
    }

    pub(super) const fn release(&self) -> &Release {
        &self.0
    }

    /// What it is called.
    pub fn title(&self) -> &str {
        self.0.title()
    }

    /// Whom it counts.
    pub const fn population(&self) -> &Population {
        self.0.population()
    }

    /// The frozen data it was made from.
    pub const fn edition(&self) -> Edition {
        self.0.edition()
    }

    /// The policy under which it is shown.
    pub const fn policy(&self) -> &Policy {
        self.0.policy()
    }

    /// Its axes.
    pub fn axes(&self) -> &[Axis] {
        self.0.axes()
    }

    /// What is shown of a cell: the place of its category on each axis. `None` if there is no such cell.
    pub fn cell(&self, at: &[usize]) -> Option<Shown> {
        let at: Vec<Option<usize>> = at.iter().copied().map(Some).collect();
        self.margin(&at)
    }

    /// What is shown of a cell or a margin, where `None` is the total of an axis. `None` if there is no such cell.
    pub fn margin(&self, at: &[Option<usize>]) -> Option<Shown> {
        self.0.shown().get(self.0.grid().index(at)?).copied()
    }

    /// What is shown of everybody.
    pub fn total(&self) -> Shown {
        self.0.shown().last().copied().unwrap_or(Shown::Suppressed)
    }

    /// A percentage of a cell or margin, of a margin it is in, from both as they are shown. `None` if there is no such
    /// cell, or if it does not lie in the other.
    ///
    /// It has no decimal place if numbers are rounded and the whole is less than 800 times the base of rounding, and
    /// one otherwise. It is suppressed if either number is, or if it says "none" or "all" of fewer than the policy's
    /// smallest group.
    pub fn percentage(&self, of: &[Option<usize>], whole: &[Option<usize>]) -> Option<ShownPercentage> {
        let (part, all) = (self.margin(of)?, self.margin(whole)?);
        let inside = of.iter().zip(whole).all(|(one, outer)| outer.is_none() || one == outer);
        inside.then(|| match (part, all) {
            (Shown::Number(part), Shown::Number(whole)) => self.of_parts(part, whole),
            _ => ShownPercentage::Suppressed,
        })
    }

    fn of_parts(&self, part: u64, whole: u64) -> ShownPercentage {
        let rules = self.policy().rules();
        let extreme = part == 0 || part == whole;
        if extreme && whole < rules.smallest_group {
            return ShownPercentage::Suppressed;
        }
        let precise = rules.rounding == 1 || whole >= WHOLE_FOR_A_PLACE.saturating_mul(rules.rounding);
        Proportion::new(part, whole)
            .and_then(|proportion| proportion.percentage(u32::from(precise)))
            .map_or(ShownPercentage::Suppressed, ShownPercentage::Percentage)
    }

    /// Every cell and margin, the last axis fastest, each total after its categories.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.0.grid().places().zip(self.0.shown()).map(|(at, shown)| Row {
            categories: self.0.names(&at),
            at,
            shown: *shown,
        })
    }
}

/// One cell or margin of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row<'a> {
    categories: Vec<Option<&'a str>>,
    #[serde(skip)]
    at: Vec<Option<usize>>,
    shown: Shown,
}

impl Row<'_> {
    /// The names of its categories, one for each axis; `None` for a total.
    pub fn categories(&self) -> &[Option<&str>] {
        &self.categories
    }

    /// Its place on each axis; `None` for a total.
    pub fn at(&self) -> &[Option<usize>] {
        &self.at
    }

    /// Whether it is a total over at least one axis.
    pub fn is_margin(&self) -> bool {
        self.at.iter().any(Option::is_none)
    }

    /// What is shown of it.
    pub const fn shown(&self) -> Shown {
        self.shown
    }
}

impl Serialize for PublishedTable {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let axes: Vec<&str> = self.axes().iter().map(Axis::name).collect();
        let mut table = serializer.serialize_struct("PublishedTable", 6)?;
        table.serialize_field("title", self.title())?;
        table.serialize_field("population", &self.population().to_string())?;
        table.serialize_field("edition", &self.edition())?;
        table.serialize_field("policy", self.policy())?;
        table.serialize_field("axes", &axes)?;
        table.serialize_field("rows", &Rows(self))?;
        table.end()
    }
}

/// The rows, serialised one by one.
struct Rows<'a>(&'a PublishedTable);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(None)?;
        for row in self.0.rows() {
            rows.serialize_element(&row)?;
        }
        rows.end()
    }
}
