//! Rules for what happens again and again: a subset of the recurrence rules of RFC 5545, in local time.

mod expand;
mod parse;

pub use expand::Walls;

use std::{collections::BTreeSet, fmt};

use chrono::{NaiveDate, NaiveDateTime, Weekday, WeekdaySet};

/// A recurrence rule of RFC 5545 section 3.3.10, of the kinds that a programme of events needs:
///
/// | `FREQ=` | with |
/// | --- | --- |
/// | `DAILY` | nothing more |
/// | `WEEKLY` | optionally `BYDAY=MO,WE`; without it, the weekday of the start |
/// | `MONTHLY` | optionally `BYDAY=2TU,-1FR` or `BYDAY=TU`, or `BYMONTHDAY=1,-1`; without, the day of the start |
/// | `YEARLY` | nothing more |
///
/// and with any of them `INTERVAL`, either `COUNT` or `UNTIL`, and `WKST=MO`, which is the default. `UNTIL` is a
/// date or a date and time *in local time*, and includes what falls on it; its UTC form is not read, since only
/// the zone of the first event would say which local time it is.
///
/// The rule is expanded on the wall, without any zone, so that a clock change moves nothing; what each wall
/// time is in its zone is asked afterwards ([`Series`](crate::Series)). As the RFC has it, a date that does not
/// exist (30 February) is left out and not counted.
///
/// ```
/// use bln_core::Recurrence;
/// use chrono::NaiveDate;
///
/// let rule = Recurrence::parse("FREQ=MONTHLY;COUNT=3;BYDAY=2TU")?;
/// let start = NaiveDate::from_ymd_opt(2027, 1, 12).and_then(|day| day.and_hms_opt(12, 30, 0));
/// let days: Vec<String> =
///     rule.expand(start.unwrap_or_default()).map(|wall| wall.date().to_string()).collect();
/// assert_eq!(days, ["2027-01-12", "2027-02-09", "2027-03-09"]);
/// # Ok::<(), bln_core::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Recurrence {
    pattern: Pattern,
    interval: u16,
    end: RecurrenceEnd,
}

/// Where a rule ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RecurrenceEnd {
    /// Nowhere: it goes on to the end of the year 9999, where the calendar of RFC 5545 ends.
    Never,
    /// After so many occurrences.
    Count(u32),
    /// With this local date, which is included.
    UntilDate(NaiveDate),
    /// With this local date and time, which is included.
    UntilTime(NaiveDateTime),
}

impl Recurrence {
    /// The most occurrences a rule may count: ten years of a weekly meeting.
    pub const MAX_COUNT: u32 = 500;

    /// The largest `INTERVAL`.
    pub const MAX_INTERVAL: u16 = 999;

    /// The wall times of the rule from a start on, in order and without end unless the rule has one.
    ///
    /// The rule alone says what they are: a start that is not on the rule is not among them.
    pub fn expand(&self, start: NaiveDateTime) -> Walls<'_> {
        Walls::from(self, start, start, self.end)
    }

    /// Those of [`Recurrence::expand`] in the half-open window `from..until`, at a cost that depends on the
    /// window and not on its distance from the start. (A monthly or yearly rule with a `COUNT` must count, at
    /// most [`Recurrence::MAX_COUNT`].)
    pub fn between(
        &self,
        start: NaiveDateTime,
        from: NaiveDateTime,
        until: NaiveDateTime,
    ) -> impl Iterator<Item = NaiveDateTime> + '_ {
        Walls::from(self, start, from, self.end).take_while(move |wall| *wall < until)
    }

    /// As [`Recurrence::expand`], but without regard to a `COUNT`: for who must leave some out uncounted.
    pub(crate) fn expand_uncounted(&self, start: NaiveDateTime) -> Walls<'_> {
        let end = match self.end {
            RecurrenceEnd::Count(_) => RecurrenceEnd::Never,
            other => other,
        };
        Walls::from(self, start, start, end)
    }

    /// The same rule without its end: for who knows the last occurrence and writes it down in another way.
    #[must_use]
    pub fn without_end(&self) -> Self {
        Self { end: RecurrenceEnd::Never, ..self.clone() }
    }

    /// Where the rule ends.
    pub const fn end(&self) -> RecurrenceEnd {
        self.end
    }

    /// The `INTERVAL`: 1 for every day, week, month or year; 2 for every other.
    pub const fn interval(&self) -> u16 {
        self.interval
    }
}

/// What repeats, within the period that `FREQ` names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Pattern {
    Daily,
    /// An empty set stands for the weekday of the start.
    Weekly(WeekdaySet),
    /// The day of the month of the start.
    Monthly,
    MonthlyByDay(BTreeSet<NthWeekday>),
    /// 1 to 31 from the first of the month, -1 to -31 from its last.
    MonthlyByMonthDay(BTreeSet<i8>),
    Yearly,
}

/// A weekday in a month: the second Tuesday, the last Friday, or with `nth` 0 every one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct NthWeekday {
    nth: i8,
    /// Days from Monday: kept as a number because weekdays have no order of their own.
    from_monday: u8,
}

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("MO", Weekday::Mon),
    ("TU", Weekday::Tue),
    ("WE", Weekday::Wed),
    ("TH", Weekday::Thu),
    ("FR", Weekday::Fri),
    ("SA", Weekday::Sat),
    ("SU", Weekday::Sun),
];

impl fmt::Display for Recurrence {
    /// The rule in one canonical form: fixed order of parts, defaults left out, lists sorted.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.pattern {
            Pattern::Daily => "FREQ=DAILY",
            Pattern::Weekly(_) => "FREQ=WEEKLY",
            Pattern::Monthly | Pattern::MonthlyByDay(_) | Pattern::MonthlyByMonthDay(_) => "FREQ=MONTHLY",
            Pattern::Yearly => "FREQ=YEARLY",
        })?;
        if self.interval > 1 {
            write!(f, ";INTERVAL={}", self.interval)?;
        }
        match self.end {
            RecurrenceEnd::Never => {}
            RecurrenceEnd::Count(count) => write!(f, ";COUNT={count}")?,
            RecurrenceEnd::UntilDate(date) => write!(f, ";UNTIL={}", date.format("%Y%m%d"))?,
            RecurrenceEnd::UntilTime(wall) => write!(f, ";UNTIL={}", wall.format("%Y%m%dT%H%M%S"))?,
        }
        match &self.pattern {
            Pattern::Weekly(days) if !days.is_empty() => {
                write!(f, ";BYDAY=")?;
                list(f, WEEKDAYS.iter().filter(|(_, day)| days.contains(*day)).map(|(name, _)| name))
            }
            Pattern::MonthlyByDay(days) => {
                write!(f, ";BYDAY=")?;
                list(f, days)
            }
            Pattern::MonthlyByMonthDay(days) => {
                write!(f, ";BYMONTHDAY=")?;
                list(f, days)
            }
            Pattern::Daily | Pattern::Weekly(_) | Pattern::Monthly | Pattern::Yearly => Ok(()),
        }
    }
}

impl fmt::Display for NthWeekday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.nth != 0 {
            write!(f, "{}", self.nth)?;
        }
        let name = WEEKDAYS.get(usize::from(self.from_monday)).map_or("", |(name, _)| name);
        f.write_str(name)
    }
}

fn list<T: fmt::Display>(f: &mut fmt::Formatter<'_>, items: impl IntoIterator<Item = T>) -> fmt::Result {
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            f.write_str(",")?;
        }
        write!(f, "{item}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
