//! The form with which a link of a letter is answered.

use bln_seal::Token;
use bln_validation::{Check, Draft, Field};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

/// The token of a link in a letter.
///
/// A text that is no token is no fault of the form: it is answered as a token that nobody has.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct LinkDraft {
    /// What stands at the end of the link.
    #[validate(required)]
    token: Option<String>,
}

impl Draft for LinkDraft {
    type Noun = Option<Token>;
    type Context = ();

    const FIELDS: &'static [Field] = &[Field::new("token", "Token", "Send the token of the link")];

    fn check(self, _: &(), _: &mut Check<'_>) -> Option<Option<Token>> {
        Some(Token::parse(&self.token?).ok())
    }
}
