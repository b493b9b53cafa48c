//! Where the file is, and how much may wait.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How a database file is opened. Everything but the path has a default that fits a network of any size on one
/// machine.
///
/// # Examples
///
/// ```
/// use bln_sqlite::SqliteConfig;
/// use std::time::Duration;
///
/// let config = SqliteConfig::new("network.db").with_busy_timeout(Duration::from_secs(2));
/// assert_eq!(config.queue().get(), 1_024);
/// assert_eq!(config.readers().get(), 4);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqliteConfig {
    path: PathBuf,
    queue: NonZeroUsize,
    readers: NonZeroUsize,
    busy_timeout: Duration,
}

impl SqliteConfig {
    /// A file at this path, made if it is not there. Its folder must be.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            queue: NonZeroUsize::MIN.saturating_add(1_023),
            readers: NonZeroUsize::MIN.saturating_add(3),
            busy_timeout: Duration::from_secs(5),
        }
    }

    /// How many batches may wait for the writer, and how many reads for a reader, before more are refused as busy.
    #[must_use]
    pub fn with_queue(self, queue: NonZeroUsize) -> Self {
        Self { queue, ..self }
    }

    /// How many reads may run at the same time: one thread and one connection each.
    #[must_use]
    pub fn with_readers(self, readers: NonZeroUsize) -> Self {
        Self { readers, ..self }
    }

    /// How long to wait for another process that holds the file's lock, before a batch is refused as busy. Cut off
    /// to whole milliseconds.
    #[must_use]
    pub fn with_busy_timeout(self, busy_timeout: Duration) -> Self {
        Self { busy_timeout, ..self }
    }

    /// The file's path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How many batches, and how many reads, may wait.
    #[must_use]
    pub const fn queue(&self) -> NonZeroUsize {
        self.queue
    }

    /// How many reads may run at the same time.
    #[must_use]
    pub const fn readers(&self) -> NonZeroUsize {
        self.readers
    }

    /// How long to wait for another process.
    #[must_use]
    pub const fn busy_timeout(&self) -> Duration {
        self.busy_timeout
    }
}
