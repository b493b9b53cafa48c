//! Readers: each answers one request at a time, from one snapshot, on a connection that cannot write.

use bln_sql::{Failure, Query, Row};
use rusqlite::Connection;

use crate::code::Fault;
use crate::statement;
use crate::worker::{Jobs, Reply};

/// What a reader can be asked.
pub(crate) struct Job {
    /// The queries, to be answered from one snapshot.
    pub(crate) queries: Vec<Query>,
    /// Where the answers go.
    pub(crate) reply: Reply<Vec<Vec<Row>>>,
}

/// Works until nobody can send any more and the queue is empty.
pub(crate) fn run(connection: &Connection, jobs: &Jobs<Job>) {
    let mut scratch = String::new();
    while let Some(Job { queries, reply }) = jobs.next() {
        serve(connection, &queries, reply, &mut scratch);
    }
}

/// Answers one request, unless its caller has gone away.
pub(crate) fn serve(
    connection: &Connection,
    queries: &[Query],
    reply: Reply<Vec<Vec<Row>>>,
    scratch: &mut String,
) {
    if !reply.is_unwanted() {
        reply.answer(at_once(connection, queries, scratch));
    }
}

/// Answers all queries from one state. A single query is of one by itself.
fn at_once(
    connection: &Connection,
    queries: &[Query],
    scratch: &mut String,
) -> Result<Vec<Vec<Row>>, Failure> {
    if queries.len() > 1 {
        execute(connection, "BEGIN").map_err(Fault::of_read)?;
    }
    let answers = answers(connection, queries, scratch);
    if !connection.is_autocommit() {
        // Nothing was written, so it is all the same how the transaction ends.
        execute(connection, "ROLLBACK").map_err(Fault::of_read)?;
    }
    answers.map_err(Fault::of_read)
}

/// The answers, in order, within whatever transaction there is.
pub(crate) fn answers(
    connection: &Connection,
    queries: &[Query],
    scratch: &mut String,
) -> Result<Vec<Vec<Row>>, Fault> {
    queries.iter().map(|query| statement::answer(connection, query, scratch)).collect()
}

/// Reads next to nothing. Only then does a connection join the log, and a transaction see what is there.
pub(crate) fn look(connection: &Connection) -> rusqlite::Result<()> {
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
}

pub(crate) fn execute(connection: &Connection, sql: &'static str) -> Result<(), Fault> {
    connection.prepare_cached(sql)?.raw_execute()?;
    Ok(())
}
