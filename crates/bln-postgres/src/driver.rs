//! The driver: one writer, several readers.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use bln_sql::{Batch, Driver, Failure, Migration, Query, Row, Snapshot};
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::task::spawn_local;

use crate::connection::{Connection, Role};
use crate::group::{Asked, Job};
use crate::snapshot::PostgresSnapshot;
use crate::worker::{Asker, Joined, Worker};
use crate::writer::Writer;
use crate::{OpenError, PostgresConfig, check, reader, schema};

/// A schema of a PostgreSQL database.
///
/// Dropping it waits until every batch that was accepted has been carried out and answered, then closes its
/// connections. It may be dropped anywhere, inside an asynchronous task too.
pub struct PostgresDriver {
    // In this order they are dropped: the thread ends when nobody can ask it any more.
    writes: Asker<Asked>,
    reads: Asker<reader::Job>,
    config: Arc<PostgresConfig>,
    _thread: Joined,
}

impl PostgresDriver {
    /// Opens a schema, makes it if it is not there, and brings it up to date.
    ///
    /// `application_id` marks the schema as ours; one with another mark, or with tables and no mark, is refused, and so
    /// is one that has been through other `migrations` than these. Nothing is written before that is known.
    ///
    /// Any executor may poll it: what waits for the server is a thread of the driver's own.
    ///
    /// # Errors
    ///
    /// [`OpenError`]. The schema is then as it was, but for steps of a migration that were finished before.
    pub async fn open(
        config: &PostgresConfig,
        application_id: i32,
        migrations: &[Migration],
    ) -> Result<Self, OpenError> {
        let config = Arc::new(config.clone());
        let (writes, write_jobs) = Asker::new(config.queue().get());
        let (reads, read_jobs) = Asker::new(config.queue().get());
        let (reply, opened) = oneshot::channel();
        let (own, migrations) = (Arc::clone(&config), migrations.to_vec());
        let work = move || async move {
            let writer = match open(&own, application_id, &migrations).await {
                Ok(connection) => Writer::new(Arc::clone(&own), connection),
                Err(error) => {
                    let _nobody_waits = reply.send(Err(error));
                    return;
                }
            };
            if reply.send(Ok(())).is_ok() {
                serve(own, writer, write_jobs, read_jobs).await;
            }
        };
        let thread = Worker::start("bln-postgres", work).map_err(|code| OpenError::Storage { code })?;
        opened.await.unwrap_or(Err(OpenError::Storage { code: "storage.stopped" }))?;
        Ok(Self { writes, reads, config, _thread: thread.joined() })
    }

    /// The version of a schema, the number of its last step, and nothing is written. `None` where there is no network.
    ///
    /// # Errors
    ///
    /// [`OpenError`], for what [`open`](Self::open) would refuse.
    pub async fn version(
        config: &PostgresConfig,
        application_id: i32,
        migrations: &[Migration],
    ) -> Result<Option<u32>, OpenError> {
        let (config, migrations) = (config.clone(), migrations.to_vec());
        let (reply, found) = oneshot::channel();
        let work = move || async move {
            let version = version(&config, application_id, &migrations).await;
            // Nobody waits any more when this fails.
            let _abandoned = reply.send(version);
        };
        Worker::start("bln-postgres-look", work).map_err(|code| OpenError::Storage { code })?;
        found.await.unwrap_or(Err(OpenError::Storage { code: "storage.stopped" }))
    }
}

#[async_trait]
impl Driver for PostgresDriver {
    async fn write(&self, batch: Batch) -> Result<(), Failure> {
        if batch.0.is_empty() {
            return Ok(());
        }
        self.writes.ask(|reply| Asked::Write(Job { batch, reply })).await
    }

    async fn read(&self, queries: Vec<Query>) -> Result<Vec<Vec<Row>>, Failure> {
        if queries.is_empty() {
            return Ok(Vec::new());
        }
        self.reads.ask(|reply| reader::Job { queries, reply }).await
    }

    async fn snapshot(&self) -> Result<Box<dyn Snapshot>, Failure> {
        Ok(Box::new(PostgresSnapshot::begin(Arc::clone(&self.config)).await?))
    }

    async fn check(&self) -> Result<(), Failure> {
        check::run(Arc::clone(&self.config)).await
    }

    async fn scrub(&self) -> Result<(), Failure> {
        self.writes.ask(Asked::Scrub).await
    }
}

impl fmt::Debug for PostgresDriver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresDriver").field("config", &self.config).finish_non_exhaustive()
    }
}

async fn open(
    config: &PostgresConfig,
    application_id: i32,
    migrations: &[Migration],
) -> Result<Connection, OpenError> {
    let connection = Connection::open(config, Role::Writer).await?;
    schema::migrate(&connection.client, config, application_id, migrations).await?;
    Ok(connection)
}

async fn version(
    config: &PostgresConfig,
    application_id: i32,
    migrations: &[Migration],
) -> Result<Option<u32>, OpenError> {
    let connection = Connection::open(config, Role::Viewer).await?;
    let version = schema::version(&connection.client, config, application_id, migrations).await;
    connection.close().await;
    version
}

/// Works until nobody can ask any more. A task that panics ends alone, and its callers are answered.
async fn serve(
    config: Arc<PostgresConfig>,
    writer: Writer,
    writes: mpsc::Receiver<Asked>,
    reads: mpsc::Receiver<reader::Job>,
) {
    let reads = Arc::new(Mutex::new(reads));
    let reader = || spawn_local(reader::run(Arc::clone(&config), Arc::clone(&reads)));
    let mut tasks: Vec<_> = (0..config.readers().get()).map(|_| reader()).collect();
    tasks.push(spawn_local(writer.run(writes)));
    // Only the readers hold the queue, so that it closes when the last of them is gone.
    drop(reads);
    for task in tasks {
        drop(task.await);
    }
}
