//! The server's own check of what it keeps.

use std::sync::Arc;

use bln_sql::Failure;
use tokio::sync::oneshot;
use tokio_postgres::Client;

use crate::PostgresConfig;
use crate::code::{Fault, STOPPED};
use crate::connection::{self, Role};
use crate::worker::{Reply, Worker};

/// Reads every row of every table, which checks each page's header, and its checksum where the server keeps them; asks
/// whether every index is valid; and has `amcheck` compare tables and indexes where a database administrator installed
/// it (<https://www.postgresql.org/docs/current/amcheck.html>).
pub(crate) async fn run(config: Arc<PostgresConfig>) -> Result<(), Failure> {
    let (done, is_done) = oneshot::channel();
    let work = move || async move {
        let reply = Reply::new(done);
        reply.answer(look(&config).await);
    };
    Worker::start("bln-postgres-check", work).map_err(|code| Failure::Engine { code })?;
    is_done.await.unwrap_or(Err(STOPPED))
}

async fn look(config: &PostgresConfig) -> Result<(), Failure> {
    let connection = connection::reopen(None, config, Role::Viewer).await?;
    let found = everything(&connection.client, config.schema()).await;
    connection.close().await;
    found
}

async fn everything(client: &Client, schema: &str) -> Result<(), Failure> {
    let failed = |error| Fault::from(&error).of_read();
    let names = |kind: &'static str| async move {
        let sql = format!(
            "SELECT c.oid, quote_ident(n.nspname) || '.' || quote_ident(c.relname) FROM pg_class c \
             JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind = '{kind}' ORDER BY 2"
        );
        let rows = client.query(&sql, &[&schema]).await?;
        rows.iter()
            .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
            .collect::<Result<Vec<(u32, String)>, _>>()
    };
    for (_, table) in names("r").await.map_err(failed)? {
        // As text, so that what is kept out of line is read too.
        let sql = format!("SELECT count(*) FROM {table} AS whole WHERE length(whole::text) < 0");
        client.query(&sql, &[]).await.map_err(failed)?;
    }
    let sql = "SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
               JOIN pg_namespace n ON n.oid = c.relnamespace \
               WHERE n.nspname = $1 AND NOT (i.indisvalid AND i.indisready)";
    let row = client.query_one(sql, &[&schema]).await.map_err(failed)?;
    if row.try_get::<_, i64>(0).map_err(failed)? > 0 {
        return Err(Failure::DAMAGED);
    }
    let sql = "SELECT quote_ident(n.nspname) FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace \
               WHERE e.extname = 'amcheck'";
    let Some(amcheck) = client.query_opt(sql, &[]).await.map_err(failed)? else { return Ok(()) };
    let amcheck: &str = amcheck.try_get(0).map_err(failed)?;
    for (oid, _) in names("r").await.map_err(failed)? {
        let sql = format!("SELECT count(*) FROM {amcheck}.verify_heapam($1::oid)");
        let row = client.query_one(&sql, &[&oid]).await.map_err(failed)?;
        if row.try_get::<_, i64>(0).map_err(failed)? > 0 {
            return Err(Failure::DAMAGED);
        }
    }
    for (oid, _) in names("i").await.map_err(failed)? {
        let sql = format!("SELECT {amcheck}.bt_index_check($1::oid, true)");
        client.query(&sql, &[&oid]).await.map_err(failed)?;
    }
    Ok(())
}
