//! The rows of a table, a bounded number at a time.

use bln_store::StoreError;

use super::{CopyError, sql::TableSql};
use crate::{
    Column, Query, Row, RowError, Snapshot, Value,
    store::{MISUSED, of_read},
};

/// How many rows are read, and written, at once. Every text of the schema has a greatest length, so that this is a
/// bound in bytes too: a few megabytes at most.
const PORTION: u32 = 1_000;

/// The rows of a table in the order of its key, in portions.
pub(super) struct Portions {
    sql: &'static TableSql,
    /// The key of the last row that was read.
    after: Option<Vec<Value>>,
}

impl Portions {
    pub(super) const fn of(sql: &'static TableSql) -> Self {
        Self { sql, after: None }
    }

    /// The next rows, each value in its native form. `None` after the last.
    pub(super) async fn next(
        &mut self,
        snapshot: &mut dyn Snapshot,
        failed: fn(StoreError) -> CopyError,
    ) -> Result<Option<Vec<Vec<Value>>>, CopyError> {
        let limit = Value::from(PORTION);
        let query = match self.after.take() {
            None => Query::new(self.sql.first(), vec![limit]),
            Some(mut after) => {
                after.push(limit);
                Query::new(self.sql.after(), after)
            }
        };
        let answers = snapshot.read(vec![query]).await.map_err(|failure| failed(of_read(failure)))?;
        let rows = answers.into_iter().next().ok_or(failed(MISUSED))?;
        let rows = rows.iter().map(|row| self.native(row)).collect::<Result<Vec<_>, _>>()?;
        let key = self.sql.table.key().len();
        self.after = rows.last().map(|last| last.iter().take(key).cloned().collect());
        Ok((!rows.is_empty()).then_some(rows))
    }

    fn native(&self, row: &Row) -> Result<Vec<Value>, CopyError> {
        let table = self.sql.table;
        let value = |(at, column): (usize, &Column)| {
            let unreadable =
                |_: RowError| CopyError::Unreadable { table: table.name(), column: column.name() };
            column.kind().read(row, at).map_err(unreadable)
        };
        table.columns().iter().enumerate().map(value).collect()
    }
}
