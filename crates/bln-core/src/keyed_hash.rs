//! A hash that only the holder of a key can make.

use std::fmt;

/// A keyed hash: it tells whether two things are the same to whoever holds the key, and nothing to anybody else.
///
/// A plain hash of an address would be undone by hashing every likely address; this is HMAC-SHA-256 under a key
/// of the network (RFC 2104), made by `bln-seal`. It still is personal data while the key exists (UK GDPR recital
/// 26: pseudonymised), so `Debug` does not show it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyedHash([u8; 32]);

impl KeyedHash {
    /// A hash as it was made or kept.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The hash.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for KeyedHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyedHash(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_keeps_its_bytes_and_does_not_show_them() {
        let hash = KeyedHash::from_bytes([0xab; 32]);
        assert_eq!(hash.bytes(), &[0xab; 32]);
        assert_eq!(format!("{hash:?}"), "KeyedHash(..)");
    }
}
