//! What the driver promises: atomicity, order, snapshots, bounds, and an orderly end.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use bln_cluster::Cluster;
use bln_postgres::PostgresDriver;
use bln_sql::{Batch, ConstraintKind, Driver, Failure, Query, Statement, Value};
use chrono::{DateTime, NaiveDate};
use support::{Toys, ask, block_on, config, open, pool, pools, send, together};
use uuid::Uuid;

#[test]
fn every_type_of_value_comes_back_as_it_went_in() {
    let Some(toys) = Toys::new() else { return };
    let driver = toys.open().unwrap();
    let id = Uuid::from_u128(0x018f_0d2e_7c1a_7b3e_9f00_0123_4567_89ab);
    let at = DateTime::from_timestamp_micros(1_772_388_000_000_001).unwrap();
    let day = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
    let starts = day.and_hms_opt(18, 0, 0).unwrap();
    let seat = Statement::new(
        "INSERT INTO seat (id, pool, at, day, starts, offered, token) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        vec![id.into(), 1.into(), at.into(), day.into(), starts.into(), true.into(), vec![0_u8, 255].into()],
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
}

#[test]
fn a_refused_batch_leaves_nothing_and_names_the_statement_and_its_constraint() {
    let Some(toys) = Toys::new() else { return };
    let driver = toys.open().unwrap();
    block_on(driver.write(pool(1))).unwrap();
    let refused = [
        ("INSERT INTO pool (id) VALUES (1)", ConstraintKind::Unique),
        ("INSERT INTO pool (id, label) VALUES (8, 'a'), (9, 'a')", ConstraintKind::Unique),
        (
            "INSERT INTO seat (id, pool) VALUES ('018f0d2e-7c1a-7b3e-9f00-0123456789ab', 99)",
            ConstraintKind::ForeignKey,
        ),
        ("INSERT INTO pool (label) VALUES ('b')", ConstraintKind::NotNull),
        ("UPDATE pool SET taken = 3", ConstraintKind::Check),
        ("INSERT INTO seat (id, pool) VALUES ('no identifier', 1)", ConstraintKind::Check),
    ];
    for (sql, kind) in refused {
        let batch = Batch([pool(2).0, vec![Statement::new(sql, vec![])]].concat());
        let failure = Failure::Constraint { statement: 1, kind };
        assert_eq!(block_on(driver.write(batch)), Err(failure), "{sql}");
    }
    let misfit = Statement::new("UPDATE pool SET taken = ?1", vec!["many".into()]);
    let check = Failure::Constraint { statement: 0, kind: ConstraintKind::Check };
    assert_eq!(block_on(driver.write(Batch(vec![misfit]))), Err(check));
    assert_eq!(pools(&driver), [1]);
}

#[test]
fn a_guard_counts_rows_written_and_rows_returned() {
    let Some(toys) = Toys::new() else { return };
    let driver = toys.open().unwrap();
    block_on(driver.write(Batch([pool(1).0, pool(2).0].concat()))).unwrap();
    for (sql, rows) in [
        ("UPDATE pool SET taken = taken", 2),
        ("UPDATE pool SET taken = taken WHERE id = 7", 0),
        ("SELECT id FROM pool", 2),
        ("SELECT 1 WHERE 1 = 0", 0),
        ("UPDATE pool SET taken = 1 WHERE id = 1 RETURNING id", 1),
        ("DELETE FROM pool WHERE id > 7", 0),
        ("INSERT INTO pool (id) VALUES (1) ON CONFLICT DO NOTHING", 0),
        ("WITH known AS (SELECT 1 AS id) UPDATE pool SET taken = 0 WHERE id IN (SELECT id FROM known)", 1),
    ] {
        let statement = Statement::new(sql, vec![]);
        let unmet = Batch(vec![statement.clone().expecting(rows + 1), pool(9).0.remove(0)]);
        assert_eq!(block_on(driver.write(unmet)), Err(Failure::Guard { statement: 0 }), "{sql}");
        let alone = Batch(vec![statement.clone().expecting(rows)]);
        assert_eq!(block_on(driver.write(alone)), Ok(()), "{sql}");
    }
    assert_eq!(pools(&driver), [1, 2], "nothing of a refused batch");
    // A division by zero that is not a guard's is a fault of the statement.
    let zero = Batch(vec![Statement::new("UPDATE pool SET taken = 1 / (taken - taken)", vec![])]);
    assert_eq!(block_on(driver.write(zero)), Err(Failure::Engine { code: "sql.error" }));
}

#[test]
fn a_statement_or_query_at_fault_is_refused_with_a_code_and_the_driver_goes_on() {
    let Some(toys) = Toys::new() else { return };
    let driver = toys.open().unwrap();
    let write = |sql, params| block_on(driver.write(Batch(vec![Statement::new(sql, params)])));
    let engine = |code| Err(Failure::Engine { code });
    assert_eq!(write("INSERT INTO nowhere VALUES (1)", vec![]), engine("sql.error"));
    assert_eq!(write("INSERT INTO pool (id) VALUES (?1)", vec![]), engine("sql.parameters"));
    assert_eq!(
        write("INSERT INTO pool (id) VALUES (?1)", vec![1.into(), 2.into()]),
        engine("sql.parameters")
    );
    assert_eq!(write("UPDATE pool SET label = ?1", vec!["a\0".into()]), engine("value.nul"));
    let year_10_000 = NaiveDate::from_ymd_opt(10_000, 1, 1);
    assert_eq!(write("UPDATE seat SET day = ?1", vec![year_10_000.into()]), engine("value.out-of-range"));
    for sql in ["COMMIT", "ROLLBACK", "SET search_path = public", "SHOW fsync"] {
        assert_eq!(write(sql, vec![]), engine("sql.misuse"), "{sql}");
    }
    let read = |sql| block_on(driver.read(vec![Query::new("SELECT 1", vec![]), Query::new(sql, vec![])]));
    assert_eq!(read("INSERT INTO pool (id) VALUES (5)"), Err(Failure::Engine { code: "sql.not-a-query" }));
    let hidden = "WITH made AS (INSERT INTO pool (id) VALUES (5) RETURNING id) SELECT id FROM made";
    assert_eq!(read(hidden), Err(Failure::Engine { code: "sql.not-a-query" }));
    assert_eq!(read("COMMIT"), Err(Failure::Engine { code: "sql.not-a-query" }));
    assert_eq!(read("SELECT nothing FROM pool"), Err(Failure::Engine { code: "sql.error" }));
    assert_eq!(read("SELECT 0.5"), Err(Failure::Engine { code: "value.real" }));
    assert_eq!(read("SELECT 1 / 0"), Err(Failure::Engine { code: "sql.error" }));
    assert_eq!(read("SELECT CAST('infinity' AS date)"), Err(Failure::Engine { code: "value.out-of-range" }));
    assert_eq!(
        ask(&driver, "SHOW search_path", vec![])[0].text(0),
        Ok(format!("{}, pg_temp", toys.0.name()).as_str())
    );
    block_on(driver.write(pool(6))).unwrap();
    assert_eq!(pools(&driver), [6]);
}

#[test]
fn nothing_asked_is_nothing_done() {
    let Some(toys) = Toys::new() else { return };
    let driver = toys.open().unwrap();
    assert_eq!(block_on(driver.write(Batch::default())), Ok(()));
    assert_eq!(block_on(driver.read(vec![])), Ok(vec![]));
}

#[test]
fn bad_batches_among_others_that_share_a_commit_are_refused_alone() {
    let Some(toys) = Toys::new() else { return };
    let driver = toys.open().unwrap();
    let count = |rows| Batch(vec![Statement::new("SELECT id FROM pool", vec![]).expecting(rows)]);
    let refused = Batch([pool(2).0, count(7).0].concat());
    let orphan = Batch(vec![Statement::new("INSERT INTO pool (id, parent) VALUES (9, 99)", vec![])]);
    let nowhere = Batch(vec![Statement::new("INSERT INTO nowhere VALUES (1)", vec![])]);
    let unique = Failure::Constraint { statement: 0, kind: ConstraintKind::Unique };
    let batches = vec![pool(1), pool(1), count(1), refused, count(1), nowhere, pool(3), pool(3), count(2)];
    let guard = Err(Failure::Guard { statement: 1 });
    let fault = Err(Failure::Engine { code: "sql.error" });
    let expected = [Ok(()), Err(unique), Ok(()), guard, Ok(()), fault, Ok(()), Err(unique), Ok(())];
    assert_eq!(together(&toys, &driver, batches), expected);
    assert_eq!(pools(&driver), [1, 3]);
    // What is checked only at the commit refuses its own batch alone, too.
    let foreign = Failure::Constraint { statement: 0, kind: ConstraintKind::ForeignKey };
    assert_eq!(together(&toys, &driver, vec![pool(4), orphan, pool(5)]), [Ok(()), Err(foreign), Ok(())]);
    assert_eq!(pools(&driver), [1, 3, 4, 5]);
}

#[test]
fn batches_take_effect_in_the_order_in_which_they_were_sent() {
    let Some(toys) = Toys::new() else { return };
    let driver = toys.open().unwrap();
    let append = "INSERT INTO pool (id, label) SELECT coalesce(max(id), 0) + 1, ?1 FROM pool";
    let labels: Vec<_> = (0..1_000).map(|number| format!("{number:04}")).collect();
    let writes: Vec<_> = labels
        .iter()
        .map(|label| send(&driver, Batch(vec![Statement::new(append, vec![label.as_str().into()])])).0)
        .collect();
    for write in writes {
        block_on(write).unwrap();
    }
    let answer = ask(&driver, "SELECT label FROM pool ORDER BY id", vec![]);
    assert_eq!(answer.iter().map(|row| row.text(0).unwrap()).collect::<Vec<_>>(), labels);
}

#[test]
fn two_processes_draw_positions_without_a_gap_and_without_a_retry() {
    let Some(toys) = Toys::new() else { return };
    let append = "INSERT INTO pool (id) SELECT coalesce(max(id), 0) + 1 FROM pool";
    let run = || {
        let driver = toys.open().unwrap();
        let batch = || Batch(vec![Statement::new(append, vec![])]);
        let writes: Vec<_> = (0..300).map(|_| send(&driver, batch()).0).collect();
        writes.into_iter().map(block_on).collect::<Result<Vec<_>, _>>().unwrap();
    };
    std::thread::scope(|scope| {
        scope.spawn(run);
        scope.spawn(run);
    });
    assert_eq!(pools(&toys.open().unwrap()), (1..=600).collect::<Vec<i64>>());
    // The control: without the lock the second of two draws the same position, and is refused.
    let (one, other) = (toys.other(), toys.other());
    one.execute(&format!("BEGIN; {append}")).unwrap();
    let refused = std::thread::scope(|scope| {
        let second = scope.spawn(|| other.execute(append));
        std::thread::sleep(Duration::from_millis(200));
        one.unlock();
        second.join().unwrap()
    });
    assert!(refused.is_err(), "the control did not collide");
}

#[test]
fn all_queries_of_a_read_see_one_state_while_writes_go_on() {
    let Some(toys) = Toys::new() else { return };
    let driver = Arc::new(toys.open().unwrap());
    block_on(driver.write(Batch([pool(1).0, pool(2).0].concat()))).unwrap();
    let writing = Arc::clone(&driver);
    let writer = std::thread::spawn(move || {
        for round in 1..=300_i64 {
            let label = |pool: i64| {
                let label = format!("{pool}:{round}");
                Statement::new("UPDATE pool SET label = ?1 WHERE id = ?2", vec![label.into(), pool.into()])
            };
            block_on(writing.write(Batch(vec![label(1), label(2)]))).unwrap();
        }
    });
    let label = |id: i64| Query::new("SELECT substr(label, 3) FROM pool WHERE id = ?1", vec![id.into()]);
    let mut seen = BTreeSet::new();
    while !writer.is_finished() {
        let answers = block_on(driver.read(vec![label(1), label(2), label(1)])).unwrap();
        let texts: Vec<_> = answers.iter().map(|rows| rows[0].opt_text(0).unwrap()).collect();
        assert!(texts.iter().all(|text| *text == texts[0]), "one read, two states: {texts:?}");
        seen.insert(texts[0].map(ToOwned::to_owned));
    }
    writer.join().unwrap();
    assert!(seen.len() > 2, "the reads did run beside the writes");
}

#[test]
fn a_read_sees_a_write_that_was_acknowledged_before_it() {
    let Some(toys) = Toys::new() else { return };
    let driver = toys.open().unwrap();
    for id in 1..=100 {
        block_on(driver.write(pool(id))).unwrap();
        assert_eq!(ask(&driver, "SELECT max(id) FROM pool", vec![])[0].int(0), Ok(id));
    }
}

#[test]
fn a_view_stays_as_it_was_and_outlives_the_driver() {
    let Some(toys) = Toys::new() else { return };
    let driver = toys.open().unwrap();
    block_on(driver.write(pool(1))).unwrap();
    let mut view = block_on(driver.snapshot()).unwrap();
    let mut seen = || {
        let answers = block_on(view.read(vec![Query::new("SELECT count(*) FROM pool", vec![])]));
        answers.map(|answers| answers[0][0].int(0).unwrap())
    };
    block_on(driver.write(pool(2))).unwrap();
    assert_eq!(seen(), Ok(1));
    drop(driver);
    assert_eq!(seen(), Ok(1));
    for (sql, code) in [
        ("SELECT nothing FROM pool", "sql.error"),
        ("DELETE FROM pool", "sql.not-a-query"),
        ("SELECT 1 / 0", "sql.error"),
    ] {
        let refused = block_on(view.read(vec![Query::new(sql, vec![])]));
        assert_eq!(refused, Err(Failure::Engine { code }), "{sql}");
        let answers = block_on(view.read(vec![Query::new("SELECT count(*) FROM pool", vec![])])).unwrap();
        assert_eq!(answers[0][0].int(0), Ok(1), "the same view goes on");
    }
    drop(view);
    while !toys.states().is_empty() {
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_view_that_is_lost_never_goes_on_with_another_state() {
    let Some(toys) = Toys::new() else { return };
    let driver = toys.open().unwrap();
    let mut view = block_on(driver.snapshot()).unwrap();
    let terminate = format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{}' \
         AND state = 'idle in transaction'",
        toys.0.name()
    );
    assert_eq!(toys.0.server().sql(&terminate).unwrap(), ["t"]);
    for _ in 0..2 {
        let lost = block_on(view.read(vec![Query::new("SELECT 1", vec![])]));
        assert_eq!(lost, Err(Failure::Engine { code: "storage.snapshot-lost" }));
    }
}

#[test]
fn another_process_that_keeps_the_lock_makes_the_database_busy_and_nothing_is_done() {
    let Some(toys) = Toys::new() else { return };
    drop(toys.open().unwrap());
    let driver = open(&toys.config().with_lock_timeout(Duration::from_millis(100))).unwrap();
    let other = toys.other();
    other.lock();
    let (first, second) = (send(&driver, pool(1)).0, send(&driver, pool(2)).0);
    assert_eq!((block_on(first), block_on(second)), (Err(Failure::Busy), Err(Failure::Busy)));
    assert_eq!(pools(&driver), Vec::<i64>::new(), "reads go on");
    other.unlock();
    assert_eq!(block_on(driver.write(pool(3))), Ok(()));
    assert_eq!(pools(&driver), [3]);
}

#[test]
fn a_full_queue_is_busy_at_once_and_loses_nothing_that_it_took() {
    let Some(toys) = Toys::new() else { return };
    let driver = open(&toys.config().with_queue(2.try_into().unwrap())).unwrap();
    let other = toys.other();
    other.lock();
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
    other.unlock();
    let mut ids = Vec::new();
    for (id, write) in accepted {
        assert_eq!(block_on(write), Ok(()));
        ids.push(id);
    }
    assert_eq!(pools(&driver), ids);
}

#[test]
fn callers_that_go_away_leave_their_batches_whole_and_no_transaction_open() {
    let Some(toys) = Toys::new() else { return };
    let driver = toys.open().unwrap();
    for id in 0..200 {
        let batch = Batch([pool(2 * id).0, pool(2 * id + 1).0].concat());
        let (mut write, first) = send(&driver, batch);
        // Let go after another number of polls each time, or when it is done.
        for _ in 0..if first.is_ready() { 0 } else { id % 7 } {
            std::thread::sleep(Duration::from_micros(200));
            if write.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready() {
                break;
            }
        }
        let mut read = Box::pin(driver.read(vec![Query::new("SELECT count(*) FROM pool", vec![]); 2]));
        let _first = read.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    }
    // Sent after them, so done after them.
    block_on(driver.write(pool(1_000))).unwrap();
    let expected: Vec<i64> = (0..400).chain([1_000]).collect();
    assert_eq!(pools(&driver), expected);
    let open = |states: &[String]| states.iter().any(|state| state.starts_with("idle in transaction"));
    let idle = (0..500).any(|_| {
        std::thread::sleep(Duration::from_millis(10));
        toys.states().iter().all(|state| state == "idle")
    });
    assert!(idle && !open(&toys.states()), "{:?}", toys.states());
    let view = block_on(driver.snapshot()).unwrap();
    assert!(open(&toys.states()), "the control: a view is an open transaction");
    drop(view);
}

#[test]
fn dropping_the_driver_finishes_what_was_accepted_and_a_new_one_sees_all_of_it() {
    let Some(toys) = Toys::new() else { return };
    let driver = toys.open().unwrap();
    for id in 1..=500 {
        drop(send(&driver, pool(id)));
    }
    drop(driver);
    // They are closed; the server sees that when its processes are next at work.
    let gone = (0..500).any(|_| {
        let gone = toys.states().is_empty();
        std::thread::sleep(Duration::from_millis(if gone { 0 } else { 10 }));
        gone
    });
    assert!(gone, "its connections are closed: {:?}", toys.states());
    assert_eq!(pools(&toys.open().unwrap()), (1..=500).collect::<Vec<i64>>());
}

#[test]
fn the_driver_may_be_opened_and_dropped_inside_a_task() {
    let Some(toys) = Toys::new() else { return };
    let (config, migrations) = (toys.config(), support::migrations());
    block_on(async {
        let driver = PostgresDriver::open(&config, support::TOYS, &migrations).await.unwrap();
        driver.write(pool(1)).await.unwrap();
        drop(driver);
    });
    assert_eq!(pools(&toys.open().unwrap()), [1]);
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
    let Some(toys) = Toys::new() else { return };
    let driver = toys.open().unwrap();
    let other = toys.other();
    other.lock();
    let (sender, given_up) = sync_channel(1);
    let task = Arc::new(GivesUp(Mutex::new(None), sender));
    let mut owner: Owner = Box::pin(async move { driver.write(pool(1)).await.unwrap() });
    let waker = Waker::from(Arc::clone(&task));
    assert!(owner.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
    *task.0.lock().unwrap() = Some(owner);
    other.unlock();
    given_up.recv_timeout(Duration::from_secs(60)).expect("the thread must not wait for itself");
    assert_eq!(pools(&toys.open().unwrap()), [1]);
}

#[test]
fn many_callers_at_once_are_all_answered() {
    let Some(toys) = Toys::new() else { return };
    let driver = Arc::new(toys.open().unwrap());
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
    assert_eq!(ask(&driver, "SELECT taken FROM pool", vec![])[0].values(), [Value::Int(2)]);
}

#[test]
fn a_sound_schema_passes_the_check_and_a_damaged_one_does_not() {
    let Some(server) = Cluster::for_test() else { return };
    let driver = open(&config(&server.url("toys"))).unwrap();
    block_on(driver.write(Batch((1..=100).flat_map(|id| pool(id).0).collect()))).unwrap();
    assert_eq!(block_on(driver.check()), Ok(()));
    server
        .sql("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'toys.pool_pkey'::regclass")
        .unwrap();
    assert_eq!(block_on(driver.check()), Err(Failure::DAMAGED));
}
