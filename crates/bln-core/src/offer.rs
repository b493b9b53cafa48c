//! How long an offered place is held.

use chrono::TimeDelta;

use crate::{Instant, Invalid, InvalidKind};

/// How long a place that has come free is held for the person it is offered to: 5 minutes to 14 days.
///
/// An offer made at `t` with window `w` may be accepted at every instant strictly before `t + w`; at `t + w`
/// it has expired. It never reaches past the start of the event: from then on the place is worth more to
/// somebody at the door. An offer made after the start lasts until the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OfferWindow(TimeDelta);

impl OfferWindow {
    /// Two days: long enough for somebody who reads mail on one shift in two.
    pub const TWO_DAYS: OfferWindow = OfferWindow(TimeDelta::seconds(48 * 60 * 60));

    const SHORTEST: TimeDelta = TimeDelta::seconds(5 * 60);
    const LONGEST: TimeDelta = TimeDelta::seconds(14 * 24 * 60 * 60);

    /// Reads a window.
    ///
    /// # Errors
    ///
    /// `offer_window.range` outside 5 minutes to 14 days.
    pub fn new(length: TimeDelta) -> Result<Self, Invalid> {
        if (Self::SHORTEST..=Self::LONGEST).contains(&length) {
            Ok(Self(length))
        } else {
            Err(Invalid::new(InvalidKind::OfferWindowRange))
        }
    }

    /// How long it is.
    pub const fn length(self) -> TimeDelta {
        self.0
    }

    /// When an offer made `now` expires, for an event with this start and end. `None` once the event is over:
    /// then nothing is offered any more.
    pub fn expiry(self, now: Instant, starts: Instant, ends: Instant) -> Option<Instant> {
        if now < starts {
            Some(now.plus(self.0).min(starts))
        } else if now < ends {
            Some(ends)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: u32) -> Instant {
        format!("2027-05-01T{hour:02}:00:00Z").parse().unwrap()
    }

    #[test]
    fn an_offer_ends_with_its_window_the_start_or_the_end() {
        let window = OfferWindow::new(TimeDelta::hours(2)).unwrap();
        assert_eq!(window.expiry(at(9), at(18), at(20)), Some(at(11)));
        assert_eq!(window.expiry(at(17), at(18), at(20)), Some(at(18)));
        assert_eq!(window.expiry(at(18), at(18), at(20)), Some(at(20)));
        assert_eq!(window.expiry(at(20), at(18), at(20)), None);
    }

    #[test]
    fn a_window_is_five_minutes_to_fourteen_days() {
        assert!(OfferWindow::new(TimeDelta::minutes(5)).is_ok());
        assert!(OfferWindow::new(TimeDelta::days(14)).is_ok());
        for length in
            [TimeDelta::seconds(299), TimeDelta::days(14) + TimeDelta::seconds(1), TimeDelta::days(-1)]
        {
            assert_eq!(OfferWindow::new(length).unwrap_err().kind(), InvalidKind::OfferWindowRange);
        }
    }
}
