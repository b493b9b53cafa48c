//! What was answered to a request that may be asked again.

use std::fmt;

use bln_core::{Id, Instant, Invalid, InvalidKind, Person, RecordRef};

/// A name that a client gives to a request, so that asking again after a lost answer is safe: 8 to 64 visible
/// ASCII characters (draft-ietf-httpapi-idempotency-key-header).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// Reads a key.
    ///
    /// # Errors
    ///
    /// `idempotency_key.format`.
    pub fn parse(text: impl Into<String>) -> Result<Self, Invalid> {
        let text = text.into();
        let fits = (8..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        if fits { Ok(Self(text)) } else { Err(Invalid::new(InvalidKind::IdempotencyKeyFormat)) }
    }

    /// The key.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A digest of everything a request asked for, so that a key is not taken for another request's.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// A digest made elsewhere.
    pub const fn new(digest: [u8; 16]) -> Self {
        Self(digest)
    }

    /// The digest.
    pub const fn bytes(self) -> [u8; 16] {
        self.0
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fingerprint(..)")
    }
}

/// A key together with who used it: keys of different actors never meet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReceiptKey {
    /// Who asked; `None` for the public.
    pub actor: Option<Id<Person>>,
    /// The key they gave.
    pub key: IdempotencyKey,
}

/// The answer that was given to a request, kept with its effect in one commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Under which key it was asked.
    pub key: ReceiptKey,
    /// What was asked.
    pub fingerprint: Fingerprint,
    /// The record that was made or changed.
    pub record: RecordRef,
    /// The answer, in a form of the verb's own: at most 64 ASCII characters, no personal data.
    pub answer: String,
    /// When.
    pub at: Instant,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_eight_to_sixty_four_visible_characters() {
        assert!(IdempotencyKey::parse("12345678").is_ok() && IdempotencyKey::parse("k".repeat(64)).is_ok());
        for key in ["1234567".to_owned(), "k".repeat(65), "with space".to_owned(), "schlüssel".to_owned()] {
            assert_eq!(IdempotencyKey::parse(key).unwrap_err().kind(), InvalidKind::IdempotencyKeyFormat);
        }
    }
}
