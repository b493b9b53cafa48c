//! The network itself: a store, a profile, a clock and a source of identifiers, and the verbs over them.

use std::{fmt, sync::Arc};

use bln_core::{Action, Actor, AuditEntry, Instant, NetworkProfile, RecordRef, Refusal, WordingRef};
use bln_store::Store;

use crate::{Clock, IdSource, NetworkError, gate::Gate, ports::new_id};

/// A staff network, with one method for each thing a person does.
///
/// Every verb takes the [`Actor`] who asks, checks that they may ([`bln_core::access`]), loads exactly what the decision needs, lets
/// `bln-core` decide, and commits the outcome in one piece. Verbs that create something take an
/// [`IdempotencyKey`](bln_store::IdempotencyKey): after a lost answer, ask again with the same key.
///
/// Cloning is cheap and gives another handle to the same network. Verbs about registrations must be called
/// within a Tokio runtime.
#[derive(Clone)]
pub struct Network {
    pub(crate) gate: Gate,
    pub(crate) profile: Arc<NetworkProfile>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn IdSource>,
}

impl Network {
    /// Opens a network on a store, and writes the profile's wordings to it, so that what people agree to can
    /// always be shown.
    ///
    /// # Errors
    ///
    /// [`NetworkError::Failed`] with `store.wording_immutable` when the profile has another text for a wording
    /// that the store knows: give the new text a new version.
    pub async fn open(
        store: Arc<dyn Store>,
        profile: NetworkProfile,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdSource>,
    ) -> Result<Self, NetworkError> {
        let gate = Gate::open(store, &profile, Arc::clone(&clock), Arc::clone(&ids)).await?;
        Ok(Self { gate, profile: Arc::new(profile), clock, ids })
    }

    /// The network's configuration.
    pub fn profile(&self) -> &NetworkProfile {
        &self.profile
    }

    pub(crate) fn now(&self) -> Instant {
        self.clock.now()
    }

    pub(crate) fn new_id<K>(&self, now: Instant) -> bln_core::Id<K> {
        new_id(&*self.ids, now)
    }

    pub(crate) fn entry(&self, actor: Actor, action: Action, subject: RecordRef, now: Instant) -> AuditEntry {
        AuditEntry::new(self.new_id(now), now, actor, action, subject)
    }

    pub(crate) fn must_know_wording(&self, wording: &WordingRef) -> Result<(), NetworkError> {
        match self.profile.wordings().get(wording) {
            Some(_) => Ok(()),
            None => Err(Refusal::WordingUnknown.into()),
        }
    }
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Network").field("store", &self.gate).finish_non_exhaustive()
    }
}
