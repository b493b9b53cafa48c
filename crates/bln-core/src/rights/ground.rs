//! Why a request can be refused.

use super::Right;

/// A ground on which a request may be refused. The person is told it within the month, with the right to complain to
/// the Information Commissioner and to go to court (UK GDPR article 12(4)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum RefusalGround {
    /// The request is manifestly unfounded (article 12(5)). The network has to show that it is.
    ManifestlyUnfounded,
    /// The request is excessive, as when the same is asked again and again (article 12(5)). The network has to show
    /// that it is.
    Excessive,
    /// It is not clear who asks, and they did not say when they were asked (article 12(2) and 12(6)).
    NotIdentified,
    /// What the article wants for the right is not there, as for portability of what is kept on paper.
    DoesNotApply,
    /// The rights of somebody else would suffer (articles 15(4) and 20(4)).
    RightsOfOthers,
    /// A law wants it kept, or a legal claim needs it (article 17(3)(b) and (e)).
    LegalHold,
    /// There are compelling grounds that outweigh the objection (article 21(1)). There are none against an objection
    /// to direct marketing (article 21(3)).
    CompellingGrounds,
    /// An exemption of the Data Protection Act 2018, schedules 2 to 4.
    ExemptByLaw,
}

impl RefusalGround {
    /// Every ground.
    pub const ALL: [RefusalGround; 8] = [
        RefusalGround::ManifestlyUnfounded,
        RefusalGround::Excessive,
        RefusalGround::NotIdentified,
        RefusalGround::DoesNotApply,
        RefusalGround::RightsOfOthers,
        RefusalGround::LegalHold,
        RefusalGround::CompellingGrounds,
        RefusalGround::ExemptByLaw,
    ];

    /// The stable name, as stored.
    pub const fn name(self) -> &'static str {
        match self {
            RefusalGround::ManifestlyUnfounded => "manifestly_unfounded",
            RefusalGround::Excessive => "excessive",
            RefusalGround::NotIdentified => "not_identified",
            RefusalGround::DoesNotApply => "does_not_apply",
            RefusalGround::RightsOfOthers => "rights_of_others",
            RefusalGround::LegalHold => "legal_hold",
            RefusalGround::CompellingGrounds => "compelling_grounds",
            RefusalGround::ExemptByLaw => "exempt_by_law",
        }
    }

    /// Whether this right can be refused on it.
    pub const fn applies_to(self, right: Right) -> bool {
        match self {
            RefusalGround::ManifestlyUnfounded
            | RefusalGround::Excessive
            | RefusalGround::NotIdentified
            | RefusalGround::DoesNotApply
            | RefusalGround::ExemptByLaw => true,
            RefusalGround::RightsOfOthers => matches!(right, Right::Access | Right::Portability),
            RefusalGround::LegalHold => matches!(right, Right::Erasure),
            RefusalGround::CompellingGrounds => matches!(right, Right::Objection),
        }
    }

    /// Reads a stored name back; `None` for any other text.
    pub fn from_name(name: &str) -> Option<Self> {
        RefusalGround::ALL.into_iter().find(|ground| ground.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip_and_no_other_is_read() {
        for ground in RefusalGround::ALL {
            assert_eq!(RefusalGround::from_name(ground.name()), Some(ground));
        }
        assert_eq!(RefusalGround::from_name("inconvenient"), None);
    }

    #[test]
    fn a_ground_of_one_article_refuses_no_right_of_another() {
        let rights = |ground: RefusalGround| -> Vec<_> {
            Right::ALL.into_iter().filter(|right| ground.applies_to(*right)).collect()
        };
        assert_eq!(rights(RefusalGround::LegalHold), [Right::Erasure]);
        assert_eq!(rights(RefusalGround::CompellingGrounds), [Right::Objection]);
        assert_eq!(rights(RefusalGround::RightsOfOthers), [Right::Access, Right::Portability]);
        assert_eq!(rights(RefusalGround::Excessive), Right::ALL);
    }
}
