//! The two ways of belonging, and the declaration each rests on.

use std::fmt;

use crate::{Instant, Invalid, InvalidKind, WordingRef};

/// The two ways of belonging.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BelongingKind {
    /// One of those the network is for, by their own declaration.
    Member,
    /// Stands with them.
    Ally,
}

impl BelongingKind {
    /// Both ways.
    pub const ALL: [BelongingKind; 2] = [BelongingKind::Member, BelongingKind::Ally];

    /// The stable name. What people are shown is the network's own word for it.
    pub const fn name(self) -> &'static str {
        match self {
            BelongingKind::Member => "member",
            BelongingKind::Ally => "ally",
        }
    }

    /// Reads a stable name. `supporter`, the older word for an ally, is read as well and never written.
    ///
    /// # Errors
    ///
    /// `belonging.unknown`.
    pub fn parse(name: &str) -> Result<Self, Invalid> {
        match name {
            "member" => Ok(BelongingKind::Member),
            "ally" | "supporter" => Ok(BelongingKind::Ally),
            _ => Err(Invalid::new(InvalidKind::BelongingUnknown)),
        }
    }
}

/// A person's own statement that they are eligible, the wording it was made under, and the privacy notice they
/// were shown when they made it (UK GDPR article 13).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Declaration {
    wording: WordingRef,
    privacy_notice: WordingRef,
    at: Instant,
}

impl Declaration {
    /// A declaration under a wording, by somebody who was shown a privacy notice.
    pub const fn new(wording: WordingRef, privacy_notice: WordingRef, at: Instant) -> Self {
        Self { wording, privacy_notice, at }
    }

    /// What was declared, word for word.
    pub const fn wording(&self) -> &WordingRef {
        &self.wording
    }

    /// What was said about the use of their data, word for word.
    pub const fn privacy_notice(&self) -> &WordingRef {
        &self.privacy_notice
    }

    /// When it was declared.
    pub const fn at(&self) -> Instant {
        self.at
    }
}

/// Belongs as one of those the network is for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Member {
    declaration: Declaration,
}

impl Member {
    /// A member by this declaration.
    pub const fn new(declaration: Declaration) -> Self {
        Self { declaration }
    }

    /// What they declared.
    pub const fn declaration(&self) -> &Declaration {
        &self.declaration
    }
}

/// Belongs as somebody who stands with the members.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Ally {
    declaration: Declaration,
}

impl Ally {
    /// An ally by this declaration.
    pub const fn new(declaration: Declaration) -> Self {
        Self { declaration }
    }

    /// What they declared.
    pub const fn declaration(&self) -> &Declaration {
        &self.declaration
    }
}

/// How a person belongs, with what they declared.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Belonging {
    /// As a member.
    Member(Member),
    /// As an ally.
    Ally(Ally),
}

impl Belonging {
    /// Belonging of this kind by this declaration.
    pub const fn new(kind: BelongingKind, declaration: Declaration) -> Self {
        match kind {
            BelongingKind::Member => Belonging::Member(Member::new(declaration)),
            BelongingKind::Ally => Belonging::Ally(Ally::new(declaration)),
        }
    }

    /// Which of the two ways it is.
    pub const fn kind(&self) -> BelongingKind {
        match self {
            Belonging::Member(_) => BelongingKind::Member,
            Belonging::Ally(_) => BelongingKind::Ally,
        }
    }

    /// What the person declared.
    pub const fn declaration(&self) -> &Declaration {
        match self {
            Belonging::Member(member) => member.declaration(),
            Belonging::Ally(ally) => ally.declaration(),
        }
    }
}

impl fmt::Debug for Belonging {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Belonging(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip_and_the_older_word_for_an_ally_is_read() {
        for kind in BelongingKind::ALL {
            assert_eq!(BelongingKind::parse(kind.name()), Ok(kind));
        }
        assert_eq!(BelongingKind::parse("supporter"), Ok(BelongingKind::Ally));
        for name in ["", "Member", "allies"] {
            assert_eq!(BelongingKind::parse(name).unwrap_err().kind(), InvalidKind::BelongingUnknown);
        }
    }

    #[test]
    fn how_somebody_belongs_does_not_show_in_debug() {
        let at = "2027-03-01T09:00:00Z".parse().unwrap();
        let declaration = Declaration::new(
            WordingRef::parse("declaration@1").unwrap(),
            WordingRef::parse("privacy@1").unwrap(),
            at,
        );
        for kind in BelongingKind::ALL {
            let belonging = Belonging::new(kind, declaration.clone());
            assert_eq!((belonging.kind(), belonging.declaration()), (kind, &declaration));
            assert_eq!(format!("{belonging:?}"), "Belonging(..)");
        }
    }
}
