//! The indicators of a workforce from CSV, beside Polars, with the same results to the last digit.
//!
//! Each contestant is a process of its own, so that its memory is its own. Both count by organisation, grade, whether
//! work is clinical and ethnic category, and work out the indicators of all organisations together.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::process::Command;

use bln_benches::Outcome;
use bln_benches::figures::{Rounds, Table, Watch, number, peak_memory, say};
use bln_benches::peers::Peers;
use bln_evidence::disclosure::{Candidate, Edition, Ledger, Policy, PublishedTable, publish};
use bln_evidence::exact::RatioOutcome;
use bln_evidence::terms::{OdsCode, WresGroup};
use bln_evidence::workforce::generate::Generator;
use bln_evidence::workforce::{
    Budget, Columns, board_difference, disparity, likelihood, read, representation,
};
use bln_evidence::wres::{Denominator, Grade, Membership, Process, Tiers};
use serde::{Deserialize, Serialize};

const FEW: u64 = 15_000;
const ROWS: u64 = 1_500_000;
const ROUNDS: usize = 7;

/// As many organisations as there are trusts in England, about; their codes are made up.
const ORGANISATIONS: u8 = 220;

const PLACES: u32 = 6;

/// The columns that both contestants read.
const MAPPING: &str = r#"{ "columns": {
    "organisation": { "column": "organisation" },
    "ethnicity": { "column": "ethnicity" },
    "grade": { "column": "grade" },
    "clinical": { "column": "clinical", "values": { "1": "clinical", "0": "non_clinical" } },
    "board": { "column": "board", "values": { "": "none" } },
    "shortlisted": { "column": "shortlisted" },
    "appointed": { "column": "appointed" },
    "disciplinary": { "column": "disciplinary" },
    "training": { "column": "training" }
} }"#;

/// What one run came to.
#[derive(Debug, Serialize, Deserialize)]
struct Run {
    seconds: f64,
    peak_mib: f64,
    indicators: Indicators,
}

/// What was found: numbers of people, and ratios and points to six places.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Indicators {
    organisations: usize,
    grades: BTreeMap<String, [u64; 3]>,
    appointment: (u64, u64, u64, u64, String),
    disciplinary: (u64, u64, u64, u64, String),
    training: (u64, u64, u64, u64, String),
    board: [String; 3],
    disparity: [String; 3],
}

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [child, file] = arguments.as_slice()
        && child == "--child"
    {
        say(&serde_json::to_string(&run(Path::new(file))?)?);
        return Ok(());
    }
    let rows = arguments.first().map_or(Ok(ROWS), |rows| rows.parse())?;
    let rounds = arguments.get(1).map_or(Ok(ROUNDS), |rounds| rounds.parse())?;
    compare(rows, rounds)
}

fn compare(rows: u64, rounds: usize) -> Outcome {
    let folder = tempfile::tempdir()?;
    let (file, few) = (folder.path().join("workforce.csv"), folder.path().join("few.csv"));
    for (file, rows) in [(&file, rows), (&few, FEW)] {
        let codes = (0..ORGANISATIONS).map(|number| OdsCode::parse(&format!("R{number:03}")));
        let generator = Generator::new(1, codes.collect::<Result<_, _>>()?);
        generator.write(rows, BufWriter::new(File::create(file)?))?;
    }
    let peers = Peers::ready();
    let [mut ours, mut peak, mut flat, mut polars, mut polars_peak] = [const { Rounds::new() }; 5];
    for round in 1..=rounds {
        let small = child(&few)?;
        let run = child(&file)?;
        ours.push(run.seconds);
        peak.push(run.peak_mib);
        flat.push(run.peak_mib - small.peak_mib);
        if let Some(peers) = &peers {
            let theirs: Run = peers.workforce(&file)?;
            if theirs.indicators != run.indicators {
                return Err(format!("not the same: {run:?} and {theirs:?}").into());
            }
            polars.push(theirs.seconds);
            polars_peak.push(theirs.peak_mib);
        }
        say(&format!("round {round}: {:.3} and {:.3} seconds", ours.last(), polars.last()));
    }
    let millions = number(usize::try_from(rows)?) / 1e6;
    Table::new(
        "workforce",
        &format!("The indicators of {millions} million rows of CSV; median (least to greatest)."),
    )
    .row("seconds", &ours.told(3), "")
    .row("Polars, seconds", &polars.told(3), "")
    .row("time / Polars", &ours.against(&polars).told(2), "≤ 0.6")
    .row("peak memory, MiB", &peak.told(1), "")
    .row("more than for 15,000 rows, MiB", &flat.told(1), "≤ 8")
    .row("Polars, peak memory, MiB", &polars_peak.told(1), "")
    .row("peak memory / Polars", &peak.against(&polars_peak).told(3), "≤ 0.1")
    .print();
    Ok(())
}

/// The same program again, as a process that reads.
fn child(file: &Path) -> Outcome<Run> {
    let output = Command::new(std::env::current_exe()?).arg("--child").arg(file).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn run(file: &Path) -> Outcome<Run> {
    let watch = Watch::start();
    let columns = Columns::parse(MAPPING.as_bytes())?;
    let reading = read(File::open(file)?, &columns, Budget::default())?;
    if reading.faults().rows_refused() > 0 {
        return Err("a row was refused".into());
    }
    let england = reading.workforce().england();
    let staff = shown(england.by_grade(None)?)?;
    let ratio = |process| -> Outcome<_> {
        let table = shown(england.process(process)?)?;
        let found = likelihood(&table, process).and_then(|found| found.shown()).ok_or("no likelihood")?;
        let [white, bme] = [found.white(), found.bme()];
        Ok((white.part(), white.whole(), bme.part(), bme.whole(), six_places(found.ratio())?))
    };
    let board = shown(england.board()?)?;
    let points = |membership| {
        let difference = board_difference(&board, &staff, membership).and_then(|found| found.shown());
        difference.and_then(|found| found.points(PLACES)).map(|points| points.to_string()).ok_or("no board")
    };
    let tiers = shown(england.by_tier(Tiers::default(), None)?)?;
    let tiers = disparity(&tiers).and_then(|found| found.shown()).ok_or("no tiers")?;
    let indicators = Indicators {
        organisations: reading.workforce().organisations().count(),
        grades: Grade::ALL.into_iter().map(|grade| of_grade(&staff, grade)).collect::<Outcome<_>>()?,
        appointment: ratio(Process::Appointment)?,
        disciplinary: ratio(Process::Disciplinary)?,
        training: ratio(Process::Training)?,
        board: [points(Membership::All)?, points(Membership::Voting)?, points(Membership::Executive)?],
        disparity: [
            six_places(tiers.lower_to_middle())?,
            six_places(tiers.middle_to_upper())?,
            six_places(tiers.lower_to_upper())?,
        ],
    };
    let seconds = watch.elapsed().as_secs_f64();
    Ok(Run { seconds, peak_mib: peak_memory()?, indicators })
}

fn shown(table: Candidate) -> Outcome<PublishedTable> {
    let edition = Edition::new(1, "2025-03-31".parse()?);
    Ok(publish(table, &Policy::national_totals(), &Ledger::new(), edition)?)
}

fn of_grade(staff: &PublishedTable, grade: Grade) -> Outcome<(String, [u64; 3])> {
    let shares = representation(staff, Some(grade.label())).and_then(|shares| shares.shown());
    let shares = shares.ok_or("no shares")?;
    let people = |group| shares.share(group, Denominator::AllStaff).map(|share| share.part()).ok_or("nobody");
    Ok((
        grade.name().to_owned(),
        [people(WresGroup::White)?, people(WresGroup::Bme)?, people(WresGroup::Unknown)?],
    ))
}

fn six_places(ratio: RatioOutcome) -> Outcome<String> {
    Ok(ratio.finite().ok_or("no ratio")?.rounded(PLACES).to_string())
}
