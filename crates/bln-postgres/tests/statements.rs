//! The statements of the store, each tried against the schema it is written for.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use bln_cluster::{Schema, Shared};
use bln_postgres::{PostgresConfig, PostgresStore};
use bln_sql::statements;
use support::block_on;

fn migrated(server: &'static Shared) -> Schema {
    let schema = server.fresh_schema();
    drop(block_on(PostgresStore::open(&PostgresConfig::parse(&schema.url()).unwrap())).unwrap());
    schema
}

/// What the server says when it is asked to prepare a statement.
fn prepared(schema: &Schema, sql: &str) -> Result<(), String> {
    let sql = sql.replace('?', "$");
    let prepare = format!("SET search_path = {}; PREPARE tried AS {sql}", schema.name());
    schema.server().sql(&prepare).map(drop).map_err(|failed| failed.to_string())
}

#[test]
fn every_statement_is_accepted_by_an_empty_migrated_database() {
    let Some(server) = Shared::for_tests() else { return };
    let schema = migrated(server);
    let refused: Vec<_> =
        statements().filter_map(|sql| Some(format!("{sql}: {}", prepared(&schema, sql).err()?))).collect();
    assert!(refused.is_empty(), "{}", refused.join("\n"));
    assert!(prepared(&schema, "SELECT nothing FROM person").is_err(), "the control");
}

#[test]
fn the_views_for_analysts_can_be_read() {
    let Some(server) = Shared::for_tests() else { return };
    let schema = migrated(server);
    for view in ["current_membership", "organisation_overview", "latest_consent", "event_place"] {
        let rows = server.sql(&format!("SELECT count(*) FROM {}.{view}", schema.name())).unwrap();
        assert_eq!(rows, ["0"], "{view}");
    }
}
