//! A group as one transaction in one round trip, and what its answers mean.

use std::cell::Cell;

use bln_sql::{Failure, Statement};
use tokio_postgres::Error;

use crate::code::{self, Fault, SqlState};
use crate::connection::Connection;
use crate::group::Group;
use crate::pipeline::{self, Request};
use crate::prepared::Ready;

/// What became of a group.
pub(crate) enum Outcome {
    /// It is committed.
    Committed,
    /// The batch at this place was refused, and so nothing of the group was done.
    Refused(usize, Failure),
    /// Some batch was refused at the commit, and so nothing of the group was done.
    AtCommit(Failure),
    /// The same for every batch.
    Failed(Failure),
}

/// What became of one attempt.
pub(crate) enum Attempt {
    /// It came to an end.
    Done(Outcome),
    /// It met another transaction.
    Again,
    /// Its connection was lost before anything was sent, or knows the tables as they no longer are.
    Anew,
}

/// Sends a group as one transaction and reads what became of it. From when `is_sent` is set on, its commit may be on
/// its way.
pub(crate) async fn send(
    connection: &mut Connection,
    lock: &Statement,
    group: &Group,
    is_sent: &Cell<bool>,
) -> Attempt {
    let Connection { client, statements, .. } = &mut *connection;
    let lock = match statements.ready(client, lock).await {
        Ok(lock) => lock,
        Err(fault) => return before(fault, Outcome::Failed(fault.of_read())),
    };
    let mut ready = Vec::with_capacity(group.statements());
    for (place, batch) in group.batches().iter().enumerate() {
        for (number, statement) in batch.0.iter().enumerate() {
            match statements.ready(client, statement).await {
                Ok(statement) => ready.push((place, number, statement)),
                Err(fault) => return before(fault, Outcome::Refused(place, fault.at(number))),
            }
        }
    }
    connection.take_warning();
    // Between this and the sending nothing else runs: what is refused here has not been sent.
    if connection.is_closed() {
        return Attempt::Anew;
    }
    let client = &connection.client;
    let mut requests: Vec<Request<'_, u64>> = Vec::with_capacity(ready.len() + 3);
    requests.push(Box::pin(async { client.batch_execute("BEGIN").await.map(|()| 0) }));
    requests.push(Box::pin(lock.run(client)));
    requests.extend(
        ready.iter().map(|(_, _, statement)| -> Request<'_, u64> { Box::pin(statement.run(client)) }),
    );
    requests.push(Box::pin(async { client.batch_execute("COMMIT").await.map(|()| 0) }));
    is_sent.set(true);
    let answers = pipeline::answers(requests).await;
    let Some((place, error)) = first_error(answers) else {
        // A commit that was not waited for as it should have been (a replica, for example) is told by a warning.
        let failed = connection.take_warning().then_some(Outcome::Failed(Failure::Unknown));
        return Attempt::Done(failed.unwrap_or(Outcome::Committed));
    };
    judge(place, &error, &ready, group)
}

fn first_error(answers: Vec<Result<u64, Error>>) -> Option<(usize, Error)> {
    answers.into_iter().enumerate().find_map(|(place, answer)| answer.err().map(|error| (place, error)))
}

/// What an error means that came before anything was sent.
fn before(fault: Fault, otherwise: Outcome) -> Attempt {
    match fault {
        Fault::Again => Attempt::Again,
        Fault::Lost => Attempt::Anew,
        _ => Attempt::Done(otherwise),
    }
}

/// What the first error of a transaction means, by its place: `BEGIN`, the lock, each statement, `COMMIT`.
fn judge(place: usize, error: &Error, ready: &[(usize, usize, Ready<'_>)], group: &Group) -> Attempt {
    // Without an answer from the server, or with its last, the commit behind it may have been done or not.
    let Some(fault) = SqlState::of(error).filter(|state| !state.is_fatal()).map(|state| state.fault()) else {
        return Attempt::Done(Outcome::Failed(Failure::Unknown));
    };
    let last = group.batches().last().map_or(0, |batch| batch.0.len().saturating_sub(1));
    let statement = place.checked_sub(2).and_then(|place| ready.get(place));
    Attempt::Done(match (statement, fault) {
        (_, Fault::Again) => return Attempt::Again,
        (_, Fault::Replan) => return Attempt::Anew,
        (_, Fault::Busy) => Outcome::Failed(Failure::Busy),
        (Some((batch, number, statement)), Fault::Guard) if !statement.is_guarded() => {
            Outcome::Refused(*batch, Fault::Engine("sql.error").at(*number))
        }
        (Some((batch, number, _)), fault) => Outcome::Refused(*batch, fault.at(*number)),
        // The row that is locked is gone.
        (None, Fault::Guard) => Outcome::Failed(Fault::Replan.of_read()),
        (None, fault) if place < 2 => Outcome::Failed(fault.of_read()),
        (None, Fault::Constraint(_)) => Outcome::AtCommit(fault.at(last)),
        (None, fault) => Outcome::Failed(code::at_commit(fault, last)),
    })
}
