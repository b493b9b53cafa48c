//! Why a database was not opened.

use bln_sql::MigrationError;

use crate::code::{Fault, SqlState};

/// Why a database was not opened. Whatever it is, the schema is as it was, but for steps of a migration that were
/// finished before.
///
/// Carries codes and numbers only: never the server's own message, the address or the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The address is not one of a PostgreSQL database.
    #[error(
        "The address of the database cannot be read. Write it as postgres://user@host/database?schema=name."
    )]
    Address,
    /// The schema's name is not one that we use.
    #[error(
        "The schema needs a name of 1 to 63 lower-case letters, digits and underscores that does not begin with a \
         digit or with pg_. Choose another name."
    )]
    SchemaName,
    /// No server answers at the address.
    #[error("The database server cannot be reached. Check the address and that the server is running.")]
    Unreachable,
    /// The server does not let this user in, or not into this database.
    #[error("The database server refused the user, the password or the database's name. Check all three.")]
    NotAllowed,
    /// The address asks for an encrypted connection, and this program has no means for it.
    #[error(
        "The address asks for an encrypted connection, but no root certificates were given to check the server by. \
         Give them, and build this program with the feature tls."
    )]
    NoCertificates,
    /// The root certificates cannot be read.
    #[error("The root certificates cannot be read. Give them as PEM, with at least one certificate.")]
    Certificates,
    /// The server is a replica, or was told not to take writes.
    #[error("The database server is read-only. Give the address of the primary, or of all servers.")]
    ReadOnly,
    /// The server is of a version that was not tried.
    #[error("The database server has version number {found}. Use PostgreSQL 14 or later.")]
    EngineTooOld {
        /// PostgreSQL's version number: 130023 is 13.23.
        found: i32,
    },
    /// A setting of the server that safety depends on is off.
    #[error(
        "The database server does not have the setting {name} that is needed to lose nothing. Change it."
    )]
    Settings {
        /// PostgreSQL's name of the setting.
        name: &'static str,
    },
    /// The schema holds the tables of another program.
    #[error("The schema belongs to another program. Choose another name.")]
    ForeignSchema,
    /// The schema has been used by a newer release, and an older one could damage it.
    #[error(
        "The database was last used by a newer version (schema {found}, and this version knows up to {known}). \
         Use the newer version."
    )]
    NewerSchema {
        /// The database's schema.
        found: u32,
        /// The newest schema that this release knows.
        known: u32,
    },
    /// A step of the schema is not the one that this release knows by that number.
    #[error(
        "Step {version} of the schema differs from this version's. Use the version that made the schema."
    )]
    ChangedMigration {
        /// The step's number.
        version: u32,
    },
    /// A step is missing, in the database or among those that this release knows.
    #[error(
        "Step {version} of the schema is missing. Restore the database from a backup, or report a fault."
    )]
    MissingMigration {
        /// The number that should be there.
        version: u32,
    },
    /// A step of the schema could not be carried out. Those before it were.
    #[error("The schema could not be brought up to date: step {version} failed. Report a fault.")]
    FailedMigration {
        /// The step's number.
        version: u32,
    },
    /// Another process has kept the schema locked for longer than the lock timeout.
    #[error("Another program is using the database. Try again later.")]
    Locked,
    /// The server failed.
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
            Self::Address => "open.address",
            Self::SchemaName => "open.schema-name",
            Self::Unreachable => "open.unreachable",
            Self::NotAllowed => "open.not-allowed",
            Self::NoCertificates => "open.no-certificates",
            Self::Certificates => "open.certificates",
            Self::ReadOnly => "open.read-only",
            Self::EngineTooOld { .. } => "open.engine-too-old",
            Self::Settings { .. } => "open.settings",
            Self::ForeignSchema => "open.foreign-schema",
            Self::NewerSchema { .. } => "open.newer-schema",
            Self::ChangedMigration { .. } => "open.changed-migration",
            Self::MissingMigration { .. } => "open.missing-migration",
            Self::FailedMigration { .. } => "open.failed-migration",
            Self::Locked => "open.locked",
            Self::Storage { .. } => "open.storage",
        }
    }

    /// What a driver's error means while a database is being opened.
    pub(crate) fn of(error: &tokio_postgres::Error) -> Self {
        let Some(state) = SqlState::of(error) else { return Self::Unreachable };
        match state.class() {
            "28" | "3D" => Self::NotAllowed,
            "57" => Self::Unreachable,
            _ => match state.fault() {
                Fault::Busy | Fault::Again => Self::Locked,
                Fault::Engine(code) => Self::Storage { code },
                Fault::Constraint(_) | Fault::Guard | Fault::Aborted | Fault::Replan => {
                    Self::Storage { code: "sql.error" }
                }
                Fault::Lost => Self::Unreachable,
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
