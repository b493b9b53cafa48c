//! Reads the audit.

use async_trait::async_trait;
use bln_core::{Action, Actor, AuditEntry, RecordRef, Role};
use bln_store::{AuditRecord, AuditStore, Page, PageSize, Position, StoreError};

use super::{
    decode::{self, Present, Read, Unreadable},
    one_more,
};
use crate::{Query, Row, SqlStore, Value};

pub(super) const ALL: &[&str] = &[ENTRIES, KEPT];

/// Those who are there are named by their identifiers. Each is looked up by key: a join might be done for the whole
/// table.
const ENTRIES: &str = "SELECT a.position, a.id, a.done_at, a.actor_role, \
    coalesce((SELECT n.person FROM pseudonym n WHERE n.pseudonym = a.actor_person), a.actor_person), a.action, \
    a.subject_kind, a.subject_id, \
    coalesce((SELECT n.person FROM pseudonym n WHERE n.pseudonym = a.subject_person), a.subject_person), a.purpose \
    FROM audit_entry a WHERE a.position > ?1 ORDER BY a.position LIMIT ?2";

const KEPT: &str = "SELECT position, id, done_at, actor_role, actor_person, action, subject_kind, subject_id, \
    subject_person, purpose FROM audit_entry WHERE position > ?1 ORDER BY position LIMIT ?2";

#[async_trait]
impl AuditStore for SqlStore {
    async fn audit_page(
        &self,
        after: Option<Position>,
        size: PageSize,
    ) -> Result<Page<AuditRecord, Position>, StoreError> {
        self.entries(ENTRIES, after, size).await
    }

    async fn kept_audit_page(
        &self,
        after: Option<Position>,
        size: PageSize,
    ) -> Result<Page<AuditRecord, Position>, StoreError> {
        self.entries(KEPT, after, size).await
    }
}

impl SqlStore {
    async fn entries(
        &self,
        sql: &'static str,
        after: Option<Position>,
        size: PageSize,
    ) -> Result<Page<AuditRecord, Position>, StoreError> {
        let [rows] = self.ask([Query::new(sql, vec![position(after), one_more(size)])]).await?;
        let items = rows.iter().map(entry).collect::<Read<Vec<_>>>()?;
        Ok(Page::from_one_more(items, size, |record| record.position))
    }
}

/// The position after which a page begins.
pub(super) fn position(after: Option<Position>) -> Value {
    Value::Int(after.map_or(0, |Position(number)| i64::try_from(number).unwrap_or(i64::MAX)))
}

fn entry(row: &Row) -> Read<AuditRecord> {
    let action = Action::from_name(row.text(5)?).present()?;
    let mut entry = AuditEntry::new(
        decode::id(row, 1)?,
        decode::instant(row, 2)?,
        actor(row)?,
        action,
        RecordRef::parse_with_person(row.text(6)?, row.text(7)?, decode::opt_id(row, 8)?).present()?,
    );
    if let Some(purpose) = decode::opt_purpose(row, 9)? {
        entry = entry.for_purpose(purpose);
    }
    Ok(AuditRecord { position: Position(decode::long_number(row, 0)?), entry })
}

fn actor(row: &Row) -> Read<Actor> {
    let role = Role::from_name(row.text(3)?).present()?;
    let Some(person) = decode::opt_id(row, 4)? else {
        return if role == Role::Public { Ok(Actor::public()) } else { Err(Unreadable) };
    };
    match role {
        Role::Participant => Ok(Actor::participant(person)),
        Role::Facilitator => Ok(Actor::facilitator(person)),
        Role::Administrator => Ok(Actor::administrator(person)),
        Role::Analyst => Ok(Actor::analyst(person)),
        Role::Auditor => Ok(Actor::auditor(person)),
        _ => Err(Unreadable),
    }
}
