//! The form with which a limit on the use of somebody's details is set or lifted.

use bln_core::{
    Prose,
    limits::{LimitChange, RestrictionGround},
};
use bln_validation::{Check, Code, Draft, Field, Param, Problem};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

const CHANGES: &[&str] = &["hold", "release_hold", "restrict", "lift_restriction"];
const GROUNDS: &[&str] = &["accuracy_contested", "unlawful_use", "legal_claim", "objection_pending"];

/// A limit that is set, or lifted.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct LimitDraft {
    /// `hold`, `release_hold`, `restrict` or `lift_restriction`.
    #[validate(required)]
    change: Option<String>,
    /// Why the details are held, as the person is told it, at most 1,000 characters: needed for `hold`, and refused
    /// otherwise.
    reason: Option<String>,
    /// On which ground their use is restricted: `accuracy_contested`, `unlawful_use`, `legal_claim` or
    /// `objection_pending`. Needed for `restrict`, and refused otherwise.
    ground: Option<String>,
}

impl Draft for LimitDraft {
    type Noun = LimitChange;
    type Context = ();

    const FIELDS: &'static [Field] = &[
        Field::new("change", "Change", "Select what is to be done"),
        Field::new("reason", "Reason", "Enter why the details are held"),
        Field::new("ground", "Ground", "Select on which ground their use is restricted"),
    ];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<LimitChange> {
        let change = self.change.as_deref();
        hangs_on(check, "reason", self.reason.is_some(), change, "hold");
        hangs_on(check, "ground", self.ground.is_some(), change, "restrict");
        let reason = check.field("reason", self.reason, Prose::parse);
        let ground = check.field("ground", self.ground, |name| {
            RestrictionGround::from_name(&name).ok_or_else(|| unknown(GROUNDS))
        });
        match change? {
            "hold" => Some(LimitChange::Hold(reason?)),
            "release_hold" => Some(LimitChange::ReleaseHold),
            "restrict" => Some(LimitChange::Restrict(ground?)),
            "lift_restriction" => Some(LimitChange::LiftRestriction),
            _ => {
                check.fault("change", unknown(CHANGES));
                None
            }
        }
    }
}

/// A field that is needed for one change, and for no other.
fn hangs_on(check: &mut Check<'_>, name: &'static str, given: bool, change: Option<&str>, needs: &str) {
    match (change == Some(needs), given) {
        (true, false) => check.missing(name),
        (false, true) if change.is_some_and(|change| CHANGES.contains(&change)) => {
            check.fault(name, Code::NOT_WITH_CHOICE);
        }
        _ => {}
    }
}

fn unknown(choices: &'static [&'static str]) -> Problem {
    Problem::new(Code::UNKNOWN_CHOICE).with_param("choices", Param::List(choices))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grounds_that_are_told_are_the_grounds_there_are() {
        assert_eq!(RestrictionGround::ALL.map(RestrictionGround::name), GROUNDS);
    }
}
