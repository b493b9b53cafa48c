//! Readers: each answers one request at a time, from one snapshot, on a connection that cannot write.

use std::sync::Arc;
use std::time::Duration;

use bln_sql::{Failure, Query, Row};
use tokio::sync::Mutex;
use tokio::sync::mpsc::Receiver;

use crate::PostgresConfig;
use crate::code::{Fault, INTERRUPTED};
use crate::connection::{self, Connection, Role};
use crate::pipeline::{self, Request};
use crate::prepared;
use crate::worker::Reply;

/// What a reader can be asked.
pub(crate) struct Job {
    /// The queries, to be answered from one snapshot.
    pub(crate) queries: Vec<Query>,
    /// Where the answers go.
    pub(crate) reply: Reply<Vec<Vec<Row>>>,
}

/// How much longer than the server's own timeout an answer is waited for.
const GRACE: Duration = Duration::from_secs(5);

/// Works until nobody can send any more and the queue, which the readers share, is empty.
pub(crate) async fn run(config: Arc<PostgresConfig>, jobs: Arc<Mutex<Receiver<Job>>>) {
    let mut kept = None;
    loop {
        let job = jobs.lock().await.recv().await;
        let Some(Job { queries, reply }) = job else { break };
        if !reply.is_unwanted() {
            reply.answer(read(&config, &mut kept, &queries).await);
        }
    }
    if let Some(connection) = kept {
        connection.close().await;
    }
}

/// Answers one request. When its connection turns out to be gone, or what was prepared on it no longer fits, it is
/// tried once more on a new one: nothing was changed.
async fn read(
    config: &PostgresConfig,
    kept: &mut Option<Connection>,
    queries: &[Query],
) -> Result<Vec<Vec<Row>>, Failure> {
    let mut is_again = false;
    loop {
        let mut connection = connection::reopen(kept.take(), config, Role::Reader).await?;
        let patience = config.statement_timeout().saturating_add(GRACE);
        let Ok(answer) = tokio::time::timeout(patience, snapshot(&mut connection, queries)).await else {
            connection.kill();
            return Err(INTERRUPTED);
        };
        match answer {
            Err(Fault::Lost | Fault::Replan) if !is_again => is_again = true,
            answer => {
                *kept = Some(connection);
                return answer.map_err(Fault::of_read);
            }
        }
    }
}

/// Answers all queries from one snapshot, in one round trip. A single query is a snapshot by itself.
async fn snapshot(connection: &mut Connection, queries: &[Query]) -> Result<Vec<Vec<Row>>, Fault> {
    match queries {
        [_] => answers(connection, queries, None).await,
        _ => answers(connection, queries, Some(["BEGIN ISOLATION LEVEL REPEATABLE READ", "COMMIT"])).await,
    }
}

/// Answers queries in one round trip, with something before and after them, if so wished.
pub(crate) async fn answers(
    connection: &mut Connection,
    queries: &[Query],
    around: Option<[&'static str; 2]>,
) -> Result<Vec<Vec<Row>>, Fault> {
    let Connection { client, statements, .. } = connection;
    let mut ready = Vec::with_capacity(queries.len());
    for query in queries {
        ready.push(statements.question(client, query).await?);
    }
    let client = &*client;
    let mut requests: Vec<Request<'_, Vec<_>>> = Vec::with_capacity(ready.len() + 2);
    let bracket = |sql| -> Request<'_, Vec<_>> {
        Box::pin(async move { client.batch_execute(sql).await.map(|()| Vec::new()) })
    };
    requests.extend(around.map(|[before, _]| bracket(before)));
    requests.extend(ready.iter().map(|query| -> Request<'_, Vec<_>> { Box::pin(query.ask(client)) }));
    requests.extend(around.map(|[_, after]| bracket(after)));
    let found = pipeline::answers(requests).await.into_iter().collect::<Result<Vec<_>, _>>();
    let found = found.map_err(|error| of_query(&error))?;
    let found = found.iter().skip(usize::from(around.is_some())).take(ready.len());
    found.map(|rows| rows.iter().map(prepared::row).collect()).collect()
}

/// What a query that would change something is told.
fn of_query(error: &tokio_postgres::Error) -> Fault {
    match Fault::from(error) {
        Fault::Engine("storage.readonly") => Fault::Engine("sql.not-a-query"),
        fault => fault,
    }
}
