//! The legacy ledger: what a network asked for, what was promised, what was done, and what came of it.
//!
//! Lines are added under an [`Initiative`](crate::Initiative) and never changed. A line that is wrong is superseded by
//! a [correction](LegacyLine::Correction), which counts in its place; what it supersedes stays to be read. A ledger that
//! cannot forget must not hold anybody: no line has a field for a person, and an [`Owner`] is a body and a role.

mod body;
mod entry;
mod ledger;
mod line;
mod period;
mod standing;
mod story;

pub use body::{Body, Owner};
pub use entry::LegacyEntry;
pub use ledger::LegacyLedger;
pub use line::{AnswerGiven, LegacyKind, LegacyLine, Linked, OutcomeEvidence};
pub use period::LegacyPeriod;
pub use standing::{Answered, Place, Settled, StandingAsk, StandingCommitment, StandingLine};
pub use story::{InitiativeStory, LegacyMethod, LegacyStory, LegacyTally, PillarStory, legacy};

#[cfg(test)]
mod golden;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;
