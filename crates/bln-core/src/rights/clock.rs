//! By when a request is answered.

use chrono::{Days, Months, NaiveDate};

use super::BankHolidays;

/// The time there is to answer a request: one calendar month from the day of receipt (UK GDPR article 12(3)).
///
/// It ends on the same date of the next month, or on the last day of that month if it has no such date; and if that
/// is no working day, on the next one (the regulator's guidance on how long there is to comply). It is neither 30
/// days, nor counted from the day after.
///
/// ```
/// use bln_core::rights::{BankHolidays, ResponseClock};
/// use chrono::NaiveDate;
///
/// let holidays = BankHolidays::england_and_wales()?;
/// let received: NaiveDate = "2025-11-25".parse()?;
/// // Christmas Day, Boxing Day and a weekend later.
/// assert_eq!(ResponseClock::new(received).due(&holidays).to_string(), "2025-12-29");
/// assert_eq!(ResponseClock::new(received).extended().due(&holidays).to_string(), "2026-02-25");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ResponseClock {
    received: NaiveDate,
    months: u32,
    paused: u64,
}

impl ResponseClock {
    /// The clock of a request that was received on this day.
    pub const fn new(received: NaiveDate) -> Self {
        Self { received, months: 1, paused: 0 }
    }

    /// The same clock with two months more: three in all, from the day of receipt (article 12(3)).
    #[must_use]
    pub const fn extended(self) -> Self {
        Self { months: 3, ..self }
    }

    /// The same clock with so many days more, for which it stood still.
    #[must_use]
    pub const fn paused_for(self, days: u64) -> Self {
        Self { paused: self.paused.saturating_add(days), ..self }
    }

    /// The last day of the time itself, be it a working day or not. Stops at the end of the calendar.
    pub fn last_day(self) -> NaiveDate {
        self.received
            .checked_add_months(Months::new(self.months))
            .and_then(|day| day.checked_add_days(Days::new(self.paused)))
            .unwrap_or(NaiveDate::MAX)
    }

    /// The day by which an answer is due: [`ResponseClock::last_day`], or the next working day.
    pub fn due(self, holidays: &BankHolidays) -> NaiveDate {
        holidays.next_working_day(self.last_day())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Day of receipt and day on which an answer is due, in England. The last four are worked out by the rule.
    const ONE_MONTH: [(&str, &str); 10] = [
        ("2024-09-03", "2024-10-03"),
        ("2025-01-31", "2025-02-28"),
        ("2024-01-31", "2024-02-29"),
        ("2024-11-30", "2024-12-30"),
        ("2025-11-25", "2025-12-29"),
        ("2025-08-31", "2025-09-30"),
        // A Saturday, and a Monday that is a bank holiday after a weekend.
        ("2026-07-15", "2026-08-17"),
        ("2026-07-29", "2026-09-01"),
        // The day before a bank holiday, and the bank holiday itself.
        ("2027-02-25", "2027-03-25"),
        ("2027-02-26", "2027-03-30"),
    ];

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn england() -> BankHolidays {
        BankHolidays::england_and_wales().unwrap()
    }

    /// How many of the vectors a rule fails.
    fn failures(rule: impl Fn(NaiveDate) -> NaiveDate) -> usize {
        ONE_MONTH.iter().filter(|(received, due)| rule(day(received)) != day(due)).count()
    }

    #[test]
    fn an_answer_is_due_one_calendar_month_after_the_day_of_receipt() {
        for (received, due) in ONE_MONTH {
            assert_eq!(ResponseClock::new(day(received)).due(&england()), day(due), "{received}");
        }
    }

    #[test]
    fn rules_that_are_outdated_or_wrong_fail_the_same_vectors() {
        let holidays = england();
        let month = |received: NaiveDate| received.checked_add_months(Months::new(1)).unwrap();
        assert_eq!(failures(|received| holidays.next_working_day(month(received))), 0);
        // 30 days; counted from the day after; without working days; with weekends only.
        assert_eq!(failures(|received| holidays.next_working_day(received + Days::new(30))), 5);
        assert_ne!(failures(|received| holidays.next_working_day(month(received + Days::new(1)))), 0);
        assert_ne!(failures(month), 0);
        assert_ne!(failures(|received| BankHolidays::new([]).next_working_day(month(received))), 0);
    }

    #[test]
    fn an_extension_makes_it_three_months_in_all() {
        for (received, due) in
            [("2024-09-03", "2024-12-03"), ("2024-11-30", "2025-02-28"), ("2025-09-25", "2025-12-29")]
        {
            assert_eq!(ResponseClock::new(day(received)).extended().due(&england()), day(due), "{received}");
        }
    }

    #[test]
    fn days_of_pause_are_added_before_it_is_moved_to_a_working_day() {
        // Saturday 15 August 2026: one more day makes Sunday, two Monday; added after moving they would make Tuesday.
        for (days, due) in [(0, "2026-08-17"), (1, "2026-08-17"), (2, "2026-08-17"), (3, "2026-08-18")] {
            let clock = ResponseClock::new(day("2026-07-15")).paused_for(days);
            assert_eq!(clock.due(&england()), day(due), "{days}");
        }
    }

    #[test]
    fn time_stops_at_the_end_of_the_calendar() {
        let clock = ResponseClock::new(NaiveDate::MAX).extended().paused_for(u64::MAX);
        assert_eq!(clock.due(&england()), NaiveDate::MAX);
    }

    proptest! {
        #[test]
        fn what_is_received_later_is_never_due_earlier(first in 0..4000_u64, later in 0..400_u64, paused in 0..90_u64) {
            let holidays = england();
            let received = day("2018-01-01") + Days::new(first);
            let due = |received| ResponseClock::new(received).paused_for(paused).due(&holidays);
            prop_assert!(due(received) <= due(received + Days::new(later)));
            prop_assert!(holidays.is_working_day(due(received)));
            // No month is shorter than 28 days, and none longer than 31; rolling never adds more than five.
            let taken = (due(received) - received).num_days() - i64::try_from(paused).unwrap();
            prop_assert!((28..=36).contains(&taken), "{taken}");
        }
    }
}
