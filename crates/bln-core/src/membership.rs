//! Belonging to the network: as a member or as an ally, applied for, active, paused, left; with all of its
//! history.
//!
//! Whether somebody belongs tends to reveal ethnicity, so it is treated as special-category data (UK GDPR
//! article 9): nothing here shows in `Debug` how a person belongs. Who may be a member is declared by the person
//! and never worked out from an ethnic group; no decision in this file can read monitoring data (Data Protection
//! Act 2018, schedule 1, paragraph 8(3)).

mod belonging;
mod merge;
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
mod tests;
