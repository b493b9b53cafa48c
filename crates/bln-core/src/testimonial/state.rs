//! Where a testimonial is on its way.

use crate::{Instant, WordsHash};

/// Where a testimonial is on its way: offered, approved by the person, taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TestimonialState {
    /// It waits for the person to approve it.
    Offered,
    /// The person has read these very words, with how they are named, where they are shown and until when.
    Approved {
        /// When.
        at: Instant,
        /// The hash of the words that they read.
        words_hash: WordsHash,
    },
    /// It was taken back. Final.
    Withdrawn {
        /// When.
        at: Instant,
    },
}

impl TestimonialState {
    /// The stable name, without what belongs to it.
    pub const fn name(self) -> &'static str {
        match self {
            TestimonialState::Offered => "offered",
            TestimonialState::Approved { .. } => "approved",
            TestimonialState::Withdrawn { .. } => "withdrawn",
        }
    }

    /// When it was approved or taken back.
    pub const fn at(self) -> Option<Instant> {
        match self {
            TestimonialState::Offered => None,
            TestimonialState::Approved { at, .. } | TestimonialState::Withdrawn { at } => Some(at),
        }
    }

    /// The hash of the words that were approved.
    pub const fn words_hash(self) -> Option<WordsHash> {
        match self {
            TestimonialState::Approved { words_hash, .. } => Some(words_hash),
            TestimonialState::Offered | TestimonialState::Withdrawn { .. } => None,
        }
    }

    /// Reads a state back from its name and the columns beside it; `None` when they do not belong together.
    pub fn from_parts(name: &str, at: Option<Instant>, words_hash: Option<WordsHash>) -> Option<Self> {
        match (name, at, words_hash) {
            ("offered", None, None) => Some(TestimonialState::Offered),
            ("approved", Some(at), Some(words_hash)) => Some(TestimonialState::Approved { at, words_hash }),
            ("withdrawn", Some(at), None) => Some(TestimonialState::Withdrawn { at }),
            _ => None,
        }
    }
}
