//! Reads receipts.

use async_trait::async_trait;
use bln_store::{Fingerprint, Receipt, ReceiptKey, ReceiptStore, StoreError};
use uuid::Uuid;

use super::decode::{self, Read, Unreadable};
use crate::{Query, Row, SqlStore};

pub(super) const ALL: &[&str] = &[RECEIPT];

const RECEIPT: &str = "SELECT fingerprint, record_kind, record_id, answer, answered_at FROM receipt \
    WHERE actor = ?1 AND idempotency_key = ?2";

#[async_trait]
impl ReceiptStore for SqlStore {
    async fn receipt(&self, key: &ReceiptKey) -> Result<Option<Receipt>, StoreError> {
        let [rows] = self.ask([query(key)]).await?;
        Ok(rows.first().map(|row| receipt(key, row)).transpose()?)
    }
}

/// The question for what was answered under a key.
pub(super) fn query(key: &ReceiptKey) -> Query {
    let actor = key.actor.map_or(Uuid::nil(), |person| person.uuid());
    Query::new(RECEIPT, vec![actor.into(), key.key.as_str().into()])
}

/// The receipt that a row tells of.
pub(super) fn receipt(key: &ReceiptKey, row: &Row) -> Read<Receipt> {
    let digest = <[u8; 16]>::try_from(row.bytes(0)?).map_err(|_| Unreadable)?;
    Ok(Receipt {
        key: key.clone(),
        fingerprint: Fingerprint::new(digest),
        record: decode::record(row, 1)?,
        answer: row.text(3)?.to_owned(),
        at: decode::instant(row, 4)?,
    })
}
