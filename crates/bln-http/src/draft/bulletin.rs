//! The form with which an issue of the bulletin is scheduled.

use std::fmt;

use bln_core::Instant;
use bln_validation::{Check, Code, Draft, Field, Problem};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

/// When an issue is to be sent.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct ScheduleDraft {
    /// When (RFC 3339). An instant that has passed is now.
    #[validate(required)]
    #[schema(format = DateTime, example = "2027-03-29T09:00:00Z")]
    due: Option<String>,
}

impl Draft for ScheduleDraft {
    type Noun = Instant;
    type Context = ();

    const FIELDS: &'static [Field] = &[
        Field::new("", "The schedule", "Say when the issue is to be sent"),
        Field::new("due", "Time of sending", "Enter when the issue is to be sent"),
    ];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<Instant> {
        check.field("due", self.due, |due| {
            due.parse().map_err(|_| Problem::new(Code::FORMAT).with_message(FORM))
        })
    }
}

/// The catalogue's sentence for a date has a day alone as its example.
const FORM: &str = "{subject} must be a date with a time and an offset, like 2027-03-29T09:00:00Z";

// What was sent is not shown: it may be anything.
impl fmt::Debug for ScheduleDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ScheduleDraft(..)")
    }
}
