//! Stub.
use crate::{Invalid, InvalidKind};
/// Stub.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pillar {
    /// Stub.
    DirectedAction,
    /// Stub.
    SystemInfluencing,
    /// Stub.
    Celebration,
    /// Stub.
    Legacy,
}
/// Stub.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Pillars(u8);
impl Pillars {
    /// Stub.
    pub fn new(pillars: impl IntoIterator<Item = Pillar>) -> Result<Self, Invalid> {
        if pillars.into_iter().next().is_some() {
            Ok(Self(1))
        } else {
            Err(Invalid::new(InvalidKind::Missing))
        }
    }
}
