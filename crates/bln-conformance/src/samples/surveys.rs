//! Samples of surveys.

use bln_store::{AnswerKey, KeptResponse, KeptWords, Survey, SurveyBatch, SurveyName};
use uuid::Uuid;

/// The name of a sample survey.
pub fn survey_name(number: u32) -> SurveyName {
    SurveyName::parse(&format!("sample-{number}")).unwrap()
}

/// A sample survey whose answers are written for eight people at once, or for more.
pub fn survey(number: u32) -> Survey {
    let promise = format!(r#"{{"entry":"ballot","batch":8,"title":"Sample survey {number} — 調查"}}"#);
    Survey::new(survey_name(number), promise, Survey::LEAST_BATCH).unwrap()
}

/// The key of a sample answer. Keys of numbers that follow each other lie far apart.
pub fn answer_key(number: u32) -> AnswerKey {
    let spread = u128::from(number.wrapping_mul(0x9e37_79b9)) << 96;
    AnswerKey::new(Uuid::from_u128(spread | 0x4000_8000_0000_0000_0000)).unwrap()
}

/// What somebody chose, under the key of the same number.
pub fn kept_response(number: u32) -> KeptResponse {
    let answers =
        format!(r#"{{"considered-leaving":["{}"]}}"#, if number.is_multiple_of(2) { "yes" } else { "no" });
    KeptResponse { key: answer_key(number), answers }
}

/// What somebody wrote, under the key of the same number.
pub fn kept_words(number: u32) -> KeptWords {
    let question = SurveyName::parse("in-your-words").unwrap();
    KeptWords {
        key: answer_key(number), question, words: format!("Sample words {number}.\n“Heard” — 聽見")
    }
}

/// A batch of what was chosen and what was written, under keys of these numbers.
pub fn survey_batch(
    survey: u32,
    responses: impl IntoIterator<Item = u32>,
    words: impl IntoIterator<Item = u32>,
) -> SurveyBatch {
    let responses = responses.into_iter().map(kept_response).collect();
    SurveyBatch::new(survey_name(survey), responses, words.into_iter().map(kept_words).collect()).unwrap()
}
