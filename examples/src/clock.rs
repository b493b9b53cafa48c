//! A clock that is set by hand, and identifiers that follow from a seed: a season is the same every time.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use bln_core::Instant;
use bln_service::{Clock, IdSource};
use chrono::DateTime;
use uuid::Uuid;

use crate::random::Random;

/// A clock that stands still until somebody sets it.
#[derive(Debug)]
pub struct SimulatedClock(AtomicI64);

impl SimulatedClock {
    /// A clock that shows this instant.
    pub fn at(start: Instant) -> Self {
        Self(AtomicI64::new(start.utc().timestamp_micros()))
    }

    /// Sets the clock. Like every clock that the library is made for, it never goes back.
    pub fn set(&self, to: Instant) {
        self.0.fetch_max(to.utc().timestamp_micros(), Ordering::Relaxed);
    }
}

impl Clock for SimulatedClock {
    fn now(&self) -> Instant {
        let micros = self.0.load(Ordering::Relaxed);
        Instant::new(DateTime::from_timestamp_micros(micros).unwrap_or(DateTime::UNIX_EPOCH))
    }
}

/// Identifiers in the form of UUIDv7 (RFC 9562): the time, then a counter, then bits from a seed.
#[derive(Debug)]
pub struct SeededIds {
    seed: u64,
    counter: AtomicU64,
}

impl SeededIds {
    /// Identifiers that follow from a seed.
    pub const fn new(seed: u64) -> Self {
        Self { seed, counter: AtomicU64::new(0) }
    }
}

impl IdSource for SeededIds {
    fn next(&self, now: Instant) -> Uuid {
        let millis = u128::try_from(now.utc().timestamp_millis()).unwrap_or(0) & 0xffff_ffff_ffff;
        let number = self.counter.fetch_add(1, Ordering::Relaxed);
        let seeded = Random::new(self.seed ^ number).next();
        // 32 bits of counter keep identifiers of one millisecond apart and in order: 12 before the variant, 20 after.
        let (high, low) = (u128::from(number >> 20 & 0xfff), u128::from(number & 0xf_ffff));
        let random = u128::from(seeded & 0x3ff_ffff_ffff);
        Uuid::from_u128(millis << 80 | 7 << 76 | high << 64 | 0b10 << 62 | low << 42 | random)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn the_clock_shows_what_it_was_set_to_and_never_goes_back() {
        let clock = SimulatedClock::at(instant("2026-01-05T09:00:00Z"));
        clock.set(instant("2026-01-06T09:00:00Z"));
        clock.set(instant("2026-01-05T09:00:00Z"));
        assert_eq!(clock.now(), instant("2026-01-06T09:00:00Z"));
    }

    #[test]
    fn identifiers_are_version_seven_in_order_and_follow_from_the_seed() {
        let now = instant("2026-01-05T09:00:00Z");
        let take = |seed| {
            let ids = SeededIds::new(seed);
            (0..3_000).map(|_| ids.next(now)).collect::<Vec<_>>()
        };
        let ids = take(1);
        assert!(ids.is_sorted_by(|earlier, later| earlier < later));
        assert!(ids.iter().all(|id| id.get_version_num() == 7 && id.get_variant() == uuid::Variant::RFC4122));
        assert_eq!(ids, take(1));
        assert_ne!(ids, take(2));
        assert!(ids.last() < Some(&SeededIds::new(1).next(instant("2026-01-05T09:00:00.001Z"))));
    }
}
