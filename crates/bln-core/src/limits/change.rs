//! One step: a limit that is set, or lifted.

use super::{Limits, RestrictionGround};
use crate::{Instant, Prose};

/// What is to become of the limits of one person.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LimitChange {
    /// Their details are kept because a law or a legal claim needs them, for this reason, as they are told it.
    Hold(Prose<1000>),
    /// The reason to keep their details is gone.
    ReleaseHold,
    /// Their details are stored and not used, on this ground.
    Restrict(RestrictionGround),
    /// Their details may be used again. They are told before (UK GDPR article 18(3)), and by a notice that is written
    /// with it.
    LiftRestriction,
}

impl Limits {
    /// The same limits with one step taken. A limit that is lifted and was not there changes nothing.
    #[must_use]
    pub fn changed(&self, change: &LimitChange, now: Instant) -> Self {
        match change {
            LimitChange::Hold(reason) => self.hold(reason.clone(), now),
            LimitChange::ReleaseHold => self.release_hold(),
            LimitChange::Restrict(ground) => self.restrict(*ground, now),
            LimitChange::LiftRestriction => self.lift_restriction(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Id;

    #[test]
    fn each_step_sets_or_lifts_one_limit() {
        let now: Instant = "2027-03-01T09:00:00Z".parse().unwrap();
        let none = Limits::none(Id::new(uuid::Uuid::from_u128(17)));
        let reason = Prose::parse("Sample claim").unwrap();
        let held = none.changed(&LimitChange::Hold(reason.clone()), now);
        assert_eq!(held, none.hold(reason, now));
        let ground = RestrictionGround::LegalClaim;
        let both = held.changed(&LimitChange::Restrict(ground), now);
        assert_eq!(both, held.restrict(ground, now));
        assert_eq!(both.changed(&LimitChange::LiftRestriction, now), held);
        assert_eq!(held.changed(&LimitChange::ReleaseHold, now), none);
        assert_eq!(none.changed(&LimitChange::LiftRestriction, now), none);
    }

    #[test]
    fn debug_shows_no_reason() {
        let shown = format!("{:?}", LimitChange::Hold(Prose::parse("Sample claim").unwrap()));
        assert!(!shown.contains("claim"), "{shown}");
    }
}
