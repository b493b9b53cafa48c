//! An event that comes again and again.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime};

use crate::{Id, Invalid, InvalidKind, LocalTime, Recurrence, RecurrenceEnd, Schedule};

/// A plan for an event that comes again and again: its first schedule, a rule, and the dates left out.
///
/// The rule is expanded in local time and each wall time is then looked up in the zone, so a weekly 18:00 stays
/// 18:00 through every clock change. Every occurrence lasts from the first start to the first end *on the wall*.
///
/// A wall time that the clocks skip is left out, reported as [`Occurrence::Skipped`], and not counted towards a
/// `COUNT` (RFC 5545 section 3.3.10); one that they repeat means its first pass (section 3.3.5).
///
/// ```
/// use std::collections::BTreeSet;
/// use bln_core::{Id, LocalTime, Occurrence, Recurrence, Schedule, Series, TimeZone};
///
/// // Weekly at six in the evening, across the clock change of 28 March 2027.
/// let at = |text| LocalTime::parse(text, TimeZone::LONDON);
/// let first = Schedule::new(at("2027-03-22T18:00")?, at("2027-03-22T19:00")?)?;
/// let rule = Recurrence::parse("FREQ=WEEKLY;COUNT=2")?;
/// let series = Series::new(Id::new(uuid::Uuid::from_u128(1)), first, rule, BTreeSet::new())?;
/// let starts: Vec<String> = series
///     .occurrences()
///     .iter()
///     .filter_map(Occurrence::schedule)
///     .map(|schedule| schedule.starts_at().to_string())
///     .collect();
/// assert_eq!(starts, ["2027-03-22T18:00:00.000000Z", "2027-03-29T17:00:00.000000Z"]);
/// # Ok::<(), bln_core::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Series {
    id: Id<Series>,
    first: Schedule,
    recurrence: Recurrence,
    excluded: BTreeSet<NaiveDate>,
}

/// What became of one wall time of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Occurrence {
    /// It takes place.
    Held {
        /// Its number in the series, from 1. A date that is left out keeps its number, so that leaving one out
        /// renumbers none of the others.
        number: u32,
        /// When it takes place.
        schedule: Schedule,
    },
    /// It does not: no wall in the zone shows this time on this day.
    Skipped {
        /// The start that the clocks skip.
        wall: NaiveDateTime,
    },
}

impl Occurrence {
    /// When it takes place, if it does.
    pub const fn schedule(&self) -> Option<&Schedule> {
        match self {
            Occurrence::Held { schedule, .. } => Some(schedule),
            Occurrence::Skipped { .. } => None,
        }
    }
}

impl Series {
    /// The most occurrences a series may have, those left out among them.
    pub const MAX_OCCURRENCES: u32 = 500;

    /// Plans a series, or puts a stored one together again.
    ///
    /// Dates left out (`EXDATE`) that the rule does not give are of no consequence.
    ///
    /// # Errors
    ///
    /// `recurrence.start` when the first schedule does not start on a date of the rule, for which RFC 5545
    /// section 3.8.5.3 defines no outcome; `recurrence.too_many` with the limit for more than
    /// [`Series::MAX_OCCURRENCES`], as with a rule that has no end, and for more dates left out;
    /// `recurrence.empty` when no occurrence is left.
    pub fn new(
        id: Id<Series>,
        first: Schedule,
        recurrence: Recurrence,
        excluded: BTreeSet<NaiveDate>,
    ) -> Result<Self, Invalid> {
        let starts = first.starts().wall();
        if recurrence.expand(starts).next() != Some(starts) {
            return Err(Invalid::new(InvalidKind::RecurrenceStart));
        }
        let series = Self { id, first, recurrence, excluded };
        let out = u32::try_from(series.excluded.len()).unwrap_or(u32::MAX);
        let too_many = |number| number > Self::MAX_OCCURRENCES;
        if too_many(out) || series.walk().filter_map(|(number, _)| number).any(too_many) {
            let limit = u64::from(Self::MAX_OCCURRENCES);
            return Err(Invalid::with_limit(InvalidKind::RecurrenceTooMany, limit));
        }
        if !series.occurrences().iter().any(|occurrence| occurrence.schedule().is_some()) {
            return Err(Invalid::new(InvalidKind::RecurrenceEmpty));
        }
        Ok(series)
    }

    /// What becomes of every wall time of the series, in order, without the dates left out.
    pub fn occurrences(&self) -> Vec<Occurrence> {
        self.walk()
            .filter(|(_, local)| !self.excluded.contains(&local.wall().date()))
            .filter_map(|(number, local)| match number {
                Some(number) => {
                    self.schedule_from(local).map(|schedule| Occurrence::Held { number, schedule })
                }
                None => Some(Occurrence::Skipped { wall: local.wall() }),
            })
            .collect()
    }

    /// The id.
    pub const fn id(&self) -> Id<Series> {
        self.id
    }

    /// The schedule of the first occurrence.
    pub const fn first(&self) -> &Schedule {
        &self.first
    }

    /// The rule.
    pub const fn recurrence(&self) -> &Recurrence {
        &self.recurrence
    }

    /// The dates left out.
    pub const fn excluded(&self) -> &BTreeSet<NaiveDate> {
        &self.excluded
    }

    /// Every start of the rule, numbered if it happens.
    fn walk(&self) -> impl Iterator<Item = (Option<u32>, LocalTime)> + '_ {
        let zone = self.first.zone();
        let count = match self.recurrence.end() {
            RecurrenceEnd::Count(count) => count,
            RecurrenceEnd::Never | RecurrenceEnd::UntilDate(_) | RecurrenceEnd::UntilTime(_) => u32::MAX,
        };
        let mut walls = self.recurrence.expand_uncounted(self.first.starts().wall());
        let mut held = 0;
        std::iter::from_fn(move || {
            if held == count {
                return None;
            }
            let local = LocalTime::new(walls.next()?, zone);
            let happens = self.schedule_from(local).is_some();
            held += u32::from(happens);
            Some((happens.then_some(held), local))
        })
    }

    /// As long on the wall as the first. `None` for a start that the clocks skip, and for an end beyond the
    /// calendar: the other reasons against a schedule hold for the first one as well.
    fn schedule_from(&self, starts: LocalTime) -> Option<Schedule> {
        let length = self.first.ends().wall() - self.first.starts().wall();
        Schedule::new(starts, starts.plus_on_the_wall(length)).ok()
    }
}

#[cfg(test)]
mod tests {
    use chrono::Timelike;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::TimeZone;

    fn series_in(zone: &str, starts: &str, ends: &str, rule: &str) -> Result<Series, Invalid> {
        leaving_out(zone, starts, ends, rule, &[])
    }

    fn leaving_out(
        zone: &str,
        starts: &str,
        ends: &str,
        rule: &str,
        out: &[&str],
    ) -> Result<Series, Invalid> {
        let zone = TimeZone::parse(zone)?;
        let first = Schedule::new(LocalTime::parse(starts, zone)?, LocalTime::parse(ends, zone)?)?;
        let excluded = out.iter().map(|date| date.parse().unwrap()).collect();
        Series::new(Id::new(Uuid::nil()), first, Recurrence::parse(rule)?, excluded)
    }

    fn london(starts: &str, ends: &str, rule: &str) -> Series {
        series_in("Europe/London", starts, ends, rule).unwrap()
    }

    /// Each occurrence as its number and its start in UTC, or the wall time that is skipped.
    fn told(series: &Series) -> Vec<String> {
        let tell = |occurrence: &Occurrence| match occurrence {
            Occurrence::Held { number, schedule } => {
                format!("{number} {}", schedule.starts_at().utc().format("%d %b %H:%M"))
            }
            Occurrence::Skipped { wall } => format!("skipped {}", wall.format("%d %b %H:%M")),
        };
        series.occurrences().iter().map(tell).collect()
    }

    #[test]
    fn a_weekly_six_in_the_evening_stays_so_through_october_and_march() {
        let series = london("2026-09-07T18:00", "2026-09-07T19:30", "FREQ=WEEKLY;COUNT=40");
        let occurrences = series.occurrences();
        assert_eq!(occurrences.len(), 40);
        for schedule in occurrences.iter().filter_map(Occurrence::schedule) {
            let wall = |at| TimeZone::LONDON.wall(at).time();
            assert_eq!((wall(schedule.starts_at()).hour(), wall(schedule.starts_at()).minute()), (18, 0));
            assert_eq!((wall(schedule.ends_at()).hour(), wall(schedule.ends_at()).minute()), (19, 30));
        }
        // The instants move by an hour at each change, so the test would see an expansion in UTC.
        assert_eq!(told(&series)[6..8], ["7 19 Oct 17:00", "8 26 Oct 18:00"]);
        assert_eq!(told(&series)[28..30], ["29 22 Mar 18:00", "30 29 Mar 17:00"]);
    }

    #[test]
    fn a_sunday_evening_on_the_very_days_of_change_stays_too() {
        let october = london("2026-10-18T18:00", "2026-10-18T19:00", "FREQ=WEEKLY;COUNT=3");
        assert_eq!(told(&october), ["1 18 Oct 17:00", "2 25 Oct 18:00", "3 01 Nov 18:00"]);
        let march = london("2027-03-21T18:00", "2027-03-21T19:00", "FREQ=WEEKLY;COUNT=3");
        assert_eq!(told(&march), ["1 21 Mar 18:00", "2 28 Mar 17:00", "3 04 Apr 17:00"]);
    }

    #[test]
    fn a_time_in_the_gap_is_left_out_reported_and_not_counted() {
        let series = london("2027-03-26T01:30", "2027-03-26T01:45", "FREQ=DAILY;COUNT=4");
        assert_eq!(
            told(&series),
            ["1 26 Mar 01:30", "2 27 Mar 01:30", "skipped 28 Mar 01:30", "3 29 Mar 00:30", "4 30 Mar 00:30"]
        );
    }

    #[test]
    fn a_time_in_the_fold_means_its_first_pass() {
        let series = london("2026-10-24T01:30", "2026-10-24T01:45", "FREQ=DAILY;COUNT=3");
        assert_eq!(told(&series), ["1 24 Oct 00:30", "2 25 Oct 00:30", "3 26 Oct 01:30"]);
    }

    #[test]
    fn a_gap_of_half_an_hour_skips_half_an_hour() {
        let lord_howe = |starts, ends| {
            told(&series_in("Australia/Lord_Howe", starts, ends, "FREQ=DAILY;COUNT=2").unwrap())
        };
        // On 4 October 2026 the walls of Lord Howe Island go from 02:00 to 02:30.
        assert_eq!(
            lord_howe("2026-10-03T02:15", "2026-10-03T02:20"),
            ["1 02 Oct 15:45", "skipped 04 Oct 02:15", "2 04 Oct 15:15"]
        );
        assert_eq!(lord_howe("2026-10-03T02:30", "2026-10-03T02:40"), ["1 02 Oct 16:00", "2 03 Oct 15:30"]);
    }

    #[test]
    fn a_day_that_a_country_never_had_is_left_out() {
        let apia =
            series_in("Pacific/Apia", "2011-12-29T18:00", "2011-12-29T19:00", "FREQ=DAILY;COUNT=3").unwrap();
        assert_eq!(
            told(&apia),
            ["1 30 Dec 04:00", "skipped 30 Dec 18:00", "2 31 Dec 04:00", "3 01 Jan 04:00"]
        );
    }

    #[test]
    fn a_date_left_out_keeps_its_number() {
        let series = leaving_out(
            "Europe/London",
            "2027-01-04T18:00",
            "2027-01-04T19:00",
            "FREQ=WEEKLY;COUNT=3",
            &["2027-01-11", "2027-01-12"],
        );
        assert_eq!(told(&series.unwrap()), ["1 04 Jan 18:00", "3 18 Jan 18:00"]);
    }

    #[test]
    fn a_series_has_at_least_one_occurrence_and_at_most_500() {
        let kind = |rule, out: &[&str]| {
            leaving_out("Europe/London", "2027-01-04T18:00", "2027-01-04T19:00", rule, out)
                .map_err(Invalid::kind)
                .map(|series| series.occurrences().len())
        };
        assert_eq!(kind("FREQ=DAILY;COUNT=500", &[]), Ok(500));
        // 500 days from 4 January 2027 end on 17 May 2028, in a leap year.
        assert_eq!(kind("FREQ=DAILY;UNTIL=20280517", &[]), Ok(500));
        assert_eq!(kind("FREQ=DAILY;UNTIL=20280518", &[]), Err(InvalidKind::RecurrenceTooMany));
        assert_eq!(kind("FREQ=YEARLY", &[]), Err(InvalidKind::RecurrenceTooMany));
        assert_eq!(kind("FREQ=DAILY;COUNT=1", &["2027-01-04"]), Err(InvalidKind::RecurrenceEmpty));
        assert_eq!(kind("FREQ=WEEKLY;COUNT=3;BYDAY=TU", &[]), Err(InvalidKind::RecurrenceStart));
        assert_eq!(kind("FREQ=DAILY;UNTIL=20270103", &[]), Err(InvalidKind::RecurrenceStart));
    }

    proptest! {
        /// In any zone and at any time: no panic, in order, the starts on the wall of the rule.
        #[test]
        fn a_series_in_any_zone_tells_what_becomes_of_every_date(
            zone in proptest::sample::select(chrono_tz::TZ_VARIANTS.to_vec()),
            minutes in 0_i64..200 * 365 * 24 * 60,
            length in 1_i64..24 * 60,
            rule in proptest::sample::select(vec!["FREQ=DAILY;COUNT=400", "FREQ=WEEKLY;COUNT=53"]),
        ) {
            let zone = TimeZone::parse(zone.name()).unwrap();
            let epoch = LocalTime::parse("1900-01-01T00:00", zone).unwrap();
            let starts = epoch.plus_on_the_wall(chrono::TimeDelta::minutes(minutes));
            let ends = starts.plus_on_the_wall(chrono::TimeDelta::minutes(length));
            let Ok(first) = Schedule::new(starts, ends) else { return Ok(()); };
            let rule = Recurrence::parse(rule).unwrap();
            let series = Series::new(Id::new(Uuid::nil()), first, rule, BTreeSet::new()).unwrap();
            let held: Vec<Schedule> =
                series.occurrences().iter().filter_map(Occurrence::schedule).copied().collect();
            prop_assert!(held.is_sorted_by(|one, other| one.starts_at() < other.starts_at()));
            for schedule in held {
                prop_assert_eq!(zone.wall(schedule.starts_at()).time(), starts.wall().time());
                prop_assert!(schedule.starts_at() < schedule.ends_at());
            }
        }
    }
}
