//! A driver that keeps something else than it is given.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use async_trait::async_trait;
use bln_sql::{Batch, Driver, Failure, Guard, Query, Row, Snapshot, SqlStore, Statement, Value, migrations};
use bln_sqlite::{COLUMN_TYPES, SqliteDriver};

/// SQLite in memory, and what is wrong with it.
#[derive(Debug)]
pub(crate) struct Wrong {
    inner: SqliteDriver,
    /// Statements that begin so..
    statements: &'static str,
    /// ..and what becomes of the first of them.
    fault: Fault,
    largest: AtomicUsize,
}

#[derive(Debug)]
enum Fault {
    None,
    Letter,
    Row,
}

impl Wrong {
    /// With nothing wrong: it counts.
    pub(crate) fn store() -> (SqlStore, Arc<Self>) {
        let driver = Arc::new(Self::with("", Fault::None));
        (SqlStore::new(driver.clone()), driver)
    }

    /// Changes a letter of the last text of the first of these statements.
    pub(crate) fn letter(statements: &'static str) -> Self {
        Self::with(statements, Fault::Letter)
    }

    /// Forgets the first of these statements.
    pub(crate) fn row(statements: &'static str) -> Self {
        Self::with(statements, Fault::Row)
    }

    /// The store over it.
    pub(crate) fn over_sqlite(self) -> SqlStore {
        SqlStore::new(Arc::new(self))
    }

    /// How many statements the largest batch had.
    pub(crate) fn largest(&self) -> usize {
        self.largest.load(Ordering::SeqCst)
    }

    fn with(statements: &'static str, fault: Fault) -> Self {
        let inner = SqliteDriver::in_memory(&migrations(&COLUMN_TYPES)).unwrap();
        Self { inner, statements, fault, largest: AtomicUsize::new(0) }
    }
}

#[async_trait]
impl Driver for Wrong {
    async fn write(&self, mut batch: Batch) -> Result<(), Failure> {
        self.largest.fetch_max(batch.0.len(), Ordering::SeqCst);
        let first = batch.0.iter_mut().find(|statement| statement.sql.starts_with(self.statements));
        match (&self.fault, first) {
            (Fault::Letter, Some(first)) => {
                let text = first.params.iter_mut().rev().find_map(|value| match value {
                    Value::Text(text) => Some(text),
                    _ => None,
                });
                text.unwrap().push('.');
            }
            (Fault::Row, Some(first)) => {
                *first = Statement { guard: Guard::Any, ..Statement::new("SELECT 1", vec![]) }
            }
            _ => {}
        }
        self.inner.write(batch).await
    }

    async fn read(&self, queries: Vec<Query>) -> Result<Vec<Vec<Row>>, Failure> {
        self.inner.read(queries).await
    }

    async fn snapshot(&self) -> Result<Box<dyn Snapshot>, Failure> {
        self.inner.snapshot().await
    }

    async fn check(&self) -> Result<(), Failure> {
        self.inner.check().await
    }

    async fn scrub(&self) -> Result<(), Failure> {
        self.inner.scrub().await
    }
}
