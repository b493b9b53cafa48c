//! What the driver promises: atomicity, order, snapshots, bounds, and an orderly end.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

mod support;

use std::future::Future;
use std::pin::Pin;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use bln_sql::{Batch, ConstraintKind, Driver, Failure, Query, Statement, Value};
use bln_sqlite::SqliteDriver;
use chrono::{DateTime, NaiveDate};
use support::{Folder, TOYS, block_on, pool, pools, schema};
use uuid::Uuid;

type Write<'a> = Pin<Box<dyn Future<Output = Result<(), Failure>> + Send + 'a>>;

/// Polls once: the batch is accepted or refused, and nobody waits for it yet.
fn send<'a>(driver: &'a SqliteDriver, batch: Batch) -> (Write<'a>, Poll<Result<(), Failure>>) {
    let mut write: Write<'a> = Box::pin(async move { driver.write(batch).await });
    let first = write.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    (write, first)
}

/// Another process's write lock, as far as SQLite is concerned.
fn lock(folder: &Folder) -> rusqlite::Connection {
    let other = rusqlite::Connection::open(folder.file()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    other
}

fn both(test: impl Fn(&SqliteDriver)) {
    let folder = Folder::new();
    test(&folder.open().unwrap());
    test(&SqliteDriver::in_memory(&schema()).unwrap());
}

#[test]
fn every_type_of_value_comes_back_as_it_went_in() {
    both(|driver| {
        let id = Uuid::from_u128(0x018f_0d2e_7c1a_7b3e_9f00_0123_4567_89ab);
        let at = DateTime::from_timestamp_micros(1_772_388_000_000_001).unwrap();
        let day = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
        let starts = day.and_hms_opt(18, 0, 0).unwrap();
        let seat = Statement::new(
            "INSERT INTO seat (id, pool, at, day, starts, offered, token) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            vec![
                id.into(),
                1.into(),
                at.into(),
                day.into(),
                starts.into(),
                true.into(),
                vec![0_u8, 255].into(),
            ],
        );
        let label = Statement::new("UPDATE pool SET label = ?1", vec!["Zoë".into()]).expecting(1);
        block_on(driver.write(Batch([pool(1).0, vec![seat, label]].concat()))).unwrap();
        let queries = vec![
            Query::new("SELECT id, at, day, starts, offered, token FROM seat WHERE at = ?1", vec![at.into()]),
            Query::new("SELECT label, NULL FROM pool WHERE id = ?2 AND taken = ?1", vec![0.into(), 1.into()]),
        ];
        let answers = block_on(driver.read(queries)).unwrap();
        let row = &answers[0][0];
        assert_eq!((row.uuid(0), row.instant(1), row.date(2)), (Ok(id), Ok(at), Ok(day)));
        assert_eq!((row.local_date_time(3), row.bool(4)), (Ok(starts), Ok(true)));
        assert_eq!(row.bytes(5), Ok([0, 255].as_slice()));
        assert_eq!((answers[1][0].text(0), answers[1][0].opt_text(1)), (Ok("Zoë"), Ok(None)));
    });
}

#[test]
fn a_refused_batch_leaves_nothing_and_names_the_statement_and_its_constraint() {
    both(|driver| {
        block_on(driver.write(pool(1))).unwrap();
        let refused = [
            ("INSERT INTO pool (id) VALUES (1)", ConstraintKind::Unique),
            ("INSERT INTO pool (label) VALUES ('a'), ('a')", ConstraintKind::Unique),
            ("INSERT INTO seat (id, pool) VALUES ('s', 99)", ConstraintKind::ForeignKey),
            ("INSERT INTO seat (id) VALUES ('s')", ConstraintKind::NotNull),
            ("UPDATE pool SET taken = 3", ConstraintKind::Check),
            ("UPDATE pool SET taken = 'many'", ConstraintKind::Check),
        ];
        for (sql, kind) in refused {
            let batch = Batch([pool(2).0, vec![Statement::new(sql, vec![])]].concat());
            let failure = Failure::Constraint { statement: 1, kind };
            assert_eq!(block_on(driver.write(batch)), Err(failure), "{sql}");
        }
        let unmet = Statement::new("UPDATE pool SET taken = 1 WHERE id = ?1", vec![7.into()]).expecting(1);
        let batch = Batch([pool(2).0, vec![unmet]].concat());
        assert_eq!(block_on(driver.write(batch)), Err(Failure::Guard { statement: 1 }));
        assert_eq!(pools(driver), [1]);
    });
}

#[test]
fn a_statement_or_query_at_fault_is_refused_with_a_code_and_the_driver_goes_on() {
    both(|driver| {
        let write = |sql, params| block_on(driver.write(Batch(vec![Statement::new(sql, params)])));
        let engine = |code| Err(Failure::Engine { code });
        assert_eq!(write("INSERT INTO nowhere VALUES (1)", vec![]), engine("sql.error"));
        assert_eq!(write("INSERT INTO pool (id) VALUES (?1)", vec![]), engine("sql.parameters"));
        assert_eq!(write("INSERT INTO pool (label) VALUES (?1)", vec!["a\0".into()]), engine("value.nul"));
        let year_10_000 = NaiveDate::from_ymd_opt(10_000, 1, 1);
        assert_eq!(write("UPDATE seat SET day = ?1", vec![year_10_000.into()]), engine("value.out-of-range"));
        let change = Query::new("INSERT INTO pool (id) VALUES (5)", vec![]);
        let read = block_on(driver.read(vec![Query::new("SELECT 1", vec![]), change]));
        assert_eq!(read, Err(Failure::Engine { code: "sql.not-a-query" }));
        block_on(driver.write(pool(6))).unwrap();
        assert_eq!(pools(driver), [6]);
    });
}

#[test]
fn nothing_asked_is_nothing_done() {
    both(|driver| {
        assert_eq!(block_on(driver.write(Batch::default())), Ok(()));
        assert_eq!(block_on(driver.read(vec![])), Ok(vec![]));
    });
}

#[test]
fn a_bad_batch_among_others_that_share_a_commit_is_refused_alone() {
    let folder = Folder::new();
    let driver = folder.open().unwrap();
    let other = lock(&folder);
    // The first is taken and waits for the lock; the others wait behind it and make the next group.
    let writes: Vec<_> = [1, 2, 2, 3]
        .into_iter()
        .map(|id| send(&driver, pool(id)))
        .inspect(|(_, first)| assert!(first.is_pending()))
        .collect();
    other.execute_batch("COMMIT").unwrap();
    let answers: Vec<_> = writes.into_iter().map(|(write, _)| block_on(write)).collect();
    let unique = Failure::Constraint { statement: 0, kind: ConstraintKind::Unique };
    assert_eq!(answers, [Ok(()), Ok(()), Err(unique), Ok(())]);
    assert_eq!(pools(&driver), [1, 2, 3]);
}

#[test]
fn batches_take_effect_in_the_order_in_which_they_were_sent() {
    let folder = Folder::new();
    let driver = folder.open().unwrap();
    let append = "INSERT INTO pool (id, label) SELECT coalesce(max(id), 0) + 1, ?1 FROM pool";
    let labels: Vec<_> = (0..1_000).map(|number| format!("{number:04}")).collect();
    let writes: Vec<_> = labels
        .iter()
        .map(|label| send(&driver, Batch(vec![Statement::new(append, vec![label.as_str().into()])])).0)
        .collect();
    for write in writes {
        block_on(write).unwrap();
    }
    let answers =
        block_on(driver.read(vec![Query::new("SELECT label FROM pool ORDER BY id", vec![])])).unwrap();
    assert_eq!(answers[0].iter().map(|row| row.text(0).unwrap()).collect::<Vec<_>>(), labels);
}

#[test]
fn all_queries_of_a_read_see_one_state_while_writes_go_on() {
    let folder = Folder::new();
    let driver = Arc::new(folder.open().unwrap());
    block_on(driver.write(Batch([pool(1).0, pool(2).0].concat()))).unwrap();
    let writing = Arc::clone(&driver);
    let writer = std::thread::spawn(move || {
        for round in 1..=500_i64 {
            let label = |pool: i64| {
                Statement::new(
                    "UPDATE pool SET label = ?1 WHERE id = ?2",
                    vec![format!("{pool}:{round}").into(), pool.into()],
                )
            };
            block_on(writing.write(Batch(vec![label(1), label(2)]))).unwrap();
        }
    });
    let label = |id: i64| Query::new("SELECT substr(label, 3) FROM pool WHERE id = ?1", vec![id.into()]);
    let mut seen = std::collections::BTreeSet::new();
    while !writer.is_finished() {
        let answers = block_on(driver.read(vec![label(1), label(2), label(1)])).unwrap();
        let texts: Vec<_> = answers.iter().map(|rows| rows[0].opt_text(0).unwrap()).collect();
        assert!(
            texts.iter().all(|text| *text == texts[0]),
            "three queries of one read, two states: {texts:?}"
        );
        seen.insert(texts[0].map(ToOwned::to_owned));
    }
    writer.join().unwrap();
    assert!(seen.len() > 2, "the reads did run beside the writes");
}

#[test]
fn a_read_sees_a_write_that_was_acknowledged_before_it() {
    let folder = Folder::new();
    let driver = folder.open().unwrap();
    for id in 1..=200 {
        block_on(driver.write(pool(id))).unwrap();
        let last = block_on(driver.read(vec![Query::new("SELECT max(id) FROM pool", vec![])])).unwrap();
        assert_eq!(last[0][0].int(0), Ok(id));
    }
}

#[test]
fn another_process_that_keeps_the_lock_makes_the_database_busy_and_nothing_is_done() {
    let folder = Folder::new();
    let config = folder.config().with_busy_timeout(Duration::from_millis(100));
    let driver = SqliteDriver::open(&config, TOYS, &schema()).unwrap();
    let other = lock(&folder);
    let (first, second) = (send(&driver, pool(1)).0, send(&driver, pool(2)).0);
    assert_eq!((block_on(first), block_on(second)), (Err(Failure::Busy), Err(Failure::Busy)));
    assert_eq!(pools(&driver), Vec::<i64>::new(), "reads go on");
    other.execute_batch("COMMIT").unwrap();
    assert_eq!(block_on(driver.write(pool(3))), Ok(()));
    assert_eq!(pools(&driver), [3]);
}

#[test]
fn another_process_that_lets_go_in_time_is_waited_for() {
    let folder = Folder::new();
    let driver = folder.open().unwrap();
    let other = lock(&folder);
    let (write, first) = send(&driver, pool(1));
    assert!(first.is_pending());
    std::thread::sleep(Duration::from_millis(50));
    other.execute_batch("COMMIT").unwrap();
    assert_eq!(block_on(write), Ok(()));
}

#[test]
fn a_full_queue_is_busy_at_once_and_loses_nothing_that_it_took() {
    let folder = Folder::new();
    let config = folder.config().with_queue(2.try_into().unwrap());
    let driver = SqliteDriver::open(&config, TOYS, &schema()).unwrap();
    let other = lock(&folder);
    // A group of 256 and a queue of 2 is the most that can be waiting.
    let mut accepted = Vec::new();
    let refused = (1..=259).find_map(|id| match send(&driver, pool(id)) {
        (write, Poll::Pending) => {
            accepted.push((id, write));
            None
        }
        (_, Poll::Ready(answer)) => Some(answer),
    });
    assert_eq!(refused, Some(Err(Failure::Busy)));
    other.execute_batch("COMMIT").unwrap();
    let mut ids = Vec::new();
    for (id, write) in accepted {
        assert_eq!(block_on(write), Ok(()));
        ids.push(id);
    }
    assert_eq!(pools(&driver), ids);
}

#[test]
fn a_caller_that_goes_away_leaves_its_batch_whole() {
    let folder = Folder::new();
    let driver = folder.open().unwrap();
    for id in 0..100 {
        let batch = Batch([pool(2 * id).0, pool(2 * id + 1).0].concat());
        drop(send(&driver, batch));
    }
    // Sent after them, so done after them.
    block_on(driver.write(pool(1_000))).unwrap();
    let expected: Vec<i64> = (0..200).chain([1_000]).collect();
    assert_eq!(pools(&driver), expected);
}

#[test]
fn dropping_the_driver_finishes_what_was_accepted_and_a_new_one_sees_all_of_it() {
    let folder = Folder::new();
    let driver = folder.open().unwrap();
    for id in 1..=500 {
        drop(send(&driver, pool(id)));
    }
    drop(driver);
    assert!(!folder.path().join("toys.db-wal").exists(), "the log was folded into the file");
    let again = folder.open().unwrap();
    assert_eq!(pools(&again), (1..=500).collect::<Vec<i64>>());
}

#[test]
fn the_driver_may_be_dropped_inside_a_task() {
    let folder = Folder::new();
    let driver = folder.open().unwrap();
    block_on(async move {
        driver.write(pool(1)).await.unwrap();
        drop(driver);
    });
    assert_eq!(pools(&folder.open().unwrap()), [1]);
}

type Owner = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A task that gives up, and with it the driver that it owns, as soon as it is woken.
struct GivesUp(Mutex<Option<Owner>>, SyncSender<()>);

impl Wake for GivesUp {
    fn wake(self: Arc<Self>) {
        drop(self.0.lock().unwrap().take());
        self.1.send(()).unwrap();
    }
}

#[test]
fn the_driver_may_be_dropped_on_the_very_thread_that_answers() {
    let folder = Folder::new();
    let driver = folder.open().unwrap();
    let other = lock(&folder);
    let (sender, given_up) = sync_channel(1);
    let task = Arc::new(GivesUp(Mutex::new(None), sender));
    let mut owner: Owner = Box::pin(async move { driver.write(pool(1)).await.unwrap() });
    let waker = Waker::from(Arc::clone(&task));
    assert!(owner.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
    *task.0.lock().unwrap() = Some(owner);
    other.execute_batch("COMMIT").unwrap();
    given_up.recv_timeout(Duration::from_secs(60)).expect("the thread must not wait for itself");
    assert_eq!(pools(&folder.open().unwrap()), [1]);
}

#[test]
fn many_callers_at_once_are_all_answered() {
    let folder = Folder::new();
    let driver = Arc::new(folder.open().unwrap());
    let take = "UPDATE pool SET taken = taken + 1 WHERE id = 1 AND taken < 2";
    block_on(driver.write(pool(1))).unwrap();
    let threads: Vec<_> = (0..16)
        .map(|_| {
            let driver = Arc::clone(&driver);
            let take = Batch(vec![Statement::new(take, vec![]).expecting(1)]);
            std::thread::spawn(move || {
                (0..20).filter(|_| block_on(driver.write(take.clone())).is_ok()).count()
            })
        })
        .collect();
    let taken: usize = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
    assert_eq!(taken, 2, "two places, 320 tries");
    let answers = block_on(driver.read(vec![Query::new("SELECT taken FROM pool", vec![])])).unwrap();
    assert_eq!(answers[0][0].values(), [Value::Int(2)]);
}
