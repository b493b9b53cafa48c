//! How fast messages may leave.

use std::num::NonZeroU32;

use bln_core::Instant;
use chrono::TimeDelta;

/// A budget that fills up over time: at most so many messages in an interval, spread over it.
///
/// It reads no clock. Where time goes backwards it stands still, and gives nothing away.
///
/// ```
/// use std::num::NonZeroU32;
///
/// use bln_core::Instant;
/// use bln_mail::Rate;
/// use chrono::TimeDelta;
///
/// let now: Instant = "2027-03-01T09:00:00Z".parse()?;
/// let two = NonZeroU32::new(2).ok_or("none")?;
/// // GOV.UK Notify takes 3,000 a minute; this is a smaller one.
/// let mut rate = Rate::new(two, TimeDelta::minutes(1), now);
/// assert!(rate.take(now) && rate.take(now) && !rate.take(now));
/// assert!(rate.take(now.plus(TimeDelta::seconds(30))));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rate {
    most: i64,
    interval: i64,
    /// What is there, in messages times microseconds of the interval: so nothing is rounded.
    filled: i64,
    at: Instant,
}

impl Rate {
    /// A full budget of so many messages in an interval of a millisecond to a day.
    pub fn new(most: NonZeroU32, interval: TimeDelta, now: Instant) -> Self {
        let interval = interval.num_microseconds().unwrap_or(i64::MAX).clamp(1_000, DAY);
        let most = i64::from(most.get()).min(MOST);
        Self { most, interval, filled: most * interval, at: now }
    }

    /// How many may leave now.
    pub fn allowance(&mut self, now: Instant) -> usize {
        self.fill(now);
        usize::try_from(self.filled / self.interval).unwrap_or(0)
    }

    /// Takes one, if there is one.
    pub fn take(&mut self, now: Instant) -> bool {
        let one = self.allowance(now) > 0;
        if one {
            self.filled -= self.interval;
        }
        one
    }

    fn fill(&mut self, now: Instant) {
        let Some(passed) = (now.utc() - self.at.utc()).num_microseconds().filter(|passed| *passed > 0) else {
            return;
        };
        // After an interval it is full, however long it was.
        self.filled = (self.filled + passed.min(self.interval) * self.most).min(self.most * self.interval);
        self.at = now;
    }
}

const DAY: i64 = 86_400_000_000;

/// The most messages in an interval: so that no product of the two leaves 64 bits.
const MOST: i64 = 10_000_000;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(microsecond: i64) -> Instant {
        "2027-03-01T09:00:00Z".parse::<Instant>().unwrap().plus(TimeDelta::microseconds(microsecond))
    }

    fn rate(most: u32, interval: TimeDelta) -> Rate {
        Rate::new(NonZeroU32::new(most).unwrap(), interval, at(0))
    }

    #[test]
    fn one_comes_back_exactly_when_its_part_of_the_interval_has_passed() {
        let mut rate = rate(3_000, TimeDelta::minutes(1));
        assert!((0..3_000).all(|_| rate.take(at(0))) && !rate.take(at(0)));
        assert!(!rate.take(at(19_999)));
        assert!(rate.take(at(20_000)) && !rate.take(at(20_000)));
    }

    #[test]
    fn time_that_goes_back_gives_nothing() {
        let mut rate = rate(1, TimeDelta::seconds(1));
        assert!(rate.take(at(5_000_000)));
        assert!(!rate.take(at(0)) && !rate.take(at(5_999_999)));
        assert!(rate.take(at(6_000_000)));
    }

    #[test]
    fn the_largest_budget_after_the_longest_time_does_not_overflow() {
        let mut rate = Rate::new(NonZeroU32::MAX, TimeDelta::MAX, at(0));
        assert!(rate.take(at(0)));
        assert_eq!(rate.allowance("9999-12-31T23:59:59Z".parse().unwrap()), 10_000_000);
    }

    proptest! {
        #[test]
        fn no_more_leave_than_were_there_and_came(
            most in 1_u32..50,
            steps in prop::collection::vec(0_i64..200_000, 1..400),
        ) {
            let mut rate = rate(most, TimeDelta::seconds(1));
            let (mut now, mut taken) = (0, 0_u32);
            for step in &steps {
                now += step;
                taken += u32::from(rate.take(at(now)));
            }
            // What was there at first, and what came since.
            let most_ever = f64::from(most) * (1.0 + chrono_seconds(now)) + 1e-6;
            prop_assert!(f64::from(taken) <= most_ever, "{taken} of {most_ever}");
        }
    }

    fn chrono_seconds(microseconds: i64) -> f64 {
        TimeDelta::microseconds(microseconds).as_seconds_f64()
    }
}
