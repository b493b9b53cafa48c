//! What a file may cost.

/// The most that is read of a file. What goes beyond is refused or counted as a fault, never cut off silently.
///
/// The numbers are this library's own: the whole NHS of England has some 1.5 million staff in fewer than 300
/// organisations. For a limit of bytes, give [`read`](super::read) what [`std::io::Read::take`] makes of a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Budget {
    /// The most bytes of a record without its line end; 1 to 1 MiB, which is the most whatever stands here. A longer
    /// one is a fault.
    pub record_bytes: usize,
    /// The most columns; a file with more is refused.
    pub columns: usize,
    /// The most rows after the header, faulty ones included; a file with more is refused.
    pub rows: u64,
    /// The most organisations; a file with more is refused.
    pub organisations: usize,
    /// The most faults that are listed by line; all of them are counted.
    pub listed: usize,
}

impl Budget {
    /// The most bytes of a record that any budget allows.
    pub(super) const MOST_RECORD_BYTES: usize = 1 << 20;
}

impl Default for Budget {
    /// 16 KiB a record, 512 columns, 20 million rows, 2,000 organisations, 100 faults listed.
    fn default() -> Self {
        Self { record_bytes: 16 << 10, columns: 512, rows: 20_000_000, organisations: 2_000, listed: 100 }
    }
}
