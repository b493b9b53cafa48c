//! The driver: one writer, several readers.

use std::fmt;
use std::io;
use std::num::NonZeroUsize;
use std::time::Duration;

use async_trait::async_trait;
use bln_sql::{Batch, Driver, Failure, Migration, Query, Row};

use crate::worker::{Jobs, Workers};
use crate::writer::Writer;
use crate::{OpenError, SqliteConfig, open, reader, writer};

/// An SQLite database, in a file or in memory.
///
/// Dropping it waits until every batch that was accepted has been carried out and answered, then closes the file.
/// It may be dropped anywhere, inside an asynchronous task too.
pub struct SqliteDriver {
    // In this order they are dropped: the last connection to be closed is the one that can write, so that it folds
    // the log into the file.
    readers: Option<Workers<reader::Job>>,
    writer: Workers<writer::Job>,
}

impl SqliteDriver {
    /// Opens a file, makes it if it is not there, and brings its schema up to date.
    ///
    /// `application_id` marks the file as ours (SQLite keeps it in the file's header,
    /// <https://www.sqlite.org/fileformat2.html#application_id>); a file with another is refused, and so is one that
    /// has been through other `migrations` than these. Nothing is written before that is known. A new file can be
    /// read by its owner only.
    ///
    /// Blocks while it waits for the disk; inside an asynchronous program, call it where blocking is allowed.
    ///
    /// # Errors
    ///
    /// [`OpenError`]. The file is then as it was.
    pub fn open(
        config: &SqliteConfig,
        application_id: i32,
        migrations: &[Migration],
    ) -> Result<Self, OpenError> {
        let opened = open::file(config, application_id, migrations)?;
        let serve = |connection| move |jobs: Jobs<reader::Job>| reader::run(&connection, &jobs);
        let tasks = opened.readers.into_iter().map(serve).collect();
        let readers =
            Workers::start("bln-sqlite-reader", config.queue(), tasks).map_err(|error| no_thread(&error))?;
        let writer = start(Writer::new(opened.writer, config.busy_timeout()), config.queue())?;
        Ok(Self { readers: Some(readers), writer })
    }

    /// A database in memory that is gone when it is dropped. Reads wait for writes: it has one connection.
    ///
    /// # Errors
    ///
    /// [`OpenError`].
    pub fn in_memory(migrations: &[Migration]) -> Result<Self, OpenError> {
        let queue = SqliteConfig::new("").queue();
        let writer = start(Writer::new(open::in_memory(migrations)?, Duration::ZERO), queue)?;
        Ok(Self { readers: None, writer })
    }
}

#[async_trait]
impl Driver for SqliteDriver {
    async fn write(&self, batch: Batch) -> Result<(), Failure> {
        if batch.0.is_empty() {
            return Ok(());
        }
        self.writer.ask(|reply| writer::Job::Write(batch, reply)).await
    }

    async fn read(&self, queries: Vec<Query>) -> Result<Vec<Vec<Row>>, Failure> {
        match &self.readers {
            Some(readers) => readers.ask(|reply| reader::Job { queries, reply }).await,
            None => self.writer.ask(|reply| writer::Job::Read(queries, reply)).await,
        }
    }
}

impl fmt::Debug for SqliteDriver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteDriver").field("readers", &self.readers).finish_non_exhaustive()
    }
}

fn start(writer: Writer, queue: NonZeroUsize) -> Result<Workers<writer::Job>, OpenError> {
    let task = move |jobs: Jobs<writer::Job>| writer.run(&jobs);
    Workers::start("bln-sqlite-writer", queue, vec![task]).map_err(|error| no_thread(&error))
}

pub(crate) const fn no_thread(_: &io::Error) -> OpenError {
    OpenError::Storage { code: "storage.threads" }
}
