//! Stub.
use crate::{Invalid, InvalidKind};
/// Stub.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BelongingKind {
    /// Stub.
    Member,
    /// Stub.
    Ally,
}
impl BelongingKind {
    /// Stub.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        match text {
            "member" => Ok(Self::Member),
            "ally" => Ok(Self::Ally),
            _ => Err(Invalid::new(InvalidKind::BelongingUnknown)),
        }
    }
}
