//! How a request stands against its clock.

use chrono::NaiveDate;

use super::{BankHolidays, RequestState, RightsRequest};

/// By when a request is to be answered, as it stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Deadline {
    /// An answer is due by the end of this day.
    Due(NaiveDate),
    /// An answer was due by the end of this day, and has not been given.
    Overdue(NaiveDate),
    /// The person has been asked for something, and the clock stands still until they say it.
    Paused,
    /// It was answered or refused on this day.
    Closed(NaiveDate),
}

impl RightsRequest {
    /// How the request stands on this day.
    ///
    /// ```
    /// use bln_core::{BankHolidays, Id, rights::{Deadline, Right, RightsRequest}};
    /// use chrono::NaiveDate;
    ///
    /// let day = |text: &str| text.parse::<NaiveDate>();
    /// let (id, person) = (Id::new(uuid::Uuid::from_u128(1)), Id::new(uuid::Uuid::from_u128(17)));
    /// let request = RightsRequest::receive(id, person, Right::Access, day("2024-09-03")?);
    /// let on = |today| request.deadline(today, &BankHolidays::new([]));
    /// assert_eq!(on(day("2024-10-03")?), Deadline::Due(day("2024-10-03")?));
    /// assert_eq!(on(day("2024-10-04")?), Deadline::Overdue(day("2024-10-03")?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn deadline(&self, today: NaiveDate, holidays: &BankHolidays) -> Deadline {
        match (self.state(), self.due(holidays)) {
            (RequestState::Answered { on } | RequestState::Refused { on, .. }, _) => Deadline::Closed(on),
            (RequestState::Open, None) => Deadline::Paused,
            (RequestState::Open, Some(due)) if self.is_overdue(today, holidays) => Deadline::Overdue(due),
            (RequestState::Open, Some(due)) => Deadline::Due(due),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Id, Prose, rights::Right};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn request() -> RightsRequest {
        let (id, person) = (Id::new(uuid::Uuid::from_u128(1)), Id::new(uuid::Uuid::from_u128(17)));
        RightsRequest::receive(id, person, Right::Access, day("2025-11-25"))
    }

    #[test]
    fn a_request_is_overdue_from_the_day_after_it_was_due() {
        let england = BankHolidays::england_and_wales().unwrap();
        let due = day("2025-12-29");
        assert_eq!(request().deadline(due, &england), Deadline::Due(due));
        assert_eq!(request().deadline(day("2025-12-30"), &england), Deadline::Overdue(due));
        let extended = request().extend(due, Prose::parse("Sample reason").unwrap(), &england).unwrap();
        assert_eq!(extended.deadline(day("2025-12-30"), &england), Deadline::Due(day("2026-02-25")));
    }

    #[test]
    fn a_request_that_waits_for_the_person_or_is_closed_is_not_due() {
        let (england, late) = (BankHolidays::england_and_wales().unwrap(), day("2027-01-01"));
        let paused = request().pause(day("2025-12-01")).unwrap();
        assert_eq!(paused.deadline(late, &england), Deadline::Paused);
        let closed = paused.answer(day("2025-12-02")).unwrap();
        assert_eq!(closed.deadline(late, &england), Deadline::Closed(day("2025-12-02")));
    }
}
