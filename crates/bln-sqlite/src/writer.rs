//! The one writer: takes everything that is queued, commits it once, and only then answers.
//!
//! One commit costs one wait for the disk, however many batches it holds. Each batch of a group has a savepoint of
//! its own, so that a refused batch is refused alone.

use std::thread;
use std::time::Duration;

use bln_sql::{Batch, Failure, Query, Row};
use rusqlite::Connection;

use crate::code::Fault;
use crate::statement::{self, Refused};
use crate::worker::{Jobs, Reply};
use crate::{check, reader, scrub, snapshot};

/// How many batches may share a commit. Bounds how long the first of them waits for the others.
const GROUP: usize = 256;

/// How long to sleep before asking again for a lock that another process holds.
const PAUSE: Duration = Duration::from_millis(1);

/// What the writer can be asked.
pub(crate) enum Job {
    /// Carry out a batch.
    Write(Batch, Reply<()>),
    /// Answer queries: only where there is no reader, because the database is in this connection's memory.
    Read(Vec<Query>, Reply<Vec<Vec<Row>>>),
    /// Copy the database, and check it: there again only.
    Copy(Reply<Connection>),
    /// See [`Self::Copy`].
    Check(Reply<()>),
    /// Take what was removed out of the files: as the writer, so that nothing is written meanwhile.
    Scrub(Reply<()>),
}

/// The writer's connection and what it waits for.
pub(crate) struct Writer {
    connection: Connection,
    busy_timeout: Duration,
    scratch: String,
}

/// A batch of a group, and what has become of it so far.
struct Pending {
    batch: Batch,
    reply: Reply<()>,
    outcome: Result<(), Failure>,
}

impl Writer {
    /// A writer on a connection that is set up and whose own busy timeout is zero.
    pub(crate) const fn new(connection: Connection, busy_timeout: Duration) -> Self {
        Self { connection, busy_timeout, scratch: String::new() }
    }

    /// Works until nobody can send any more and the queue is empty.
    pub(crate) fn run(mut self, jobs: &Jobs<Job>) {
        let mut group = Vec::with_capacity(GROUP);
        let mut left_over = None;
        while let Some(job) = left_over.take().or_else(|| jobs.next()) {
            match job {
                Job::Read(queries, reply) => {
                    reader::serve(&self.connection, &queries, reply, &mut self.scratch)
                }
                Job::Copy(reply) => reply.answer(snapshot::copy(&self.connection).map_err(Fault::of_read)),
                Job::Check(reply) => reply.answer(check::integrity(&self.connection).map_err(Fault::of_read)),
                Job::Scrub(reply) => {
                    self.roll_back();
                    reply.answer(scrub::run(&self.connection, self.busy_timeout).map_err(Fault::of_read));
                }
                Job::Write(batch, reply) => {
                    group.push(Pending::new(batch, reply));
                    left_over = gather(jobs, &mut group);
                    self.commit(&mut group);
                }
            }
        }
    }

    /// Commits a group and answers everybody in it.
    fn commit(&mut self, group: &mut Vec<Pending>) {
        match self.transaction(group) {
            // A constraint that is checked only at the commit, or that gives up the whole transaction, says nothing
            // about which batch it refuses: each is then tried alone, in the same order.
            Err(Failure::Constraint { .. }) if group.len() > 1 => {
                for mut pending in group.drain(..) {
                    let alone = self.transaction(std::slice::from_mut(&mut pending));
                    pending.answer(alone);
                }
            }
            transaction => group.drain(..).for_each(|pending| pending.answer(transaction)),
        }
    }

    /// Carries out a group in one transaction. `Ok` when it is committed, with what became of each batch in its
    /// `outcome`; `Err` when the transaction is lost, and every batch of it with it.
    fn transaction(&mut self, group: &mut [Pending]) -> Result<(), Failure> {
        self.begin()?;
        if let [pending] = group {
            // Without a savepoint SQLite need not remember the pages as they were before it.
            pending.outcome = self.statements(&pending.batch);
            if pending.outcome.is_err() {
                self.roll_back();
                return Ok(());
            }
            self.still_open()?;
        } else {
            for pending in group.iter_mut() {
                pending.outcome = self.in_savepoint(&pending.batch)?;
            }
        }
        for pending in group.iter_mut() {
            pending.reply.if_dropped(Failure::Unknown);
        }
        let last = group.last().map_or(0, |pending| pending.batch.0.len().saturating_sub(1));
        self.execute("COMMIT").map_err(|fault| {
            self.roll_back();
            at_commit(fault, last)
        })
    }

    /// Begins a transaction that holds the write lock, waiting for another process within the busy timeout. (A
    /// transaction that took the lock only at its first write could be refused at once, whatever the timeout.)
    fn begin(&mut self) -> Result<(), Failure> {
        if !self.connection.is_autocommit() {
            // An earlier transaction could not be rolled back. It must not take this group in.
            self.execute("ROLLBACK").map_err(|fault| fault.at(0))?;
        }
        let mut waited = Duration::ZERO;
        loop {
            match self.execute("BEGIN IMMEDIATE") {
                Err(Fault::Busy) if waited < self.busy_timeout => {
                    thread::sleep(PAUSE);
                    waited += PAUSE;
                }
                result => return result.map_err(|fault| fault.at(0)),
            }
        }
    }

    /// Carries out one batch of several. The outer `Err` is the loss of the whole transaction.
    fn in_savepoint(&mut self, batch: &Batch) -> Result<Result<(), Failure>, Failure> {
        self.execute("SAVEPOINT batch").map_err(|fault| self.lost(fault.at(0)))?;
        let outcome = self.statements(batch);
        if let Err(failure) = outcome {
            if self.connection.is_autocommit() {
                return Err(failure);
            }
            self.execute("ROLLBACK TO batch").map_err(|fault| self.lost(fault.at(0)))?;
        }
        self.execute("RELEASE batch").map_err(|fault| self.lost(fault.at(0)))?;
        self.still_open()?;
        Ok(outcome)
    }

    fn statements(&mut self, batch: &Batch) -> Result<(), Failure> {
        let mut place = 0;
        // Neighbours with the same text, as in an import, share the preparation.
        for same in batch.0.chunk_by(|one, next| std::ptr::eq(one.sql, next.sql)) {
            let run = statement::run(&self.connection, same, &mut self.scratch);
            run.map_err(|(offset, refused)| match refused {
                Refused::ByGuard => Failure::Guard { statement: place + offset },
                Refused::ByEngine(fault) => fault.at(place + offset),
            })?;
            place += same.len();
        }
        Ok(())
    }

    /// Refuses to go on when a batch has ended the transaction itself, which may have committed a part of it.
    fn still_open(&self) -> Result<(), Failure> {
        if self.connection.is_autocommit() { Err(Failure::Unknown) } else { Ok(()) }
    }

    fn lost(&self, failure: Failure) -> Failure {
        self.roll_back();
        failure
    }

    /// Rolls back what is left of a transaction. Should even that fail, [`Self::begin`] tries again before the next.
    fn roll_back(&self) {
        if !self.connection.is_autocommit() {
            let _next_tries_again = self.execute("ROLLBACK");
        }
    }

    fn execute(&self, sql: &'static str) -> Result<(), Fault> {
        self.connection.prepare_cached(sql)?.raw_execute()?;
        Ok(())
    }
}

impl Pending {
    const fn new(batch: Batch, reply: Reply<()>) -> Self {
        Self { batch, reply, outcome: Ok(()) }
    }

    /// Answers the caller: a transaction that was lost was lost for every batch of it.
    fn answer(self, transaction: Result<(), Failure>) {
        self.reply.answer(transaction.and(self.outcome));
    }
}

/// Takes what else is queued into the group, up to its limit. Gives back the job that ends it, if it is no batch.
fn gather(jobs: &Jobs<Job>, group: &mut Vec<Pending>) -> Option<Job> {
    while group.len() < GROUP {
        match jobs.next_queued()? {
            Job::Write(batch, reply) => group.push(Pending::new(batch, reply)),
            job @ (Job::Read(..) | Job::Copy(_) | Job::Check(_) | Job::Scrub(_)) => return Some(job),
        }
    }
    None
}

/// What a commit that failed is to its callers.
///
/// These faults come before the mark that makes a transaction valid is whole in the log, so it is gone. Any other
/// may come after it: SQLite rolls the transaction back in memory, but if the machine stops before that part of the
/// log is overwritten, recovery finds the mark and keeps the transaction.
const fn at_commit(fault: Fault, last: usize) -> Failure {
    match fault {
        Fault::Constraint(_) | Fault::Busy => fault.at(last),
        Fault::Engine(code) => match code.as_bytes() {
            b"storage.full" | b"storage.readonly" => fault.at(last),
            _ => Failure::Unknown,
        },
    }
}

#[cfg(test)]
mod tests {
    use bln_sql::{ConstraintKind, Statement, Value};
    use tokio::sync::oneshot;

    use super::*;

    const INSERT: &str = "INSERT INTO seat (id, pool) VALUES (?1, ?2)";

    fn writer() -> Writer {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(
                "PRAGMA foreign_keys = ON;
                 CREATE TABLE pool (id INTEGER PRIMARY KEY) STRICT;
                 CREATE TABLE seat (id INTEGER PRIMARY KEY,
                                    pool INTEGER REFERENCES pool DEFERRABLE INITIALLY DEFERRED) STRICT;
                 CREATE TRIGGER unlucky BEFORE INSERT ON seat WHEN new.id = 13
                     BEGIN SELECT RAISE(ROLLBACK, 'unlucky'); END;",
            )
            .unwrap();
        Writer::new(connection, Duration::ZERO)
    }

    /// A batch that adds one seat, in no pool or in one.
    fn seat(id: i64, pool: Option<i64>) -> Batch {
        Batch(vec![Statement::new(INSERT, vec![id.into(), pool.into()])])
    }

    /// Commits these batches as one group.
    fn commit(writer: &mut Writer, batches: Vec<Batch>) -> Vec<Result<(), Failure>> {
        let (mut group, mut answers) = (Vec::new(), Vec::new());
        for batch in batches {
            let (caller, answer) = oneshot::channel();
            group.push(Pending::new(batch, Reply::new(caller)));
            answers.push(answer);
        }
        writer.commit(&mut group);
        assert!(writer.connection.is_autocommit(), "no transaction is left open");
        answers.into_iter().map(|mut answer| answer.try_recv().unwrap()).collect()
    }

    fn seats(writer: &Writer) -> Vec<i64> {
        let mut statement = writer.connection.prepare("SELECT id FROM seat ORDER BY id").unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn one_bad_batch_of_a_group_is_refused_alone_and_wholly() {
        let mut writer = writer();
        let half_good = Batch([seat(2, None).0, seat(1, None).0].concat());
        let unmet = Batch(vec![
            seat(4, None).0.remove(0),
            Statement::new("UPDATE seat SET pool = NULL WHERE id = ?1", vec![Value::Int(99)]).expecting(1),
        ]);
        let answers = commit(&mut writer, vec![seat(1, None), half_good, unmet, seat(3, None)]);
        let unique = Failure::Constraint { statement: 1, kind: ConstraintKind::Unique };
        assert_eq!(answers, [Ok(()), Err(unique), Err(Failure::Guard { statement: 1 }), Ok(())]);
        assert_eq!(seats(&writer), [1, 3]);
    }

    #[test]
    fn a_bad_batch_by_itself_is_refused_wholly() {
        let mut writer = writer();
        let half_good = Batch([seat(2, None).0, seat(2, None).0].concat());
        let unique = Failure::Constraint { statement: 1, kind: ConstraintKind::Unique };
        assert_eq!(commit(&mut writer, vec![half_good]), [Err(unique)]);
        assert_eq!(seats(&writer), Vec::<i64>::new());
    }

    #[test]
    fn a_later_batch_of_a_group_sees_an_earlier_one_and_never_a_refused_one() {
        let mut writer = writer();
        let count = |rows| Batch(vec![Statement::new("SELECT id FROM seat", vec![]).expecting(rows)]);
        let refused = Batch([seat(2, None).0, count(7).0].concat());
        let answers = commit(&mut writer, vec![seat(1, None), count(1), refused, count(1)]);
        assert_eq!(answers, [Ok(()), Ok(()), Err(Failure::Guard { statement: 1 }), Ok(())]);
    }

    #[test]
    fn a_constraint_checked_only_at_the_commit_refuses_its_own_batch_alone() {
        let mut writer = writer();
        let answers = commit(&mut writer, vec![seat(1, None), seat(2, Some(99)), seat(3, None)]);
        let foreign = Failure::Constraint { statement: 0, kind: ConstraintKind::ForeignKey };
        assert_eq!(answers, [Ok(()), Err(foreign), Ok(())]);
        assert_eq!(seats(&writer), [1, 3]);
    }

    #[test]
    fn a_batch_that_gives_up_the_whole_transaction_is_refused_alone() {
        let mut writer = writer();
        let answers = commit(&mut writer, vec![seat(1, None), seat(13, None), seat(3, None)]);
        let check = Failure::Constraint { statement: 0, kind: ConstraintKind::Check };
        assert_eq!(answers, [Ok(()), Err(check), Ok(())]);
        assert_eq!(seats(&writer), [1, 3]);
    }

    #[test]
    fn a_batch_that_ends_the_transaction_itself_is_never_acknowledged() {
        let mut writer = writer();
        let rogue = || Batch(vec![Statement::new("COMMIT", vec![])]);
        assert_eq!(commit(&mut writer, vec![rogue()]), [Err(Failure::Unknown)]);
        let answers = commit(&mut writer, vec![seat(1, None), rogue(), seat(2, None)]);
        assert!(answers.iter().all(Result::is_err), "{answers:?}");
    }

    #[test]
    fn a_full_disk_refuses_the_group_and_the_writer_goes_on_when_there_is_room() {
        let mut writer = writer();
        writer.connection.execute_batch("CREATE TABLE page (content BLOB) STRICT").unwrap();
        let limit = |writer: &Writer, pages: u32| {
            writer.connection.execute_batch(&format!("PRAGMA max_page_count = {pages}")).unwrap();
        };
        let large = || {
            let content = Value::Bytes(vec![7; 1_000_000]);
            Batch(vec![Statement::new("INSERT INTO page VALUES (?1)", vec![content])])
        };
        let full = Err(Failure::Engine { code: "storage.full" });
        limit(&writer, 10);
        assert_eq!(commit(&mut writer, vec![large()]), [full]);
        assert!(commit(&mut writer, vec![seat(1, None), large()]).contains(&full));
        limit(&writer, 10_000);
        assert_eq!(commit(&mut writer, vec![large(), seat(9, None)]), [Ok(()), Ok(())]);
        assert!(seats(&writer).contains(&9));
    }

    #[test]
    fn a_transaction_that_was_left_open_does_not_take_in_the_next_group() {
        let mut writer = writer();
        writer.connection.execute_batch("BEGIN IMMEDIATE; INSERT INTO seat VALUES (1, NULL)").unwrap();
        assert_eq!(commit(&mut writer, vec![seat(2, None)]), [Ok(())]);
        assert_eq!(seats(&writer), [2]);
    }

    #[test]
    fn a_commit_that_failed_is_a_refusal_only_where_the_transaction_is_surely_gone() {
        let engine = |code| at_commit(Fault::Engine(code), 2);
        assert_eq!(at_commit(Fault::Busy, 2), Failure::Busy);
        let kind = ConstraintKind::ForeignKey;
        assert_eq!(at_commit(Fault::Constraint(kind), 2), Failure::Constraint { statement: 2, kind });
        for code in ["storage.full", "storage.readonly"] {
            assert_eq!(engine(code), Failure::Engine { code });
        }
        for code in ["storage.io", "storage.memory", "storage.corrupt", "storage.other", "sql.error"] {
            assert_eq!(engine(code), Failure::Unknown, "{code}");
        }
    }
}
