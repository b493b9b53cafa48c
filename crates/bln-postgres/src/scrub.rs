//! Takes what was removed out of the files of tables.
//!
//! The server marks what is removed, and overwrites it when it needs the room. So every table is written anew, and the
//! old file goes (<https://www.postgresql.org/docs/current/sql-vacuum.html>). Of what is in columns the server keeps
//! samples for its planner: they are taken anew, and the table that they are in is written anew too.

use std::time::Duration;

use bln_sql::Failure;
use tokio_postgres::Client;

use crate::code::Fault;
use crate::connection::Connection;

/// Samples of what was removed may still be in the server's own table: the role may not write that anew, or a view shows
/// a column of a table that is empty now.
const NO_STATISTICS: Failure = Failure::Engine { code: "storage.no-statistics" };

/// The tables are written anew, and the server will write and cut off its logs at a time of its own.
const NO_CHECKPOINT: Failure = Failure::Engine { code: "storage.no-checkpoint" };

/// The columns of a table of which there are samples, each as a clause that gives it the type that it has.
const SAMPLED: &str = "SELECT format('ALTER COLUMN %I TYPE %s%s', a.attname, format_type(a.atttypid, a.atttypmod), \
    CASE WHEN a.attcollation <> t.typcollation THEN (SELECT format(' COLLATE %I.%I', cn.nspname, co.collname) \
    FROM pg_collation co JOIN pg_namespace cn ON cn.oid = co.collnamespace WHERE co.oid = a.attcollation) \
    ELSE '' END) \
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
    JOIN pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname \
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = s.attname \
    JOIN pg_type t ON t.oid = a.atttypid WHERE c.oid = $1 ORDER BY a.attnum";

/// How long to sleep before looking again whether somebody still needs what was removed.
const PAUSE: Duration = Duration::from_millis(20);

/// Writes every table of a schema anew. Not in a transaction, because the server does it in one of its own.
pub(crate) async fn run(connection: &Connection, schema: &str, patience: Duration) -> Result<(), Failure> {
    let client = &connection.client;
    until_unneeded(client, patience).await?;
    let mut are_left = false;
    for (oid, table) in tables(client, schema).await? {
        execute(client, &format!("VACUUM (FULL, ANALYZE) {table}")).await?;
        are_left |= !forget_samples(client, oid, &table).await?;
    }
    connection.take_warning();
    execute(client, "VACUUM (FULL) pg_catalog.pg_statistic").await?;
    // Who may not is only warned.
    are_left |= connection.take_warning();
    match client.batch_execute("CHECKPOINT").await {
        Err(error) if Fault::from(&error) == Fault::Engine("storage.permission") => Err(NO_CHECKPOINT),
        Err(error) => Err(Fault::from(&error).of_read()),
        Ok(()) if are_left => Err(NO_STATISTICS),
        Ok(()) => Ok(()),
    }
}

/// Waits until nobody looks at an older state: what they could see would be written into the new files.
async fn until_unneeded(client: &Client, patience: Duration) -> Result<(), Failure> {
    let failed = |error| Fault::from(&error).of_read();
    let row = client.query_one("SELECT pg_current_xact_id()::xid::text", &[]).await.map_err(failed)?;
    let now: String = row.try_get(0).map_err(failed)?;
    let sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
               AND pid <> pg_backend_pid() AND age(backend_xmin) > age($1::text::xid)";
    let mut waited = Duration::ZERO;
    loop {
        let row = client.query_one(sql, &[&now]).await.map_err(failed)?;
        if row.try_get::<_, i64>(0).map_err(failed)? == 0 {
            return Ok(());
        }
        if waited >= patience {
            return Err(Failure::Busy);
        }
        tokio::time::sleep(PAUSE).await;
        waited += PAUSE;
    }
}

/// Of a table that is empty now the server takes no samples, and keeps those it had. It forgets them when a column is
/// given a type, be it the one that it has. `false` where it must not be, because a view shows the column.
async fn forget_samples(client: &Client, oid: u32, table: &str) -> Result<bool, Failure> {
    let failed = |error| Fault::from(&error).of_read();
    let row =
        client.query_one(&format!("SELECT count(*) FROM (SELECT FROM {table} LIMIT 1) AS first"), &[]).await;
    if row.and_then(|row| row.try_get::<_, i64>(0)).map_err(failed)? > 0 {
        return Ok(true);
    }
    let mut are_gone = true;
    for row in client.query(SAMPLED, &[&oid]).await.map_err(failed)? {
        let column: String = row.try_get(0).map_err(failed)?;
        match client.batch_execute(&format!("ALTER TABLE {table} {column}")).await {
            Ok(()) => {}
            Err(error) => match Fault::from(&error) {
                // What the server does not do (0A000) is to a prepared statement that it must be prepared anew.
                Fault::Replan => are_gone = false,
                fault => return Err(fault.of_read()),
            },
        }
    }
    Ok(are_gone)
}

async fn tables(client: &Client, schema: &str) -> Result<Vec<(u32, String)>, Failure> {
    let failed = |error| Fault::from(&error).of_read();
    let sql = "SELECT c.oid, quote_ident(n.nspname) || '.' || quote_ident(c.relname) FROM pg_class c \
               JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind = 'r' ORDER BY 2";
    let rows = client.query(sql, &[&schema]).await.map_err(failed)?;
    rows.iter().map(|row| Ok((row.try_get(0).map_err(failed)?, row.try_get(1).map_err(failed)?))).collect()
}

async fn execute(client: &Client, sql: &str) -> Result<(), Failure> {
    client.batch_execute(sql).await.map_err(|error| Fault::from(&error).of_read())
}
