//! SQLite's own check of a file: its pages, indexes, constraints and references.

use rusqlite::Connection;

use crate::code::Fault;

/// Fails with `storage.corrupt` unless SQLite finds nothing wrong.
///
/// `integrity_check` looks at pages, indexes, `CHECK`, `NOT NULL` and the types of columns, and leaves references to
/// `foreign_key_check` (<https://www.sqlite.org/pragma.html#pragma_integrity_check>).
pub(crate) fn integrity(connection: &Connection) -> Result<(), Fault> {
    // One finding is enough; it may quote a row, and is not passed on.
    let found: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if found != "ok" || connection.prepare("PRAGMA foreign_key_check")?.exists([])? {
        return Err(Fault::Engine("storage.corrupt"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use bln_sql::Failure;

    use super::*;

    fn found(after: &str) -> Result<(), Failure> {
        let connection = Connection::open_in_memory().unwrap();
        let tables = "CREATE TABLE pool (id INTEGER PRIMARY KEY, taken INTEGER CHECK (taken <= 2)) STRICT;
                      CREATE TABLE seat (id INTEGER PRIMARY KEY, pool INTEGER NOT NULL REFERENCES pool) STRICT;
                      PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;";
        connection.execute_batch(tables).unwrap();
        connection.execute_batch(after).unwrap();
        connection.execute_batch("PRAGMA ignore_check_constraints = OFF").unwrap();
        integrity(&connection).map_err(Fault::of_read)
    }

    #[test]
    fn a_sound_database_passes() {
        assert_eq!(found("INSERT INTO pool VALUES (1, 2); INSERT INTO seat VALUES (1, 1)"), Ok(()));
    }

    #[test]
    fn a_broken_reference_is_damage() {
        assert_eq!(found("INSERT INTO seat VALUES (1, 9)"), Err(Failure::DAMAGED));
    }

    #[test]
    fn a_broken_constraint_is_damage() {
        assert_eq!(found("INSERT INTO pool VALUES (1, 3)"), Err(Failure::DAMAGED));
    }
}
