//! One period: how long, from when, by whose word.

use std::fmt;

use chrono::{Days, Months, NaiveDate};

use super::Category;
use crate::{Instant, Line};

/// How long something is kept, by the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeepFor {
    /// So many days. None: it goes as soon as the period would start.
    Days(u16),
    /// So many calendar months.
    Months(u16),
    /// So many calendar years.
    Years(u16),
}

impl fmt::Display for KeepFor {
    /// `6 months`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, unit) = match self {
            KeepFor::Days(count) => (count, "day"),
            KeepFor::Months(count) => (count, "month"),
            KeepFor::Years(count) => (count, "year"),
        };
        write!(f, "{count} {unit}{}", if *count == 1 { "" } else { "s" })
    }
}

/// From when a period runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StartsFrom {
    /// From when the application was answered or taken back.
    ApplicationEnded,
    /// From when the person left.
    Left,
    /// From the end of the last event the person registered for, or from when they said it, if that is later or there is
    /// no such event.
    LastEventEnded,
    /// From the end of the event.
    EventEnded,
    /// From when it was written.
    Written,
    /// From when it can no longer be used.
    Expired,
    /// From when it was answered or refused.
    Closed,
}

impl StartsFrom {
    /// In words for people, as they follow "from".
    pub const fn words(self) -> &'static str {
        match self {
            StartsFrom::ApplicationEnded => "the answer, or the day it was taken back",
            StartsFrom::Left => "the day the person left",
            StartsFrom::LastEventEnded => "the end of the last event the person registered for",
            StartsFrom::EventEnded => "the end of the event",
            StartsFrom::Written => "the day it was written",
            StartsFrom::Expired => "the time it can no longer be used",
            StartsFrom::Closed => "the answer",
        }
    }
}

/// How long records of one category are kept, and who says so.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RetentionRule {
    /// Of what.
    pub category: Category,
    /// How long.
    pub keep_for: KeepFor,
    /// From when.
    pub from: StartsFrom,
    /// Whose word it is: a law, a code of practice, a decision of the network.
    pub source: Line<300>,
    /// The day on which to look at it again.
    pub review_on: NaiveDate,
}

impl RetentionRule {
    /// The instant to which the period reaches back from `now`: what began at or before it has been kept for the whole
    /// period, and goes. By the calendar in UTC; a month that has no such date ends a few days earlier.
    pub fn cutoff(&self, now: Instant) -> Instant {
        let now = now.utc();
        let back = match self.keep_for {
            KeepFor::Days(days) => now.checked_sub_days(Days::new(u64::from(days))),
            KeepFor::Months(months) => now.checked_sub_months(Months::new(u32::from(months))),
            KeepFor::Years(years) => now.checked_sub_months(Months::new(u32::from(years).saturating_mul(12))),
        };
        Instant::new(back.unwrap_or(chrono::DateTime::<chrono::Utc>::MIN_UTC))
    }

    /// Whether the period of what began at `since` is over.
    pub fn is_over(&self, since: Instant, now: Instant) -> bool {
        since <= self.cutoff(now)
    }

    /// Whether the period of what began on a day is over: it began at the end of that day.
    pub fn is_over_since_day(&self, since: NaiveDate, now: Instant) -> bool {
        since < self.cutoff(now).utc().date_naive()
    }
}
