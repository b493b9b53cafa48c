//! Which store the tests of a binary run on, and running all of them again on the others.
//!
//! A test asks for a [`fresh`] store: one in memory. Two tests that every binary gets run the binary again with a
//! variable set, under which a fresh store is an SQLite file or a schema of PostgreSQL, and see that as many tests
//! passed there as the binary has.

use std::{
    env,
    path::{Path, PathBuf},
    process::{self, Command},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use bln_cluster::Shared;
use bln_postgres::{PostgresConfig, PostgresStore};
use bln_sqlite::SqliteStore;
use bln_store::{MemoryStore, Store};

/// Where the stores are: the address of a schema of PostgreSQL, or a folder for SQLite. In memory when it is not set.
const PLACE: &str = "BLN_TEST_STORES";

/// What the two tests that run the others begin with.
const AGAIN: &str = "every_test_holds_on";

/// So many at once: each of them has a store of its own, with several connections.
const AT_ONCE: &str = "--test-threads=4";

/// An empty store of the kind that this run is about.
pub(crate) async fn fresh() -> Arc<dyn Store> {
    static MADE: AtomicUsize = AtomicUsize::new(0);
    let Ok(place) = env::var(PLACE) else { return Arc::new(MemoryStore::new()) };
    // A test may run another process that makes stores in the same place.
    let n = format!("{}_{}", process::id(), MADE.fetch_add(1, Ordering::Relaxed));
    if place.starts_with("postgres") {
        let config = PostgresConfig::parse(&place).unwrap();
        let schema = format!("{}_{n}", config.schema());
        return Arc::new(PostgresStore::open(&config.with_schema(&schema).unwrap()).await.unwrap());
    }
    Arc::new(SqliteStore::open(Path::new(&place).join(format!("{n}.db"))).await.unwrap())
}

/// How often something is tried that is tried very often: a store in memory takes microseconds, one of the others some
/// hundredths of a second to make and to ask. What is tried there is that they answer alike, not every drawn case.
pub(crate) fn fewer(in_memory: u32, elsewhere: u32) -> u32 {
    if env::var_os(PLACE).is_some() { elsewhere } else { in_memory }
}

#[test]
fn every_test_holds_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    run_again(folder.path().to_str().unwrap());
    assert!(folder.path().read_dir().unwrap().next().is_some(), "the tests made no file");
}

#[test]
fn every_test_holds_on_postgresql() {
    let Some(server) = Shared::for_tests() else { return };
    let schema = server.fresh_schema();
    run_again(&schema.url());
    let made = format!("SELECT nspname FROM pg_namespace WHERE nspname LIKE '{}\\_%'", schema.name());
    let made = server.sql(&made).unwrap();
    assert!(!made.is_empty(), "the tests made no schema");
    // A private server goes altogether.
    if env::var_os("BLN_POSTGRES_URL").is_some() {
        for schema in made {
            server.sql(&format!("DROP SCHEMA {schema} CASCADE")).unwrap();
        }
    }
}

/// Runs every test of this binary but these two, and sees that all of them ran and passed.
fn run_again(place: &str) {
    let this = env::current_exe().unwrap();
    let listed = tell(&this, place, &["--list", "--format=terse"]);
    let tests = listed.lines().filter(|line| line.ends_with(": test")).count();
    assert!(tests > 0, "there is no test to run");
    let told = tell(&this, place, &[AT_ONCE]);
    let all = format!("test result: ok. {tests} passed; 0 failed; 0 ignored;");
    assert!(told.contains(&all), "of {tests} tests:\n{told}");
}

/// What the binary says.
fn tell(this: &PathBuf, place: &str, arguments: &[&str]) -> String {
    let mut command = Command::new(this);
    command.args(arguments).args(["--skip", AGAIN]).env(PLACE, place);
    let output = command.output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "on {place}:\n{told}\n{complained}");
    told
}
