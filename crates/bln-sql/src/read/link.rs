//! Reads what links in letters do.

use async_trait::async_trait;
use bln_core::{ActionLink, LinkAction, TokenHash};
use bln_store::{LinkStore, StoreError};

use super::decode::{self, Present, Read};
use crate::{Query, Row, SqlStore};

pub(super) const ALL: &[&str] = &[LINK];

const LINK: &str = "SELECT person, action, purpose, event, expires_at FROM action_link WHERE hash = ?1";

#[async_trait]
impl LinkStore for SqlStore {
    async fn action_link(&self, hash: &TokenHash) -> Result<Option<ActionLink>, StoreError> {
        let [rows] = self.ask([Query::new(LINK, vec![hash.bytes().to_vec().into()])]).await?;
        Ok(rows.first().map(|row| link(*hash, row)).transpose()?)
    }
}

fn link(hash: TokenHash, row: &Row) -> Read<ActionLink> {
    let (purpose, event) = (decode::opt_purpose(row, 2)?, decode::opt_id(row, 3)?);
    let action = LinkAction::from_parts(row.text(1)?, purpose, event).present()?;
    Ok(ActionLink::new(hash, decode::id(row, 0)?, action, decode::instant(row, 4)?))
}
