//! When an event takes place and when people can register for it, both in local time.

use chrono::TimeDelta;

use crate::{Instant, Invalid, InvalidKind, LocalTime, Resolution, TimeZone};

/// When an event takes place: a start and an end on the wall of one place, at most 31 days apart.
///
/// The start must be a time that happens. A start in the hour that the clocks skip is refused rather than moved:
/// nobody can come at a time no wall shows. A start in the hour that is repeated means its first pass. An end
/// has no such trouble: one that is skipped is read with the offset in force before the gap, and one that is
/// repeated means its first pass (RFC 5545 section 3.3.5).
///
/// ```
/// use bln_core::{LocalTime, Schedule, TimeZone};
///
/// let at = |text| LocalTime::parse(text, TimeZone::LONDON);
/// let schedule = Schedule::new(at("2027-06-01T18:00")?, at("2027-06-01T19:30")?)?;
/// assert_eq!(schedule.starts_at().to_string(), "2027-06-01T17:00:00.000000Z");
///
/// let skipped = Schedule::new(at("2027-03-28T01:30")?, at("2027-03-28T03:00")?);
/// assert_eq!(skipped.unwrap_err().code(), "local_time.skipped");
/// # Ok::<(), bln_core::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Schedule {
    starts: LocalTime,
    ends: LocalTime,
}

impl Schedule {
    /// The longest an event may last, on the wall, in days.
    pub const MAX_DAYS: u32 = 31;

    /// Plans an event from a start to an end in the same zone.
    ///
    /// # Errors
    ///
    /// `time_zone.differs`; `local_time.skipped` for a start that does not happen; `dates.reversed` for an end
    /// that is not after the start, on the wall and in the world; `event.too_long` with the limit in days.
    pub fn new(starts: LocalTime, ends: LocalTime) -> Result<Self, Invalid> {
        if starts.zone() != ends.zone() {
            return Err(Invalid::new(InvalidKind::TimeZoneDiffers));
        }
        if matches!(starts.resolve(), Resolution::Skipped(_)) {
            return Err(Invalid::new(InvalidKind::LocalTimeSkipped));
        }
        if ends.wall() <= starts.wall() || ends.instant() <= starts.instant() {
            return Err(Invalid::new(InvalidKind::DatesReversed));
        }
        // Measured on the wall, so that a series which fits once fits at every occurrence.
        if ends.wall() - starts.wall() > TimeDelta::days(i64::from(Self::MAX_DAYS)) {
            return Err(Invalid::with_limit(InvalidKind::EventTooLong, u64::from(Self::MAX_DAYS)));
        }
        Ok(Self { starts, ends })
    }

    /// The start on the wall.
    pub const fn starts(&self) -> LocalTime {
        self.starts
    }

    /// The end on the wall.
    pub const fn ends(&self) -> LocalTime {
        self.ends
    }

    /// The zone of both.
    pub const fn zone(&self) -> TimeZone {
        self.starts.zone()
    }

    /// The instant at which the event starts.
    pub fn starts_at(&self) -> Instant {
        self.starts.instant()
    }

    /// The instant at which the event is over: the first at which it no longer takes place.
    pub fn ends_at(&self) -> Instant {
        self.ends.instant()
    }
}

/// When people can register, in local time: from its opening until just before its close.
///
/// Without an opening, registration opens as the event is published. Without a close, it closes as the event
/// starts. An opening or a close that the clocks skip or repeat is read as RFC 5545 section 3.3.5 has it: with
/// the offset before the gap, or at the first pass.
///
/// To close "on 30 June" is to close at 00:00 on 1 July: the close itself is outside.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct RegistrationWindow {
    opens: Option<LocalTime>,
    closes: Option<LocalTime>,
}

/// Where an instant lies with regard to a [`RegistrationWindow`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WindowState {
    /// Registration has yet to open.
    NotYet,
    /// People can register.
    Open,
    /// Registration is over.
    Closed,
}

impl RegistrationWindow {
    /// A window between two local times, either of which may be left out.
    ///
    /// # Errors
    ///
    /// `registration_window.order` when it does not open before it closes.
    pub fn new(opens: Option<LocalTime>, closes: Option<LocalTime>) -> Result<Self, Invalid> {
        match (opens, closes) {
            (Some(opens), Some(closes)) if opens.instant() >= closes.instant() => {
                Err(Invalid::new(InvalidKind::WindowOrder))
            }
            _ => Ok(Self { opens, closes }),
        }
    }

    /// When registration opens, if not as the event is published.
    pub const fn opens(&self) -> Option<LocalTime> {
        self.opens
    }

    /// When registration closes, if not as the event starts.
    pub const fn closes(&self) -> Option<LocalTime> {
        self.closes
    }

    /// The first instant at which registration is closed, for an event with this schedule.
    pub fn closes_at(&self, schedule: &Schedule) -> Instant {
        self.closes.map_or_else(|| schedule.starts_at(), LocalTime::instant)
    }

    /// Whether registration has opened by `now`, even if it has closed since. Always so without an opening.
    pub fn has_opened(&self, now: Instant) -> bool {
        self.opens.is_none_or(|opens| opens.instant() <= now)
    }

    /// Whether people can register at `now`, for a published event with this schedule.
    pub fn state(&self, now: Instant, schedule: &Schedule) -> WindowState {
        if now >= self.closes_at(schedule) {
            WindowState::Closed
        } else if self.has_opened(now) {
            WindowState::Open
        } else {
            WindowState::NotYet
        }
    }

    /// Checks that the window suits a schedule: it closes at the latest as the event ends, and opens before it
    /// closes.
    ///
    /// # Errors
    ///
    /// `registration_window.order`.
    pub fn check(&self, schedule: &Schedule) -> Result<(), Invalid> {
        let closes = self.closes_at(schedule);
        if closes > schedule.ends_at() || self.opens.is_some_and(|opens| opens.instant() >= closes) {
            return Err(Invalid::new(InvalidKind::WindowOrder));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> LocalTime {
        LocalTime::parse(text, TimeZone::LONDON).unwrap()
    }

    fn schedule(starts: &str, ends: &str) -> Result<Schedule, InvalidKind> {
        Schedule::new(at(starts), at(ends)).map_err(Invalid::kind)
    }

    fn window(opens: Option<&str>, closes: Option<&str>) -> Result<RegistrationWindow, InvalidKind> {
        RegistrationWindow::new(opens.map(at), closes.map(at)).map_err(Invalid::kind)
    }

    #[test]
    fn an_event_ends_after_it_starts_and_within_31_days() {
        assert!(schedule("2027-06-01T18:00", "2027-06-01T18:01").is_ok());
        assert_eq!(schedule("2027-06-01T18:00", "2027-06-01T18:00"), Err(InvalidKind::DatesReversed));
        assert_eq!(schedule("2027-06-01T18:00", "2027-06-01T17:59"), Err(InvalidKind::DatesReversed));
        assert!(schedule("2027-06-01T18:00", "2027-07-02T18:00").is_ok());
        assert_eq!(schedule("2027-06-01T18:00", "2027-07-02T18:01"), Err(InvalidKind::EventTooLong));
    }

    #[test]
    fn both_ends_are_in_one_zone() {
        let dublin = TimeZone::parse("Europe/Dublin").unwrap();
        let ends = LocalTime::parse("2027-06-01T19:00", dublin).unwrap();
        let invalid = Schedule::new(at("2027-06-01T18:00"), ends).unwrap_err();
        assert_eq!(invalid.kind(), InvalidKind::TimeZoneDiffers);
    }

    #[test]
    fn a_start_in_the_gap_is_refused_and_its_edges_are_not() {
        assert_eq!(schedule("2027-03-28T01:00", "2027-03-28T03:00"), Err(InvalidKind::LocalTimeSkipped));
        assert_eq!(schedule("2027-03-28T01:59", "2027-03-28T03:00"), Err(InvalidKind::LocalTimeSkipped));
        assert!(schedule("2027-03-28T00:59", "2027-03-28T03:00").is_ok());
        assert!(schedule("2027-03-28T02:00", "2027-03-28T03:00").is_ok());
    }

    #[test]
    fn an_end_in_the_gap_is_read_with_the_offset_before_it() {
        let night = schedule("2027-03-28T00:30", "2027-03-28T01:30").unwrap();
        assert_eq!(night.ends_at(), "2027-03-28T01:30:00Z".parse().unwrap());
    }

    #[test]
    fn a_start_in_the_fold_means_the_first_pass() {
        let night = schedule("2026-10-25T01:30", "2026-10-25T02:30").unwrap();
        assert_eq!(night.starts_at(), "2026-10-25T00:30:00Z".parse().unwrap());
        assert_eq!(night.ends_at(), "2026-10-25T02:30:00Z".parse().unwrap());
    }

    #[test]
    fn a_window_opens_before_it_closes() {
        assert!(window(Some("2027-05-01T09:00"), Some("2027-05-01T09:01")).is_ok());
        let same = window(Some("2027-05-01T09:00"), Some("2027-05-01T09:00"));
        assert_eq!(same, Err(InvalidKind::WindowOrder));
        // On the wall 02:10 is after 01:50; in the world it comes first, for 01:50 is in the gap.
        let gap = window(Some("2027-03-28T01:50"), Some("2027-03-28T02:10"));
        assert_eq!(gap, Err(InvalidKind::WindowOrder));
    }

    #[test]
    fn a_window_is_open_from_its_opening_until_just_before_its_close() {
        let event = schedule("2027-07-01T18:00", "2027-07-01T20:00").unwrap();
        let window = window(Some("2027-05-01T09:00"), Some("2027-07-01T00:00")).unwrap();
        // British Summer Time: 09:00 on the wall is 08:00 UTC, and 30 June ends at 23:00 UTC.
        for (now, state) in [
            ("2027-05-01T07:59:59.999999Z", WindowState::NotYet),
            ("2027-05-01T08:00:00Z", WindowState::Open),
            ("2027-06-30T22:59:59.999999Z", WindowState::Open),
            ("2027-06-30T23:00:00Z", WindowState::Closed),
        ] {
            assert_eq!(window.state(now.parse().unwrap(), &event), state, "{now}");
        }
    }

    #[test]
    fn without_bounds_a_window_is_open_until_the_event_starts() {
        let event = schedule("2027-07-01T18:00", "2027-07-01T20:00").unwrap();
        let window = RegistrationWindow::default();
        let state = |now: &str| window.state(now.parse().unwrap(), &event);
        assert_eq!(state("2000-01-01T00:00:00Z"), WindowState::Open);
        assert_eq!(state("2027-07-01T16:59:59.999999Z"), WindowState::Open);
        assert_eq!(state("2027-07-01T17:00:00Z"), WindowState::Closed);
    }

    #[test]
    fn a_window_suits_a_schedule_up_to_its_very_end() {
        let event = schedule("2027-07-01T18:00", "2027-07-01T20:00").unwrap();
        let check = |opens, closes| window(opens, closes).unwrap().check(&event).map_err(Invalid::kind);
        assert_eq!(check(None, Some("2027-07-01T20:00")), Ok(()));
        assert_eq!(check(None, Some("2027-07-01T20:01")), Err(InvalidKind::WindowOrder));
        assert_eq!(check(Some("2027-07-01T17:59"), None), Ok(()));
        assert_eq!(check(Some("2027-07-01T18:00"), None), Err(InvalidKind::WindowOrder));
        assert_eq!(RegistrationWindow::default().check(&event), Ok(()));
    }
}
