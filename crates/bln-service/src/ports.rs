//! What the verbs need from outside besides a store: the time, identifiers nobody used before, secrets and keys.

use std::sync::Arc;

use bln_core::{Id, Instant, KeyName, Pseudonym};
use bln_seal::{KeyRing, Keys};
use uuid::{Builder, Uuid};

use crate::{NetworkError, SystemClock, SystemIds, SystemSecrets};

/// Tells the time. Below the doors nothing else does.
pub trait Clock: std::fmt::Debug + Send + Sync + 'static {
    /// The instant it is now.
    fn now(&self) -> Instant;
}

/// Makes identifiers.
pub trait IdSource: std::fmt::Debug + Send + Sync + 'static {
    /// An identifier nobody used before, for a record made `now`. UUIDv7 (RFC 9562) by convention, so that
    /// records made one after another lie beside each other in an index.
    fn next(&self, now: Instant) -> Uuid;
}

/// Makes what nobody may guess: keys, nonces, the tokens of links, pseudonyms.
pub trait SecretSource: std::fmt::Debug + Send + Sync + 'static {
    /// Fills with random bytes from a generator that is fit for keys (OWASP ASVS 5.0, 11.5.1).
    ///
    /// # Errors
    ///
    /// [`SecretsUnavailable`]; nothing may then be made of the bytes.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), SecretsUnavailable>;
}

/// There are no random numbers to be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there are no random numbers to be had")]
pub struct SecretsUnavailable;

/// Everything that a network is handed besides its store and its profile.
#[derive(Debug, Clone)]
pub struct Ports {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// New identifiers.
    pub ids: Arc<dyn IdSource>,
    /// New secrets.
    pub secrets: Arc<dyn SecretSource>,
    /// The network's keys.
    pub keys: Arc<dyn KeyRing>,
}

impl Ports {
    /// The machine's clock, and identifiers and secrets from its random numbers; the keys are the network's own.
    pub fn system(keys: Arc<dyn KeyRing>) -> Self {
        Self {
            clock: Arc::new(SystemClock),
            ids: Arc::new(SystemIds),
            secrets: Arc::new(SystemSecrets),
            keys,
        }
    }

    /// The same with a key that nobody keeps: for trying a network out, in memory. What is sealed with it is lost
    /// when the process ends; a network that is to last has its keys from a [`bln_seal::FileKeyRing`] or from the
    /// environment.
    ///
    /// # Errors
    ///
    /// [`NetworkError::Failed`] with `secrets.unavailable`.
    pub fn without_kept_keys() -> Result<Self, NetworkError> {
        let mut random = [0; 32];
        SystemSecrets.fill(&mut random)?;
        let keys = KeyName::parse("not-kept").ok().and_then(|name| Keys::generate(name, random).ok());
        Ok(Self::system(Arc::new(keys.ok_or(SecretsUnavailable)?)))
    }

    /// A typed identifier.
    pub(crate) fn new_id<K>(&self, now: Instant) -> Id<K> {
        new_id(&*self.ids, now)
    }

    /// So many random bytes.
    pub(crate) fn random<const N: usize>(&self) -> Result<[u8; N], NetworkError> {
        let mut bytes = [0; N];
        self.secrets.fill(&mut bytes)?;
        Ok(bytes)
    }

    /// A name for somebody in the audit.
    pub(crate) fn new_pseudonym(&self) -> Result<Pseudonym, NetworkError> {
        Ok(Pseudonym::new(Builder::from_random_bytes(self.random()?).into_uuid()))
    }
}

/// A typed identifier from a source.
pub(crate) fn new_id<K>(ids: &dyn IdSource, now: Instant) -> Id<K> {
    Id::new(ids.next(now))
}
