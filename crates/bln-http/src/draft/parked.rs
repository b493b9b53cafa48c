//! The form with which a notice is settled of which nobody knew whether it was sent.

use bln_service::ParkedAnswer;
use bln_validation::{Check, Code, Draft, Field, Param, Problem};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

const ANSWERS: &[&str] = &["was_sent", "send_again"];

/// What a person found out about a parked notice.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct ParkedAnswerDraft {
    /// `was_sent`: it goes. `send_again`: it was not, or once more is better than not at all.
    #[validate(required)]
    answer: Option<String>,
}

impl Draft for ParkedAnswerDraft {
    type Noun = ParkedAnswer;
    type Context = ();

    const FIELDS: &'static [Field] = &[Field::new("answer", "Answer", "Select what became of the notice")];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<ParkedAnswer> {
        check.field("answer", self.answer, |answer| match answer.as_str() {
            "was_sent" => Ok(ParkedAnswer::WasSent),
            "send_again" => Ok(ParkedAnswer::SendAgain),
            _ => Err(Problem::new(Code::UNKNOWN_CHOICE).with_param("choices", Param::List(ANSWERS))),
        })
    }
}
