//! Instants for what happened, local times with a zone for what is planned.
//!
//! A plan is made in local time: "weekly at 18:00", "closes on 30 June". Which instant that is depends on a
//! zone, and twice a year on a rule for the hour the clocks skip or repeat. The rule here is RFC 5545 section
//! 3.3.5: a time that occurs twice means the first, a time that is skipped is read with the offset in force
//! before the gap. Nothing here reads a clock.

use std::{fmt, str::FromStr};

use chrono::{
    DateTime, Datelike, LocalResult, NaiveDate, NaiveDateTime, SubsecRound, TimeDelta, TimeZone as _, Utc,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Invalid, InvalidKind};

/// A point in time, in UTC, to the microsecond: the finest that every store keeps. From the year 0 to the year
/// 9999, the years that RFC 3339 can write and whose text sorts as time does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(DateTime<Utc>);

impl Instant {
    const FIRST: DateTime<Utc> = at_second(-62_167_219_200);
    const LAST: DateTime<Utc> = at_second(253_402_300_799);

    /// An instant, cut to whole microseconds and to the years 0 to 9999.
    pub fn new(at: DateTime<Utc>) -> Self {
        // Far from the ends of chrono's calendar, where an offset to a local time would leave it and panic.
        Self(at.clamp(Self::FIRST, Self::LAST).trunc_subsecs(6))
    }

    /// The instant in chrono's terms.
    pub const fn utc(self) -> DateTime<Utc> {
        self.0
    }

    /// This instant moved by `by`, stopping at the ends of the calendar.
    #[must_use]
    pub fn plus(self, by: TimeDelta) -> Self {
        let end = if by < TimeDelta::zero() { DateTime::<Utc>::MIN_UTC } else { DateTime::<Utc>::MAX_UTC };
        Self::new(self.0.checked_add_signed(by).unwrap_or(end))
    }
}

/// The start of a second since 1970, which is a date of chrono's for the two that are asked for.
const fn at_second(second: i64) -> DateTime<Utc> {
    match DateTime::from_timestamp(second, 0) {
        Some(at) => at,
        None => DateTime::UNIX_EPOCH,
    }
}

impl fmt::Display for Instant {
    /// RFC 3339 with six decimals, so that text sorts as time does.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.format("%Y-%m-%dT%H:%M:%S%.6fZ").fmt(f)
    }
}

impl FromStr for Instant {
    type Err = Invalid;

    /// Reads RFC 3339, with any offset.
    fn from_str(text: &str) -> Result<Self, Invalid> {
        DateTime::parse_from_rfc3339(text)
            .map(|at| Self::new(at.with_timezone(&Utc)))
            .map_err(|_| Invalid::new(InvalidKind::DateFormat))
    }
}

/// A time zone of the IANA database, such as `Europe/London`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TimeZone(chrono_tz::Tz);

impl TimeZone {
    /// The United Kingdom's.
    pub const LONDON: TimeZone = TimeZone(chrono_tz::Europe::London);

    /// Reads an IANA name.
    ///
    /// # Errors
    ///
    /// `time_zone.unknown`.
    pub fn parse(name: &str) -> Result<Self, Invalid> {
        name.parse().map(Self).map_err(|_| Invalid::new(InvalidKind::TimeZoneUnknown))
    }

    /// The IANA name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The local date and time on a wall in this zone at an instant.
    pub fn wall(self, at: Instant) -> NaiveDateTime {
        at.0.with_timezone(&self.0).naive_local()
    }

    /// The local date in this zone at an instant.
    pub fn date(self, at: Instant) -> NaiveDate {
        self.wall(at).date()
    }
}

impl fmt::Display for TimeZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for TimeZone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for TimeZone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&name).map_err(serde::de::Error::custom)
    }
}

/// What a local time is in its zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    /// It happens once, as on almost every day.
    Once(Instant),
    /// The clocks go back over it: it happens twice.
    Twice {
        /// While summer time still holds.
        first: Instant,
        /// An hour later, by the clock that was put back.
        second: Instant,
    },
    /// The clocks go forward over it: no wall shows it. Read with the offset in force before the gap, it is
    /// this instant, which walls show as later by the width of the gap.
    Skipped(Instant),
}

impl Resolution {
    /// The instant that RFC 5545 section 3.3.5 gives: the first of two; past the gap for a skipped time.
    pub const fn instant(self) -> Instant {
        match self {
            Resolution::Once(at) | Resolution::Skipped(at) | Resolution::Twice { first: at, .. } => at,
        }
    }
}

/// A date and time on the wall of a place: how a plan is made and kept.
///
/// ```
/// use bln_core::{LocalTime, Resolution, TimeZone};
///
/// // Six in the evening, before and after the clocks go forward on 28 March 2027.
/// let before = LocalTime::parse("2027-03-25T18:00", TimeZone::LONDON)?;
/// let after = LocalTime::parse("2027-04-01T18:00", TimeZone::LONDON)?;
/// assert_eq!(before.instant().to_string(), "2027-03-25T18:00:00.000000Z");
/// assert_eq!(after.instant().to_string(), "2027-04-01T17:00:00.000000Z");
///
/// // Half past one does not happen that night.
/// let skipped = LocalTime::parse("2027-03-28T01:30", TimeZone::LONDON)?;
/// assert!(matches!(skipped.resolve(), Resolution::Skipped(_)));
/// # Ok::<(), bln_core::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LocalTime {
    wall: NaiveDateTime,
    zone: TimeZone,
}

impl LocalTime {
    /// A wall time in a zone, cut to whole seconds.
    pub fn new(wall: NaiveDateTime, zone: TimeZone) -> Self {
        Self { wall: wall.trunc_subsecs(0), zone }
    }

    /// Reads `2027-03-25T18:00` or `2027-03-25T18:00:00`.
    ///
    /// # Errors
    ///
    /// `local_time.format`.
    pub fn parse(text: &str, zone: TimeZone) -> Result<Self, Invalid> {
        ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
            .iter()
            .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
            .filter(|wall| (0..=9999).contains(&wall.year()))
            .map(|wall| Self::new(wall, zone))
            .ok_or(Invalid::new(InvalidKind::LocalTimeFormat))
    }

    /// The time on the wall.
    pub const fn wall(self) -> NaiveDateTime {
        self.wall
    }

    /// Where the wall is.
    pub const fn zone(self) -> TimeZone {
        self.zone
    }

    /// What this time is in its zone: once, twice or skipped.
    pub fn resolve(self) -> Resolution {
        match self.zone.0.from_local_datetime(&self.wall) {
            LocalResult::Single(at) => Resolution::Once(Instant::new(at.with_timezone(&Utc))),
            LocalResult::Ambiguous(first, second) => Resolution::Twice {
                first: Instant::new(first.with_timezone(&Utc)),
                second: Instant::new(second.with_timezone(&Utc)),
            },
            LocalResult::None => Resolution::Skipped(self.past_the_gap()),
        }
    }

    /// The instant this time stands for: [`Resolution::instant`] of [`LocalTime::resolve`].
    pub fn instant(self) -> Instant {
        self.resolve().instant()
    }

    /// The wall time `by` later on the same wall: 18:00 and one day is 18:00, whatever the clocks do between.
    ///
    /// Stops at the ends of the calendar.
    #[must_use]
    pub fn plus_on_the_wall(self, by: TimeDelta) -> Self {
        let end = if by < TimeDelta::zero() { NaiveDateTime::MIN } else { NaiveDateTime::MAX };
        Self::new(self.wall.checked_add_signed(by).unwrap_or(end), self.zone)
    }

    /// The skipped time by the offset in force before the gap. That offset is read a day earlier, where it
    /// cannot be in the gap as well: no zone in the database has changed its clocks twice within a day, and the
    /// widest gap is the 24 hours that some Pacific islands lost to the date line.
    fn past_the_gap(self) -> Instant {
        let day = TimeDelta::days(1);
        let before = self.wall.checked_sub_signed(day).unwrap_or(NaiveDateTime::MIN);
        let read = self.zone.0.from_local_datetime(&before).earliest();
        let before = read.map_or_else(|| before.and_utc(), |at| at.with_timezone(&Utc));
        Instant::new(before.checked_add_signed(day).unwrap_or(before))
    }
}

impl fmt::Display for LocalTime {
    /// The time on the wall, without its zone: `2027-03-25T18:00:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.wall.format("%Y-%m-%dT%H:%M:%S").fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use chrono::Offset as _;
    use proptest::prelude::*;

    use super::*;

    fn london(text: &str) -> LocalTime {
        LocalTime::parse(text, TimeZone::LONDON).unwrap()
    }

    /// When the clocks of a zone changed from 1880 to 2040, to the day, or some day if they never did.
    fn changes(zone: chrono_tz::Tz) -> Vec<NaiveDateTime> {
        let first: NaiveDateTime = "1880-01-01T12:00:00".parse().unwrap();
        let offset = |day: NaiveDateTime| zone.offset_from_utc_datetime(&day).fix();
        let days = (0..160 * 365).map(|day| first + TimeDelta::days(day));
        let changes: Vec<_> = days.filter(|day| offset(*day) != offset(*day + TimeDelta::days(1))).collect();
        if changes.is_empty() { vec![first] } else { changes }
    }

    #[test]
    fn an_instant_keeps_microseconds_and_sorts_as_text() {
        let at: Instant = "2026-11-01T09:00:00.123456789+01:00".parse().unwrap();
        assert_eq!(at.to_string(), "2026-11-01T08:00:00.123456Z");
        assert_eq!(at.to_string().parse::<Instant>().unwrap(), at);
    }

    #[test]
    fn the_skipped_hour_is_read_with_the_offset_before_it() {
        let at: Instant = "2027-03-28T01:30:00Z".parse().unwrap();
        assert_eq!(london("2027-03-28T01:30").resolve(), Resolution::Skipped(at));
        assert_eq!(TimeZone::LONDON.wall(at), london("2027-03-28T02:30").wall());
    }

    #[test]
    fn the_repeated_hour_means_its_first_pass() {
        let fold = london("2026-10-25T01:30");
        assert_eq!(
            fold.resolve(),
            Resolution::Twice {
                first: "2026-10-25T00:30:00Z".parse().unwrap(),
                second: "2026-10-25T01:30:00Z".parse().unwrap(),
            }
        );
        assert_eq!(fold.instant().to_string(), "2026-10-25T00:30:00.000000Z");
    }

    #[test]
    fn the_edges_of_gap_and_fold_happen_once() {
        for edge in ["2027-03-28T00:59", "2027-03-28T02:00", "2026-10-25T00:59", "2026-10-25T02:00"] {
            assert!(matches!(london(edge).resolve(), Resolution::Once(_)), "{edge}");
        }
    }

    #[test]
    fn a_date_that_does_not_exist_is_refused() {
        for text in [
            "2027-02-29T10:00",
            "2027-03-28",
            "2027-03-28T25:00",
            "28/03/2027 10:00",
            "+12027-01-01T10:00",
            "",
        ] {
            let invalid = LocalTime::parse(text, TimeZone::LONDON).unwrap_err();
            assert_eq!(invalid.kind(), InvalidKind::LocalTimeFormat, "{text}");
        }
    }

    #[test]
    fn a_day_lost_to_the_date_line_is_read_with_the_offset_before_it() {
        let apia = TimeZone::parse("Pacific/Apia").unwrap();
        // Samoa went from 29 to 31 December 2011, and from ten hours behind UTC to fourteen ahead.
        for (wall, instant) in [
            ("2011-12-30T00:00", "2011-12-30T10:00:00Z"),
            ("2011-12-30T12:00", "2011-12-30T22:00:00Z"),
            ("2011-12-30T23:59", "2011-12-31T09:59:00Z"),
        ] {
            let skipped = LocalTime::parse(wall, apia).unwrap().resolve();
            assert_eq!(skipped, Resolution::Skipped(instant.parse().unwrap()), "{wall}");
        }
        for edge in ["2011-12-29T23:59", "2011-12-31T00:00"] {
            assert!(matches!(LocalTime::parse(edge, apia).unwrap().resolve(), Resolution::Once(_)), "{edge}");
        }
    }

    #[test]
    fn a_gap_and_a_fold_of_half_an_hour() {
        let lord_howe =
            |text| LocalTime::parse(text, TimeZone::parse("Australia/Lord_Howe").unwrap()).unwrap();
        let skipped = Resolution::Skipped("2026-10-03T15:45:00Z".parse().unwrap());
        assert_eq!(lord_howe("2026-10-04T02:15").resolve(), skipped);
        assert!(matches!(lord_howe("2026-10-04T02:30").resolve(), Resolution::Once(_)));
        assert_eq!(
            lord_howe("2026-04-05T01:45").resolve(),
            Resolution::Twice {
                first: "2026-04-04T14:45:00Z".parse().unwrap(),
                second: "2026-04-04T15:15:00Z".parse().unwrap(),
            }
        );
        assert!(matches!(lord_howe("2026-04-05T01:29").resolve(), Resolution::Once(_)));
    }

    #[test]
    fn the_ends_of_the_calendar_are_stated_in_every_zone() {
        let day = TimeDelta::days(1);
        let last = Instant::new(DateTime::<Utc>::MAX_UTC);
        let first = Instant::new(DateTime::<Utc>::MIN_UTC);
        assert_eq!(last.to_string(), "9999-12-31T23:59:59.000000Z");
        assert_eq!(first.to_string(), "0000-01-01T00:00:00.000000Z");
        assert_eq!((last.plus(day), first.plus(-day)), (last, first));
        for zone in chrono_tz::TZ_VARIANTS.map(TimeZone) {
            for at in [first, last] {
                assert!((zone.wall(at) - at.utc().naive_utc()).abs() <= day);
            }
            for wall in [NaiveDateTime::MIN, NaiveDateTime::MAX] {
                let instant = LocalTime::new(wall, zone).instant();
                assert!(instant == first || instant == last);
            }
        }
    }

    proptest! {
        /// Every minute of twenty years in London has an instant, and it never runs backwards by more than the
        /// hour that is repeated.
        #[test]
        fn every_local_minute_has_a_stated_instant(minutes in 0_i64..20 * 366 * 24 * 60) {
            let time = london("2020-01-01T00:00").plus_on_the_wall(TimeDelta::minutes(minutes));
            let wall = TimeZone::LONDON.wall(time.instant());
            match time.resolve() {
                Resolution::Skipped(_) => prop_assert_eq!(wall - time.wall(), TimeDelta::hours(1)),
                Resolution::Once(_) => prop_assert_eq!(wall, time.wall()),
                Resolution::Twice { first, second } => {
                    prop_assert_eq!(second.utc() - first.utc(), TimeDelta::hours(1));
                    prop_assert_eq!(wall, time.wall());
                }
            }
        }
    }
    proptest! {
        // Each case looks through 160 years of a zone for its clock changes.
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Every wall time in every zone has a stated instant. A skipped one is read with the offset before its
        /// gap, which chrono-tz tells as well; the first of two comes first.
        #[test]
        fn every_local_time_of_every_zone_has_a_stated_instant(
            zone in proptest::sample::select(chrono_tz::TZ_VARIANTS.to_vec()),
            change in any::<proptest::sample::Index>(),
            minutes in -26_i64 * 60..26 * 60,
        ) {
            let changes = changes(zone);
            let near = changes[change.index(changes.len())] + TimeDelta::minutes(minutes);
            let time = LocalTime::new(near, TimeZone(zone));
            let wall = time.zone().wall(time.instant());
            match time.resolve() {
                Resolution::Once(_) => prop_assert_eq!(wall, time.wall()),
                Resolution::Twice { first, second } => {
                    prop_assert!(first < second);
                    prop_assert_eq!(wall, time.wall());
                    prop_assert_eq!(time.zone().wall(second), time.wall());
                }
                Resolution::Skipped(at) => {
                    let (_, before) = chrono_tz::GapInfo::new(&time.wall(), &zone).unwrap().begin.unwrap();
                    prop_assert_eq!(at.utc().naive_utc(), time.wall() - before.fix());
                    prop_assert!(wall > time.wall());
                }
            }
        }
    }
}
