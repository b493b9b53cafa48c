//! Why something could not be sealed or opened.

/// Why something could not be sealed or opened. It tells no more: what exactly was wrong with sealed bytes helps
/// only whoever changed them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// The ring has no key of the name that is needed.
    #[error("seal.key_unknown: the ring has no key of that name")]
    KeyUnknown,
    /// The seal is broken: the bytes were changed, were sealed with another key, or for another person, another
    /// characteristic or another edition.
    #[error("seal.broken: the seal is broken")]
    Broken,
    /// Editions start at 1.
    #[error("seal.edition: editions start at 1")]
    Edition,
}

impl SealError {
    /// The stable code, for programs.
    pub const fn code(self) -> &'static str {
        match self {
            SealError::KeyUnknown => "seal.key_unknown",
            SealError::Broken => "seal.broken",
            SealError::Edition => "seal.edition",
        }
    }
}
