//! The forms about requests under data-protection law, and about two records of one person.

use bln_core::{Id, Person, Prose, Right, rights::RefusalGround};
use bln_validation::{Check, Code, Draft, Field, Param, Problem, read_date};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

const GROUNDS: &[&str] = &[
    "manifestly_unfounded",
    "excessive",
    "not_identified",
    "does_not_apply",
    "rights_of_others",
    "legal_hold",
    "compelling_grounds",
    "exempt_by_law",
];

/// A request to have a right met.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct RightsRequestDraft {
    /// `access`, `rectification`, `erasure`, `restriction`, `portability` or `objection`.
    #[validate(required)]
    right: Option<String>,
    /// The day on which it came in, as 2026-03-29; if it is left out, today. Whoever asks for themselves asks today,
    /// whatever is given.
    received_on: Option<String>,
}

/// A request that came in.
pub(crate) struct RightsRequestNoun {
    pub(crate) right: Right,
    pub(crate) received_on: NaiveDate,
}

/// Why a request takes two months more.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct ExtensionDraft {
    /// Why, as the person is told it, at most 1,000 characters.
    #[validate(required)]
    reason: Option<String>,
}

/// Why what was asked is not done.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct RightsRefusalDraft {
    /// `manifestly_unfounded`, `excessive`, `not_identified`, `does_not_apply`, `rights_of_others`, `legal_hold`,
    /// `compelling_grounds` or `exempt_by_law`.
    #[validate(required)]
    ground: Option<String>,
}

/// The other record of a person, which goes into the one that is kept.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct MergeDraft {
    /// The person of the other record, by their id.
    #[validate(required)]
    other: Option<String>,
}

impl Draft for RightsRequestDraft {
    type Noun = RightsRequestNoun;
    /// Today.
    type Context = NaiveDate;

    const FIELDS: &'static [Field] = &[
        Field::new("right", "Right", "Select which right is asked for"),
        Field::new("receivedOn", "Date it came in", "Enter the date on which it came in"),
    ];

    fn check(self, today: &NaiveDate, check: &mut Check<'_>) -> Option<RightsRequestNoun> {
        let right = check.field("right", self.right, |name| Right::parse(&name));
        let received_on = check.field("receivedOn", self.received_on, read_date).unwrap_or(*today);
        Some(RightsRequestNoun { right: right?, received_on })
    }
}

impl Draft for ExtensionDraft {
    type Noun = Prose<1000>;
    type Context = ();

    const FIELDS: &'static [Field] = &[Field::new("reason", "Reason", "Enter why it takes longer")];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<Prose<1000>> {
        check.field("reason", self.reason, Prose::parse)
    }
}

impl Draft for RightsRefusalDraft {
    type Noun = RefusalGround;
    type Context = ();

    const FIELDS: &'static [Field] =
        &[Field::new("ground", "Ground", "Select on which ground it is refused")];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<RefusalGround> {
        let unknown = || Problem::new(Code::UNKNOWN_CHOICE).with_param("choices", Param::List(GROUNDS));
        check.field("ground", self.ground, |name| RefusalGround::from_name(&name).ok_or_else(unknown))
    }
}

impl Draft for MergeDraft {
    type Noun = Id<Person>;
    type Context = ();

    const FIELDS: &'static [Field] = &[Field::new("other", "Other record", "Say which record goes")];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<Id<Person>> {
        check.field("other", self.other, |id| id.parse::<Id<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grounds_that_are_told_are_the_grounds_there_are() {
        assert_eq!(RefusalGround::ALL.map(RefusalGround::name), GROUNDS);
    }
}
