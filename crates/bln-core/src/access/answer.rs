//! What the table answers.

use crate::Refusal;

/// What an actor who asks a verb about something is answered, as far as their role decides it.
///
/// Exhaustive: whoever reads the table has to know each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// They may. The verb's own rules can still refuse it.
    Allowed,
    /// They may ask. What they get went through the visibility gate; the rest is as if it were not there: left out of
    /// a list, and [`Refusal::NotFound`] by itself.
    Seen,
    /// As if it were not there, whether it is or not: [`Refusal::NotFound`].
    NotFound,
    /// It is plain that their role may not do this: [`Refusal::NotAllowed`], whether it is there or not.
    NotAllowed,
    /// The verb cannot be asked that. Should a door ask all the same, it is [`Refusal::NotAllowed`].
    NotAsked,
    /// They may if they are part of that very event, as the verb says: they were given leave to see who comes to it, or
    /// have a place at it. For anybody else it is as if it were not there: [`Refusal::NotFound`].
    Involved,
}

impl Answer {
    /// Every answer.
    pub const ALL: [Answer; 6] = [
        Answer::Allowed,
        Answer::Seen,
        Answer::NotFound,
        Answer::NotAllowed,
        Answer::NotAsked,
        Answer::Involved,
    ];

    /// The stable name, as `docs/access.md` shows it.
    pub const fn name(self) -> &'static str {
        match self {
            Answer::Allowed => "yes",
            Answer::Seen => "what they may see",
            Answer::NotFound => "not found",
            Answer::NotAllowed => "no",
            Answer::NotAsked => "–",
            Answer::Involved => "if part of it",
        }
    }

    /// Whether the verb goes on.
    ///
    /// # Errors
    ///
    /// The refusal that this answer is.
    pub const fn check(self) -> Result<(), Refusal> {
        match self {
            Answer::Allowed | Answer::Seen | Answer::Involved => Ok(()),
            Answer::NotFound => Err(Refusal::NotFound),
            Answer::NotAllowed | Answer::NotAsked => Err(Refusal::NotAllowed),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_answer_has_its_own_name() {
        let names: BTreeSet<_> = Answer::ALL.iter().map(|answer| answer.name()).collect();
        assert_eq!(names.len(), Answer::ALL.len());
    }

    #[test]
    fn only_a_yes_what_may_be_seen_and_being_part_of_it_go_on() {
        let on: Vec<_> = Answer::ALL.into_iter().filter(|answer| answer.check().is_ok()).collect();
        assert_eq!(on, [Answer::Allowed, Answer::Seen, Answer::Involved]);
    }
}
