//! Why content was refused: a stable code and a limit, never what was written.

use bln_core::Invalid;

/// The reason for which the content of a letter or a bulletin was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum ContentError {
    /// Text that a constructor of `bln-core` refuses.
    #[error("{0}")]
    Text(#[from] Invalid),
    /// Nothing to read.
    #[error("content.empty")]
    Empty,
    /// Lists, quotes or emphasis within each other beyond the limit, in levels.
    #[error("content.too_deep")]
    TooDeep {
        /// The most levels there may be.
        limit: usize,
    },
    /// More parts than the limit.
    #[error("content.too_many")]
    TooMany {
        /// The most parts there may be.
        limit: usize,
    },
    /// Larger, once rendered, than mail programs show whole; in bytes.
    #[error("content.too_large")]
    TooLarge {
        /// The most bytes there may be.
        limit: usize,
    },
    /// A link for answers with a query, a fragment, or more than the limit of characters.
    #[error("content.base_link")]
    BaseLink,
}

impl ContentError {
    /// The stable code, for programs.
    pub const fn code(self) -> &'static str {
        match self {
            ContentError::Text(invalid) => invalid.code(),
            ContentError::Empty => "content.empty",
            ContentError::TooDeep { .. } => "content.too_deep",
            ContentError::TooMany { .. } => "content.too_many",
            ContentError::TooLarge { .. } => "content.too_large",
            ContentError::BaseLink => "content.base_link",
        }
    }
}
