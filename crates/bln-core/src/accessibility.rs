//! Stub.
/// Stub.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Provision {
    /// Stub.
    StepFree,
}
