//! A toy schema, and what every test of the driver needs.

#![allow(dead_code, reason = "each test binary uses its own part of this")]

use std::future::Future;
use std::path::{Path, PathBuf};
use std::time::Duration;

use bln_sql::{Batch, Driver, Migration, Query, Statement};
use bln_sqlite::{COLUMN_TYPES, OpenError, SqliteConfig, SqliteDriver};
use tempfile::TempDir;

/// "toys", in ASCII.
pub(crate) const TOYS: i32 = 0x746f_7973;

pub(crate) fn schema() -> Vec<Migration> {
    let pool = "CREATE TABLE pool (id {integer} PRIMARY KEY, label {text} UNIQUE, \
                taken {integer} NOT NULL DEFAULT 0 CHECK (taken <= 2)) {table_options}";
    let seat = "CREATE TABLE seat (id {uuid} PRIMARY KEY, pool {integer} NOT NULL REFERENCES pool, at {instant}, \
                day {date}, starts {local_date_time}, offered {boolean}, token {bytes}) {table_options}";
    vec![
        Migration::render(1, "pools", &[pool], &COLUMN_TYPES),
        Migration::render(2, "seats", &[seat], &COLUMN_TYPES),
    ]
}

pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.0.path().join("toys.db")
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Waits long, so that a slow machine fails no test; a test of waiting sets its own.
    pub(crate) fn config(&self) -> SqliteConfig {
        SqliteConfig::new(self.file()).with_busy_timeout(Duration::from_secs(60))
    }

    pub(crate) fn open(&self) -> Result<SqliteDriver, OpenError> {
        SqliteDriver::open(&self.config(), TOYS, &schema())
    }
}

pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

pub(crate) fn pool(id: i64) -> Batch {
    Batch(vec![Statement::new("INSERT INTO pool (id) VALUES (?1)", vec![id.into()])])
}

/// The pools' numbers in the order in which they were written.
pub(crate) fn pools(driver: &SqliteDriver) -> Vec<i64> {
    let query = Query::new("SELECT id FROM pool ORDER BY rowid", vec![]);
    let answers = block_on(driver.read(vec![query])).unwrap();
    answers[0].iter().map(|row| row.int(0).unwrap()).collect()
}
