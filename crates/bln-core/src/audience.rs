//! Who an event is for.

use crate::{BelongingKind, Invalid, InvalidKind};

/// Who an event is for, from the narrowest to the widest.
///
/// It is asked about *active* belonging only: somebody whose membership is paused or waits for an answer counts
/// here as somebody who does not belong.
///
/// ```
/// use bln_core::{Audience, BelongingKind};
///
/// assert!(Audience::Members.admits(Some(BelongingKind::Member)));
/// assert!(!Audience::Members.admits(Some(BelongingKind::Ally)));
/// assert!(Audience::Public.admits(None));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// Active members of the network.
    Members,
    /// Active members and active allies.
    MembersAndAllies,
    /// Anybody.
    Public,
}

impl Audience {
    /// Every audience, from the narrowest to the widest.
    pub const ALL: [Audience; 3] = [Audience::Members, Audience::MembersAndAllies, Audience::Public];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Audience::Members => "members",
            Audience::MembersAndAllies => "members_and_allies",
            Audience::Public => "public",
        }
    }

    /// Reads a stable name.
    ///
    /// # Errors
    ///
    /// `audience.unknown`.
    pub fn parse(name: &str) -> Result<Self, Invalid> {
        Audience::ALL
            .into_iter()
            .find(|audience| audience.name() == name)
            .ok_or(Invalid::new(InvalidKind::AudienceUnknown))
    }

    /// Whether somebody who actively belongs in this way, or does not belong, is in the audience.
    pub const fn admits(self, belonging: Option<BelongingKind>) -> bool {
        match self {
            Audience::Members => matches!(belonging, Some(BelongingKind::Member)),
            Audience::MembersAndAllies => belonging.is_some(),
            Audience::Public => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for audience in Audience::ALL {
            assert_eq!(Audience::parse(audience.name()), Ok(audience));
        }
        assert_eq!(Audience::parse("Members").unwrap_err().kind(), InvalidKind::AudienceUnknown);
    }

    #[test]
    fn each_audience_admits_exactly_its_own() {
        let people = [Some(BelongingKind::Member), Some(BelongingKind::Ally), None];
        let admitted = |audience: Audience| people.map(|belonging| audience.admits(belonging));
        assert_eq!(admitted(Audience::Members), [true, false, false]);
        assert_eq!(admitted(Audience::MembersAndAllies), [true, true, false]);
        assert_eq!(admitted(Audience::Public), [true, true, true]);
    }
}
