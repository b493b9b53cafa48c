//! What is kept of the words that somebody approved.

use std::fmt;

/// The SHA-256 of the words of a testimonial, as UTF-8.
///
/// It is made where there is cryptography, and given to the decisions as a value. Two hashes are alike if the words
/// are, so `Debug` does not show it: whoever guesses the words could check the guess.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordsHash([u8; 32]);

impl WordsHash {
    /// A hash as it was made or kept.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The hash.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for WordsHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WordsHash(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_keeps_its_bytes_and_does_not_show_them() {
        let hash = WordsHash::new([0xab; 32]);
        assert_eq!(hash.bytes(), &[0xab; 32]);
        assert_eq!(format!("{hash:?}"), "WordsHash(..)");
    }
}
