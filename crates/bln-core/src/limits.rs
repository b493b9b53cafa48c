//! What may not be done with a person's details for now: erase them, or use them.

mod change;

use std::fmt;

pub use change::LimitChange;

use crate::{Id, Instant, Person, Prose, Refusal};

/// That the details of a person are kept because a law or a legal claim needs them (UK GDPR article 17(3)(b) and (e)).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct LegalHold {
    /// The reason, as the person is told it (article 12(4)).
    pub reason: Prose<1000>,
    /// Since when.
    pub since: Instant,
}

impl fmt::Debug for LegalHold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LegalHold(since {})", self.since)
    }
}

/// Why the use of a person's details is restricted (UK GDPR article 18(1)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum RestrictionGround {
    /// The person says that they are wrong, and it is being checked (point a).
    AccuracyContested,
    /// Their use is unlawful, and the person wants them restricted and not erased (point b).
    UnlawfulUse,
    /// The network needs them no longer, and the person does, for a legal claim (point c).
    LegalClaim,
    /// The person has objected to their use, and it is being weighed (point d).
    ObjectionPending,
}

impl RestrictionGround {
    /// Every ground, in the order of the points.
    pub const ALL: [RestrictionGround; 4] = [
        RestrictionGround::AccuracyContested,
        RestrictionGround::UnlawfulUse,
        RestrictionGround::LegalClaim,
        RestrictionGround::ObjectionPending,
    ];

    /// The stable name, as stored.
    pub const fn name(self) -> &'static str {
        match self {
            RestrictionGround::AccuracyContested => "accuracy_contested",
            RestrictionGround::UnlawfulUse => "unlawful_use",
            RestrictionGround::LegalClaim => "legal_claim",
            RestrictionGround::ObjectionPending => "objection_pending",
        }
    }

    /// Reads a stored name back; `None` for any other text.
    pub fn from_name(name: &str) -> Option<Self> {
        RestrictionGround::ALL.into_iter().find(|ground| ground.name() == name)
    }
}

/// That the details of a person are stored and not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Restriction {
    /// Why.
    pub ground: RestrictionGround,
    /// Since when.
    pub since: Instant,
}

/// What may not be done with the details of one person for now. Most people have no limits.
///
/// A person whose details are restricted is not shown in the directory, is not written to but in answer to what they
/// ask for themselves, and their characteristics are read by nobody but themselves (UK GDPR article 18(2)). Before a
/// restriction is lifted they are told (article 18(3)).
///
/// ```
/// use bln_core::{Id, Instant, Limits, Prose, Refusal};
///
/// let monday: Instant = "2027-03-01T09:00:00Z".parse()?;
/// let limits = Limits::none(Id::new(uuid::Uuid::from_u128(17)));
/// let held = limits.hold(Prose::parse("A claim is before the employment tribunal.")?, monday);
/// assert_eq!(held.may_erase(), Err(Refusal::LegalHold));
/// assert_eq!(held.release_hold().may_erase(), Ok(()));
/// # Ok::<(), bln_core::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Limits {
    person: Id<Person>,
    legal_hold: Option<LegalHold>,
    restriction: Option<Restriction>,
}

impl Limits {
    /// No limits.
    pub const fn none(person: Id<Person>) -> Self {
        Self { person, legal_hold: None, restriction: None }
    }

    /// Limits as a store kept them. Any two are possible together.
    pub const fn restore(
        person: Id<Person>,
        legal_hold: Option<LegalHold>,
        restriction: Option<Restriction>,
    ) -> Self {
        Self { person, legal_hold, restriction }
    }

    /// The same with a legal hold. One that is there already goes on, for the new reason.
    #[must_use]
    pub fn hold(&self, reason: Prose<1000>, now: Instant) -> Self {
        let since = self.legal_hold.as_ref().map_or(now, |hold| hold.since);
        Self { legal_hold: Some(LegalHold { reason, since }), ..self.clone() }
    }

    /// The same without a legal hold.
    #[must_use]
    pub fn release_hold(&self) -> Self {
        Self { legal_hold: None, ..self.clone() }
    }

    /// The same with a restriction. One that is there already goes on, on the new ground.
    #[must_use]
    pub fn restrict(&self, ground: RestrictionGround, now: Instant) -> Self {
        let since = self.restriction.map_or(now, |restriction| restriction.since);
        Self { restriction: Some(Restriction { ground, since }), ..self.clone() }
    }

    /// The same without a restriction.
    #[must_use]
    pub fn lift_restriction(&self) -> Self {
        Self { restriction: None, ..self.clone() }
    }

    /// The limits of one person of whom there were two records: what either may not, one may not. Of two holds or two
    /// restrictions the one that began first stands.
    ///
    /// ```
    /// use bln_core::{Id, Instant, Limits, Prose};
    ///
    /// let monday: Instant = "2027-03-01T09:00:00Z".parse()?;
    /// let keep = Limits::none(Id::new(uuid::Uuid::from_u128(17)));
    /// let other = Limits::none(Id::new(uuid::Uuid::from_u128(18)));
    /// let other = other.hold(Prose::parse("A claim is before the employment tribunal.")?, monday);
    /// let merged = keep.merged_with(&other);
    /// assert!(merged.is_held() && merged.person() == keep.person());
    /// # Ok::<(), bln_core::Invalid>(())
    /// ```
    #[must_use]
    pub fn merged_with(&self, other: &Limits) -> Self {
        let holds = self.legal_hold.iter().chain(&other.legal_hold);
        let restrictions = self.restriction.iter().chain(&other.restriction);
        Self {
            person: self.person,
            legal_hold: holds.min_by_key(|hold| (hold.since, hold.reason.as_str())).cloned(),
            restriction: restrictions
                .min_by_key(|restriction| (restriction.since, restriction.ground))
                .copied(),
        }
    }

    /// Whether their details may be erased, on request or because their time is over.
    ///
    /// # Errors
    ///
    /// [`Refusal::LegalHold`].
    pub const fn may_erase(&self) -> Result<(), Refusal> {
        if self.is_held() { Err(Refusal::LegalHold) } else { Ok(()) }
    }

    /// Whether their details may be used, and not only stored.
    ///
    /// # Errors
    ///
    /// [`Refusal::ProcessingRestricted`].
    pub const fn may_use(&self) -> Result<(), Refusal> {
        if self.is_restricted() { Err(Refusal::ProcessingRestricted) } else { Ok(()) }
    }

    /// Whether there is a legal hold.
    pub const fn is_held(&self) -> bool {
        self.legal_hold.is_some()
    }

    /// Whether there is a restriction.
    pub const fn is_restricted(&self) -> bool {
        self.restriction.is_some()
    }

    /// Whether there is neither, so that there is nothing to keep.
    pub const fn is_none(&self) -> bool {
        !self.is_held() && !self.is_restricted()
    }

    /// Whose details.
    pub const fn person(&self) -> Id<Person> {
        self.person
    }

    /// The legal hold.
    pub const fn legal_hold(&self) -> Option<&LegalHold> {
        self.legal_hold.as_ref()
    }

    /// The restriction.
    pub const fn restriction(&self) -> Option<Restriction> {
        self.restriction
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: u32) -> Instant {
        format!("2027-03-{day:02}T09:00:00Z").parse().unwrap()
    }

    fn none() -> Limits {
        Limits::none(Id::new(uuid::Uuid::from_u128(17)))
    }

    fn reason(text: &str) -> Prose<1000> {
        Prose::parse(text).unwrap()
    }

    #[test]
    fn what_is_held_is_not_erased_and_what_is_restricted_is_not_used() {
        let held = none().hold(reason("Sample claim"), at(1));
        let restricted = none().restrict(RestrictionGround::ObjectionPending, at(1));
        assert_eq!((none().may_erase(), none().may_use()), (Ok(()), Ok(())));
        assert_eq!((held.may_erase(), held.may_use()), (Err(Refusal::LegalHold), Ok(())));
        assert_eq!(
            (restricted.may_erase(), restricted.may_use()),
            (Ok(()), Err(Refusal::ProcessingRestricted))
        );
    }

    #[test]
    fn each_limit_is_lifted_by_itself() {
        let both = none().hold(reason("Sample claim"), at(1)).restrict(RestrictionGround::LegalClaim, at(2));
        assert!(both.release_hold().is_restricted() && !both.release_hold().is_held());
        assert!(both.lift_restriction().is_held() && !both.lift_restriction().is_restricted());
        assert_eq!(both.release_hold().lift_restriction(), none());
        assert!(none().is_none() && !both.release_hold().is_none() && !both.lift_restriction().is_none());
        assert_eq!(Limits::restore(both.person(), both.legal_hold().cloned(), both.restriction()), both);
    }

    #[test]
    fn what_either_record_may_not_the_person_may_not() {
        let held = none().hold(reason("Sample claim"), at(2)).restrict(RestrictionGround::UnlawfulUse, at(3));
        let other = none().hold(reason("Older claim"), at(1));
        for (one, two) in [(&held, &other), (&other, &held)] {
            let merged = one.merged_with(two);
            assert_eq!(merged.legal_hold(), other.legal_hold());
            assert_eq!(merged.restriction(), held.restriction());
            assert_eq!((merged.merged_with(one), merged.merged_with(two)), (merged.clone(), merged));
        }
        assert_eq!(held.merged_with(&none()), held);
        assert_eq!(none().merged_with(&held), held);
    }

    #[test]
    fn a_limit_that_goes_on_keeps_its_beginning() {
        let held = none().hold(reason("First"), at(1)).hold(reason("Second"), at(5));
        assert_eq!(held.legal_hold(), Some(&LegalHold { reason: reason("Second"), since: at(1) }));
        let ground = RestrictionGround::AccuracyContested;
        let restricted = none().restrict(RestrictionGround::UnlawfulUse, at(1)).restrict(ground, at(5));
        assert_eq!(restricted.restriction(), Some(Restriction { ground, since: at(1) }));
    }

    #[test]
    fn names_round_trip_and_no_other_is_read() {
        for ground in RestrictionGround::ALL {
            assert_eq!(RestrictionGround::from_name(ground.name()), Some(ground));
        }
        assert_eq!(RestrictionGround::from_name("other"), None);
    }

    #[test]
    fn debug_shows_no_reason() {
        let shown = format!("{:?}", none().hold(reason("Sample claim"), at(1)));
        assert!(shown.contains("LegalHold(since 2027-03-01") && !shown.contains("claim"), "{shown}");
    }
}
