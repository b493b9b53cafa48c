//! How many requests a desk lets wait: as many as it does in a moment, on the store that it has.
//!
//! Whoever is taken on waits for the batch that is under way and then for their own. A line of a fixed length is short on
//! a fast store and long on a slow one, where most would be answered when they no longer care. So it is measured.

use std::sync::atomic::{AtomicUsize, Ordering};

use bln_core::Instant;

/// How many requests may wait at most, and while nothing has been measured.
const QUEUE: usize = 256;
/// How many may wait however slow the store is: fewer would make batches too small to be quick.
const LEAST: usize = 32;
/// Of how many requests a batch must be to tell how fast the store is when there is much to do.
const TELLING: usize = 16;
/// How long it may take to do what waits, in milliseconds: an answer comes within about twice as long.
const MOMENT: usize = 75;

/// How many requests may wait.
#[derive(Debug)]
pub(super) struct Room(AtomicUsize);

impl Room {
    /// What no desk has more of.
    pub(super) const MOST: usize = QUEUE;

    pub(super) const fn new() -> Self {
        Self(AtomicUsize::new(QUEUE))
    }

    /// Whether one more may wait where so many do.
    pub(super) fn is_there(&self, waiting: usize) -> bool {
        waiting < self.0.load(Ordering::Relaxed)
    }

    /// Learns from a batch of so many requests.
    pub(super) fn learn(&self, requests: usize, began: Instant, done: Instant) {
        if requests >= TELLING {
            let room = after(self.0.load(Ordering::Relaxed), requests, began, done);
            self.0.store(room, Ordering::Relaxed);
        }
    }
}

/// The room after a batch: half of it as before, half as the batch suggests.
fn after(before: usize, requests: usize, began: Instant, done: Instant) -> usize {
    // A clock that was set back, and one that stands still, say nothing of the store.
    let took = (done.utc() - began.utc()).num_microseconds().unwrap_or(i64::MAX).max(1);
    let took = usize::try_from(took).unwrap_or(usize::MAX);
    let suggested = requests.saturating_mul(MOMENT * 1_000) / took;
    usize::midpoint(before, suggested.min(QUEUE)).clamp(LEAST, QUEUE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(milliseconds: i64) -> Instant {
        let start: Instant = "2027-03-01T09:00:00Z".parse().unwrap();
        start.plus(chrono::TimeDelta::milliseconds(milliseconds))
    }

    /// The room after many batches of so many requests, each of which took so long.
    fn settled(requests: usize, milliseconds: i64) -> usize {
        let room = Room::new();
        for _ in 0..20 {
            room.learn(requests, at(0), at(milliseconds));
        }
        room.0.load(Ordering::Relaxed)
    }

    #[test]
    fn a_desk_that_knows_nothing_yet_has_all_the_room() {
        let room = Room::new();
        assert!(room.is_there(QUEUE - 1));
        assert!(!room.is_there(QUEUE));
    }

    #[test]
    fn as_many_may_wait_as_are_done_in_a_moment() {
        // A thousand a second: 75 in 75 ms. A little more, because half of each step is as before.
        assert!((75..=77).contains(&settled(100, 100)), "{}", settled(100, 100));
        assert_eq!(settled(100, 1), QUEUE);
        assert_eq!(settled(20, 10_000), LEAST);
    }

    #[test]
    fn one_slow_batch_among_fast_ones_takes_half_of_the_room_and_is_soon_forgotten() {
        let room = Room::new();
        room.learn(100, at(0), at(1_000));
        assert_eq!(room.0.load(Ordering::Relaxed), (QUEUE + 7) / 2);
        for _ in 0..10 {
            room.learn(100, at(0), at(1));
        }
        assert!(room.is_there(QUEUE - 2));
    }

    #[test]
    fn a_small_batch_and_a_clock_set_back_tell_nothing() {
        assert_eq!(settled(TELLING - 1, 10_000), QUEUE);
        assert_eq!(settled(100, -5_000), QUEUE);
        assert_eq!(settled(100, 0), QUEUE);
    }
}
