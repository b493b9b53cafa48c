//! From SQLite to PostgreSQL and back.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use bln_cluster::{Schema, Shared};
use bln_core::Audience;
use bln_postgres::{PostgresConfig, PostgresStore};
use bln_sql::{CopyError, SqlStore, TABLES, contents, copy};
use bln_tests::{World, folder, person_id, places, seed_allies};

use crate::{copied, empty, faults, file, full::full, stopped};

async fn open(schema: &Schema) -> SqlStore {
    PostgresStore::open(&PostgresConfig::parse(&schema.url()).unwrap()).await.unwrap()
}

#[tokio::test]
async fn a_network_goes_to_postgresql_and_back_and_holds_the_same_in_every_table() {
    let Some(server) = Shared::for_tests() else { return };
    let schema = server.fresh_schema();
    let (source, back) = (empty().await, empty().await);
    full(&source).await;
    let postgres = open(&schema).await;
    let there = copied(&source, &postgres).await;
    assert!(
        there.tables().iter().all(|table| table.rows() > 0),
        "the control: every table had something to copy"
    );
    assert_eq!(copied(&postgres, &back).await, there);
    assert_eq!(contents(&source).await.unwrap(), there);
}

/// The control: one letter changed on the server is seen, in its table and in no other.
#[tokio::test]
async fn a_value_that_is_changed_in_postgresql_changes_the_contents_of_its_table() {
    let Some(server) = Shared::for_tests() else { return };
    let schema = server.fresh_schema();
    let (source, postgres) = (empty().await, open(&schema).await);
    full(&source).await;
    let before = copied(&source, &postgres).await;
    for (table, set) in [
        ("person", "name = name || '.' WHERE id = (SELECT max(id::text)::uuid FROM {schema}.person)"),
        ("event", "starts_at = starts_at - interval '1 microsecond'"),
        ("receipt", "fingerprint = set_byte(fingerprint, 15, 255 - get_byte(fingerprint, 15))"),
    ] {
        let name = schema.name();
        server.sql(&format!("UPDATE {name}.{table} SET {}", set.replace("{schema}", name))).unwrap();
        let changed = contents(&postgres).await.unwrap();
        let same = before.tables().iter().zip(changed.tables()).filter(|(one, other)| one == other).count();
        assert!(same < TABLES.len(), "{table}");
        assert!(
            before
                .tables()
                .iter()
                .zip(changed.tables())
                .any(|(one, other)| one.table() == table && one != other)
        );
    }
}

/// A copy in each direction while somebody registers without pause at its source.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_between_engines_is_one_state_of_a_source_that_is_being_written_to() {
    let Some(server) = Shared::for_tests() else { return };
    let (first, second, folder) = (server.fresh_schema(), server.fresh_schema(), folder());
    let sqlite = file(&folder.path().join("source.db")).await;
    one_state(&sqlite, &open(&first).await).await;
    one_state(&open(&second).await, &file(&folder.path().join("target.db")).await).await;
}

async fn one_state(source: &SqlStore, target: &SqlStore) {
    const PEOPLE: u32 = 1_500;
    let world = Arc::new(World::on(Arc::new(source.clone())).await);
    seed_allies(&world, 1..=PEOPLE).await;
    let event = world.event(Audience::MembersAndAllies, places(400)).await;
    let answered = Arc::new(AtomicU32::new(0));
    let (counter, writing) = (Arc::clone(&answered), Arc::clone(&world));
    let writer = tokio::spawn(async move {
        for n in 1..=PEOPLE {
            writing.register(event, person_id(n)).await.unwrap();
            counter.store(n, Ordering::SeqCst);
        }
    });
    while answered.load(Ordering::SeqCst) < 20 {
        tokio::task::yield_now().await;
    }
    let before = u64::from(answered.load(Ordering::SeqCst));
    let told = copied(source, target).await;
    let after = u64::from(answered.load(Ordering::SeqCst));
    writer.await.unwrap();
    let rows = |name| told.tables().iter().find(|table| table.table() == name).unwrap().rows();
    assert!(rows("registration") >= before, "nothing that was answered before is missing");
    assert!(rows("registration") < after, "the control: {after} were answered meanwhile");
    assert_eq!(rows("registration"), rows("registration_step"));
    assert_eq!(rows("registration"), rows("outbox"));
}

#[tokio::test]
async fn a_copy_into_postgresql_that_stops_is_found_and_refused_and_so_is_a_schema_that_is_not_empty() {
    let Some(server) = Shared::for_tests() else { return };
    let source = empty().await;
    full(&source).await;
    for stop in [1, TABLES.len(), 2 * TABLES.len()] {
        let schema = server.fresh_schema();
        let target = open(&schema).await;
        stopped(&source, &target, stop).await;
        assert!(faults(&target).await.contains(&"copy.unfinished"), "{stop}");
        assert_eq!(copy(&source, &target, |_| ()).await, Err(CopyError::TargetUnfinished), "{stop}");
        assert_eq!(copy(&target, &empty().await, |_| ()).await, Err(CopyError::SourceUnfinished), "{stop}");
        let before = contents(&target).await.unwrap();
        if stop > TABLES.len() {
            let world = World::with_ids(Arc::new(target.clone()), Arc::new(bln_service::SystemIds)).await;
            let event =
                world.network.programme(bln_tests::admin(), None, bln_store::PageSize::MAX).await.unwrap();
            let event = event.items.last().unwrap().record.id();
            assert!(crate::register(&world, event, 40).await.is_err(), "nobody can write to it");
        }
        assert_eq!(contents(&target).await.unwrap(), before, "{stop}");
    }
    let schema = server.fresh_schema();
    let target = open(&schema).await;
    World::on(Arc::new(target.clone())).await;
    assert_eq!(copy(&source, &target, |_| ()).await, Err(CopyError::NotEmpty { table: "wording" }));
}
