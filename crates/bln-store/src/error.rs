//! What can go wrong at the port, in terms every store shares.

use std::fmt;

use bln_core::RecordRef;

/// Why a store did not do what it was asked.
///
/// It carries codes and the identifiers of records, never their content and never a driver's words: a
/// database's message may quote the row it refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The record is not at the version the change was decided on: somebody else was first. Nothing was
    /// written; load again and decide again.
    #[error("the {} was changed by somebody else in the meantime", record.kind())]
    Stale {
        /// The first such record of the change set.
        record: RecordRef,
    },
    /// A rule that spans records would be broken. Nothing was written, and trying again will not help.
    #[error("the change breaks a rule of the store: {rule}")]
    Conflict {
        /// Which rule.
        rule: Rule,
    },
    /// A record that the change refers to is not there. Nothing was written.
    #[error("the change refers to a {} that is not there", record.kind())]
    NotFound {
        /// The record that is missing.
        record: RecordRef,
    },
    /// The store has as much to do as it will take on. Nothing was written; try again later.
    #[error("the store is busy")]
    Busy,
    /// The store cannot say whether the change was written. Ask again with the same idempotency key.
    #[error("the store cannot say whether the change was written")]
    UnknownOutcome,
    /// The store failed in a way that is its own.
    #[error("the store failed: {code}")]
    Backend {
        /// A stable code such as `storage.full`.
        code: &'static str,
    },
}

impl StoreError {
    /// The stable code, for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            StoreError::Stale { .. } => "store.stale",
            StoreError::Conflict { rule } => rule.code(),
            StoreError::NotFound { .. } => "store.not_found",
            StoreError::Busy => "store.busy",
            StoreError::UnknownOutcome => "store.unknown_outcome",
            StoreError::Backend { code } => code,
        }
    }
}

/// A rule that a store holds across records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// An e-mail address belongs to one person.
    EmailAddressUnique,
    /// An idempotency key is used once by each actor.
    IdempotencyKeyUnique,
    /// A number of an event's waiting list is drawn once.
    SequenceUnique,
    /// An identifier names one record.
    IdentifierUnique,
    /// No more places are occupied than there are.
    NotOversold,
    /// A wording that was published is never changed.
    WordingImmutable,
    /// Any other constraint of the schema: a record that the decisions would not have made.
    WellFormed,
    /// A person who has a registration or a facilitation is not erased.
    PersonInUse,
    /// People are reminded of an event once for each day on which it was to be.
    ReminderOnce,
    /// Ballots and answers belong to a survey that is open.
    SurveyOpen,
    /// Answers to a survey are written for so many people at once as it promised, or for more.
    SurveyBatch,
}

impl Rule {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Rule::EmailAddressUnique => "store.email_address_unique",
            Rule::IdempotencyKeyUnique => "store.idempotency_key_unique",
            Rule::SequenceUnique => "store.sequence_unique",
            Rule::IdentifierUnique => "store.identifier_unique",
            Rule::NotOversold => "store.not_oversold",
            Rule::WordingImmutable => "store.wording_immutable",
            Rule::WellFormed => "store.well_formed",
            Rule::PersonInUse => "store.person_in_use",
            Rule::ReminderOnce => "store.reminder_once",
            Rule::SurveyOpen => "store.survey_open",
            Rule::SurveyBatch => "store.survey_batch",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
