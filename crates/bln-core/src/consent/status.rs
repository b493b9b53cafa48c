//! How consent stands, ordered by strictness.

/// How consent for one purpose stands at an instant.
///
/// The order is that of strictness, and with it the statuses form a semilattice: [`ConsentStatus::strictest`] is
/// commutative, associative and idempotent, and `NeverAsked` is its neutral element, because never having been
/// asked is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConsentStatus {
    /// There is no answer.
    NeverAsked,
    /// The answer is yes, and it is live.
    Given,
    /// The answer was yes for a time that is over.
    Expired,
    /// The answer is no.
    Withdrawn,
}

impl ConsentStatus {
    /// Every status, from the least strict to the strictest.
    pub const ALL: [ConsentStatus; 4] =
        [ConsentStatus::NeverAsked, ConsentStatus::Given, ConsentStatus::Expired, ConsentStatus::Withdrawn];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            ConsentStatus::NeverAsked => "never_asked",
            ConsentStatus::Given => "given",
            ConsentStatus::Expired => "expired",
            ConsentStatus::Withdrawn => "withdrawn",
        }
    }

    /// The stricter of two: what holds when two records turn out to be of one person.
    #[must_use]
    pub fn strictest(self, other: Self) -> Self {
        self.max(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strictest_is_a_semilattice_with_no_answer_as_its_neutral_element() {
        for a in ConsentStatus::ALL {
            assert_eq!(a.strictest(a), a);
            assert_eq!(ConsentStatus::NeverAsked.strictest(a), a);
            assert_eq!(ConsentStatus::Withdrawn.strictest(a), ConsentStatus::Withdrawn);
            for b in ConsentStatus::ALL {
                assert_eq!(a.strictest(b), b.strictest(a));
                for c in ConsentStatus::ALL {
                    assert_eq!(a.strictest(b).strictest(c), a.strictest(b.strictest(c)));
                }
            }
        }
    }

    #[test]
    fn no_other_answer_becomes_a_yes_by_merging() {
        for other in [ConsentStatus::Expired, ConsentStatus::Withdrawn] {
            assert_ne!(ConsentStatus::Given.strictest(other), ConsentStatus::Given);
        }
    }
}
