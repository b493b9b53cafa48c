//! What stands: lines in their newest version.

use chrono::NaiveDate;

use super::{AnswerGiven, Body, LegacyEntry, LegacyLine, Owner};
use crate::{Id, Instant, Prose};

/// A line in its newest version.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StandingLine {
    /// The entry with which it was first written.
    pub first: Id<LegacyEntry>,
    /// The entry that says what is true now: the first, or the last correction.
    pub entry: Id<LegacyEntry>,
    /// When it was first written.
    pub at: Instant,
    /// What it says: never a correction.
    pub line: LegacyLine,
}

impl StandingLine {
    pub(super) const fn place(&self) -> Place {
        Place { first: self.first, entry: self.entry, at: self.at }
    }
}

/// Where a line stands in its ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    /// The entry with which it was first written.
    pub first: Id<LegacyEntry>,
    /// The entry that says what is true now: the first, or the last correction.
    pub entry: Id<LegacyEntry>,
    /// When it was first written.
    pub at: Instant,
}

/// Something that was asked.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StandingAsk {
    /// Where and when.
    pub place: Place,
    /// Of whom.
    pub of: Body,
    /// What.
    pub words: Prose<1000>,
    /// What was answered; `None` while it is open.
    pub answer: Option<Answered>,
}

/// An answer to an ask.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Answered {
    /// When.
    pub at: Instant,
    /// How.
    pub answer: AnswerGiven,
    /// In which words.
    pub words: Prose<1000>,
}

impl Answered {
    pub(super) fn of(line: &StandingLine) -> Option<Self> {
        match &line.line {
            LegacyLine::Answer { answer, words, .. } => {
                Some(Self { at: line.at, answer: *answer, words: words.clone() })
            }
            _ => None,
        }
    }
}

/// Something that was promised.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StandingCommitment {
    /// Where and when.
    pub place: Place,
    /// By whom.
    pub owner: Owner,
    /// What.
    pub words: Prose<1000>,
    /// The last day on which it is kept in time.
    pub due: NaiveDate,
    /// What came of it; `None` while it is open.
    pub settled: Option<Settled>,
}

/// What came of a promise.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Settled {
    /// It was kept.
    Kept {
        /// When that was written.
        at: Instant,
        /// How.
        words: Prose<1000>,
    },
    /// It was not kept.
    NotKept {
        /// When that was written.
        at: Instant,
        /// What happened.
        words: Prose<1000>,
    },
}

impl Settled {
    /// When that was written.
    pub const fn at(&self) -> Instant {
        match self {
            Settled::Kept { at, .. } | Settled::NotKept { at, .. } => *at,
        }
    }

    pub(super) fn of(line: &StandingLine) -> Option<Self> {
        match &line.line {
            LegacyLine::Kept { words, .. } => Some(Settled::Kept { at: line.at, words: words.clone() }),
            LegacyLine::NotKept { words, .. } => Some(Settled::NotKept { at: line.at, words: words.clone() }),
            _ => None,
        }
    }
}
