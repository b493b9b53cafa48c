//! The audit of tables as they are shown.

use super::guard::{Guard, Stuck};
use super::model::{Model, Target, Why, sum};
use super::release::Release;
use super::solve::{beginning, cannot_be_few};
use super::{Ledger, PublishedTable, Refused, history};

/// Looks again at a table that was published, beside all that is in a ledger now.
///
/// # Errors
/// See [`Refused`].
pub fn audit(table: &PublishedTable, ledger: &Ledger) -> Result<Audit, Refused> {
    let releases = beside(table.release(), ledger);
    let model = Model::of(&releases)?.settled();
    let people = beginning(&model, &[])?;
    let mut guard = Guard::new(model, people).ok_or(Refused::Contradicts)?;
    guard.widen().map_err(|stuck| refusal(table.release(), stuck))?;
    check(table.release(), ledger, guard.tables())
}

/// What an audit came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Audit {
    tables: usize,
    releases: usize,
    hidden: usize,
}

impl Audit {
    /// How many whole tables of people were found that agree with all that is shown, and among which every suppressed
    /// cell differs as the policy asks.
    pub const fn tables(self) -> usize {
        self.tables
    }

    /// How many published tables were audited together.
    pub const fn releases(self) -> usize {
        self.releases
    }

    /// How many groups of people must not be worked out.
    pub const fn hidden(self) -> usize {
        self.hidden
    }
}

/// A release, and those it is audited with.
pub(super) fn beside<'a>(release: &'a Release, ledger: &'a Ledger) -> Vec<&'a Release> {
    let others = history::linked(release, ledger);
    std::iter::once(release).chain(others.into_iter().filter(|other| *other != release)).collect()
}

/// The audit of exactly what is shown.
pub(super) fn check(release: &Release, ledger: &Ledger, tables: &[Vec<i64>]) -> Result<Audit, Refused> {
    let releases = beside(release, ledger);
    let model = Model::of(&releases)?;
    let exposed = exposed(&model, tables);
    if exposed.is_empty() {
        return Ok(Audit { tables: tables.len(), releases: releases.len(), hidden: model.targets().len() });
    }
    let cell = |target: &&Target| match target.why {
        Why::Suppressed(cell) => Some(cell),
        Why::Before | Why::Between => None,
    };
    let cells = exposed.iter().filter_map(cell).collect();
    Err(refusal(release, Stuck { cells, proved: false }))
}

/// What is said of targets that cannot be protected.
pub(super) fn refusal(release: &Release, stuck: Stuck) -> Refused {
    let cells = stuck.cells.into_iter().map(|cell| release.grid().place(cell)).collect();
    if stuck.proved { Refused::Exposed { cells } } else { Refused::Unproved { cells } }
}

/// The audit: which targets are not shown to be able to differ as they must by tables that are possible, given a model
/// of exactly what is shown. Nothing is believed of how the tables were found.
fn exposed<'a>(model: &'a Model, tables: &[Vec<i64>]) -> Vec<&'a Target> {
    let possible: Vec<&Vec<i64>> = tables.iter().filter(|people| model.allows(people)).collect();
    let differs = |target: &Target| {
        let values = || possible.iter().map(|people| sum(people, &target.atoms));
        values().max().zip(values().min()).is_some_and(|(most, least)| most - least >= target.width)
    };
    let safe =
        |target: &Target| differs(target) || (target.why == Why::Between && cannot_be_few(model, target));
    model.targets().iter().filter(|target| !safe(target)).collect()
}
