//! What a store keeps of a survey: what was promised, hashes of ballots, and answers that are nobody's.

use std::{collections::BTreeSet, fmt};

use uuid::Uuid;

/// The stable name of a survey or of a question in it: 1 to 48 of `a-z`, `0-9`, `-` and `_`, a letter first.
///
/// ```
/// use bln_store::SurveyName;
///
/// assert_eq!(SurveyName::parse("leaders-2022").map(|name| name.as_str().to_owned()), Some("leaders-2022".into()));
/// assert_eq!(SurveyName::parse("Leaders 2022"), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SurveyName(String);

/// A survey as it was opened. It is never changed: what respondents were promised stays so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    name: SurveyName,
    promise: String,
    least_batch: u16,
}

/// How far a survey is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SurveyState {
    /// It is being answered.
    Open,
    /// It takes nothing more. Its ballots are forgotten; how many there were is not.
    Closed {
        /// How many ballots were issued.
        issued: u64,
        /// How many of them were spent.
        spent: u64,
    },
}

/// What came of spending a ballot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spending {
    /// It is spent by this.
    Spent,
    /// It was spent before.
    SpentBefore,
    /// There is no such ballot, or no such survey that is open.
    Unknown,
}

/// The key of an answer: 122 random bits, as a UUID of version 4 (RFC 9562, section 5.4). One that has a time or an
/// order in it is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AnswerKey(Uuid);

/// What somebody chose, as their survey writes it. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptResponse {
    /// Its key.
    pub key: AnswerKey,
    /// The options chosen, by question, as text of at most [`SurveyBatch::MOST_BYTES`].
    pub answers: String,
}

/// What somebody wrote at one question. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptWords {
    /// Its key.
    pub key: AnswerKey,
    /// The question.
    pub question: SurveyName,
    /// The words, as text of at most [`SurveyBatch::MOST_BYTES`].
    pub words: String,
}

/// The answers of several people, written at once.
///
/// They stand in the order of their keys, which are random: the order in which they were given is not kept even here.
#[derive(Clone, PartialEq, Eq)]
pub struct SurveyBatch {
    survey: SurveyName,
    responses: Vec<KeptResponse>,
    words: Vec<KeptWords>,
}

impl SurveyName {
    /// Reads a name; `None` if it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (1..=48).contains(&text.len())
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'));
        fits.then(|| Self(text.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Survey {
    /// The fewest people whose answers are written at once: one more than the 1 to 7 that NHS statistics suppress.
    pub const LEAST_BATCH: u16 = 8;
    /// The most people that a survey can ask to be written at once.
    pub const MOST_BATCH: u16 = 1_000;
    /// The most bytes of a promise.
    pub const MOST_BYTES: usize = 4_000;

    /// A survey with what was promised, and how many people's answers are written at once at the least. `None` unless
    /// that is [`Survey::LEAST_BATCH`] to [`Survey::MOST_BATCH`], and the promise a text of 1 to
    /// [`Survey::MOST_BYTES`] bytes without control characters.
    pub fn new(name: SurveyName, promise: String, least_batch: u16) -> Option<Self> {
        let fits = (Self::LEAST_BATCH..=Self::MOST_BATCH).contains(&least_batch)
            && (1..=Self::MOST_BYTES).contains(&promise.len())
            && !promise.contains(char::is_control);
        fits.then_some(Self { name, promise, least_batch })
    }

    /// Its name.
    pub const fn name(&self) -> &SurveyName {
        &self.name
    }

    /// What was promised, as the survey writes it.
    pub fn promise(&self) -> &str {
        &self.promise
    }

    /// How many people's answers are written at once at the least.
    pub const fn least_batch(&self) -> u16 {
        self.least_batch
    }
}

impl AnswerKey {
    /// A key; `None` unless it is a UUID of version 4.
    pub fn new(uuid: Uuid) -> Option<Self> {
        (uuid.get_version_num() == 4).then_some(Self(uuid))
    }

    /// The key.
    pub const fn uuid(self) -> Uuid {
        self.0
    }
}

impl SurveyBatch {
    /// The most answers of a batch, of each of the two kinds.
    pub const MOST: usize = 10_000;
    /// The most bytes of an answer.
    pub const MOST_BYTES: usize = 100_000;

    /// A batch; `None` if a key is there twice, if there are more than [`SurveyBatch::MOST`] answers of a kind, or if
    /// one of them is longer than [`SurveyBatch::MOST_BYTES`] or has a NUL character.
    pub fn new(
        survey: SurveyName,
        mut responses: Vec<KeptResponse>,
        mut words: Vec<KeptWords>,
    ) -> Option<Self> {
        let keys: BTreeSet<AnswerKey> =
            responses.iter().map(|one| one.key).chain(words.iter().map(|one| one.key)).collect();
        let mut texts = responses.iter().map(|one| &one.answers).chain(words.iter().map(|one| &one.words));
        let fits = responses.len() <= Self::MOST
            && words.len() <= Self::MOST
            && keys.len() == responses.len().saturating_add(words.len())
            && texts.all(|text| text.len() <= Self::MOST_BYTES && !text.contains('\0'));
        responses.sort_by_key(|one| one.key);
        words.sort_by_key(|one| one.key);
        fits.then_some(Self { survey, responses, words })
    }

    /// Of which survey.
    pub const fn survey(&self) -> &SurveyName {
        &self.survey
    }

    /// What was chosen, in the order of the keys.
    pub fn responses(&self) -> &[KeptResponse] {
        &self.responses
    }

    /// What was written, in the order of the keys.
    pub fn words(&self) -> &[KeptWords] {
        &self.words
    }

    /// Whether enough people are in it.
    pub fn is_enough(&self, least: u16) -> bool {
        self.responses.len() >= usize::from(least)
    }
}

impl fmt::Debug for KeptResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeptResponse(..)")
    }
}

impl fmt::Debug for KeptWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeptWords(..)")
    }
}

impl fmt::Debug for SurveyBatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SurveyBatch").field("survey", &self.survey).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(n: u128) -> AnswerKey {
        AnswerKey::new(uuid::Builder::from_random_bytes(n.to_be_bytes()).into_uuid()).unwrap()
    }

    fn batch(keys: &[u128]) -> Option<SurveyBatch> {
        let responses = keys.iter().map(|n| KeptResponse { key: key(*n), answers: "{}".into() }).collect();
        SurveyBatch::new(SurveyName::parse("one").unwrap(), responses, vec![])
    }

    #[test]
    fn a_batch_stands_in_the_order_of_its_keys_each_once() {
        assert_eq!(batch(&[3, 1, 2]), batch(&[1, 2, 3]));
        assert_eq!(batch(&[1, 2, 1]), None);
        assert!(!batch(&[1, 2]).unwrap().is_enough(3) && batch(&[1, 2, 3]).unwrap().is_enough(3));
    }

    #[test]
    fn a_key_has_neither_time_nor_order() {
        let with_time = "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap();
        assert_eq!(AnswerKey::new(with_time), None);
        assert_eq!(AnswerKey::new(Uuid::from_u128(1)), None);
    }

    #[test]
    fn a_survey_promises_eight_to_a_thousand() {
        let of = |least| Survey::new(SurveyName::parse("one").unwrap(), "{}".into(), least);
        assert!(of(7).is_none() && of(8).is_some() && of(1_000).is_some() && of(1_001).is_none());
        let promise = |text: &str| Survey::new(SurveyName::parse("one").unwrap(), text.into(), 8);
        assert!(promise("").is_none() && promise("a\nb").is_none() && promise(&"a".repeat(4_001)).is_none());
    }

    #[test]
    fn an_answer_is_of_some_length_and_shown_nowhere() {
        let of = |answers: String| {
            let response = KeptResponse { key: key(1), answers };
            SurveyBatch::new(SurveyName::parse("one").unwrap(), vec![response], vec![])
        };
        assert!(
            of("a".repeat(100_000)).is_some()
                && of("a".repeat(100_001)).is_none()
                && of("\0".into()).is_none()
        );
        let shown = format!("{:?} {:?}", of("secret".into()), of("secret".into()).unwrap().responses());
        assert!(!shown.contains("secret"), "{shown}");
    }
}
