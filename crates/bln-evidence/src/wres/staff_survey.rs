//! Indicators 5 to 8: percentages of the NHS Staff Survey, as they were given.

use crate::Interval;
use crate::exact::{Decimal, Proportion};

use super::{Direction, Indicator, WresError, WresYear, figure};

/// A percentage as it was given, and of how many who answered, where that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Given {
    percentage: Decimal,
    answered: Option<u64>,
}

impl Given {
    /// A percentage from its text, `24.9`, with the decimal places it was given with.
    ///
    /// # Errors
    ///
    /// `percentage.range` if it is no number from 0 to 100 with at most 6 decimal places.
    pub fn parse(text: &str, answered: Option<u64>) -> Result<Self, WresError> {
        let percentage = Decimal::parse(text).filter(|number| figure::is_percentage(*number));
        percentage.map(|percentage| Self { percentage, answered }).ok_or(WresError::PercentageOutOfRange)
    }

    /// The percentage.
    pub const fn percentage(self) -> Decimal {
        self.percentage
    }

    /// How many answered the question.
    pub const fn answered(self) -> Option<u64> {
        self.answered
    }

    /// The 95 % interval by Wilson's score, of the whole number of people nearest to the percentage; `None` where it
    /// is not known how many answered. Results of the survey are weighted, so that it is near, and not exact.
    pub fn interval(self) -> Option<Interval> {
        let answered = self.answered?;
        let scale = 10_i128.checked_pow(self.percentage.places())?.checked_mul(100)?;
        let people = self.percentage.units().checked_mul(i128::from(answered))?;
        let part = Decimal::quotient(people, scale, 0)?.units();
        Interval::wilson(Proportion::new(u64::try_from(part).ok()?, answered)?)
    }
}

/// What white and BME staff answered for an indicator of the NHS Staff Survey.
///
/// ```
/// use bln_evidence::wres::{Given, Indicator, StaffSurveyFigure, WresYear, questions};
///
/// // England, 2024.
/// let year = WresYear::new(2024)?;
/// let (white, bme) = (Given::parse("20.7", None)?, Given::parse("24.9", None)?);
/// let abuse = StaffSurveyFigure::new(Indicator::Six, year, white, bme)?;
/// assert_eq!(abuse.points_above_white().unwrap().to_string(), "4.2");
/// assert!(abuse.is_worse_for_bme());
/// assert_eq!(questions(Indicator::Six, year.survey_year()), Some(&["q14b", "q14c"][..]));
/// # Ok::<(), bln_evidence::wres::WresError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct StaffSurveyFigure {
    indicator: Indicator,
    year: WresYear,
    white: Given,
    bme: Given,
}

impl StaffSurveyFigure {
    /// What was given for both groups.
    ///
    /// # Errors
    ///
    /// `indicator.not_of_staff_survey` unless it is one of 5 to 8.
    pub fn new(indicator: Indicator, year: WresYear, white: Given, bme: Given) -> Result<Self, WresError> {
        match indicator {
            Indicator::Five | Indicator::Six | Indicator::Seven | Indicator::Eight => {
                Ok(Self { indicator, year, white, bme })
            }
            _ => Err(WresError::NotOfTheStaffSurvey),
        }
    }

    /// The indicator.
    pub const fn indicator(self) -> Indicator {
        self.indicator
    }

    /// The year of the WRES; the survey is that of the autumn before.
    pub const fn year(self) -> WresYear {
        self.year
    }

    /// What white staff answered.
    pub const fn white(self) -> Given {
        self.white
    }

    /// What BME staff answered.
    pub const fn bme(self) -> Given {
        self.bme
    }

    /// How many percentage points the figure of BME staff is above that of white staff.
    pub fn points_above_white(self) -> Option<Decimal> {
        figure::difference(self.bme.percentage, self.white.percentage)
    }

    /// Whether the figure of BME staff is the worse one: higher, or for indicator 7 lower. Nothing is said of chance.
    pub fn is_worse_for_bme(self) -> bool {
        let order = figure::compare(self.bme.percentage, self.white.percentage);
        if self.indicator.direction() == Direction::LowerIsWorse { order.is_lt() } else { order.is_gt() }
    }
}

/// The questions of the NHS Staff Survey of a year that an indicator is read from; `None` where that is not known.
/// Numbers of questions move from year to year. Those of 2022 to 2024 are given, from general knowledge.
pub const fn questions(indicator: Indicator, survey_year: u16) -> Option<&'static [&'static str]> {
    match (indicator, survey_year) {
        (Indicator::Five, 2022..=2024) => Some(&["q14a"]),
        (Indicator::Six, 2022..=2024) => Some(&["q14b", "q14c"]),
        (Indicator::Seven, 2022..=2024) => Some(&["q15"]),
        (Indicator::Eight, 2022..=2024) => Some(&["q16b"]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_lies_between_nothing_and_all() {
        assert!(Given::parse("0", None).is_ok() && Given::parse("100", None).is_ok());
        for text in ["100.1", "-1", "12%", "", "NaN"] {
            assert_eq!(Given::parse(text, None), Err(WresError::PercentageOutOfRange), "{text}");
        }
    }

    #[test]
    fn lower_is_worse_for_equal_opportunities_alone() {
        let year = WresYear::new(2024).unwrap();
        let [low, high] = ["40", "60"].map(|text| Given::parse(text, None).unwrap());
        for indicator in Indicator::ALL {
            let Ok(figure) = StaffSurveyFigure::new(indicator, year, high, low) else { continue };
            assert_eq!(figure.is_worse_for_bme(), indicator == Indicator::Seven);
            assert!(questions(indicator, year.survey_year()).is_some());
            assert_eq!(questions(indicator, 2015), None);
        }
        let refused = StaffSurveyFigure::new(Indicator::Nine, year, low, high);
        assert_eq!(refused, Err(WresError::NotOfTheStaffSurvey));
    }

    #[test]
    fn an_interval_needs_to_know_how_many_answered() {
        assert_eq!(Given::parse("51", None).unwrap().interval(), None);
        // 63 of 123.
        let interval = Given::parse("51", Some(123)).unwrap().interval().unwrap();
        assert_eq!(interval.percentages(1).map(|end| end.to_string()), ["42.5", "59.9"]);
        assert_eq!(Given::parse("51", Some(0)).unwrap().interval(), None);
    }
}
