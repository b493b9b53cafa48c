//! A list of members from CSV into a store: validated, with consent, audit, notice and receipt, beside what a Python
//! programmer would write and what the databases' own loaders do.
//!
//! Each contestant is a process of its own, so that its memory is its own. The rows alone, which a loop of prepared
//! inserts writes again, say how much of the time is deciding and how much is SQLite writing a dozen tables.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use bln_benches::Outcome;
use bln_benches::bare::{APPLICATION, Besides, Rows};
use bln_benches::figures::{Rounds, Table, Watch, number, peak_memory, say};
use bln_benches::ground::{administrator, load_organisations, open, runtime};
use bln_benches::list::{self, Mapping, portion};
use bln_benches::peers::{Peers, sqlite_import};
use bln_benches::postgres;
use bln_postgres::{PostgresConfig, PostgresStore};
use bln_sqlite::SqliteStore;
use bln_store::Store;
use serde::{Deserialize, Serialize};

const FEW: usize = 15_000;
const PEOPLE: usize = 15_000;
const ROUNDS: usize = 3;

/// How many people share a transaction where their rows alone are written: as many as in an import.
const GROUP: usize = 500;

/// Of how many people at most the rows are written again: they are held in memory.
const REWRITTEN: usize = 150_000;

/// How many applications are handed in at once, while the next are read and checked.
const PORTION: usize = 2_000;

/// What one run came to.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Run {
    seconds: f64,
    people: usize,
    peak_mib: f64,
}

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [child, address, csv] = arguments.as_slice()
        && child == "--child"
    {
        let run = import(address, Path::new(csv))?;
        say(&serde_json::to_string(&run)?);
        return Ok(());
    }
    let people = arguments.first().map_or(Ok(PEOPLE), |people| people.parse())?;
    let rounds = arguments.get(1).map_or(Ok(ROUNDS), |rounds| rounds.parse())?;
    compare(people, rounds)
}

fn compare(people: usize, rounds: usize) -> Outcome {
    let folder = tempfile::tempdir()?;
    let (csv, few) = (folder.path().join("members.csv"), folder.path().join("few.csv"));
    say(&format!("writing a list of {people} people"));
    list::write(&csv, people)?;
    list::write(&few, FEW)?;
    let peers = Peers::ready();
    let server = postgres::server()?;
    let [mut sqlite, mut rows, mut script, mut cli, mut pg, mut copy] = [const { Rounds::new() }; 6];
    let [mut peak, mut flat, mut script_peak] = [const { Rounds::new() }; 3];
    let file = folder.path().join("network.db");
    for round in 1..=rounds {
        let small = child(&fresh(&file)?, &few)?;
        let run = child(&fresh(&file)?, &csv)?;
        sqlite.push(per_second(run));
        peak.push(run.peak_mib);
        flat.push(run.peak_mib - small.peak_mib);
        if people <= REWRITTEN {
            rows.push(number(people) / rows_alone(&file, folder.path(), people)?);
        }
        if let Some(peers) = &peers {
            let run: Run = peers.import(&csv, &folder.path().join("script.db"))?;
            script.push(per_second(run));
            script_peak.push(run.peak_mib);
        }
        if let Some(seconds) = sqlite_import(&csv, &folder.path().join("cli.db"))? {
            cli.push(number(people) / seconds);
        }
        if let Some(server) = &server {
            let schema = server.fresh();
            pg.push(per_second(child(&server.url(&schema), &csv)?));
            copy.push(number(people) / server.copy(&csv)?);
        }
        say(&format!("round {round}: SQLite {:.0} people a second", sqlite.last()));
    }
    Table::new("members", &format!("{people} people from CSV; people a second, median (least to greatest)."))
        .row("network on SQLite", &sqlite.told(0), "")
        .row("peak memory, MiB", &peak.told(1), "≤ 128")
        .row("more than for 15,000 people, MiB", &flat.told(1), "≤ 8")
        .row("csv + pydantic + sqlite3, one row each", &script.told(0), "")
        .row("its peak memory, MiB", &script_peak.told(1), "")
        .row("network on SQLite / that script", &sqlite.against(&script).told(2), "≥ 1")
        .row("its rows alone, nothing decided / that script", &rows.against(&script).told(2), "")
        .row("network on SQLite / its rows alone", &sqlite.against(&rows).told(2), "")
        .row("network on SQLite / sqlite3 .import", &sqlite.against(&cli).told(2), "")
        .row("network on PostgreSQL", &pg.told(0), "")
        .row("network on PostgreSQL / that script", &pg.against(&script).told(2), "≥ 1")
        .row("network on PostgreSQL / COPY", &pg.against(&copy).told(2), "")
        .print();
    Ok(())
}

fn per_second(run: Run) -> f64 {
    number(run.people) / run.seconds
}

/// How many seconds a loop takes to write the rows that a file has, and nothing else.
fn rows_alone(file: &Path, folder: &Path, people: usize) -> Outcome<f64> {
    let (nobody, copy, empty) = (folder.join("nobody.csv"), folder.join("rows.db"), folder.join("empty.db"));
    list::write(&nobody, 0)?;
    child(&fresh(&empty)?, &nobody)?;
    fresh(&copy)?;
    std::fs::copy(&empty, &copy)?;
    let rows = Rows::between(&empty, file, APPLICATION)?;
    if rows.requests() != people {
        return Err(format!("{} people have rows", rows.requests()).into());
    }
    let took = rows.write(&copy, people, GROUP, Besides::Nothing)?;
    Ok(took.as_secs_f64())
}

/// The same program again, as a process that imports.
fn child(address: &str, csv: &Path) -> Outcome<Run> {
    let output = Command::new(std::env::current_exe()?).args(["--child", address]).arg(csv).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn fresh(file: &Path) -> Outcome<String> {
    for end in ["", "-wal", "-shm"] {
        let _not_there = std::fs::remove_file(PathBuf::from(format!("{}{end}", file.display())));
    }
    Ok(file.to_str().ok_or("the path is no text")?.to_owned())
}

fn import(address: &str, csv: &Path) -> Outcome<Run> {
    let rows = csv::Reader::from_path(csv)?;
    runtime()?.block_on(async {
        let store: Arc<dyn Store> = if address.starts_with("postgres") {
            Arc::new(PostgresStore::open(&PostgresConfig::parse(address)?).await?)
        } else {
            Arc::new(SqliteStore::open(address).await?)
        };
        let network = open(store).await?;
        load_organisations(&network).await?;
        let mapping = Mapping::for_network(&network)?;
        let watch = Watch::start();
        let (mut rows, mut people) = (rows.into_records(), 0);
        let mut next = portion(&mut rows, &mapping, PORTION)?;
        while !next.is_empty() {
            let (reader, mapping) = (rows, mapping.clone());
            // The next portion is read and checked on one core while the store writes on the other.
            let reading = tokio::task::spawn_blocking(move || {
                let mut rows = reader;
                let portion = portion(&mut rows, &mapping, PORTION);
                (rows, portion)
            });
            for answer in network.import(administrator(), next).await {
                answer?;
                people += 1;
            }
            let read = reading.await?;
            rows = read.0;
            next = read.1?;
        }
        let seconds = watch.elapsed().as_secs_f64();
        Ok(Run { seconds, people, peak_mib: peak_memory()? })
    })
}
