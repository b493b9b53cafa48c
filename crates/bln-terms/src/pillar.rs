//! The four strategic pillars of a network's work, and a non-empty set of them.

use std::{fmt, num::NonZeroU8};

use crate::TermError;

/// One of the four strategic pillars that an activity serves.
///
/// What a network means by each is part of its profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pillar {
    /// A safe space for leaders to share experience, insight and evidence, and to support each other.
    DirectedAction,
    /// Changing policy and the bodies that make it, on the evidence of members.
    SystemInfluencing,
    /// Recognising leaders and their work.
    Celebration,
    /// Gains that outlast the people who made them.
    Legacy,
}

impl Pillar {
    /// Every pillar, in the order the network names them.
    pub const ALL: [Pillar; 4] =
        [Pillar::DirectedAction, Pillar::SystemInfluencing, Pillar::Celebration, Pillar::Legacy];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Pillar::DirectedAction => "directed_action",
            Pillar::SystemInfluencing => "system_influencing",
            Pillar::Celebration => "celebration",
            Pillar::Legacy => "legacy",
        }
    }

    /// Reads a stable name.
    ///
    /// # Errors
    ///
    /// `pillar.unknown`.
    pub fn parse(name: &str) -> Result<Self, TermError> {
        Pillar::ALL.into_iter().find(|pillar| pillar.name() == name).ok_or(TermError::PillarUnknown)
    }

    const fn bit(self) -> u8 {
        match self {
            Pillar::DirectedAction => 1,
            Pillar::SystemInfluencing => 1 << 1,
            Pillar::Celebration => 1 << 2,
            Pillar::Legacy => 1 << 3,
        }
    }
}

/// One or more pillars.
///
/// A set: order and repetition in what it is made from do not matter.
///
/// ```
/// use bln_terms::{Pillar, Pillars};
///
/// let pillars = Pillars::new([Pillar::Legacy, Pillar::DirectedAction])?;
/// assert_eq!(pillars.names().collect::<Vec<_>>(), ["directed_action", "legacy"]);
/// assert_eq!(Pillars::new([]).unwrap_err().code(), "pillars.missing");
/// # Ok::<(), bln_terms::TermError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pillars(NonZeroU8);

impl Pillars {
    /// A set of pillars.
    ///
    /// # Errors
    ///
    /// `pillars.missing` when there is none.
    pub fn new(pillars: impl IntoIterator<Item = Pillar>) -> Result<Self, TermError> {
        let bits = pillars.into_iter().fold(0, |bits, pillar| bits | pillar.bit());
        NonZeroU8::new(bits).map(Self).ok_or(TermError::PillarsMissing)
    }

    /// A set of pillars by their stable names.
    ///
    /// # Errors
    ///
    /// `pillar.unknown`; `pillars.missing` when there is no name.
    pub fn parse<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Self, TermError> {
        names.into_iter().map(Pillar::parse).collect::<Result<Vec<_>, _>>().and_then(Self::new)
    }

    /// Whether this pillar is one of them.
    pub const fn contains(self, pillar: Pillar) -> bool {
        self.0.get() & pillar.bit() != 0
    }

    /// The pillars, in the order of [`Pillar::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Pillar> {
        Pillar::ALL.into_iter().filter(move |pillar| self.contains(*pillar))
    }

    /// The stable names, in the order of [`Pillar::ALL`].
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        self.iter().map(Pillar::name)
    }

    /// How many there are: 1 to 4.
    #[expect(clippy::len_without_is_empty, reason = "the set is never empty")]
    pub fn len(self) -> usize {
        self.iter().count()
    }
}

impl fmt::Debug for Pillars {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for pillar in Pillar::ALL {
            assert_eq!(Pillar::parse(pillar.name()), Ok(pillar));
        }
        assert_eq!(Pillar::parse("Legacy").unwrap_err(), TermError::PillarUnknown);
    }

    #[test]
    fn every_non_empty_set_keeps_exactly_its_pillars() {
        for bits in 1_u8..16 {
            let chosen = Pillar::ALL.into_iter().filter(|pillar| bits & pillar.bit() != 0);
            let pillars = Pillars::new(chosen.clone()).unwrap();
            assert!(pillars.iter().eq(chosen.clone()));
            assert_eq!(pillars.len(), chosen.count());
            assert_eq!(Pillars::parse(pillars.names()), Ok(pillars));
        }
    }

    #[test]
    fn order_and_repetition_do_not_matter_but_one_is_needed() {
        let once = Pillars::new([Pillar::Celebration, Pillar::Legacy]);
        assert_eq!(Pillars::new([Pillar::Legacy, Pillar::Celebration, Pillar::Legacy]), once);
        assert_eq!(Pillars::new([]).unwrap_err(), TermError::PillarsMissing);
        assert_eq!(Pillars::parse(["legacy", "fun"]).unwrap_err(), TermError::PillarUnknown);
    }
}
