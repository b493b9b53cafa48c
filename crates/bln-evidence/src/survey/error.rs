//! Why a part of a survey was refused.

use std::fmt;

/// The reason a value of a survey was refused: a stable code, and never what was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
#[error("{}", self.code())]
#[non_exhaustive]
pub enum SurveyError {
    /// Not an identifier of a wave: 1 to 48 of `a-z`, `0-9`, `-` and `_`, a letter first.
    WaveIdFormat,
    /// Not an identifier of a question, of the same form.
    QuestionIdFormat,
    /// Not an identifier of an option, of the same form.
    OptionIdFormat,
    /// A wording without a word.
    WordingEmpty,
    /// A wording of more than [`Wording::MOST`](super::Wording::MOST) characters.
    WordingTooLong,
    /// A wording with a line break or another control character.
    WordingControlCharacter,
    /// Fewer than two options.
    OptionsTooFew,
    /// More than [`Options::MOST`](super::Options::MOST) options.
    OptionsTooMany,
    /// Two options of one identifier, or of one wording.
    OptionsRepeated,
    /// An option of more than 120 characters, which no table has room for.
    OptionTooLong,
    /// A limit of a free text that is not 1 to [`FreeText::MOST`](super::FreeText::MOST) characters.
    FreeTextLimit,
    /// A least batch of fewer than [`BatchSize::LEAST`](super::BatchSize::LEAST) people, or of more than
    /// [`BatchSize::MOST`](super::BatchSize::MOST).
    BatchSizeRange,
    /// What is kept of a promise is not the record of one.
    PromiseFormat,
    /// What was promised when the wave was opened is of another wave.
    WaveOther,
    /// The anonymity of an open wave cannot be changed.
    WaveAnonymityChanged,
    /// The questions of an open wave cannot be changed.
    WaveInstrumentChanged,
    /// The wave is closed and takes no more responses.
    WaveClosed,
    /// The wave is open: its responses are not counted before it is closed.
    WaveOpen,
    /// The ballot is issued already.
    BallotIssued,
    /// The ballot was never issued.
    BallotUnknown,
    /// The ballot is spent.
    BallotSpent,
    /// No such question.
    QuestionUnknown,
    /// No such option of the question.
    OptionUnknown,
    /// A table is of questions with one answer or of an option of a multiple choice, never of free text.
    QuestionNotCounted,
    /// One question crossed with itself, or with another twice.
    QuestionRepeated,
    /// What is kept of a response is not the record of one.
    ResponseFormat,
    /// More people answered than were invited.
    TurnoutImpossible,
}

impl SurveyError {
    /// The stable code, for programs: `noun.reason` in lower case. Once released, a code keeps its meaning.
    pub const fn code(self) -> &'static str {
        match self {
            Self::WaveIdFormat => "wave_id.format",
            Self::QuestionIdFormat => "question_id.format",
            Self::OptionIdFormat => "option_id.format",
            Self::WordingEmpty => "wording.empty",
            Self::WordingTooLong => "wording.too_long",
            Self::WordingControlCharacter => "wording.control_character",
            Self::OptionsTooFew => "options.too_few",
            Self::OptionsTooMany => "options.too_many",
            Self::OptionsRepeated => "options.repeated",
            Self::OptionTooLong => "options.too_long",
            Self::FreeTextLimit => "free_text.limit",
            Self::BatchSizeRange => "batch_size.range",
            Self::PromiseFormat => "promise.format",
            Self::WaveOther => "wave.other",
            Self::WaveAnonymityChanged => "wave.anonymity_changed",
            Self::WaveInstrumentChanged => "wave.instrument_changed",
            Self::WaveClosed => "wave.closed",
            Self::WaveOpen => "wave.open",
            Self::BallotIssued => "ballot.issued",
            Self::BallotUnknown => "ballot.unknown",
            Self::BallotSpent => "ballot.spent",
            Self::QuestionUnknown => "question.unknown",
            Self::OptionUnknown => "option.unknown",
            Self::QuestionNotCounted => "question.not_counted",
            Self::QuestionRepeated => "question.repeated",
            Self::ResponseFormat => "response.format",
            Self::TurnoutImpossible => "turnout.impossible",
        }
    }
}

/// Everything that is wrong, in the order it was met: never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report<F> {
    faults: Vec<F>,
}

impl<F> Report<F> {
    /// What there is to be done if nothing was found wrong, or the report.
    pub(crate) fn unless_empty<T>(faults: Vec<F>, done: T) -> Result<T, Self> {
        if faults.is_empty() { Ok(done) } else { Err(Self { faults }) }
    }

    /// A report of one thing.
    pub(crate) fn of(fault: F) -> Self {
        Self { faults: vec![fault] }
    }

    /// Each thing that is wrong.
    pub fn faults(&self) -> &[F] {
        &self.faults
    }
}

impl<F: fmt::Display> fmt::Display for Report<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, fault) in self.faults.iter().enumerate() {
            write!(f, "{}{fault}", if at == 0 { "" } else { "; " })?;
        }
        Ok(())
    }
}

impl<F: fmt::Debug + fmt::Display> std::error::Error for Report<F> {}
