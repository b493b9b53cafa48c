//! Stub.
use crate::Version;
/// Stub.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordingName(String);
/// Stub.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordingRef {
    name: WordingName,
    version: Version,
}
impl WordingRef {
    /// Stub.
    pub const fn new(name: WordingName, version: Version) -> Self {
        Self { name, version }
    }
    /// Stub.
    pub const fn name(&self) -> &WordingName {
        &self.name
    }
    /// Stub.
    pub const fn version(&self) -> Version {
        self.version
    }
}
