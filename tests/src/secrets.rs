//! Secrets that are the same in every run, and keys made of them: for tests, where nothing is to be kept secret.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, Ordering},
};

use bln_core::KeyName;
use bln_seal::{KeyRing, Keys};
use bln_service::{SecretSource, SecretsUnavailable};

use crate::SplitMix64;

/// "Random" bytes, each time others, from a seed.
#[derive(Debug)]
pub struct SeededSecrets(Mutex<SplitMix64>);

impl SeededSecrets {
    /// Secrets from a seed.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(SplitMix64::new(seed)))
    }
}

impl Default for SeededSecrets {
    /// Secrets that no other source of this process makes, nor of another on the same file.
    fn default() -> Self {
        static SOURCES: AtomicU64 = AtomicU64::new(1);
        let source = SOURCES.fetch_add(1, Ordering::Relaxed);
        Self::new((u64::from(std::process::id()) << 32) | source << 16)
    }
}

impl SecretSource for SeededSecrets {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), SecretsUnavailable> {
        let mut random = self.0.lock().unwrap();
        for part in bytes.chunks_mut(8) {
            let drawn = random.draw().to_le_bytes();
            part.copy_from_slice(&drawn[..part.len()]);
        }
        Ok(())
    }
}

/// A key ring with one key, the same in every test.
pub fn sample_keys() -> Arc<dyn KeyRing> {
    Arc::new(Keys::generate(KeyName::parse("sample").unwrap(), [17; 32]).unwrap())
}
