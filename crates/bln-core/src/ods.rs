//! Stub.
use crate::{Invalid, InvalidKind};
use std::fmt;
/// Stub.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OdsCode(String);
impl OdsCode {
    /// Stub.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        if text.is_empty() {
            Err(Invalid::new(InvalidKind::OdsCodeFormat))
        } else {
            Ok(Self(text.to_owned()))
        }
    }
    /// Stub.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl fmt::Display for OdsCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
