//! The steward, as an operator starts it: each verb, and each thing it refuses.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use bln_cluster::Shared;
use bln_examples::{
    database::Database,
    season::{self, Settings, Streams, Verdict},
};
use indicatif::ProgressBar;
use tempfile::TempDir;

/// What the steward answered.
#[derive(Debug)]
struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Said {
    /// Whether it is done, and no faults were found.
    #[track_caller]
    fn fine(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (Some(0), ""), "{}", self.out);
        self.out
    }

    /// Why it was refused.
    #[track_caller]
    fn refused(self) -> String {
        assert_eq!((self.code, self.out.as_str()), (Some(2), ""), "{}", self.err);
        assert!(self.err.trim_end().ends_with('.') && self.err.lines().count() == 1, "{}", self.err);
        self.err
    }
}

/// A folder with a network of a small season in it.
struct Office {
    folder: TempDir,
    network: String,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let network = folder.path().join("network.db").to_str().unwrap().to_owned();
        season_in(&network);
        Self { folder, network }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn edit(&self, sql: &str) {
        rusqlite::Connection::open(&self.network).unwrap().execute_batch(sql).unwrap();
    }

    fn files(&self) -> Vec<PathBuf> {
        let mut files: Vec<_> =
            fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files
    }
}

fn season_in(database: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let progress = ProgressBar::hidden();
    let (mut report, mut faults) = (Vec::new(), Vec::new());
    let streams = Streams {
        applications: None,
        faults: &mut faults,
        report: &mut report,
        progress: &progress,
        mail: None,
        board: &mut std::io::sink(),
    };
    let verdict = runtime.block_on(async {
        let store = Database::parse(database).unwrap().open().await.unwrap();
        season::run(std::sync::Arc::new(store), Settings { seed: 3, people: 60 }, streams).await
    });
    assert_eq!(verdict.unwrap(), Verdict::Sound);
}

fn steward(arguments: &[&str]) -> Said {
    let answer = Command::new(env!("CARGO_BIN_EXE_steward")).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Said { code: answer.status.code(), out: text(answer.stdout), err: text(answer.stderr) }
}

/// What is in a network, after it was found without faults.
#[track_caller]
fn contents(database: &str) -> String {
    let said = steward(&["verify", database, "--contents"]).fine();
    let (verdict, table) = said.split_once('\n').unwrap();
    assert_eq!(verdict, "verify: no faults");
    table.to_owned()
}

#[test]
fn verify_finds_no_faults_in_a_sound_network_and_tells_what_is_in_it() {
    let office = Office::new();
    assert_eq!(steward(&["verify", &office.network]).fine(), "verify: no faults\n");
    let table = contents(&office.network);
    assert_eq!(table.lines().count(), 1 + bln_sql::TABLES.len() + 1, "{table}");
    assert!(table.starts_with("table ") && table.lines().last().unwrap().starts_with("all "), "{table}");
    assert_eq!(contents(&format!("sqlite:{}", office.network)), table);
}

#[test]
fn verify_tells_faults_by_code_and_ends_with_one() {
    let office = Office::new();
    office
        .edit("DELETE FROM registration_step WHERE ordinal = 1; DELETE FROM audit_entry WHERE position = 2");
    let said = steward(&["verify", &office.network]);
    assert_eq!(said.code, Some(1), "{said:?}");
    for part in [
        "registration.history_differs",
        "audit.positions",
        "first at: registration ",
        "restore the last good",
    ] {
        assert!(said.out.contains(part), "{part}: {}", said.out);
    }
    assert!(!said.out.contains("Sample") && !said.out.contains('@'), "{}", said.out);
}

#[test]
fn a_backup_is_restored_and_holds_what_the_network_held() {
    let office = Office::new();
    let (backup, drill) = (office.path("backup.db"), office.path("drill.db"));
    let said = steward(&["backup", &office.network, &backup]).fine();
    assert!(said.starts_with("Backed up ") && said.ends_with("checked and on the disk.\n"), "{said}");
    let said = steward(&["restore", &backup, &drill]).fine();
    assert!(said.starts_with("Restored ") && said.ends_with("verify: no faults\n"), "{said}");
    assert_eq!(contents(&drill), contents(&office.network));

    let before = fs::read(&backup).unwrap();
    assert!(steward(&["backup", &office.network, &backup]).refused().contains("already"));
    assert!(steward(&["restore", &backup, &drill]).refused().contains("already"));
    assert_eq!(fs::read(&backup).unwrap(), before, "nothing was written over it");
}

#[test]
fn a_damaged_backup_is_not_restored() {
    let office = Office::new();
    let (backup, drill) = (office.path("backup.db"), office.path("drill.db"));
    steward(&["backup", &office.network, &backup]).fine();
    let mut bytes = fs::read(&backup).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4_096].fill(0x17);
    fs::write(&backup, bytes).unwrap();
    assert!(steward(&["restore", &backup, &drill]).refused().contains("damaged"));
    assert!(!Path::new(&drill).exists());
}

#[test]
fn where_no_network_is_none_is_made() {
    let office = Office::new();
    let (nowhere, other) = (office.path("nowhere.db"), office.path("other.db"));
    let before = office.files();
    for arguments in [
        &["verify", &nowhere][..],
        &["migrate", &nowhere],
        &["copy", &nowhere, &other],
        &["backup", &nowhere, &other],
        &["restore", &nowhere, &other],
    ] {
        steward(arguments).refused();
    }
    assert!(steward(&["verify", "mysql://someone:secret@place/d"]).refused().contains("Write a path"));
    assert_eq!(office.files(), before);
}

#[test]
fn a_file_of_somebody_elses_and_a_newer_network_are_refused_and_left_as_they_were() {
    let office = Office::new();
    let other = office.path("other.db");
    let letter = office.path("letter.txt");
    fs::write(&letter, "Dear Sample Person 17,\n".repeat(100)).unwrap();
    office.edit("INSERT INTO schema_migration (version, name, checksum) SELECT max(version) + 1, 'later', '0' FROM schema_migration");
    for (file, word) in [(&letter, "not a database"), (&office.network, "newer version")] {
        let before = fs::read(file).unwrap();
        for arguments in [
            &["verify", file][..],
            &["migrate", file],
            &["backup", file, &other],
            &["restore", file, &other],
            &["copy", file, &other],
        ] {
            let said = steward(arguments).refused();
            assert!(said.contains(word) && !said.contains("Sample"), "{arguments:?}: {said}");
        }
        assert_eq!(fs::read(file).unwrap(), before);
        assert!(!Path::new(&other).exists());
    }
}

#[test]
fn migrate_says_that_there_is_nothing_to_do_where_there_is_not() {
    let office = Office::new();
    let before = contents(&office.network);
    let said = steward(&["migrate", &office.network]).fine();
    assert!(said.ends_with("the newest this version knows. Nothing was changed.\n"), "{said}");
    assert_eq!(contents(&office.network), before);
}

#[test]
fn a_copy_into_a_file_is_equal_and_nothing_is_left_beside_it() {
    let office = Office::new();
    let target = office.path("target.db");
    let said = steward(&["copy", &office.network, &target]).fine();
    assert!(said.starts_with("Copied ") && said.contains("Both held the same, SHA-256 "), "{said}");
    assert_eq!(contents(&target), contents(&office.network));
    let names: Vec<_> = office.files().iter().map(|path| path.file_name().unwrap().to_owned()).collect();
    assert_eq!(names, ["network.db", "target.db"]);
    assert!(steward(&["copy", &office.network, &target]).refused().contains("is there already"));
    let same = office.folder.path().join(".").join("network.db");
    assert!(steward(&["copy", &office.network, same.to_str().unwrap()]).refused().contains("same database"));
}

#[test]
fn a_network_goes_to_postgresql_and_back_by_copy_and_by_backup() {
    let Some(server) = Shared::for_tests() else { return };
    let office = Office::new();
    let before = contents(&office.network);
    let (first, second) = (server.fresh_schema(), server.fresh_schema());
    let (back, backup, drill) = (office.path("back.db"), office.path("backup.db"), office.path("drill.db"));

    let said = steward(&["copy", &office.network, &first.url()]).fine();
    assert!(said.contains(&format!("to the schema {}.", first.name())), "{said}");
    assert_eq!(contents(&first.url()), before);
    steward(&["copy", &first.url(), &back]).fine();
    assert_eq!(contents(&back), before);

    assert!(steward(&["backup", &first.url(), &backup]).fine().contains("checked and on the disk"));
    assert!(steward(&["restore", &backup, &second.url()]).fine().ends_with("verify: no faults\n"));
    assert_eq!(contents(&second.url()), before);
    assert!(steward(&["restore", &backup, &drill]).fine().ends_with("verify: no faults\n"));
    assert_eq!(contents(&drill), before);
    steward(&["migrate", &second.url()]).fine();

    for arguments in [["copy", &office.network, &first.url()], ["restore", &backup, &second.url()]] {
        assert!(steward(&arguments).refused().contains("There is a network where"), "{arguments:?}");
    }
    assert!(steward(&["backup", &first.url(), &backup]).refused().contains("already"));
}

#[test]
fn a_copy_that_did_not_finish_is_told_by_every_verb() {
    let Some(server) = Shared::for_tests() else { return };
    let (office, schema) = (Office::new(), server.fresh_schema());
    let url = schema.url();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let source = Database::parse(&office.network).unwrap().open().await.unwrap();
        let target = Database::parse(&url).unwrap().open().await.unwrap();
        let (stop, stopped) = tokio::sync::oneshot::channel();
        let mut stop = Some(stop);
        let progress = |now: bln_sql::CopyProgress| {
            if now.table == "event" {
                stop.take().map(|stop| stop.send(()));
            }
        };
        tokio::select! {
            biased;
            _ = stopped => {}
            done = bln_sql::copy(&source, &target, progress) => panic!("not stopped: {done:?}"),
        }
    });
    let said = steward(&["verify", &url]);
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(
        said.out.contains("copy.unfinished") && said.out.contains("Remove it, then copy again."),
        "{}",
        said.out
    );
    assert!(steward(&["copy", &office.network, &url]).refused().contains("did not finish"));
    assert!(steward(&["copy", &url, &office.path("other.db")]).refused().contains("did not finish"));
    assert!(steward(&["backup", &url, &office.path("other.db")]).refused().contains("did not finish"));
}

#[test]
fn an_address_is_never_repeated() {
    for url in [
        "postgres://someone:secret@127.0.0.1:1/place?schema=s",
        "postgres://someone:secret@127.0.0.1:port/place",
    ] {
        let said = steward(&["verify", url]).refused();
        assert!(!["someone", "secret", "127.0", "place"].iter().any(|word| said.contains(word)), "{said}");
    }
}
