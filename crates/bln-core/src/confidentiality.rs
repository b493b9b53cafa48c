//! Stub.
/// Stub.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidentiality {
    /// Stub.
    Open,
    /// Stub.
    ChathamHouse,
    /// Stub.
    ConfidentialSafeSpace,
    /// Stub.
    OffTheRecord,
}
