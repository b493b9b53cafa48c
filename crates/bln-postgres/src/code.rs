//! What PostgreSQL's error codes mean to a caller: the one table.
//!
//! The codes are those of <https://www.postgresql.org/docs/current/errcodes-appendix.html>. PostgreSQL's messages
//! are never passed on: they quote the row.

use bln_sql::{ConstraintKind, Failure};
use tokio_postgres::error::Severity;

/// The code of a driver whose thread is gone.
pub(crate) const STOPPED: Failure = Failure::Engine { code: "storage.stopped" };

/// The code of a connection that cannot be made or was lost, when that says for certain that nothing was done.
pub(crate) const UNREACHABLE: &str = "storage.unreachable";

/// What took too long, and was not done.
pub(crate) const INTERRUPTED: Failure = Failure::Engine { code: "storage.interrupted" };

/// What went wrong with one statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A constraint of the schema refused it.
    Constraint(ConstraintKind),
    /// Its guard, if it has one: a division by zero.
    Guard,
    /// An earlier statement of its transaction failed.
    Aborted,
    /// It met another transaction. Done again from the start, it may well succeed.
    Again,
    /// What was prepared is no longer there or no longer fits. On a new connection it may well succeed.
    Replan,
    /// The connection is gone.
    Lost,
    /// Somebody else holds a lock, or there is too much to do.
    Busy,
    /// Everything else, by our code.
    Engine(&'static str),
}

/// An error's code, and whether it ended the connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SqlState {
    code: String,
    fatal: bool,
}

impl Fault {
    /// The failure of a batch whose statement at this place has this fault.
    pub(crate) const fn at(self, statement: usize) -> Failure {
        match self {
            Self::Constraint(kind) => Failure::Constraint { statement, kind },
            Self::Guard => Failure::Guard { statement },
            other => other.of_read(),
        }
    }

    /// The failure of a read, which no constraint and no guard can refuse.
    pub(crate) const fn of_read(self) -> Failure {
        match self {
            Self::Constraint(_) | Self::Guard => Failure::Engine { code: "sql.error" },
            Self::Aborted => Failure::Engine { code: "storage.internal" },
            Self::Again | Self::Busy => Failure::Busy,
            Self::Replan => Failure::Engine { code: "storage.schema-changed" },
            Self::Lost => Failure::Engine { code: UNREACHABLE },
            Self::Engine(code) => Failure::Engine { code },
        }
    }
}

impl From<&tokio_postgres::Error> for Fault {
    fn from(error: &tokio_postgres::Error) -> Self {
        SqlState::of(error).map_or(Self::Lost, |state| state.fault())
    }
}

impl SqlState {
    /// The code of an error that the server answered with; `None` when the connection broke.
    pub(crate) fn of(error: &tokio_postgres::Error) -> Option<Self> {
        let error = error.as_db_error()?;
        // Without a severity that is understood (before PostgreSQL 9.6) the worst is assumed.
        let fatal = !matches!(error.parsed_severity(), Some(Severity::Error));
        Some(Self { code: error.code().code().to_owned(), fatal })
    }

    /// The first two characters, which name a class of errors.
    pub(crate) fn class(&self) -> &str {
        self.code.get(..2).unwrap_or_default()
    }

    /// Whether the server closed the connection with it.
    pub(crate) const fn is_fatal(&self) -> bool {
        self.fatal
    }

    /// What it means to a statement: of the whole code if the table has it, else of its class.
    pub(crate) fn fault(&self) -> Fault {
        if self.fatal { Fault::Lost } else { of_code(&self.code) }
    }
}

fn of_code(code: &str) -> Fault {
    let find = |wanted: &str| TABLE.iter().find(|(code, _)| *code == wanted).map(|(_, fault)| *fault);
    find(code).or_else(|| find(code.get(..2)?)).unwrap_or(Fault::Engine("storage.other"))
}

/// What a commit that was refused is to its callers.
///
/// With these codes PostgreSQL has not written the mark that makes a transaction valid. With any other it may have.
pub(crate) const fn at_commit(fault: Fault, last: usize) -> Failure {
    match fault {
        Fault::Constraint(_) | Fault::Busy | Fault::Again => fault.at(last),
        Fault::Engine(code) => match code.as_bytes() {
            b"storage.full" | b"storage.readonly" => fault.at(last),
            _ => Failure::Unknown,
        },
        Fault::Guard | Fault::Aborted | Fault::Replan | Fault::Lost => Failure::Unknown,
    }
}

const TABLE: &[(&str, Fault)] = &[
    // Integrity constraint violation.
    ("23505", Fault::Constraint(ConstraintKind::Unique)),
    ("23503", Fault::Constraint(ConstraintKind::ForeignKey)),
    ("23001", Fault::Constraint(ConstraintKind::ForeignKey)),
    ("23502", Fault::Constraint(ConstraintKind::NotNull)),
    ("23", Fault::Constraint(ConstraintKind::Check)),
    // Raised by a trigger.
    ("P0001", Fault::Constraint(ConstraintKind::Check)),
    // What a column's type does not hold: a number too large, text too long, text that is no number or no date.
    ("22001", Fault::Constraint(ConstraintKind::Check)),
    ("22003", Fault::Constraint(ConstraintKind::Check)),
    ("22007", Fault::Constraint(ConstraintKind::Check)),
    ("22008", Fault::Constraint(ConstraintKind::Check)),
    ("22P02", Fault::Constraint(ConstraintKind::Check)),
    ("22021", Fault::Engine("value.nul")),
    ("22012", Fault::Guard),
    ("22", Fault::Engine("sql.error")),
    ("25P02", Fault::Aborted),
    ("25006", Fault::Engine("storage.readonly")),
    ("25", Fault::Engine("sql.misuse")),
    ("2D", Fault::Engine("sql.misuse")),
    ("40001", Fault::Again),
    ("40P01", Fault::Again),
    // The cached plan no longer fits the table, and a prepared statement that is gone.
    ("0A000", Fault::Replan),
    ("26000", Fault::Replan),
    ("55P03", Fault::Busy),
    ("55006", Fault::Busy),
    ("53100", Fault::Engine("storage.full")),
    ("53200", Fault::Engine("storage.memory")),
    ("53", Fault::Busy),
    ("54", Fault::Engine("value.too-long")),
    ("57014", Fault::Engine("storage.interrupted")),
    ("57", Fault::Lost),
    ("08", Fault::Lost),
    ("58", Fault::Engine("storage.io")),
    ("XX001", Fault::Engine("storage.corrupt")),
    ("XX002", Fault::Engine("storage.corrupt")),
    ("XX", Fault::Engine("storage.internal")),
    ("28", Fault::Engine("storage.permission")),
    ("42501", Fault::Engine("storage.permission")),
    ("3D", Fault::Engine("storage.cannot-open")),
    ("3F", Fault::Engine("storage.cannot-open")),
    ("08P01", Fault::Engine("sql.parameters")),
    ("42", Fault::Engine("sql.error")),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_the_meaning_its_page_gives_it() {
        use ConstraintKind::{Check, ForeignKey, NotNull, Unique};
        let expected = [
            ("23505", Fault::Constraint(Unique)),
            ("23503", Fault::Constraint(ForeignKey)),
            ("23001", Fault::Constraint(ForeignKey)),
            ("23502", Fault::Constraint(NotNull)),
            ("23514", Fault::Constraint(Check)),
            ("23P01", Fault::Constraint(Check)),
            ("23000", Fault::Constraint(Check)),
            ("P0001", Fault::Constraint(Check)),
            ("22001", Fault::Constraint(Check)),
            ("22003", Fault::Constraint(Check)),
            ("22007", Fault::Constraint(Check)),
            ("22008", Fault::Constraint(Check)),
            ("22P02", Fault::Constraint(Check)),
            ("22012", Fault::Guard),
            ("22021", Fault::Engine("value.nul")),
            ("22023", Fault::Engine("sql.error")),
            ("25P02", Fault::Aborted),
            ("25006", Fault::Engine("storage.readonly")),
            ("25001", Fault::Engine("sql.misuse")),
            ("2D000", Fault::Engine("sql.misuse")),
            ("40001", Fault::Again),
            ("40P01", Fault::Again),
            ("0A000", Fault::Replan),
            ("26000", Fault::Replan),
            ("55P03", Fault::Busy),
            ("55006", Fault::Busy),
            ("53300", Fault::Busy),
            ("53100", Fault::Engine("storage.full")),
            ("53200", Fault::Engine("storage.memory")),
            ("54000", Fault::Engine("value.too-long")),
            ("57014", Fault::Engine("storage.interrupted")),
            ("57P01", Fault::Lost),
            ("57P03", Fault::Lost),
            ("08006", Fault::Lost),
            ("08P01", Fault::Engine("sql.parameters")),
            ("58030", Fault::Engine("storage.io")),
            ("XX001", Fault::Engine("storage.corrupt")),
            ("XX002", Fault::Engine("storage.corrupt")),
            ("XX000", Fault::Engine("storage.internal")),
            ("28P01", Fault::Engine("storage.permission")),
            ("42501", Fault::Engine("storage.permission")),
            ("3D000", Fault::Engine("storage.cannot-open")),
            ("3F000", Fault::Engine("storage.cannot-open")),
            ("42P01", Fault::Engine("sql.error")),
            ("42601", Fault::Engine("sql.error")),
            ("F0000", Fault::Engine("storage.other")),
            ("", Fault::Engine("storage.other")),
        ];
        for (code, fault) in expected {
            assert_eq!(of_code(code), fault, "{code}");
        }
        for (code, _) in TABLE {
            assert!(expected.iter().any(|(tried, _)| tried.starts_with(code)), "{code} has no expectation");
        }
    }

    #[test]
    fn an_error_that_ended_the_connection_is_a_lost_connection_whatever_its_code() {
        let state = |fatal| SqlState { code: "23505".to_owned(), fatal };
        assert_eq!(state(true).fault(), Fault::Lost);
        assert_eq!(state(false).fault(), Fault::Constraint(ConstraintKind::Unique));
    }

    #[test]
    fn a_read_is_never_refused_by_a_constraint_or_a_guard() {
        for fault in [Fault::Constraint(ConstraintKind::Check), Fault::Guard] {
            assert_eq!(fault.of_read(), Failure::Engine { code: "sql.error" });
        }
        assert_eq!(Fault::Busy.of_read(), Failure::Busy);
        assert_eq!(Fault::Guard.at(3), Failure::Guard { statement: 3 });
    }

    #[test]
    fn a_commit_that_failed_is_a_refusal_only_where_the_transaction_is_surely_gone() {
        let kind = ConstraintKind::ForeignKey;
        assert_eq!(at_commit(Fault::Busy, 2), Failure::Busy);
        assert_eq!(at_commit(Fault::Constraint(kind), 2), Failure::Constraint { statement: 2, kind });
        assert_eq!(at_commit(Fault::Engine("storage.full"), 2), Failure::Engine { code: "storage.full" });
        // 40003 is what CockroachDB answers when it does not know.
        for code in ["40003", "58030", "XX000", "57P01", "57014", "99999"] {
            assert_eq!(at_commit(of_code(code), 2), Failure::Unknown, "{code}");
        }
    }
}
