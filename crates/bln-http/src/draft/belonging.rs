//! The form with which an ally becomes a member, or the reverse.

use bln_core::{BelongingKind, WordingRef};
use bln_validation::{Check, Draft, Field, WordingDraft};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::wording::wording;

/// What somebody becomes, and the declaration that they make.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct ConversionDraft {
    /// `member` or `ally`.
    #[validate(required)]
    to: Option<String>,
    /// The declaration they made.
    #[validate(required, nested)]
    declaration: Option<WordingDraft>,
    /// The privacy notice they were shown (UK GDPR article 13).
    #[validate(required, nested)]
    privacy_notice: Option<WordingDraft>,
}

/// A conversion that was asked for.
pub(crate) struct ConversionNoun {
    pub(crate) to: BelongingKind,
    pub(crate) declaration: WordingRef,
    pub(crate) privacy_notice: WordingRef,
}

impl Draft for ConversionDraft {
    type Noun = ConversionNoun;
    type Context = ();

    const FIELDS: &'static [Field] = &[
        Field::new("to", "To", "Select whether you become a member or an ally"),
        Field::new("declaration", "Declaration", "Confirm the declaration"),
        Field::new("declaration/wording", "Declaration wording", "Name the wording of the declaration"),
        Field::new("declaration/version", "Declaration version", "Give the version of the declaration"),
        Field::new("privacyNotice", "Privacy notice", "Say which privacy notice was shown"),
        Field::new(
            "privacyNotice/wording",
            "Privacy notice wording",
            "Name the wording of the privacy notice",
        ),
        Field::new(
            "privacyNotice/version",
            "Privacy notice version",
            "Give the version of the privacy notice",
        ),
    ];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<ConversionNoun> {
        let to = check.field("to", self.to, |text| BelongingKind::parse(&text));
        let declaration = check.nested("declaration", self.declaration, wording);
        let privacy_notice = check.nested("privacyNotice", self.privacy_notice, wording);
        Some(ConversionNoun { to: to?, declaration: declaration?, privacy_notice: privacy_notice? })
    }
}
