//! Making a file, or bringing an older one up to date, is stopped in the middle, by `kill -9` or by a cut of the power:
//! afterwards it is either not begun or whole, and the next opening finishes it.
//!
//! Every schema that was ever released has a file in `fixtures/`, and a line in [`FIXTURES`].

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on should panic; it says how far it got"
)]

use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead as _, BufReader},
    os::unix::process::ExitStatusExt as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use bln_disk::{Disk, Op, Replay};
use bln_sql::Migration;
use bln_sqlite::{COLUMN_TYPES, SqliteConfig, SqliteDriver, SqliteStore};
use bln_store::InspectStore as _;
use bln_tests::{SplitMix64, folder, with_one_more_step};
use rusqlite::Connection;
use tokio::runtime::Builder;

const FILE: &str = "network.sqlite";
const KILLS: u64 = 24;

/// The name of a released schema's file, and how many steps it has been through.
const FIXTURES: &[(&str, u32)] = &[("schema-1", 1), ("schema-2", 2)];

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

fn migrations() -> Vec<Migration> {
    bln_sql::migrations(&COLUMN_TYPES)
}

fn open(file: &Path, steps: &[Migration]) -> SqliteDriver {
    SqliteDriver::open(&SqliteConfig::new(file), bln_sql::APPLICATION_ID, steps)
        .unwrap_or_else(|error| panic!("{error}"))
}

/// How many steps a file has been through, past all of our code: SQLite finishes or rolls back what was interrupted.
fn steps_of(file: &Path) -> u32 {
    let file = Connection::open(file).unwrap();
    let count = |sql: &str| file.query_row(sql, [], |row| row.get::<_, u32>(0)).unwrap();
    match count("SELECT count(*) FROM sqlite_schema") {
        0 => 0,
        _ => count("SELECT count(*) FROM schema_migration"),
    }
}

/// The audit as schema 1 had it: with people under their identifiers, and both parts of a key in one text.
const AUDIT_1: &str = "(SELECT a.position, a.id, a.done_at, a.actor_role, coalesce(p.person, a.actor_person) AS actor_person, \
    a.action, a.subject_kind, CASE WHEN a.subject_person IS NULL THEN a.subject_id \
    ELSE a.subject_id || CASE WHEN a.subject_id = '' THEN '' ELSE '/' END || coalesce(s.person, a.subject_person) END \
    AS subject_id, a.purpose FROM audit_entry a LEFT JOIN pseudonym p ON p.pseudonym = a.actor_person \
    LEFT JOIN pseudonym s ON s.pseudonym = a.subject_person)";

/// The tables of a fixture as they were, with their columns, rows and a digest of them, one to a line.
fn contents(file: &Path, like: &str) -> String {
    let file = Connection::open(file).unwrap();
    let mut text = String::new();
    for line in like.lines() {
        let (table, columns) = line.split_once(' ').unwrap();
        let columns = columns.split_once(' ').unwrap().0;
        let quoted: Vec<_> = columns.split(',').map(|column| format!("quote({column})")).collect();
        let source =
            if table == "audit_entry" && !columns.contains("subject_person") { AUDIT_1 } else { table };
        let sql = format!("SELECT {} AS row FROM {source} ORDER BY row", quoted.join(" || ',' || "));
        let mut statement = file.prepare(&sql).unwrap();
        let (mut rows, mut digest) = (0, 0xcbf2_9ce4_8422_2325_u64);
        for row in statement.query_map([], |row| row.get::<_, String>(0)).unwrap() {
            rows += 1;
            // FNV-1a: this guards against mistakes, not against people.
            for byte in row.unwrap().bytes().chain([b'\n']) {
                digest = (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
        text.push_str(&format!("{table} {columns} {rows} {digest:016x}\n"));
    }
    text
}

/// A file of this release: sound, and with what the fixture had.
fn assert_whole(file: &Path, fixture_name: Option<&str>, about: &str) {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    if steps_of(file) <= u32::try_from(migrations().len()).unwrap() {
        let now = "2030-01-01T09:00:00Z".parse().unwrap();
        let store =
            runtime.block_on(SqliteStore::open(file)).unwrap_or_else(|error| panic!("{about}: {error}"));
        assert_eq!(runtime.block_on(store.verify(now)), Ok(vec![]), "{about}");
    }
    if let Some(name) = fixture_name {
        let expected = fs::read_to_string(fixture(&format!("{name}.txt"))).unwrap();
        assert_eq!(contents(file, &expected), expected, "{about}");
    }
}

#[test]
fn every_released_schema_is_brought_up_to_date_with_all_its_content() {
    for (name, steps) in FIXTURES {
        let folder = folder();
        let file = folder.path().join(FILE);
        fs::copy(fixture(&format!("{name}.db")), &file).unwrap();
        assert_eq!(steps_of(&file), *steps);
        drop(open(&file, &migrations()));
        assert_whole(&file, Some(name), name);
        drop(open(&file, &with_one_more_step(10)));
        assert_eq!(usize::try_from(steps_of(&file)).unwrap(), migrations().len() + 1);
        assert_whole(&file, Some(name), name);
    }
}

/// A migrated file names nobody in its audit who is on the list, and not even its free pages do: what was there under
/// identifiers was overwritten.
#[test]
fn the_first_schema_is_brought_up_to_date_without_an_identifier_in_its_audit() {
    let folder = folder();
    let file = folder.path().join(FILE);
    fs::copy(fixture("schema-1.db"), &file).unwrap();
    let one = Connection::open(&file).unwrap();
    let named = "SELECT count(*) FROM audit_entry a JOIN person p ON p.id = a.actor_person \
                 OR a.subject_id = p.id OR substr(a.subject_id, 38) = p.id";
    assert!(one.query_row(named, [], |row| row.get::<_, u32>(0)).unwrap() > 100, "the control");
    let mut statement = one.prepare("SELECT id FROM person").unwrap();
    let ids: BTreeSet<String> =
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    drop(statement);
    drop(one);
    assert!(acts_under_identifiers(folder.path(), &ids) > 100, "the control");
    drop(open(&file, &migrations()));
    assert_eq!(acts_under_identifiers(folder.path(), &ids), 0);
    let two = Connection::open(&file).unwrap();
    let count = |sql: &str| two.query_row(sql, [], |row| row.get::<_, u32>(0)).unwrap();
    assert_eq!(count(named), 0);
    assert_eq!(count("SELECT count(*) FROM audit_entry a JOIN person p ON p.id = a.subject_person"), 0);
    assert_eq!(
        count(
            "SELECT count(*) FROM person p LEFT JOIN pseudonym n ON n.person = p.id WHERE n.pseudonym IS NULL"
        ),
        0
    );
    // Version 4 and variant 1 of RFC 9562, in the form in which identifiers are kept.
    let form = "[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]-[0-9a-f][0-9a-f][0-9a-f][0-9a-f]-\
                4[0-9a-f][0-9a-f][0-9a-f]-[89ab][0-9a-f][0-9a-f][0-9a-f]-*";
    let other = format!(
        "SELECT count(*) FROM pseudonym WHERE length(pseudonym) <> 36 \
                         OR pseudonym <> lower(pseudonym) OR NOT pseudonym GLOB '{form}'"
    );
    assert_eq!(count(&other), 0);
}

/// How often a person is named in the files as the one who did something: right after what they acted as, as a row of the
/// audit has it in its bytes, be it in use or not.
fn acts_under_identifiers(folder: &Path, ids: &BTreeSet<String>) -> usize {
    let role = b"participant";
    let named = |bytes: &[u8]| {
        let after = bytes.windows(role.len() + 36).filter(|window| window.starts_with(role));
        after
            .filter(|window| std::str::from_utf8(&window[role.len()..]).is_ok_and(|id| ids.contains(id)))
            .count()
    };
    fs::read_dir(folder).unwrap().map(|entry| named(&fs::read(entry.unwrap().path()).unwrap())).sum()
}

#[test]
fn the_check_of_contents_sees_one_changed_row() {
    let (name, _) = FIXTURES[0];
    let folder = folder();
    let file = folder.path().join(FILE);
    fs::copy(fixture(&format!("{name}.db")), &file).unwrap();
    // Brought to this release's schema first, by which it is read.
    drop(open(&file, &migrations()));
    let change = "UPDATE person SET known_as = 'Sample' WHERE id = (SELECT min(id) FROM person)";
    Connection::open(&file).unwrap().execute_batch(change).unwrap();
    let expected = fs::read_to_string(fixture(&format!("{name}.txt"))).unwrap();
    assert_ne!(contents(&file, &expected), expected);
}

/// Lets a process migrate a file and kills it after a while; whether it was still at it.
fn kill(file: &Path, rows: Option<u32>, after: Duration) -> bool {
    let mut child = Command::new(env!("CARGO_BIN_EXE_migrating-child"))
        .arg(file)
        .args(rows.map(|rows| rows.to_string()))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
    assert_eq!(said, "begin\n");
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap().signal() == Some(9)
}

fn copy_of(folder: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
    }
    copy
}

/// Kills processes that bring such a file up to date until enough of them were in the middle of it.
fn killed(fixture_name: Option<&str>, rows: Option<u32>) {
    let known = migrations().len() + usize::from(rows.is_some());
    let before = fixture_name.map_or(0, |name| FIXTURES.iter().find(|(other, _)| *other == name).unwrap().1);
    let fresh = || {
        let folder = folder();
        if let Some(name) = fixture_name {
            fs::copy(fixture(&format!("{name}.db")), folder.path().join(FILE)).unwrap();
        }
        folder
    };
    // How long it takes: from that span the moments are drawn.
    let mut span = 1_000;
    while kill(&fresh().path().join(FILE), rows, Duration::from_micros(span)) {
        span *= 2;
        assert!(span < 100_000_000, "it never ends by itself");
    }
    let mut random = SplitMix64::new(1);
    let (mut stopped, mut through, mut whole) = (0, 0, 0);
    while stopped < KILLS {
        let folder = fresh();
        let file = folder.path().join(FILE);
        let after = Duration::from_micros(random.below(span));
        match kill(&file, rows, after) {
            true => stopped += 1,
            false => through += 1,
        }
        assert!(through < 50 * KILLS, "no process was stopped in the middle");
        let about = format!("killed after {after:?}");
        // On a copy: our own opening is to meet what is left as it is.
        let copy = copy_of(folder.path());
        let steps = steps_of(&copy.path().join(FILE));
        assert!(steps == before || usize::try_from(steps).unwrap() == known, "{about}: {steps} steps");
        whole += usize::from(steps != before);
        let steps = rows.map_or_else(migrations, with_one_more_step);
        drop(open(&file, &steps));
        assert_eq!(usize::try_from(steps_of(&file)).unwrap(), known, "{about}");
        assert_whole(&file, fixture_name, &about);
    }
    println!("{fixture_name:?}: {stopped} killed, {through} were through, {whole} found whole");
}

#[test]
fn a_file_whose_making_is_killed_is_not_begun_or_whole() {
    killed(None, None);
}

#[test]
fn a_file_whose_migration_is_killed_is_as_it_was_or_whole() {
    for (name, _) in FIXTURES {
        killed(Some(name), Some(20_000));
    }
}

/// Cuts the power at every sync, and just before and after it, four times with other losses, while such a file is brought up to date.
fn cut(fixture_name: Option<&str>, rows: Option<u32>) {
    let recorded = folder();
    if let Some(name) = fixture_name {
        fs::copy(fixture(&format!("{name}.db")), recorded.path().join(FILE)).unwrap();
    }
    let steps = rows.map_or_else(migrations, with_one_more_step);
    let before = fixture_name.map_or(0, |name| FIXTURES.iter().find(|(other, _)| *other == name).unwrap().1);
    let disk = Disk::watch(recorded.path());
    drop(open(&recorded.path().join(FILE), &steps));
    let log = disk.log();
    let syncs =
        log.ops.iter().enumerate().filter(|(_, op)| matches!(op, Op::Sync { .. } | Op::Delete { .. }));
    let around = |place: usize| [place.saturating_sub(1), place, place + 1].into_iter().cycle().take(12);
    let mut moments: Vec<_> = syncs.flat_map(|(place, _)| around(place)).collect();
    // And at moments between them, where the least is certain.
    moments.extend((0..log.ops.len()).step_by(7));
    moments.sort_unstable();
    let mut replay = Replay::new(&log);
    let (mut random, mut whole) = (SplitMix64::new(2), 0);
    for moment in &moments {
        replay.forward(*moment);
        let folder = folder();
        replay.cut(40, folder.path(), |end| random.below(end));
        let _fast = Disk::scratch(folder.path());
        let (file, about) = (folder.path().join(FILE), format!("cut before change {moment}"));
        // Our own opening comes first here: it is the one that meets what is left.
        drop(open(&file, &steps));
        assert_eq!(usize::try_from(steps_of(&file)).unwrap(), steps.len(), "{about}");
        assert_whole(&file, fixture_name, &about);
        let raw = folder_like(&replay, &mut random);
        let _fast = Disk::scratch(raw.path());
        let found = steps_of(&raw.path().join(FILE));
        assert!(found == before || usize::try_from(found).unwrap() == steps.len(), "{about}: {found} steps");
        whole += usize::from(found != before);
    }
    println!("{fixture_name:?}: {} cuts, {whole} found whole", moments.len());
    assert!(whole > 0 && whole < moments.len());
}

fn folder_like(replay: &Replay<'_>, random: &mut SplitMix64) -> tempfile::TempDir {
    let folder = folder();
    replay.cut(40, folder.path(), |end| random.below(end));
    folder
}

#[test]
fn a_file_whose_making_meets_a_power_cut_is_not_begun_or_whole() {
    cut(None, None);
}

#[test]
fn a_file_whose_migration_meets_a_power_cut_is_as_it_was_or_whole() {
    for (name, _) in FIXTURES {
        cut(Some(name), Some(300));
    }
}

/// The control: the same steps, each in a transaction of its own, are seen half-done.
#[test]
fn steps_that_are_not_one_transaction_are_caught_half_done() {
    let recorded = folder();
    let file = recorded.path().join(FILE);
    let disk = Disk::watch(recorded.path());
    let connection = Connection::open(&file).unwrap();
    connection
        .execute_batch("PRAGMA synchronous = FULL; CREATE TABLE schema_migration (version INTEGER)")
        .unwrap();
    for step in &migrations() {
        for statement in &step.statements {
            connection.execute_batch(statement).unwrap();
        }
        connection.execute("INSERT INTO schema_migration VALUES (?1)", [step.version]).unwrap();
    }
    drop(connection);
    let log = disk.log();
    let tables = |file: &Path| {
        let count = "SELECT count(*) FROM sqlite_schema";
        Connection::open(file).unwrap().query_row(count, [], |row| row.get::<_, u32>(0)).unwrap()
    };
    let all = tables(&file);
    let mut replay = Replay::new(&log);
    let mut random = SplitMix64::new(3);
    let half = (0..log.ops.len()).step_by(20).filter(|moment| {
        replay.forward(*moment);
        let folder = folder_like(&replay, &mut random);
        let _fast = Disk::scratch(folder.path());
        (1..all).contains(&tables(&folder.path().join(FILE)))
    });
    assert!(half.count() > 10);
}
