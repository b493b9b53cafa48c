//! Reads what was refused for good.

use std::collections::BTreeSet;

use async_trait::async_trait;
use bln_core::{KeyedHash, PurposeCode, Suppression};
use bln_store::{StoreError, SuppressionStore};

use super::decode::{self, Read};
use crate::{Query, Row, SqlStore};

pub(super) const ALL: &[&str] = &[BY_HASH];

const BY_HASH: &str = "SELECT purpose, since FROM suppression WHERE hash = ?1 ORDER BY purpose";

#[async_trait]
impl SuppressionStore for SqlStore {
    async fn suppressions(&self, hashes: &[KeyedHash]) -> Result<Vec<Suppression>, StoreError> {
        let hashes: BTreeSet<KeyedHash> = hashes.iter().copied().collect();
        let ask = |hash: &KeyedHash| Query::new(BY_HASH, vec![hash.bytes().to_vec().into()]);
        let answers = self.ask_all(hashes.iter().map(ask).collect()).await?;
        let found = hashes.iter().zip(&answers).flat_map(|(hash, rows)| rows.iter().map(|row| (*hash, row)));
        Ok(found.map(|(hash, row)| suppression(hash, row)).collect::<Read<_>>()?)
    }
}

fn suppression(hash: KeyedHash, row: &Row) -> Read<Suppression> {
    Ok(Suppression::new(hash, PurposeCode::parse(row.text(0)?)?, decode::instant(row, 1)?))
}
