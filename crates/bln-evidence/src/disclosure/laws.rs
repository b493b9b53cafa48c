//! Laws of published tables, tried on many.

use proptest::prelude::*;

use super::{Axis, Candidate, Count, Edition, Ledger, Policy, Population, PublishedTable, Shown, publish};

/// Counts of a table of bands by groups, most of them small.
fn counts() -> impl Strategy<Value = Vec<Vec<u64>>> {
    let count = prop_oneof![Just(0_u64), 1_u64..8, 1_u64..30, 8_u64..200];
    (1_usize..6, 1_usize..5).prop_flat_map(move |(rows, columns)| {
        prop::collection::vec(prop::collection::vec(count.clone(), columns), rows)
    })
}

fn policies() -> impl Strategy<Value = Policy> {
    prop_oneof![
        Just(Policy::nhs_sub_national()),
        Just(Policy::fewer_than_10()),
        Just(Policy::fewer_than_11())
    ]
}

/// The table with its bands in the order of `bands`, its groups in that of `groups`, and its axes turned or not.
fn table(counts: &[Vec<u64>], bands: &[usize], groups: &[usize], turned: bool) -> Candidate {
    let axis = |name: &str, order: &[usize]| {
        let names: Vec<String> = order.iter().map(|number| format!("{name} {number}")).collect();
        Axis::new(name, names.iter().map(String::as_str)).unwrap()
    };
    let mut axes = vec![axis("band", bands), axis("group", groups)];
    if turned {
        axes.reverse();
    }
    let mut table = Candidate::new("Staff", Population::of("NHS staff").unwrap(), axes).unwrap();
    for (at, band) in bands.iter().enumerate() {
        for (place, group) in groups.iter().enumerate() {
            let cell = if turned { [place, at] } else { [at, place] };
            table.add(&cell, Count::of(counts[*band][*group])).unwrap();
        }
    }
    table
}

fn in_order(counts: &[Vec<u64>]) -> Candidate {
    let [bands, groups] = [counts.len(), counts[0].len()].map(|size| (0..size).collect::<Vec<_>>());
    table(counts, &bands, &groups, false)
}

fn published(table: Candidate, policy: &Policy, ledger: &Ledger) -> PublishedTable {
    publish(table, policy, ledger, Edition::new(1, "2025-03-31".parse().unwrap())).unwrap()
}

/// What is shown of each cell, by the names of its categories in the order of the alphabet.
fn by_name(table: &PublishedTable) -> std::collections::BTreeMap<Vec<String>, Shown> {
    let rows = table.rows().map(|row| {
        let mut names: Vec<String> =
            row.categories().iter().flatten().map(|name| (*name).to_owned()).collect();
        names.sort();
        (names, row.shown())
    });
    rows.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_axes_and_categories_changes_nothing(
        (counts, bands, groups) in counts().prop_flat_map(|counts| {
            let (bands, groups) = ((0..counts.len()).collect::<Vec<_>>(), (0..counts[0].len()).collect::<Vec<_>>());
            (Just(counts), Just(bands).prop_shuffle(), Just(groups).prop_shuffle())
        }),
        turned in any::<bool>(),
        policy in policies(),
    ) {
        let one = published(in_order(&counts), &policy, &Ledger::new());
        let other = published(table(&counts, &bands, &groups, turned), &policy, &Ledger::new());
        prop_assert_eq!(by_name(&one), by_name(&other));
    }

    #[test]
    fn publishing_again_gives_the_same(counts in counts(), policy in policies()) {
        let mut ledger = Ledger::new();
        let first = published(in_order(&counts), &policy, &ledger);
        prop_assert_eq!(&published(in_order(&counts), &policy, &ledger), &first);
        ledger.record(&first);
        prop_assert_eq!(&published(in_order(&counts), &policy, &ledger), &first);
    }

    #[test]
    fn every_number_is_its_count_rounded_so_that_totals_never_contradict(
        counts in counts(), policy in policies(),
    ) {
        let table = published(in_order(&counts), &policy, &Ledger::new());
        for row in table.rows() {
            let inside = |at: usize, place: usize| [at, place].iter().zip(row.at()).all(|(at, of)| of.is_none_or(|of| of == *at));
            let people: u64 = counts.iter().enumerate().flat_map(|(at, groups)| {
                groups.iter().enumerate().filter(move |(place, _)| inside(at, *place)).map(|(_, people)| *people)
            }).sum();
            if row.shown() != Shown::Suppressed {
                prop_assert_eq!(row.shown(), policy.show(people));
            }
        }
    }

    #[test]
    fn a_higher_threshold_suppresses_all_that_a_lower_one_does(counts in counts(), threshold in 1_u64..20) {
        let suppressed = |threshold: u64| {
            let rules = super::Rules { threshold, least_width: threshold + 1, rounding: 1, ..Policy::default().rules() };
            let shown = in_order(&counts).primary(&Policy::own("own", rules).unwrap());
            shown.iter().map(|shown| *shown == Shown::Suppressed).collect::<Vec<_>>()
        };
        let (low, high) = (suppressed(threshold), suppressed(threshold + 1));
        prop_assert!(low.iter().zip(&high).all(|(low, high)| !low || *high));
    }
}
