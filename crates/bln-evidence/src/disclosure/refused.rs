//! Why a table may not be shown.

use super::Malformed;

/// Why a table is not published. Nothing of it may be shown; it carries places of cells, never a count.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.code())]
#[non_exhaustive]
pub enum Refused {
    /// Cells that could be worked out however much else was suppressed; by their places, `None` for a total. A table
    /// with fewer or larger categories may pass. No cell is named if it is a group that only several tables together
    /// give away.
    Exposed {
        /// The places of the cells in this table.
        cells: Vec<Vec<Option<usize>>>,
    },
    /// Suppressed cells whose protection could not be shown within the effort that is given to it.
    Unproved {
        /// The places of the cells in this table.
        cells: Vec<Vec<Option<usize>>>,
    },
    /// This table of this edition was published with other numbers. Changed data are a new edition.
    Frozen,
    /// No people could be as this table and the earlier ones of its edition say. Changed data are a new edition.
    Contradicts,
    /// So few people differ from an earlier edition that whoever knows who came or went could learn their groups.
    TooAlike {
        /// The number of the earlier edition.
        edition: u32,
    },
    /// The edition it corrects is not in the ledger, or this number was used for another snapshot.
    EditionUnknown,
    /// The policy is for totals of England alone.
    NotNational,
    /// With the tables it shares people with, it is too large to be audited, or its shape is no table's.
    Malformed(Malformed),
}

impl Refused {
    /// The stable code, for programs: `noun.reason` in lower case. Once released, a code keeps its meaning.
    pub const fn code(&self) -> &'static str {
        match self {
            Refused::Exposed { .. } => "cells.exposed",
            Refused::Unproved { .. } => "cells.unproved",
            Refused::Frozen => "edition.frozen",
            Refused::Contradicts => "edition.contradicts",
            Refused::TooAlike { .. } => "edition.too_alike",
            Refused::EditionUnknown => "edition.unknown",
            Refused::NotNational => "policy.not_national",
            Refused::Malformed(malformed) => malformed.code(),
        }
    }
}

impl From<Malformed> for Refused {
    fn from(malformed: Malformed) -> Self {
        Refused::Malformed(malformed)
    }
}
