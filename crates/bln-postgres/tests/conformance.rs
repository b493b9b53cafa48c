//! The contract of a store, case by case, each in a schema of its own.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use bln_cluster::{Schema, Shared};
use bln_postgres::{PostgresConfig, PostgresStore};
use bln_sql::SqlStore;

/// A store, and the schema that is dropped after it.
struct InSchema {
    store: SqlStore,
    _schema: Schema,
}

async fn in_schema(server: &'static Shared) -> InSchema {
    let schema = server.fresh_schema();
    let store = PostgresStore::open(&PostgresConfig::parse(&schema.url()).unwrap()).await.unwrap();
    InSchema { store, _schema: schema }
}

bln_conformance::suite!(Shared::for_tests(), in_schema, |guard| &guard.store);
