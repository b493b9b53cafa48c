//! Who answered what in a survey is not in the files (B45): an attacker who has every byte of them, and the exact order
//! in which people answered, puts answers to people no better than by chance.
//!
//! The files are looked at after each batch and at the end, each time after `scrub`, as the contract says. The order in
//! which people answered is given to the attacker, as if from the log of a web server; what they lack is which answer
//! is whose.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a test that cannot go on should panic; it says how close the attacker came, in small numbers"
)]

mod attack;
mod survey;

use std::path::Path;

use attack::{Guesses, find, marks_in};
use bln_cluster::Cluster;
use bln_postgres::{PostgresConfig, PostgresStore};
use bln_sqlite::{SqliteConfig, SqliteStore};
use bln_store::{InspectStore as _, SurveyName, SurveyState, SurveyStore as _};
use bln_tests::{SplitMix64, folder};
use rusqlite::Connection;
use survey::{PEOPLE, Respondents, Urn, ballot};

/// How often each survey is held: the more often, the smaller the difference from chance that is seen.
const TIMES: u64 = 6;

/// All that an attacker finds in a folder of SQLite: the first and the last place of each answer in each file, and the
/// rows in the order in which the engine comes upon them.
fn look(folder: &Path, rows: &str, by: &Respondents, guesses: &mut Guesses) {
    for file in ["network.db", "network.db-wal", "network.db-shm", "backup.db"] {
        let bytes = std::fs::read(folder.join(file)).unwrap_or_default();
        guesses.add(file, &marks_in(&bytes, by.run()), by);
    }
    let file = Connection::open(folder.join("network.db")).unwrap();
    let mut statement = file.prepare(rows).unwrap();
    let rows: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    guesses.add("rows", &marks_in(rows.concat().as_bytes(), by.run()), by);
}

const ROWS: &str = "SELECT choices FROM survey_response";

/// Holds a survey in a file, and shows the attacker the files after each batch: scrubbed, or not.
async fn hold(run: u64, scrubbing: bool, guesses: &mut Guesses) {
    let folder = folder();
    let path = folder.path().join("network.db");
    let store = SqliteStore::open(&path).await.unwrap();
    let mut random = SplitMix64::new(run);
    let by = Respondents::new(run, &mut random);
    let name = SurveyName::parse("unlinkable").unwrap();
    let mut urn = Urn::open(&store, &name, &by, 11).await;
    for person in by.in_order() {
        urn.answer(&store, person).await;
        if urn.draw(&store, &mut random).await {
            if scrubbing {
                store.scrub().await.unwrap();
            }
            look(folder.path(), ROWS, &by, guesses);
        }
    }
    urn.close(&store, &mut random).await;
    assert!(find(folder.path(), &ballot(run, 7)), "the control: ballots are there until it is closed");
    store.close_survey(&name).await.unwrap();
    if scrubbing {
        store.scrub().await.unwrap();
        assert!(!find(folder.path(), &ballot(run, 7)));
        let backup = folder.path().join("backup.db");
        SqliteStore::backup(SqliteConfig::new(&path), &backup, |_| {}).await.unwrap();
    }
    look(folder.path(), ROWS, &by, guesses);
    let closed = SurveyState::Closed { issued: PEOPLE as u64, spent: PEOPLE as u64 };
    assert_eq!(store.survey(&name).await.unwrap().unwrap().1, closed);
    assert_eq!(store.verify("2030-01-01T09:00:00Z".parse().unwrap()).await, Ok(vec![]));
}

#[tokio::test]
async fn answers_in_a_file_are_put_to_people_no_better_than_by_chance() {
    let mut guesses = Guesses::default();
    for run in 0..TIMES {
        hold(run, true, &mut guesses).await;
    }
    guesses.assert_chance(&["network.db", "backup.db", "rows"]);
}

/// The control: without scrubbing, the log of changes tells in which batch an answer came. Within a batch it tells
/// nothing.
#[tokio::test]
async fn without_scrubbing_batches_can_be_told_apart_in_the_log() {
    let mut guesses = Guesses::default();
    for run in 0..TIMES {
        hold(run, false, &mut guesses).await;
    }
    let best = guesses.best("network.db-wal");
    assert!(best.order() > 0.7, "{best:?}");
    assert!(best.linked() < 0.2, "{best:?}");
    println!("not scrubbed: {best:?}");
}

/// A table as it is often made, each answer written when it comes, on a connection with the same settings.
fn naive(run: u64, table: &str, insert: &str, guesses: &mut Guesses) {
    let folder = folder();
    let file = Connection::open(folder.path().join("network.db")).unwrap();
    file.execute_batch("PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON").unwrap();
    file.execute_batch(table).unwrap();
    let mut random = SplitMix64::new(run);
    let by = Respondents::new(run, &mut random);
    for person in by.in_order() {
        let key = survey::random_key(&mut random).to_string();
        file.execute(insert, [key, by.choice(person)]).unwrap();
    }
    look(folder.path(), "SELECT answer FROM response", &by, guesses);
}

/// The control: each of three is broken, the last by its log alone.
#[test]
fn naive_tables_are_broken_by_the_same_attack() {
    let insert = "INSERT INTO response (key, answer) VALUES (?1, ?2)";
    for (columns, way) in [
        ("(id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT, answer TEXT) STRICT", "rows"),
        ("(key TEXT PRIMARY KEY, answer TEXT) STRICT", "rows"),
        ("(key TEXT PRIMARY KEY, answer TEXT) STRICT, WITHOUT ROWID", "network.db-wal"),
    ] {
        let mut guesses = Guesses::default();
        for run in 0..TIMES {
            naive(run, &format!("CREATE TABLE response {columns}"), insert, &mut guesses);
        }
        let best = guesses.best(way);
        println!("{columns}, by {way}: {best:?}");
        assert!(best.order() > 0.999 && best.linked() > 0.999, "{columns}: {best:?}");
    }
}

/// The same on a server: by the files of its tables, and by what every row tells of the transaction that wrote it and of
/// its place. The server's logs of changes are not the store's: they turn over as it is configured.
#[tokio::test]
async fn answers_on_a_server_are_put_to_people_no_better_than_by_chance() {
    let Some(cluster) = Cluster::for_test() else { return };
    let mut guesses = Guesses::default();
    for run in 0..4 {
        let schema = format!("survey_{run}");
        let store =
            PostgresStore::open(&PostgresConfig::parse(&cluster.url(&schema)).unwrap()).await.unwrap();
        let mut random = SplitMix64::new(run);
        let by = Respondents::new(run, &mut random);
        let name = SurveyName::parse("unlinkable").unwrap();
        let mut urn = Urn::open(&store, &name, &by, 40).await;
        for person in by.in_order() {
            urn.answer(&store, person).await;
            if urn.draw(&store, &mut random).await {
                store.scrub().await.unwrap();
                look_at_server(
                    &cluster,
                    &format!("choices FROM {schema}.survey_response"),
                    &by,
                    &mut guesses,
                );
            }
        }
        urn.close(&store, &mut random).await;
        store.close_survey(&name).await.unwrap();
        store.scrub().await.unwrap();
        look_at_server(&cluster, &format!("choices FROM {schema}.survey_response"), &by, &mut guesses);
        assert!(!find(&cluster.data().join("base"), &ballot(run, 7)), "ballots go");
        guesses.add_files(&cluster.data().join("base"), &by);
    }
    guesses.assert_chance(&["rows", "files"]);
    naive_on_server(&cluster);
}

/// The control: random keys do not help where each answer is written when it comes.
fn naive_on_server(cluster: &Cluster) {
    let mut random = SplitMix64::new(0);
    let by = Respondents::new(0, &mut random);
    cluster.sql("CREATE TABLE naive (key uuid PRIMARY KEY, answer text)").unwrap();
    for person in by.in_order() {
        let (key, choice) = (survey::random_key(&mut random), by.choice(person));
        cluster.sql(&format!("INSERT INTO naive VALUES ('{key}', '{choice}')")).unwrap();
    }
    let mut guesses = Guesses::default();
    look_at_server(cluster, "answer FROM naive", &by, &mut guesses);
    let rows = guesses.best("rows");
    println!("naive on a server: {rows:?}");
    assert!(rows.order() > 0.999 && rows.linked() > 0.999, "{rows:?}");
}

fn look_at_server(cluster: &Cluster, rows: &str, by: &Respondents, guesses: &mut Guesses) {
    let rows = cluster.sql(&format!("SELECT {rows} ORDER BY xmin::text::bigint, ctid")).unwrap();
    guesses.add("rows", &marks_in(rows.concat().as_bytes(), by.run()), by);
}
