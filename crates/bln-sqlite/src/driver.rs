//! The driver: one writer, several readers.

use std::fmt;
use std::io;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use async_trait::async_trait;
use bln_sql::{Batch, Driver, Failure, Migration, Query, Row, Snapshot};
use rusqlite::Connection;

use crate::apart::{Apart, apart};
use crate::code::Fault;
use crate::snapshot::SqliteSnapshot;
use crate::worker::{Jobs, Workers};
use crate::writer::Writer;
use crate::{OpenError, SqliteConfig, check, open, reader, snapshot, writer};

/// An SQLite database, in a file or in memory.
///
/// Dropping it waits until every batch that was accepted has been carried out and answered, then closes the file.
/// It may be dropped anywhere, inside an asynchronous task too.
pub struct SqliteDriver {
    // In this order they are dropped: the last connection to be closed is the one that can write, so that it folds
    // the log into the file.
    file: Option<File>,
    writer: Workers<writer::Job>,
}

/// What a driver of a file has, and one in memory has not.
struct File {
    readers: Workers<reader::Job>,
    path: PathBuf,
    busy_timeout: Duration,
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
        Ok(Self {
            file: Some(File { readers, path: opened.path, busy_timeout: config.busy_timeout() }),
            writer,
        })
    }

    /// A database in memory that is gone when it is dropped. Reads wait for writes: it has one connection.
    ///
    /// # Errors
    ///
    /// [`OpenError`].
    pub fn in_memory(migrations: &[Migration]) -> Result<Self, OpenError> {
        let queue = SqliteConfig::new("").queue();
        let writer = start(Writer::new(open::in_memory(migrations)?, Duration::ZERO), queue)?;
        Ok(Self { file: None, writer })
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
        match &self.file {
            Some(file) => file.readers.ask(|reply| reader::Job { queries, reply }).await,
            None => self.writer.ask(|reply| writer::Job::Read(queries, reply)).await,
        }
    }

    async fn snapshot(&self) -> Result<Box<dyn Snapshot>, Failure> {
        let connection = match &self.file {
            Some(file) => file.apart(|connection| snapshot::begin(&connection).map(|()| connection)).await?,
            None => self.writer.ask(writer::Job::Copy).await?,
        };
        Ok(Box::new(SqliteSnapshot::new(connection)?))
    }

    async fn check(&self) -> Result<(), Failure> {
        match &self.file {
            Some(file) => file.apart(|connection| check::integrity(&connection)).await,
            None => self.writer.ask(writer::Job::Check).await,
        }
    }

    async fn scrub(&self) -> Result<(), Failure> {
        self.writer.ask(writer::Job::Scrub).await
    }
}

impl File {
    /// Does something with one more connection, on a thread of its own.
    async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce(Connection) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Failure> {
        let (path, busy_timeout) = (self.path.clone(), self.busy_timeout);
        let work = move || {
            let connection = open::reader(&path, busy_timeout).map_err(not_opened)?;
            work(connection).map_err(Fault::of_read)
        };
        apart("bln-sqlite-apart", work).await.map_err(|Apart { code }| Failure::Engine { code })?
    }
}

/// What it is to the caller of a driver that one more connection could not be opened.
const fn not_opened(error: OpenError) -> Failure {
    match error {
        OpenError::Locked => Failure::Busy,
        OpenError::Storage { code } => Failure::Engine { code },
        OpenError::NotADatabase => Failure::DAMAGED,
        _ => Failure::Engine { code: "storage.cannot-open" },
    }
}

impl fmt::Debug for SqliteDriver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteDriver").field("in_memory", &self.file.is_none()).finish_non_exhaustive()
    }
}

fn start(writer: Writer, queue: NonZeroUsize) -> Result<Workers<writer::Job>, OpenError> {
    let task = move |jobs: Jobs<writer::Job>| writer.run(&jobs);
    Workers::start("bln-sqlite-writer", queue, vec![task]).map_err(|error| no_thread(&error))
}

const fn no_thread(_: &io::Error) -> OpenError {
    OpenError::Storage { code: "storage.threads" }
}
