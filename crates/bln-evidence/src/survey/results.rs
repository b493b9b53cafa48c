//! What a wave found.

use super::{
    Choice, Closed, OptionId, Options, Question, QuestionId, QuestionKind, Response, Statistic, SurveyError,
    Wave, draft::meets,
};
use crate::disclosure::{
    Axis, Candidate, Category, Count, Edition, Ledger, Malformed, Policy, Population, PublishedTable,
    Refused, publish,
};

/// The responses of a closed wave. They can be counted, and what was counted can be published: there is no other way
/// to see anything of them.
///
/// A wave is counted once it is closed and not before. Whoever could count it twice while people answer would learn by
/// subtraction what the last of them said.
pub struct Results<'a> {
    wave: &'a Wave<Closed>,
    invited: Option<Count>,
    responses: Vec<Response>,
}

/// What is counted: a question with one answer, or an option of a multiple choice, which is chosen or not.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Item {
    /// A question that takes one of its options.
    Question(QuestionId),
    /// An option of a multiple choice.
    Option(QuestionId, OptionId),
}

/// Why nothing was published.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotPublished {
    /// There is no such table.
    #[error(transparent)]
    Survey(#[from] SurveyError),
    /// It would give somebody away.
    #[error(transparent)]
    Disclosure(#[from] Refused),
}

impl From<Malformed> for NotPublished {
    fn from(malformed: Malformed) -> Self {
        Self::Disclosure(malformed.into())
    }
}

/// The dimension that says of whom there is an answer.
const RESPONSE: &str = "response";
const HELD: &str = "answer held";
const NOT_HELD: &str = "no answer held";
/// No identifier of an option looks like these.
const NOT_ANSWERED: &str = "(not answered)";
const NOT_ASKED: &str = "(not asked)";
const CHOSEN: &str = "(chosen)";
const NOT_CHOSEN: &str = "(not chosen)";

impl Wave<Closed> {
    /// Takes the responses of the wave, to count them; with them how many people were invited, unless whoever had the
    /// link could answer.
    ///
    /// # Errors
    ///
    /// `response.format` if one is not a response to this instrument; `turnout.impossible` if there are more than
    /// people who were invited.
    pub fn results(
        &self,
        invited: Option<Count>,
        responses: impl IntoIterator<Item = Response>,
    ) -> Result<Results<'_>, SurveyError> {
        let responses: Vec<_> = responses.into_iter().collect();
        let answered = u64::try_from(responses.len()).unwrap_or(u64::MAX);
        if invited.is_some_and(|invited| invited.people() < answered) {
            return Err(SurveyError::TurnoutImpossible);
        }
        let known = |question: &QuestionId, chosen: &OptionId| {
            let options = self.instrument().question(question).and_then(|question| question.kind().options());
            options.is_some_and(|options| options.choice(chosen.as_str()).is_some())
        };
        if !responses.iter().flat_map(Response::iter).all(|(question, chosen)| known(question, chosen)) {
            return Err(SurveyError::ResponseFormat);
        }
        Ok(Results { wave: self, invited, responses })
    }
}

impl Results<'_> {
    /// How many of those invited answered, as far as the policy shows it. `None` if nobody was invited by name of a
    /// ballot. The ledger records it.
    ///
    /// An answer is held if it left the urn: one that was lost or discarded is counted with those never given.
    ///
    /// # Errors
    ///
    /// Why it may not be shown.
    pub fn turnout(
        &self,
        policy: &Policy,
        ledger: &mut Ledger,
        edition: Edition,
    ) -> Result<Option<PublishedTable>, NotPublished> {
        let Some(invited) = self.invited else { return Ok(None) };
        let answered = u64::try_from(self.responses.len()).unwrap_or(u64::MAX);
        let axis = Axis::new(RESPONSE, [HELD, NOT_HELD])?;
        let mut table = Candidate::new("Answers held of those invited", self.everybody()?, vec![axis])?;
        table.add(&[0], Count::of(answered))?;
        table.add(&[1], Count::of(invited.people().saturating_sub(answered)))?;
        let table = publish(table, policy, ledger, edition)?;
        ledger.record(&table);
        Ok(Some(table))
    }

    /// What was answered, by the answers to other questions with one answer if any are named; and of how many there is
    /// an answer at all, where that may be shown too. The ledger records them.
    ///
    /// Every option counts among the answers, "don't know" too.
    ///
    /// # Errors
    ///
    /// `question.unknown`, `option.unknown`; `question.not_counted` for free text, for a multiple choice as a whole or
    /// as what is counted by, and for an option of a question with one answer; `question.repeated`. Or why it may not
    /// be shown: then nothing is recorded.
    pub fn publish(
        &self,
        item: &Item,
        by: &[QuestionId],
        policy: &Policy,
        ledger: &mut Ledger,
        edition: Edition,
    ) -> Result<Statistic, NotPublished> {
        let counted = self.counted(item)?;
        let across =
            by.iter().map(|id| self.counted(&Item::Question(id.clone()))).collect::<Result<Vec<_>, _>>()?;
        for (at, one) in across.iter().enumerate() {
            let before = across.iter().take(at).chain([&counted]);
            if before.into_iter().any(|other| other.question.id() == one.question.id()) {
                return Err(SurveyError::QuestionRepeated.into());
            }
        }
        let respondents = self.everybody()?.within(RESPONSE, [HELD])?;
        let answered =
            respondents.clone().within(&counted.dimension, counted.values.iter().map(String::as_str))?;
        let with_axis = |axis: Axis| {
            let others = across.iter().map(Counted::whole_axis).collect::<Result<Vec<_>, _>>()?;
            Ok::<_, Malformed>([vec![axis], others].concat())
        };
        let title = counted.title(&across);
        let mut which = Candidate::new(&title, answered, with_axis(counted.answer_axis()?)?)?;
        let mut whether = Candidate::new(&title, respondents, with_axis(counted.whether_axis()?)?)?;
        for response in &self.responses {
            let others: Vec<usize> = across.iter().map(|other| other.whole_place(response)).collect();
            let cell = |first: usize| [vec![first], others.clone()].concat();
            let place = counted.place(response);
            whether.add(&cell(place.whether()), Count::of(1))?;
            if let Place::Answered(answer) = place {
                which.add(&cell(answer), Count::of(1))?;
            }
        }
        // The answers first: what they show is what readers ask for, and the other table makes room for it.
        let mut recorded = ledger.clone();
        let which = publish(which, policy, &recorded, edition)?;
        recorded.record(&which);
        let whether = publish(whether, policy, &recorded, edition).ok();
        if let Some(whether) = &whether {
            recorded.record(whether);
        }
        *ledger = recorded;
        Ok(Statistic::new(which, whether))
    }

    fn everybody(&self) -> Result<Population, Malformed> {
        Population::of(&format!("Survey {}", self.wave.id().as_str()))
    }

    fn counted(&self, item: &Item) -> Result<Counted<'_>, SurveyError> {
        let (Item::Question(id) | Item::Option(id, _)) = item;
        let question = self.wave.instrument().question(id).ok_or(SurveyError::QuestionUnknown)?;
        match (item, question.kind()) {
            (
                Item::Question(_),
                QuestionKind::Likert(options)
                | QuestionKind::Frequency(options)
                | QuestionKind::Single(options),
            ) => Ok(Counted::of_question(question, options)),
            (Item::Option(_, option), QuestionKind::Multiple(options)) => {
                let choice = options.choice(option.as_str()).ok_or(SurveyError::OptionUnknown)?;
                Ok(Counted::of_option(question, choice.id(), choice.wording().as_str()))
            }
            _ => Err(SurveyError::QuestionNotCounted),
        }
    }
}

/// Where a response stands on a dimension.
#[derive(Clone, Copy)]
enum Place {
    Answered(usize),
    NotAnswered,
    NotAsked,
}

impl Place {
    /// The place on the axis of whether there is an answer.
    const fn whether(self) -> usize {
        match self {
            Self::Answered(_) => 0,
            Self::NotAnswered => 1,
            Self::NotAsked => 2,
        }
    }
}

/// A dimension of a table: a question, or an option of one, with the values an answer can have.
struct Counted<'a> {
    question: &'a Question,
    option: Option<OptionId>,
    dimension: String,
    title: String,
    /// What an answer can be, and how it is shown.
    values: Vec<String>,
    names: Vec<String>,
}

impl<'a> Counted<'a> {
    fn of_question(question: &'a Question, options: &Options) -> Self {
        let text = |choice: &Choice| (choice.id().as_str().to_owned(), choice.wording().as_str().to_owned());
        let (values, names) = options.choices().iter().map(text).unzip();
        let dimension = question.id().as_str().to_owned();
        Self {
            question,
            option: None,
            dimension,
            title: question.wording().as_str().to_owned(),
            values,
            names,
        }
    }

    fn of_option(question: &'a Question, option: &OptionId, wording: &str) -> Self {
        Self {
            question,
            option: Some(option.clone()),
            dimension: format!("{} / {}", question.id().as_str(), option.as_str()),
            title: format!("{} {wording}", question.wording().as_str()),
            values: [CHOSEN, NOT_CHOSEN].map(ToOwned::to_owned).to_vec(),
            names: ["Chosen", "Not chosen"].map(ToOwned::to_owned).to_vec(),
        }
    }

    fn place(&self, response: &Response) -> Place {
        let chosen = response.chosen(self.question.id());
        if self.question.condition().is_some_and(|condition| !meets(response, condition)) {
            return Place::NotAsked;
        }
        let Some(first) = chosen.first() else { return Place::NotAnswered };
        match &self.option {
            Some(option) => Place::Answered(usize::from(!chosen.contains(option))),
            None => {
                let place = self.values.iter().position(|value| value == first.as_str());
                place.map_or(Place::NotAnswered, Place::Answered)
            }
        }
    }

    /// The place on the axis of everybody.
    fn whole_place(&self, response: &Response) -> usize {
        match self.place(response) {
            Place::Answered(answer) => answer,
            Place::NotAnswered => self.values.len(),
            Place::NotAsked => self.values.len().saturating_add(1),
        }
    }

    fn answers(&self) -> Result<Vec<Category>, Malformed> {
        self.names
            .iter()
            .zip(&self.values)
            .map(|(name, value)| Category::of(name, [value.as_str()]))
            .collect()
    }

    /// Those who gave no answer, and those who were not asked if there can be any.
    fn others(&self) -> Result<Vec<Category>, Malformed> {
        let not_asked = self.question.condition().map(|_| Category::of("Not asked", [NOT_ASKED]));
        std::iter::once(Category::of("Not answered", [NOT_ANSWERED])).chain(not_asked).collect()
    }

    /// What was answered, of those who did.
    fn answer_axis(&self) -> Result<Axis, Malformed> {
        Axis::grouped(&self.dimension, self.answers()?)
    }

    /// Whether there is an answer.
    fn whether_axis(&self) -> Result<Axis, Malformed> {
        let answered = Category::of("Answered", self.values.iter().map(String::as_str))?;
        Axis::grouped(&self.dimension, [vec![answered], self.others()?].concat())
    }

    /// Everybody, by their answer.
    fn whole_axis(&self) -> Result<Axis, Malformed> {
        Axis::grouped(&self.dimension, [self.answers()?, self.others()?].concat())
    }

    /// The words of the question, or identifiers where these are too long for a title.
    fn title(&self, across: &[Self]) -> String {
        let all = |text: fn(&Self) -> &str| {
            let others: Vec<_> = across.iter().map(text).collect();
            if others.is_empty() {
                text(self).to_owned()
            } else {
                format!("{} By {}", text(self), others.join(", "))
            }
        };
        let words = all(|counted| &counted.title);
        if words.chars().count() <= 120 {
            words
        } else {
            all(|counted| &counted.dimension).chars().take(120).collect()
        }
    }
}

impl std::fmt::Debug for Results<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Results").field("wave", self.wave.id()).finish_non_exhaustive()
    }
}
