//! A driver that writes down what it is asked, and a connection that does the same again and counts.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use bln_sql::{Batch, Driver, Failure, Query, Row, Snapshot, SqlStore, Value, migrations, text};
use bln_sqlite::{COLUMN_TYPES, SqliteConfig, SqliteDriver};
use rusqlite::{Connection, StatementStatus, params_from_iter, types};

use crate::Outcome;

/// What a driver was asked: statements with their values.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    reads: Vec<(&'static str, Vec<Value>)>,
    writes: Vec<(&'static str, Vec<Value>)>,
}

/// What doing it again costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Steps of SQLite's virtual machine.
    pub steps: i64,
    /// Rows passed over in scans of whole tables.
    pub scanned: i64,
    /// Pages read by a connection that has none in memory. `None` where the system does not say.
    pub pages_read: Option<u64>,
    /// Pages written into the log.
    pub pages_written: u64,
}

/// A driver that writes down what it is asked.
#[derive(Debug)]
pub struct Recorder {
    driver: SqliteDriver,
    asked: Arc<Mutex<Asked>>,
}

impl Recorder {
    /// A store over a recording driver on this file, and what it will have been asked.
    ///
    /// # Errors
    ///
    /// When the file cannot be opened.
    pub fn open(path: &Path) -> Outcome<(SqlStore, Arc<Mutex<Asked>>)> {
        let config = SqliteConfig::new(path);
        let driver = SqliteDriver::open(&config, bln_sql::APPLICATION_ID, &migrations(&COLUMN_TYPES))?;
        let asked = Arc::<Mutex<Asked>>::default();
        Ok((SqlStore::new(Arc::new(Self { driver, asked: Arc::clone(&asked) })), asked))
    }
}

#[async_trait]
impl Driver for Recorder {
    async fn write(&self, batch: Batch) -> Result<(), Failure> {
        let statements = batch.0.iter().map(|statement| (statement.sql, statement.params.clone()));
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).writes.extend(statements);
        self.driver.write(batch).await
    }

    async fn read(&self, queries: Vec<Query>) -> Result<Vec<Vec<Row>>, Failure> {
        let asked = queries.iter().map(|query| (query.sql, query.params.clone()));
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).reads.extend(asked);
        self.driver.read(queries).await
    }

    async fn snapshot(&self) -> Result<Box<dyn Snapshot>, Failure> {
        self.driver.snapshot().await
    }

    async fn check(&self) -> Result<(), Failure> {
        self.driver.check().await
    }

    async fn scrub(&self) -> Result<(), Failure> {
        self.driver.scrub().await
    }
}

impl Asked {
    /// The statements without their values, in order.
    #[must_use]
    pub fn statements(&self) -> Vec<&'static str> {
        self.reads.iter().chain(&self.writes).map(|(sql, _)| *sql).collect()
    }

    /// How many questions and how many statements of a change.
    #[must_use]
    pub const fn counts(&self) -> (usize, usize) {
        (self.reads.len(), self.writes.len())
    }

    /// Does all of it again on a copy of the file as it was before, on a connection that has read no page but those
    /// of the schema.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub fn again(&self, path: &Path) -> Outcome<Cost> {
        let connection = Connection::open(path)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 0",
        )?;
        let prepare = |asked: &[(&'static str, Vec<Value>)]| {
            asked.iter().map(|(sql, _)| connection.prepare(sql)).collect::<Result<Vec<_>, _>>()
        };
        let (mut reads, mut writes) = (prepare(&self.reads)?, prepare(&self.writes)?);
        let before = reads_of_this_process();
        let mut cost = Cost { steps: 0, scanned: 0, pages_read: None, pages_written: 0 };
        connection.execute_batch("BEGIN IMMEDIATE")?;
        let asked = self.reads.iter().chain(&self.writes);
        for (statement, (_, values)) in reads.iter_mut().chain(&mut writes).zip(asked) {
            let mut rows = statement.query(params_from_iter(values.iter().map(stored)))?;
            while rows.next()?.is_some() {}
            drop(rows);
            cost.steps += i64::from(statement.reset_status(StatementStatus::VmStep));
            cost.scanned += i64::from(statement.reset_status(StatementStatus::FullscanStep));
        }
        connection.execute_batch("COMMIT")?;
        cost.pages_read = before.zip(reads_of_this_process()).map(|(before, after)| after - before);
        // The log has a header of 32 bytes, and 24 before each page (https://www.sqlite.org/fileformat2.html#walformat).
        let log = fs::metadata(format!("{}-wal", path.display()))?.len();
        let page: i64 = connection.query_row("PRAGMA page_size", [], |row| row.get(0))?;
        cost.pages_written = (log - 32) / (page.unsigned_abs() + 24);
        Ok(cost)
    }
}

/// How often this process has read from files, where the system says so. One read of SQLite's is one page.
fn reads_of_this_process() -> Option<u64> {
    let told = fs::read_to_string("/proc/self/io").ok()?;
    told.lines().find_map(|line| line.strip_prefix("syscr: ")?.parse().ok())
}

fn stored(value: &Value) -> types::Value {
    let mut form = String::new();
    let written = match value {
        Value::Null => return types::Value::Null,
        Value::Bool(value) => return types::Value::Integer(i64::from(*value)),
        Value::Int(value) => return types::Value::Integer(*value),
        Value::Bytes(value) => return types::Value::Blob(value.clone()),
        Value::Text(value) => return types::Value::Text(value.clone()),
        Value::Uuid(value) => {
            text::write_uuid(*value, &mut form);
            Ok(())
        }
        Value::Instant(value) => text::write_instant(*value, &mut form),
        Value::Date(value) => text::write_date(*value, &mut form),
        Value::LocalDateTime(value) => text::write_local_date_time(*value, &mut form),
    };
    written.map_or(types::Value::Null, |()| types::Value::Text(form))
}
