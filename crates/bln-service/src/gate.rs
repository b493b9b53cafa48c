//! The gate: the only way from a verb to the store, and it asks the table of [`bln_core::access`] first.
//!
//! The store and the desks are private here. A verb begins with [`Network::enter`], which names the verb, who asks and
//! what about, and gets them in an [`Entered`]; one that does not begin so has nothing to read from or to write to, and
//! does not compile. Helpers of verbs take an `&Entered` for the same reason.

use std::{fmt, sync::Arc};

use bln_core::{
    Action, Actor, AuditEntry, BelongingKind, Event, Id, Instant, NetworkProfile, RecordRef, Refusal, Role,
    SeatOutcome,
    access::{self, About, Verb},
};
use bln_store::{Changes, Fingerprint, IdempotencyKey, Receipt, ReceiptKey, Rule, Store, StoreError, Write};
use tokio::task::JoinHandle;

use crate::{
    Network, NetworkError, Ports,
    desk::{DeskAnswer, DeskPorts, DeskRequest, Desks},
    registrations::unexpected,
};

/// How often a decision is made again because somebody else committed first.
const ATTEMPTS: u32 = 16;

/// A receipt that names another kind of record than its verb writes: this code did not write it.
pub(crate) const UNREADABLE: NetworkError = NetworkError::Failed { code: "receipt.unreadable" };

/// What is behind the gate.
#[derive(Clone)]
pub(crate) struct Gate {
    store: Arc<dyn Store>,
    desks: Arc<Desks>,
}

impl Gate {
    /// Builds a gate before a store.
    ///
    /// The profile's wordings are written here, the one writing that no verb asks for: nobody signs in to open a
    /// network, and whoever holds the store has administered it already.
    pub(crate) async fn open(
        store: Arc<dyn Store>,
        profile: &NetworkProfile,
        ports: Ports,
    ) -> Result<Self, NetworkError> {
        let known = store.wordings().await?;
        let mut new =
            profile.wordings().iter().filter(|wording| !known.contains(wording)).cloned().peekable();
        if new.peek().is_some() {
            let now = ports.clock.now();
            let (actor, action) = (Actor::public(), Action::ConfigureNetwork);
            let entry = AuditEntry::new(ports.new_id(now), now, actor, action, RecordRef::Network);
            let changes =
                new.fold(Changes::new(entry), |changes, wording| changes.write(Write::Wording(wording)));
            store.commit(changes).await?;
        }
        let offer_window = profile.offer_window();
        let desks = Desks::new(DeskPorts {
            store: Arc::clone(&store),
            clock: ports.clock,
            ids: ports.ids,
            offer_window,
        });
        Ok(Self { store, desks: Arc::new(desks) })
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.store.fmt(f)
    }
}

impl Network {
    /// Lets an actor in who may ask the verb about this: how every verb begins.
    ///
    /// # Errors
    ///
    /// What [`access::check`] answers. Nothing was read.
    pub(crate) fn enter(&self, verb: Verb, actor: Actor, about: About) -> Result<Entered<'_>, NetworkError> {
        access::check(actor, verb, about)?;
        Ok(Entered { network: self, actor })
    }
}

/// An actor who was let in, and what they came for.
pub(crate) struct Entered<'a> {
    network: &'a Network,
    actor: Actor,
}

impl<'a> Entered<'a> {
    /// The store, to read from.
    pub(crate) fn store(&self) -> &'a dyn Store {
        &*self.network.gate.store
    }

    /// Who was let in.
    pub(crate) const fn actor(&self) -> Actor {
        self.actor
    }

    /// How the actor belongs now, if they do: what most visibility depends on.
    pub(crate) async fn active_kind(&self) -> Result<Option<BelongingKind>, NetworkError> {
        let Some(person) = self.actor.person() else { return Ok(None) };
        let membership = self.store().membership(person).await?;
        Ok(membership.and_then(|membership| membership.record.active_kind(self.network.now())))
    }

    /// Whether the actor reads what is there for everybody of the network: active members and allies do, and those who
    /// run it.
    pub(crate) async fn is_of_the_network(&self) -> Result<bool, NetworkError> {
        match self.actor.role() {
            Role::Administrator => Ok(true),
            Role::Participant | Role::Facilitator => Ok(self.active_kind().await?.is_some()),
            _ => Ok(false),
        }
    }

    /// The receipt of a request of the actor's that was answered before.
    pub(crate) async fn answered(
        &self,
        key: &IdempotencyKey,
        fingerprint: Fingerprint,
    ) -> Result<Option<Receipt>, NetworkError> {
        let key = ReceiptKey { actor: self.actor.person(), key: key.clone() };
        match self.store().receipt(&key).await? {
            Some(receipt) if receipt.fingerprint == fingerprint => Ok(Some(receipt)),
            Some(_) => Err(Refusal::KeyUsedForAnotherRequest.into()),
            None => Ok(None),
        }
    }

    /// The receipt of a request of the actor's, for the commit of its answer.
    pub(crate) fn receipt(
        &self,
        key: &IdempotencyKey,
        fingerprint: Fingerprint,
        record: RecordRef,
        answer: &str,
        at: Instant,
    ) -> Receipt {
        let key = ReceiptKey { actor: self.actor.person(), key: key.clone() };
        Receipt { key, fingerprint, record, answer: answer.to_owned(), at }
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
            match self.store().commit(changes).await {
                Ok(()) => return Ok(answer),
                Err(StoreError::Stale { .. })
                | Err(StoreError::Conflict { rule: Rule::EmailAddressUnique | Rule::IdempotencyKeyUnique }) =>
                    {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(NetworkError::Busy)
    }

    /// Commits once, and tells what the store said.
    pub(crate) async fn commit(&self, changes: Changes) -> Result<(), StoreError> {
        self.store().commit(changes).await
    }

    /// Begins to commit, while the next is being decided.
    pub(crate) fn begin_commit(&self, changes: Changes) -> JoinHandle<Result<(), StoreError>> {
        let store = Arc::clone(&self.network.gate.store);
        tokio::spawn(async move { store.commit(changes).await })
    }

    /// Asks an event's desk.
    pub(crate) async fn desk(
        &self,
        event: Id<Event>,
        request: DeskRequest,
    ) -> Result<DeskAnswer, NetworkError> {
        self.network.gate.desks.ask(event, request).await
    }

    /// Asks an event's desk for something that the seat machine decides.
    pub(crate) async fn seat(
        &self,
        event: Id<Event>,
        request: DeskRequest,
    ) -> Result<SeatOutcome, NetworkError> {
        match self.desk(event, request).await? {
            DeskAnswer::Seat(outcome) => Ok(outcome),
            DeskAnswer::Left(_) => Err(unexpected()),
        }
    }
}
