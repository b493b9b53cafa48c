//! Runs one statement: values in, rows out.

use bln_sql::{Guard, Query, Row, Statement, Value, text};
use rusqlite::types::{Null, ValueRef};
use rusqlite::{CachedStatement, Connection};

use crate::code::Fault;

/// What a statement came to, when it did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ran {
    /// It affected the rows that its guard expects.
    Done,
    /// It affected another number of rows.
    GuardFailed,
}

/// Runs a statement of a batch. `scratch` is a buffer for text forms, kept between calls to save an allocation for
/// each value.
pub(crate) fn run(
    connection: &Connection,
    statement: &Statement,
    scratch: &mut String,
) -> Result<Ran, Fault> {
    let mut prepared = prepare(connection, statement.sql, &statement.params, scratch)?;
    let affected = if prepared.column_count() == 0 {
        u64::try_from(prepared.raw_execute()?).unwrap_or(u64::MAX)
    } else {
        let mut rows = prepared.raw_query();
        let mut returned = 0;
        while rows.next()?.is_some() {
            returned += 1;
        }
        returned
    };
    Ok(match statement.guard {
        Guard::Rows(expected) if expected != affected => Ran::GuardFailed,
        Guard::Any | Guard::Rows(_) => Ran::Done,
    })
}

/// Answers a query.
pub(crate) fn answer(
    connection: &Connection,
    query: &Query,
    scratch: &mut String,
) -> Result<Vec<Row>, Fault> {
    let mut prepared = prepare(connection, query.sql, &query.params, scratch)?;
    if !prepared.readonly() {
        return Err(Fault::Engine("sql.not-a-query"));
    }
    let columns = prepared.column_count();
    let mut rows = prepared.raw_query();
    let mut answer = Vec::new();
    while let Some(row) = rows.next()? {
        let values = (0..columns).map(|column| value(row.get_ref(column)?)).collect::<Result<_, Fault>>()?;
        answer.push(Row::new(values));
    }
    Ok(answer)
}

fn prepare<'a>(
    connection: &'a Connection,
    sql: &'static str,
    params: &[Value],
    scratch: &mut String,
) -> Result<CachedStatement<'a>, Fault> {
    let mut prepared = connection.prepare_cached(sql)?;
    if prepared.parameter_count() != params.len() {
        return Err(Fault::Engine("sql.parameters"));
    }
    for (place, value) in (1..).zip(params) {
        bind(&mut prepared, place, value, scratch)?;
    }
    Ok(prepared)
}

fn bind(
    prepared: &mut rusqlite::Statement<'_>,
    place: usize,
    value: &Value,
    scratch: &mut String,
) -> Result<(), Fault> {
    const NO_TEXT_FORM: Fault = Fault::Engine("value.out-of-range");
    match value {
        Value::Null => return Ok(prepared.raw_bind_parameter(place, Null)?),
        Value::Bool(value) => return Ok(prepared.raw_bind_parameter(place, value)?),
        Value::Int(value) => return Ok(prepared.raw_bind_parameter(place, value)?),
        Value::Bytes(value) => return Ok(prepared.raw_bind_parameter(place, value.as_slice())?),
        // SQLite would keep a NUL, but measure and compare the text only up to it; PostgreSQL refuses it.
        Value::Text(value) if value.contains('\0') => return Err(Fault::Engine("value.nul")),
        Value::Text(value) => return Ok(prepared.raw_bind_parameter(place, value.as_str())?),
        Value::Uuid(value) => text::write_uuid(*value, scratch),
        Value::Instant(value) => text::write_instant(*value, scratch).map_err(|_| NO_TEXT_FORM)?,
        Value::Date(value) => text::write_date(*value, scratch).map_err(|_| NO_TEXT_FORM)?,
        Value::LocalDateTime(value) => {
            text::write_local_date_time(*value, scratch).map_err(|_| NO_TEXT_FORM)?;
        }
    }
    Ok(prepared.raw_bind_parameter(place, scratch.as_str())?)
}

fn value(stored: ValueRef<'_>) -> Result<Value, Fault> {
    Ok(match stored {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(value) => Value::Int(value),
        ValueRef::Text(bytes) => {
            let text = std::str::from_utf8(bytes).map_err(|_| Fault::Engine("storage.text"))?;
            Value::Text(text.to_owned())
        }
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
        ValueRef::Real(_) => return Err(Fault::Engine("value.real")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE pool (id INTEGER PRIMARY KEY, label TEXT) STRICT").unwrap();
        connection
    }

    fn ran(connection: &Connection, statement: Statement) -> Result<Ran, Fault> {
        run(connection, &statement, &mut String::new())
    }

    #[test]
    fn a_guard_counts_rows_written_and_rows_returned() {
        let connection = table();
        const INSERT: &str = "INSERT INTO pool VALUES (1, 'a'), (2, 'b')";
        assert_eq!(ran(&connection, Statement::new(INSERT, vec![]).expecting(2)), Ok(Ran::Done));
        for (sql, rows) in [
            ("UPDATE pool SET label = label", 2),
            ("UPDATE pool SET label = label WHERE id = 7", 0),
            ("SELECT id FROM pool", 2),
            ("UPDATE pool SET label = 'c' WHERE id = 1 RETURNING id", 1),
            ("INSERT INTO pool VALUES (1, 'x') ON CONFLICT DO NOTHING", 0),
        ] {
            assert_eq!(ran(&connection, Statement::new(sql, vec![]).expecting(rows)), Ok(Ran::Done), "{sql}");
            let other = Statement::new(sql, vec![]).expecting(rows + 1);
            assert_eq!(ran(&connection, other), Ok(Ran::GuardFailed), "{sql}");
        }
    }

    #[test]
    fn a_missing_or_spare_parameter_is_refused() {
        let connection = table();
        const SQL: &str = "UPDATE pool SET label = ?2 WHERE id = ?1";
        for params in [vec![], vec![1_i64.into()], vec![1_i64.into(), "a".into(), "b".into()]] {
            assert_eq!(ran(&connection, Statement::new(SQL, params)), Err(Fault::Engine("sql.parameters")));
        }
        assert_eq!(ran(&connection, Statement::new(SQL, vec![1_i64.into(), "a".into()])), Ok(Ran::Done));
    }

    #[test]
    fn text_with_a_nul_is_refused() {
        let connection = table();
        let statement =
            |label: &str| Statement::new("INSERT INTO pool (label) VALUES (?1)", vec![label.into()]);
        assert_eq!(ran(&connection, statement("a\0b")), Err(Fault::Engine("value.nul")));
        assert_eq!(ran(&connection, statement("ab")), Ok(Ran::Done));
    }

    #[test]
    fn a_query_that_would_change_something_is_refused_and_changes_nothing() {
        let connection = table();
        let ask = |sql| answer(&connection, &Query::new(sql, vec![]), &mut String::new());
        let change = ask("INSERT INTO pool VALUES (1, 'a') RETURNING id");
        assert_eq!(change, Err(Fault::Engine("sql.not-a-query")));
        assert_eq!(ask("SELECT count(*) FROM pool"), Ok(vec![Row::new(vec![Value::Int(0)])]));
    }

    #[test]
    fn what_has_no_value_of_ours_is_refused_and_not_rounded() {
        let connection = table();
        let ask = |sql| answer(&connection, &Query::new(sql, vec![]), &mut String::new());
        assert_eq!(ask("SELECT 0.5"), Err(Fault::Engine("value.real")));
        assert_eq!(ask("SELECT CAST(x'ff' AS TEXT)"), Err(Fault::Engine("storage.text")));
    }
}
