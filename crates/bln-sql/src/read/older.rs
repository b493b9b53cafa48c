//! Counts what is old.

use bln_core::Instant;
use bln_store::{Discarded, Older, StoreError};
use chrono::NaiveTime;

use super::decode::{self, Read};
use crate::{Query, Row, SqlStore};

pub(super) const ALL: &[&str] = &[RECEIPTS, LINKS, SUPPRESSIONS, NOTICES, REQUESTS];

const RECEIPTS: &str = "SELECT count(*), min(answered_at) FROM receipt WHERE answered_at < ?1";
const LINKS: &str = "SELECT count(*), min(expires_at) FROM action_link WHERE expires_at < ?1";
const SUPPRESSIONS: &str = "SELECT count(*), min(since) FROM suppression WHERE since < ?1";
const NOTICES: &str = "SELECT count(*), min(written_at) FROM outbox WHERE written_at < ?1";
const REQUESTS: &str = "SELECT count(*), min(closed_on) FROM rights_request WHERE closed_on < ?1";

/// How many of a kind are older, and how old the oldest is.
pub(super) async fn older(store: &SqlStore, kind: Discarded, before: Instant) -> Result<Older, StoreError> {
    let sql = match kind {
        Discarded::Receipts => RECEIPTS,
        Discarded::Links => LINKS,
        Discarded::Suppressions => SUPPRESSIONS,
        Discarded::Notices => NOTICES,
        Discarded::RightsRequests => {
            let day = before.utc().date_naive();
            let [rows] = store.ask([Query::new(REQUESTS, vec![day.into()])]).await?;
            return Ok(rows.first().map_or(Ok(Older::default()), of_days)?);
        }
        // A kind that this release does not know has no records here.
        _ => return Ok(Older::default()),
    };
    let [rows] = store.ask([Query::new(sql, vec![before.utc().into()])]).await?;
    Ok(rows.first().map_or(Ok(Older::default()), of_instants)?)
}

fn of_instants(row: &Row) -> Read<Older> {
    Ok(Older { records: decode::long_number(row, 0)?, oldest: decode::opt_instant(row, 1)? })
}

fn of_days(row: &Row) -> Read<Older> {
    let oldest = row.opt_date(1)?.map(|day| Instant::new(day.and_time(NaiveTime::MIN).and_utc()));
    Ok(Older { records: decode::long_number(row, 0)?, oldest })
}
