//! A digest of a request, so that an idempotency key is not taken for another request's.

use std::hash::{Hash, Hasher};

use bln_store::Fingerprint;
use sha2::{Digest, Sha256};

/// The digest of a verb's name and everything it was asked.
///
/// It is made through [`Hash`], which every noun has for this purpose, and cut to 128 bits. It is compared with
/// digests made by this library only; after an upgrade that changes a noun, a request that is repeated across
/// it is refused as another one, and the client asks anew.
pub(crate) fn fingerprint(verb: &str, request: &impl Hash) -> Fingerprint {
    let mut hasher = Sha256Hasher(Sha256::new());
    verb.hash(&mut hasher);
    request.hash(&mut hasher);
    let mut digest = [0_u8; 16];
    digest.copy_from_slice(&hasher.0.finalize()[..16]);
    Fingerprint::new(digest)
}

struct Sha256Hasher(Sha256);

impl Hasher for Sha256Hasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Never asked for: the digest is taken whole.
    fn finish(&self) -> u64 {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_tells_requests_and_verbs_apart() {
        assert_eq!(fingerprint("register", &(1, "a")), fingerprint("register", &(1, "a")));
        assert_ne!(fingerprint("register", &(1, "a")), fingerprint("register", &(1, "b")));
        assert_ne!(fingerprint("register", &1), fingerprint("cancel", &1));
        assert_ne!(fingerprint("v", &("ab", "c")), fingerprint("v", &("a", "bc")));
    }
}
