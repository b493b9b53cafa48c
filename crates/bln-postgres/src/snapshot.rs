//! A lasting view: a transaction on a connection and a thread of its own.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use bln_sql::{Failure, Query, Row, Snapshot};
use tokio::sync::mpsc::Receiver;
use tokio::sync::oneshot;

use crate::PostgresConfig;
use crate::code::{Fault, STOPPED};
use crate::connection::{self, Connection, Role};
use crate::reader::{self, Job};
use crate::worker::{Asker, Reply, Worker};

/// The code of a view whose transaction is gone.
const LOST: Failure = Failure::Engine { code: "storage.snapshot-lost" };

/// A view. Its transaction ends once it is dropped.
pub(crate) struct PostgresSnapshot {
    reading: Asker<Job>,
}

impl PostgresSnapshot {
    /// Begins a view of what is committed now.
    pub(crate) async fn begin(config: Arc<PostgresConfig>) -> Result<Self, Failure> {
        let (reading, jobs) = Asker::new(1);
        let (begun, is_begun) = oneshot::channel();
        let work = move || run(config, Reply::new(begun), jobs);
        // It ends by itself when nobody can ask it any more.
        Worker::start("bln-postgres-snapshot", work).map_err(|code| Failure::Engine { code })?;
        is_begun.await.unwrap_or(Err(STOPPED))?;
        Ok(Self { reading })
    }
}

#[async_trait]
impl Snapshot for PostgresSnapshot {
    async fn read(&mut self, queries: Vec<Query>) -> Result<Vec<Vec<Row>>, Failure> {
        self.reading.ask(|reply| Job { queries, reply }).await
    }
}

impl fmt::Debug for PostgresSnapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresSnapshot").finish_non_exhaustive()
    }
}

async fn run(config: Arc<PostgresConfig>, begun: Reply<()>, mut jobs: Receiver<Job>) {
    let mut connection = match begin(&config).await {
        Ok(connection) => connection,
        Err(failure) => return begun.answer(Err(failure)),
    };
    begun.answer(Ok(()));
    let mut is_lost = false;
    while let Some(Job { queries, reply }) = jobs.recv().await {
        if reply.is_unwanted() {
            continue;
        }
        if is_lost {
            reply.answer(Err(LOST));
            continue;
        }
        let answer = reader::answers(&mut connection, &queries, None).await;
        if answer.is_err() {
            // The view goes on after a query that was refused; without its transaction it must not.
            is_lost = connection.client.batch_execute("ROLLBACK TO SAVEPOINT view").await.is_err();
        }
        reply.answer(if is_lost { Err(LOST) } else { answer.map_err(Fault::of_read) });
    }
    connection.close().await;
}

async fn begin(config: &PostgresConfig) -> Result<Connection, Failure> {
    let connection = connection::reopen(None, config, Role::Viewer).await?;
    // A transaction sees what is there at its first query.
    let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1; SAVEPOINT view";
    connection.client.batch_execute(begin).await.map_err(|error| Fault::from(&error).of_read())?;
    Ok(connection)
}
