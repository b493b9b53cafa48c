//! What a network calls its people.

use crate::{Invalid, Line};

/// What one and several of something are called.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Word {
    /// One.
    pub singular: Line<60>,
    /// Several.
    pub plural: Line<60>,
}

impl Word {
    /// A word in its two forms.
    ///
    /// # Errors
    ///
    /// As [`Line::parse`].
    pub fn parse(singular: &str, plural: &str) -> Result<Self, Invalid> {
        Ok(Self { singular: Line::parse(singular)?, plural: Line::parse(plural)? })
    }
}

/// The words a network uses for its people.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Words {
    /// Somebody who belongs as a member.
    pub member: Word,
    /// Somebody who belongs as an ally.
    pub ally: Word,
    /// How the network's people are described on pages and in letters: "ethnic minority", in "leaders from ethnic
    /// minority backgrounds". The NHS service manual prefers this to initials; the name of a network may keep
    /// them.
    pub ethnicity: Line<60>,
}
