//! Stub.
use crate::{Invalid, InvalidKind};
/// Stub.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Link(String);
impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Link(..)")
    }
}
impl Link {
    /// Stub.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        if text.starts_with("https://") {
            Ok(Self(text.to_owned()))
        } else {
            Err(Invalid::new(InvalidKind::LinkFormat))
        }
    }
    /// Stub.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
