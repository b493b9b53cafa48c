//! The store: the port of [`bln_store`] over a driver.

use std::{fmt, sync::Arc};

use bln_store::StoreError;

use crate::{Driver, Failure, Query, Row};

/// A network's store in any SQL engine that has a [`Driver`].
///
/// It implements every trait of [`bln_store`]. A commit becomes one guarded [`Batch`](crate::Batch); a read that
/// spans tables becomes several queries of one snapshot. It knows no engine, and cloning it is cheap.
#[derive(Clone)]
pub struct SqlStore {
    driver: Arc<dyn Driver>,
}

impl SqlStore {
    /// A store over a driver whose database has been through [`migrations`](crate::migrations).
    #[must_use]
    pub const fn new(driver: Arc<dyn Driver>) -> Self {
        Self { driver }
    }

    pub(crate) fn driver(&self) -> &dyn Driver {
        &*self.driver
    }

    /// The answers to some questions, from one snapshot.
    pub(crate) async fn ask<const N: usize>(&self, queries: [Query; N]) -> Result<[Vec<Row>; N], StoreError> {
        let answers = self.ask_all(queries.into()).await?;
        <[Vec<Row>; N]>::try_from(answers).map_err(|_| UNREADABLE)
    }

    /// The answers to as many questions, from one snapshot.
    pub(crate) async fn ask_all(&self, queries: Vec<Query>) -> Result<Vec<Vec<Row>>, StoreError> {
        self.driver.read(queries).await.map_err(of_read)
    }
}

impl fmt::Debug for SqlStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SqlStore").field(&self.driver).finish()
    }
}

/// What is stored is not what this release writes.
pub(crate) const UNREADABLE: StoreError = StoreError::Backend { code: "storage.unreadable" };

/// A driver that broke its contract.
pub(crate) const MISUSED: StoreError = StoreError::Backend { code: "storage.driver" };

/// What the failure of a read is to the caller of the store.
pub(crate) const fn of_read(failure: Failure) -> StoreError {
    match failure {
        Failure::Busy => StoreError::Busy,
        Failure::Engine { code } => StoreError::Backend { code },
        Failure::Guard { .. } | Failure::Constraint { .. } | Failure::Unknown => MISUSED,
    }
}
