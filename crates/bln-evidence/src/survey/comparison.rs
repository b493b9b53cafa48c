//! Whether two waves asked the same.

use std::collections::BTreeSet;

use super::{Instrument, Question, QuestionId};

/// A way in which two waves did not ask the same, so that their results cannot stand on one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Difference {
    /// One of the waves does not ask it.
    NotAsked,
    /// It is worded differently.
    Wording,
    /// It takes another kind of answer.
    Kind,
    /// Its options differ: in what they are, how they are worded, or the order they are shown in.
    Options,
    /// It is asked of other people: depending on another question or other answers, or on a question that itself is
    /// not the same in both.
    AskedOf,
}

impl Difference {
    /// The stable code, for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAsked => "comparison.not_asked",
            Self::Wording => "comparison.wording",
            Self::Kind => "comparison.kind",
            Self::Options => "comparison.options",
            Self::AskedOf => "comparison.asked_of",
        }
    }
}

impl Instrument {
    /// In which ways this and another instrument do not ask a question alike. Results of two waves are comparable only
    /// if there is none: the stable identifier alone is not enough. That every change counts, however small, is this
    /// library's own choice.
    ///
    /// ```
    /// # use bln_evidence::survey::*;
    /// let asking = |wording: &str| {
    ///     let kind = QuestionKind::Likert(Options::agreement()?);
    ///     let question = Question::new(QuestionId::parse("fair")?, Wording::parse(wording)?, kind);
    ///     Ok::<_, Box<dyn std::error::Error>>(Instrument::new(Wording::parse("A survey")?, [question])?)
    /// };
    /// let (one, other) = (asking("Does your trust act fairly?")?, asking("Does your employer act fairly?")?);
    /// let differences = one.differences(&other, &QuestionId::parse("fair")?);
    /// assert!(differences.contains(&Difference::Wording) && differences.len() == 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn differences(&self, other: &Self, question: &QuestionId) -> BTreeSet<Difference> {
        let (Some(here), Some(there)) = (self.question(question), other.question(question)) else {
            return BTreeSet::from([Difference::NotAsked]);
        };
        let mut differences = BTreeSet::new();
        if here.wording() != there.wording() {
            differences.insert(Difference::Wording);
        }
        if here.kind().name() != there.kind().name() {
            differences.insert(Difference::Kind);
        }
        if here.kind().options() != there.kind().options() {
            differences.insert(Difference::Options);
        }
        if !self.asks_alike(other, here, there) {
            differences.insert(Difference::AskedOf);
        }
        differences
    }

    /// A condition is on an earlier question, so that this ends.
    fn asks_alike(&self, other: &Self, here: &Question, there: &Question) -> bool {
        here.condition() == there.condition()
            && here.condition().is_none_or(|on| self.differences(other, on.question()).is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{OptionId, Options, QuestionKind, Wording};
    use super::*;

    fn id(name: &str) -> QuestionId {
        QuestionId::parse(name).unwrap()
    }

    /// `left`, then `why` of those who said yes.
    fn asking(left: &str, options: [(&str, &str); 2], why_if: Option<&str>) -> Instrument {
        let single = || QuestionKind::Single(Options::parse(options).unwrap());
        let first = Question::new(id("left"), Wording::parse(left).unwrap(), single());
        let second = Question::new(id("why"), Wording::parse("Why?").unwrap(), single());
        let second = match why_if {
            Some(option) => second.only_if(id("left"), [OptionId::parse(option).unwrap()]),
            None => second,
        };
        Instrument::new(Wording::parse("A survey").unwrap(), [first, second]).unwrap()
    }

    fn found(one: &Instrument, other: &Instrument, question: &str) -> Vec<Difference> {
        let there = one.differences(other, &id(question));
        assert_eq!(there, other.differences(one, &id(question)), "it is the same from either side");
        there.into_iter().collect()
    }

    const OPTIONS: [(&str, &str); 2] = [("yes", "Yes"), ("no", "No")];

    #[test]
    fn the_same_question_asked_of_the_same_people_can_be_compared() {
        let one = asking("Left?", OPTIONS, Some("yes"));
        assert_eq!((found(&one, &one, "left"), found(&one, &one, "why")), (vec![], vec![]));
    }

    #[test]
    fn every_way_to_ask_differently_is_found() {
        let one = asking("Left?", OPTIONS, Some("yes"));
        assert_eq!(found(&one, &one, "when"), [Difference::NotAsked]);
        let turned = asking("Left?", [("no", "No"), ("yes", "Yes")], Some("yes"));
        assert_eq!(found(&one, &turned, "left"), [Difference::Options]);
        let everybody = asking("Left?", OPTIONS, None);
        assert_eq!(
            (found(&one, &everybody, "left"), found(&one, &everybody, "why")),
            (vec![], vec![Difference::AskedOf])
        );
        assert_eq!(found(&one, &asking("Left?", OPTIONS, Some("no")), "why"), [Difference::AskedOf]);
    }

    #[test]
    fn a_question_that_follows_a_changed_one_is_asked_of_others() {
        let (one, other) =
            (asking("Left?", OPTIONS, Some("yes")), asking("Considered leaving?", OPTIONS, Some("yes")));
        assert_eq!(found(&one, &other, "left"), [Difference::Wording]);
        assert_eq!(found(&one, &other, "why"), [Difference::AskedOf]);
    }
}
