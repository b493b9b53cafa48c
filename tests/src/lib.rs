//! What the tests across crates share: a clock set by hand, a small network, stores that are wrong on purpose,
//! and the checks that must see it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod ask;
mod clock;
mod dawdling;
mod inversions;
mod load;
mod migration;
mod queue;
mod random;
mod sabotage;
mod secrets;
mod snapshot;
mod stores;
mod tally;
mod world;
mod wrapped;
mod written;

pub use ask::{all_tasks_ended, poll_once, register_until_taken};
pub use clock::{CountingIds, HandClock};
pub use dawdling::{Dawdle, Dawdling};
pub use inversions::{Answered, inversions};
pub use load::{Load, Told};
pub use migration::with_one_more_step;
pub use queue::{Placed, placed, queue_faults};
pub use random::SplitMix64;
pub use sabotage::{Sabotage, Sabotaged, Saboteur};
pub use secrets::{SeededSecrets, sample_keys};
pub use snapshot::Snapshot;
pub use stores::{Place, folder, memory, open, sqlite, sqlite_in_memory};
pub use tally::disagreements;
pub use world::{
    World, admin, ally_application, details, event_details, imported_application, person_id, places, ports,
    registration_key, seed_allies, wording,
};
pub use wrapped::{Between, Wrapped};
pub use written::Written;
