//! The mark of a copy that is not finished: somebody at the last position of the audit.

use chrono::DateTime;
use uuid::Uuid;

use super::{CopyError, error::of_target, sql};
use crate::{Batch, Failure, Query, SqlStore, Statement, TABLES, Value, store::of_read};

/// Every statement that is written out here; those for each table are put together from [`TABLES`].
pub(crate) const ALL: &[&str] = &[MARK, UNMARK, MARKED];

/// What `verify` finds in a network into which a copy has not been finished.
pub(crate) const UNFINISHED: &str = "copy.unfinished";

const MARK: &str = "INSERT INTO audit_entry \
    (position, id, done_at, actor_role, actor_person, action, subject_kind, subject_id, subject_person, purpose) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, NULL, NULL)";
const UNMARK: &str = "DELETE FROM audit_entry WHERE position = ?1";
const MARKED: &str = "SELECT 1 FROM audit_entry WHERE position = ?1";

/// The table that is marked.
pub(super) const TABLE: &str = "audit_entry";

/// Takes the last position of the audit, if there is nothing in any table.
pub(super) async fn set(store: &SqlStore) -> Result<(), CopyError> {
    let empty = sql::tables().iter().map(|sql| Statement::new(sql.any(), Vec::new()).expecting(0));
    let mark = Statement::new(MARK, values()).expecting(1);
    match store.driver().write(Batch(empty.chain([mark]).collect())).await {
        Ok(()) => Ok(()),
        Err(Failure::Guard { statement }) => Err(match TABLES.get(statement) {
            Some(table) if !is_marked(store).await? => CopyError::NotEmpty { table: table.name() },
            _ => CopyError::TargetUnfinished,
        }),
        Err(failure) => Err(of_target(failure, TABLE)),
    }
}

/// Gives the position back: from now on it is a network.
pub(super) async fn remove(store: &SqlStore) -> Result<(), CopyError> {
    let unmark = Statement::new(UNMARK, vec![i64::MAX.into()]).expecting(1);
    store.driver().write(Batch(vec![unmark])).await.map_err(|failure| of_target(failure, TABLE))
}

/// Asks whether a network is marked: it then answers with a row.
pub(crate) fn asked() -> Query {
    Query::new(MARKED, vec![i64::MAX.into()])
}

/// Expects that a network is not marked: for what is written without an entry in the audit.
pub(crate) fn none() -> Statement {
    Statement::new(MARKED, vec![i64::MAX.into()]).expecting(0)
}

/// The row of the mark, as it is in the table. No row comes after it in the order of the key.
pub(super) fn row() -> Vec<Value> {
    values().into_iter().chain([Value::Null, Value::Null]).collect()
}

/// An entry at the last position there is. Its action is none that a release knows, so that nobody takes it for one.
fn values() -> Vec<Value> {
    vec![
        i64::MAX.into(),
        Uuid::max().into(),
        DateTime::UNIX_EPOCH.into(),
        "administrator".into(),
        Uuid::nil().into(),
        UNFINISHED.into(),
        "network".into(),
        "".into(),
    ]
}

async fn is_marked(store: &SqlStore) -> Result<bool, CopyError> {
    let answers = store.driver().read(vec![asked()]).await;
    let answers = answers.map_err(|failure| CopyError::Target(of_read(failure)))?;
    Ok(answers.iter().any(|rows| !rows.is_empty()))
}
