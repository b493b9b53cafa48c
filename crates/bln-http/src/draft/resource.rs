//! The form with which a resource is withdrawn.

use std::fmt;

use bln_core::Prose;
use bln_validation::{Check, Draft, Field};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

/// Why a resource is withdrawn.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct ResourceWithdrawalDraft {
    /// Why, in words for people, at most 300 characters: everybody reads them where the resource was.
    #[validate(required)]
    #[schema(example = "Its figures were wrong.")]
    reason: Option<String>,
}

impl Draft for ResourceWithdrawalDraft {
    type Noun = Prose<300>;
    type Context = ();

    const FIELDS: &'static [Field] = &[
        Field::new("", "The withdrawal", "Say why it is withdrawn"),
        Field::new("reason", "Reason", "Enter why it is withdrawn"),
    ];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<Prose<300>> {
        check.field("reason", self.reason, Prose::parse)
    }
}

// What was sent is not shown: it may be anything.
impl fmt::Debug for ResourceWithdrawalDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResourceWithdrawalDraft(..)")
    }
}
