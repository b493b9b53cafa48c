//! Reads what may not be done with a person's records for now.

use bln_core::{
    Id, Limits, Person, Prose, Versioned,
    limits::{LegalHold, Restriction, RestrictionGround},
};

use super::decode::{self, Present, Read, Unreadable};
use crate::Row;

/// Limits in five columns: their version, hold_reason, held_since, restriction_ground, restricted_since. Without a
/// version there are none.
pub(super) fn limits(person: Id<Person>, row: &Row, column: usize) -> Read<Option<Versioned<Limits>>> {
    if row.opt_int(column)?.is_none() {
        return Ok(None);
    }
    let hold = match (row.opt_text(column + 1)?, decode::opt_instant(row, column + 2)?) {
        (Some(reason), Some(since)) => Some(LegalHold { reason: Prose::parse(reason)?, since }),
        (None, None) => None,
        _ => return Err(Unreadable),
    };
    let restriction = match (row.opt_text(column + 3)?, decode::opt_instant(row, column + 4)?) {
        (Some(ground), Some(since)) => {
            Some(Restriction { ground: RestrictionGround::from_name(ground).present()?, since })
        }
        (None, None) => None,
        _ => return Err(Unreadable),
    };
    let version = decode::version(row, column)?;
    Ok(Some(Versioned::new(Limits::restore(person, hold, restriction), version)))
}
