//! The form that names a purpose.

use bln_core::PurposeCode;
use bln_validation::{Check, Draft, Field};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

/// One purpose.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct PurposeDraft {
    /// `bulletin`, `directory` and the like.
    #[validate(required)]
    purpose: Option<String>,
}

impl Draft for PurposeDraft {
    type Noun = PurposeCode;
    type Context = ();

    const FIELDS: &'static [Field] = &[Field::new("purpose", "Purpose", "Select which purpose it is about")];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<PurposeCode> {
        check.field("purpose", self.purpose, |purpose| PurposeCode::parse(&purpose))
    }
}
