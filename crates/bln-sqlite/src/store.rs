//! A network's store in SQLite: the driver, with the schema of [`bln_sql`] in it.

use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use bln_sql::{APPLICATION_ID, SqlStore, migrations};
use tokio::sync::oneshot;

use crate::driver::no_thread;
use crate::{COLUMN_TYPES, OpenError, SqliteConfig, SqliteDriver};

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
        apart(move || SqliteDriver::open(&config, APPLICATION_ID, &migrations(&COLUMN_TYPES))).await
    }

    /// A store in memory that is gone when the last clone of it is dropped.
    ///
    /// # Errors
    ///
    /// [`OpenError`].
    pub async fn in_memory() -> Result<SqlStore, OpenError> {
        apart(|| SqliteDriver::in_memory(&migrations(&COLUMN_TYPES))).await
    }
}

/// Opens on a thread of its own, because it waits for the disk; which runtime the caller has does not matter.
async fn apart(
    open: impl FnOnce() -> Result<SqliteDriver, OpenError> + Send + 'static,
) -> Result<SqlStore, OpenError> {
    let (reply, opened) = oneshot::channel();
    let work = move || {
        // Nobody waits any more when this fails: the file is closed again.
        let _abandoned = reply.send(open());
    };
    thread::Builder::new()
        .name("bln-sqlite-open".to_owned())
        .spawn(work)
        .map_err(|error| no_thread(&error))?;
    let driver = opened.await.map_err(|_| OpenError::Storage { code: "storage.stopped" })??;
    Ok(SqlStore::new(Arc::new(driver)))
}
