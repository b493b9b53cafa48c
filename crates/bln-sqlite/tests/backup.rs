//! What a backup and its return refuse, and what they leave behind.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

mod support;

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use bln_conformance::samples;
use bln_sqlite::{BackupError, Copied, OpenError, Progress, SqliteConfig, SqliteStore};
use bln_store::{CommitStore, InspectStore};
use rusqlite::Connection;
use support::block_on;
use tempfile::TempDir;

/// A network in the file `live`, with one entry in its audit, and the store that has it open.
fn network() -> (TempDir, bln_sql::SqlStore) {
    let folder = tempfile::tempdir().unwrap();
    let store = block_on(SqliteStore::open(folder.path().join("live"))).unwrap();
    block_on(store.commit(samples::changes())).unwrap();
    (folder, store)
}

fn backup(folder: &TempDir, to: &str) -> Result<Copied, BackupError> {
    let from = SqliteConfig::new(folder.path().join("live"));
    block_on(SqliteStore::backup(from, folder.path().join(to), |_| {}))
}

fn restore(folder: &TempDir, from: &str, to: &str) -> Result<Copied, BackupError> {
    block_on(SqliteStore::restore(folder.path().join(from), folder.path().join(to), |_| {}))
}

fn entries(path: &Path) -> i64 {
    let count = "SELECT count(*) FROM audit_entry";
    Connection::open(path).unwrap().query_row(count, [], |row| row.get(0)).unwrap()
}

fn names(folder: &TempDir) -> Vec<String> {
    let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
    let mut names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(name).collect();
    names.sort();
    names
}

#[test]
fn a_backup_has_what_is_still_in_the_log_and_comes_back_sound() {
    let (folder, store) = network();
    let copied = backup(&folder, "copy").unwrap();
    assert_eq!(fs::metadata(folder.path().join("copy")).unwrap().len(), copied.bytes());
    block_on(store.commit(samples::changes())).unwrap();
    assert_eq!(names(&folder), ["copy", "live", "live-shm", "live-wal"], "a backup is one file");
    let before = fs::read(folder.path().join("copy")).unwrap();
    restore(&folder, "copy", "back").unwrap();
    assert!(fs::read(folder.path().join("copy")).unwrap() == before, "restoring changed the backup");
    assert_eq!(names(&folder), ["back", "copy", "live", "live-shm", "live-wal"]);
    let back = block_on(SqliteStore::open(folder.path().join("back"))).unwrap();
    assert_eq!(block_on(back.verify(samples::now())), Ok(vec![]));
    assert_eq!(entries(&folder.path().join("back")), 1, "as at the backup, not later");
}

#[test]
fn a_file_with_its_log_beside_it_can_be_restored_from_as_it_is() {
    let (folder, store) = network();
    // As after a crash: the log was not folded in.
    for suffix in ["", "-wal"] {
        fs::copy(folder.path().join(format!("live{suffix}")), folder.path().join(format!("dead{suffix}")))
            .unwrap();
    }
    restore(&folder, "dead", "back").unwrap();
    assert_eq!(entries(&folder.path().join("back")), 1);
    drop(store);
}

#[test]
fn progress_names_every_stage_in_order_and_never_more_than_the_whole() {
    let (folder, _store) = network();
    let told = Arc::<Mutex<Vec<Progress>>>::default();
    let listen = |told: &Arc<Mutex<Vec<Progress>>>| {
        let told = Arc::clone(told);
        move |progress| told.lock().unwrap().push(progress)
    };
    let from = SqliteConfig::new(folder.path().join("live"));
    block_on(SqliteStore::backup(from, folder.path().join("copy"), listen(&told))).unwrap();
    block_on(SqliteStore::restore(folder.path().join("copy"), folder.path().join("back"), listen(&told)))
        .unwrap();
    let told = told.lock().unwrap();
    assert!(told.iter().all(|step| !matches!(step, Progress::Copying { done, of } if done > of)), "{told:?}");
    let mut stages: Vec<_> = told
        .iter()
        .map(|step| match step {
            Progress::CheckingSource => "source",
            Progress::Copying { .. } => "copy",
            Progress::CheckingCopy => "check",
            _ => "keep",
        })
        .collect();
    stages.dedup();
    assert_eq!(stages, ["copy", "check", "keep", "source", "copy", "check", "keep"]);
}

#[test]
fn nothing_is_ever_overwritten() {
    let (folder, _store) = network();
    fs::write(folder.path().join("copy"), "theirs").unwrap();
    assert_eq!(backup(&folder, "copy"), Err(BackupError::Exists));
    assert_eq!(backup(&folder, "live"), Err(BackupError::Exists), "least of all the network itself");
    assert_eq!(fs::read(folder.path().join("copy")).unwrap(), b"theirs");
    backup(&folder, "good").unwrap();
    assert_eq!(restore(&folder, "good", "live"), Err(BackupError::Exists));
    assert_eq!(names(&folder), ["copy", "good", "live", "live-shm", "live-wal"]);
}

/// The trap: the log of the old file is folded into the restored one by SQLite, and damages it.
#[test]
fn a_restored_file_does_not_meet_the_log_of_the_one_that_it_replaces() {
    let (folder, store) = network();
    backup(&folder, "copy").unwrap();
    fs::copy(folder.path().join("live-wal"), folder.path().join("back-wal")).unwrap();
    assert_eq!(restore(&folder, "copy", "back"), Err(BackupError::LeftOver));
    assert_eq!(backup(&folder, "back"), Err(BackupError::LeftOver));
    fs::remove_file(folder.path().join("back-wal")).unwrap();
    assert!(restore(&folder, "copy", "back").is_ok());
    drop(store);
}

#[test]
fn what_is_no_network_is_not_copied() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(backup(&folder, "copy"), Err(BackupError::Missing));
    fs::write(folder.path().join("live"), "").unwrap();
    assert_eq!(backup(&folder, "copy"), Err(BackupError::Unfinished));
    fs::write(folder.path().join("live"), "Dear colleague, ".repeat(1_000)).unwrap();
    assert_eq!(backup(&folder, "copy"), Err(BackupError::Refused(OpenError::NotADatabase)));
    fs::remove_file(folder.path().join("live")).unwrap();
    let theirs = Connection::open(folder.path().join("live")).unwrap();
    theirs.execute_batch("CREATE TABLE theirs (id)").unwrap();
    assert_eq!(backup(&folder, "copy"), Err(BackupError::Refused(OpenError::ForeignDatabase)));
    assert_eq!(restore(&folder, "live", "copy"), Err(BackupError::Refused(OpenError::ForeignDatabase)));
    assert_eq!(names(&folder), ["live"]);
}

#[test]
fn a_newer_network_is_refused_and_named_as_such() {
    let (folder, store) = network();
    drop(store);
    Connection::open(folder.path().join("live"))
        .unwrap()
        .execute_batch(
            "INSERT INTO schema_migration SELECT max(version) + 1, 'later', 'ff' FROM schema_migration",
        )
        .unwrap();
    let refused = backup(&folder, "copy").unwrap_err();
    assert!(matches!(refused, BackupError::Refused(OpenError::NewerSchema { .. })), "{refused}");
}

#[test]
fn damage_is_neither_backed_up_nor_restored() {
    let (folder, store) = network();
    backup(&folder, "copy").unwrap();
    drop(store);
    let broken = |name| {
        let orphan = "PRAGMA foreign_keys = OFF;
            INSERT INTO person_email VALUES ('a@example.org', '00000000-0000-0000-0000-000000000009', 1)";
        Connection::open(folder.path().join(name)).unwrap().execute_batch(orphan).unwrap();
    };
    broken("live");
    assert_eq!(backup(&folder, "second"), Err(BackupError::Damaged));
    broken("copy");
    assert_eq!(restore(&folder, "copy", "back"), Err(BackupError::Damaged));
    assert_eq!(names(&folder).iter().filter(|name| name.ends_with(".part")).count(), 0);
    let mut content = fs::read(folder.path().join("copy")).unwrap();
    let middle = content.len() / 2;
    content[middle..].fill(0x5a);
    fs::write(folder.path().join("copy"), content).unwrap();
    assert_eq!(restore(&folder, "copy", "back"), Err(BackupError::Damaged));
}

#[test]
fn a_folder_that_is_not_there_takes_no_backup() {
    let (folder, _store) = network();
    assert_eq!(backup(&folder, "missing/copy"), Err(BackupError::CannotWrite));
}

#[cfg(unix)]
#[test]
fn a_backup_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, _store) = network();
    backup(&folder, "copy").unwrap();
    restore(&folder, "copy", "back").unwrap();
    for name in ["copy", "back"] {
        let mode = fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[test]
fn an_error_has_a_code_and_says_what_to_do() {
    assert_eq!(BackupError::Refused(OpenError::Locked).code(), "open.locked");
    assert_eq!(BackupError::Exists.code(), "backup.exists");
    assert_eq!(BackupError::Missing.to_string(), "There is no file to copy. Check the path.");
}
