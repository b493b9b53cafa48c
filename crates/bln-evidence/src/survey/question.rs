//! What is asked, and what can be answered.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{OptionId, QuestionId, SurveyError, Wording};
use crate::disclosure::Label;

/// One answer that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    id: OptionId,
    wording: Wording,
    standing: Standing,
}

/// Whether a choice can be made together with others, where several can.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Standing {
    WithOthers,
    Alone,
}

/// The answers of a question in the order they are shown: 2 to [`Options::MOST`], each its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Options(Vec<Choice>);

/// How long a free text may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct FreeText {
    most_characters: usize,
}

/// What kind of answer a question takes.
///
/// Whatever the kind, a question may be left out: nobody has to answer to be heard. How many left it out is part of
/// its result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum QuestionKind {
    /// How far one agrees, on a scale whose options stand in order: one answer.
    Likert(Options),
    /// How often something happened, in bands that stand in order: one answer.
    Frequency(Options),
    /// One of these.
    Single(Options),
    /// Any of these.
    Multiple(Options),
    /// One's own words. They are kept apart from every other answer, those to other free texts included.
    FreeText(FreeText),
}

/// A question is asked only of those who chose one of these at an earlier question with one answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Condition {
    question: QuestionId,
    chosen: BTreeSet<OptionId>,
}

/// A question with a stable identifier, of everybody or of those who gave a certain answer before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Question {
    id: QuestionId,
    wording: Wording,
    kind: QuestionKind,
    condition: Option<Condition>,
}

impl Choice {
    /// A choice.
    pub const fn new(id: OptionId, wording: Wording) -> Self {
        Self { id, wording, standing: Standing::WithOthers }
    }

    /// The same choice, but in a multiple choice no other goes with it: "none of these".
    #[must_use]
    pub fn alone(self) -> Self {
        Self { standing: Standing::Alone, ..self }
    }

    /// The stable identifier.
    pub const fn id(&self) -> &OptionId {
        &self.id
    }

    /// What people read.
    pub const fn wording(&self) -> &Wording {
        &self.wording
    }

    /// Whether no other goes with it in a multiple choice.
    pub fn is_alone(&self) -> bool {
        self.standing == Standing::Alone
    }
}

impl Options {
    /// The most options of a question.
    pub const MOST: usize = 100;

    /// Options in the order they are shown.
    ///
    /// # Errors
    ///
    /// `options.too_few` for fewer than two, `options.too_many`; `options.too_long` for a wording of more than 120
    /// characters; `options.repeated` for two of one identifier or of one wording.
    pub fn new(choices: impl IntoIterator<Item = Choice>) -> Result<Self, SurveyError> {
        let choices: Vec<_> = choices.into_iter().collect();
        let ids: BTreeSet<_> = choices.iter().map(Choice::id).collect();
        let wordings: BTreeSet<_> = choices.iter().map(Choice::wording).collect();
        if choices.len() < 2 {
            Err(SurveyError::OptionsTooFew)
        } else if choices.len() > Self::MOST {
            Err(SurveyError::OptionsTooMany)
        } else if choices.iter().any(|choice| choice.wording.as_str().chars().count() > Label::MOST) {
            Err(SurveyError::OptionTooLong)
        } else if ids.len() < choices.len() || wordings.len() < choices.len() {
            Err(SurveyError::OptionsRepeated)
        } else {
            Ok(Self(choices))
        }
    }

    /// Options by identifier and wording.
    ///
    /// # Errors
    ///
    /// As [`Options::new`], [`OptionId::parse`] and [`Wording::parse`].
    pub fn parse<'a>(options: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, SurveyError> {
        let choice = |(id, wording)| Ok(Choice::new(OptionId::parse(id)?, Wording::parse(wording)?));
        options.into_iter().map(choice).collect::<Result<Vec<_>, _>>().and_then(Self::new)
    }

    /// Five steps of agreement with a neutral middle, as the NHS Staff Survey asks for it; the identifiers are this
    /// library's own.
    ///
    /// # Errors
    ///
    /// None in practice: every part is a constant.
    pub fn agreement() -> Result<Self, SurveyError> {
        Self::parse([
            ("strongly-disagree", "Strongly disagree"),
            ("disagree", "Disagree"),
            ("neither", "Neither agree nor disagree"),
            ("agree", "Agree"),
            ("strongly-agree", "Strongly agree"),
        ])
    }

    /// How often in a period: five bands from never to more than ten times. The bands are this library's own choice,
    /// after those the NHS Staff Survey has used for abuse; check them against the survey you compare with.
    ///
    /// # Errors
    ///
    /// None in practice: every part is a constant.
    pub fn frequency() -> Result<Self, SurveyError> {
        Self::parse([
            ("never", "Never"),
            ("once-or-twice", "1 to 2 times"),
            ("three-to-five", "3 to 5 times"),
            ("six-to-ten", "6 to 10 times"),
            ("more-than-ten", "More than 10 times"),
        ])
    }

    /// The choices, in the order they are shown.
    pub fn choices(&self) -> &[Choice] {
        &self.0
    }

    /// The choice of this identifier.
    pub fn choice(&self, id: &str) -> Option<&Choice> {
        self.0.iter().find(|choice| choice.id.as_str() == id)
    }
}

impl FreeText {
    /// The most characters that a free text can have at all.
    pub const MOST: usize = 10_000;

    /// A free text of at most so many characters.
    ///
    /// # Errors
    ///
    /// `free_text.limit` unless it is 1 to [`FreeText::MOST`].
    pub const fn of_at_most(characters: usize) -> Result<Self, SurveyError> {
        if characters == 0 || characters > Self::MOST {
            return Err(SurveyError::FreeTextLimit);
        }
        Ok(Self { most_characters: characters })
    }

    /// The most characters of an answer.
    pub const fn most_characters(self) -> usize {
        self.most_characters
    }
}

impl QuestionKind {
    /// The stable name of the kind.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Likert(_) => "likert",
            Self::Frequency(_) => "frequency",
            Self::Single(_) => "single",
            Self::Multiple(_) => "multiple",
            Self::FreeText(_) => "free_text",
        }
    }

    /// The options, unless it is a free text.
    pub const fn options(&self) -> Option<&Options> {
        match self {
            Self::Likert(options)
            | Self::Frequency(options)
            | Self::Single(options)
            | Self::Multiple(options) => Some(options),
            Self::FreeText(_) => None,
        }
    }

    /// The options of a question that takes one of them.
    pub const fn one_of(&self) -> Option<&Options> {
        match self {
            Self::Likert(options) | Self::Frequency(options) | Self::Single(options) => Some(options),
            Self::Multiple(_) | Self::FreeText(_) => None,
        }
    }
}

impl Condition {
    /// The earlier question.
    pub const fn question(&self) -> &QuestionId {
        &self.question
    }

    /// The answers of which one must have been chosen.
    pub const fn chosen(&self) -> &BTreeSet<OptionId> {
        &self.chosen
    }
}

impl Question {
    /// A question that everybody is asked.
    pub const fn new(id: QuestionId, wording: Wording, kind: QuestionKind) -> Self {
        Self { id, wording, kind, condition: None }
    }

    /// The same question, but only for those who chose one of these at an earlier question with one answer. Whether
    /// there is such a question is checked when the instrument is made.
    #[must_use]
    pub fn only_if(self, question: QuestionId, chosen: impl IntoIterator<Item = OptionId>) -> Self {
        Self { condition: Some(Condition { question, chosen: chosen.into_iter().collect() }), ..self }
    }

    /// The stable identifier.
    pub const fn id(&self) -> &QuestionId {
        &self.id
    }

    /// What people read.
    pub const fn wording(&self) -> &Wording {
        &self.wording
    }

    /// What kind of answer it takes.
    pub const fn kind(&self) -> &QuestionKind {
        &self.kind
    }

    /// Of whom it is asked; everybody if there is none.
    pub const fn condition(&self) -> Option<&Condition> {
        self.condition.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_two_to_a_hundred_and_each_its_own() {
        let names: Vec<_> = (0..101).map(|n| format!("o{n}")).collect();
        let of = |n: usize| Options::parse(names.iter().take(n).map(|name| (name.as_str(), name.as_str())));
        assert_eq!(of(1), Err(SurveyError::OptionsTooFew));
        assert_eq!(of(2).unwrap().choices().len(), 2);
        assert_eq!(of(100).unwrap().choices().len(), 100);
        assert_eq!(of(101), Err(SurveyError::OptionsTooMany));
        let of_length = |n: usize| Options::parse([("a", "é".repeat(n).as_str()), ("b", "No")]).map(|_| ());
        assert_eq!((of_length(120), of_length(121)), (Ok(()), Err(SurveyError::OptionTooLong)));
        assert_eq!(Options::parse([("a", "Yes"), ("a", "No")]), Err(SurveyError::OptionsRepeated));
        assert_eq!(Options::parse([("a", "Yes"), ("b", " Yes")]), Err(SurveyError::OptionsRepeated));
    }

    #[test]
    fn the_scales_that_come_with_the_crate_can_be_read() {
        assert_eq!(Options::agreement().unwrap().choices().len(), 5);
        assert_eq!(Options::frequency().unwrap().choices().len(), 5);
    }

    #[test]
    fn a_free_text_has_a_limit_of_its_own() {
        assert_eq!(FreeText::of_at_most(0), Err(SurveyError::FreeTextLimit));
        assert_eq!(FreeText::of_at_most(10_000).unwrap().most_characters(), 10_000);
        assert_eq!(FreeText::of_at_most(10_001), Err(SurveyError::FreeTextLimit));
    }
}
