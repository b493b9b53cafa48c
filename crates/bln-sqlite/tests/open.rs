//! What is refused at the door, with the file as it was; and what a file that is opened is set to.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

mod support;

use std::fs;
use std::path::Path;
use std::time::Duration;

use bln_sql::{Driver, Migration, Query};
use bln_sqlite::{COLUMN_TYPES, OpenError, SqliteConfig, SqliteDriver};
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use support::{Folder, TOYS, block_on, pool, pools, schema};

/// Opens the file, which must be refused, and be afterwards what it was before, byte by byte.
fn refused(folder: &Folder, application_id: i32, migrations: &[Migration]) -> OpenError {
    let before = fs::read(folder.file()).unwrap();
    let error = SqliteDriver::open(&folder.config(), application_id, migrations).unwrap_err();
    assert!(fs::read(folder.file()).unwrap() == before, "a refused file was written to");
    error
}

/// A file of ours with one pool, made by an earlier run.
fn made() -> Folder {
    let folder = Folder::new();
    block_on(folder.open().unwrap().write(pool(1))).unwrap();
    folder
}

#[test]
fn a_file_that_is_opened_again_has_what_was_written() {
    let folder = made();
    assert_eq!(pools(&folder.open().unwrap()), [1]);
}

/// A file with a rollback journal, as a backup is, gets a log when it is opened. The connection that writes closes last,
/// and takes the log away even if it wrote nothing.
#[test]
fn nothing_is_left_beside_a_file_that_was_read_and_closed() {
    let folder = made();
    let config = folder.config();
    for round in 0..40 {
        let file = Connection::open(folder.file()).unwrap();
        let mode: String = file.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0)).unwrap();
        assert_eq!(mode, "delete");
        drop(file);
        let driver = SqliteDriver::open(&config, TOYS, &schema()).unwrap();
        assert_eq!(pools(&driver), [1]);
        drop(driver);
        let beside = ["wal", "shm"].map(|end| folder.file().with_extension(format!("db-{end}")));
        let left: Vec<_> = beside.iter().filter(|path| path.exists()).collect();
        assert!(left.is_empty(), "round {round}: {left:?}");
    }
}

#[test]
fn a_step_that_is_new_is_carried_out_on_what_is_there() {
    let folder = Folder::new();
    let first = SqliteDriver::open(&folder.config(), TOYS, &schema()[..1]).unwrap();
    block_on(first.write(pool(1))).unwrap();
    drop(first);
    let driver = folder.open().unwrap();
    assert_eq!(pools(&driver), [1]);
    let seats = block_on(driver.read(vec![Query::new("SELECT count(*) FROM seat", vec![])])).unwrap();
    assert_eq!(seats[0][0].int(0), Ok(0));
    let steps = Query::new("SELECT version, name, checksum FROM schema_migration ORDER BY version", vec![]);
    let steps = block_on(driver.read(vec![steps])).unwrap();
    let second = &schema()[1];
    assert_eq!(steps[0].len(), 2);
    assert_eq!((steps[0][1].int(0), steps[0][1].text(1)), (Ok(2), Ok("seats")));
    assert_eq!(steps[0][1].text(2), Ok(format!("{:016x}", second.checksum()).as_str()));
}

#[test]
fn a_step_that_fails_leaves_the_file_at_the_schema_it_had() {
    let folder = made();
    let bad = |statement: &str| {
        let step =
            Migration::render(3, "bad", &["CREATE TABLE half (id {integer})", statement], &COLUMN_TYPES);
        [schema(), vec![step]].concat()
    };
    for statement in
        ["CREATE TABLE pool (id INTEGER)", "no statement", "INSERT INTO seat (id, pool) VALUES ('s', 9)"]
    {
        let error = SqliteDriver::open(&folder.config(), TOYS, &bad(statement)).unwrap_err();
        assert_eq!(error, OpenError::FailedMigration { version: 3 }, "{statement}");
    }
    let driver = folder.open().unwrap();
    let half = Query::new("SELECT count(*) FROM sqlite_schema WHERE name = 'half'", vec![]);
    assert_eq!(block_on(driver.read(vec![half])).unwrap()[0][0].int(0), Ok(0));
    assert_eq!(pools(&driver), [1]);
}

#[test]
fn a_file_of_text_is_not_a_database() {
    for text in ["Dear colleague", &"Dear colleague, ".repeat(1_000)] {
        let folder = Folder::new();
        fs::write(folder.file(), text).unwrap();
        assert_eq!(refused(&folder, TOYS, &schema()), OpenError::NotADatabase);
    }
}

#[test]
fn a_database_of_another_program_is_refused() {
    for content in ["CREATE TABLE theirs (id)", "PRAGMA user_version = 7", "PRAGMA application_id = 7"] {
        let folder = Folder::new();
        Connection::open(folder.file()).unwrap().execute_batch(content).unwrap();
        assert_eq!(refused(&folder, TOYS, &schema()), OpenError::ForeignDatabase, "{content}");
    }
    let folder = made();
    assert_eq!(refused(&folder, TOYS + 1, &schema()), OpenError::ForeignDatabase);
}

#[test]
fn a_database_with_our_mark_but_without_our_table_is_refused() {
    for content in ["CREATE TABLE theirs (id)", "CREATE TABLE schema_migration (id TEXT)"] {
        let folder = Folder::new();
        let mark = format!("PRAGMA application_id = {TOYS}; {content}");
        Connection::open(folder.file()).unwrap().execute_batch(&mark).unwrap();
        assert_eq!(refused(&folder, TOYS, &schema()), OpenError::ForeignDatabase, "{content}");
    }
}

#[test]
fn a_refused_file_keeps_a_log_that_was_not_yet_folded_in() {
    let folder = Folder::new();
    let theirs = Connection::open(folder.file()).unwrap();
    theirs
        .execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE theirs (id); INSERT INTO theirs VALUES (1)")
        .unwrap();
    theirs.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).unwrap();
    drop(theirs);
    let log = folder.path().join("toys.db-wal");
    let before = fs::read(&log).unwrap();
    assert!(!before.is_empty());
    assert_eq!(refused(&folder, TOYS, &schema()), OpenError::ForeignDatabase);
    assert!(fs::read(&log).unwrap() == before, "their log was written to");
}

#[test]
fn a_newer_schema_is_refused() {
    let folder = made();
    assert_eq!(refused(&folder, TOYS, &schema()[..1]), OpenError::NewerSchema { found: 2, known: 1 });
}

#[test]
fn a_changed_or_missing_step_is_refused() {
    let folder = made();
    let mut changed = schema();
    changed[1].statements[0].push(' ');
    assert_eq!(refused(&folder, TOYS, &changed), OpenError::ChangedMigration { version: 2 });
    Connection::open(folder.file())
        .unwrap()
        .execute_batch("DELETE FROM schema_migration WHERE version = 1")
        .unwrap();
    assert_eq!(refused(&folder, TOYS, &schema()), OpenError::MissingMigration { version: 1 });
}

#[test]
fn a_file_of_ours_that_is_damaged_is_refused_and_kept() {
    let folder = made();
    let mut content = fs::read(folder.file()).unwrap();
    content[100..4096].fill(0xee);
    fs::write(folder.file(), &content).unwrap();
    assert_eq!(refused(&folder, TOYS, &schema()), OpenError::Storage { code: "storage.corrupt" });
}

#[test]
fn a_path_where_no_file_can_be_is_refused() {
    let folder = Folder::new();
    fs::write(folder.path().join("note"), "a file").unwrap();
    for path in
        [folder.path().to_owned(), folder.path().join("missing/toys.db"), folder.path().join("note/toys.db")]
    {
        let error = SqliteDriver::open(&SqliteConfig::new(&path), TOYS, &schema()).unwrap_err();
        assert_eq!(error, OpenError::CannotOpen, "{}", path.display());
    }
    assert_eq!(
        SqliteDriver::open(&SqliteConfig::new(""), TOYS, &schema()).unwrap_err(),
        OpenError::CannotOpen
    );
    assert!(!folder.path().join("missing").exists());
}

#[test]
fn a_name_that_sqlite_would_read_as_something_else_is_a_file() {
    let folder = Folder::new();
    for name in ["file:toys.db?mode=memory", ":memory:", "50% #1?.db"] {
        let path = folder.path().join(name);
        drop(SqliteDriver::open(&SqliteConfig::new(&path), TOYS, &schema()).unwrap());
        assert!(fs::metadata(&path).unwrap().len() > 0, "{name}");
    }
}

#[test]
fn an_empty_file_becomes_ours() {
    let folder = Folder::new();
    fs::write(folder.file(), "").unwrap();
    assert_eq!(pools(&folder.open().unwrap()), Vec::<i64>::new());
}

#[test]
fn a_file_that_is_locked_is_refused_after_the_busy_timeout() {
    let folder = Folder::new();
    let other = Connection::open(folder.file()).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let config = folder.config().with_busy_timeout(Duration::from_millis(50));
    assert_eq!(SqliteDriver::open(&config, TOYS, &schema()).unwrap_err(), OpenError::Locked);
}

#[test]
fn two_drivers_may_make_and_use_one_file() {
    let folder = Folder::new();
    let open = || folder.open().unwrap();
    let (one, other) = std::thread::scope(|scope| {
        let other = scope.spawn(open);
        (open(), other.join().unwrap())
    });
    block_on(one.write(pool(1))).unwrap();
    block_on(other.write(pool(2))).unwrap();
    assert_eq!(pools(&one), [1, 2]);
    drop(one);
    assert_eq!(pools(&other), [1, 2]);
}

/// A file whose maker was stopped half-way: a rollback journal lies beside it.
fn half_made(mark: i32) -> Folder {
    let folder = Folder::new();
    let (file, journal) = (folder.file(), folder.path().join("toys.db-journal"));
    let maker = Connection::open(&file).unwrap();
    maker
        .execute_batch(&format!(
            "PRAGMA application_id = {mark}; CREATE TABLE kept (id); PRAGMA cache_size = 1; BEGIN IMMEDIATE;
             CREATE TABLE lost (content);
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
             INSERT INTO lost SELECT zeroblob(4000) FROM n;"
        ))
        .unwrap();
    let (half, log) = (fs::read(&file).unwrap(), fs::read(&journal).unwrap());
    drop(maker);
    fs::write(&file, half).unwrap();
    fs::write(&journal, log).unwrap();
    folder
}

#[test]
fn a_half_written_file_of_another_program_is_left_to_it() {
    let folder = half_made(7);
    let journal = folder.path().join("toys.db-journal");
    assert!(fs::metadata(&journal).unwrap().len() > 0);
    assert_eq!(refused(&folder, TOYS, &schema()), OpenError::ForeignDatabase);
    assert!(fs::metadata(&journal).unwrap().len() > 0, "its journal was used up");
}

#[test]
fn a_half_written_file_of_ours_is_rolled_back() {
    let folder = half_made(TOYS);
    // Rolled back, it is what its maker had finished: a file with our mark and without our table.
    let error = folder.open().unwrap_err();
    assert_eq!(error, OpenError::ForeignDatabase);
    assert!(!folder.path().join("toys.db-journal").exists());
    let rolled_back = Connection::open(folder.file()).unwrap();
    let tables: i64 =
        rolled_back.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap();
    assert_eq!(tables, 1, "`kept`, and not `lost`");
}

#[test]
fn a_reader_has_the_settings_that_safety_depends_on() {
    let folder = made();
    let driver = folder.open().unwrap();
    let read = |sql| block_on(driver.read(vec![Query::new(sql, vec![])])).unwrap().remove(0).remove(0);
    // The header's two version numbers are 2 in a file with a write-ahead log (and asking by PRAGMA is no query).
    assert_eq!(fs::read(folder.file()).unwrap()[18..20], [2, 2]);
    for (sql, value) in [
        ("PRAGMA synchronous", 2),
        ("PRAGMA foreign_keys", 1),
        ("PRAGMA trusted_schema", 0),
        ("PRAGMA cell_size_check", 1),
        ("PRAGMA query_only", 1),
        ("PRAGMA busy_timeout", 60_000),
        ("PRAGMA application_id", i64::from(TOYS)),
    ] {
        assert_eq!(read(sql).int(0), Ok(value), "{sql}");
    }
}

#[test]
fn an_error_has_a_code_and_says_what_to_do() {
    let error = OpenError::NewerSchema { found: 3, known: 2 };
    assert_eq!(error.code(), "open.newer-schema");
    assert_eq!(
        error.to_string(),
        "The file was last used by a newer version (schema 3, and this version knows up to 2). Use the newer version."
    );
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;
    use std::process::Command;

    use super::*;

    fn mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn a_new_file_and_its_log_are_for_their_owner_only() {
        let folder = Folder::new();
        let driver = folder.open().unwrap();
        block_on(driver.write(pool(1))).unwrap();
        for name in ["toys.db", "toys.db-wal", "toys.db-shm"] {
            let mode = fs::metadata(folder.path().join(name)).unwrap().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
    }

    /// Nothing is read-only to root. Run by root, the test `name` runs itself again as a user without rights, from a
    /// copy that this user can reach, and passes only if that run passes; run by anybody else, it runs `body`.
    fn without_rights(name: &str, body: impl FnOnce()) {
        const NOBODY: u32 = 65_534;
        let scratch = tempfile::tempdir().unwrap();
        if fs::metadata(scratch.path()).unwrap().uid() != 0 {
            return body();
        }
        mode(scratch.path(), 0o755);
        let copy = scratch.path().join("open");
        fs::copy(std::env::current_exe().unwrap(), &copy).unwrap();
        mode(&copy, 0o755);
        let run = Command::new(&copy)
            .args(["--exact", &format!("unix::{name}"), "--nocapture"])
            .current_dir(scratch.path())
            .env("TMPDIR", "/tmp")
            .uid(NOBODY)
            .gid(NOBODY)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&run.stdout);
        assert!(run.status.success(), "{said}{}", String::from_utf8_lossy(&run.stderr));
        assert!(said.contains("1 passed"), "the test did not run: {said}");
    }

    #[test]
    fn a_read_only_file_is_refused() {
        without_rights("a_read_only_file_is_refused", || {
            let folder = made();
            mode(&folder.file(), 0o400);
            assert_eq!(refused(&folder, TOYS, &schema()), OpenError::ReadOnly);
            mode(&folder.file(), 0o600);
            assert_eq!(
                pools(&folder.open().unwrap()),
                [1],
                "the control: it is the rights that were refused"
            );
        });
    }

    #[test]
    fn a_read_only_folder_is_refused_with_a_file_in_it_and_without() {
        without_rights("a_read_only_folder_is_refused_with_a_file_in_it_and_without", || {
            let folder = made();
            mode(folder.path(), 0o500);
            assert_eq!(refused(&folder, TOYS, &schema()), OpenError::ReadOnly);
            let empty = SqliteConfig::new(folder.path().join("new.db"));
            assert_eq!(SqliteDriver::open(&empty, TOYS, &schema()).unwrap_err(), OpenError::ReadOnly);
            mode(folder.path(), 0o700);
            assert_eq!(
                pools(&folder.open().unwrap()),
                [1],
                "the control: it is the rights that were refused"
            );
        });
    }

    #[test]
    fn a_file_that_may_not_be_read_cannot_be_opened() {
        without_rights("a_file_that_may_not_be_read_cannot_be_opened", || {
            let folder = made();
            mode(&folder.file(), 0o000);
            assert_eq!(folder.open().unwrap_err(), OpenError::CannotOpen);
            mode(&folder.file(), 0o600);
            mode(folder.path(), 0o000);
            assert_eq!(folder.open().unwrap_err(), OpenError::CannotOpen);
            mode(folder.path(), 0o700);
            assert_eq!(
                pools(&folder.open().unwrap()),
                [1],
                "the control: it is the rights that were refused"
            );
        });
    }
}
