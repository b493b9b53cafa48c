//! A table beside earlier ones: of the same edition, and of others.

use std::collections::{BTreeMap, BTreeSet};

use super::atoms::{self, Side};
use super::release::Release;
use super::{Ledger, Refused, Shown};

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

/// The cells of a release that are not to be shown, as beside another edition they would give a number of few people
/// away: a group and one that lies in it, or a group and its parts, that differ by 1 to the threshold, where by how many
/// is known more closely than the least width.
pub(super) fn changes(release: &Release, ledger: &Ledger) -> Vec<usize> {
    let mut cells = Vec::new();
    for other in others(release, ledger) {
        let [now, before] = groups([release, other]);
        for outer in &now {
            if parts(outer, &before).iter().any(|parts| is_few(release, outer, parts)) {
                cells.push(outer.cell);
            }
        }
        for outer in &before {
            for parts in parts(outer, &now) {
                let somebody = parts.iter().filter(|part| part.range.1 > 0);
                let smallest = somebody.min_by_key(|part| (part.range, &part.classes));
                if let (true, Some(smallest)) = (is_few(release, outer, &parts), smallest) {
                    cells.push(smallest.cell);
                }
            }
        }
    }
    cells
}

/// Refuses a release that shows that something changed since another edition, but may show what became of few people
/// only: who knows who came or went could read their groups off it.
///
/// # Errors
/// [`Refused::TooAlike`].
pub(super) fn compare(release: &Release, ledger: &Ledger) -> Result<(), Refused> {
    let few = number(release.policy().rules().threshold);
    for other in others(release, ledger).filter(|_| few > 0) {
        let shown = |release: &Release, cell: usize| release.shown().get(cell).copied();
        let [now, before] = all_groups([release, other]);
        let before: BTreeMap<&Classes, usize> = before.iter().map(|group| (&group.0, group.1)).collect();
        let (mut differs, mut moved) = (false, BTreeMap::<Vec<bool>, i64>::new());
        for (classes, cell) in &now {
            let Some(earlier) = before.get(classes) else { continue };
            let (Some(earlier), Some(later)) = (shown(other, *earlier), shown(release, *cell)) else {
                continue;
            };
            let level: Vec<bool> = release.grid().place(*cell).iter().map(Option::is_some).collect();
            // How many there are in all says nothing of anybody's group.
            differs |= earlier != later && level.contains(&true);
            // Cells of one level have nobody in common, so that the gaps between what is shown of them add up.
            let gap = range(other, earlier).zip(range(release, later));
            let gap = gap.map_or(0, |(earlier, later)| (later.0 - earlier.1).max(earlier.0 - later.1).max(0));
            *moved.entry(level).or_default() += gap;
        }
        if differs && moved.into_values().max().unwrap_or_default() <= few {
            return Err(Refused::TooAlike { edition: other.edition().number() });
        }
    }
    Ok(())
}

/// Releases of other editions that may be about the same people.
fn others<'a>(release: &'a Release, ledger: &'a Ledger) -> impl Iterator<Item = &'a Release> {
    ledger.releases().iter().filter(|other| {
        other.edition().number() != release.edition().number()
            && other.population().may_share_people(release.population())
    })
}

/// Of each dimension, the classes of a group of people.
type Classes = Vec<BTreeSet<usize>>;

/// A cell that is shown.
struct Group {
    cell: usize,
    /// Which axes it is not the total of.
    level: Vec<bool>,
    classes: Classes,
    range: (i64, i64),
}

impl Group {
    /// How many combinations of classes it has.
    fn size(&self) -> usize {
        self.classes.iter().fold(1, |size, classes| size.saturating_mul(classes.len()))
    }

    fn has(&self, other: &Self) -> bool {
        other.size() > 0 && other.classes.iter().zip(&self.classes).all(|(other, own)| other.is_subset(own))
    }
}

/// What is shown of a group to compare with the whole of it: each group that lies in it, and all that make it up.
fn parts<'a>(outer: &Group, groups: &'a [Group]) -> Vec<Vec<&'a Group>> {
    let inside: Vec<&Group> = groups.iter().filter(|group| outer.has(group)).collect();
    let mut levels: BTreeMap<&[bool], Vec<&Group>> = BTreeMap::new();
    for group in &inside {
        levels.entry(&group.level).or_default().push(group);
    }
    let whole = |parts: &Vec<&Group>| {
        parts.len() > 1 && parts.iter().map(|part| part.size()).sum::<usize>() == outer.size()
    };
    inside.iter().map(|group| vec![*group]).chain(levels.into_values().filter(whole)).collect()
}

/// Whether a group and parts of it differ by few people, and it is known too well by how many.
fn is_few(release: &Release, outer: &Group, parts: &[&Group]) -> bool {
    let rules = release.policy().rules();
    let (few, width) = (number(rules.threshold), number(rules.least_width));
    let (least, most) =
        parts.iter().fold((0, 0), |(least, most), part| (least + part.range.0, most + part.range.1));
    let (least, most) = (outer.range.0 - most, outer.range.1 - least);
    most - least < width && ((least <= few && most >= 1) || (least <= -1 && most >= -few))
}

/// The cells of two releases that are shown.
fn groups(releases: [&Release; 2]) -> [Vec<Group>; 2] {
    let mut all = all_groups(releases).into_iter();
    releases.map(|release| {
        let groups = all.next().unwrap_or_default().into_iter();
        let shown = groups.filter_map(|(classes, cell)| {
            let range = range(release, *release.shown().get(cell)?)?;
            let level = release.grid().place(cell).iter().map(Option::is_some).collect();
            Some(Group { cell, level, classes, range })
        });
        shown.collect()
    })
}

/// The cells of two releases, by the classes of dimensions that either names.
fn all_groups(releases: [&Release; 2]) -> [Vec<(Classes, usize)>; 2] {
    let dimensions = atoms::dimensions(&releases);
    // Where one says that there is nobody, and the other does not tell them apart, there is nobody to compare.
    let compared = |sides: &[Side]| !(sides.contains(&Side::Uncovered) && sides.contains(&Side::Anywhere));
    [0, 1].map(|number| {
        let Some(release) = releases.get(number) else { return Vec::new() };
        let places = release.grid().places().enumerate();
        places
            .map(|(cell, at)| {
                let classes = dimensions.iter().map(|(name, classes)| {
                    let axis = release.axes().iter().position(|axis| axis.label() == *name);
                    let place = axis.and_then(|axis| at.get(axis).copied().flatten());
                    let inside = |sides: &[Side]| match (sides.get(number), place) {
                        (Some(Side::Category(category)), Some(place)) => *category == place,
                        (Some(Side::Outside) | None, _) | (Some(Side::Uncovered), Some(_)) => false,
                        _ => true,
                    };
                    let classes =
                        classes.iter().enumerate().filter(|(_, sides)| compared(sides) && inside(sides));
                    classes.map(|(class, _)| class).collect()
                });
                (classes.collect(), cell)
            })
            .collect()
    })
}

fn range(release: &Release, shown: Shown) -> Option<(i64, i64)> {
    match shown {
        Shown::Number(number) => release.policy().reading(number),
        Shown::Suppressed => None,
    }
}

fn number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
