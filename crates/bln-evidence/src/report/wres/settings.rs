//! What a report needs beside the tallies.

use crate::disclosure::{Edition, Policy};
use crate::terms::WresGroup;
use crate::wres::{StaffSurveyFigure, Tiers, WresYear};

/// What the groups of the standard are called in a report.
///
/// The standard itself says "BME". The NHS service manual asks to write out what is meant where people read it, so a
/// network can say "Ethnic minority" instead; the figures are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupWords {
    white: String,
    bme: String,
    unknown: String,
}

impl GroupWords {
    /// Words for white staff, for the staff that the standard calls BME, and for those whose ethnicity is not stated or
    /// not known. Each stands before "staff" in a sentence and alone at the head of a column.
    pub fn new(white: impl Into<String>, bme: impl Into<String>, unknown: impl Into<String>) -> Self {
        Self { white: white.into(), bme: bme.into(), unknown: unknown.into() }
    }

    /// The words for a group.
    pub fn of(&self, group: WresGroup) -> &str {
        match group {
            WresGroup::White => &self.white,
            WresGroup::Bme => &self.bme,
            WresGroup::Unknown => &self.unknown,
        }
    }
}

impl Default for GroupWords {
    /// Those of the standard.
    fn default() -> Self {
        Self::new("White", "BME", "Not stated or not known")
    }
}

/// What a report needs beside the tallies: of which year it is, which edition, and by which rules it is made.
#[derive(Debug, Clone)]
pub struct WresSettings {
    year: WresYear,
    edition: Edition,
    policy: Policy,
    tiers: Tiers,
    words: GroupWords,
    staff_survey: Vec<StaffSurveyFigure>,
}

impl WresSettings {
    /// Those of a year and an edition, under the default policy, tiers and words, and without a staff survey.
    pub fn new(year: WresYear, edition: Edition) -> Self {
        Self {
            year,
            edition,
            policy: Policy::default(),
            tiers: Tiers::default(),
            words: GroupWords::default(),
            staff_survey: Vec::new(),
        }
    }

    /// Under another policy.
    #[must_use]
    pub fn with_policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// With other tiers for the race disparity ratio.
    #[must_use]
    pub const fn with_tiers(mut self, tiers: Tiers) -> Self {
        self.tiers = tiers;
        self
    }

    /// With other words for the groups.
    #[must_use]
    pub fn with_words(mut self, words: GroupWords) -> Self {
        self.words = words;
        self
    }

    /// With a figure of the NHS Staff Survey, which the organisation was given: indicators 5 to 8. One of the same
    /// indicator takes the place of the one before.
    #[must_use]
    pub fn with_staff_survey(mut self, figure: StaffSurveyFigure) -> Self {
        self.staff_survey.retain(|other| other.indicator() != figure.indicator());
        self.staff_survey.push(figure);
        self.staff_survey.sort_by_key(|figure| figure.indicator().number());
        self
    }

    /// The year.
    pub const fn year(&self) -> WresYear {
        self.year
    }

    /// The edition that the tables are published as.
    pub const fn edition(&self) -> Edition {
        self.edition
    }

    /// The policy that they are published under.
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The tiers of the race disparity ratio.
    pub const fn tiers(&self) -> Tiers {
        self.tiers
    }

    /// What the groups are called.
    pub const fn words(&self) -> &GroupWords {
        &self.words
    }

    /// The figures of the staff survey, by indicator.
    pub fn staff_survey(&self) -> &[StaffSurveyFigure] {
        &self.staff_survey
    }
}
