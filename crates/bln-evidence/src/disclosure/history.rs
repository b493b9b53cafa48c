//! A table beside earlier ones: of the same edition, and of others.

use std::collections::BTreeMap;

use super::release::Release;
use super::{Axis, Label, Ledger, Refused, Shown};

/// A cell by its categories: for each axis that it is not the total of, the values of its category.
type Key<'a> = BTreeMap<&'a Label, Vec<&'a Label>>;

/// The releases of one edition that may be about the same people as a release, directly or through one another.
pub(super) fn linked<'a>(release: &Release, ledger: &'a Ledger) -> Vec<&'a Release> {
    let of_edition = |other: &&Release| other.edition().number() == release.edition().number();
    let mut others: Vec<&Release> = ledger.releases().iter().filter(of_edition).collect();
    let mut linked: Vec<&Release> = Vec::new();
    loop {
        let shares = |other: &Release| {
            let shared = |known: &Release| known.population().may_share_people(other.population());
            shared(release) || linked.iter().any(|known| shared(known))
        };
        let (more, rest): (Vec<_>, Vec<_>) = others.into_iter().partition(|other| shares(other));
        if more.is_empty() {
            return linked;
        }
        linked.extend(more);
        others = rest;
    }
}

/// The same table of the same edition, if it was published.
pub(super) fn published<'a>(release: &Release, ledger: &'a Ledger) -> Option<&'a Release> {
    let same = |other: &&Release| {
        other.edition() == release.edition()
            && other.population() == release.population()
            && other.policy() == release.policy()
            && other.axes() == release.axes()
    };
    ledger.releases().iter().find(same)
}

/// Whether an edition is one snapshot throughout, and a correction is of an edition that is known.
pub(super) fn knows_edition(release: &Release, ledger: &Ledger) -> bool {
    let edition = release.edition();
    let mut known = ledger.releases().iter().map(Release::edition);
    let corrected = |number| {
        ledger.releases().iter().any(|other| {
            other.edition().number() == number && other.edition().snapshot() == edition.snapshot()
        })
    };
    known.all(|other| other.number() != edition.number() || other == edition)
        && edition.corrects().is_none_or(corrected)
}

/// The cells of a release whose change since another edition would be a number of few people, and known too well: the
/// numbers that both show leave less room than the least width, and the change may be of 1 to the threshold.
///
/// # Errors
/// [`Refused::TooAlike`] if what both show may differ by few people only.
pub(super) fn changes(release: &Release, ledger: &Ledger) -> Result<Vec<usize>, Refused> {
    let mut cells = Vec::new();
    let others = ledger.releases().iter().filter(|other| {
        other.edition().number() != release.edition().number()
            && other.population().may_share_people(release.population())
    });
    for other in others {
        let earlier = by_key(other);
        let pairs: Vec<(usize, Shown, Shown)> = (release.grid().places().zip(release.shown()).enumerate())
            .filter_map(|(cell, (at, now))| Some((cell, *earlier.get(&key(release.axes(), &at))?, *now)))
            .collect();
        let rules = release.policy().rules();
        let (few, width) = (rules.threshold, rules.least_width);
        let (few, width) = (i64::try_from(few).unwrap_or(i64::MAX), i64::try_from(width).unwrap_or(i64::MAX));
        if pairs.iter().all(|(_, before, now)| before == now) && other.population() == release.population() {
            continue;
        }
        if !pairs.is_empty() && moved(release, other, &pairs) <= few {
            return Err(Refused::TooAlike { edition: other.edition().number() });
        }
        if other.population() != release.population() {
            continue;
        }
        for (cell, before, now) in pairs {
            let Some([before, now]) = ranges(release, other, before, now) else { continue };
            let (least, most) = (now.0 - before.1, now.1 - before.0);
            let may_be_few = (least <= few && most >= 1) || (least <= -1 && most >= -few);
            if most - least < width && may_be_few {
                cells.push(cell);
            }
        }
    }
    cells.sort_unstable();
    cells.dedup();
    Ok(cells)
}

/// At least how many people came or went between two releases: cells of one level have nobody in common, so that the
/// gaps between what is shown of them add up. The most over the levels.
fn moved(release: &Release, other: &Release, pairs: &[(usize, Shown, Shown)]) -> i64 {
    let mut levels: BTreeMap<Vec<bool>, i64> = BTreeMap::new();
    for (cell, before, now) in pairs {
        let level = release.grid().place(*cell).iter().map(Option::is_some).collect();
        let gap = ranges(release, other, *before, *now)
            .map_or(0, |[before, now]| (now.0 - before.1).max(before.0 - now.1).max(0));
        *levels.entry(level).or_default() += gap;
    }
    levels.into_values().max().unwrap_or_default()
}

/// What an earlier number and one of now can be.
fn ranges(release: &Release, other: &Release, before: Shown, now: Shown) -> Option<[(i64, i64); 2]> {
    match (before, now) {
        (Shown::Number(before), Shown::Number(now)) => {
            Some([other.policy().reading(before)?, release.policy().reading(now)?])
        }
        _ => None,
    }
}

fn by_key(release: &Release) -> BTreeMap<Key<'_>, Shown> {
    let shown = release.grid().places().zip(release.shown());
    shown.map(|(at, shown)| (key(release.axes(), &at), *shown)).collect()
}

fn key<'a>(axes: &'a [Axis], at: &[Option<usize>]) -> Key<'a> {
    let category = |(axis, place): (&'a Axis, &Option<usize>)| {
        let category = axis.categories().get((*place)?)?;
        Some((axis.label(), category.values().iter().collect()))
    };
    axes.iter().zip(at).filter_map(category).collect()
}
