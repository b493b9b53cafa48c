//! Why a file was not opened.

use bln_sql::MigrationError;
use rusqlite::ffi;

use crate::code::{Fault, result_code};

/// Why a database was not opened. Whatever it is, the file is as it was.
///
/// Carries codes and numbers only, never SQLite's own message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The file is not an SQLite database.
    #[error("The file is not a database. Check that the path is right.")]
    NotADatabase,
    /// The file is the database of another program.
    #[error("The file is the database of another program. Choose another path.")]
    ForeignDatabase,
    /// The file has been used by a newer release, and an older one could damage it.
    #[error(
        "The file was last used by a newer version (schema {found}, and this version knows up to {known}). \
         Use the newer version."
    )]
    NewerSchema {
        /// The file's schema.
        found: u32,
        /// The newest schema that this release knows.
        known: u32,
    },
    /// A step of the file's schema is not the one that this release knows by that number.
    #[error(
        "Step {version} of the file's schema differs from this version's. Use the version that made the file."
    )]
    ChangedMigration {
        /// The step's number.
        version: u32,
    },
    /// A step is missing, in the file or among those that this release knows.
    #[error("Step {version} of the schema is missing. Restore the file from a backup, or report a fault.")]
    MissingMigration {
        /// The number that should be there.
        version: u32,
    },
    /// A step of the schema could not be carried out. None of them was.
    #[error("The schema could not be brought up to date: step {version} failed. Report a fault.")]
    FailedMigration {
        /// The step's number.
        version: u32,
    },
    /// The file or its folder cannot be written to.
    #[error(
        "The file or its folder is read-only. Allow this program to write to both, or choose another path."
    )]
    ReadOnly,
    /// There is no such folder, the path is not that of a file, or this program may not open it.
    #[error("The file cannot be opened. Check that its folder exists and that this program may use it.")]
    CannotOpen,
    /// The SQLite that this program was built with can damage files that several connections use: the fault of
    /// versions 3.7.0 to 3.51.2 in resetting the write-ahead log (<https://www.sqlite.org/wal.html#walresetbug>).
    #[error(
        "This program was built with SQLite version number {found}. Build it with 3051003 (3.51.3) or later."
    )]
    EngineTooOld {
        /// SQLite's version number: 3051002 is 3.51.2.
        found: i32,
    },
    /// A setting that safety depends on could not be made, as on some network drives.
    #[error("The database does not accept the setting {name}. Put the file on a local disk.")]
    Settings {
        /// SQLite's name of the setting.
        name: &'static str,
    },
    /// Another process has kept the file locked for longer than the busy timeout.
    #[error("Another program is using the file. Close it, or try again later.")]
    Locked,
    /// The disk, the file or the machine failed.
    #[error("The database failed while it was being opened ({code}).")]
    Storage {
        /// The same codes as in [`bln_sql::Failure::Engine`].
        code: &'static str,
    },
}

impl OpenError {
    /// A stable code, for a program to match on.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotADatabase => "open.not-a-database",
            Self::ForeignDatabase => "open.foreign-database",
            Self::NewerSchema { .. } => "open.newer-schema",
            Self::ChangedMigration { .. } => "open.changed-migration",
            Self::MissingMigration { .. } => "open.missing-migration",
            Self::FailedMigration { .. } => "open.failed-migration",
            Self::ReadOnly => "open.read-only",
            Self::CannotOpen => "open.cannot-open",
            Self::EngineTooOld { .. } => "open.engine-too-old",
            Self::Settings { .. } => "open.settings",
            Self::Locked => "open.locked",
            Self::Storage { .. } => "open.storage",
        }
    }

    /// What SQLite's error means while a file that is there is being opened.
    pub(crate) fn of(error: &rusqlite::Error) -> Self {
        let Some(code) = result_code(error) else { return Self::Storage { code: "sql.misuse" } };
        match code & 0xff {
            ffi::SQLITE_NOTADB => Self::NotADatabase,
            // A file that was opened and then cannot be read: its folder takes no log beside it.
            ffi::SQLITE_READONLY | ffi::SQLITE_CANTOPEN => Self::ReadOnly,
            ffi::SQLITE_PERM | ffi::SQLITE_AUTH => Self::CannotOpen,
            _ => match Fault::of_code(code) {
                Fault::Busy => Self::Locked,
                Fault::Engine(code) => Self::Storage { code },
                Fault::Constraint(_) => Self::Storage { code: "sql.error" },
            },
        }
    }
}

impl From<MigrationError> for OpenError {
    fn from(error: MigrationError) -> Self {
        match error {
            MigrationError::Newer { found, known } => Self::NewerSchema { found, known },
            MigrationError::Changed { version } => Self::ChangedMigration { version },
            MigrationError::Gap { version } => Self::MissingMigration { version },
        }
    }
}
