//! Belonging to the network: as a member or as an ally, applied for, active, paused, left; with all of its
//! history.
//!
//! Whether somebody belongs tends to reveal ethnicity, so it is treated as special-category data (UK GDPR
//! article 9): nothing here shows in `Debug` how a person belongs. Who may be a member is declared by the person
//! and never worked out from an ethnic group; no decision in this file can read monitoring data (Data Protection
//! Act 2018, schedule 1, paragraph 8(3)).

mod belonging;
mod spell;

use std::fmt;

pub use belonging::{Ally, Belonging, BelongingKind, Declaration, Member};
pub use spell::{Spell, Standing};
use spell::{can_follow, standing_on_joining};

use crate::{Id, Instant, Invalid, InvalidKind, Person, Refusal};

/// A person's belonging to the network, from the first application on: spells of time that follow one another
/// without gap or overlap, of which only the last is open-ended.
///
/// History only grows. Every step takes `now`; should a clock have been set back, the step takes effect where
/// the last one did and never before it.
///
/// ```
/// use bln_core::{Belonging, BelongingKind, Declaration, Id, Instant, Membership, Standing, WordingRef};
///
/// let [monday, friday] = ["2027-03-01T09:00:00Z", "2027-03-05T09:00:00Z"].map(|at| at.parse::<Instant>());
/// let (monday, friday) = (monday?, friday?);
/// let wording = WordingRef::parse("ally-declaration@1")?;
/// let ally = Belonging::new(BelongingKind::Ally, Declaration::new(wording, WordingRef::parse("privacy-notice@1")?, monday));
///
/// let person = Id::new(uuid::Uuid::from_u128(17));
/// let membership = Membership::apply(person, ally, monday).pause(friday)?;
/// assert_eq!(membership.active_kind(monday), Some(BelongingKind::Ally));
/// assert_eq!(membership.active_kind(friday), None);
/// assert_eq!(membership.current().standing(), Standing::Paused);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Membership {
    person: Id<Person>,
    past: Vec<Spell>,
    current: Spell,
}

impl Membership {
    /// A first application. A member waits for an answer; an ally joins at once.
    pub fn apply(person: Id<Person>, belonging: Belonging, now: Instant) -> Self {
        let standing = standing_on_joining(belonging.kind());
        Self { person, past: Vec::new(), current: Spell { belonging, standing, from: now, until: None } }
    }

    /// A membership as a store kept it, its spells from the oldest to the current.
    ///
    /// # Errors
    ///
    /// `list.missing` without a spell; `history.impossible` if the spells leave a gap, overlap, follow an
    /// open-ended one, do not end open-ended, or take a step that nobody can take.
    pub fn restore(person: Id<Person>, mut spells: Vec<Spell>) -> Result<Self, Invalid> {
        let current = spells.pop().ok_or(Invalid::new(InvalidKind::Missing))?;
        let first = spells.first().unwrap_or(&current);
        let starts_well = first.standing == standing_on_joining(first.belonging.kind());
        let next = spells.iter().skip(1).chain([&current]);
        let follow = spells.iter().zip(next).all(|(a, b)| a.until == Some(b.from) && can_follow(a, b));
        if starts_well && follow && current.until.is_none() {
            Ok(Self { person, past: spells, current })
        } else {
            Err(Invalid::new(InvalidKind::HistoryImpossible))
        }
    }

    /// A new application after having left or been declined. What went before stays.
    ///
    /// # Errors
    ///
    /// [`Refusal::AlreadyBelongs`] while there is a membership or an application.
    pub fn apply_again(&self, belonging: Belonging, now: Instant) -> Result<Self, Refusal> {
        if !self.current.standing.is_over() {
            return Err(Refusal::AlreadyBelongs);
        }
        let standing = standing_on_joining(belonging.kind());
        Ok(self.then(belonging, standing, now))
    }

    /// The answer to an application is yes.
    ///
    /// # Errors
    ///
    /// [`Refusal::NoApplication`].
    pub fn approve(&self, now: Instant) -> Result<Self, Refusal> {
        self.step(&[Standing::Applied], Standing::Active, Refusal::NoApplication, now)
    }

    /// The answer to an application is no.
    ///
    /// # Errors
    ///
    /// [`Refusal::NoApplication`].
    pub fn decline(&self, now: Instant) -> Result<Self, Refusal> {
        self.step(&[Standing::Applied], Standing::Declined, Refusal::NoApplication, now)
    }

    /// Takes a break.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotActive`].
    pub fn pause(&self, now: Instant) -> Result<Self, Refusal> {
        self.step(&[Standing::Active], Standing::Paused, Refusal::NotActive, now)
    }

    /// Comes back from a break.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotPaused`].
    pub fn resume(&self, now: Instant) -> Result<Self, Refusal> {
        self.step(&[Standing::Paused], Standing::Active, Refusal::NotPaused, now)
    }

    /// Leaves, or takes an application back.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotBelonging`] if already gone or declined.
    pub fn leave(&self, now: Instant) -> Result<Self, Refusal> {
        const LEAVABLE: [Standing; 3] = [Standing::Applied, Standing::Active, Standing::Paused];
        self.step(&LEAVABLE, Standing::Left, Refusal::NotBelonging, now)
    }

    /// From ally to member or back, by a new declaration; active stays active and paused stays paused.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotBelonging`] after leaving or being declined, [`Refusal::NotActive`] while an application
    /// waits, [`Refusal::SameBelonging`] if it would change nothing.
    pub fn convert(&self, to: Belonging, now: Instant) -> Result<Self, Refusal> {
        match self.current.standing {
            Standing::Left | Standing::Declined => Err(Refusal::NotBelonging),
            Standing::Applied => Err(Refusal::NotActive),
            Standing::Active | Standing::Paused if self.current.belonging.kind() == to.kind() => {
                Err(Refusal::SameBelonging)
            }
            standing @ (Standing::Active | Standing::Paused) => Ok(self.then(to, standing, now)),
        }
    }

    /// Whose it is.
    pub const fn person(&self) -> Id<Person> {
        self.person
    }

    /// The whole history, from the oldest spell to the current one.
    pub fn spells(&self) -> impl Iterator<Item = &Spell> {
        self.past.iter().chain(std::iter::once(&self.current))
    }

    /// The spell that lasts.
    pub const fn current(&self) -> &Spell {
        &self.current
    }

    /// The spell that was in force at an instant; `None` before the first application. At the instant at which
    /// one spell ends and the next begins, it is the next.
    pub fn as_of(&self, at: Instant) -> Option<&Spell> {
        self.spells().find(|spell| spell.covers(at))
    }

    /// How the person belonged at an instant, if active then.
    pub fn active_kind(&self, at: Instant) -> Option<BelongingKind> {
        self.active(at).map(Belonging::kind)
    }

    /// The member this person was at an instant, if active then.
    pub fn member(&self, at: Instant) -> Option<&Member> {
        match self.active(at)? {
            Belonging::Member(member) => Some(member),
            Belonging::Ally(_) => None,
        }
    }

    /// The ally this person was at an instant, if active then.
    pub fn ally(&self, at: Instant) -> Option<&Ally> {
        match self.active(at)? {
            Belonging::Ally(ally) => Some(ally),
            Belonging::Member(_) => None,
        }
    }

    fn active(&self, at: Instant) -> Option<&Belonging> {
        self.as_of(at).filter(|spell| spell.standing == Standing::Active).map(Spell::belonging)
    }

    fn step(
        &self,
        from: &[Standing],
        to: Standing,
        otherwise: Refusal,
        now: Instant,
    ) -> Result<Self, Refusal> {
        if !from.contains(&self.current.standing) {
            return Err(otherwise);
        }
        Ok(self.then(self.current.belonging.clone(), to, now))
    }

    /// Ends the current spell and begins the next, never before the current one began.
    fn then(&self, belonging: Belonging, standing: Standing, now: Instant) -> Self {
        let from = now.max(self.current.from);
        let mut past = self.past.clone();
        past.push(Spell { until: Some(from), ..self.current.clone() });
        Self { person: self.person, past, current: Spell { belonging, standing, from, until: None } }
    }
}

impl fmt::Debug for Membership {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Membership")
            .field("person", &self.person)
            .field("past", &self.past)
            .field("current", &self.current)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::WordingRef;

    fn at(minute: i64) -> Instant {
        "2027-03-01T09:00:00Z".parse::<Instant>().unwrap().plus(chrono::TimeDelta::minutes(minute))
    }

    fn belonging(kind: BelongingKind) -> Belonging {
        Belonging::new(
            kind,
            Declaration::new(
                WordingRef::parse("declaration@1").unwrap(),
                WordingRef::parse("privacy@1").unwrap(),
                at(0),
            ),
        )
    }

    fn member() -> Belonging {
        belonging(BelongingKind::Member)
    }

    fn ally() -> Belonging {
        belonging(BelongingKind::Ally)
    }

    fn applied(belonging: Belonging) -> Membership {
        Membership::apply(Id::new(uuid::Uuid::from_u128(17)), belonging, at(0))
    }

    #[test]
    fn a_member_waits_for_an_answer_and_an_ally_joins_at_once() {
        let waiting = applied(member());
        assert_eq!((waiting.current().standing(), waiting.active_kind(at(0))), (Standing::Applied, None));
        let approved = waiting.approve(at(1)).unwrap();
        assert_eq!(approved.active_kind(at(0)), None);
        assert_eq!(approved.active_kind(at(1)), Some(BelongingKind::Member));
        assert!(approved.member(at(1)).is_some() && approved.ally(at(1)).is_none());
        let joined = applied(ally());
        assert!(joined.ally(at(0)).is_some() && joined.member(at(0)).is_none());
    }

    #[test]
    fn each_step_is_refused_where_it_does_not_fit() {
        use Refusal::*;
        let waiting = applied(member());
        let active = waiting.approve(at(1)).unwrap();
        let paused = active.pause(at(2)).unwrap();
        let left = paused.leave(at(3)).unwrap();
        let declined = waiting.decline(at(1)).unwrap();
        let now = at(9);
        type Step = fn(&Membership, Instant) -> Result<Membership, Refusal>;
        let rows: [(Step, [Option<Refusal>; 5]); 7] = [
            (
                Membership::approve,
                [None, Some(NoApplication), Some(NoApplication), Some(NoApplication), Some(NoApplication)],
            ),
            (
                Membership::decline,
                [None, Some(NoApplication), Some(NoApplication), Some(NoApplication), Some(NoApplication)],
            ),
            (Membership::pause, [Some(NotActive), None, Some(NotActive), Some(NotActive), Some(NotActive)]),
            (Membership::resume, [Some(NotPaused), Some(NotPaused), None, Some(NotPaused), Some(NotPaused)]),
            (Membership::leave, [None, None, None, Some(NotBelonging), Some(NotBelonging)]),
            (
                |m, now| m.convert(ally(), now),
                [Some(NotActive), None, None, Some(NotBelonging), Some(NotBelonging)],
            ),
            (
                |m, now| m.apply_again(member(), now),
                [Some(AlreadyBelongs), Some(AlreadyBelongs), Some(AlreadyBelongs), None, None],
            ),
        ];
        for (number, (step, expected)) in rows.into_iter().enumerate() {
            for (membership, expected) in
                [&waiting, &active, &paused, &left, &declined].into_iter().zip(expected)
            {
                assert_eq!(step(membership, now).err(), expected, "row {number}, {membership:?}");
            }
        }
        assert_eq!(active.convert(member(), now), Err(SameBelonging));
    }

    #[test]
    fn an_ally_becomes_a_member_and_an_ally_again_and_nothing_is_forgotten() {
        let there = applied(ally()).convert(member(), at(1)).unwrap();
        let back = there.pause(at(2)).unwrap().convert(ally(), at(3)).unwrap();
        assert_eq!(back.active_kind(at(0)), Some(BelongingKind::Ally));
        assert_eq!(back.active_kind(at(1)), Some(BelongingKind::Member));
        assert_eq!(back.active_kind(at(3)), None);
        assert_eq!(back.current().standing(), Standing::Paused);
        assert_eq!(back.spells().count(), 4);
    }

    #[test]
    fn a_clock_set_back_never_reverses_history() {
        let approved = applied(member()).approve(at(-60)).unwrap();
        assert_eq!(approved.current().from(), at(0));
        assert_eq!(approved.as_of(at(-1)), None);
        assert_eq!(approved.active_kind(at(0)), Some(BelongingKind::Member));
        assert_eq!(approved.spells().count(), 2);
    }

    #[test]
    fn a_stored_history_is_checked() {
        let person = Id::new(uuid::Uuid::from_u128(17));
        let spell = |belonging, standing, from, until: Option<i64>| {
            Spell::restore(belonging, standing, at(from), until.map(at)).unwrap()
        };
        let waiting = spell(member(), Standing::Applied, 0, Some(5));
        assert_eq!(Membership::restore(person, vec![]).unwrap_err().kind(), InvalidKind::Missing);
        assert!(
            Membership::restore(person, vec![waiting.clone(), spell(member(), Standing::Active, 5, None)])
                .is_ok()
        );
        for bad in [
            vec![waiting.clone()],
            vec![spell(member(), Standing::Active, 0, None)],
            vec![spell(ally(), Standing::Applied, 0, None)],
            vec![waiting.clone(), spell(member(), Standing::Active, 4, None)],
            vec![waiting.clone(), spell(member(), Standing::Active, 6, None)],
            vec![waiting.clone(), spell(ally(), Standing::Active, 5, None)],
            vec![waiting.clone(), spell(member(), Standing::Paused, 5, None)],
            vec![spell(member(), Standing::Applied, 0, None), spell(member(), Standing::Active, 5, None)],
            vec![
                spell(ally(), Standing::Active, 0, Some(1)),
                spell(ally(), Standing::Left, 1, Some(2)),
                spell(member(), Standing::Active, 2, None),
            ],
        ] {
            let invalid = Membership::restore(person, bad.clone()).unwrap_err();
            assert_eq!(invalid.kind(), InvalidKind::HistoryImpossible, "{bad:?}");
        }
    }

    #[derive(Debug, Clone, Copy)]
    enum Step {
        Approve,
        Decline,
        Pause,
        Resume,
        Leave,
        Convert(BelongingKind),
        Again(BelongingKind),
    }

    fn take(membership: &Membership, step: Step, now: Instant) -> Result<Membership, Refusal> {
        match step {
            Step::Approve => membership.approve(now),
            Step::Decline => membership.decline(now),
            Step::Pause => membership.pause(now),
            Step::Resume => membership.resume(now),
            Step::Leave => membership.leave(now),
            Step::Convert(kind) => membership.convert(belonging(kind), now),
            Step::Again(kind) => membership.apply_again(belonging(kind), now),
        }
    }

    fn kinds() -> impl Strategy<Value = BelongingKind> {
        prop::sample::select(&BelongingKind::ALL)
    }

    fn steps() -> impl Strategy<Value = Step> {
        prop_oneof![
            Just(Step::Approve),
            Just(Step::Decline),
            Just(Step::Pause),
            Just(Step::Resume),
            Just(Step::Leave),
            kinds().prop_map(Step::Convert),
            kinds().prop_map(Step::Again),
        ]
    }

    proptest! {
        /// Steps in any order, by a clock that may run backwards: no spell is lost or altered but for the end of
        /// the last, the spells tile time, a boundary belongs to the later spell, and a store can read it back.
        #[test]
        fn history_grows_and_tiles_time(first in kinds(), taken in prop::collection::vec((steps(), -5_i64..50), 0..30)) {
            let mut membership = applied(belonging(first));
            for (step, minute) in taken {
                let Ok(next) = take(&membership, step, at(minute)) else { continue };
                let before: Vec<_> = membership.spells().collect();
                let after: Vec<_> = next.spells().collect();
                prop_assert_eq!(after.len(), before.len() + 1);
                prop_assert_eq!(&after[..before.len() - 1], &before[..before.len() - 1]);
                prop_assert_eq!(after[before.len() - 1].from(), before[before.len() - 1].from());
                membership = next;
            }
            let spells: Vec<Spell> = membership.spells().cloned().collect();
            for pair in spells.windows(2) {
                prop_assert_eq!(pair[0].until(), Some(pair[1].from()));
            }
            for minute in -5..55 {
                let covering: Vec<_> = spells.iter().filter(|spell| spell.covers(at(minute))).collect();
                prop_assert_eq!(covering.len(), usize::from(minute >= 0));
                prop_assert_eq!(membership.as_of(at(minute)), covering.first().copied());
                let last_begun = spells.iter().rfind(|spell| spell.from() <= at(minute));
                prop_assert_eq!(membership.as_of(at(minute)), last_begun);
            }
            prop_assert_eq!(Membership::restore(membership.person(), spells), Ok(membership));
        }
    }
}
