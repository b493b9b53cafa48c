//! Stub.
use crate::{Invalid, InvalidKind};
/// Stub.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailAddress(String);
impl std::fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EmailAddress(..)")
    }
}
impl EmailAddress {
    /// Stub.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        if text.contains("@") {
            Ok(Self(text.to_owned()))
        } else {
            Err(Invalid::new(InvalidKind::EmailFormat))
        }
    }
    /// Stub.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
