//! Reads what decisions on applications need: keys, addresses and codes are looked up by the set.

use bln_core::{EmailAddress, Id, OdsCode, Person};
use bln_store::{ApplicationQuery, ApplicationView, ReceiptKey, StoreError};

use super::{
    SET,
    decode::{self, Read},
    filled,
    receipt::{self, receipt},
};
use crate::{Query, Row, SqlStore, Value};

pub(super) const ALL: &[&str] = &[HOLDER, HOLDERS, ORGANISATION, ORGANISATIONS];

/// From how many on a set is quicker than each by itself.
const WORTHWHILE: usize = 6;

const HOLDER: &str = "SELECT address, person FROM person_email WHERE address = ?1";
const HOLDERS: &str = "SELECT address, person FROM person_email WHERE address IN \
    (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, \
    ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36, ?37, ?38, ?39, ?40, ?41, ?42, \
    ?43, ?44, ?45, ?46, ?47, ?48, ?49, ?50)";
const ORGANISATION: &str = "SELECT code FROM organisation WHERE code = ?1";
const ORGANISATIONS: &str = "SELECT code FROM organisation WHERE code IN \
    (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, \
    ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36, ?37, ?38, ?39, ?40, ?41, ?42, \
    ?43, ?44, ?45, ?46, ?47, ?48, ?49, ?50)";

impl SqlStore {
    /// The answer to the query of the same name of the port.
    pub(super) async fn applications(&self, query: &ApplicationQuery) -> Result<ApplicationView, StoreError> {
        let addresses = query.addresses.iter().map(EmailAddress::as_str).collect();
        let codes = query.organisations.iter().map(OdsCode::as_str).collect();
        let holders = by_set([HOLDER, HOLDERS], addresses);
        let organisations = by_set([ORGANISATION, ORGANISATIONS], codes);
        let (first, second) = (holders.len(), organisations.len());
        // Each by itself: PostgreSQL would answer for a set of keys by reading every receipt of their actor.
        let keys: Vec<ReceiptKey> =
            query.keys.iter().map(|key| ReceiptKey { actor: query.actor, key: key.clone() }).collect();
        let receipts = keys.iter().map(receipt::query).collect();
        let answers =
            self.ask_all([holders, organisations, receipts].into_iter().flatten().collect()).await?;
        let (holders, rest) = answers.split_at_checked(first).unwrap_or_default();
        let (organisations, receipts) = rest.split_at_checked(second).unwrap_or_default();
        let found =
            keys.iter().zip(receipts).filter_map(|(key, rows)| rows.first().map(|row| receipt(key, row)));
        let mut receipts = found.collect::<Read<Vec<_>>>()?;
        // A key that is asked about twice has come twice.
        receipts.sort_by(|one, other| one.key.cmp(&other.key));
        receipts.dedup();
        Ok(ApplicationView {
            holders: holders.iter().flatten().map(holder).collect::<Read<_>>()?,
            organisations: organisations.iter().flatten().map(code).collect::<Read<_>>()?,
            receipts,
        })
    }
}

/// Looks values up by sets of them, few of them one by one.
fn by_set([one, many]: [&'static str; 2], values: Vec<&str>) -> Vec<Query> {
    let each = |set: &[&str]| match set.len() {
        ..WORTHWHILE => set.iter().map(|value| Query::new(one, vec![Value::from(*value)])).collect(),
        _ => vec![Query::new(many, filled(set.iter().map(|value| Value::from(*value)).collect()))],
    };
    values.chunks(SET).flat_map(each).collect::<Vec<_>>()
}

fn holder(row: &Row) -> Read<(EmailAddress, Id<Person>)> {
    Ok((EmailAddress::parse(row.text(0)?)?, decode::id(row, 1)?))
}

fn code(row: &Row) -> Read<OdsCode> {
    Ok(OdsCode::parse(row.text(0)?)?)
}
