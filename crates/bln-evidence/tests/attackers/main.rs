//! Five attackers who know the rules and see only what is shown. Each is given tables that were published, where it
//! must recover nothing, and the same tables with small numbers starred and nothing else done, where it must succeed:
//! an attacker who never does would prove nothing. They share no code with the audit.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod facts;
mod simplex;
mod trust;
mod view;

use std::collections::{BTreeMap, BTreeSet};

use bln_evidence::disclosure::{
    Edition, Ledger, Policy, PublishedTable, Refused, Rules, Shown, audit, publish,
};

use facts::{Facts, groups, inside};
use trust::{Numbers, Place, Truth, staff};
use view::{EVERYBODY, Range, View, recovered};

/// What the policy says of a suppressed cell: it can differ by so many people.
const WIDTH: i64 = 8;
/// Known to the person.
const EXACTLY: i64 = 1;

const QUERIES: usize = 10_000;

fn edition(number: u32) -> Edition {
    Edition::new(number, "2025-03-31".parse().unwrap())
}

fn published(truth: &Truth) -> PublishedTable {
    publish(truth.candidate(staff()), &Policy::default(), &Ledger::new(), edition(1)).unwrap()
}

/// Trusts of all sizes whose tables have many small cells.
fn trusts(sizes: &[usize], seeds: u64) -> impl Iterator<Item = Truth> {
    (0..seeds).flat_map(move |seed| [80, 250, 900, 3_000].map(|people| Truth::skewed(sizes, people, seed)))
}

#[test]
fn subtraction_recovers_nothing_of_what_is_published() {
    let (mut hidden, mut small, mut control) = (0, 0, 0);
    for truth in trusts(&[10, 6], 15).chain(trusts(&[4, 3, 3], 5)) {
        let view = View::published(&published(&truth));
        hidden += view.stars.len();
        assert_eq!(recovered(&truth, &subtract(&truth, &view), WIDTH), 0);
        let view = View::threshold_only(&truth, 7);
        small += view.stars.len();
        control += recovered(&truth, &subtract(&truth, &view), EXACTLY);
    }
    assert!(hidden > 1_000, "{hidden} cells were suppressed");
    assert!(control > 100, "the control lost {control} of {small} cells");
}

#[test]
fn ten_thousand_tracker_queries_recover_nothing_of_what_is_published() {
    let (mut small, mut starred, mut live, mut rounded) = (0, 0, 0, 0);
    for truth in trusts(&[8, 5], 1) {
        let targets: Vec<Place> =
            truth.places().into_iter().filter(|place| (1..=7).contains(&truth.of(place))).collect();
        small += targets.len();
        let view = View::published(&published(&truth));
        let known = track(&truth, &targets, |query| ask_of_table(&truth, &view, query));
        assert_eq!(recovered(&truth, &known, WIDTH), 0);
        // The controls: a table with stars alone, which answers what can be added up of it.
        let view = View::threshold_only(&truth, 7);
        let known = track(&truth, &targets, |query| ask_of_table(&truth, &view, query));
        starred += recovered(&truth, &known, EXACTLY);
        // And somebody who answers any question, unless the answer is small; or rounds the answers too.
        let people = |query: &Query| {
            let asked = |(cell, _): &(&Vec<usize>, &u64)| {
                cell.iter().zip(query).all(|(at, asked)| asked.contains(at))
            };
            i64::try_from(truth.people.iter().filter(asked).map(|(_, people)| people).sum::<u64>()).unwrap()
        };
        let known = track(&truth, &targets, |query| {
            Some(people(query)).filter(|people| !(1..=7).contains(people)).map(|people| (people, people))
        });
        live += recovered(&truth, &known, EXACTLY);
        let known = track(&truth, &targets, |query| {
            let near = (people(query) + 2) / 5 * 5;
            Some(people(query)).filter(|people| !(1..=7).contains(people)).map(|_| (near - 2, near + 2))
        });
        rounded += recovered(&truth, &known, WIDTH);
    }
    assert!(starred > 0, "stars alone lost {starred} of {small}");
    assert!(live * 10 > small * 9, "live answers lost {live} of {small}");
    assert!(rounded * 2 > small, "live rounded answers lost {rounded} of {small}");
}

#[test]
fn linear_programming_on_the_margins_recovers_nothing_of_what_is_published() {
    let (mut hidden, mut small, mut control) = (0, 0, 0);
    for truth in trusts(&[5, 4], 6).chain(trusts(&[3, 3, 2], 4)).chain(trusts(&[9, 6], 1)) {
        let view = View::published(&published(&truth));
        hidden += view.stars.len();
        assert_eq!(recovered(&truth, &solve(&truth, &view), WIDTH), 0);
        let view = View::threshold_only(&truth, 7);
        small += view.stars.len();
        control += recovered(&truth, &solve(&truth, &view), EXACTLY);
    }
    assert!(hidden > 100, "{hidden} cells were suppressed");
    assert!(control > 40, "the control lost {control} of {small} cells");
}

#[test]
fn several_tables_together_give_nothing_away() {
    let sizes = [4, 3, 3, 2];
    let clinical = |cell: &[usize]| cell[3] == 0;
    let (mut shown, mut small, mut control) = (0, 0, 0);
    for (seed, people) in [(1, 120), (2, 200), (3, 300), (4, 400), (5, 600), (6, 900)] {
        let truth = Truth::skewed(&sizes, people, seed);
        let tables = [
            (truth.over(&[0, 1], |_| true), staff(), vec![0, 1], None),
            (truth.over(&[0, 1], clinical), staff().within("clinical", ["0"]).unwrap(), vec![0, 1], Some(0)),
            (truth.over(&[2, 1], |_| true), staff(), vec![2, 1], None),
            (
                truth.over(&[1], |cell| !clinical(cell)),
                staff().without("clinical", ["0"]).unwrap(),
                vec![1],
                Some(1),
            ),
        ];
        let (mut facts, mut naive) = (Facts::grid(&sizes), Facts::grid(&sizes));
        let mut ledger = Ledger::new();
        for (table, population, axes, side) in tables {
            let learn = |facts: &mut Facts, view: &View| {
                facts.learn(view, |place| {
                    groups(&sizes, |cell| {
                        let own: Vec<usize> = axes.iter().map(|axis| cell[*axis]).collect();
                        inside(place, &own) && side.is_none_or(|side| cell[3] == side)
                    })
                });
            };
            match publish(table.candidate(population), &Policy::default(), &ledger, edition(1)) {
                Ok(published) => {
                    learn(&mut facts, &View::published(&published));
                    ledger.record(&published);
                    assert_eq!(audit(&published, &ledger).map(|audit| audit.releases()), Ok(ledger.len()));
                    shown += 1;
                }
                Err(refused) => {
                    assert!(matches!(refused, Refused::Exposed { .. } | Refused::Unproved { .. }))
                }
            }
            learn(&mut naive, &View::threshold_only(&table, 7));
        }
        // Every group, of which most are in no table.
        for place in truth.places() {
            let people = i64::try_from(truth.of(&place)).unwrap();
            if !(1..=7).contains(&people) {
                continue;
            }
            small += 1;
            let group = groups(&sizes, |cell| inside(&place, cell));
            let (least, most) = simplex::extremes(&facts, &group);
            assert!((least..=most).contains(&people), "what is shown is true");
            assert!(most - least >= WIDTH, "{place:?} is {least} to {most}");
            let (least, most) = simplex::extremes(&naive, &group);
            control += usize::from(least == most);
        }
    }
    assert!(shown >= 20, "{shown} tables were published");
    assert!(small > 400, "{small} groups were small");
    assert!(control > 10, "the control lost {control} groups");
}

#[test]
fn a_release_after_somebody_left_does_not_say_from_where() {
    let (mut same, mut refused, mut control) = (0, 0, 0);
    for seed in 0..10 {
        let before = Truth::skewed(&[6, 4], 400, seed);
        let mut ledger = Ledger::new();
        let first = publish(before.candidate(staff()), &Policy::default(), &ledger, edition(1)).unwrap();
        ledger.record(&first);
        let mut numbers = Numbers::new(seed);
        for _ in 0..10 {
            let cells: Vec<&Vec<usize>> =
                before.people.iter().flat_map(|(cell, people)| (0..*people).map(move |_| cell)).collect();
            let left = cells[numbers.below(cells.len())].clone();
            let mut after = before.clone();
            *after.people.get_mut(&left).unwrap() -= 1;
            match publish(after.candidate(staff()), &Policy::default(), &ledger, edition(2)) {
                Ok(second) => {
                    let shown =
                        |table: &PublishedTable| table.rows().map(|row| row.shown()).collect::<Vec<Shown>>();
                    assert_eq!(shown(&first), shown(&second), "nothing says who left");
                    same += 1;
                }
                Err(Refused::TooAlike { edition: 1 }) => refused += 1,
                Err(other) => panic!("{other:?}"),
            }
            let [one, other] = [&before, &after].map(|truth| View::threshold_only(truth, 7));
            control += usize::from(left_from(&before, &one, &other) == [left]);
        }
    }
    assert!(same > 0 && refused > 0, "{same} were shown, {refused} were not");
    assert!(control > 80, "the control lost {control} of 100 who left");
    assert!(a_year_later_is_published());
}

/// A table of a year later is not refused: many came and went, and what is shown says so.
fn a_year_later_is_published() -> bool {
    let mut ledger = Ledger::new();
    let [before, after] = [(400, 1), (500, 2)].map(|(people, seed)| Truth::skewed(&[6, 4], people, seed));
    ledger.record(&publish(before.candidate(staff()), &Policy::default(), &ledger, edition(1)).unwrap());
    publish(after.candidate(staff()), &Policy::default(), &ledger, edition(2)).is_ok()
}

#[test]
fn on_small_tables_every_table_that_agrees_is_tried() {
    let rules =
        Rules { threshold: 3, rounding: 1, least_width: 4, smallest_group: 0, ..Policy::default().rules() };
    let exact = Policy::own("1 to 3 suppressed", rules).unwrap();
    let coarse =
        Policy::own("1 to 3 suppressed, others rounded to 3", Rules { rounding: 3, ..rules }).unwrap();
    let (mut enough, mut more) = (0, 0);
    for (sizes, people) in [(vec![2, 3], 40), (vec![3, 3], 60), (vec![3, 4], 90), (vec![2, 2, 2], 60)] {
        for (seed, policy) in (0..10).flat_map(|seed| [(seed, &exact), (seed, &coarse)]) {
            let truth = Truth::skewed(&sizes, people, seed);
            let table = publish(truth.candidate(staff()), policy, &Ledger::new(), edition(1)).unwrap();
            let view = View::published(&table);
            let widths = |view: &View| -> Vec<i64> {
                let facts = Facts::of(view, &sizes);
                let width = |place: &Place| {
                    let group = groups(&sizes, |cell| inside(place, cell));
                    let bounds = simplex::extremes(&facts, &group);
                    let (least, most) = facts.whole(&group, bounds);
                    let people = i64::try_from(truth.of(place)).unwrap();
                    assert!(bounds.0 <= least && least <= people && people <= most && most <= bounds.1);
                    most - least
                };
                view.stars.iter().map(width).collect()
            };
            assert!(widths(&view).iter().all(|width| *width >= 4), "{sizes:?} {seed}");
            // With the small ones alone suppressed: more is, if and only if that is not enough.
            let mut small = View { ranges: BTreeMap::new(), stars: Vec::new() };
            for place in truth.places() {
                let people = i64::try_from(truth.of(&place)).unwrap();
                let range = match people {
                    0 => (0, 0),
                    1..=3 => (0, EVERYBODY),
                    _ if policy == &exact => (people, people),
                    _ => (((people + 1) / 3 * 3 - 1).max(4), (people + 1) / 3 * 3 + 1),
                };
                if range == (0, EVERYBODY) {
                    small.stars.push(place.clone());
                }
                small.ranges.insert(place, range);
            }
            let is_enough = widths(&small).iter().all(|width| *width >= 4);
            assert_eq!(
                is_enough,
                small.stars.len() == view.stars.len(),
                "{sizes:?} {seed} {}",
                policy.name()
            );
            if is_enough { enough += 1 } else { more += 1 }
        }
    }
    assert!(enough > 5 && more > 20, "{enough} needed no more, {more} did");
}

/// A line of a table: its total, and the cells along one axis.
fn lines(truth: &Truth) -> Vec<(Place, Vec<Place>)> {
    let mut lines = Vec::new();
    for total in truth.places() {
        for (axis, size) in truth.sizes.iter().enumerate().filter(|(axis, _)| total[*axis].is_none()) {
            let cell = |at| {
                let mut cell = total.clone();
                cell[axis] = Some(at);
                cell
            };
            lines.push((total.clone(), (0..*size).map(cell).collect()));
        }
    }
    lines
}

/// Takes what is known of the other cells of a line from what is known of its total, and the other way round, as long
/// as it brings anything.
fn subtract(truth: &Truth, view: &View) -> BTreeMap<Place, Range> {
    let mut known = view.ranges.clone();
    let lines = lines(truth);
    for _ in 0..100 {
        let before = known.clone();
        for (total, cells) in &lines {
            let sum = cells
                .iter()
                .map(|cell| known[cell])
                .fold((0, 0), |sum, cell| (sum.0 + cell.0, sum.1 + cell.1));
            let all = known[total];
            let all = (all.0.max(sum.0), all.1.min(sum.1));
            known.insert(total.clone(), all);
            for cell in cells {
                let (least, most) = known[cell];
                let rest = (sum.0 - least, sum.1 - most);
                known.insert(cell.clone(), (least.max(all.0 - rest.1), most.min(all.1 - rest.0)));
            }
        }
        if known == before {
            break;
        }
    }
    known.retain(|place, _| view.stars.contains(place));
    known
}

/// The categories of each axis that a question is about.
type Query = Vec<BTreeSet<usize>>;

/// Asks for a group with and without a target, with padding of random categories.
fn track(truth: &Truth, targets: &[Place], ask: impl Fn(&Query) -> Option<Range>) -> BTreeMap<Place, Range> {
    let mut numbers = Numbers::new(5);
    let mut known: BTreeMap<Place, Range> =
        targets.iter().map(|target| (target.clone(), (0, EVERYBODY))).collect();
    for query in 0..QUERIES / 2 {
        let target = &targets[query % targets.len()];
        let axes: Vec<usize> = (0..target.len()).filter(|axis| target[*axis].is_some()).collect();
        let Some(axis) = axes.get(numbers.below(axes.len().max(1))) else { continue };
        let sizes = truth.sizes.iter().zip(target);
        let mut with: Query =
            sizes.map(|(size, at)| at.map_or((0..*size).collect(), |at| BTreeSet::from([at]))).collect();
        let mut without = with.clone();
        let padding: BTreeSet<usize> = (0..truth.sizes[*axis])
            .filter(|at| Some(*at) != target[*axis] && numbers.below(2) == 0)
            .collect();
        with[*axis].extend(&padding);
        without[*axis] = padding;
        if let (Some(with), Some(without)) = (ask(&with), ask(&without)) {
            let now = known.get_mut(target).unwrap();
            *now = (now.0.max(with.0 - without.1), now.1.min(with.1 - without.0));
        }
    }
    known
}

/// The best answer that a table gives: the sum of its cells, or a total less the others.
fn ask_of_table(truth: &Truth, view: &View, query: &Query) -> Option<Range> {
    let sum = |query: &Query| -> Option<Range> {
        let places = query.iter().zip(&truth.sizes).fold(vec![Place::new()], |places, (asked, size)| {
            let whole = (asked.len() == *size).then_some(None);
            let cells: Vec<Option<usize>> =
                whole.map_or_else(|| asked.iter().map(|at| Some(*at)).collect(), |whole| vec![whole]);
            places
                .iter()
                .flat_map(|place| cells.iter().map(move |at| [place.as_slice(), &[*at]].concat()))
                .collect()
        });
        places.iter().try_fold((0, 0), |sum: Range, place| {
            (!view.stars.contains(place))
                .then(|| (sum.0 + view.ranges[place].0, sum.1 + view.ranges[place].1))
        })
    };
    let others = (0..query.len()).filter_map(|axis| {
        let (mut whole, mut rest) = (query.clone(), query.clone());
        whole[axis] = (0..truth.sizes[axis]).collect();
        rest[axis] = whole[axis].difference(&query[axis]).copied().collect();
        let (whole, rest) = (sum(&whole)?, sum(&rest)?);
        Some((whole.0 - rest.1, whole.1 - rest.0))
    });
    sum(query).into_iter().chain(others).reduce(|one, other| (one.0.max(other.0), one.1.min(other.1)))
}

fn solve(truth: &Truth, view: &View) -> BTreeMap<Place, Range> {
    let facts = Facts::of(view, &truth.sizes);
    let solved = |place: &Place| {
        let group = groups(&truth.sizes, |cell| inside(place, cell));
        (place.clone(), simplex::extremes(&facts, &group))
    };
    view.stars.iter().map(solved).collect()
}

/// The cells that one person can have left, by what changed. Nobody can tell if nothing did.
fn left_from(truth: &Truth, before: &View, after: &View) -> Vec<Vec<usize>> {
    let changed: Vec<&Place> = before
        .ranges
        .iter()
        .filter(|(place, range)| after.ranges[*place] != **range)
        .map(|(place, _)| place)
        .collect();
    let can_be = |cell: &&Vec<usize>| !changed.is_empty() && changed.iter().all(|place| inside(place, cell));
    truth.people.keys().filter(can_be).cloned().collect()
}
