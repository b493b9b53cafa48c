//! Years of the standard, and what each indicator is measured over.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use super::{Indicator, WresError};

/// A year of the WRES, 2015 or later: the one that its snapshot of 31 March falls in.
///
/// ```
/// use bln_evidence::wres::{Indicator, WresYear};
///
/// let year = WresYear::new(2024)?;
/// assert_eq!(year.snapshot(Indicator::One).to_string(), "31 March 2024");
/// assert_eq!(year.snapshot(Indicator::Two).to_string(), "1 April 2023 to 31 March 2024");
/// assert_eq!(year.snapshot(Indicator::Five).to_string(), "1 October 2023 to 31 December 2023");
/// # Ok::<(), bln_evidence::wres::WresError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WresYear(u16);

impl WresYear {
    /// The first year of the standard.
    pub const FIRST: WresYear = WresYear(2015);

    /// A year.
    ///
    /// # Errors
    ///
    /// `wres_year.range` before 2015 and after 9999.
    pub const fn new(year: u16) -> Result<Self, WresError> {
        if year < Self::FIRST.0 || year > 9999 { Err(WresError::YearOutOfRange) } else { Ok(Self(year)) }
    }

    /// The number of the year.
    pub const fn number(self) -> u16 {
        self.0
    }

    /// The year in which the NHS Staff Survey for it was answered: the autumn before.
    pub const fn survey_year(self) -> u16 {
        self.0 - 1
    }

    /// So many years later, 9999 at most.
    pub const fn plus(self, years: u16) -> Self {
        let year = self.0.saturating_add(years);
        Self(if year > 9999 { 9999 } else { year })
    }

    /// 31 March, the day of the snapshot.
    pub fn snapshot_day(self) -> NaiveDate {
        day(self.0, 3, 31)
    }

    /// The days the indicator of the year is measured over.
    ///
    /// 31 March for 1 and 9; the twelve months that end then for 2 to 4; and for 5 to 8 the fieldwork of the NHS
    /// Staff Survey in the autumn before, which is published as October to December.
    pub fn snapshot(self, indicator: Indicator) -> Period {
        match indicator {
            Indicator::One | Indicator::Nine => {
                Period { first: self.snapshot_day(), last: self.snapshot_day() }
            }
            Indicator::Two | Indicator::Three | Indicator::Four => {
                Period { first: day(self.0 - 1, 4, 1), last: self.snapshot_day() }
            }
            Indicator::Five | Indicator::Six | Indicator::Seven | Indicator::Eight => {
                Period { first: day(self.survey_year(), 10, 1), last: day(self.survey_year(), 12, 31) }
            }
        }
    }

    /// How the indicator of the year was measured and published at the time.
    ///
    /// Indicator 7 broke: the 73.4 % of 2016 and the 69.9 % of 2019 were of those who answered yes or no. That the
    /// change falls between 2021 and 2022 is this library's own setting; no stored authority dates it.
    pub const fn method(self, indicator: Indicator) -> Method {
        match indicator {
            Indicator::Seven if self.0 < 2022 => Method::WithoutDontKnow,
            Indicator::Seven => Method::WithDontKnow,
            _ => Method::Unchanged,
        }
    }
}

impl fmt::Display for WresYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The days that something is measured over, the first and the last included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    first: NaiveDate,
    last: NaiveDate,
}

impl Period {
    /// The first day.
    pub const fn first(self) -> NaiveDate {
        self.first
    }

    /// The last day.
    pub const fn last(self) -> NaiveDate {
        self.last
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first != self.last {
            written(self.first, f)?;
            f.write_str(" to ")?;
        }
        written(self.last, f)
    }
}

/// How an indicator was measured. Figures by different methods do not stand on one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// As it always was.
    Unchanged,
    /// Indicator 7 as it was published up to 2021: of those who answered yes or no.
    WithoutDontKnow,
    /// Indicator 7 as it is published since 2022: "don't know" counts in the denominator.
    WithDontKnow,
}

/// A day that every year has.
pub(super) fn day(year: u16, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(i32::from(year), month, day).unwrap_or_default()
}

fn written(day: NaiveDate, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = usize::try_from(day.month0()).ok().and_then(|month| MONTHS.get(month)).unwrap_or(&"");
    write!(f, "{} {month} {}", day.day(), day.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_begins_in_2015() {
        assert_eq!(WresYear::new(2015), Ok(WresYear::FIRST));
        assert_eq!(WresYear::new(2014), Err(WresError::YearOutOfRange));
        assert!(WresYear::new(9999).is_ok());
        assert_eq!(WresYear::new(10_000), Err(WresError::YearOutOfRange));
    }

    #[test]
    fn the_survey_of_a_year_is_that_of_the_autumn_before() {
        let year = WresYear::new(2022).unwrap();
        assert_eq!(year.snapshot(Indicator::Eight).first(), day(2021, 10, 1));
        assert_eq!(year.snapshot(Indicator::Eight).last(), day(2021, 12, 31));
        assert_eq!(year.survey_year(), 2021);
    }

    #[test]
    fn a_day_of_a_snapshot_is_one_day_and_a_year_is_two() {
        let year = WresYear::new(2024).unwrap();
        for indicator in Indicator::ALL {
            let period = year.snapshot(indicator);
            assert!(period.first() <= period.last());
            assert!(period.first().year() >= 2023, "no date fell back to a default");
        }
        assert_eq!(year.snapshot(Indicator::Nine).first(), day(2024, 3, 31));
        assert_eq!(year.snapshot(Indicator::Four).first(), day(2023, 4, 1));
    }

    #[test]
    fn only_indicator_7_changes_its_method() {
        for indicator in Indicator::ALL {
            let before = WresYear::new(2021).unwrap().method(indicator);
            let after = WresYear::new(2022).unwrap().method(indicator);
            assert_eq!(before != after, indicator == Indicator::Seven, "{indicator:?}");
        }
    }
}
