//! What was shown of a table: all that anybody outside knows of it.

use serde::{Deserialize, Serialize};

use super::grid::Grid;
use super::{Axis, Category, Edition, Label, Malformed, Policy, Population, Shown};

/// A table as it is shown, with its margins in the order of its [`Grid`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Wire", into = "Wire")]
pub(super) struct Release {
    title: Label,
    population: Population,
    edition: Edition,
    policy: Policy,
    axes: Vec<Axis>,
    grid: Grid,
    shown: Vec<Shown>,
}

impl Release {
    pub(super) fn new(
        (title, population, axes): (Label, Population, Vec<Axis>),
        edition: Edition,
        policy: Policy,
        shown: Vec<Shown>,
    ) -> Result<Self, Malformed> {
        let grid = Grid::of(&axes)?;
        let told = |shown: &Shown| match shown {
            Shown::Number(number) => policy.reading(*number).is_some(),
            Shown::Suppressed => policy.rules().least_width > 0,
        };
        if shown.len() != grid.cells() || !shown.iter().all(told) {
            return Err(Malformed::ReleaseContent);
        }
        Ok(Self { title, population, edition, policy, axes, grid, shown })
    }

    pub(super) fn title(&self) -> &str {
        self.title.as_str()
    }

    pub(super) const fn population(&self) -> &Population {
        &self.population
    }

    pub(super) const fn edition(&self) -> Edition {
        self.edition
    }

    pub(super) const fn policy(&self) -> &Policy {
        &self.policy
    }

    pub(super) fn axes(&self) -> &[Axis] {
        &self.axes
    }

    pub(super) const fn grid(&self) -> &Grid {
        &self.grid
    }

    pub(super) fn shown(&self) -> &[Shown] {
        &self.shown
    }

    /// The same release with some more cells suppressed.
    pub(super) fn suppressing(mut self, cells: &[usize]) -> Self {
        for cell in cells {
            if let Some(shown) = self.shown.get_mut(*cell) {
                *shown = Shown::Suppressed;
            }
        }
        self
    }

    /// The names of a cell's categories; `None` for a total.
    pub(super) fn names(&self, at: &[Option<usize>]) -> Vec<Option<&str>> {
        let pairs = self.axes.iter().zip(at);
        pairs
            .map(|(axis, place)| place.and_then(|place| axis.categories().get(place)).map(Category::name))
            .collect()
    }
}

/// A release as it is written.
#[derive(Serialize, Deserialize)]
struct Wire {
    title: Label,
    population: Population,
    edition: Edition,
    policy: Policy,
    axes: Vec<Axis>,
    shown: Vec<Shown>,
}

impl From<Release> for Wire {
    fn from(Release { title, population, edition, policy, axes, shown, .. }: Release) -> Self {
        Self { title, population, edition, policy, axes, shown }
    }
}

impl TryFrom<Wire> for Release {
    type Error = Malformed;

    fn try_from(Wire { title, population, edition, policy, axes, shown }: Wire) -> Result<Self, Malformed> {
        let names: std::collections::BTreeSet<&Label> = axes.iter().map(Axis::label).collect();
        if names.len() != axes.len() {
            return Err(Malformed::AxisTwice);
        }
        Self::new((title, population, axes), edition, policy, shown)
    }
}
