//! The network itself: a store, a profile, a clock and a source of identifiers, and the verbs over them.

use std::{fmt, sync::Arc};

use bln_core::{
    Action, Actor, AuditEntry, BelongingKind, Instant, NetworkProfile, RecordRef, Refusal, WordingRef,
    permission::{self, Behalf},
};
use bln_store::{Changes, Fingerprint, IdempotencyKey, Receipt, ReceiptKey, Rule, Store, StoreError, Write};

use crate::{
    Clock, IdSource, NetworkError,
    desk::{DeskPorts, Desks},
    ports::new_id,
};

/// How often a decision is made again because somebody else committed first.
const ATTEMPTS: u32 = 16;

/// A staff network, with one method for each thing a person does.
///
/// Every verb takes the [`Actor`] who asks, checks that they may, loads exactly what the decision needs, lets
/// `bln-core` decide, and commits the outcome in one piece. Verbs that create something take an
/// [`IdempotencyKey`]: after a lost answer, ask again with the same key.
///
/// Cloning is cheap and gives another handle to the same network. Verbs about registrations must be called
/// within a Tokio runtime.
#[derive(Clone)]
pub struct Network {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) profile: Arc<NetworkProfile>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn IdSource>,
    pub(crate) desks: Arc<Desks>,
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
        let ports = DeskPorts {
            store: Arc::clone(&store),
            clock: Arc::clone(&clock),
            ids: Arc::clone(&ids),
            offer_window: profile.offer_window(),
        };
        let network =
            Self { store, profile: Arc::new(profile), clock, ids, desks: Arc::new(Desks::new(ports)) };
        network.write_wordings().await?;
        Ok(network)
    }

    /// The network's configuration.
    pub fn profile(&self) -> &NetworkProfile {
        &self.profile
    }

    async fn write_wordings(&self) -> Result<(), NetworkError> {
        let known = self.store.wordings().await?;
        let new: Vec<_> =
            self.profile.wordings().iter().filter(|wording| !known.contains(wording)).cloned().collect();
        if new.is_empty() {
            return Ok(());
        }
        let now = self.now();
        // Nobody signs in to open a network: whoever holds the store has administered it already.
        let entry = self.entry(Actor::public(), Action::ConfigureNetwork, RecordRef::Network, now);
        let changes =
            new.into_iter().fold(Changes::new(entry), |c, wording| c.write(Write::Wording(wording)));
        Ok(self.store.commit(changes).await?)
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

    pub(crate) fn must_be_allowed(
        &self,
        actor: Actor,
        action: Action,
        behalf: Behalf,
    ) -> Result<(), NetworkError> {
        Ok(permission::check(actor, action, behalf)?)
    }

    pub(crate) fn must_know_wording(&self, wording: &WordingRef) -> Result<(), NetworkError> {
        match self.profile.wordings().get(wording) {
            Some(_) => Ok(()),
            None => Err(Refusal::WordingUnknown.into()),
        }
    }

    /// How the actor belongs now, if they do: what most visibility depends on.
    pub(crate) async fn active_kind(&self, actor: Actor) -> Result<Option<BelongingKind>, NetworkError> {
        let Some(person) = actor.person() else { return Ok(None) };
        let membership = self.store.membership(person).await?;
        Ok(membership.and_then(|membership| membership.record.active_kind(self.now())))
    }

    /// The receipt of a request that was answered before.
    pub(crate) async fn answered(
        &self,
        actor: Actor,
        key: &IdempotencyKey,
        fingerprint: Fingerprint,
    ) -> Result<Option<Receipt>, NetworkError> {
        let key = ReceiptKey { actor: actor.person(), key: key.clone() };
        match self.store.receipt(&key).await? {
            Some(receipt) if receipt.fingerprint == fingerprint => Ok(Some(receipt)),
            Some(_) => Err(Refusal::KeyUsedForAnotherRequest.into()),
            None => Ok(None),
        }
    }

    /// Decides and commits, again from the start whenever somebody else was faster. `decide` loads what it needs
    /// and returns the change set, if anything is to be written, and the answer.
    ///
    /// No `AsyncFn`: what a verb returns must be `Send`, to be spawned or to serve a door, and a bound cannot ask
    /// that of an `AsyncFn`'s future.
    pub(crate) async fn decide<T, F>(&self, decide: impl Fn() -> F) -> Result<T, NetworkError>
    where
        F: Future<Output = Result<(Option<Changes>, T), NetworkError>> + Send,
    {
        for _ in 0..ATTEMPTS {
            let (changes, answer) = decide().await?;
            let Some(changes) = changes else { return Ok(answer) };
            match self.store.commit(changes).await {
                Ok(()) => return Ok(answer),
                Err(StoreError::Stale { .. })
                | Err(StoreError::Conflict { rule: Rule::EmailAddressUnique | Rule::IdempotencyKeyUnique }) =>
                    {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(NetworkError::Busy)
    }
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Network").field("store", &self.store).finish_non_exhaustive()
    }
}
