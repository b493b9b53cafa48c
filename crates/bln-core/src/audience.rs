//! Stub.
/// Stub.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// Stub.
    Members,
    /// Stub.
    MembersAndAllies,
    /// Stub.
    Public,
}
