//! The forms with which people tell what is special category data (UK GDPR article 9). Nothing of them is shown.

use bln_core::{AccessNeeds, EthnicGroup, Prose, Provision};
use bln_validation::{Check, Draft, Field};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

/// An ethnic group that a person tells of themselves.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct EthnicGroupDraft {
    /// One of the 19 groups of the 2021 Census, by its stable name, or `prefer_not_to_say`.
    #[validate(required)]
    group: Option<String>,
}

/// What a person needs to take part; at least one provision, or words of their own.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct AccessNeedsDraft {
    /// What is needed, by name: `step_free`, `hearing_loop` and the like.
    provisions: Vec<String>,
    /// What else is needed, in the person's own words, at most 1,000 characters.
    note: Option<String>,
}

impl Draft for EthnicGroupDraft {
    type Noun = EthnicGroup;
    type Context = ();

    const FIELDS: &'static [Field] = &[Field::new("group", "Ethnic group", "Select your ethnic group")];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<EthnicGroup> {
        check.field("group", self.group, |name| EthnicGroup::parse(&name))
    }
}

impl Draft for AccessNeedsDraft {
    type Noun = AccessNeeds;
    type Context = ();

    const FIELDS: &'static [Field] = &[
        Field::new("provisions", "Access needs", "Select what you need, or say it in your own words"),
        Field::new("provisions/*", "Access need", "Select what you need"),
        Field::new("note", "Other access needs", "Say what else you need"),
    ];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<AccessNeeds> {
        let most = Provision::ALL.len();
        let provisions = check.each("provisions", most, self.provisions, |name| Provision::parse(&name));
        let note = check.field("note", self.note, Prose::parse);
        if check.is_faulty("provisions") || check.is_faulty("note") {
            return None;
        }
        check.accept("provisions", AccessNeeds::new(provisions, note))
    }
}
