//! What a store keeps of a token: not the token.

use std::fmt;

/// The SHA-256 of a single-use token.
///
/// A token is 256 random bits, so its hash needs neither salt nor stretching, and whoever reads the store cannot
/// use what they find there. `Debug` does not show it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    /// A hash as it was made or kept.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The hash.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenHash(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_keeps_its_bytes_and_does_not_show_them() {
        let hash = TokenHash::new([0xab; 32]);
        assert_eq!(hash.bytes(), &[0xab; 32]);
        assert_eq!(format!("{hash:?}"), "TokenHash(..)");
    }
}
