//! Reads the outbox.

use async_trait::async_trait;
use bln_core::{Broadcast, Notice, NoticeKind, NoticeState};
use bln_store::{NoticeRecord, OutboxStore, Page, PageSize, Position, StoreError};

use super::{
    audit::position,
    decode::{self, Present, Read, Unreadable},
    one_more,
};
use crate::{Query, Row, SqlStore};

pub(super) const ALL: &[&str] = &[NOTICES];

const NOTICES: &str = "SELECT position, id, recipient, kind, written_at, event, needs, message, registration, \
    claimed_at, put_off_until, bulletin FROM outbox WHERE position > ?1 ORDER BY position LIMIT ?2";

#[async_trait]
impl OutboxStore for SqlStore {
    async fn outbox_page(
        &self,
        after: Option<Position>,
        size: PageSize,
    ) -> Result<Page<NoticeRecord, Position>, StoreError> {
        let [rows] = self.ask([Query::new(NOTICES, vec![position(after), one_more(size)])]).await?;
        let items = rows.iter().map(notice).collect::<Read<Vec<_>>>()?;
        Ok(Page::from_one_more(items, size, |record| record.position))
    }
}

fn notice(row: &Row) -> Read<NoticeRecord> {
    let kind = NoticeKind::from_name(row.text(3)?).present()?;
    // The notices of a broadcast have its identifier in common, and their own follows from it.
    let id = match decode::opt_id(row, 8)? {
        Some(registration) => Broadcast::notice_id(decode::id(row, 1)?, registration),
        None => decode::id(row, 1)?,
    };
    let (recipient, at) = (decode::id(row, 2)?, decode::instant(row, 4)?);
    let mut notice = match decode::opt_id(row, 11)? {
        Some(issue) if kind == NoticeKind::Bulletin => Notice::bulletin(issue, recipient, at),
        Some(_) => return Err(Unreadable),
        None => Notice::new(id, recipient, kind, at),
    };
    if let Some(event) = decode::opt_id(row, 5)? {
        notice = notice.about(event);
    }
    if let Some(purpose) = decode::opt_purpose(row, 6)? {
        notice = notice.needing(purpose);
    }
    if let Some(message) = decode::opt_id(row, 7)? {
        notice = notice.carrying(message);
    }
    let position = Position(decode::long_number(row, 0)?);
    let state = NoticeState::from_parts(decode::opt_instant(row, 9)?, decode::opt_instant(row, 10)?);
    Ok(NoticeRecord { position, notice, state: state.present()? })
}
