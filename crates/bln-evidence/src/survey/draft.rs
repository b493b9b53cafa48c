//! What somebody sent, before it is looked at.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use super::{
    Condition, FreeText, Instrument, OptionId, Options, QuestionId, QuestionKind, Report, Submission,
    response::{FreeAnswer, Response},
};

/// Answers as a form sent them: names and texts that nobody has looked at. `Debug` shows none of them.
#[derive(Default)]
pub struct Draft {
    entries: Vec<Entry>,
}

struct Entry {
    question: String,
    given: Given,
}

enum Given {
    Chosen(Vec<String>),
    Written(String),
}

/// One thing that is wrong with what was sent: the number of the entry, and of the question if it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftFault {
    entry: usize,
    question: Option<QuestionId>,
    reason: DraftReason,
}

/// What can be wrong with what was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DraftReason {
    /// Nothing is answered.
    Empty,
    /// There are more entries than [`Draft::MOST`], or more options in one than a question can have.
    TooMany,
    /// The survey has no such question.
    QuestionUnknown,
    /// The question is answered twice.
    AnsweredTwice,
    /// The question has options, and a text was sent.
    NotAText,
    /// The question takes a text, and options were sent.
    NotAChoice,
    /// The question has no such option.
    OptionUnknown,
    /// The question takes one option, and several were sent.
    OneOption,
    /// An option that stands alone was sent with others.
    OptionAlone,
    /// The text is longer than the question allows.
    TextTooLong,
    /// The text has a control character that is no line break or tab.
    TextControlCharacter,
    /// The question is not asked of somebody who answered an earlier one like this.
    NotAsked,
}

impl Draft {
    /// The most entries of a draft: twice the questions that a survey can have.
    pub const MOST: usize = 2 * Instrument::MOST;

    /// Nothing answered yet.
    pub const fn new() -> Self {
        Self { entries: Vec::new() }
    }

    /// Adds the options that were chosen at a question; none is the same as leaving it out.
    #[must_use]
    pub fn choose<'a>(mut self, question: &str, options: impl IntoIterator<Item = &'a str>) -> Self {
        let chosen = options.into_iter().map(ToOwned::to_owned).collect();
        self.entries.push(Entry { question: question.to_owned(), given: Given::Chosen(chosen) });
        self
    }

    /// Adds what was written at a question; only white space is the same as leaving it out.
    #[must_use]
    pub fn write(mut self, question: &str, text: &str) -> Self {
        self.entries.push(Entry { question: question.to_owned(), given: Given::Written(text.to_owned()) });
        self
    }
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Draft(..)")
    }
}

impl Instrument {
    /// Holds what was sent against the questions.
    ///
    /// ```
    /// # use bln_evidence::survey::*;
    /// let kind = QuestionKind::Single(Options::parse([("yes", "Yes"), ("no", "No")])?);
    /// let wording = Wording::parse("Have you considered leaving?")?;
    /// let question = Question::new(QuestionId::parse("leaving")?, wording, kind);
    /// let instrument = Instrument::new(Wording::parse("Working in the NHS")?, [question])?;
    /// assert!(instrument.accept(Draft::new().choose("leaving", ["yes"])).is_ok());
    /// let report = instrument.accept(Draft::new().choose("leaving", ["maybe"])).unwrap_err();
    /// assert_eq!(report.to_string(), "entry 1, leaving: answer.option_unknown");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it: see [`DraftReason`].
    pub fn accept(&self, draft: Draft) -> Result<Submission, Report<DraftFault>> {
        if draft.entries.len() > Draft::MOST {
            return Err(Report::of(DraftFault::of_the_whole(DraftReason::TooMany)));
        }
        let mut response = Response::default();
        let mut texts: Vec<FreeAnswer> = Vec::new();
        let mut met = BTreeMap::new();
        let mut faults = Vec::new();
        for (at, entry) in draft.entries.into_iter().enumerate() {
            let at = at.saturating_add(1);
            let Some(question) = self.questions().iter().find(|q| q.id().as_str() == entry.question) else {
                let reason = DraftReason::QuestionUnknown;
                faults.push(DraftFault { entry: at, question: None, reason });
                continue;
            };
            let mut fault = |reason| {
                faults.push(DraftFault { entry: at, question: Some(question.id().clone()), reason });
            };
            if met.insert(question.id(), at).is_some() {
                fault(DraftReason::AnsweredTwice);
                continue;
            }
            match read(question.kind(), entry.given) {
                Ok(Answer::Left) => {}
                Ok(Answer::Chosen(chosen)) => response.choose(question.id(), chosen),
                Ok(Answer::Written(text)) => texts.push(FreeAnswer::new(question.id().clone(), text)),
                Err(reason) => fault(reason),
            }
        }
        // Only when every answer can be read is it known who should have been asked what.
        if faults.is_empty() {
            let answered = |id: &QuestionId| {
                !response.chosen(id).is_empty() || texts.iter().any(|text| text.question() == id)
            };
            for question in self.questions().iter().filter(|question| answered(question.id())) {
                if question.condition().is_some_and(|condition| !meets(&response, condition)) {
                    let entry = met.get(question.id()).copied().unwrap_or_default();
                    let question = Some(question.id().clone());
                    faults.push(DraftFault { entry, question, reason: DraftReason::NotAsked });
                }
            }
            if response.is_empty() && texts.is_empty() {
                faults.push(DraftFault::of_the_whole(DraftReason::Empty));
            }
        }
        Report::unless_empty(faults, Submission::new(response, texts))
    }
}

/// Whether an earlier answer is one of those that a question depends on. As the earlier question was not answered if it
/// was not asked, this holds along a chain of conditions too.
pub(super) fn meets(response: &Response, condition: &Condition) -> bool {
    !response.chosen(condition.question()).is_disjoint(condition.chosen())
}

enum Answer {
    Left,
    Chosen(BTreeSet<OptionId>),
    Written(String),
}

fn read(kind: &QuestionKind, given: Given) -> Result<Answer, DraftReason> {
    match (kind, given) {
        (QuestionKind::FreeText(limit), Given::Written(text)) => written(*limit, &text),
        (QuestionKind::FreeText(_), Given::Chosen(_)) => Err(DraftReason::NotAChoice),
        (_, Given::Written(_)) => Err(DraftReason::NotAText),
        (QuestionKind::Multiple(options), Given::Chosen(names)) => {
            let chosen = chosen(options, &names)?;
            let alone = |id: &OptionId| options.choice(id.as_str()).is_some_and(|choice| choice.is_alone());
            if chosen.len() > 1 && chosen.iter().any(alone) {
                return Err(DraftReason::OptionAlone);
            }
            Ok(answer(chosen))
        }
        (
            QuestionKind::Likert(options) | QuestionKind::Frequency(options) | QuestionKind::Single(options),
            Given::Chosen(names),
        ) => {
            let chosen = chosen(options, &names)?;
            if chosen.len() > 1 { Err(DraftReason::OneOption) } else { Ok(answer(chosen)) }
        }
    }
}

fn answer(chosen: BTreeSet<OptionId>) -> Answer {
    if chosen.is_empty() { Answer::Left } else { Answer::Chosen(chosen) }
}

fn chosen(options: &Options, names: &[String]) -> Result<BTreeSet<OptionId>, DraftReason> {
    if names.len() > Options::MOST {
        return Err(DraftReason::TooMany);
    }
    let known = |name: &String| options.choice(name).map(|choice| choice.id().clone());
    names.iter().map(|name| known(name).ok_or(DraftReason::OptionUnknown)).collect()
}

fn written(limit: FreeText, text: &str) -> Result<Answer, DraftReason> {
    let text = text.trim();
    if text.is_empty() {
        Ok(Answer::Left)
    } else if text.chars().count() > limit.most_characters() {
        Err(DraftReason::TextTooLong)
    } else if text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        Err(DraftReason::TextControlCharacter)
    } else {
        Ok(Answer::Written(text.to_owned()))
    }
}

impl DraftFault {
    const fn of_the_whole(reason: DraftReason) -> Self {
        Self { entry: 0, question: None, reason }
    }

    /// The number of the entry, from 1; 0 if it is about the draft as a whole.
    pub const fn entry(&self) -> usize {
        self.entry
    }

    /// The question, if the survey has it.
    pub const fn question(&self) -> Option<&QuestionId> {
        self.question.as_ref()
    }

    /// What is wrong.
    pub const fn reason(&self) -> DraftReason {
        self.reason
    }
}

impl DraftReason {
    /// The stable code, for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "answers.empty",
            Self::TooMany => "answers.too_many",
            Self::QuestionUnknown => "answer.question_unknown",
            Self::AnsweredTwice => "answer.twice",
            Self::NotAText => "answer.not_a_text",
            Self::NotAChoice => "answer.not_a_choice",
            Self::OptionUnknown => "answer.option_unknown",
            Self::OneOption => "answer.one_option",
            Self::OptionAlone => "answer.option_alone",
            Self::TextTooLong => "answer.text_too_long",
            Self::TextControlCharacter => "answer.control_character",
            Self::NotAsked => "answer.not_asked",
        }
    }

    /// What to do next, for whoever answered.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Empty => "Answer at least one question",
            Self::TooMany => "Send fewer answers",
            Self::QuestionUnknown => "Leave out the question that is not in this survey",
            Self::AnsweredTwice => "Answer this question once",
            Self::NotAText | Self::OptionUnknown => "Choose from the options of this question",
            Self::NotAChoice => "Answer this question in your own words",
            Self::OneOption => "Choose one option",
            Self::OptionAlone => "Choose this option on its own, or choose others",
            Self::TextTooLong => "Shorten your answer",
            Self::TextControlCharacter => "Use letters, numbers and punctuation only",
            Self::NotAsked => "Leave out this question, or change your earlier answer",
        }
    }
}

impl fmt::Display for DraftFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "entry {}", self.entry)?;
        if let Some(question) = &self.question {
            write!(f, ", {}", question.as_str())?;
        }
        write!(f, ": {}", self.reason.code())
    }
}
