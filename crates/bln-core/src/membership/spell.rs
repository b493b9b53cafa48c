//! A stretch of time in which a person belonged in one way and stood in one standing.

use std::fmt;

use super::{Belonging, BelongingKind};
use crate::{Instant, Invalid, InvalidKind};

/// Where a person stands with the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Has asked to join and waits for an answer.
    Applied,
    /// Belongs.
    Active,
    /// Belongs, and takes a break from it.
    Paused,
    /// Went, or took the application back.
    Left,
    /// Was told no.
    Declined,
}

impl Standing {
    /// Every standing.
    pub const ALL: [Standing; 5] =
        [Standing::Applied, Standing::Active, Standing::Paused, Standing::Left, Standing::Declined];

    /// The stable name, as stored.
    pub const fn name(self) -> &'static str {
        match self {
            Standing::Applied => "applied",
            Standing::Active => "active",
            Standing::Paused => "paused",
            Standing::Left => "left",
            Standing::Declined => "declined",
        }
    }

    /// Reads a stored name back; `None` for any other text.
    pub fn from_name(name: &str) -> Option<Standing> {
        Standing::ALL.into_iter().find(|standing| standing.name() == name)
    }

    /// Whether somebody in this standing has neither a membership nor an application.
    pub(super) const fn is_over(self) -> bool {
        matches!(self, Standing::Left | Standing::Declined)
    }
}

/// A stretch of time, `[from, until)`, in which a person belonged in one way and stood in one standing.
///
/// An empty one, `from == until`, is history like any other, and is in force at no instant.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Spell {
    pub(super) belonging: Belonging,
    pub(super) standing: Standing,
    pub(super) from: Instant,
    pub(super) until: Option<Instant>,
}

impl Spell {
    /// A spell as a store kept it. [`Membership::restore`](super::Membership::restore) checks how it fits with the others.
    ///
    /// # Errors
    ///
    /// `dates.reversed` if it ends before it starts.
    pub fn restore(
        belonging: Belonging,
        standing: Standing,
        from: Instant,
        until: Option<Instant>,
    ) -> Result<Self, Invalid> {
        if until.is_some_and(|until| until < from) {
            return Err(Invalid::new(InvalidKind::DatesReversed));
        }
        Ok(Self { belonging, standing, from, until })
    }

    /// How the person belonged.
    pub const fn belonging(&self) -> &Belonging {
        &self.belonging
    }

    /// Where the person stood.
    pub const fn standing(&self) -> Standing {
        self.standing
    }

    /// The first instant of it.
    pub const fn from(&self) -> Instant {
        self.from
    }

    /// The first instant after it; `None` while it lasts.
    pub const fn until(&self) -> Option<Instant> {
        self.until
    }

    pub(super) fn covers(&self, at: Instant) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }
}

impl fmt::Debug for Spell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Spell({} from {})", self.standing.name(), self.from)
    }
}

/// Where somebody stands on joining: a member waits for an answer, an ally joins at once.
pub(super) const fn standing_on_joining(kind: BelongingKind) -> Standing {
    match kind {
        BelongingKind::Member => Standing::Applied,
        BelongingKind::Ally => Standing::Active,
    }
}

/// Whether some step of [`Membership`](super::Membership) leads from the one spell to the other.
pub(super) fn can_follow(before: &Spell, after: &Spell) -> bool {
    use Standing::{Active, Applied, Declined, Left, Paused};
    match (before.standing, after.standing) {
        (Left | Declined, joined) => joined == standing_on_joining(after.belonging.kind()),
        (Active, Active) | (Paused, Paused) => before.belonging.kind() != after.belonging.kind(),
        (Applied, Active | Declined | Left) | (Active, Paused | Left) | (Paused, Active | Left) => {
            before.belonging == after.belonging
        }
        (Applied | Active | Paused, _) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Declaration, WordingRef};

    fn at(day: u32) -> Instant {
        format!("2027-03-{day:02}T09:00:00Z").parse().unwrap()
    }

    fn spell(from: u32, until: Option<u32>) -> Result<Spell, Invalid> {
        let declaration = Declaration::new(
            WordingRef::parse("declaration@1").unwrap(),
            WordingRef::parse("privacy@1").unwrap(),
            at(1),
        );
        let belonging = Belonging::new(BelongingKind::Member, declaration);
        Spell::restore(belonging, Standing::Active, at(from), until.map(at))
    }

    #[test]
    fn standing_names_round_trip() {
        for standing in Standing::ALL {
            assert_eq!(Standing::from_name(standing.name()), Some(standing));
        }
        assert_eq!(Standing::from_name("Active"), None);
    }

    #[test]
    fn a_spell_may_be_empty_and_may_not_run_backwards() {
        assert!(spell(2, Some(2)).is_ok());
        assert_eq!(spell(2, Some(1)).unwrap_err().kind(), InvalidKind::DatesReversed);
    }

    #[test]
    fn a_spell_covers_its_first_instant_and_not_its_end() {
        let march = spell(2, Some(4)).unwrap();
        assert_eq!([1, 2, 3, 4].map(|day| march.covers(at(day))), [false, true, true, false]);
        assert!(!spell(2, Some(2)).unwrap().covers(at(2)));
        assert!(spell(2, None).unwrap().covers(at(30)));
    }

    #[test]
    fn debug_shows_the_standing_and_not_the_way_of_belonging() {
        let text = format!("{:?}", spell(2, None).unwrap());
        assert_eq!(text, "Spell(active from 2027-03-02T09:00:00.000000Z)");
    }
}
