//! Whose file it is and which steps of the schema it has been through.

use bln_sql::{Applied, Migration, plan};
use rusqlite::{Connection, Error};

use crate::OpenError;

const MIGRATIONS: &str = "CREATE TABLE schema_migration (
    version INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL
) STRICT";

/// Fails unless the file is ours and its schema is one that we know. `true` when steps are still to be carried out.
/// Only reads.
pub(crate) fn check(
    connection: &Connection,
    application_id: i32,
    known: &[Migration],
) -> Result<bool, Refused> {
    if number(connection, "PRAGMA application_id")? != i64::from(application_id) {
        return Err(OpenError::ForeignDatabase.into());
    }
    let tables = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migration'";
    if number(connection, tables)? != 1 {
        return Err(OpenError::ForeignDatabase.into());
    }
    Ok(!plan(&applied(connection)?, known).map_err(OpenError::from)?.is_empty())
}

/// The last step that a file of ours has been through. Only reads.
pub(crate) fn version(connection: &Connection) -> Result<Option<u32>, OpenError> {
    let applied = applied(connection).map_err(Refused::meaning)?;
    Ok(applied.last().map(|step| step.version))
}

/// Carries out the steps that are missing, all of them or none. An empty file becomes ours.
pub(crate) fn migrate(
    connection: &Connection,
    application_id: i32,
    known: &[Migration],
) -> Result<(), OpenError> {
    // A step may rebuild a table that others refer to. The setting cannot be changed inside a transaction.
    // And what a step drops or rewrites may be personal data: it is overwritten.
    batch(connection, "PRAGMA foreign_keys = OFF; PRAGMA secure_delete = ON; BEGIN IMMEDIATE")?;
    let migrated = steps(connection, application_id, known).and_then(|()| batch(connection, "COMMIT"));
    if migrated.is_err() && !connection.is_autocommit() {
        batch(connection, "ROLLBACK")?;
    }
    migrated
}

fn steps(connection: &Connection, application_id: i32, known: &[Migration]) -> Result<(), OpenError> {
    // Asked again with the lock held: another process may have been faster.
    if is_nobodys(connection, application_id).map_err(|error| OpenError::of(&error))? {
        batch(connection, &format!("PRAGMA application_id = {application_id}"))?;
        batch(connection, MIGRATIONS)?;
    }
    check(connection, application_id, known).map_err(Refused::meaning)?;
    let applied = applied(connection).map_err(Refused::meaning)?;
    for step in plan(&applied, known)? {
        carry_out(connection, step).map_err(|error| failed(&error, step.version))?;
    }
    Ok(())
}

/// Whether the file has no content and no other program's mark.
fn is_nobodys(connection: &Connection, application_id: i32) -> Result<bool, Error> {
    let mark = number(connection, "PRAGMA application_id")?;
    let entries = number(connection, "SELECT count(*) FROM sqlite_schema")?;
    Ok(entries == 0 && (mark == 0 || mark == i64::from(application_id)))
}

fn carry_out(connection: &Connection, step: &Migration) -> Result<(), Error> {
    for statement in &step.statements {
        connection.execute_batch(statement)?;
    }
    let checksum = format!("{:016x}", step.checksum());
    connection.execute(
        "INSERT INTO schema_migration (version, name, checksum) VALUES (?1, ?2, ?3)",
        (step.version, step.name, checksum),
    )?;
    match connection.prepare("PRAGMA foreign_key_check")?.exists([])? {
        true => Err(Error::InvalidQuery),
        false => Ok(()),
    }
}

/// A step that the disk or another process stopped is not at fault.
fn failed(error: &Error, version: u32) -> OpenError {
    match OpenError::of(error) {
        OpenError::Storage { code } if !code.starts_with("storage.") => {
            OpenError::FailedMigration { version }
        }
        other => other,
    }
}

fn applied(connection: &Connection) -> Result<Vec<Applied>, Refused> {
    let mut statement =
        connection.prepare("SELECT version, checksum FROM schema_migration ORDER BY version")?;
    let rows = statement.query_map([], |row| {
        // A checksum that is none is that of no step, and so a change.
        let checksum = u64::from_str_radix(&row.get::<_, String>(1)?, 16).unwrap_or(0);
        Ok(Applied { version: row.get(0)?, checksum })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn number(connection: &Connection, sql: &str) -> Result<i64, Error> {
    connection.query_row(sql, [], |row| row.get(0))
}

fn batch(connection: &Connection, sql: &str) -> Result<(), OpenError> {
    connection.execute_batch(sql).map_err(|error| OpenError::of(&error))
}

/// Why a file was refused: by us, or by SQLite.
#[derive(Debug)]
pub(crate) enum Refused {
    /// By us.
    Open(OpenError),
    /// By SQLite.
    Sqlite(Error),
}

impl Refused {
    /// What it means to the person who opens the file.
    pub(crate) fn meaning(self) -> OpenError {
        match self {
            Self::Open(error) => error,
            // The table of migrations is not ours if it cannot be read as ours.
            Self::Sqlite(error) => match OpenError::of(&error) {
                OpenError::Storage { code: "sql.error" | "sql.misuse" } => OpenError::ForeignDatabase,
                other => other,
            },
        }
    }
}

impl From<OpenError> for Refused {
    fn from(error: OpenError) -> Self {
        Self::Open(error)
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Sqlite(error)
    }
}
