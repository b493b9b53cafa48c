//! Numbers that differ from process to process.

use std::hash::{BuildHasher as _, RandomState};

/// A number that nobody can foresee, from the keys of the standard library's hash tables.
pub(crate) fn random() -> u64 {
    RandomState::new().hash_one(std::process::id())
}
