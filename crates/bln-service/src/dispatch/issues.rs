//! The issues that a round of sending brings, each read once for many letters.

use std::{collections::BTreeMap, sync::Arc};

use bln_core::{Bulletin, Id, Instant, Issue, RecordRef, Versioned};
use bln_store::Changes;
use chrono::TimeDelta;

use crate::{Network, NetworkError, bulletins::Resolved, gate::Entered};

/// How long what an issue shows is taken for what it would show: consent ends and events begin as time goes by, and no
/// version tells of that.
const FRESH: TimeDelta = TimeDelta::minutes(1);

/// An issue as it was read, with what it shows.
#[derive(Clone)]
pub(super) struct IssueAtHand {
    bulletin: Versioned<Bulletin>,
    resolved: Arc<Resolved>,
    at: Instant,
}

/// The issues that were read in a round.
#[derive(Default)]
pub(super) struct Issues(BTreeMap<Id<Bulletin>, IssueAtHand>);

impl IssueAtHand {
    /// The issue, and how far it is on its way.
    pub(super) const fn bulletin(&self) -> &Bulletin {
        &self.bulletin.record
    }

    /// What it shows.
    pub(super) fn shown(&self) -> &Issue {
        &self.resolved.issue
    }

    /// The same, for a letter.
    pub(super) fn into_shown(self) -> Arc<Issue> {
        Arc::clone(&self.resolved.issue)
    }

    /// The changes, to be committed only while the issue is on its way and nothing was taken back that it shows.
    pub(super) fn pinned(&self, changes: Changes) -> Changes {
        let subject = RecordRef::Bulletin(self.bulletin.record.id());
        self.resolved.pinned(changes.pin(subject, self.bulletin.version))
    }
}

impl Issues {
    /// Something moved: all is read again.
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }
}

impl Network {
    /// An issue as it was read in this round, or as it is; `None` if it is not there.
    pub(super) async fn issue_at_hand(
        &self,
        gate: &Entered<'_>,
        issues: &mut Issues,
        id: Id<Bulletin>,
    ) -> Result<Option<IssueAtHand>, NetworkError> {
        let now = self.now();
        if let Some(known) = issues.0.get(&id).filter(|known| now < known.at.plus(FRESH)) {
            return Ok(Some(known.clone()));
        }
        let Some(bulletin) = gate.store().bulletin(id).await? else { return Ok(None) };
        let resolved = Arc::new(self.resolve(gate, bulletin.record.contents()).await?);
        let read = IssueAtHand { bulletin, resolved, at: now };
        issues.0.insert(id, read.clone());
        Ok(Some(read))
    }
}
