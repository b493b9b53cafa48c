//! From a candidate to a table that may be shown.

use super::atoms::Atoms;
use super::guard::{Guard, Stuck, beginning, exposed};
use super::model::{Model, Target, Why};
use super::release::Release;
use super::{Axis, Candidate, Count, Edition, Ledger, Policy, PublishedTable, Refused, Shown, history};

/// Suppresses, rounds and audits a table, so that it may be shown.
///
/// Small numbers are suppressed, then further ones until no suppressed cell can be worked out, and what is left is
/// rounded. Then exactly what would be shown is audited, together with everything in the ledger that may be about the
/// same people. The result does not depend on the order of the axes and categories.
///
/// # Errors
/// See [`Refused`].
///
/// ```
/// use bln_evidence::disclosure::{
///     Axis, Candidate, Count, Edition, Ledger, Policy, Population, Shown, publish,
/// };
///
/// let staff = Population::of("NHS staff")?.within("organisation", ["RX1"])?;
/// let mut table = Candidate::new("Staff by group", staff, vec![Axis::new("group", ["BME", "White"])?])?;
/// table.add(&[0], Count::of(212))?;
/// table.add(&[1], Count::of(1_083))?;
///
/// let edition = Edition::new(1, "2025-03-31".parse()?);
/// let mut ledger = Ledger::new();
/// let published = publish(table, &Policy::nhs_sub_national(), &ledger, edition)?;
/// ledger.record(&published);
/// assert_eq!(published.cell(&[0]), Some(Shown::Number(210)));
/// assert_eq!(published.percentage(&[Some(0)], &[None]).unwrap().to_string(), "16");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn publish(
    candidate: Candidate,
    policy: &Policy,
    ledger: &Ledger,
    edition: Edition,
) -> Result<PublishedTable, Refused> {
    let is_of_a_part =
        !candidate.population().is_everybody() || candidate.axes().iter().any(Axis::is_of_places);
    if policy.is_national() && is_of_a_part {
        return Err(Refused::NotNational);
    }
    let shown = candidate.primary(policy);
    let (title, population, axes, _, counts) = candidate.into_parts();
    let release = Release::new((title, population, axes), edition, policy.clone(), shown)?;
    if !history::knows_edition(&release, ledger) {
        return Err(Refused::EditionUnknown);
    }
    if let Some(published) = history::published(&release, ledger) {
        let agrees =
            published.shown().iter().zip(&counts).all(|(shown, count)| agrees(policy, *shown, *count));
        return if agrees { Ok(PublishedTable::audited(published.clone())) } else { Err(Refused::Frozen) };
    }
    let changes = history::changes(&release, ledger);
    let release = protect(release.suppressing(&changes), &counts, ledger)?;
    history::compare(&release, ledger)?;
    Ok(PublishedTable::audited(release))
}

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

/// Suppresses more of a release until nothing of it can be worked out, and audits what is left.
fn protect(release: Release, counts: &[Count], ledger: &Ledger) -> Result<Release, Refused> {
    let releases = beside(&release, ledger);
    let may_suppress = release.policy().rules().least_width > 0;
    if !may_suppress && releases.len() == 1 {
        return Ok(release);
    }
    let model = Model::of(&releases)?;
    let model = if may_suppress { model } else { model.settled() };
    let people = truth(&model, &releases, counts)?;
    let mut guard = Guard::new(model, people).ok_or(Refused::Contradicts)?;
    guard.widen().map_err(|stuck| refusal(&release, stuck))?;
    let suppressed = guard.suppressed();
    let release = release.suppressing(&suppressed);
    check(&release, ledger, guard.tables())?;
    Ok(release)
}

/// A release, and those it is audited with.
fn beside<'a>(release: &'a Release, ledger: &'a Ledger) -> Vec<&'a Release> {
    let others = history::linked(release, ledger);
    std::iter::once(release).chain(others.into_iter().filter(|other| *other != release)).collect()
}

/// A possible table with the counts of the new one: the counts themselves where no other release tells more apart.
fn truth(model: &Model, releases: &[&Release], counts: &[Count]) -> Result<Vec<i64>, Refused> {
    let atoms = Atoms::of(releases)?;
    let count = |cell: usize| {
        let people = counts.get(cell).map_or(0, |count| count.people());
        i64::try_from(people).unwrap_or(i64::MAX)
    };
    let cells = atoms.cells(0);
    let mut people = vec![0; model.atoms()];
    let mut wanted = Vec::new();
    let whole = releases.first().map_or_else(Vec::new, |release| release.grid().places().collect());
    for (cell, (atoms, at)) in cells.iter().zip(whole).enumerate() {
        if at.iter().any(Option::is_none) {
            continue;
        }
        wanted.push((atoms.as_slice(), count(cell)));
        if let Some(people) = atoms.first().and_then(|atom| people.get_mut(*atom)) {
            *people = count(cell);
        }
    }
    if model.allows(&people) { Ok(people) } else { beginning(model, &wanted) }
}

/// The audit of exactly what is shown.
fn check(release: &Release, ledger: &Ledger, tables: &[Vec<i64>]) -> Result<Audit, Refused> {
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

fn refusal(release: &Release, stuck: Stuck) -> Refused {
    let cells = stuck.cells.into_iter().map(|cell| release.grid().place(cell)).collect();
    if stuck.proved { Refused::Exposed { cells } } else { Refused::Unproved { cells } }
}

fn agrees(policy: &Policy, shown: Shown, count: Count) -> bool {
    let within = |(least, most): (i64, i64)| {
        i64::try_from(count.people()).is_ok_and(|people| (least..=most).contains(&people))
    };
    match shown {
        Shown::Suppressed => true,
        Shown::Number(number) => policy.reading(number).is_some_and(within),
    }
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
