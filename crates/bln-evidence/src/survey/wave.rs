//! One time that a survey is held.

use std::marker::PhantomData;

use serde::{Deserialize, Serialize};

use super::{
    Anonymity, BatchSize, Draft, DraftFault, Entry, Fingerprint, Instrument, Report, Submission, SurveyError,
    Urn, WaveId,
};

/// A survey that is held once: planned, then open, then closed. What can be done is a matter of its type.
///
/// While it is planned, its questions and what respondents are promised can still be changed. Once it is open neither
/// can, and that is no rule that somebody must remember: there is no such method.
///
/// ```
/// # use bln_evidence::survey::*;
/// # let kind = QuestionKind::Single(Options::parse([("yes", "Yes"), ("no", "No")])?);
/// # let wording = Wording::parse("Have you considered leaving?")?;
/// # let question = Question::new(QuestionId::parse("leaving")?, wording, kind);
/// # let instrument = Instrument::new(Wording::parse("Working in the NHS")?, [question])?;
/// let promise = Anonymity::new(Entry::Ballot, BatchSize::default());
/// let planned = Wave::plan(WaveId::parse("leaders-2022")?, instrument, promise);
/// let open = planned.with_anonymity(Anonymity::new(Entry::Ballot, BatchSize::new(20)?)).open();
/// let submission = open.accept(Draft::new().choose("leaving", ["yes"]))?;
/// # let _ = submission;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Once it is open this does not compile:
///
/// ```compile_fail,E0599
/// # use bln_evidence::survey::*;
/// fn weaken(open: Wave<Open>, other: Anonymity) -> Wave<Open> {
///     open.with_anonymity(other)
/// }
/// ```
#[derive(Debug, Clone)]
pub struct Wave<S> {
    id: WaveId,
    instrument: Instrument,
    anonymity: Anonymity,
    stage: PhantomData<S>,
}

/// A wave that nobody can answer yet.
#[derive(Debug, Clone, Copy)]
pub enum Planned {}

/// A wave that is being answered.
#[derive(Debug, Clone, Copy)]
pub enum Open {}

/// A wave that takes no more responses, and whose responses may be counted.
#[derive(Debug, Clone, Copy)]
pub enum Closed {}

/// What was promised when a wave was opened, for keeping: which wave, which questions, which anonymity; and whether it
/// is closed. It has no time in it.
///
/// Whoever starts again holds the wave against it ([`Wave::resume`]): a promise that was made with other words is
/// refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    wave: WaveId,
    fingerprint: Fingerprint,
    anonymity: Anonymity,
    stage: Stage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Stage {
    Open,
    Closed,
}

/// A promise as it is kept.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    wave: String,
    questions: Fingerprint,
    entry: Entry,
    least_batch: u16,
    stage: Stage,
}

impl<S> Wave<S> {
    /// The stable identifier.
    pub const fn id(&self) -> &WaveId {
        &self.id
    }

    /// The questions.
    pub const fn instrument(&self) -> &Instrument {
        &self.instrument
    }

    /// What respondents are promised.
    pub const fn anonymity(&self) -> Anonymity {
        self.anonymity
    }

    fn become_stage<T>(self) -> Wave<T> {
        Wave { id: self.id, instrument: self.instrument, anonymity: self.anonymity, stage: PhantomData }
    }

    fn promised(&self, stage: Stage) -> Promise {
        let fingerprint = self.instrument.fingerprint();
        Promise { wave: self.id.clone(), fingerprint, anonymity: self.anonymity, stage }
    }
}

impl Wave<Planned> {
    /// A wave that nobody can answer yet.
    pub const fn plan(id: WaveId, instrument: Instrument, anonymity: Anonymity) -> Self {
        Self { id, instrument, anonymity, stage: PhantomData }
    }

    /// The same wave with another promise.
    #[must_use]
    pub fn with_anonymity(self, anonymity: Anonymity) -> Self {
        Self { anonymity, ..self }
    }

    /// The same wave with other questions.
    #[must_use]
    pub fn with_instrument(self, instrument: Instrument) -> Self {
        Self { instrument, ..self }
    }

    /// Opens it. From now on questions and promise stay as they are; keep [`Wave::promise`].
    pub fn open(self) -> Wave<Open> {
        self.become_stage()
    }

    /// Goes on with a wave that was opened before, if it still is what was promised then.
    ///
    /// # Errors
    ///
    /// `wave.other`, `wave.anonymity_changed`, `wave.instrument_changed`; `wave.closed` if it was closed since.
    pub fn resume(self, promise: &Promise) -> Result<Wave<Open>, SurveyError> {
        self.keep(promise)?;
        match promise.stage {
            Stage::Open => Ok(self.become_stage()),
            Stage::Closed => Err(SurveyError::WaveClosed),
        }
    }

    /// Goes on with a wave that was closed before, if it still is what was promised when it was opened.
    ///
    /// # Errors
    ///
    /// `wave.other`, `wave.anonymity_changed`, `wave.instrument_changed`; `wave.open` if it was not closed.
    pub fn resume_closed(self, promise: &Promise) -> Result<Wave<Closed>, SurveyError> {
        self.keep(promise)?;
        match promise.stage {
            Stage::Closed => Ok(self.become_stage()),
            Stage::Open => Err(SurveyError::WaveOpen),
        }
    }

    fn keep(&self, promise: &Promise) -> Result<(), SurveyError> {
        if self.id != promise.wave {
            Err(SurveyError::WaveOther)
        } else if self.anonymity != promise.anonymity {
            Err(SurveyError::WaveAnonymityChanged)
        } else if self.instrument.fingerprint() != promise.fingerprint {
            Err(SurveyError::WaveInstrumentChanged)
        } else {
            Ok(())
        }
    }
}

impl Wave<Open> {
    /// Holds what somebody sent against the questions.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it, as [`Instrument::accept`] says.
    pub fn accept(&self, draft: Draft) -> Result<Submission, Report<DraftFault>> {
        self.instrument.accept(draft)
    }

    /// An empty urn for its responses.
    pub const fn urn(&self) -> Urn {
        Urn::new(self.anonymity.batch())
    }

    /// What respondents are promised, for keeping.
    pub fn promise(&self) -> Promise {
        self.promised(Stage::Open)
    }

    /// Closes it: nobody can answer any more. Close its urn with it.
    pub fn close(self) -> Wave<Closed> {
        self.become_stage()
    }
}

impl Wave<Closed> {
    /// What respondents were promised, for keeping, and that the wave is closed.
    pub fn promise(&self) -> Promise {
        self.promised(Stage::Closed)
    }
}

impl Promise {
    /// Reads a promise as it was kept: the JSON that serialising it gave.
    ///
    /// # Errors
    ///
    /// `promise.format`.
    pub fn read(json: &[u8]) -> Result<Self, SurveyError> {
        let kept: Kept = serde_json::from_slice(json).map_err(|_| SurveyError::PromiseFormat)?;
        let read = |kept: Kept| {
            let anonymity = Anonymity::new(kept.entry, BatchSize::new(kept.least_batch)?);
            let (wave, fingerprint) = (WaveId::parse(&kept.wave)?, kept.questions);
            Ok::<_, SurveyError>(Self { wave, fingerprint, anonymity, stage: kept.stage })
        };
        read(kept).map_err(|_| SurveyError::PromiseFormat)
    }
}

impl Serialize for Promise {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let kept = Kept {
            wave: self.wave.as_str().to_owned(),
            questions: self.fingerprint,
            entry: self.anonymity.entry(),
            least_batch: self.anonymity.batch().people(),
            stage: self.stage,
        };
        kept.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Options, Question, QuestionId, QuestionKind, Wording};
    use super::*;

    fn instrument(wording: &str) -> Instrument {
        let kind = QuestionKind::Likert(Options::agreement().unwrap());
        let question =
            Question::new(QuestionId::parse("fair").unwrap(), Wording::parse(wording).unwrap(), kind);
        Instrument::new(Wording::parse("A survey").unwrap(), [question]).unwrap()
    }

    fn planned(id: &str, wording: &str, batch: u16) -> Wave<Planned> {
        let anonymity = Anonymity::new(Entry::Ballot, BatchSize::new(batch).unwrap());
        Wave::plan(WaveId::parse(id).unwrap(), instrument(wording), anonymity)
    }

    #[test]
    fn a_wave_goes_on_only_as_what_was_promised() {
        let promise = planned("one", "Is it fair?", 20).open().promise();
        assert!(planned("one", "Is it fair?", 20).resume(&promise).is_ok());
        let refused = |wave: Wave<Planned>| wave.resume(&promise).unwrap_err();
        assert_eq!(refused(planned("two", "Is it fair?", 20)), SurveyError::WaveOther);
        assert_eq!(refused(planned("one", "Is it fair?", 8)), SurveyError::WaveAnonymityChanged);
        assert_eq!(refused(planned("one", "Was it fair?", 20)), SurveyError::WaveInstrumentChanged);
        let by_link = planned("one", "Is it fair?", 20)
            .with_anonymity(Anonymity::new(Entry::OpenLink, BatchSize::new(20).unwrap()));
        assert_eq!(refused(by_link), SurveyError::WaveAnonymityChanged);
    }

    #[test]
    fn a_closed_wave_is_not_opened_again_nor_an_open_one_counted() {
        let open = planned("one", "Is it fair?", 20).open();
        let early = planned("one", "Is it fair?", 20).resume_closed(&open.promise());
        assert_eq!(early.unwrap_err(), SurveyError::WaveOpen);
        let closed = open.close().promise();
        assert_eq!(planned("one", "Is it fair?", 20).resume(&closed).unwrap_err(), SurveyError::WaveClosed);
        assert!(planned("one", "Is it fair?", 20).resume_closed(&closed).is_ok());
    }

    #[test]
    fn a_promise_is_kept_as_json_and_checked_when_it_is_read() {
        let promise = planned("one", "Is it fair?", 20).open().promise();
        let json = serde_json::to_string(&promise).unwrap();
        assert_eq!(Promise::read(json.as_bytes()), Ok(promise));
        for (from, to) in
            [("batch\":20", "batch\":7"), ("\"one\"", "\"One\""), ("open", "ajar"), ("{", "{\"kept_at\":1,")]
        {
            let wrong = json.replacen(from, to, 1);
            assert_eq!(Promise::read(wrong.as_bytes()), Err(SurveyError::PromiseFormat), "{wrong}");
        }
    }
}
