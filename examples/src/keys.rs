//! Keys and secrets that follow from a seed, so that a made-up season is the same every time. A real network makes its
//! keys once, from the operating system's random numbers, and keeps them in a file of their own: `bln_seal::FileKeyRing`.

use std::sync::{Arc, Mutex, PoisonError};

use bln_core::KeyName;
use bln_seal::Keys;
use bln_service::{Clock, IdSource, NetworkError, Ports, SecretSource, SecretsUnavailable};

use crate::{random::Random, season::SeasonError};

/// Bytes that only look random.
#[derive(Debug)]
pub struct SeededSecrets(Mutex<Random>);

impl SeededSecrets {
    /// Those of a seed.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(Random::of_part(seed, "secrets")))
    }
}

impl SecretSource for SeededSecrets {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), SecretsUnavailable> {
        let mut random = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for part in bytes.chunks_mut(8) {
            for (byte, drawn) in part.iter_mut().zip(random.next().to_le_bytes()) {
                *byte = drawn;
            }
        }
        Ok(())
    }
}

/// The ports of a season: its clock, its identifiers, and secrets and keys of its seed.
///
/// # Errors
///
/// None in practice: a seed makes a key.
pub fn seeded(seed: u64, clock: Arc<dyn Clock>, ids: Arc<dyn IdSource>) -> Result<Ports, SeasonError> {
    let secrets = SeededSecrets::new(seed);
    let mut random = [0; 32];
    let made = secrets
        .fill(&mut random)
        .ok()
        .and_then(|()| Keys::generate(KeyName::parse("season").ok()?, random).ok());
    let failed = NetworkError::Failed { code: "secrets.unavailable" };
    let keys = made.ok_or(SeasonError::network("making a key", failed))?;
    Ok(Ports { clock, ids, secrets: Arc::new(secrets), keys: Arc::new(keys) })
}
