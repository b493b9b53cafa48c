//! Stub.
/// Stub.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Recurrence;
