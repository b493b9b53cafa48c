//! Which pillars somebody wants to read about.

use std::fmt;

use crate::{Id, Person, Pillars};

/// Which pillars a person wants to read about in the bulletin. They say so themselves; whoever never did is sent every
/// issue they agreed to.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Interests {
    person: Id<Person>,
    pillars: Pillars,
}

impl Interests {
    /// What a person said, new or as a store kept it.
    pub const fn new(person: Id<Person>, pillars: Pillars) -> Self {
        Self { person, pillars }
    }

    /// Whose they are.
    pub const fn person(&self) -> Id<Person> {
        self.person
    }

    /// The pillars.
    pub const fn pillars(&self) -> Pillars {
        self.pillars
    }

    /// Whether one of these pillars is among them.
    pub fn meet(&self, pillars: Pillars) -> bool {
        pillars.iter().any(|pillar| self.pillars.contains(pillar))
    }
}

// What somebody reads about says something of them.
impl fmt::Debug for Interests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Interests({}, ..)", self.person)
    }
}
