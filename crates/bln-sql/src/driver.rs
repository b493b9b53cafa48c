//! The port to an engine: run a guarded batch, answer queries. A driver knows no noun, and the store above it knows
//! no engine.

use std::fmt::Debug;

use async_trait::async_trait;

use crate::{Row, Value};

/// How many rows a statement must affect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// Any number.
    Any,
    /// Exactly this many, else the whole batch is refused. This is how a version is expected, a record pinned or a
    /// place taken: `UPDATE .. WHERE id = ?1 AND version = ?2` with `Rows(1)`.
    Rows(u64),
}

/// One statement of a [`Batch`].
///
/// SQL is written once for every engine, inside the subset that they share, with numbered placeholders `?1`, `?2`..,
/// each used at least once. (`$1` would do on PostgreSQL, but SQLite numbers `$n` by first appearance and would bind
/// the wrong values without a word.)
///
/// # Examples
///
/// ```
/// use bln_sql::{Batch, Guard, Statement};
///
/// let batch = Batch(vec![
///     Statement::new("UPDATE pool SET taken = taken + 1 WHERE id = ?1 AND taken < seats", vec![17_i64.into()])
///         .expecting(1),
///     Statement::new("INSERT INTO registration (pool, place) VALUES (?1, ?2)", vec![17_i64.into(), 1_i64.into()]),
/// ]);
/// assert_eq!(batch.0[0].guard, Guard::Rows(1));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The statement, with `?n` placeholders. Static, so that no value can ever be part of it.
    pub sql: &'static str,
    /// The value of `?1`, of `?2`, and so on.
    pub params: Vec<Value>,
    /// How many rows it must affect.
    pub guard: Guard,
}

impl Statement {
    /// A statement that may affect any number of rows.
    #[must_use]
    pub const fn new(sql: &'static str, params: Vec<Value>) -> Self {
        Self { sql, params, guard: Guard::Any }
    }

    /// The same statement, which must affect exactly this many rows.
    #[must_use]
    pub fn expecting(self, rows: u64) -> Self {
        Self { guard: Guard::Rows(rows), ..self }
    }
}

/// Statements that are carried out in order, all of them or none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Batch(
    /// The statements, in order.
    pub Vec<Statement>,
);

/// One question: a statement that reads and changes nothing. Placeholders are as in [`Statement`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// The statement, with `?n` placeholders.
    pub sql: &'static str,
    /// The value of `?1`, of `?2`, and so on.
    pub params: Vec<Value>,
}

impl Query {
    /// A question with the values of its placeholders.
    #[must_use]
    pub const fn new(sql: &'static str, params: Vec<Value>) -> Self {
        Self { sql, params }
    }
}

/// Which kind of constraint of the schema refused a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConstraintKind {
    /// A primary key or a unique index.
    Unique,
    /// A reference to a row that is not there, or the removal of a row that others refer to.
    ForeignKey,
    /// A `CHECK`, the type of a column, or a trigger.
    Check,
    /// A column that may not be null.
    NotNull,
}

/// Why an engine did not do what it was asked.
///
/// Carries codes and numbers only. A driver's own message is dropped and never a source of this error, because it
/// can quote the row (PostgreSQL's does). Exhaustive on purpose: a store must decide what each means to its caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Failure {
    /// A statement affected another number of rows than its [`Guard`] expects. Nothing of the batch was done.
    #[error("statement {statement} affected another number of rows than expected")]
    Guard {
        /// The statement's place in the batch, from 0.
        statement: usize,
    },
    /// A constraint of the schema refused a statement. Nothing of the batch was done.
    #[error("statement {statement} was refused by a constraint ({kind:?})")]
    Constraint {
        /// The statement's place in the batch, from 0. For a constraint that is checked only when the batch is
        /// committed, the last statement's.
        statement: usize,
        /// Which kind of constraint.
        kind: ConstraintKind,
    },
    /// Too much is queued, or another process holds the lock for too long. Nothing was done; asking again later is
    /// safe.
    #[error("the database is busy")]
    Busy,
    /// The batch was being committed and its outcome cannot be known: it is either wholly done or not at all.
    #[error("it is not known whether the batch was committed")]
    Unknown,
    /// The engine or the machine under it failed. Nothing was done.
    #[error("the database failed ({code})")]
    Engine {
        /// A stable code such as `storage.full`; each driver documents its own.
        code: &'static str,
    },
}

impl Failure {
    /// What is stored is damaged: a page, an index or a reference is not what the engine left there. The one code
    /// that every driver shares.
    pub const DAMAGED: Self = Self::Engine { code: "storage.corrupt" };
}

/// A lasting view of one committed state, however much is written meanwhile: what a copy of a whole network is read
/// from. It ends when it is dropped.
///
/// It shows every batch that was acknowledged before it was asked for, and of every other batch all or nothing. It is
/// on a connection of its own, so that it neither holds up writers and readers nor waits for them; but what is written
/// while it lasts takes room that an engine can use again only after its end, so it is for minutes and not for days.
///
/// # Errors
///
/// Only [`Failure::Busy`] and [`Failure::Engine`]. A view that is lost, for example because its connection broke,
/// fails from then on: it never goes on with another state. A future that is dropped leaves the view as it was, or
/// lost.
#[async_trait]
pub trait Snapshot: Debug + Send {
    /// Answers the queries, in their order, from the state that is viewed.
    ///
    /// # Errors
    ///
    /// See the trait's section of the same name.
    async fn read(&mut self, queries: Vec<Query>) -> Result<Vec<Vec<Row>>, Failure>;
}

/// An engine that keeps rows.
///
/// # Contract
///
/// Statements and queries bind by number (`?1`..). A statement *affects* the rows that it inserts, updates or deletes
/// itself (not through a cascade or a trigger) or, when it is a query, the rows that it returns. Text with a NUL
/// character is refused by every driver, with [`Failure::Engine`]. An empty batch does nothing and succeeds; an empty
/// list of queries has an empty answer. A query that would change something is refused.
///
/// # Atomicity
///
/// [`write`](Self::write) does the whole batch or nothing of it, whatever else is committed with it, and once it
/// returns `Ok` the batch outlives a crash of the process, of the machine or of its power. A future that is dropped
/// leaves the batch wholly done or not at all.
///
/// [`read`](Self::read) answers all its queries from one and the same committed state. It never shows a part of a
/// batch.
///
/// # Concurrency
///
/// Batches take effect one after another, as if alone. Those that one caller sends without waiting take effect in the
/// order in which their futures were first polled. A read that starts after a write has returned `Ok` sees it.
/// Waiting is bounded: a driver that is given more than it can queue answers [`Failure::Busy`] at once.
///
/// # Errors
///
/// Every [`Failure`] but [`Failure::Unknown`] promises that nothing of the batch was done. Reads never change
/// anything, and fail only with [`Failure::Busy`] or [`Failure::Engine`].
#[async_trait]
pub trait Driver: Debug + Send + Sync + 'static {
    /// Carries out a batch: atomic, and durable once it returns `Ok`.
    ///
    /// # Errors
    ///
    /// See the trait's section of the same name.
    async fn write(&self, batch: Batch) -> Result<(), Failure>;

    /// Answers the queries, in their order, from one consistent snapshot.
    ///
    /// # Errors
    ///
    /// See the trait's section of the same name.
    async fn read(&self, queries: Vec<Query>) -> Result<Vec<Vec<Row>>, Failure>;

    /// Begins a lasting view of what is committed now. It may outlive the driver.
    ///
    /// # Errors
    ///
    /// [`Failure::Busy`] or [`Failure::Engine`].
    async fn snapshot(&self) -> Result<Box<dyn Snapshot>, Failure>;

    /// Asks the engine to check what it keeps: that its pages and indexes can be read and agree, that constraints hold
    /// and that every reference has what it refers to, as far as the engine can tell. It knows no noun, so that a store
    /// checks what its rows mean besides. Reads everything, and holds up neither writers nor readers where there is a
    /// file or a server to open another connection to.
    ///
    /// # Errors
    ///
    /// [`Failure::DAMAGED`] when something is wrong; [`Failure::Busy`] or another [`Failure::Engine`] when it could not
    /// be found out.
    async fn check(&self) -> Result<(), Failure>;

    /// Takes what was removed out of the engine's files, as far as they are the engine's to rewrite: freed pages, copies
    /// that moved content left behind, logs of changes. Nothing that is there is changed. It takes as long as there is
    /// content to rewrite; batches wait meanwhile, and on some engines reads do.
    ///
    /// # Errors
    ///
    /// [`Failure::Busy`] when somebody holds on to an older state for too long: what was removed may still be there.
    /// [`Failure::Engine`] when something failed or is not allowed, under a code of the driver's own. Asking again is
    /// safe.
    async fn scrub(&self) -> Result<(), Failure>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_prints_its_sql_and_never_its_values() {
        let statement = Statement::new("DELETE FROM person WHERE name = ?1", vec!["Sample Person 17".into()]);
        let shown = format!("{:?}", Batch(vec![statement.expecting(1)]));
        assert!(shown.contains("DELETE FROM person"), "{shown}");
        assert!(shown.contains("Rows(1)"), "{shown}");
        assert!(!shown.contains("Sample"), "{shown}");
    }

    #[test]
    fn a_driver_is_used_as_an_object() {
        const fn accepts(_: Option<&dyn Driver>) {}
        accepts(None);
    }

    #[test]
    fn a_failure_has_no_source_that_could_quote_a_row() {
        let failure = Failure::Constraint { statement: 2, kind: ConstraintKind::Unique };
        assert!(std::error::Error::source(&failure).is_none());
        assert_eq!(failure.to_string(), "statement 2 was refused by a constraint (Unique)");
    }
}
