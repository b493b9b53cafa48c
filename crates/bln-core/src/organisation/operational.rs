//! When an organisation operates.

use chrono::NaiveDate;

use crate::{Invalid, InvalidKind};

/// When an organisation operates: from its first day until the day on which it is closed.
///
/// Half-open, as every interval here. ODS files give the *last day open* as the close date instead: a trust
/// merged into another on 1 November 2024 is listed as closed on 31 October. [`OperationalDates::from_ods`]
/// reads those.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OperationalDates {
    opened: Option<NaiveDate>,
    closed: Option<NaiveDate>,
}

impl OperationalDates {
    /// No date is known: open on every day.
    pub const UNKNOWN: OperationalDates = OperationalDates { opened: None, closed: None };

    /// The first day open and the first day closed, where known.
    ///
    /// # Errors
    ///
    /// `dates.reversed` when it closed on or before the day it opened.
    pub fn new(opened: Option<NaiveDate>, closed: Option<NaiveDate>) -> Result<Self, Invalid> {
        if opened.zip(closed).is_some_and(|(opened, closed)| closed <= opened) {
            return Err(Invalid::new(InvalidKind::DatesReversed));
        }
        Ok(Self { opened, closed })
    }

    /// The dates as ODS files have them: the first and the last day open.
    ///
    /// # Errors
    ///
    /// `dates.reversed` when the last day is before the first.
    pub fn from_ods(opened: Option<NaiveDate>, last_day: Option<NaiveDate>) -> Result<Self, Invalid> {
        // A day past the end of the calendar is no close date at all.
        Self::new(opened, last_day.and_then(|day| day.succ_opt()))
    }

    /// The first day open.
    pub const fn opened(self) -> Option<NaiveDate> {
        self.opened
    }

    /// The first day closed.
    pub const fn closed(self) -> Option<NaiveDate> {
        self.closed
    }

    /// Whether it is open on a day. Without an opening date it always was; without a closing date it stays.
    pub fn status_on(self, date: NaiveDate) -> OrganisationStatus {
        if self.closed.is_some_and(|closed| closed <= date) {
            OrganisationStatus::Closed
        } else if self.opened.is_some_and(|opened| date < opened) {
            OrganisationStatus::NotYetOpen
        } else {
            OrganisationStatus::Open
        }
    }
}

/// Whether an organisation is open on some day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrganisationStatus {
    /// Before its first day.
    NotYetOpen,
    /// Between its first day and its closing.
    Open,
    /// From its closing on.
    Closed,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn an_organisation_is_open_from_its_first_day_until_it_closes() {
        let dates = OperationalDates::new(Some(day("2001-04-01")), Some(day("2024-11-01"))).unwrap();
        for (date, status) in [
            ("2001-03-31", OrganisationStatus::NotYetOpen),
            ("2001-04-01", OrganisationStatus::Open),
            ("2024-10-31", OrganisationStatus::Open),
            ("2024-11-01", OrganisationStatus::Closed),
        ] {
            assert_eq!(dates.status_on(day(date)), status, "{date}");
        }
        assert_eq!(OperationalDates::UNKNOWN.status_on(day("1900-01-01")), OrganisationStatus::Open);
    }

    #[test]
    fn an_ods_close_date_is_the_last_day_open() {
        let ods = OperationalDates::from_ods(Some(day("2001-04-01")), Some(day("2024-10-31")));
        assert_eq!(ods, OperationalDates::new(Some(day("2001-04-01")), Some(day("2024-11-01"))));
        assert!(OperationalDates::from_ods(Some(day("2001-04-01")), Some(day("2001-04-01"))).is_ok());
        let reversed = OperationalDates::from_ods(Some(day("2001-04-01")), Some(day("2001-03-31")));
        assert_eq!(reversed.unwrap_err().kind(), InvalidKind::DatesReversed);
    }
}
