//! How far a copy is, and why there is none.

use bln_store::StoreError;

use crate::{Failure, store::of_read};

/// How far a copy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CopyProgress {
    /// What is being done.
    pub phase: CopyPhase,
    /// The table that it is at.
    pub table: &'static str,
    /// How many rows are done, of all tables together.
    pub done: u64,
    /// How many rows there are to do, of all tables together.
    pub rows: u64,
}

/// What a copy is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CopyPhase {
    /// Reading from the source and writing to the target.
    Copying,
    /// Reading the target again, to compare it with what was read from the source.
    Checking,
}

/// Why a network was not copied. Carries codes and names of the schema, never what a row holds.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CopyError {
    /// The target holds something already. Nothing was written to it.
    #[error("the target is not empty: {table} has rows")]
    NotEmpty {
        /// The first table that has rows.
        table: &'static str,
    },
    /// The target is what a copy left that stopped half-way, or that is still under way. Nothing was written to it.
    #[error("the target holds a copy that is not finished")]
    TargetUnfinished,
    /// The source is what a copy left that stopped half-way. Nothing was written to the target.
    #[error("the source holds a copy that is not finished")]
    SourceUnfinished,
    /// The source cannot be read.
    #[error("the source cannot be read: {0}")]
    Source(#[source] StoreError),
    /// A column of the source holds what its kind cannot be.
    #[error("the source cannot be read: {table}.{column} holds something else than it should")]
    Unreadable {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// The target did not take what was written, or cannot be read. The copy is not finished.
    #[error("the target failed: {0}")]
    Target(#[source] StoreError),
    /// The target refused rows that the source held. The copy is not finished.
    #[error("the target refused rows of {table}")]
    Refused {
        /// The table.
        table: &'static str,
    },
    /// What was read back from the target is not what was read from the source. The copy is not finished.
    #[error("what the target holds in {table} is not what the source held")]
    Differs {
        /// The first table that differs.
        table: &'static str,
    },
}

pub(super) const fn of_source(failure: Failure) -> CopyError {
    CopyError::Source(of_read(failure))
}

pub(super) const fn of_target(failure: Failure, table: &'static str) -> CopyError {
    match failure {
        Failure::Guard { .. } | Failure::Constraint { .. } => CopyError::Refused { table },
        Failure::Unknown => CopyError::Target(StoreError::UnknownOutcome),
        Failure::Busy | Failure::Engine { .. } => CopyError::Target(of_read(failure)),
    }
}
