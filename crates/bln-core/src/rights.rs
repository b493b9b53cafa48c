//! What a person may ask for under data-protection law, and by when it is answered.
//!
//! A request has a [clock](ResponseClock) of one calendar month from the day of receipt (UK GDPR article 12(3)). It
//! ends on a working day, so what a [bank holiday](BankHolidays) is comes in as data.

mod bank_holidays;
mod clock;
mod deadline;
mod ground;
mod request;

pub use bank_holidays::BankHolidays;
pub use clock::ResponseClock;
pub use deadline::Deadline;
pub use ground::RefusalGround;
pub use request::{Extension, Pause, RequestState, RightsRequest, RightsRequestParts};

use crate::{Invalid, InvalidKind};

/// A right of a person over what is kept about them.
///
/// ```
/// use bln_core::rights::Right;
///
/// assert_eq!(Right::parse("access")?.article(), 15);
/// # Ok::<(), bln_core::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Right {
    /// A copy of everything that is kept, and what is done with it (UK GDPR article 15).
    Access,
    /// What is wrong is put right, and what is missing is added (article 16).
    Rectification,
    /// What is kept is erased (article 17).
    Erasure,
    /// What is kept is stored, and not used (article 18).
    Restriction,
    /// What the person gave, in a form that machines read (article 20).
    Portability,
    /// Something is no longer done with it (article 21).
    Objection,
}

impl Right {
    /// Every right, in the order of the articles.
    pub const ALL: [Right; 6] = [
        Right::Access,
        Right::Rectification,
        Right::Erasure,
        Right::Restriction,
        Right::Portability,
        Right::Objection,
    ];

    /// The stable name, as stored.
    pub const fn name(self) -> &'static str {
        match self {
            Right::Access => "access",
            Right::Rectification => "rectification",
            Right::Erasure => "erasure",
            Right::Restriction => "restriction",
            Right::Portability => "portability",
            Right::Objection => "objection",
        }
    }

    /// The article of UK GDPR that gives it.
    pub const fn article(self) -> u8 {
        match self {
            Right::Access => 15,
            Right::Rectification => 16,
            Right::Erasure => 17,
            Right::Restriction => 18,
            Right::Portability => 20,
            Right::Objection => 21,
        }
    }

    /// Reads a stable name.
    ///
    /// # Errors
    ///
    /// `right.unknown`.
    pub fn parse(name: &str) -> Result<Self, Invalid> {
        Right::ALL
            .into_iter()
            .find(|right| right.name() == name)
            .ok_or(Invalid::new(InvalidKind::RightUnknown))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip_and_no_other_is_read() {
        for right in Right::ALL {
            assert_eq!(Right::parse(right.name()), Ok(right));
        }
        assert_eq!(Right::parse("Access").unwrap_err().kind(), InvalidKind::RightUnknown);
    }

    #[test]
    fn each_right_has_its_article() {
        assert_eq!(Right::ALL.map(Right::article), [15, 16, 17, 18, 20, 21]);
    }
}
