//! The settings of a connection, each set, read back and compared.

use std::time::Duration;

use bln_sql::ColumnTypes;
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::types::Value;

use crate::OpenError;

/// SQLite's names for the types of columns. Tables are `STRICT`, so that a column holds what its type says.
pub const COLUMN_TYPES: ColumnTypes = ColumnTypes {
    uuid: "TEXT",
    instant: "TEXT",
    date: "TEXT",
    local_date_time: "TEXT",
    text: "TEXT",
    integer: "INTEGER",
    boolean: "INTEGER",
    bytes: "BLOB",
    table_options: "STRICT",
    keyed_table_options: "STRICT, WITHOUT ROWID",
    random_uuid: "lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) \
        || '-' || substr('89ab', 1 + (random() & 3), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))",
};

/// How many statements a connection keeps prepared.
const STATEMENTS: usize = 512;

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The writer of a file.
    Writer,
    /// A reader of a file, and how long SQLite waits for a lock on its behalf.
    Reader(Duration),
    /// The only connection of a database in memory.
    InMemory,
}

/// Settings that every connection has, by their `PRAGMA`, as SQLite reads them back.
const COMMON: &[(&str, &str)] = &[
    // Wait for the disk at every commit: what was acknowledged outlives a power cut.
    ("synchronous", "2"),
    ("foreign_keys", "1"),
    // A damaged or hostile schema may not call functions with side effects.
    ("trusted_schema", "0"),
    // Notice damage in a page when it is read, before it spreads.
    ("cell_size_check", "1"),
    // What is deleted is overwritten: erasure of personal data must not leave it in free pages.
    ("secure_delete", "1"),
    // Rows do not spill into files of the system's temporary folder.
    ("temp_store", "2"),
];

/// Sets a connection up for its role.
pub(crate) fn apply(connection: &Connection, role: Role) -> Result<(), OpenError> {
    let busy_timeout = match role {
        Role::Reader(timeout) => timeout.as_millis().min(2_147_483_647),
        // The writer waits in its own, fairer loop.
        Role::Writer | Role::InMemory => 0,
    };
    let journal_mode = if role == Role::InMemory { "memory" } else { "wal" };
    set(connection, "journal_mode", journal_mode)?;
    for (pragma, value) in COMMON {
        set(connection, pragma, value)?;
    }
    if role != Role::InMemory {
        // In pages: the log is folded into the file about every 4 MB, and never keeps more than 64 MB for itself.
        set(connection, "wal_autocheckpoint", "1000")?;
        set(connection, "journal_size_limit", "67108864")?;
    }
    set(connection, "query_only", if matches!(role, Role::Reader(_)) { "1" } else { "0" })?;
    set(connection, "busy_timeout", &busy_timeout.to_string())?;
    // A misspelt "column" is an error and not a string, and statements cannot damage the file itself.
    configure(connection, DbConfig::SQLITE_DBCONFIG_DQS_DML, false, "dqs_dml")?;
    configure(connection, DbConfig::SQLITE_DBCONFIG_DQS_DDL, false, "dqs_ddl")?;
    configure(connection, DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true, "defensive")?;
    // A statement is planned once, when it is prepared. Otherwise one that could use a partial index is planned anew
    // for every value that is bound to it, which takes longer than to run it.
    configure(connection, DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true, "enable_qpsg")?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(())
}

/// Sets one `PRAGMA`, and refuses to go on unless it reads back as set.
fn set(connection: &Connection, pragma: &'static str, value: &str) -> Result<(), OpenError> {
    connection.execute_batch(&format!("PRAGMA {pragma} = {value}")).map_err(|error| OpenError::of(&error))?;
    let read = connection
        .query_row(&format!("PRAGMA {pragma}"), [], |row| row.get(0))
        .map_err(|error| OpenError::of(&error))?;
    let same = match read {
        Value::Integer(read) => read.to_string() == value,
        Value::Text(read) => read == value,
        _ => false,
    };
    if same { Ok(()) } else { Err(OpenError::Settings { name: pragma }) }
}

fn configure(
    connection: &Connection,
    option: DbConfig,
    value: bool,
    name: &'static str,
) -> Result<(), OpenError> {
    match connection.set_db_config(option, value) {
        Ok(read) if read == value => Ok(()),
        Ok(_) => Err(OpenError::Settings { name }),
        Err(error) => Err(OpenError::of(&error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_back(connection: &Connection, pragma: &str) -> String {
        match connection.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get(0)).unwrap() {
            Value::Integer(read) => read.to_string(),
            Value::Text(read) => read,
            other => panic!("{pragma}: {other:?}"),
        }
    }

    #[test]
    fn a_writer_has_every_setting_and_may_write() {
        let folder = tempfile::tempdir().unwrap();
        let connection = Connection::open(folder.path().join("network.db")).unwrap();
        apply(&connection, Role::Writer).unwrap();
        for (pragma, value) in [
            ("journal_mode", "wal"),
            ("synchronous", "2"),
            ("foreign_keys", "1"),
            ("trusted_schema", "0"),
            ("cell_size_check", "1"),
            ("secure_delete", "1"),
            ("temp_store", "2"),
            ("wal_autocheckpoint", "1000"),
            ("query_only", "0"),
            ("busy_timeout", "0"),
        ] {
            assert_eq!(read_back(&connection, pragma), value, "{pragma}");
        }
        connection.execute_batch("CREATE TABLE pool (id INTEGER)").unwrap();
        assert!(connection.execute_batch("SELECT \"no such column\" FROM pool").is_err());
    }

    #[test]
    fn a_reader_waits_and_cannot_write() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("network.db");
        let writer = Connection::open(&path).unwrap();
        apply(&writer, Role::Writer).unwrap();
        writer.execute_batch("CREATE TABLE pool (id INTEGER)").unwrap();
        let reader = Connection::open(&path).unwrap();
        apply(&reader, Role::Reader(Duration::from_millis(250))).unwrap();
        assert_eq!(read_back(&reader, "query_only"), "1");
        assert_eq!(read_back(&reader, "busy_timeout"), "250");
        assert!(reader.execute_batch("INSERT INTO pool VALUES (1)").is_err());
    }

    #[test]
    fn a_setting_that_does_not_read_back_is_refused() {
        let connection = Connection::open_in_memory().unwrap();
        // A database in memory has no write-ahead log, and says so.
        let refused = set(&connection, "journal_mode", "wal");
        assert_eq!(refused, Err(OpenError::Settings { name: "journal_mode" }));
        assert_eq!(set(&connection, "no_such_setting", "1").unwrap_err().code(), "open.storage");
        assert_eq!(apply(&connection, Role::Writer), Err(OpenError::Settings { name: "journal_mode" }));
        assert_eq!(apply(&connection, Role::InMemory), Ok(()));
    }
}
