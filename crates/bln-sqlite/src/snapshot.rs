//! A lasting view: a read transaction on a connection and a thread of its own.

use std::fmt;
use std::num::NonZeroUsize;

use async_trait::async_trait;
use bln_sql::{Failure, Query, Row, Snapshot};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, InterruptHandle};

use crate::code::Fault;
use crate::reader::{self, Job};
use crate::worker::{Jobs, Workers};

/// The code of a view whose transaction is gone.
const LOST: Failure = Failure::Engine { code: "storage.snapshot-lost" };

/// A view. Dropping it stops what it is reading, and ends its transaction.
pub(crate) struct SqliteSnapshot {
    stop: InterruptHandle,
    reading: Workers<Job>,
}

impl SqliteSnapshot {
    /// A view from a connection on which [`begin`] was done.
    pub(crate) fn new(connection: Connection) -> Result<Self, Failure> {
        let stop = connection.get_interrupt_handle();
        let task = move |jobs: Jobs<Job>| run(&connection, &jobs);
        let reading = Workers::start("bln-sqlite-snapshot", NonZeroUsize::MIN, vec![task])
            .map_err(|_| Failure::Engine { code: "storage.threads" })?;
        Ok(Self { stop, reading })
    }
}

#[async_trait]
impl Snapshot for SqliteSnapshot {
    async fn read(&mut self, queries: Vec<Query>) -> Result<Vec<Vec<Row>>, Failure> {
        self.reading.ask(|reply| Job { queries, reply }).await
    }
}

impl Drop for SqliteSnapshot {
    fn drop(&mut self) {
        // Else the caller, who may be a task among others, would wait for an answer that nobody wants.
        self.stop.interrupt();
    }
}

impl fmt::Debug for SqliteSnapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteSnapshot").finish_non_exhaustive()
    }
}

/// Fixes the state that a connection sees from now on.
pub(crate) fn begin(connection: &Connection) -> Result<(), Fault> {
    reader::execute(connection, "BEGIN")?;
    reader::look(connection)?;
    Ok(())
}

/// A copy in memory, on a connection of its own. Whatever the other one does afterwards does not show in it.
pub(crate) fn copy(connection: &Connection) -> Result<Connection, Fault> {
    let mut copy = Connection::open_in_memory()?;
    // All pages at once.
    match Backup::new(connection, &mut copy)?.step(-1)? {
        StepResult::Done => {}
        _ => return Err(Fault::Busy),
    }
    begin(&copy)?;
    Ok(copy)
}

fn run(connection: &Connection, jobs: &Jobs<Job>) {
    let mut scratch = String::new();
    while let Some(Job { queries, reply }) = jobs.next() {
        if reply.is_unwanted() {
            continue;
        }
        // An error may end a transaction (https://www.sqlite.org/lang_transaction.html), and a query after it would
        // be answered from another state.
        let answer = match connection.is_autocommit() {
            true => Err(LOST),
            false => reader::answers(connection, &queries, &mut scratch).map_err(Fault::of_read),
        };
        reply.answer(answer);
    }
}
