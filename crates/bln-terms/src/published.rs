//! When something was published, as exactly as is known.

use std::fmt;

use crate::TermError;
use chrono::NaiveDate;

/// A day, a month or a year: no more is said than is known. Ordered by the first day it can have been.
///
/// ```
/// use bln_terms::Published;
///
/// assert_eq!(Published::parse("2022-06")?.to_string(), "2022-06");
/// # Ok::<(), bln_terms::TermError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Published {
    /// The first day of what is known.
    first: NaiveDate,
    known: Known,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Known {
    Year,
    Month,
    Day,
}

impl Published {
    /// Reads `2022`, `2022-06` or `2022-06-17`, from 1900 to 2200.
    ///
    /// # Errors
    ///
    /// `published.format`.
    pub fn parse(text: &str) -> Result<Self, TermError> {
        let (known, day) = match text.len() {
            4 => (Known::Year, format!("{text}-01-01")),
            7 => (Known::Month, format!("{text}-01")),
            _ => (Known::Day, text.to_owned()),
        };
        let first: NaiveDate = day.parse().map_err(|_| TermError::PublishedFormat)?;
        let published = Self { first, known };
        // What is written back as it was read has no sign, blank or digit that was passed over.
        let plain = published.to_string() == text && (1900..=2200).contains(&year(first));
        if plain { Ok(published) } else { Err(TermError::PublishedFormat) }
    }

    /// The first day it can have been: the first of the month or year if no more is known.
    pub const fn first_day(self) -> NaiveDate {
        self.first
    }
}

fn year(day: NaiveDate) -> i32 {
    chrono::Datelike::year(&day)
}

impl fmt::Display for Published {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let format = match self.known {
            Known::Year => "%Y",
            Known::Month => "%Y-%m",
            Known::Day => "%Y-%m-%d",
        };
        write!(f, "{}", self.first.format(format))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_kept_as_it_is_known() {
        for text in ["2022", "2022-06", "2022-06-17", "1900", "2200-12-31", "2024-02-29"] {
            assert_eq!(Published::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Published::parse("2022-06").unwrap().first_day().to_string(), "2022-06-01");
    }

    #[test]
    fn what_is_no_day_month_or_year_is_refused() {
        for text in [
            "",
            "22",
            "1899",
            "2201",
            "2022-13",
            "2022-6",
            "2023-02-29",
            "+2022",
            "2022-6-17",
            "17 June 2022",
        ] {
            assert_eq!(Published::parse(text), Err(TermError::PublishedFormat), "{text}");
        }
    }
}
