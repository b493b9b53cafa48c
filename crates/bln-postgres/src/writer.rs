//! The writer: takes what is queued as a group, and commits the group in one round trip under the network's lock.
//!
//! `BEGIN`, the lock, every statement and `COMMIT` are sent before the first answer is waited for. After a statement
//! that fails the server refuses the rest and answers `COMMIT` by rolling back, so nothing has to be decided here in
//! between. What was refused is then found out, and the others are done without it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use bln_sql::{Failure, Statement};
use tokio::sync::mpsc::Receiver;
use tokio_postgres::Error;

use crate::code::{self, Fault, SqlState};
use crate::connection::{self, Connection, Role};
use crate::group::{Group, Job};
use crate::pipeline::{self, Request};
use crate::prepared::Ready;
use crate::{PostgresConfig, schema};

/// How many batches may share a commit. Bounds how long the first of them waits for the others.
const GROUP: usize = 256;

/// How many statements may share a commit, unless one batch has more.
const STATEMENTS: usize = 8_192;

/// How often a group is done again when it met another transaction, before it is refused as busy.
const ATTEMPTS: u32 = 6;

/// The writer's connection, if it has one now.
pub(crate) struct Writer {
    config: Arc<PostgresConfig>,
    connection: Option<Connection>,
    lock: Statement,
}

/// What became of a group.
enum Outcome {
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
enum Attempt {
    Done(Outcome),
    /// It met another transaction or its connection was lost before anything was sent.
    Again,
}

impl Writer {
    /// A writer on a connection that is set up.
    pub(crate) const fn new(config: Arc<PostgresConfig>, connection: Connection) -> Self {
        Self { config, connection: Some(connection), lock: Statement::new(schema::LOCK, Vec::new()) }
    }

    /// Works until nobody can send any more and the queue is empty.
    pub(crate) async fn run(mut self, mut jobs: Receiver<Job>) {
        while let Some(job) = jobs.recv().await {
            let mut group = Group::default();
            group.push(job);
            while group.len() < GROUP
                && group.statements() < STATEMENTS
                && let Ok(job) = jobs.try_recv()
            {
                group.push(job);
            }
            self.commit(group).await;
        }
        if let Some(connection) = self.connection.take() {
            connection.close().await;
        }
    }

    /// Commits a group and answers everybody in it.
    async fn commit(&mut self, group: Group) {
        let mut parts = VecDeque::from([group]);
        while let Some(mut part) = parts.pop_front() {
            if part.len() == 0 {
                continue;
            }
            match self.transaction(&mut part).await {
                Outcome::Committed => part.answer(Ok(())),
                Outcome::Failed(failure) => part.answer(Err(failure)),
                // It was refused on what is committed, and so for good.
                Outcome::Refused(0, failure) => {
                    let [_, refused, after] = part.split(0);
                    refused.answer(Err(failure));
                    parts.push_front(after);
                }
                // It was refused on what those before it would have done. They are done first; then it is asked anew.
                Outcome::Refused(place, _) => {
                    part.split(place).into_iter().rev().for_each(|part| parts.push_front(part));
                }
                Outcome::AtCommit(failure) if part.len() == 1 => part.answer(Err(failure)),
                Outcome::AtCommit(_) => part.singles().rev().for_each(|single| parts.push_front(single)),
            }
        }
    }

    /// Carries out a group in one transaction, anew when it met another.
    async fn transaction(&mut self, group: &mut Group) -> Outcome {
        for attempt in 0..ATTEMPTS {
            tokio::time::sleep(Duration::from_millis(5).saturating_mul(attempt)).await;
            group.if_dropped(false);
            match self.attempt(group).await {
                Attempt::Done(outcome) => return outcome,
                Attempt::Again => {}
            }
        }
        Outcome::Failed(Failure::Busy)
    }

    async fn attempt(&mut self, group: &mut Group) -> Attempt {
        let mut connection = match connection::reopen(self.connection.take(), &self.config, Role::Writer).await {
            Ok(connection) => connection,
            Err(failure) => return Attempt::Done(Outcome::Failed(failure)),
        };
        group.if_dropped(true);
        let patience = self.config.lock_timeout().saturating_add(self.config.statement_timeout());
        let sending = send(&mut connection, &self.lock, group);
        match tokio::time::timeout(patience, sending).await {
            Ok(attempt) => {
                if !connection.is_closed() && !matches!(attempt, Attempt::Again) {
                    self.connection = Some(connection);
                }
                attempt
            }
            Err(_) => {
                connection.kill();
                Attempt::Done(Outcome::Failed(Failure::Unknown))
            }
        }
    }
}

/// Sends a group as one transaction and reads what became of it.
async fn send(connection: &mut Connection, lock: &Statement, group: &Group) -> Attempt {
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
        return Attempt::Again;
    }
    let client = &connection.client;
    let mut requests: Vec<Request<'_, u64>> = Vec::with_capacity(ready.len() + 3);
    requests.push(Box::pin(async { client.batch_execute("BEGIN").await.map(|()| 0) }));
    requests.push(Box::pin(lock.run(client)));
    requests.extend(ready.iter().map(|(_, _, statement)| -> Request<'_, u64> { Box::pin(statement.run(client)) }));
    requests.push(Box::pin(async { client.batch_execute("COMMIT").await.map(|()| 0) }));
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
        Fault::Lost | Fault::Again => Attempt::Again,
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
        (_, Fault::Again | Fault::Replan) => return Attempt::Again,
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
