//! Ports that fail when they are told to: the store, the key ring, the random numbers.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bln_core::{Id, KeyName, RecordRef};
use bln_seal::{KeyRing, Keys, NetworkKey};
use bln_service::{SecretSource, SecretsUnavailable};
use bln_store::{Changes, Rule, Store, StoreError};

use crate::{
    access_support::nobody,
    support::{CountingSecrets, keys},
    wrapped::Between,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    Stale,
    Conflict,
    Missing,
    Busy,
    Backend,
    /// It is done, and nobody can say so.
    UnknownDone,
    Panic,
    /// The key that was asked for is not there.
    Key,
    Secret,
}

impl Failure {
    pub(crate) const ALL: [Failure; 9] = [
        Failure::Stale,
        Failure::Conflict,
        Failure::Missing,
        Failure::Busy,
        Failure::Backend,
        Failure::UnknownDone,
        Failure::Panic,
        Failure::Key,
        Failure::Secret,
    ];

    fn error(self) -> StoreError {
        match self {
            Failure::Stale => StoreError::Stale { record: RecordRef::Person(nobody()) },
            Failure::Conflict => StoreError::Conflict { rule: Rule::EmailAddressUnique },
            Failure::Missing => StoreError::NotFound { record: RecordRef::Event(Id::new(uuid::Uuid::nil())) },
            Failure::Busy => StoreError::Busy,
            Failure::Backend => StoreError::Backend { code: "storage.full" },
            Failure::UnknownDone => StoreError::UnknownOutcome,
            Failure::Panic | Failure::Key | Failure::Secret => panic!("the store fails on purpose"),
        }
    }

    const fn is_of_the_store(self) -> bool {
        !matches!(self, Failure::Key | Failure::Secret)
    }
}

/// When something fails.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) failure: Failure,
    /// How many calls succeed before.
    pub(crate) after: u32,
    /// Whether those that follow fail as well.
    pub(crate) for_good: bool,
}

/// Counts the calls of the ports that fail, from when it is told to.
#[derive(Debug, Default, Clone)]
pub(crate) struct Switch(Arc<Mutex<Option<(Plan, u32)>>>);

impl Switch {
    pub(crate) fn set(&self, plan: Plan) {
        *self.0.lock().unwrap() = Some((plan, 0));
    }

    /// Everything works again. The answer is whether anything failed.
    pub(crate) fn off(&self) -> bool {
        self.0.lock().unwrap().take().is_some_and(|(plan, calls)| calls > plan.after)
    }

    /// The failure of this call, of a port to which such failures happen.
    fn now(&self, of_this_port: impl Fn(Failure) -> bool) -> Option<Failure> {
        let mut state = self.0.lock().unwrap();
        let (plan, calls) = state.as_mut().filter(|(plan, _)| of_this_port(plan.failure))?;
        *calls += 1;
        let fails = *calls == plan.after + 1 || (plan.for_good && *calls > plan.after);
        fails.then_some(plan.failure)
    }
}

#[async_trait]
impl Between for Switch {
    async fn commit(&self, inner: &Arc<dyn Store>, changes: Changes) -> Result<(), StoreError> {
        match self.now(Failure::is_of_the_store) {
            None => inner.commit(changes).await,
            Some(Failure::UnknownDone) => inner.commit(changes).await.and(Err(Failure::UnknownDone.error())),
            Some(failure) => Err(failure.error()),
        }
    }

    async fn before_read(&self) -> Result<(), StoreError> {
        self.now(Failure::is_of_the_store).map_or(Ok(()), |failure| Err(failure.error()))
    }
}

#[derive(Debug)]
pub(crate) struct Ring(pub(crate) Switch, Keys);

impl Ring {
    pub(crate) fn new(switch: Switch) -> Self {
        Self(switch, keys())
    }
}

impl KeyRing for Ring {
    fn current(&self) -> KeyName {
        self.1.current()
    }

    fn key(&self, name: &KeyName) -> Option<NetworkKey> {
        let is_there = self.0.now(|failure| failure == Failure::Key).is_none();
        is_there.then(|| self.1.key(name)).flatten()
    }

    fn names(&self) -> Vec<KeyName> {
        self.1.names()
    }
}

#[derive(Debug)]
pub(crate) struct Secrets(Switch, CountingSecrets);

impl Secrets {
    pub(crate) fn new(switch: Switch) -> Self {
        Self(switch, CountingSecrets::default())
    }
}

impl SecretSource for Secrets {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), SecretsUnavailable> {
        match self.0.now(|failure| failure == Failure::Secret) {
            Some(_) => Err(SecretsUnavailable),
            None => self.1.fill(bytes),
        }
    }
}
