//! How long it takes to publish a table: to suppress what could be worked out of it, and to audit what is left.

use bln_benches::Outcome;
use bln_benches::figures::{Rounds, Table, WorkWatch, say};
use bln_evidence::disclosure::{
    Axis, Candidate, Count, Edition, Ledger, Policy, Population, PublishedTable, Shown, publish,
};

const ROUNDS: u64 = 5;
const BANDS: usize = 18;
const GROUPS: usize = 7;
const STAFF_GROUPS: usize = 6;

fn main() -> Outcome {
    let [mut two, mut three] = [const { Rounds::new() }; 2];
    let (mut small, mut stars) = (Vec::new(), Vec::new());
    for round in 1..=ROUNDS {
        let (candidate, few) = trust(&[BANDS, GROUPS], 7_000, round)?;
        let (took, _) = time(candidate)?;
        two.push(took);
        small.push(few);
        let (candidate, few) = trust(&[BANDS, GROUPS, STAFF_GROUPS], 7_000, round)?;
        let (took, table) = time(candidate)?;
        three.push(took);
        stars.push((few, table.rows().filter(|row| row.shown() == Shown::Suppressed).count()));
        say(&format!("round {round}: {:.3} s and {:.3} s", two.last(), three.last()));
    }
    let told = |numbers: Vec<usize>| {
        let ends = (numbers.iter().min(), numbers.iter().max());
        format!("{} to {}", ends.0.unwrap_or(&0), ends.1.unwrap_or(&0))
    };
    Table::new(
        "disclosure",
        "Tables of a trust of 7,000 people with all their margins, published and audited; seconds on the processor, median (least to greatest).",
    )
    .row("18 × 7", &two.told(3), "≤ 0.5")
    .row("its cells of 1 to 7 people", &told(small), "")
    .row("18 × 7 × 6", &three.told(3), "≤ 20")
    .row("its cells of 1 to 7 people", &told(stars.iter().map(|(few, _)| *few).collect()), "> 400 with margins")
    .row("its cells and margins that are suppressed", &told(stars.iter().map(|(_, all)| *all).collect()), "")
    .print();
    Ok(())
}

/// How long publishing takes, and what comes of it.
fn time(candidate: Candidate) -> Outcome<(f64, PublishedTable)> {
    let edition = Edition::new(1, "2025-03-31".parse()?);
    let watch = WorkWatch::start();
    let table = publish(candidate, &Policy::nhs_sub_national(), &Ledger::new(), edition)?;
    Ok((watch.elapsed().as_secs_f64(), table))
}

/// A table of a trust, and how many of its cells and margins are of 1 to 7 people. Each category of an axis has about
/// two thirds of the people of the one before, so that most of the cells are small.
fn trust(sizes: &[usize], people: u64, seed: u64) -> Outcome<(Candidate, usize)> {
    let names = ["band", "ethnic group", "staff group"];
    let axes = names.iter().zip(sizes).map(|(name, size)| {
        let categories: Vec<String> = (1..=*size).map(|number| format!("{name} {number}")).collect();
        Axis::new(name, categories.iter().map(String::as_str))
    });
    let staff = Population::of("NHS staff")?.within("organisation", ["RX1"])?;
    let mut table = Candidate::new("Staff", staff, axes.collect::<Result<_, _>>()?)?;
    let mut counts = std::collections::BTreeMap::new();
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut below = |bound: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) % bound
    };
    for _ in 0..people {
        let place = |size: &usize| {
            let mut place = 0;
            while place + 1 < *size && below(100) < if *size > 10 { 85 } else { 55 } {
                place += 1;
            }
            place
        };
        let cell: Vec<usize> = sizes.iter().map(place).collect();
        table.add(&cell, Count::of(1))?;
        for margin in 0..1_usize << cell.len() {
            let margin: Vec<Option<usize>> = cell
                .iter()
                .enumerate()
                .map(|(axis, place)| (margin >> axis & 1 == 0).then_some(*place))
                .collect();
            *counts.entry(margin).or_insert(0) += 1;
        }
    }
    let few = counts.values().filter(|count| (1..=7).contains(*count)).count();
    Ok((table, few))
}
