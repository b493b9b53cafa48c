//! What a store finds wrong with itself.

use std::fmt;

use bln_core::RecordRef;

/// Something [`verify`](crate::InspectStore::verify) found: a record and a stable code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreFault {
    /// The record it was found at.
    pub record: RecordRef,
    /// What is wrong, for programs: a [`SeatFault`](bln_core::SeatFault)'s code, or one of the store's own.
    pub code: &'static str,
}

impl fmt::Display for StoreFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.record.kind(), self.record.id_text(), self.code)
    }
}
