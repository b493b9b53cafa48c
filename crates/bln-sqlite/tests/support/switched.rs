//! A driver that can be made to fail, and the store above it: what the store makes of the failure is its own.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bln_conformance::{Failing, Switched};
use bln_sql::{Batch, Driver, Failure, Query, Row, Snapshot, SqlStore};
use bln_store::Store;

/// A store whose driver fails as it is told.
#[derive(Debug)]
pub(crate) struct SwitchedStore {
    store: SqlStore,
    how: Arc<Mutex<Option<Failing>>>,
}

impl SwitchedStore {
    pub(crate) fn over(driver: impl Driver) -> Self {
        let how = Arc::new(Mutex::new(None));
        let driver = SwitchedDriver { driver: Box::new(driver), how: Arc::clone(&how) };
        Self { store: SqlStore::new(Arc::new(driver)), how }
    }
}

impl Switched for SwitchedStore {
    fn store(&self) -> &dyn Store {
        &self.store
    }

    fn fail(&self, how: Option<Failing>) {
        *self.how.lock().unwrap() = how;
    }
}

#[derive(Debug)]
struct SwitchedDriver {
    driver: Box<dyn Driver>,
    how: Arc<Mutex<Option<Failing>>>,
}

impl SwitchedDriver {
    fn how(&self) -> Option<Failing> {
        *self.how.lock().unwrap()
    }
}

#[async_trait]
impl Driver for SwitchedDriver {
    async fn write(&self, batch: Batch) -> Result<(), Failure> {
        match self.how() {
            None => self.driver.write(batch).await,
            Some(Failing::Busy) => Err(Failure::Busy),
            Some(Failing::Backend) => Err(Failure::Engine { code: "storage.full" }),
            Some(Failing::UnknownDone) => self.driver.write(batch).await.and(Err(Failure::Unknown)),
            Some(Failing::UnknownNotDone) => Err(Failure::Unknown),
        }
    }

    async fn read(&self, queries: Vec<Query>) -> Result<Vec<Vec<Row>>, Failure> {
        match self.how() {
            Some(Failing::Busy) => Err(Failure::Busy),
            Some(Failing::Backend) => Err(Failure::Engine { code: "storage.read" }),
            _ => self.driver.read(queries).await,
        }
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
