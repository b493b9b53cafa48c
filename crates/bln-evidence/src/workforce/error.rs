//! Why a file was not read.

use super::Field;

/// Why a file was not read. It carries names of fields and numbers, never what the file says.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.code())]
#[non_exhaustive]
pub enum ReadError {
    /// The reader failed.
    Failed(#[source] std::io::Error),
    /// There is no header.
    HeaderMissing,
    /// The header is longer than a record may be.
    HeaderTooLong,
    /// There are more columns than the budget allows.
    TooManyColumns {
        /// The most.
        most: usize,
    },
    /// Columns that the mapping names are not in the header, or are there twice.
    Columns {
        /// The fields whose column is not there.
        missing: Vec<Field>,
        /// The fields whose column is there more than once.
        twice: Vec<Field>,
    },
    /// There are more rows than the budget allows.
    TooManyRows {
        /// The most.
        most: u64,
    },
    /// There are more organisations than the budget allows.
    TooManyOrganisations {
        /// The most.
        most: usize,
    },
}

impl ReadError {
    /// The stable code, for programs: `noun.reason`.
    pub const fn code(&self) -> &'static str {
        match self {
            ReadError::Failed(_) => "file.failed",
            ReadError::HeaderMissing => "header.missing",
            ReadError::HeaderTooLong => "header.too_long",
            ReadError::TooManyColumns { .. } => "columns.too_many",
            ReadError::Columns { .. } => "columns.not_found",
            ReadError::TooManyRows { .. } => "rows.too_many",
            ReadError::TooManyOrganisations { .. } => "organisations.too_many",
        }
    }
}
