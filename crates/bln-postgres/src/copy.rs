//! Runs of plain insertions, sent as one binary COPY each.
//!
//! A COPY cannot be part of a pipeline, and its error names no row. So a batch that has such runs has a transaction of
//! its own, in several round trips, and is done again statement by statement when it is refused.

use std::ops::Range;
use std::pin::pin;

use bln_sql::{Batch, Guard, Statement, Value};
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::Type;

use crate::code::Fault;
use crate::connection::Connection;
use crate::pipeline::{self, Request};
use crate::prepared::{Copy, Statements};
use crate::statement::Item;
use crate::value::{self, Bound};

/// From how many insertions on a COPY costs less than they do.
const RUN: usize = 64;

/// Whether a batch may have a run.
pub(crate) fn may_have_runs(batch: &Batch) -> bool {
    runs(batch, |_| true).next().is_some()
}

/// The places of each run, in order.
fn runs(
    batch: &Batch,
    mut is_insertion: impl FnMut(&Statement) -> bool,
) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    batch
        .0
        .chunk_by(|one, next| std::ptr::eq(one.sql, next.sql))
        .map(move |alike| {
            start += alike.len();
            (start - alike.len()..start, alike)
        })
        .filter(move |(_, alike)| {
            let is_met = |statement: &Statement| matches!(statement.guard, Guard::Any | Guard::Rows(1));
            alike.len() >= RUN && alike.iter().all(is_met) && alike.first().is_some_and(&mut is_insertion)
        })
        .map(|(places, _)| places)
}

/// Does everything of a batch but to commit it; `false` when it has no run, and nothing was done. After a fault the
/// transaction is to be rolled back.
pub(crate) async fn prepare_commit(
    connection: &mut Connection,
    lock: &Statement,
    batch: &Batch,
) -> Result<bool, Fault> {
    let Connection { client, statements, .. } = &mut *connection;
    let runs: Vec<_> = runs(batch, |first| statements.is_insertion(first.sql)).collect();
    if runs.is_empty() {
        return Ok(false);
    }
    client.batch_execute("BEGIN").await.map_err(|error| Fault::from(&error))?;
    one_by_one(connection, std::slice::from_ref(lock)).await?;
    let mut done = 0;
    for run in runs {
        one_by_one(connection, batch.0.get(done..run.start).unwrap_or_default()).await?;
        copy(connection, batch.0.get(run.clone()).unwrap_or_default()).await?;
        done = run.end;
    }
    one_by_one(connection, batch.0.get(done..).unwrap_or_default()).await?;
    Ok(true)
}

/// Runs statements in one round trip.
async fn one_by_one(connection: &mut Connection, batch: &[Statement]) -> Result<(), Fault> {
    let Connection { client, statements, .. } = connection;
    let mut ready = Vec::with_capacity(batch.len());
    for statement in batch {
        ready.push(statements.ready(client, statement).await?);
    }
    let client = &*client;
    let requests = ready.iter().map(|statement| -> Request<'_, u64> { Box::pin(statement.run(client)) });
    let answers = pipeline::answers(requests.collect()).await;
    answers.into_iter().try_for_each(|answer| answer.map(drop).map_err(|error| Fault::from(&error)))
}

/// Copies what insertions insert.
async fn copy(connection: &mut Connection, run: &[Statement]) -> Result<(), Fault> {
    const NO_INSERTION: Fault = Fault::Engine("storage.internal");
    let Connection { client, statements, .. } = connection;
    let statements: &mut Statements = statements;
    let Some(first) = run.first() else { return Ok(()) };
    let Copy { statement, insert, columns } =
        statements.copy(client, first.sql).await?.ok_or(NO_INSERTION)?;
    let types: Vec<Type> = columns.columns().iter().map(|column| column.type_().clone()).collect();
    let numbers: Vec<Value> = insert
        .items
        .iter()
        .map(|item| match item {
            Item::Number(number) => Value::Int(*number),
            Item::Parameter(_) => Value::Null,
        })
        .collect();
    let sink = client.copy_in(&statement).await.map_err(|error| Fault::from(&error))?;
    let mut writer = pin!(BinaryCopyInWriter::new(sink, &types));
    let mut values = Vec::with_capacity(types.len());
    for statement in run {
        values.clear();
        for (item, number) in insert.items.iter().zip(&numbers) {
            values.push(match item {
                Item::Number(_) => Bound(number),
                Item::Parameter(place) => {
                    Bound(statement.params.get(*place).ok_or(Fault::Engine("sql.parameters"))?)
                }
            });
        }
        if values.len() != types.len() {
            return Err(Fault::Engine("sql.parameters"));
        }
        for (Bound(value), wanted) in values.iter().zip(&types) {
            value::check(value, wanted)?;
        }
        let row = values.iter().map(|Bound(value)| Bound(value));
        writer.as_mut().write_raw(row).await.map_err(|error| Fault::from(&error))?;
    }
    let copied = writer.finish().await.map_err(|error| Fault::from(&error))?;
    if u64::try_from(run.len()) == Ok(copied) { Ok(()) } else { Err(NO_INSERTION) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INSERT: &str = "INSERT INTO pool (id) VALUES (?1)";
    const OTHER: &str = "INSERT INTO seat (id) VALUES (?1)";

    fn batch(parts: &[(&'static str, usize)]) -> Batch {
        let alike = |(sql, count): &(&'static str, usize)| vec![Statement::new(sql, vec![1.into()]); *count];
        Batch(parts.iter().flat_map(alike).collect())
    }

    fn found(batch: &Batch) -> Vec<Range<usize>> {
        runs(batch, |_| true).collect()
    }

    #[test]
    fn a_run_is_of_64_neighbours_or_more_with_the_same_text() {
        assert_eq!(
            found(&batch(&[(INSERT, 63), (OTHER, 64), (INSERT, 63), (INSERT, 1)])),
            [63..127, 127..191]
        );
        assert_eq!(found(&batch(&[(INSERT, 63), (OTHER, 1), (INSERT, 63)])), []);
        assert!(may_have_runs(&batch(&[(INSERT, 64)])) && !may_have_runs(&batch(&[(INSERT, 63)])));
    }

    #[test]
    fn a_run_with_a_guard_that_an_insertion_does_not_meet_by_itself_is_none() {
        let mut guarded = batch(&[(INSERT, 64)]);
        guarded.0[7].guard = Guard::Rows(1);
        assert_eq!(found(&guarded).len(), 1);
        guarded.0[7].guard = Guard::Rows(2);
        assert_eq!(found(&guarded), []);
    }

    #[test]
    fn what_is_no_insertion_is_no_run() {
        let both = batch(&[(INSERT, 64), (OTHER, 64)]);
        let mut found = runs(&both, |first| first.sql == OTHER);
        assert_eq!((found.next(), found.next()), (Some(64..128), None));
    }
}
