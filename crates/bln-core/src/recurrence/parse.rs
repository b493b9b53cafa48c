//! Reads the text of a rule.

use std::{collections::BTreeSet, str::FromStr};

use chrono::{Datelike, NaiveDate, NaiveDateTime, WeekdaySet};

use super::{NthWeekday, Pattern, Recurrence, RecurrenceEnd, WEEKDAYS};
use crate::{Invalid, InvalidKind};

/// The longest rule that is looked at, in bytes: more than any that says each thing once.
const MAX_LENGTH: usize = 400;

/// The parts of a rule as written, each at most once.
#[derive(Default)]
struct Parts<'a> {
    freq: Option<&'a str>,
    interval: Option<&'a str>,
    count: Option<&'a str>,
    until: Option<&'a str>,
    by_day: Option<&'a str>,
    by_month_day: Option<&'a str>,
    week_start: Option<&'a str>,
}

impl Recurrence {
    /// Reads the value of an `RRULE` property, in any case and with its parts in any order.
    ///
    /// # Errors
    ///
    /// `recurrence.format` for anything but the subset described on [`Recurrence`]; `recurrence.too_many` with
    /// the limit for a `COUNT` above [`Recurrence::MAX_COUNT`]; `recurrence.empty` for a `COUNT` of 0.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        if text.len() > MAX_LENGTH {
            return Err(unsupported());
        }
        let text = text.trim().to_ascii_uppercase();
        let parts = Parts::read(&text)?;
        if parts.week_start.is_some_and(|start| start != "MO") {
            return Err(unsupported());
        }
        let interval = parts.interval.map_or(Ok(1), number)?;
        if !(1..=Self::MAX_INTERVAL).contains(&interval) {
            return Err(unsupported());
        }
        Ok(Self { pattern: parts.pattern()?, interval, end: parts.end()? })
    }
}

impl FromStr for Recurrence {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        Self::parse(text)
    }
}

impl<'a> Parts<'a> {
    fn read(text: &'a str) -> Result<Self, Invalid> {
        let mut parts = Self::default();
        for part in text.split(';') {
            let (name, value) = part.split_once('=').ok_or_else(unsupported)?;
            let slot = match name {
                "FREQ" => &mut parts.freq,
                "INTERVAL" => &mut parts.interval,
                "COUNT" => &mut parts.count,
                "UNTIL" => &mut parts.until,
                "BYDAY" => &mut parts.by_day,
                "BYMONTHDAY" => &mut parts.by_month_day,
                "WKST" => &mut parts.week_start,
                _ => return Err(unsupported()),
            };
            if slot.replace(value).is_some() {
                return Err(unsupported());
            }
        }
        Ok(parts)
    }

    fn pattern(&self) -> Result<Pattern, Invalid> {
        match (self.freq, self.by_day, self.by_month_day) {
            (Some("DAILY"), None, None) => Ok(Pattern::Daily),
            (Some("WEEKLY"), None, None) => Ok(Pattern::Weekly(WeekdaySet::EMPTY)),
            (Some("WEEKLY"), Some(days), None) => weekdays(days).map(Pattern::Weekly),
            (Some("MONTHLY"), None, None) => Ok(Pattern::Monthly),
            (Some("MONTHLY"), Some(days), None) => items(days, nth_weekday).map(Pattern::MonthlyByDay),
            (Some("MONTHLY"), None, Some(days)) => items(days, month_day).map(Pattern::MonthlyByMonthDay),
            (Some("YEARLY"), None, None) => Ok(Pattern::Yearly),
            _ => Err(unsupported()),
        }
    }

    fn end(&self) -> Result<RecurrenceEnd, Invalid> {
        match (self.count, self.until) {
            (None, None) => Ok(RecurrenceEnd::Never),
            (Some(count), None) => match number::<u32>(count)? {
                0 => Err(Invalid::new(InvalidKind::RecurrenceEmpty)),
                count if count > Recurrence::MAX_COUNT => {
                    let limit = u64::from(Recurrence::MAX_COUNT);
                    Err(Invalid::with_limit(InvalidKind::RecurrenceTooMany, limit))
                }
                count => Ok(RecurrenceEnd::Count(count)),
            },
            (None, Some(until)) => until_end(until),
            (Some(_), Some(_)) => Err(unsupported()),
        }
    }
}

fn unsupported() -> Invalid {
    Invalid::new(InvalidKind::RecurrenceFormat)
}

/// Digits and nothing else: the number parsers of the standard library would let a plus sign pass.
fn number<N: FromStr>(text: &str) -> Result<N, Invalid> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(unsupported());
    }
    text.parse().map_err(|_| unsupported())
}

fn items<T: Ord>(text: &str, item: impl Fn(&str) -> Result<T, Invalid>) -> Result<BTreeSet<T>, Invalid> {
    text.split(',').map(item).collect()
}

fn weekdays(text: &str) -> Result<WeekdaySet, Invalid> {
    let mut days = WeekdaySet::EMPTY;
    for name in text.split(',') {
        let (_, day) = WEEKDAYS.iter().find(|(known, _)| *known == name).ok_or_else(unsupported)?;
        days.insert(*day);
    }
    Ok(days)
}

fn nth_weekday(text: &str) -> Result<NthWeekday, Invalid> {
    let (nth, name) = text.split_at_checked(text.len().saturating_sub(2)).ok_or_else(unsupported)?;
    let (_, day) = WEEKDAYS.iter().find(|(known, _)| *known == name).ok_or_else(unsupported)?;
    let nth = if nth.is_empty() { 0 } else { signed(nth, 5)? };
    let from_monday = u8::try_from(day.num_days_from_monday()).map_err(|_| unsupported())?;
    Ok(NthWeekday { nth, from_monday })
}

fn month_day(text: &str) -> Result<i8, Invalid> {
    signed(text, 31)
}

/// A number from 1 to `max`, or its opposite, with an optional sign (`ordwk` and `ordmoday` of the grammar).
fn signed(text: &str, max: i8) -> Result<i8, Invalid> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    match number::<i8>(digits)? {
        value if (1..=max).contains(&value) => Ok(sign * value),
        _ => Err(unsupported()),
    }
}

fn until_end(text: &str) -> Result<RecurrenceEnd, Invalid> {
    // chrono is more generous than the grammar about signs and missing zeros.
    let shaped = |length| text.len() == length && !text.contains(['+', '-', ' ']);
    let end = if shaped(8) {
        NaiveDate::parse_from_str(text, "%Y%m%d").ok().map(RecurrenceEnd::UntilDate)
    } else if shaped(15) {
        NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").ok().map(RecurrenceEnd::UntilTime)
    } else {
        None
    };
    end.filter(|end| match end {
        RecurrenceEnd::UntilDate(date) => (0..=9999).contains(&date.year()),
        RecurrenceEnd::UntilTime(wall) => (0..=9999).contains(&wall.year()),
        RecurrenceEnd::Never | RecurrenceEnd::Count(_) => false,
    })
    .ok_or_else(unsupported)
}
