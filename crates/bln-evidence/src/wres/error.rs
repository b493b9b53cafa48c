//! What the WRES types refuse, and what cannot be compared.

use super::WresYear;

/// Why a value was refused: a stable code, and never the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{}", self.code())]
#[non_exhaustive]
pub enum WresError {
    /// A year before the first of the standard, 2015, or beyond 9999.
    YearOutOfRange,
    /// Not an indicator of the NHS Staff Survey: 5 to 8.
    NotOfTheStaffSurvey,
    /// A percentage below 0 or above 100.
    PercentageOutOfRange,
    /// Tiers that overlap or are empty: the upper must begin above the middle, and the middle above the lowest band.
    TiersOutOfOrder,
    /// Not a grade: a band, VSM, or a grade of doctors and dentists.
    GradeUnknown,
}

impl WresError {
    /// The stable code, for programs: `noun.reason`.
    pub const fn code(self) -> &'static str {
        match self {
            WresError::YearOutOfRange => "wres_year.range",
            WresError::NotOfTheStaffSurvey => "indicator.not_of_staff_survey",
            WresError::PercentageOutOfRange => "percentage.range",
            WresError::TiersOutOfOrder => "tiers.order",
            WresError::GradeUnknown => "grade.unknown",
        }
    }
}

/// Why two things cannot be compared, or figures not be joined to a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{}", self.code())]
#[non_exhaustive]
pub enum NotComparable {
    /// There is nobody white to compare with.
    NobodyWhite,
    /// There is nobody BME to compare with.
    NobodyBme,
    /// It happened to nobody of either group: nothing over nothing.
    NeverHappened,
    /// It happened to one group, and never to the one below the line: the ratio has no bound.
    OnlyToOneGroup,
    /// The figures are of different indicators or measures.
    OtherMeasure,
    /// The method of measuring changed between two years: a break in the series.
    AcrossMethods {
        /// The last year before the change.
        before: WresYear,
        /// The first year after it.
        after: WresYear,
    },
    /// Two different figures for one year.
    YearTwice(WresYear),
    /// There is no figure.
    NoFigure,
}

impl NotComparable {
    /// The stable code, for programs.
    pub const fn code(self) -> &'static str {
        match self {
            NotComparable::NobodyWhite => "comparison.nobody_white",
            NotComparable::NobodyBme => "comparison.nobody_bme",
            NotComparable::NeverHappened => "comparison.never_happened",
            NotComparable::OnlyToOneGroup => "comparison.only_one_group",
            NotComparable::OtherMeasure => "series.other_measure",
            NotComparable::AcrossMethods { .. } => "series.across_methods",
            NotComparable::YearTwice(_) => "series.year_twice",
            NotComparable::NoFigure => "series.no_figure",
        }
    }

    /// The reason in a plain sentence, for people.
    pub const fn sentence(self) -> &'static str {
        match self {
            NotComparable::NobodyWhite => {
                "There are no white people in these figures, so there is no comparison."
            }
            NotComparable::NobodyBme => {
                "There are no BME people in these figures, so there is no comparison."
            }
            NotComparable::NeverHappened => "It happened to nobody in either group, so there is no ratio.",
            NotComparable::OnlyToOneGroup => {
                "It happened to nobody in the group that the ratio divides by, so the ratio has no value."
            }
            NotComparable::OtherMeasure => "These figures measure different things. Show them apart.",
            NotComparable::AcrossMethods { .. } => {
                "The way this is measured changed between these years. Show the years before and after apart."
            }
            NotComparable::YearTwice(_) => {
                "There is more than one figure for a year. Choose one and say which."
            }
            NotComparable::NoFigure => "There are no figures to show.",
        }
    }
}
