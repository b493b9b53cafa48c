//! The season as a whole: the same for the same seed on every store, and every fault reported.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{collections::BTreeSet, process::Command, sync::Arc};

use bln_cluster::Shared;
use bln_examples::{
    database::Database,
    generate::FAULTS,
    season::{self, Settings, Streams, Verdict},
};
use bln_sqlite::SqliteStore;
use bln_store::{MemoryStore, Store};
use indicatif::ProgressBar;

/// A season's report without its timing, and its list of faults.
fn season(store: impl Future<Output = Arc<dyn Store>>, seed: u64, people: usize) -> (String, String) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let (mut report, mut faults, mut board) = (Vec::new(), Vec::new(), Vec::new());
    let progress = ProgressBar::hidden();
    let streams = Streams {
        applications: None,
        faults: &mut faults,
        report: &mut report,
        progress: &progress,
        mail: None,
        board: &mut board,
    };
    let verdict =
        runtime.block_on(async { season::run(store.await, Settings { seed, people }, streams).await });
    let report = String::from_utf8(report).unwrap();
    assert_eq!(verdict.unwrap(), Verdict::Sound, "{report}");
    let told: Vec<_> = report.lines().filter(|line| !line.starts_with("Timing:")).collect();
    (told.join("\n"), String::from_utf8(faults).unwrap())
}

async fn memory() -> Arc<dyn Store> {
    Arc::new(MemoryStore::new())
}

#[test]
fn the_same_seed_gives_the_same_season_in_memory_and_in_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("season.sqlite");
    let sqlite = async {
        let store: Arc<dyn Store> = Arc::new(SqliteStore::open(file).await.unwrap());
        store
    };
    let first = season(memory(), 7, 300);
    assert_eq!(first, season(memory(), 7, 300));
    assert_eq!(first, season(sqlite, 7, 300));
    assert_ne!(first.0, season(memory(), 8, 300).0);
    assert!(first.0.ends_with("verify: no faults"));
}

#[test]
fn the_same_seed_gives_the_same_season_in_postgresql() {
    let Some(server) = Shared::for_tests() else { return };
    let schema = server.fresh_schema();
    let postgres = async {
        let store: Arc<dyn Store> = Arc::new(Database::parse(schema.url()).unwrap().open().await.unwrap());
        store
    };
    assert_eq!(season(memory(), 7, 300), season(postgres, 7, 300));
}

/// The program itself, as the README tells to start it.
#[test]
fn the_program_keeps_a_season_in_postgresql_once_and_gives_the_report_of_sqlite() {
    let Some(server) = Shared::for_tests() else { return };
    let (schema, folder) = (server.fresh_schema(), tempfile::tempdir().unwrap());
    let run = |database: &str| {
        let arguments = ["--people", "200", "--seed", "5", "--database", database];
        let season =
            Command::new(env!("CARGO_BIN_EXE_season")).args(arguments).current_dir(folder.path()).output();
        let season = season.unwrap();
        let report = String::from_utf8(season.stdout).unwrap();
        let told: Vec<_> =
            report.lines().filter(|line| !line.starts_with("Timing:")).map(str::to_owned).collect();
        (season.status.code(), told, String::from_utf8(season.stderr).unwrap())
    };
    let (code, in_sqlite, _) = run("season.sqlite");
    assert_eq!(code, Some(0));
    let (code, in_postgres, said) = run(&schema.url());
    assert_eq!((code, &in_postgres), (Some(0), &in_sqlite), "{said}");
    assert!(in_postgres.len() > 50, "the control: a report was compared");
    let (code, nothing, said) = run(&schema.url());
    assert_eq!((code, nothing.len()), (Some(2), 0));
    let taken = format!("There is a network in the schema {} already.", schema.name());
    assert!(said.starts_with(&taken), "{said}");
}

#[test]
fn a_thousand_applications_hold_every_fault_and_each_is_reported_without_its_input() {
    let (report, faults) = season(memory(), 1, 1_000);
    let reported: BTreeSet<_> = faults.lines().skip(1).filter_map(|line| line.split('\t').nth(2)).collect();
    let meant: BTreeSet<_> = FAULTS.iter().map(|fault| fault.code).collect();
    assert_eq!(meant.difference(&reported).count(), 0, "{:?}", meant.difference(&reported));
    // One person agreed to be named, beside words of their own, and nobody else is.
    let (named, others): (Vec<_>, Vec<_>) =
        report.lines().partition(|line| line.starts_with("  Sample Person 17, Ward manager, "));
    assert_eq!(named.len(), 1);
    for written in ["sample.person", "Sample", "favouriteColour", "chief", "ZZZ99"] {
        assert!(!faults.contains(written), "{written}");
        assert!(!others.iter().any(|line| line.contains(written)), "{written}");
    }
}

#[test]
fn small_counts_and_safe_spaces_are_not_told() {
    let (report, _) = season(memory(), 3, 300);
    assert!(report.contains("fewer than 11"));
    let safe: Vec<_> = report.lines().filter(|line| line.contains("Safe space:")).collect();
    assert!(safe.iter().all(|line| line.ends_with("not shown")) && safe.len() == 1, "{safe:?}");
    assert!(report.contains("Wed 25 March 18:00 in London = 18:00 UTC"), "{report}");
    assert!(report.contains("Wed 1 April 18:00 in London = 17:00 UTC"), "{report}");
    assert!(report.contains("Wed 21 October 18:00 in London = 17:00 UTC"), "{report}");
    assert!(report.contains("Wed 28 October 18:00 in London = 18:00 UTC"), "{report}");
}
