//! A network's store in SQLite: the driver, with the schema of [`bln_sql`] in it.

use std::path::PathBuf;
use std::sync::Arc;

use bln_sql::{APPLICATION_ID, SqlStore, migrations};

use crate::apart::{Apart, apart};
use crate::{COLUMN_TYPES, OpenError, SqliteConfig, SqliteDriver, open};

/// How a network's store is opened. What comes back is a [`SqlStore`], which knows no engine.
///
/// ```no_run
/// # async fn example() -> Result<(), bln_sqlite::OpenError> {
/// let store = bln_sqlite::SqliteStore::open("network.db").await?;
/// # let _ = store;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub enum SqliteStore {}

impl SqliteStore {
    /// Opens the file at a path, makes it if it is not there, and brings its schema up to date. Its folder must be
    /// there.
    ///
    /// # Errors
    ///
    /// [`OpenError`]. The file is then as it was.
    pub async fn open(path: impl Into<PathBuf>) -> Result<SqlStore, OpenError> {
        Self::open_with(SqliteConfig::new(path)).await
    }

    /// Opens a file as a configuration says.
    ///
    /// # Errors
    ///
    /// [`OpenError`]. The file is then as it was.
    pub async fn open_with(config: SqliteConfig) -> Result<SqlStore, OpenError> {
        let open = move || SqliteDriver::open(&config, APPLICATION_ID, &migrations(&COLUMN_TYPES));
        store(apart("bln-sqlite-open", open).await)
    }

    /// The version of a file's schema, the number of its last step, and nothing is written. `None` where there is no
    /// network: no file, or one whose maker was stopped before it was whole.
    ///
    /// # Errors
    ///
    /// [`OpenError`], for what [`open`](Self::open) would refuse.
    pub async fn version(config: SqliteConfig) -> Result<Option<u32>, OpenError> {
        let look = move || open::version(&config, APPLICATION_ID, &migrations(&COLUMN_TYPES));
        apart("bln-sqlite-look", look).await.map_err(|Apart { code }| OpenError::Storage { code })?
    }

    /// A store in memory that is gone when the last clone of it is dropped.
    ///
    /// # Errors
    ///
    /// [`OpenError`].
    pub async fn in_memory() -> Result<SqlStore, OpenError> {
        store(apart("bln-sqlite-open", || SqliteDriver::in_memory(&migrations(&COLUMN_TYPES))).await)
    }
}

/// A driver that was opened apart, as a store.
fn store(opened: Result<Result<SqliteDriver, OpenError>, Apart>) -> Result<SqlStore, OpenError> {
    let driver = opened.map_err(|Apart { code }| OpenError::Storage { code })??;
    Ok(SqlStore::new(Arc::new(driver)))
}
