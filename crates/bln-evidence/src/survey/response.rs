//! What somebody answered, and nothing else.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use serde::Serialize;

use super::{Draft, Instrument, OptionId, QuestionId, SurveyError};

/// The options that one respondent chose, by question.
///
/// It is anonymous by what it is made of: it has no person, no ballot, no time, no identifier, no place in an order of
/// arrival, and no free text. Questions and options stand in the order of their identifiers, so that two people who
/// answered alike left the same record. `Debug` shows nothing of it.
#[derive(Default, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Response {
    chosen: BTreeMap<QuestionId, BTreeSet<OptionId>>,
}

/// What one respondent wrote at one question. It goes with no other answer, not even with another text of theirs.
///
/// What people write can tell who they are. It is for reading by whoever the network has told its respondents about,
/// and never for a table. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct FreeAnswer {
    question: QuestionId,
    text: String,
}

/// All that one respondent sent, held against the questions. It is never kept: it goes into an
/// [`Urn`](super::Urn), which takes it apart.
pub struct Submission {
    response: Response,
    texts: Vec<FreeAnswer>,
}

impl Response {
    /// The options chosen at a question; none if it was left out or not asked.
    pub fn chosen(&self, question: &QuestionId) -> &BTreeSet<OptionId> {
        static NONE: BTreeSet<OptionId> = BTreeSet::new();
        self.chosen.get(question).unwrap_or(&NONE)
    }

    /// Every option chosen, with its question.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&QuestionId, &OptionId)> {
        self.chosen
            .iter()
            .flat_map(|(question, options)| options.iter().map(move |option| (question, option)))
    }

    pub(super) fn choose(&mut self, question: &QuestionId, options: BTreeSet<OptionId>) {
        self.chosen.insert(question.clone(), options);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.chosen.is_empty()
    }

    /// Reads a response as it was kept: the JSON that serialising it gave. It is checked again.
    ///
    /// # Errors
    ///
    /// `response.format` unless it is a response to this instrument.
    pub fn read(instrument: &Instrument, json: &[u8]) -> Result<Self, SurveyError> {
        let kept: BTreeMap<String, Vec<String>> =
            serde_json::from_slice(json).map_err(|_| SurveyError::ResponseFormat)?;
        if kept.is_empty() {
            // Somebody who only wrote in their own words left this.
            return Ok(Self::default());
        }
        let draft = kept.iter().fold(Draft::new(), |draft, (question, options)| {
            draft.choose(question, options.iter().map(String::as_str))
        });
        instrument.accept(draft).map(|read| read.response).map_err(|_| SurveyError::ResponseFormat)
    }
}

impl FreeAnswer {
    pub(super) const fn new(question: QuestionId, text: String) -> Self {
        Self { question, text }
    }

    /// The question.
    pub const fn question(&self) -> &QuestionId {
        &self.question
    }

    /// What was written.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl Submission {
    pub(super) const fn new(response: Response, texts: Vec<FreeAnswer>) -> Self {
        Self { response, texts }
    }

    pub(super) fn into_parts(self) -> (Response, Vec<FreeAnswer>) {
        (self.response, self.texts)
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Response(..)")
    }
}

impl fmt::Debug for FreeAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FreeAnswer(..)")
    }
}

impl fmt::Debug for Submission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Submission(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::super::{DraftReason, FreeText, Options, Question, QuestionKind, Wording};
    use super::*;

    fn id(text: &str) -> QuestionId {
        QuestionId::parse(text).unwrap()
    }

    fn question(name: &str, kind: QuestionKind) -> Question {
        Question::new(id(name), Wording::parse(name).unwrap(), kind)
    }

    /// Leaving -> (yes) stayed -> (yes) why; abuse: any of three, or none of them; words.
    fn instrument() -> Instrument {
        let yes_or_no = || Options::parse([("yes", "Yes"), ("no", "No")]).unwrap();
        let yes = || [OptionId::parse("yes").unwrap()];
        let none =
            super::super::Choice::new(OptionId::parse("none").unwrap(), Wording::parse("None").unwrap());
        let mut from =
            Options::parse([("peers", "Peers"), ("public", "The public")]).unwrap().choices().to_vec();
        from.push(none.alone());
        let text = || QuestionKind::FreeText(FreeText::of_at_most(5).unwrap());
        let questions = [
            question("leaving", QuestionKind::Single(yes_or_no())),
            question("stayed", QuestionKind::Single(yes_or_no())).only_if(id("leaving"), yes()),
            question("why", text()).only_if(id("stayed"), yes()),
            question("abuse", QuestionKind::Multiple(Options::new(from).unwrap())),
            question("words", text()),
        ];
        Instrument::new(Wording::parse("A survey").unwrap(), questions).unwrap()
    }

    fn reasons(draft: Draft) -> Vec<DraftReason> {
        instrument().accept(draft).unwrap_err().faults().iter().map(|fault| fault.reason()).collect()
    }

    #[test]
    fn answers_are_kept_by_question_and_words_apart_from_them() {
        let draft = Draft::new()
            .write("words", " Words ")
            .choose("abuse", ["public", "peers", "public"])
            .choose("stayed", ["yes"])
            .write("why", "Team")
            .choose("leaving", ["yes"]);
        let (response, texts) = instrument().accept(draft).unwrap().into_parts();
        let json = serde_json::to_string(&response).unwrap();
        assert_eq!(json, r#"{"abuse":["peers","public"],"leaving":["yes"],"stayed":["yes"]}"#);
        assert_eq!(texts.iter().map(FreeAnswer::text).collect::<Vec<_>>(), ["Words", "Team"]);
        assert_eq!(Response::read(&instrument(), json.as_bytes()), Ok(response));
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let draft = Draft::new()
            .choose("nothing", ["yes"])
            .choose("leaving", ["yes", "no"])
            .choose("leaving", ["yes"])
            .write("stayed", "yes")
            .choose("why", ["yes"])
            .choose("abuse", ["none", "peers"])
            .write("words", "longer");
        let expected = [
            DraftReason::QuestionUnknown,
            DraftReason::OneOption,
            DraftReason::AnsweredTwice,
            DraftReason::NotAText,
            DraftReason::NotAChoice,
            DraftReason::OptionAlone,
            DraftReason::TextTooLong,
        ];
        assert_eq!(reasons(draft), expected);
        assert_eq!(reasons(Draft::new().choose("abuse", ["no"])), [DraftReason::OptionUnknown]);
        assert_eq!(reasons(Draft::new().write("words", "a\0b")), [DraftReason::TextControlCharacter]);
        let many = (0..=Draft::MOST).fold(Draft::new(), |draft, _| draft.choose("leaving", ["yes"]));
        assert_eq!(reasons(many), [DraftReason::TooMany]);
    }

    #[test]
    fn a_question_is_asked_along_its_chain_of_conditions_only() {
        let why = |leaving: &str, stayed: &str| {
            Draft::new().choose("leaving", [leaving]).choose("stayed", [stayed]).write("why", "Team")
        };
        assert!(instrument().accept(why("yes", "yes")).is_ok());
        assert_eq!(reasons(why("yes", "no")), [DraftReason::NotAsked]);
        assert_eq!(
            reasons(why("no", "yes")),
            [DraftReason::NotAsked],
            "the middle of the chain was not asked"
        );
        assert_eq!(reasons(Draft::new().choose("stayed", ["yes"])), [DraftReason::NotAsked]);
    }

    #[test]
    fn every_question_may_be_left_out_but_not_all_of_them() {
        assert!(instrument().accept(Draft::new().choose("abuse", ["none"]).write("words", " ")).is_ok());
        assert_eq!(reasons(Draft::new()), [DraftReason::Empty]);
        assert_eq!(reasons(Draft::new().choose("abuse", []).write("words", "\n")), [DraftReason::Empty]);
    }

    #[test]
    fn what_is_kept_is_checked_again_and_shows_nothing() {
        for wrong in [r#"{"leaving":["maybe"]}"#, r#"{"other":["yes"]}"#, r#"{"stayed":["yes"]}"#, "[]", "{"]
        {
            let read = Response::read(&instrument(), wrong.as_bytes());
            assert_eq!(read, Err(SurveyError::ResponseFormat), "{wrong}");
        }
        let (response, texts) = instrument()
            .accept(Draft::new().choose("leaving", ["no"]).write("words", "Quote"))
            .unwrap()
            .into_parts();
        assert_eq!(format!("{response:?} {texts:?}"), "Response(..) [FreeAnswer(..)]");
    }
}
