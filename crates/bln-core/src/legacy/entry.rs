//! A line of the ledger with its place and its instant.

use super::LegacyLine;
use crate::{Id, Initiative, Instant};

/// A line of the legacy ledger: appended, and never changed. It is had from
/// [`Initiative::append`](crate::Initiative::append), and from a store that kept it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LegacyEntry {
    id: Id<LegacyEntry>,
    initiative: Id<Initiative>,
    at: Instant,
    line: LegacyLine,
}

impl LegacyEntry {
    /// Puts a stored entry together again.
    pub const fn restore(
        id: Id<LegacyEntry>,
        initiative: Id<Initiative>,
        at: Instant,
        line: LegacyLine,
    ) -> Self {
        Self { id, initiative, at, line }
    }

    /// Its identifier.
    pub const fn id(&self) -> Id<LegacyEntry> {
        self.id
    }

    /// The initiative it stands under.
    pub const fn initiative(&self) -> Id<Initiative> {
        self.initiative
    }

    /// When it was written.
    pub const fn at(&self) -> Instant {
        self.at
    }

    /// What it says.
    pub const fn line(&self) -> &LegacyLine {
        &self.line
    }
}
