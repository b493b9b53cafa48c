//! The forms with which an initiative is begun and ended.

use std::fmt;

use bln_core::{
    Conclusion, HighImpactAction, Id, Indicator, InitiativeDetails, Invalid, InvalidKind, Line, Pillar,
    Pillars, Prose,
};
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::choice::{Takes, hold, one_of};
use crate::{Check, Draft, Field};

const CONCLUSIONS: &[&str] = &["achieved", "partly_achieved", "not_achieved"];

/// What a network sets out to change.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct InitiativeDraft {
    /// The title, at most 120 characters.
    #[validate(required)]
    pub title: Option<String>,
    /// What is to change, at most 2,000 characters.
    #[validate(required)]
    pub aim: Option<String>,
    /// Which of the four pillars it serves; at least one.
    #[validate(length(min = 1))]
    pub pillars: Vec<String>,
    /// On which high-impact actions it bears: HIA1 to HIA6.
    pub actions: Vec<String>,
    /// Which indicators of the Workforce Race Equality Standard it is to move: 1 to 9.
    pub indicators: Vec<u32>,
    /// The figures of the register because of which it is begun, by their ids; at most 50.
    pub moved_by: Vec<String>,
}

/// What became of an initiative.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct ConclusionDraft {
    /// `achieved`, `partly_achieved` or `not_achieved`.
    #[validate(required)]
    pub conclusion: Option<String>,
    /// Why nothing was achieved, at most 1,000 characters: needed then, and refused otherwise.
    pub reason: Option<String>,
}

impl Draft for InitiativeDraft {
    type Noun = InitiativeDetails;
    type Context = ();

    const FIELDS: &'static [Field] = &[
        Field::new("", "The initiative", "Fill in the initiative"),
        Field::new("title", "Title", "Enter a title"),
        Field::new("aim", "Aim", "Enter what is to change"),
        Field::new("pillars", "Pillars", "Select at least one pillar"),
        Field::new("pillars/*", "Pillar", "Select a pillar"),
        Field::new("actions", "High-impact actions", "Select the high-impact actions"),
        Field::new("actions/*", "High-impact action", "Select a high-impact action"),
        Field::new("indicators", "Indicators", "Select the indicators"),
        Field::new("indicators/*", "Indicator", "Select an indicator"),
        Field::new("movedBy", "Figures", "Select the figures"),
        Field::new("movedBy/*", "Figure", "Select a figure"),
    ];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<InitiativeDetails> {
        let title = check.field("title", self.title, Line::parse);
        let aim = check.field("aim", self.aim, Prose::parse);
        let pillars = check.each("pillars", Pillar::ALL.len(), self.pillars, |pillar| Pillar::parse(&pillar));
        let pillars = check.accept("pillars", Pillars::new(pillars));
        let most = HighImpactAction::ALL.len();
        let actions = check.each("actions", most, self.actions, |action| HighImpactAction::parse(&action));
        let indicators = check.each("indicators", Indicator::ALL.len(), self.indicators, indicator);
        let most = InitiativeDetails::MOST_FIGURES;
        let figures = check.each("movedBy", most, self.moved_by, |id| id.parse::<Id<_>>());
        let details = InitiativeDetails::new(title?, aim?, pillars?).bearing_on(actions, indicators);
        check.accept("movedBy", details.moved_by(figures))
    }
}

impl Draft for ConclusionDraft {
    type Noun = Conclusion;
    type Context = ();

    const FIELDS: &'static [Field] = &[
        Field::new("", "The conclusion", "Fill in the conclusion"),
        Field::new("conclusion", "Conclusion", "Select what became of the initiative"),
        Field::new("reason", "Reason", "Enter why nothing was achieved"),
    ];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<Conclusion> {
        let given = [("reason", self.reason.is_some())];
        let conclusion = check.field("conclusion", self.conclusion, |name| one_of(&name, CONCLUSIONS));
        if let Some(conclusion) = conclusion {
            let needs: &[&str] = if conclusion == "not_achieved" { &["reason"] } else { &[] };
            hold(check, &given, &Takes { needs, may: &[] });
        }
        let reason = check.field("reason", self.reason, Prose::parse);
        Conclusion::from_parts(conclusion?, reason)
    }
}

fn indicator(number: u32) -> Result<Indicator, Invalid> {
    let number = u8::try_from(number).map_err(|_| Invalid::new(InvalidKind::IndicatorUnknown))?;
    Ok(Indicator::from_number(number)?)
}

// What was sent is not shown: what a network wants is nobody's business before it says so.
impl fmt::Debug for InitiativeDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InitiativeDraft(..)")
    }
}

impl fmt::Debug for ConclusionDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ConclusionDraft(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_choices_that_are_told_are_the_choices_there_are() {
        let reason = Prose::parse("It was too early.").unwrap();
        let all = [Conclusion::Achieved, Conclusion::PartlyAchieved, Conclusion::NotAchieved { reason }];
        assert_eq!(all.each_ref().map(Conclusion::name), CONCLUSIONS);
    }
}
