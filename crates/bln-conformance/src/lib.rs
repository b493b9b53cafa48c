//! The published proof for stores: every sentence of the persistence contract as a named test case.
//!
//! A store has kept the contract of [`bln_store::Store`] when it passes this suite. To run it, add this crate as
//! a dev-dependency and write one test file:
//!
//! ```
//! // crates/my-store/tests/conformance.rs, the whole file
//! bln_conformance::suite!(async { bln_store::MemoryStore::new() });
//! ```
//!
//! Every case becomes a `#[test]` of its own, gets an empty store of its own, and is followed by a
//! [`verify`](bln_store::InspectStore::verify) that must find nothing. The runtime is the kit's, so that a store
//! needs none for its tests. Where the store must be kept alive by something else, a temporary folder or a
//! schema, the second form of [`suite!`] says how to get from the one to the other:
//!
//! ```
//! struct Guarded {
//!     store: bln_store::MemoryStore,
//!     // and what is removed when the guard is dropped
//! }
//!
//! bln_conformance::suite!(async { Guarded { store: bln_store::MemoryStore::new() } }, |guard| &guard.store);
//! ```
//!
//! A store that works cannot be asked to fail. What it answers when it does, and what is there afterwards, is shown by
//! [`failures!`] for a store under which something can be made to fail.
//!
//! # Panics
//!
//! A [case](cases) is an ordinary function that panics where a store breaks the contract. So do [the
//! samples](samples), which are never wrong.

#![expect(clippy::unwrap_used, reason = "a case that cannot go on should panic: it is a test")]

pub mod cases;
mod check;
mod desk;
mod failing;
mod list;
pub mod samples;
mod suite;
mod world;

pub use failing::{FAILURES, Failing, FailureCase, Switched, run_failure};
pub use suite::{CASES, Case, run};
