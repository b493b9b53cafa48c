//! Runs one statement: values in, rows out.

use bln_sql::{Guard, Query, Row, Statement, Value, text};
use rusqlite::types::{Null, ValueRef};
use rusqlite::{CachedStatement, Connection};

use crate::code::Fault;

/// Why a statement was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// It affected another number of rows than its guard expects.
    ByGuard,
    /// It failed.
    ByEngine(Fault),
}

/// Runs statements of a batch that have the same text, up to the first that is refused, which is told with its place
/// among them. `scratch` is a buffer for text forms, kept between calls to save an allocation for each value.
pub(crate) fn run(
    connection: &Connection,
    same: &[Statement],
    scratch: &mut String,
) -> Result<(), (usize, Refused)> {
    let Some(first) = same.first() else { return Ok(()) };
    let failed = |fault: Fault| (0, Refused::ByEngine(fault));
    let mut prepared = connection.prepare_cached(first.sql).map_err(|error| failed(error.into()))?;
    let changes = prepared.column_count() == 0;
    for (place, statement) in same.iter().enumerate() {
        let affected = affected(&mut prepared, changes, &statement.params, scratch)
            .map_err(|fault| (place, Refused::ByEngine(fault)))?;
        match statement.guard {
            Guard::Rows(expected) if expected != affected => return Err((place, Refused::ByGuard)),
            Guard::Any | Guard::Rows(_) => {}
        }
    }
    Ok(())
}

/// Runs a prepared statement that changes rows or returns some, and counts them.
fn affected(
    prepared: &mut rusqlite::Statement<'_>,
    changes: bool,
    params: &[Value],
    scratch: &mut String,
) -> Result<u64, Fault> {
    bind_all(prepared, params, scratch)?;
    if changes {
        return Ok(u64::try_from(prepared.raw_execute()?).unwrap_or(u64::MAX));
    }
    let mut rows = prepared.raw_query();
    let mut returned = 0;
    while rows.next()?.is_some() {
        returned += 1;
    }
    Ok(returned)
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
    bind_all(&mut prepared, params, scratch)?;
    Ok(prepared)
}

fn bind_all(
    prepared: &mut rusqlite::Statement<'_>,
    params: &[Value],
    scratch: &mut String,
) -> Result<(), Fault> {
    if prepared.parameter_count() != params.len() {
        return Err(Fault::Engine("sql.parameters"));
    }
    (1..).zip(params).try_for_each(|(place, value)| bind(prepared, place, value, scratch))
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

    fn ran(connection: &Connection, statement: Statement) -> Result<(), Refused> {
        run(connection, &[statement], &mut String::new()).map_err(|(_, refused)| refused)
    }

    #[test]
    fn a_guard_counts_rows_written_and_rows_returned() {
        let connection = table();
        const INSERT: &str = "INSERT INTO pool VALUES (1, 'a'), (2, 'b')";
        assert_eq!(ran(&connection, Statement::new(INSERT, vec![]).expecting(2)), Ok(()));
        for (sql, rows) in [
            ("UPDATE pool SET label = label", 2),
            ("UPDATE pool SET label = label WHERE id = 7", 0),
            ("SELECT id FROM pool", 2),
            ("UPDATE pool SET label = 'c' WHERE id = 1 RETURNING id", 1),
            ("INSERT INTO pool VALUES (1, 'x') ON CONFLICT DO NOTHING", 0),
        ] {
            assert_eq!(ran(&connection, Statement::new(sql, vec![]).expecting(rows)), Ok(()), "{sql}");
            let other = Statement::new(sql, vec![]).expecting(rows + 1);
            assert_eq!(ran(&connection, other), Err(Refused::ByGuard), "{sql}");
        }
    }

    #[test]
    fn statements_with_one_text_are_run_up_to_the_first_that_is_refused() {
        let connection = table();
        let add = |id: i64| Statement::new("INSERT INTO pool (id) VALUES (?1)", vec![id.into()]);
        let all = |same: &[Statement]| run(&connection, same, &mut String::new());
        assert_eq!(all(&[]), Ok(()));
        assert_eq!(all(&[add(1), add(2).expecting(1)]), Ok(()));
        let unique = Refused::ByEngine(Fault::Constraint(bln_sql::ConstraintKind::Unique));
        assert_eq!(all(&[add(3), add(1), add(4)]), Err((1, unique)));
        assert_eq!(all(&[add(5), add(6).expecting(2), add(7)]), Err((1, Refused::ByGuard)));
        let count = Query::new("SELECT count(*) FROM pool", vec![]);
        assert_eq!(answer(&connection, &count, &mut String::new()), Ok(vec![Row::new(vec![Value::Int(5)])]));
    }

    #[test]
    fn a_missing_or_spare_parameter_is_refused() {
        let connection = table();
        const SQL: &str = "UPDATE pool SET label = ?2 WHERE id = ?1";
        for params in [vec![], vec![1_i64.into()], vec![1_i64.into(), "a".into(), "b".into()]] {
            let refused = Err(Refused::ByEngine(Fault::Engine("sql.parameters")));
            assert_eq!(ran(&connection, Statement::new(SQL, params)), refused);
        }
        assert_eq!(ran(&connection, Statement::new(SQL, vec![1_i64.into(), "a".into()])), Ok(()));
    }

    #[test]
    fn text_with_a_nul_is_refused() {
        let connection = table();
        let statement =
            |label: &str| Statement::new("INSERT INTO pool (label) VALUES (?1)", vec![label.into()]);
        let refused = Err(Refused::ByEngine(Fault::Engine("value.nul")));
        assert_eq!(ran(&connection, statement("a\0b")), refused);
        assert_eq!(ran(&connection, statement("ab")), Ok(()));
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
