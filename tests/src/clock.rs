//! A clock that is set by hand, and identifiers that count.

use std::sync::{
    Mutex,
    atomic::{AtomicU64, Ordering},
};

use bln_core::Instant;
use bln_service::{Clock, IdSource};
use chrono::TimeDelta;
use uuid::Uuid;

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct HandClock(Mutex<Instant>);

impl HandClock {
    /// A clock that shows this time, in RFC 3339.
    pub fn at(at: &str) -> Self {
        Self(Mutex::new(at.parse().unwrap()))
    }

    /// Sets it to this time, in RFC 3339.
    pub fn set(&self, at: &str) {
        *self.0.lock().unwrap() = at.parse().unwrap();
    }

    /// Moves it.
    pub fn pass(&self, by: TimeDelta) {
        let mut now = self.0.lock().unwrap();
        *now = now.plus(by);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Instant {
        *self.0.lock().unwrap()
    }
}

/// Identifiers 1, 2, 3 and so on, each with 16 bits left for the dates of a series.
#[derive(Debug)]
pub struct CountingIds(AtomicU64);

impl Default for CountingIds {
    fn default() -> Self {
        Self(AtomicU64::new(1))
    }
}

impl IdSource for CountingIds {
    fn next(&self, _: Instant) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)) << 16)
    }
}
