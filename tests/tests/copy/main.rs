//! The same network in two engines: a copy is one state of its source, whole, or it is no network.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod full;
mod postgres;
mod wrong;

use std::{
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
};

use bln_core::{Actor, Audience, Event, Id, ModeChoice, RecordRef, RegistrationRequest};
use bln_service::{NetworkError, Placement, SystemIds};
use bln_sql::{Contents, CopyError, CopyPhase, CopyProgress, Kind, SqlStore, TABLES, contents, copy};
use bln_sqlite::SqliteStore;
use bln_store::{IdempotencyKey, InspectStore, StoreError, SurveyStore};
use bln_tests::{World, admin, folder, person_id, places, seed_allies};
use full::full;
use wrong::Wrong;

async fn empty() -> SqlStore {
    SqliteStore::in_memory().await.unwrap()
}

async fn file(path: &Path) -> SqlStore {
    SqliteStore::open(path).await.unwrap()
}

/// The codes of what a store finds wrong with itself.
async fn faults(store: &SqlStore) -> Vec<&'static str> {
    let now = "2027-03-01T09:00:00Z".parse().unwrap();
    store.verify(now).await.unwrap().into_iter().map(|fault| fault.code).collect()
}

/// Copies, and checks what every copy must leave behind.
async fn copied(from: &SqlStore, to: &SqlStore) -> Contents {
    let told = copy(from, to, |_| ()).await.unwrap();
    assert_eq!(contents(to).await.unwrap(), told, "what is there is what was told");
    assert_eq!(faults(to).await, Vec::<&str>::new());
    told
}

#[tokio::test]
async fn a_copy_holds_what_its_source_held_in_every_table() {
    let (source, target) = (empty().await, empty().await);
    full(&source).await;
    let told = copied(&source, &target).await;
    assert_eq!(contents(&source).await.unwrap(), told);
    let without_rows: Vec<_> = told.tables().iter().filter(|table| table.rows() == 0).collect();
    assert!(without_rows.is_empty(), "the control: every table had something to copy: {without_rows:?}");
    assert_eq!(told.tables().len(), TABLES.len());
}

#[tokio::test]
async fn a_copy_goes_on_where_its_source_was() {
    let (source, target) = (empty().await, empty().await);
    let (_, event) = full(&source).await;
    copied(&source, &target).await;
    let world = World::with_ids(Arc::new(target), Arc::new(SystemIds)).await;
    let waiting = async || {
        let seats = world.network.seats(admin(), event).await.unwrap();
        seats.counted().unwrap().waiting().total()
    };
    let before = waiting().await;
    register(&world, event, 30).await.unwrap();
    assert_eq!(waiting().await, before + 1, "behind those who waited");
    world.sound().await;
}

/// Registers a person under a key that the source has not seen.
async fn register(world: &World, event: Id<Event>, n: u32) -> Result<Placement, NetworkError> {
    let request = RegistrationRequest { event, person: person_id(n), choice: ModeChoice::Either };
    let key = IdempotencyKey::parse("after-the-copy").unwrap();
    world.network.register(Actor::participant(person_id(n)), request, key).await
}

/// Changes each column of each table, one at a time, and expects to be told which table differs.
#[tokio::test]
async fn any_one_changed_value_changes_the_contents_of_its_table_and_no_others() {
    let folder = folder();
    let path = folder.path().join("network.db");
    let store = file(&path).await;
    full(&store).await;
    let hand = rusqlite::Connection::open(&path).unwrap();
    hand.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON").unwrap();
    let keyed = |name: &str| {
        let sql = "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?1";
        hand.query_row(sql, [name], |row| row.get::<_, bool>(0)).unwrap()
    };
    for table in TABLES.iter().filter(|table| keyed(table.name())) {
        let (name, last) = (table.name(), table.key().last().unwrap().name());
        // One row, which is then found without a number.
        hand.execute_batch(&format!("DELETE FROM {name} WHERE {last} > (SELECT min({last}) FROM {name})"))
            .unwrap();
    }
    let before = contents(&store).await.unwrap();
    let mut seen = 0;
    for table in TABLES {
        let name = table.name();
        // A number that is a table's key is its rowid too, and the one that is set here is the greatest.
        let row =
            if keyed(name) { "true".to_owned() } else { format!("rowid = (SELECT max(rowid) FROM {name})") };
        for column in table.columns() {
            let column_name = column.name();
            let old = format!("SELECT {column_name} FROM {name} WHERE {row}");
            let old: rusqlite::types::Value = hand.query_row(&old, [], |row| row.get(0)).unwrap();
            let set = format!("UPDATE {name} SET {column_name} = ?1 WHERE {row}");
            hand.execute(&set, [another(column.kind())]).unwrap();
            let changed = contents(&store).await.unwrap();
            assert_eq!(before.first_difference(&changed), Some(name), "{name}.{column_name}");
            assert_eq!(changed.first_difference(&before), Some(name), "{name}.{column_name}");
            let same =
                before.tables().iter().zip(changed.tables()).filter(|(one, other)| one == other).count();
            assert_eq!(same, TABLES.len() - 1, "{name}.{column_name}");
            assert_ne!(changed.sha256(), before.sha256());
            hand.execute(&set, [old]).unwrap();
            seen += 1;
        }
    }
    assert_eq!(contents(&store).await.unwrap(), before, "all is as it was");
    assert!(seen > 100, "{seen}");
}

/// A value of this kind that no sample has.
fn another(kind: Kind) -> rusqlite::types::Value {
    match kind {
        Kind::Uuid => "0fffffff-ffff-7fff-bfff-fffffffffffe".to_owned().into(),
        Kind::Instant => "1957-03-01T18:00:00.000001Z".to_owned().into(),
        Kind::Date => "1957-03-01".to_owned().into(),
        Kind::LocalDateTime => "1957-03-01T18:00:01".to_owned().into(),
        Kind::Text => "1957".to_owned().into(),
        Kind::Integer => 1_957_i64.into(),
        Kind::Bytes => b"1957195719571957".to_vec().into(),
        _ => panic!("a kind that this test does not know"),
    }
}

#[tokio::test]
async fn a_row_more_or_less_changes_the_contents() {
    let folder = folder();
    let path = folder.path().join("network.db");
    let store = file(&path).await;
    full(&store).await;
    let before = contents(&store).await.unwrap();
    let hand = rusqlite::Connection::open(&path).unwrap();
    hand.execute("DELETE FROM receipt WHERE rowid = (SELECT min(rowid) FROM receipt)", []).unwrap();
    assert_eq!(before.first_difference(&contents(&store).await.unwrap()), Some("receipt"));
}

/// Several portions of most tables, while somebody registers without pause.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_is_one_state_of_a_source_that_is_being_written_to() {
    let folder = folder();
    let source = file(&folder.path().join("source.db")).await;
    let world = Arc::new(World::on(Arc::new(source.clone())).await);
    seed_allies(&world, 1..=2_500).await;
    let event = world.event(Audience::MembersAndAllies, places(400)).await;
    world.register(event, person_id(1)).await.unwrap();

    let answered = Arc::new(AtomicU32::new(1));
    let (counter, writing) = (Arc::clone(&answered), Arc::clone(&world));
    let writer = tokio::spawn(async move {
        for n in 2..=2_500 {
            writing.register(event, person_id(n)).await.unwrap();
            counter.store(n, Ordering::SeqCst);
        }
    });
    while answered.load(Ordering::SeqCst) < 50 {
        tokio::task::yield_now().await;
    }
    let before = answered.load(Ordering::SeqCst);
    let during = Arc::new(AtomicU32::new(0));
    let (count, seen) = (Arc::clone(&answered), Arc::clone(&during));
    let target = file(&folder.path().join("target.db")).await;
    let told = copy(&source, &target, move |_| seen.store(count.load(Ordering::SeqCst), Ordering::SeqCst))
        .await
        .unwrap();
    writer.await.unwrap();

    assert_eq!(contents(&target).await.unwrap(), told);
    assert_eq!(faults(&target).await, Vec::<&str>::new());
    let rows = |name| told.tables().iter().find(|table| table.table() == name).unwrap().rows();
    assert!(rows("registration") >= u64::from(before), "nothing that was answered before is missing");
    assert!(
        rows("registration") < u64::from(during.load(Ordering::SeqCst)),
        "the control: much was written meanwhile"
    );
    // A registration is in one state everywhere: its own row, its step, its message, its receipt.
    assert_eq!(rows("registration"), rows("registration_step"));
    assert_eq!(rows("registration"), rows("outbox"));
    world.sound().await;
}

#[tokio::test]
async fn a_copy_reads_and_writes_in_portions_and_tells_how_far_it_is() {
    let source = empty().await;
    let world = World::on(Arc::new(source.clone())).await;
    seed_allies(&world, 1..=2_500).await;
    let (target, driver) = Wrong::store();
    let mut told: Vec<CopyProgress> = Vec::new();
    let copied = copy(&source, &target, |progress| told.push(progress)).await.unwrap();
    assert!(driver.largest() <= 1_000, "{}", driver.largest());
    let people = told.iter().filter(|now| now.table == "person" && now.phase == CopyPhase::Copying);
    assert_eq!(people.count(), 3, "2,500 people");
    for phase in [CopyPhase::Copying, CopyPhase::Checking] {
        let of_phase: Vec<_> = told.iter().filter(|now| now.phase == phase).collect();
        assert!(of_phase.is_sorted_by_key(|now| now.done));
        assert_eq!(of_phase.last().map(|now| (now.done, now.rows)), Some((copied.rows(), copied.rows())));
    }
}

#[tokio::test]
async fn a_target_that_is_not_empty_is_refused_and_left_as_it_was() {
    let (source, target) = (empty().await, empty().await);
    full(&source).await;
    World::on(Arc::new(target.clone())).await;
    let before = contents(&target).await.unwrap();
    assert_eq!(copy(&source, &target, |_| ()).await, Err(CopyError::NotEmpty { table: "wording" }));
    assert_eq!(contents(&target).await.unwrap(), before);
    assert_eq!(
        copy(&source, &source, |_| ()).await,
        Err(CopyError::NotEmpty { table: "wording" }),
        "onto itself"
    );
}

#[tokio::test]
async fn an_empty_network_is_copied_too() {
    let (source, target) = (empty().await, empty().await);
    assert_eq!(copied(&source, &target).await.rows(), 0);
}

/// Drops a copy after each number of portions, from none to all but the last.
#[tokio::test]
async fn a_copy_that_stops_anywhere_is_found_refused_and_cannot_be_written_to() {
    let source = empty().await;
    let (_, event) = full(&source).await;
    let whole = Mutex::new(Vec::new());
    copy(&source, &empty().await, |now| whole.lock().unwrap().push(now)).await.unwrap();
    let steps = whole.into_inner().unwrap().len();
    assert_eq!(steps, 2 * TABLES.len(), "one portion for each table, copied and checked");
    for stop in 1..=steps {
        let target = empty().await;
        stopped(&source, &target, stop).await;
        assert!(faults(&target).await.contains(&"copy.unfinished"), "{stop}");
        assert_ne!(contents(&target).await.unwrap(), contents(&source).await.unwrap(), "{stop}");
        assert_eq!(copy(&source, &target, |_| ()).await, Err(CopyError::TargetUnfinished), "{stop}");
        assert_eq!(copy(&target, &empty().await, |_| ()).await, Err(CopyError::SourceUnfinished), "{stop}");
        let before = contents(&target).await.unwrap();
        if stop > TABLES.len() {
            // All rows are there, and only the comparison was not finished: even so it takes nothing.
            let world = World::with_ids(Arc::new(target.clone()), Arc::new(SystemIds)).await;
            let refused = register(&world, event, 40).await;
            assert!(matches!(refused, Err(NetworkError::Failed { .. })), "{stop}: {refused:?}");
            let (survey, ballot) = full::survey();
            let refused = target.spend_ballot(survey.name(), ballot).await;
            assert_eq!(refused, Err(StoreError::Backend { code: "copy.unfinished" }), "{stop}");
            let refused = target.close_survey(survey.name()).await;
            assert_eq!(refused, Err(StoreError::Backend { code: "copy.unfinished" }), "{stop}");
            assert!(
                world.network.verify(admin()).await.unwrap().iter().any(|f| f.record == RecordRef::Network)
            );
        }
        assert_eq!(contents(&target).await.unwrap(), before, "{stop}");
    }
}

/// Copies, and drops the copy at this report.
async fn stopped(source: &SqlStore, target: &SqlStore, stop: usize) {
    let (stopping, stops) = tokio::sync::oneshot::channel();
    let (mut stopping, mut seen) = (Some(stopping), 0);
    let progress = |_| {
        seen += 1;
        if seen == stop {
            stopping.take().unwrap().send(()).unwrap();
        }
    };
    tokio::select! {
        biased;
        _ = stops => {}
        done = copy(source, target, progress) => panic!("not stopped: {done:?}"),
    }
}

#[tokio::test]
async fn of_two_copies_into_one_target_one_is_refused() {
    let (source, target) = (empty().await, empty().await);
    full(&source).await;
    let (one, other) = tokio::join!(copy(&source, &target, |_| ()), copy(&source, &target, |_| ()));
    let refused: Vec<_> = [&one, &other].into_iter().filter_map(|copy| copy.as_ref().err()).collect();
    assert!(refused.len() == 1, "{one:?} {other:?}");
    assert!(matches!(refused[0], CopyError::TargetUnfinished | CopyError::NotEmpty { .. }), "{refused:?}");
    assert_eq!(contents(&target).await.unwrap(), contents(&source).await.unwrap());
}

/// The control: a target that keeps something else than it was given, or forgets a row, is seen.
#[tokio::test]
async fn a_target_that_keeps_something_else_is_not_taken_for_a_copy() {
    let source = empty().await;
    full(&source).await;
    for (wrong, table) in [
        (Wrong::letter("INSERT INTO person ("), "person"),
        (Wrong::letter("INSERT INTO event ("), "event"),
        (Wrong::row("INSERT INTO receipt ("), "receipt"),
        (Wrong::row("INSERT INTO outbox ("), "outbox"),
    ] {
        let target = wrong.over_sqlite();
        assert_eq!(copy(&source, &target, |_| ()).await, Err(CopyError::Differs { table }));
        assert!(faults(&target).await.contains(&"copy.unfinished"), "{table}");
    }
}

#[tokio::test]
async fn a_source_that_cannot_be_read_is_named_by_table_and_column_and_never_quoted() {
    let folder = folder();
    let path = folder.path().join("network.db");
    let source = file(&path).await;
    full(&source).await;
    let hand = rusqlite::Connection::open(&path).unwrap();
    hand.execute("UPDATE event SET ends_local = 'Sample Person 17' WHERE rowid = 1", []).unwrap();
    let error = copy(&source, &empty().await, |_| ()).await.unwrap_err();
    assert_eq!(error, CopyError::Unreadable { table: "event", column: "ends_local" });
    assert!(!format!("{error} {error:?}").contains("Sample"));
    assert_eq!(contents(&source).await, Err(StoreError::Backend { code: "storage.unreadable" }));
}
