//! Reads wordings.

use async_trait::async_trait;
use bln_core::{Prose, Wording, WordingPurpose};
use bln_store::{StoreError, WordingStore};

use super::decode::{self, Read};
use crate::{Query, Row, SqlStore};

pub(super) const ALL: &[&str] = &[WORDINGS];

const WORDINGS: &str =
    "SELECT name, version, purpose, body, in_force_from FROM wording ORDER BY name, version";

#[async_trait]
impl WordingStore for SqlStore {
    async fn wordings(&self) -> Result<Vec<Wording>, StoreError> {
        let [rows] = self.ask([Query::new(WORDINGS, vec![])]).await?;
        Ok(rows.iter().map(wording).collect::<Read<_>>()?)
    }
}

fn wording(row: &Row) -> Read<Wording> {
    Ok(Wording {
        reference: decode::wording(row, 0)?,
        purpose: WordingPurpose::parse(row.text(2)?)?,
        text: Prose::parse(row.text(3)?)?,
        in_force_from: row.opt_date(4)?,
    })
}
