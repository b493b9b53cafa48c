//! What SQLite's result codes mean to a caller: the one table.
//!
//! The codes are those of <https://www.sqlite.org/rescode.html>. SQLite's messages are never passed on.

use bln_sql::{ConstraintKind, Failure};
use rusqlite::ffi;

/// The code of a driver whose thread is gone.
pub(crate) const STOPPED: Failure = Failure::Engine { code: "storage.stopped" };

/// What went wrong with one statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A constraint of the schema refused it.
    Constraint(ConstraintKind),
    /// Somebody else holds a lock.
    Busy,
    /// Everything else, by our code.
    Engine(&'static str),
}

impl Fault {
    /// The failure of a batch whose statement at this place has this fault.
    pub(crate) const fn at(self, statement: usize) -> Failure {
        match self {
            Self::Constraint(kind) => Failure::Constraint { statement, kind },
            Self::Busy => Failure::Busy,
            Self::Engine(code) => Failure::Engine { code },
        }
    }

    /// The failure of a read, which no constraint can refuse.
    pub(crate) const fn of_read(self) -> Failure {
        match self {
            Self::Constraint(_) => Failure::Engine { code: "sql.error" },
            Self::Busy => Failure::Busy,
            Self::Engine(code) => Failure::Engine { code },
        }
    }

    /// The meaning of a result code: of the extended code if the table has it, else of its primary code, which is
    /// the lowest byte.
    pub(crate) fn of_code(code: i32) -> Self {
        let find = |wanted| TABLE.iter().find(|(code, _)| *code == wanted).map(|(_, fault)| *fault);
        find(code).or_else(|| find(code & 0xff)).unwrap_or(Self::Engine("storage.other"))
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        result_code(&error).map_or(Self::Engine("sql.misuse"), Self::of_code)
    }
}

/// SQLite's extended result code, if the error came from SQLite.
pub(crate) const fn result_code(error: &rusqlite::Error) -> Option<i32> {
    match error {
        rusqlite::Error::SqliteFailure(error, _) | rusqlite::Error::SqlInputError { error, .. } => {
            Some(error.extended_code)
        }
        _ => None,
    }
}

const TABLE: &[(i32, Fault)] = &[
    (ffi::SQLITE_CONSTRAINT_UNIQUE, Fault::Constraint(ConstraintKind::Unique)),
    (ffi::SQLITE_CONSTRAINT_PRIMARYKEY, Fault::Constraint(ConstraintKind::Unique)),
    (ffi::SQLITE_CONSTRAINT_ROWID, Fault::Constraint(ConstraintKind::Unique)),
    (ffi::SQLITE_CONSTRAINT_FOREIGNKEY, Fault::Constraint(ConstraintKind::ForeignKey)),
    (ffi::SQLITE_CONSTRAINT_NOTNULL, Fault::Constraint(ConstraintKind::NotNull)),
    // CHECK, DATATYPE (a column's type in a STRICT table) and TRIGGER (a RAISE) are among these.
    (ffi::SQLITE_CONSTRAINT, Fault::Constraint(ConstraintKind::Check)),
    // The type of an INTEGER PRIMARY KEY.
    (ffi::SQLITE_MISMATCH, Fault::Constraint(ConstraintKind::Check)),
    (ffi::SQLITE_BUSY, Fault::Busy),
    (ffi::SQLITE_LOCKED, Fault::Busy),
    // Lost a race to open the write-ahead log, many times over.
    (ffi::SQLITE_PROTOCOL, Fault::Busy),
    (ffi::SQLITE_FULL, Fault::Engine("storage.full")),
    (ffi::SQLITE_IOERR, Fault::Engine("storage.io")),
    (ffi::SQLITE_IOERR_NOMEM, Fault::Engine("storage.memory")),
    (ffi::SQLITE_NOMEM, Fault::Engine("storage.memory")),
    (ffi::SQLITE_CORRUPT, Fault::Engine("storage.corrupt")),
    (ffi::SQLITE_NOTADB, Fault::Engine("storage.corrupt")),
    (ffi::SQLITE_READONLY, Fault::Engine("storage.readonly")),
    (ffi::SQLITE_READONLY_DBMOVED, Fault::Engine("storage.moved")),
    (ffi::SQLITE_CANTOPEN, Fault::Engine("storage.cannot-open")),
    (ffi::SQLITE_PERM, Fault::Engine("storage.permission")),
    (ffi::SQLITE_AUTH, Fault::Engine("storage.permission")),
    (ffi::SQLITE_INTERRUPT, Fault::Engine("storage.interrupted")),
    (ffi::SQLITE_SCHEMA, Fault::Engine("storage.schema-changed")),
    (ffi::SQLITE_NOLFS, Fault::Engine("storage.full")),
    (ffi::SQLITE_INTERNAL, Fault::Engine("storage.internal")),
    (ffi::SQLITE_TOOBIG, Fault::Engine("value.too-long")),
    (ffi::SQLITE_RANGE, Fault::Engine("sql.parameters")),
    (ffi::SQLITE_MISUSE, Fault::Engine("sql.misuse")),
    (ffi::SQLITE_ERROR, Fault::Engine("sql.error")),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_result_code_has_the_meaning_its_page_gives_it() {
        use ConstraintKind::{Check, ForeignKey, NotNull, Unique};
        // Numbers, not names: from https://www.sqlite.org/rescode.html.
        let expected = [
            (2067, Fault::Constraint(Unique)),
            (1555, Fault::Constraint(Unique)),
            (2579, Fault::Constraint(Unique)),
            (787, Fault::Constraint(ForeignKey)),
            (1299, Fault::Constraint(NotNull)),
            (19, Fault::Constraint(Check)),
            (275, Fault::Constraint(Check)),
            (3091, Fault::Constraint(Check)),
            (1811, Fault::Constraint(Check)),
            (20, Fault::Constraint(Check)),
            (5, Fault::Busy),
            (261, Fault::Busy),
            (517, Fault::Busy),
            (773, Fault::Busy),
            (6, Fault::Busy),
            (262, Fault::Busy),
            (15, Fault::Busy),
            (13, Fault::Engine("storage.full")),
            (10, Fault::Engine("storage.io")),
            (266, Fault::Engine("storage.io")),
            (778, Fault::Engine("storage.io")),
            (1034, Fault::Engine("storage.io")),
            (3082, Fault::Engine("storage.memory")),
            (7, Fault::Engine("storage.memory")),
            (11, Fault::Engine("storage.corrupt")),
            (779, Fault::Engine("storage.corrupt")),
            (26, Fault::Engine("storage.corrupt")),
            (8, Fault::Engine("storage.readonly")),
            (776, Fault::Engine("storage.readonly")),
            (1032, Fault::Engine("storage.moved")),
            (14, Fault::Engine("storage.cannot-open")),
            (526, Fault::Engine("storage.cannot-open")),
            (3, Fault::Engine("storage.permission")),
            (23, Fault::Engine("storage.permission")),
            (9, Fault::Engine("storage.interrupted")),
            (17, Fault::Engine("storage.schema-changed")),
            (22, Fault::Engine("storage.full")),
            (2, Fault::Engine("storage.internal")),
            (18, Fault::Engine("value.too-long")),
            (25, Fault::Engine("sql.parameters")),
            (21, Fault::Engine("sql.misuse")),
            (1, Fault::Engine("sql.error")),
            (99, Fault::Engine("storage.other")),
        ];
        for (code, fault) in expected {
            assert_eq!(Fault::of_code(code), fault, "result code {code}");
        }
        for (code, _) in TABLE {
            assert!(expected.iter().any(|(tried, _)| tried == code), "result code {code} has no expectation");
        }
    }

    #[test]
    fn a_message_that_quotes_a_row_is_dropped() {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        let error = connection.prepare("SELECT \"sample.person.17\" FROM nowhere").unwrap_err();
        assert!(error.to_string().contains("nowhere"), "the control: SQLite quotes the statement");
        let failure = Fault::from(error).at(0);
        assert_eq!(failure, Failure::Engine { code: "sql.error" });
        assert_eq!(failure.to_string(), "the database failed (sql.error)");
    }

    #[test]
    fn a_read_is_never_refused_by_a_constraint() {
        assert_eq!(Fault::Constraint(ConstraintKind::Check).of_read(), Failure::Engine { code: "sql.error" });
        assert_eq!(Fault::Busy.of_read(), Failure::Busy);
    }
}
