//! What the tests across crates share: a clock set by hand, a small network, stores that are wrong on purpose,
//! and the checks that must see it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod clock;
mod inversions;
mod queue;
mod random;
mod sabotage;
mod snapshot;
mod stores;
mod world;

pub use clock::{CountingIds, HandClock};
pub use inversions::{Answered, inversions};
pub use queue::{Placed, placed, queue_faults};
pub use random::SplitMix64;
pub use sabotage::{Sabotage, Sabotaged};
pub use snapshot::Snapshot;
pub use stores::{folder, memory, poll_once, register_until_taken, sqlite, sqlite_in_memory};
pub use world::{
    World, admin, ally_application, details, event_details, imported_application, person_id, places,
    registration_key, seed_allies, wording,
};
