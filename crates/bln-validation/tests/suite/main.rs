//! Forms as they are sent, and what becomes of them.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod bulletin;
mod docs;
mod forms;
mod legacy;
mod privacy;
mod samples;
mod totality;
