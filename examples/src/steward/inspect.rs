//! Looking at a network: what is wrong with it, what is in it, which schema it has.

use std::{collections::BTreeMap, io::Write};

use bln_core::Instant;
use bln_service::{Clock, SystemClock};
use bln_sql::{SqlStore, contents};
use bln_store::{InspectStore, StoreFault};

use super::{Outcome, Stop, bar::Bar};
use crate::database::Database;

/// Opens a network that is there, with the schema of this version.
pub(super) async fn current(database: &Database) -> Result<SqlStore, Stop> {
    let found = version(database).await?;
    let known = newest();
    if found < known {
        return Err(Stop::Older { database: database.to_string(), found, known });
    }
    Ok(database.open().await?)
}

/// The schema of a network that is there.
async fn version(database: &Database) -> Result<u32, Stop> {
    let found = database.version().await?;
    found.ok_or_else(|| Stop::NoNetwork { database: database.to_string() })
}

/// The schema of this version.
pub(super) fn newest() -> u32 {
    let steps = bln_sql::migrations(&bln_sqlite::COLUMN_TYPES);
    steps.last().map_or(0, |step| step.version)
}

pub(super) async fn verify(
    database: &Database,
    with_contents: bool,
    out: &mut (dyn Write + Send),
) -> Result<Outcome, Stop> {
    let store = current(database).await?;
    let outcome = tell_faults(&store, out).await?;
    if with_contents {
        let bar = Bar::new();
        bar.say("Reading every row");
        let found = contents(&store).await;
        bar.clear();
        writeln!(out, "{}", found?)?;
    }
    Ok(outcome)
}

/// Verifies a store and says what was found, by code.
pub(super) async fn tell_faults(store: &SqlStore, out: &mut (dyn Write + Send)) -> Result<Outcome, Stop> {
    let bar = Bar::new();
    bar.say("Verifying");
    let found = store.verify(now()).await;
    bar.clear();
    let found = found?;
    if found.is_empty() {
        writeln!(out, "verify: no faults")?;
        return Ok(Outcome::Fine);
    }
    let mut by_code: BTreeMap<&str, Vec<&StoreFault>> = BTreeMap::new();
    found.iter().for_each(|fault| by_code.entry(fault.code).or_default().push(fault));
    writeln!(out, "verify: {} faults", found.len())?;
    for (code, faults) in &by_code {
        let first = faults.first().map(|fault| &fault.record);
        let first =
            first.map_or_else(String::new, |record| format!("{} {}", record.kind(), record.id_text()));
        writeln!(out, "  {code:<30} {:>9}  first at: {}", faults.len(), first.trim_end())?;
    }
    if by_code.contains_key("copy.unfinished") {
        writeln!(out, "A copy into it did not finish, and nobody can use it. Remove it, then copy again.")?;
    } else {
        writeln!(out, "Keep it as it is, and restore the last good backup to another place.")?;
    }
    Ok(Outcome::Faults(found.len()))
}

fn now() -> Instant {
    SystemClock.now()
}

pub(super) async fn migrate(database: &Database, out: &mut (dyn Write + Send)) -> Result<Outcome, Stop> {
    let found = version(database).await?;
    drop(database.open().await?);
    let after = version(database).await?;
    if after == found {
        writeln!(out, "{database} has schema {after}, the newest this version knows. Nothing was changed.")?;
    } else {
        writeln!(out, "{database} was brought from schema {found} to schema {after}.")?;
    }
    Ok(Outcome::Fine)
}
