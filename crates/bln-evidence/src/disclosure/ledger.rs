//! What has been published before.

use serde::{Deserialize, Serialize};

use super::PublishedTable;
use super::release::Release;

/// Every table that was published, as it was shown, so that the next is audited together with them.
///
/// It holds nothing that was not shown, so it can be kept and sent like the tables themselves. Keep one for everything
/// that is published of the same people, and [`record`](Ledger::record) each table before it is shown to anybody.
///
/// ```
/// use bln_evidence::disclosure::Ledger;
///
/// let kept = serde_json::to_string(&Ledger::new())?;
/// assert_eq!(serde_json::from_str::<Ledger>(&kept)?, Ledger::new());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    releases: Vec<Release>,
}

impl Ledger {
    /// A ledger of nothing.
    pub const fn new() -> Self {
        Self { releases: Vec::new() }
    }

    /// Adds a table that is about to be shown. A table that is there already is not added again.
    pub fn record(&mut self, table: &PublishedTable) {
        if !self.releases.contains(table.release()) {
            self.releases.push(table.release().clone());
        }
    }

    /// How many tables it holds.
    pub fn len(&self) -> usize {
        self.releases.len()
    }

    /// Whether nothing was published yet.
    pub fn is_empty(&self) -> bool {
        self.releases.is_empty()
    }

    pub(super) fn releases(&self) -> &[Release] {
        &self.releases
    }
}
