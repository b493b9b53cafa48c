//! The form with which a theme is put into words.

use bln_core::Prose;
use bln_validation::{Check, Draft, Field};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

/// The words of a theme: those it is put into, or those that were read.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct ThemeDraft {
    /// The words, at most 500 characters.
    #[validate(required)]
    words: Option<String>,
}

impl Draft for ThemeDraft {
    type Noun = Prose<500>;
    type Context = ();

    const FIELDS: &'static [Field] = &[Field::new("words", "Theme", "Enter the words of the theme")];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<Prose<500>> {
        check.field("words", self.words, Prose::parse)
    }
}
