//! Bank holidays, as data.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};

use crate::{Invalid, InvalidKind};

const ENGLAND_AND_WALES: &str = include_str!("bank_holidays_england_wales.csv");

/// The bank holidays of one nation: they differ within the United Kingdom.
///
/// Governments announce them a few years ahead, and add to them at short notice. After the last year that is known,
/// only weekends are no working days: [`BankHolidays::known_until`] says where that begins.
///
/// ```
/// use bln_core::BankHolidays;
///
/// let holidays = BankHolidays::england_and_wales()?;
/// let christmas = chrono::NaiveDate::from_ymd_opt(2025, 12, 25).ok_or("no such date")?;
/// assert_eq!(holidays.next_working_day(christmas).to_string(), "2025-12-29");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BankHolidays(BTreeSet<NaiveDate>);

impl BankHolidays {
    /// These dates, of which one that is there twice counts once.
    pub fn new(dates: impl IntoIterator<Item = NaiveDate>) -> Self {
        Self(dates.into_iter().collect())
    }

    /// Reads lines of the form `2026-12-28,Boxing Day (substitute day)`. What follows the date is for people. A first
    /// line of headings (`date,..`), empty lines, and lines that begin with `#` are passed over.
    ///
    /// # Errors
    ///
    /// `date.format` for a line without a date; `list.repeated` for a date that is there twice; `list.missing` when
    /// there is no date at all.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let mut dates = BTreeSet::new();
        for (at, line) in lines.enumerate() {
            let date = line.split(',').next().unwrap_or_default();
            if at == 0 && date == "date" {
                continue;
            }
            let date = date.parse().map_err(|_| Invalid::new(InvalidKind::DateFormat))?;
            if !dates.insert(date) {
                return Err(Invalid::new(InvalidKind::Repeated));
            }
        }
        if dates.is_empty() { Err(Invalid::new(InvalidKind::Missing)) } else { Ok(Self(dates)) }
    }

    /// Those of England and Wales from 2019 to 2028: 2019 to 2027 as GOV.UK lists them, 2028 by the standing rules.
    ///
    /// # Errors
    ///
    /// None in practice: the data is part of this crate, and its tests read it.
    pub fn england_and_wales() -> Result<Self, Invalid> {
        Self::parse(ENGLAND_AND_WALES)
    }

    /// Whether it is neither Saturday nor Sunday nor a bank holiday that is known.
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        !matches!(date.weekday(), Weekday::Sat | Weekday::Sun) && !self.0.contains(&date)
    }

    /// The date itself if it is a working day, else the first one after it.
    pub fn next_working_day(&self, date: NaiveDate) -> NaiveDate {
        date.iter_days().find(|date| self.is_working_day(*date)).unwrap_or(date)
    }

    /// The last day of the last year with a bank holiday that is known. `None` when none is.
    pub fn known_until(&self) -> Option<NaiveDate> {
        self.0.last().and_then(|last| NaiveDate::from_ymd_opt(last.year(), 12, 31))
    }

    /// Every date, the earliest first.
    pub fn dates(&self) -> impl Iterator<Item = NaiveDate> {
        self.0.iter().copied()
    }
}

#[cfg(test)]
mod tests;
