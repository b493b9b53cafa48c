//! The verbs, on every store: in memory, and again on SQLite and PostgreSQL.
//!
//! One program, because each that links both engines takes seconds to build.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod access_cells;
mod access_events;
mod access_sources;
mod access_support;
mod asking_again;
mod audit;
mod bulletins;
mod canaries;
mod canary;
mod celebration;
mod characteristics;
mod dispatch;
mod duplicates;
mod erasure;
mod events;
mod facilitation;
mod interference;
mod legacy;
mod limits;
mod links;
mod meanwhile;
mod merge;
mod non_interference;
mod parked;
mod people;
mod post;
mod registrations;
mod reminders;
mod retention;
mod rights_requests;
mod safe_spaces;
mod speaking_up;
mod strict_events;
mod support;
mod testimonials;
mod themes;
mod withdrawals;
#[path = "../../../../tests/src/wrapped.rs"]
#[allow(dead_code, unreachable_pub, reason = "one file for all who need a store that is wrong on purpose")]
mod wrapped;
