//! Expands a rule on the wall.

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, Weekday, WeekdaySet};

use super::{NthWeekday, Pattern, Recurrence, RecurrenceEnd};

/// The last year of the calendar of RFC 5545, which writes years with four digits.
const LAST_YEAR: i32 = 9999;

/// The wall times of a rule, strictly increasing: see [`Recurrence::expand`].
///
/// The rule is read period by period: days, weeks, months or years, `interval` of them apart, counted from the
/// one that the start lies in.
#[derive(Debug, Clone)]
pub struct Walls<'a> {
    pattern: &'a Pattern,
    interval: u64,
    start: NaiveDateTime,
    /// Nothing before this is shown, though it is counted.
    from: NaiveDateTime,
    /// Nothing after this is shown.
    until: NaiveDateTime,
    /// How many more the `COUNT` allows.
    remaining: Option<u64>,
    /// The next period to read, in intervals from the first; `None` past the end of the calendar.
    period: Option<u64>,
    /// The dates of the period being read, the earliest last.
    dates: Vec<NaiveDate>,
}

impl<'a> Walls<'a> {
    pub(super) fn from(
        rule: &'a Recurrence,
        start: NaiveDateTime,
        from: NaiveDateTime,
        end: RecurrenceEnd,
    ) -> Self {
        let until = match end {
            RecurrenceEnd::Never | RecurrenceEnd::Count(_) => NaiveDateTime::MAX,
            // The very last time of that day, a leap second's nanoseconds included.
            RecurrenceEnd::UntilDate(date) => {
                date.and_hms_nano_opt(23, 59, 59, 1_999_999_999).unwrap_or(NaiveDateTime::MAX)
            }
            RecurrenceEnd::UntilTime(wall) => wall,
        };
        let mut walls = Self {
            pattern: &rule.pattern,
            interval: u64::from(rule.interval),
            start,
            from,
            until,
            remaining: None,
            period: Some(0),
            dates: Vec::new(),
        };
        let jump = walls.period_of(from.date());
        match end {
            RecurrenceEnd::Count(count) => {
                // Only where every period has the same number of dates can those before the jump be counted
                // without looking at them.
                let passed = walls.dates_before(jump);
                walls.period = Some(if passed.is_some() { jump } else { 0 });
                walls.remaining = Some(u64::from(count).saturating_sub(passed.unwrap_or(0)));
            }
            RecurrenceEnd::Never | RecurrenceEnd::UntilDate(_) | RecurrenceEnd::UntilTime(_) => {
                walls.period = Some(jump);
            }
        }
        walls
    }

    /// The last period that starts on or before a date, in intervals from the first.
    fn period_of(&self, date: NaiveDate) -> u64 {
        let start = self.start.date();
        let units = match self.pattern {
            Pattern::Daily => (date - start).num_days(),
            Pattern::Weekly(_) => (date - monday_of(start)).num_days() / 7,
            Pattern::Monthly | Pattern::MonthlyByDay(_) | Pattern::MonthlyByMonthDay(_) => {
                (i64::from(date.year()) - i64::from(start.year())) * 12 + i64::from(date.month())
                    - i64::from(start.month())
            }
            Pattern::Yearly => i64::from(date.year()) - i64::from(start.year()),
        };
        u64::try_from(units).unwrap_or(0) / self.interval
    }

    /// How many dates lie in the periods before this one, where that can be known by arithmetic.
    fn dates_before(&self, period: u64) -> Option<u64> {
        match self.pattern {
            Pattern::Daily => Some(period),
            Pattern::Weekly(days) => {
                let days = self.weekdays(*days);
                let weekday = self.start.weekday();
                let missed = days.iter(Weekday::Mon).take_while(|day| before(*day, weekday)).count();
                let missed = u64::try_from(missed).unwrap_or(u64::MAX);
                Some((period * u64::from(days.len())).saturating_sub(missed))
            }
            Pattern::Monthly | Pattern::MonthlyByDay(_) | Pattern::MonthlyByMonthDay(_) | Pattern::Yearly => {
                None
            }
        }
    }

    fn weekdays(&self, days: WeekdaySet) -> WeekdaySet {
        if days.is_empty() { WeekdaySet::single(self.start.weekday()) } else { days }
    }

    /// Reads the dates of the next period. `None` once the calendar is at its end.
    fn read_period(&mut self) -> Option<()> {
        let period = self.period?;
        self.period = None;
        let start = self.start.date();
        let units = period.checked_mul(self.interval)?;
        let dates = &mut self.dates;
        match self.pattern {
            Pattern::Daily => dates.push(start.checked_add_days(Days::new(units))?),
            Pattern::Weekly(days) => {
                let monday = monday_of(start).checked_add_days(Days::new(units.checked_mul(7)?))?;
                let days = if days.is_empty() { WeekdaySet::single(start.weekday()) } else { *days };
                for day in days.iter(Weekday::Mon) {
                    let since_monday = Days::new(u64::from(day.num_days_from_monday()));
                    dates.extend(monday.checked_add_days(since_monday));
                }
            }
            Pattern::Monthly => {
                let first = first_of_month(start, units)?;
                dates.extend(first.with_day(start.day()));
            }
            Pattern::MonthlyByDay(days) => {
                let first = first_of_month(start, units)?;
                for day in days {
                    extend_with_weekday(dates, first, *day);
                }
            }
            Pattern::MonthlyByMonthDay(days) => {
                let first = first_of_month(start, units)?;
                dates.extend(days.iter().filter_map(|day| day_of_month(first, *day)));
            }
            Pattern::Yearly => {
                let year = start.year().checked_add(i32::try_from(units).ok()?)?;
                if year > LAST_YEAR {
                    return None;
                }
                dates.extend(NaiveDate::from_ymd_opt(year, start.month(), start.day()));
            }
        }
        dates.sort_unstable_by(|one, other| other.cmp(one));
        dates.dedup();
        self.period = period.checked_add(1);
        Some(())
    }
}

impl Iterator for Walls<'_> {
    type Item = NaiveDateTime;

    fn next(&mut self) -> Option<NaiveDateTime> {
        loop {
            let Some(date) = self.dates.pop() else {
                self.read_period()?;
                continue;
            };
            let wall = date.and_time(self.start.time());
            if wall < self.start {
                continue;
            }
            if wall > self.until || date.year() > LAST_YEAR || self.remaining == Some(0) {
                self.dates.clear();
                self.period = None;
                return None;
            }
            self.remaining = self.remaining.map(|remaining| remaining - 1);
            if wall >= self.from {
                return Some(wall);
            }
        }
    }
}

impl std::iter::FusedIterator for Walls<'_> {}

fn before(one: Weekday, other: Weekday) -> bool {
    one.num_days_from_monday() < other.num_days_from_monday()
}

fn monday_of(date: NaiveDate) -> NaiveDate {
    let since_monday = Days::new(u64::from(date.weekday().num_days_from_monday()));
    date.checked_sub_days(since_monday).unwrap_or(NaiveDate::MIN)
}

fn first_of_month(start: NaiveDate, months: u64) -> Option<NaiveDate> {
    let first = start.with_day(1)?.checked_add_months(Months::new(u32::try_from(months).ok()?))?;
    (first.year() <= LAST_YEAR).then_some(first)
}

fn day_of_month(first: NaiveDate, day: i8) -> Option<NaiveDate> {
    let length = i32::from(first.num_days_in_month());
    let day = if day < 0 { length + 1 + i32::from(day) } else { i32::from(day) };
    first.with_day(u32::try_from(day).ok()?)
}

fn extend_with_weekday(dates: &mut Vec<NaiveDate>, first: NaiveDate, day: NthWeekday) {
    let offset = (7 + i32::from(day.from_monday) - to_i32(first.weekday().num_days_from_monday())) % 7;
    let length = i32::from(first.num_days_in_month());
    let all = (0..5).map(|week| 1 + offset + 7 * week).filter(|day| *day <= length);
    let on = |day: i32| u32::try_from(day).ok().and_then(|day| first.with_day(day));
    match day.nth {
        0 => dates.extend(all.filter_map(on)),
        nth if nth > 0 => dates.extend(all.skip(usize::from(nth.unsigned_abs()) - 1).take(1).filter_map(on)),
        nth => dates.extend(all.rev().skip(usize::from(nth.unsigned_abs()) - 1).take(1).filter_map(on)),
    }
}

fn to_i32(days: u32) -> i32 {
    i32::try_from(days).unwrap_or(0)
}
