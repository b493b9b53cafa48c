//! Why no report was written, and what to do about it.

use std::{
    io,
    path::{Path, PathBuf},
};

use bln_evidence::disclosure::Refused;
use bln_evidence::report::WorkbookError;
use bln_evidence::terms::OdsCode;
use bln_evidence::workforce::{MappingFaults, ReadError};

/// Why it stopped. Nothing it says is out of a row.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    /// A year before the standard.
    #[error("The year is not one of the standard. Give 2015 or a later one.")]
    Year,
    /// Not a code.
    #[error("The organisation is not an ODS code. Give one such as RX1.")]
    OrganisationCode,
    /// Not in the file.
    #[error("There are no rows of {code} in the workforce. Check the code, and the column of organisations.")]
    NoSuchOrganisation {
        /// The code that was asked for.
        code: OdsCode,
    },
    /// A file or folder that cannot be used.
    #[error("{}: {}", path.display(), words(*kind))]
    File {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        kind: io::ErrorKind,
    },
    /// A mapping with faults.
    #[error("{}: this is not a mapping of columns. {faults}", path.display())]
    Mapping {
        /// Which.
        path: PathBuf,
        /// All of its faults.
        faults: MappingFaults,
    },
    /// A workforce that cannot be read at all.
    #[error("{}: {error}", path.display())]
    Workforce {
        /// Which.
        path: PathBuf,
        /// Why.
        error: ReadError,
    },
    /// A ledger that cannot be read or written.
    #[error("{}: this is not a ledger of published tables. Name the one that was written last time.", path.display())]
    Ledger {
        /// Which.
        path: PathBuf,
    },
    /// Tables that may not be published.
    #[error("The tables of {code} may not be published: {}. {}", refused.code(), advice(refused))]
    Refused {
        /// Of which organisation.
        code: OdsCode,
        /// Why.
        refused: Refused,
    },
    /// A report beyond what a workbook holds.
    #[error("The workbook could not be made.")]
    Workbook(#[source] WorkbookError),
    /// Nobody listens.
    #[error("What is said could not be written.")]
    Output,
}

impl Stop {
    pub(super) fn file(path: &Path, error: &io::Error) -> Self {
        Stop::File { path: path.to_owned(), kind: error.kind() }
    }
}

fn words(kind: io::ErrorKind) -> &'static str {
    match kind {
        io::ErrorKind::NotFound => "there is no such file or folder. Check the path.",
        io::ErrorKind::PermissionDenied => {
            "this program may not open it. Check who may read and write there."
        }
        io::ErrorKind::StorageFull => "the disk is full. Make room, or name another folder.",
        _ => "this cannot be used. Check the path.",
    }
}

fn advice(refused: &Refused) -> &'static str {
    match refused {
        Refused::Frozen => "This edition was published already. Give the next one with --edition.",
        _ => "Check the edition, and the ledger.",
    }
}
