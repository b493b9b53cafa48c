//! A questionnaire.

use std::{collections::BTreeSet, fmt};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Question, QuestionId, Report, Wording};

/// Questions in the order they are asked, 1 to [`Instrument::MOST`], each with its own identifier.
///
/// Branching is kept simple: a question may depend on one earlier question with one answer, and so on back to one that
/// everybody is asked.
///
/// ```
/// use bln_evidence::survey::{FreeText, Instrument, OptionId, Options, Question, QuestionId, QuestionKind, Wording};
///
/// let leaving = QuestionId::parse("considered-leaving")?;
/// let yes = OptionId::parse("yes")?;
/// let instrument = Instrument::new(
///     Wording::parse("Working in the NHS")?,
///     [
///         Question::new(
///             leaving.clone(),
///             Wording::parse("Have you considered leaving the NHS in the last 3 years?")?,
///             QuestionKind::Single(Options::parse([("yes", "Yes"), ("no", "No")])?),
///         ),
///         Question::new(
///             QuestionId::parse("reason")?,
///             Wording::parse("What would have changed your mind?")?,
///             QuestionKind::FreeText(FreeText::of_at_most(2_000)?),
///         )
///         .only_if(leaving, [yes]),
///     ],
/// )?;
/// assert_eq!(instrument.questions().len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Instrument {
    title: Wording,
    questions: Vec<Question>,
}

/// One thing that is wrong with an instrument, and the question where it was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InstrumentFault {
    question: usize,
    reason: InstrumentReason,
}

/// What can be wrong with an instrument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum InstrumentReason {
    /// There is no question.
    Empty,
    /// There are more than [`Instrument::MOST`] questions.
    TooManyQuestions,
    /// An earlier question has this identifier.
    RepeatedQuestion,
    /// The question it depends on is not an earlier one.
    ConditionNotEarlier,
    /// The question it depends on does not take exactly one of its options.
    ConditionNotOneAnswer,
    /// The question it depends on has no such option.
    ConditionOptionUnknown,
    /// It depends on none of the options, so that nobody is asked.
    ConditionEmpty,
}

/// What an instrument is known by: SHA-256 over its title and questions. Any change is another fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fingerprint([u8; 32]);

impl Instrument {
    /// The most questions.
    pub const MOST: usize = 200;

    /// A questionnaire.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it: see [`InstrumentReason`].
    pub fn new(
        title: Wording,
        questions: impl IntoIterator<Item = Question>,
    ) -> Result<Self, Report<InstrumentFault>> {
        let questions: Vec<_> = questions.into_iter().take(Self::MOST.saturating_add(1)).collect();
        let mut faults = Vec::new();
        if questions.is_empty() {
            faults.push(InstrumentFault { question: 0, reason: InstrumentReason::Empty });
        }
        let mut seen: Vec<&Question> = Vec::with_capacity(questions.len());
        for (at, question) in questions.iter().enumerate() {
            let mut fault = |reason| faults.push(InstrumentFault { question: at.saturating_add(1), reason });
            if at == Self::MOST {
                fault(InstrumentReason::TooManyQuestions);
                break;
            }
            if seen.iter().any(|earlier| earlier.id() == question.id()) {
                fault(InstrumentReason::RepeatedQuestion);
            }
            wrong_with_condition(question, &seen).into_iter().for_each(&mut fault);
            seen.push(question);
        }
        Report::unless_empty(faults, ())?;
        Ok(Self { title, questions })
    }

    /// What people read above it.
    pub const fn title(&self) -> &Wording {
        &self.title
    }

    /// The questions, in the order they are asked.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// The question of this identifier.
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.questions.iter().find(|question| question.id() == id)
    }

    /// What it is known by.
    pub fn fingerprint(&self) -> Fingerprint {
        let mut hash = Sha256::new();
        let mut feed = |text: &str| {
            // The length first, so that no two instruments run together into one text.
            hash.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(text);
        };
        feed("bln survey instrument");
        feed(self.title.as_str());
        for question in &self.questions {
            feed(question.id().as_str());
            feed(question.wording().as_str());
            feed(question.kind().name());
            for choice in question.kind().options().map_or(&[][..], |options| options.choices()) {
                feed(choice.id().as_str());
                feed(choice.wording().as_str());
                feed(if choice.is_alone() { "alone" } else { "with others" });
            }
            if let super::QuestionKind::FreeText(limit) = question.kind() {
                feed(&limit.most_characters().to_string());
            }
            feed("only if");
            if let Some(condition) = question.condition() {
                feed(condition.question().as_str());
                condition.chosen().iter().for_each(|option| feed(option.as_str()));
            }
            feed("");
        }
        Fingerprint(hash.finalize().into())
    }
}

fn wrong_with_condition(question: &Question, earlier: &[&Question]) -> BTreeSet<InstrumentReason> {
    let mut reasons = BTreeSet::new();
    let Some(condition) = question.condition() else { return reasons };
    if condition.chosen().is_empty() {
        reasons.insert(InstrumentReason::ConditionEmpty);
    }
    match earlier.iter().find(|earlier| earlier.id() == condition.question()).map(|on| on.kind().one_of()) {
        None => reasons.insert(InstrumentReason::ConditionNotEarlier),
        Some(None) => reasons.insert(InstrumentReason::ConditionNotOneAnswer),
        Some(Some(options)) => {
            let known = |option: &super::OptionId| options.choice(option.as_str()).is_some();
            !condition.chosen().iter().all(known) && reasons.insert(InstrumentReason::ConditionOptionUnknown)
        }
    };
    reasons
}

impl InstrumentFault {
    /// The number of the question, from 1; 0 for the instrument as a whole.
    pub const fn question(self) -> usize {
        self.question
    }

    /// What is wrong.
    pub const fn reason(self) -> InstrumentReason {
        self.reason
    }
}

impl InstrumentReason {
    /// The stable code, for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "instrument.empty",
            Self::TooManyQuestions => "instrument.too_many_questions",
            Self::RepeatedQuestion => "question.repeated",
            Self::ConditionNotEarlier => "condition.not_earlier",
            Self::ConditionNotOneAnswer => "condition.not_one_answer",
            Self::ConditionOptionUnknown => "condition.option_unknown",
            Self::ConditionEmpty => "condition.empty",
        }
    }
}

impl fmt::Display for InstrumentFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "question {}: {}", self.question, self.reason.code())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{FreeText, OptionId, Options, QuestionKind};
    use super::*;

    fn question(id: &str, kind: QuestionKind) -> Question {
        Question::new(QuestionId::parse(id).unwrap(), Wording::parse(id).unwrap(), kind)
    }

    fn yes_or_no() -> Options {
        Options::parse([("yes", "Yes"), ("no", "No")]).unwrap()
    }

    fn text() -> QuestionKind {
        QuestionKind::FreeText(FreeText::of_at_most(100).unwrap())
    }

    fn only_if(on: Question, id: &str, options: &[&str]) -> Question {
        on.only_if(QuestionId::parse(id).unwrap(), options.iter().map(|id| OptionId::parse(id).unwrap()))
    }

    fn codes(questions: Vec<Question>) -> Vec<String> {
        let report = Instrument::new(Wording::parse("A survey").unwrap(), questions).unwrap_err();
        report.faults().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let questions = vec![
            question("one", QuestionKind::Multiple(yes_or_no())),
            only_if(question("one", text()), "one", &["yes"]),
            only_if(question("three", text()), "four", &[]),
            question("four", QuestionKind::Single(yes_or_no())),
            only_if(question("five", text()), "four", &["yes", "perhaps"]),
            only_if(question("six", QuestionKind::Single(yes_or_no())), "six", &["yes"]),
        ];
        assert_eq!(
            codes(questions),
            [
                "question 2: question.repeated",
                "question 2: condition.not_one_answer",
                "question 3: condition.not_earlier",
                "question 3: condition.empty",
                "question 5: condition.option_unknown",
                "question 6: condition.not_earlier",
            ]
        );
        assert_eq!(codes(vec![]), ["question 0: instrument.empty"]);
    }

    #[test]
    fn two_hundred_questions_are_the_most() {
        let of = |n: usize| (0..n).map(|n| question(&format!("q{n}"), text())).collect::<Vec<_>>();
        assert!(Instrument::new(Wording::parse("Long").unwrap(), of(200)).is_ok());
        assert_eq!(codes(of(201)), ["question 201: instrument.too_many_questions"]);
    }

    #[test]
    fn any_change_is_another_fingerprint() {
        let make =
            |title: &str, questions| Instrument::new(Wording::parse(title).unwrap(), questions).unwrap();
        let base = || vec![question("a", QuestionKind::Single(yes_or_no())), question("b", text())];
        let [first, second] = [base(), base()].map(|questions| make("A survey", questions));
        assert_eq!(first.fingerprint(), second.fingerprint());
        let turned = Options::parse([("no", "No"), ("yes", "Yes")]).unwrap();
        let longer = QuestionKind::FreeText(FreeText::of_at_most(101).unwrap());
        let changed = [
            make("Another", base()),
            make("A survey", vec![question("a", QuestionKind::Likert(yes_or_no())), question("b", text())]),
            make("A survey", vec![question("a", QuestionKind::Single(turned)), question("b", text())]),
            make("A survey", vec![question("a", QuestionKind::Single(yes_or_no())), question("b", longer)]),
            make(
                "A survey",
                vec![
                    question("a", QuestionKind::Single(yes_or_no())),
                    only_if(question("b", text()), "a", &["yes"]),
                ],
            ),
        ];
        for other in changed {
            assert_ne!(first.fingerprint(), other.fingerprint());
        }
    }
}
