//! What is refused at the door, with the schema as it was; and what a connection is set to.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use bln_cluster::{Cluster, Replication};
use bln_postgres::{COLUMN_TYPES, OpenError, PostgresConfig, PostgresDriver};
use bln_sql::{Driver, Migration};
use support::{TOYS, Toys, ask, block_on, config, migrations, open, pool, pools};

/// A schema of ours with one pool, made by an earlier run.
fn made() -> Option<Toys> {
    let toys = Toys::new()?;
    block_on(toys.open().unwrap().write(pool(1))).unwrap();
    Some(toys)
}

/// What is in a schema: every table, and how many rows the pools have.
fn content(toys: &Toys) -> Vec<String> {
    let sql = format!(
        "SELECT c.relname, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
         WHERE n.nspname = '{}' ORDER BY 1",
        toys.0.name()
    );
    toys.0.server().sql(&sql).unwrap()
}

/// Opens the schema, which must be refused, and be afterwards what it was before.
fn refused(toys: &Toys, application_id: i32, migrations: &[Migration]) -> OpenError {
    let before = content(toys);
    let error = block_on(PostgresDriver::open(&toys.config(), application_id, migrations)).unwrap_err();
    assert_eq!(content(toys), before, "a refused schema was written to");
    error
}

#[test]
fn a_schema_that_is_opened_again_has_what_was_written() {
    let Some(toys) = made() else { return };
    assert_eq!(pools(&toys.open().unwrap()), [1]);
}

#[test]
fn a_step_that_is_new_is_carried_out_on_what_is_there() {
    let Some(toys) = Toys::new() else { return };
    let first = block_on(PostgresDriver::open(&toys.config(), TOYS, &migrations()[..1])).unwrap();
    block_on(first.write(pool(1))).unwrap();
    drop(first);
    let driver = toys.open().unwrap();
    assert_eq!(pools(&driver), [1]);
    let steps = ask(&driver, "SELECT version, name, checksum FROM bln_migration ORDER BY version", vec![]);
    assert_eq!((steps.len(), steps[1].int(0), steps[1].text(1)), (2, Ok(2), Ok("seats")));
    assert_eq!(steps[1].text(2), Ok(format!("{:016x}", migrations()[1].checksum()).as_str()));
}

#[test]
fn a_step_that_fails_leaves_the_schema_after_the_step_before() {
    let Some(toys) = made() else { return };
    let step = |version, statement: &str| {
        let half = format!("CREATE TABLE half_{version} (id {{integer}})");
        Migration::render(version, "step", &[&half, statement], &COLUMN_TYPES)
    };
    let orphan = "INSERT INTO pool (id, parent) VALUES (2, 99)";
    for statement in ["CREATE TABLE pool (id bigint)", "no statement", orphan] {
        let steps = [migrations(), vec![step(3, statement)]].concat();
        let error = block_on(PostgresDriver::open(&toys.config(), TOYS, &steps)).unwrap_err();
        assert_eq!(error, OpenError::FailedMigration { version: 3 }, "{statement}");
    }
    let steps = [migrations(), vec![step(3, "SELECT 1"), step(4, "no statement")]].concat();
    let error = block_on(PostgresDriver::open(&toys.config(), TOYS, &steps)).unwrap_err();
    assert_eq!(error, OpenError::FailedMigration { version: 4 });
    assert!(
        content(&toys).iter().any(|thing| thing.starts_with("half_3")),
        "a step has a transaction of its own"
    );
    assert!(!content(&toys).iter().any(|thing| thing.starts_with("half_4")));
    let driver = block_on(PostgresDriver::open(&toys.config(), TOYS, &steps[..3])).unwrap();
    assert_eq!(pools(&driver), [1]);
}

#[test]
fn a_schema_of_another_program_is_refused() {
    for theirs in [
        "CREATE TABLE theirs (id bigint)",
        "CREATE VIEW theirs AS SELECT 1",
        "CREATE TABLE bln_network (one boolean); CREATE TABLE bln_migration (version bigint)",
        "CREATE TABLE bln_network (one boolean, application_id bigint); CREATE TABLE bln_migration (version bigint)",
    ] {
        let Some(toys) = Toys::new() else { return };
        toys.0
            .server()
            .sql(&format!("CREATE SCHEMA {0}; SET search_path = {0}; {theirs}", toys.0.name()))
            .unwrap();
        assert_eq!(refused(&toys, TOYS, &migrations()), OpenError::ForeignSchema, "{theirs}");
    }
    let Some(toys) = made() else { return };
    assert_eq!(refused(&toys, TOYS + 1, &migrations()), OpenError::ForeignSchema);
}

#[test]
fn an_empty_schema_becomes_ours() {
    let Some(toys) = Toys::new() else { return };
    toys.0.server().sql(&format!("CREATE SCHEMA {}", toys.0.name())).unwrap();
    assert_eq!(pools(&toys.open().unwrap()), Vec::<i64>::new());
}

#[test]
fn a_newer_a_changed_or_an_incomplete_schema_is_refused() {
    let Some(toys) = made() else { return };
    assert_eq!(refused(&toys, TOYS, &migrations()[..1]), OpenError::NewerSchema { found: 2, known: 1 });
    let mut changed = migrations();
    changed[1].statements[0].push(' ');
    assert_eq!(refused(&toys, TOYS, &changed), OpenError::ChangedMigration { version: 2 });
    toys.other().execute("DELETE FROM bln_migration WHERE version = 1").unwrap();
    assert_eq!(refused(&toys, TOYS, &migrations()), OpenError::MissingMigration { version: 1 });
}

#[test]
fn many_processes_may_make_and_use_one_schema() {
    let Some(toys) = Toys::new() else { return };
    std::thread::scope(|scope| {
        let openers: Vec<_> = (1..=6)
            .map(|id| {
                let toys = &toys;
                scope.spawn(move || block_on(toys.open().unwrap().write(pool(id))).unwrap())
            })
            .collect();
        openers.into_iter().for_each(|opener| opener.join().unwrap());
    });
    assert_eq!(pools(&toys.open().unwrap()), [1, 2, 3, 4, 5, 6]);
}

#[test]
fn a_migration_waits_for_a_process_that_writes_and_gives_up_in_the_end() {
    let Some(toys) = Toys::new() else { return };
    drop(block_on(PostgresDriver::open(&toys.config(), TOYS, &migrations()[..1])).unwrap());
    let other = toys.other();
    other.lock();
    let impatient = toys.config().with_lock_timeout(std::time::Duration::from_millis(50));
    assert_eq!(open(&impatient).unwrap_err(), OpenError::Locked);
    other.unlock();
    drop(open(&impatient).unwrap());
}

#[test]
fn a_connection_that_may_lose_what_it_acknowledged_is_refused() {
    let Some(toys) = made() else { return };
    let off = config(&format!("{}&options=-c%20synchronous_commit%3Doff", toys.0.url()));
    assert_eq!(open(&off).unwrap_err(), OpenError::Settings { name: "synchronous_commit" });
    let local = config(&format!("{}&options=-c%20synchronous_commit%3Dlocal", toys.0.url()));
    assert_eq!(pools(&open(&local).unwrap()), [1], "the control: on this server's disk is enough");
}

#[test]
fn a_server_that_may_lose_what_it_acknowledged_is_refused() {
    for name in ["fsync", "full_page_writes"] {
        let Some(server) = Cluster::for_test_with(&[&format!("{name}=off")]) else { return };
        assert_eq!(open(&config(&server.url("toys"))).unwrap_err(), OpenError::Settings { name });
        assert_eq!(server.sql("SELECT count(*) FROM pg_namespace WHERE nspname = 'toys'").unwrap(), ["0"]);
    }
}

#[test]
fn a_database_in_another_encoding_is_refused() {
    let Some(server) = Cluster::for_test() else { return };
    server
        .sql("CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
        .unwrap();
    let url = server.database("latin");
    assert_eq!(open(&config(&url)).unwrap_err(), OpenError::Settings { name: "server_encoding" });
}

#[test]
fn a_replica_is_refused_and_of_several_servers_the_primary_is_used() {
    let Some(primary) = Cluster::for_test() else { return };
    let replica = primary.replica(Replication::Asynchronous).unwrap();
    assert_eq!(open(&config(&replica.url("toys"))).unwrap_err(), OpenError::ReadOnly);
    let driver = open(&config(&replica.url_with(&primary, "toys"))).unwrap();
    block_on(driver.write(pool(1))).unwrap();
    assert_eq!(ask(&driver, "SELECT pg_is_in_recovery()", vec![])[0].bool(0), Ok(false));
}

#[test]
fn who_is_not_let_in_and_where_nobody_answers_is_told_apart() {
    let Some(toys) = Toys::new() else { return };
    let url = toys.0.url();
    let (address, _) = url.split_once('?').unwrap();
    let (server, _) = address.rsplit_once('/').unwrap();
    let error = |url: &str| open(&config(url)).unwrap_err();
    assert_eq!(error(&format!("{server}/no_such_database")), OpenError::NotAllowed);
    assert_eq!(error("postgres://someone@127.0.0.1:1/db?connect_timeout=1"), OpenError::Unreachable);
    assert_eq!(error(&format!("{address}?sslmode=require")), OpenError::NoCertificates);
}

#[test]
fn a_connection_has_the_settings_that_safety_depends_on() {
    let Some(toys) = made() else { return };
    let driver = toys.open().unwrap();
    for (sql, value) in [
        ("SHOW default_transaction_read_only", "on"),
        ("SHOW default_transaction_isolation", "read committed"),
        ("SHOW TimeZone", "UTC"),
        ("SHOW lock_timeout", "1min"),
        ("SHOW statement_timeout", "30s"),
        ("SHOW idle_in_transaction_session_timeout", "30s"),
    ] {
        assert_eq!(ask(&driver, sql, vec![])[0].text(0), Ok(value), "{sql}");
    }
}

#[test]
fn text_sorts_by_its_bytes_whatever_the_database_sorts_by() {
    let Some(toys) = made() else { return };
    let driver = toys.open().unwrap();
    let other = toys.other();
    other
        .execute("UPDATE pool SET label = 'B'; INSERT INTO pool (id, label) VALUES (2, 'a'), (3, 'é')")
        .unwrap();
    let labels = ask(&driver, "SELECT label FROM pool ORDER BY label", vec![]);
    assert_eq!(labels.iter().map(|row| row.text(0).unwrap()).collect::<Vec<_>>(), ["B", "a", "é"]);
}

#[test]
fn an_error_has_a_code_says_what_to_do_and_repeats_nothing() {
    let error = OpenError::NewerSchema { found: 3, known: 2 };
    assert_eq!(error.code(), "open.newer-schema");
    assert_eq!(
        error.to_string(),
        "The database was last used by a newer version (schema 3, and this version knows up to 2). \
         Use the newer version."
    );
    let error = PostgresConfig::parse("postgres://someone:secret@place:port/db").unwrap_err();
    assert!(!format!("{error} {error:?}").contains("secret"));
}
