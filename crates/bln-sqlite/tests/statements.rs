//! The statements of the store, each tried against the schema it is written for.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use bln_sql::{APPLICATION_ID, migrations, statements};
use bln_sqlite::{COLUMN_TYPES, SqliteConfig, SqliteDriver};
use rusqlite::Connection;

/// A file with the store's schema, and a connection to it that is not the driver's.
fn migrated(folder: &tempfile::TempDir) -> Connection {
    let path = folder.path().join("network.db");
    drop(SqliteDriver::open(&SqliteConfig::new(&path), APPLICATION_ID, &migrations(&COLUMN_TYPES)).unwrap());
    Connection::open(path).unwrap()
}

#[test]
fn every_statement_is_accepted_by_an_empty_migrated_database() {
    let folder = tempfile::tempdir().unwrap();
    let connection = migrated(&folder);
    for sql in statements() {
        let statement = connection.prepare(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
        let numbers: Vec<_> =
            (1..=statement.parameter_count()).map(|number| statement.parameter_name(number)).collect();
        assert!(numbers.iter().all(Option::is_some), "{sql} skips a number of its placeholders");
    }
    assert!(connection.prepare("SELECT nothing FROM person").is_err(), "the control");
}

#[test]
fn no_statement_reads_through_a_table_from_end_to_end_but_those_that_must() {
    let folder = tempfile::tempdir().unwrap();
    let connection = migrated(&folder);
    // The wordings are all read at once, the check of the whole looks at the whole, and a copy begins at the first row.
    // What goes by its age is looked for among all, once in a while: an index by age would be written at every commit.
    let old = ["answered_at", "expires_at", "since", "written_at", "closed_on"];
    let whole = |sql: &str| {
        sql.contains("FROM wording ORDER BY")
            || (sql.starts_with("DELETE ")
                && old.iter().any(|age| sql.ends_with(&format!(" WHERE {age} < ?1"))))
            || sql.contains("IS DISTINCT FROM")
            || sql.contains("count(*)")
            || sql.contains("NOT EXISTS")
            || (sql.contains(" LIMIT ") && !sql.contains(" WHERE "))
    };
    let found: Vec<_> = statements().filter(|sql| !whole(sql) && scans(&connection, sql)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(scans(&connection, "SELECT 1 FROM person WHERE name = ?1"), "the control");
}

/// Whether SQLite means to go through a whole table or index for a statement.
fn scans(connection: &Connection, sql: &str) -> bool {
    let mut plan = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    for place in 1..=plan.parameter_count() {
        plan.raw_bind_parameter(place, rusqlite::types::Null).unwrap();
    }
    let mut rows = plan.raw_query();
    let mut found = false;
    while let Some(row) = rows.next().unwrap() {
        let step: String = row.get(3).unwrap();
        // What a statement has found itself is no table.
        let own = [
            "CONSTANT ROW",
            "ROW VALUES CLAUSE",
            "SCAN found",
            "SCAN each_word",
            "SCAN last",
            "SCAN (subquery",
        ];
        found |= step.starts_with("SCAN") && !own.iter().any(|own| step.contains(own));
    }
    found
}

#[test]
fn the_views_for_analysts_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let connection = migrated(&folder);
    for view in ["current_membership", "organisation_overview", "latest_consent", "event_place"] {
        let rows: i64 =
            connection.query_row(&format!("SELECT count(*) FROM {view}"), [], |row| row.get(0)).unwrap();
        assert_eq!(rows, 0, "{view}");
    }
}
