//! The network itself: a store, a profile and the ports, and the verbs over them.

use std::{fmt, sync::Arc};

use bln_core::{Action, Actor, AuditEntry, Instant, NetworkProfile, RecordRef, Refusal, WordingRef};
use bln_seal::Origin;
use bln_store::Store;

use crate::{NetworkError, Ports, audit::default_origin, gate::Gate};

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
    pub(crate) ports: Ports,
    pub(crate) audit_origin: Origin,
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
        ports: Ports,
    ) -> Result<Self, NetworkError> {
        let gate = Gate::open(store, &profile, ports.clone()).await?;
        let audit_origin = default_origin(profile.short_name())?;
        Ok(Self { gate, profile: Arc::new(profile), ports, audit_origin })
    }

    /// The network's configuration.
    pub fn profile(&self) -> &NetworkProfile {
        &self.profile
    }

    pub(crate) fn now(&self) -> Instant {
        self.ports.clock.now()
    }

    pub(crate) fn new_id<K>(&self, now: Instant) -> bln_core::Id<K> {
        self.ports.new_id(now)
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
