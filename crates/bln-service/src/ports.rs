//! What the verbs need from outside besides a store: the time, and identifiers nobody used before.

use bln_core::{Id, Instant};
use uuid::Uuid;

/// Tells the time. Below the doors nothing else does.
pub trait Clock: std::fmt::Debug + Send + Sync + 'static {
    /// The instant it is now.
    fn now(&self) -> Instant;
}

/// Makes identifiers.
pub trait IdSource: std::fmt::Debug + Send + Sync + 'static {
    /// An identifier nobody used before, for a record made `now`. UUIDv7 (RFC 9562) by convention, so that
    /// records made one after another lie beside each other in an index.
    fn next(&self, now: Instant) -> Uuid;
}

/// A typed identifier from a source.
pub(crate) fn new_id<K>(ids: &dyn IdSource, now: Instant) -> Id<K> {
    Id::new(ids.next(now))
}
