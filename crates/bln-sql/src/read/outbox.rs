//! Reads the outbox.

use async_trait::async_trait;
use bln_core::{Notice, NoticeKind};
use bln_store::{NoticeRecord, OutboxStore, Page, PageSize, Position, StoreError};

use super::{
    audit::position,
    decode::{self, Present, Read},
    one_more,
};
use crate::{Query, Row, SqlStore};

pub(super) const ALL: &[&str] = &[NOTICES];

const NOTICES: &str = "SELECT position, id, recipient, kind, written_at, event, needs FROM outbox \
    WHERE position > ?1 ORDER BY position LIMIT ?2";

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
    let mut notice = Notice::new(decode::id(row, 1)?, decode::id(row, 2)?, kind, decode::instant(row, 4)?);
    if let Some(event) = decode::opt_id(row, 5)? {
        notice = notice.about(event);
    }
    if let Some(purpose) = decode::opt_purpose(row, 6)? {
        notice = notice.needing(purpose);
    }
    Ok(NoticeRecord { position: Position(decode::long_number(row, 0)?), notice })
}
