//! The writer: takes what is queued as a group, and commits the group in one round trip under the network's lock.
//!
//! `BEGIN`, the lock, every statement and `COMMIT` are sent before the first answer is waited for. After a statement
//! that fails the server refuses the rest and answers `COMMIT` by rolling back, so nothing has to be decided here in
//! between. What was refused is then found out, and the others are done without it.

use std::cell::Cell;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use bln_sql::{Failure, Statement};
use tokio::sync::mpsc::Receiver;

use crate::code::{self, Fault, INTERRUPTED};
use crate::connection::{self, Connection, Role};
use crate::group::{Asked, Group};
use crate::transaction::{self, Attempt, Outcome};
use crate::worker::Reply;
use crate::{PostgresConfig, copy, schema, scrub};

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

impl Writer {
    /// A writer on a connection that is set up.
    pub(crate) const fn new(config: Arc<PostgresConfig>, connection: Connection) -> Self {
        Self { config, connection: Some(connection), lock: Statement::new(schema::LOCK, Vec::new()) }
    }

    /// Works until nobody can send any more and the queue is empty.
    pub(crate) async fn run(mut self, mut jobs: Receiver<Asked>) {
        while let Some(asked) = jobs.recv().await {
            let mut next = Some(asked);
            let mut group = Group::default();
            while let Some(Asked::Write(job)) = next {
                group.push(job);
                let has_room = group.len() < GROUP && group.statements() < STATEMENTS;
                next = if has_room { jobs.try_recv().ok() } else { None };
            }
            self.commit(group).await;
            if let Some(Asked::Scrub(reply)) = next {
                self.scrub(reply).await;
            }
        }
        if let Some(connection) = self.connection.take() {
            connection.close().await;
        }
    }

    /// Takes what was removed out of the files.
    async fn scrub(&mut self, reply: Reply<()>) {
        let connection = connection::reopen(self.connection.take(), &self.config, Role::Writer).await;
        let answer = match connection {
            Ok(connection) => {
                let scrubbed =
                    scrub::run(&connection, self.config.schema(), self.config.lock_timeout()).await;
                self.connection = Some(connection);
                scrubbed
            }
            Err(failure) => Err(failure),
        };
        reply.answer(answer);
    }

    /// Commits a group and answers everybody in it.
    async fn commit(&mut self, group: Group) {
        // A batch that may be copied has a transaction of its own.
        let mut parts: VecDeque<_> = group.apart(copy::may_have_runs).into();
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
            if attempt > 0 {
                tokio::time::sleep(Duration::from_millis(5).saturating_mul(attempt)).await;
            }
            group.if_dropped(false);
            if attempt == 0
                && let Some(outcome) = self.copied(group).await
            {
                return outcome;
            }
            match self.attempt(group).await {
                Attempt::Done(outcome) => return outcome,
                Attempt::Again | Attempt::Anew => {}
            }
        }
        Outcome::Failed(Failure::Busy)
    }

    /// Carries out a batch that has runs of insertions by copying them; `None` when it is to be done the ordinary way,
    /// because it has none or was refused. Nothing of it is done then.
    async fn copied(&mut self, group: &mut Group) -> Option<Outcome> {
        let [batch] = group.batches() else { return None };
        if !copy::may_have_runs(batch) {
            return None;
        }
        let mut connection =
            connection::reopen(self.connection.take(), &self.config, Role::Writer).await.ok()?;
        connection.take_warning();
        let copying = copy::prepare_commit(&mut connection, &self.lock, batch);
        match tokio::time::timeout(self.patience(), copying).await {
            Ok(Ok(true)) => {}
            Ok(Ok(false)) => {
                self.connection = Some(connection);
                return None;
            }
            Ok(Err(fault)) => {
                // A connection that is dropped before the commit is sent takes its transaction with it.
                if connection.client.batch_execute("ROLLBACK").await.is_ok() {
                    self.connection = Some(connection);
                }
                // Another process has the lock, and it was waited for once.
                return (fault == Fault::Busy).then_some(Outcome::Failed(Failure::Busy));
            }
            Err(_) => {
                connection.kill();
                return Some(Outcome::Failed(INTERRUPTED));
            }
        }
        let last = batch.0.len().saturating_sub(1);
        group.if_dropped(true);
        let committing = tokio::time::timeout(self.patience(), connection.client.batch_execute("COMMIT"));
        let outcome = match committing.await {
            Ok(Ok(())) if !connection.take_warning() => Outcome::Committed,
            Ok(Ok(())) => Outcome::Failed(Failure::Unknown),
            Ok(Err(error)) => match code::at_commit(Fault::from(&error), last) {
                Failure::Unknown => Outcome::Failed(Failure::Unknown),
                // Once more, to be told which statement it is.
                _ => {
                    self.connection = Some(connection);
                    return None;
                }
            },
            Err(_) => {
                connection.kill();
                return Some(Outcome::Failed(Failure::Unknown));
            }
        };
        if !connection.is_closed() {
            self.connection = Some(connection);
        }
        Some(outcome)
    }

    /// How long to wait for the answers to a transaction.
    fn patience(&self) -> Duration {
        self.config.lock_timeout().saturating_add(self.config.statement_timeout())
    }

    async fn attempt(&mut self, group: &mut Group) -> Attempt {
        let mut connection =
            match connection::reopen(self.connection.take(), &self.config, Role::Writer).await {
                Ok(connection) => connection,
                Err(failure) => return Attempt::Done(Outcome::Failed(failure)),
            };
        group.if_dropped(true);
        let is_sent = Cell::new(false);
        let sending = transaction::send(&mut connection, &self.lock, group, &is_sent);
        match tokio::time::timeout(self.patience(), sending).await {
            Ok(attempt) => {
                if !connection.is_closed() && !matches!(attempt, Attempt::Anew) {
                    self.connection = Some(connection);
                }
                attempt
            }
            Err(_) => {
                connection.kill();
                let failure = if is_sent.get() { Failure::Unknown } else { INTERRUPTED };
                Attempt::Done(Outcome::Failed(failure))
            }
        }
    }
}
