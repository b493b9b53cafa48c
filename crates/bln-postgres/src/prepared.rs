//! What a server has prepared on a connection. A statement is planned once and then only bound.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use bln_sql::{Query, Row, Statement, Value};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Error};

use crate::code::Fault;
use crate::statement::{Insert, Sql, Verb};
use crate::value::{self, Bound, Loaded};

/// The prepared statements of a connection. Their texts are part of the program, so there are only so many.
#[derive(Default)]
pub(crate) struct Statements {
    /// By address and length of the text, which never moves.
    known: HashMap<(usize, usize), Prepared>,
}

/// A statement, and the forms of it that the server has prepared.
struct Prepared {
    sql: Sql,
    plain: Option<tokio_postgres::Statement>,
    guarded: Option<tokio_postgres::Statement>,
    copy: Option<Copy>,
}

/// How to copy into a table.
#[derive(Clone)]
pub(crate) struct Copy {
    /// The copy itself.
    pub(crate) statement: tokio_postgres::Statement,
    /// What goes where.
    pub(crate) insert: Insert,
    /// A query whose columns have the types of those that are copied into.
    pub(crate) columns: tokio_postgres::Statement,
}

/// A statement of a batch, ready to be sent.
pub(crate) struct Ready<'a> {
    statement: tokio_postgres::Statement,
    params: &'a [Value],
    expects: Option<Value>,
}

impl Statements {
    /// Makes a statement of a batch ready: translated, prepared, its parameters looked at.
    pub(crate) async fn ready<'a>(
        &mut self,
        client: &Client,
        statement: &'a Statement,
    ) -> Result<Ready<'a>, Fault> {
        let prepared = self.known(statement.sql)?;
        if prepared.sql.verb == Verb::Question {
            return Err(Fault::Engine("sql.misuse"));
        }
        let expects = prepared.sql.expects(statement.guard);
        let found = match expects {
            None => prepared.plain(client).await?,
            Some(_) => prepared.guarded(client).await?,
        };
        check(&statement.params, &prepared.sql, &found)?;
        let expects = expects.map(|rows| Value::Int(i64::try_from(rows).unwrap_or(i64::MAX)));
        Ok(Ready { statement: found, params: &statement.params, expects })
    }

    /// Makes a query ready.
    pub(crate) async fn question<'a>(
        &mut self,
        client: &Client,
        query: &'a Query,
    ) -> Result<Ready<'a>, Fault> {
        let prepared = self.known(query.sql).map_err(|fault| match fault {
            Fault::Engine("sql.misuse") => Fault::Engine("sql.not-a-query"),
            other => other,
        })?;
        if prepared.sql.verb == Verb::Change {
            return Err(Fault::Engine("sql.not-a-query"));
        }
        let found = prepared.plain(client).await?;
        check(&query.params, &prepared.sql, &found)?;
        if !found.columns().iter().all(|column| value::is_readable(column.type_())) {
            return Err(Fault::Engine("value.real"));
        }
        Ok(Ready { statement: found, params: &query.params, expects: None })
    }

    /// How to copy what an insertion inserts; `None` when a statement is no plain insertion.
    pub(crate) async fn copy(&mut self, client: &Client, sql: &'static str) -> Result<Option<Copy>, Fault> {
        let prepared = self.known(sql)?;
        let Some(insert) = prepared.sql.insert.clone() else { return Ok(None) };
        if prepared.copy.is_none() {
            let prepare = async |sql: String| client.prepare(&sql).await.map_err(|error| Fault::from(&error));
            let statement = prepare(format!("COPY {} FROM STDIN (FORMAT binary)", insert.into)).await?;
            let (table, columns) = insert.into.split_once(' ').ok_or(Fault::Engine("sql.error"))?;
            let columns = columns.trim_start_matches('(').trim_end_matches(')');
            let columns = prepare(format!("SELECT {columns} FROM {table}")).await?;
            prepared.copy = Some(Copy { statement, insert, columns });
        }
        Ok(prepared.copy.clone())
    }

    /// Whether a statement is a plain insertion.
    pub(crate) fn is_insertion(&mut self, sql: &'static str) -> bool {
        self.known(sql).is_ok_and(|prepared| prepared.sql.insert.is_some())
    }

    fn known(&mut self, sql: &'static str) -> Result<&mut Prepared, Fault> {
        match self.known.entry((sql.as_ptr().addr(), sql.len())) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(new) => {
                let sql = Sql::of(sql)?;
                Ok(new.insert(Prepared { sql, plain: None, guarded: None, copy: None }))
            }
        }
    }
}

impl Prepared {
    async fn plain(&mut self, client: &Client) -> Result<tokio_postgres::Statement, Fault> {
        once(&mut self.plain, &self.sql.plain, client).await
    }

    async fn guarded(&mut self, client: &Client) -> Result<tokio_postgres::Statement, Fault> {
        once(&mut self.guarded, &self.sql.guarded, client).await
    }
}

async fn once(
    kept: &mut Option<tokio_postgres::Statement>,
    sql: &str,
    client: &Client,
) -> Result<tokio_postgres::Statement, Fault> {
    if let Some(statement) = kept {
        return Ok(statement.clone());
    }
    let statement = client.prepare(sql).await.map_err(|error| match Fault::from(&error) {
        // Nothing was prepared before: it asks for something that PostgreSQL does not have.
        Fault::Replan => Fault::Engine("sql.error"),
        fault => fault,
    })?;
    Ok(kept.insert(statement).clone())
}

fn check(params: &[Value], sql: &Sql, statement: &tokio_postgres::Statement) -> Result<(), Fault> {
    if params.len() != sql.parameters {
        return Err(Fault::Engine("sql.parameters"));
    }
    params.iter().zip(statement.params()).try_for_each(|(value, wanted)| value::check(value, wanted))
}

impl Ready<'_> {
    /// Whether it refuses itself unless it affects as many rows as it must.
    pub(crate) const fn is_guarded(&self) -> bool {
        self.expects.is_some()
    }

    /// Runs it.
    pub(crate) async fn run(&self, client: &Client) -> Result<u64, Error> {
        let expects = self.expects.as_ref().map(Bound);
        client.execute_raw(&self.statement, Params { values: self.params.iter(), last: expects }).await
    }

    /// Asks it.
    pub(crate) async fn ask(&self, client: &Client) -> Result<Vec<tokio_postgres::Row>, Error> {
        let bound: Vec<_> = self.params.iter().map(Bound).collect();
        let params: Vec<_> = bound.iter().map(|value| -> &(dyn ToSql + Sync) { value }).collect();
        client.query(&self.statement, &params).await
    }
}

/// The parameters of a statement, and after them the number of rows that it must affect.
struct Params<'a> {
    values: std::slice::Iter<'a, Value>,
    last: Option<Bound<'a>>,
}

impl<'a> Iterator for Params<'a> {
    type Item = Bound<'a>;

    fn next(&mut self) -> Option<Bound<'a>> {
        self.values.next().map(Bound).or_else(|| self.last.take())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let length = self.values.len() + usize::from(self.last.is_some());
        (length, Some(length))
    }
}

impl ExactSizeIterator for Params<'_> {}

/// A row in our values.
pub(crate) fn row(found: &tokio_postgres::Row) -> Result<Row, Fault> {
    let load = |column| match found.try_get(column) {
        Ok(Loaded(value)) => Ok(value),
        Err(_) => Err(Fault::Engine("value.out-of-range")),
    };
    Ok(Row::new((0..found.len()).map(load).collect::<Result<_, _>>()?))
}
