//! Reads a person's consent ledger.

use async_trait::async_trait;
use bln_core::{
    ConsentDecision, ConsentEntry, ConsentLedger, ConsentMethod, Id, Person, PurposeCode, Versioned,
};
use bln_store::{ConsentStore, StoreError};

use super::{
    decode::{self, Read, Unreadable},
    person::BY_ID,
};
use crate::{Query, Row, SqlStore, Value};

#[async_trait]
impl ConsentStore for SqlStore {
    async fn consent_ledger(
        &self,
        person: Id<Person>,
    ) -> Result<Option<Versioned<ConsentLedger>>, StoreError> {
        let params = vec![person.uuid().into(), person.uuid().into(), Value::Int(1)];
        let [ledgers, entries] =
            self.ask([BY_ID.ledgers, BY_ID.entries].map(|sql| Query::new(sql, params.clone()))).await?;
        Ok(ledgers.first().map(|row| ledger(row, &entries)).transpose()?)
    }
}

/// A ledger from its row and those of its entries. A ledger that has lost an answer is no ledger.
pub(super) fn ledger(row: &Row, entries: &[Row]) -> Read<Versioned<ConsentLedger>> {
    let version = decode::version(row, 1)?;
    if u32::try_from(entries.len()) != Ok(version.number()) {
        return Err(Unreadable);
    }
    let entries = entries.iter().map(entry).collect::<Read<_>>()?;
    Ok(Versioned::new(ConsentLedger::restore(decode::id(row, 0)?, entries), version))
}

fn entry(row: &Row) -> Read<ConsentEntry> {
    let decision = match row.text(2)? {
        "given" => {
            ConsentDecision::Given { wording: decode::wording(row, 3)?, until: decode::opt_instant(row, 5)? }
        }
        "withdrawn" => ConsentDecision::Withdrawn,
        "requested" => ConsentDecision::Requested { wording: decode::wording(row, 3)? },
        _ => return Err(Unreadable),
    };
    let purpose = PurposeCode::parse(row.text(1)?)?;
    let method = ConsentMethod::parse(row.text(6)?)?;
    let (said, by) = (decode::instant(row, 7)?, decode::opt_id(row, 8)?);
    Ok(ConsentEntry::restore(purpose, decision, method, said, by)?)
}
