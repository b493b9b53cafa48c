//! The loaded part of the waiting list, by choice and arrival.

use std::collections::BTreeMap;

use crate::{Id, Mode, ModeChoice, Person, Sequence, WaitingCounts};

use super::Shortfall;

/// How much of a waiting list is loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Everybody who waits.
    All,
    /// Everybody up to and including this number, and perhaps some after it.
    UpTo(Sequence),
}

#[derive(Debug, Clone, Default)]
pub(super) struct Queues {
    in_person: Queue,
    online: Queue,
    either: Queue,
}

#[derive(Debug, Clone)]
struct Queue {
    waiting: BTreeMap<Sequence, Id<Person>>,
    reach: Reach,
}

impl Default for Queue {
    fn default() -> Self {
        // Nothing is known until it is said.
        Self { waiting: BTreeMap::new(), reach: Reach::UpTo(Sequence::START) }
    }
}

impl Queues {
    pub(super) fn insert(&mut self, choice: ModeChoice, sequence: Sequence, person: Id<Person>) {
        self.of_mut(choice).waiting.insert(sequence, person);
    }

    pub(super) fn remove(&mut self, choice: ModeChoice, sequence: Sequence) {
        self.of_mut(choice).waiting.remove(&sequence);
    }

    pub(super) fn set_reach(&mut self, choice: ModeChoice, reach: Reach) {
        self.of_mut(choice).reach = reach;
    }

    /// The first who waits and would take a place in this mode. `counts` says how many there are, loaded or
    /// not.
    pub(super) fn first_fitting(
        &self,
        mode: Mode,
        counts: WaitingCounts,
    ) -> Result<Option<Id<Person>>, Shortfall> {
        let mut first: Option<(Sequence, Id<Person>)> = None;
        for choice in ModeChoice::ALL {
            if !choice.fits(mode) {
                continue;
            }
            let head = self.of(choice).head(counts.of(choice))?;
            first = match (first, head) {
                (Some(a), Some(b)) => Some(if a.0 <= b.0 { a } else { b }),
                (one, other) => one.or(other),
            };
        }
        Ok(first.map(|(_, person)| person))
    }

    const fn of(&self, choice: ModeChoice) -> &Queue {
        match choice {
            ModeChoice::InPerson => &self.in_person,
            ModeChoice::Online => &self.online,
            ModeChoice::Either => &self.either,
        }
    }

    const fn of_mut(&mut self, choice: ModeChoice) -> &mut Queue {
        match choice {
            ModeChoice::InPerson => &mut self.in_person,
            ModeChoice::Online => &mut self.online,
            ModeChoice::Either => &mut self.either,
        }
    }
}

impl Queue {
    fn head(&self, count: u32) -> Result<Option<(Sequence, Id<Person>)>, Shortfall> {
        if count == 0 {
            return Ok(None);
        }
        let first = self.waiting.first_key_value().map(|(sequence, person)| (*sequence, *person));
        let complete = u32::try_from(self.waiting.len()) == Ok(count);
        match (first, self.reach) {
            (Some(head), Reach::All) => Ok(Some(head)),
            (Some(head), _) if complete => Ok(Some(head)),
            (Some(head), Reach::UpTo(known)) if head.0 <= known => Ok(Some(head)),
            _ => Err(Shortfall),
        }
    }
}
