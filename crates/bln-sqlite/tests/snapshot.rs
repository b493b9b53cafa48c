//! What a lasting view shows, whom it holds up, and when it ends.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

mod support;

use std::fs;
use std::future::Future;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bln_sql::{Batch, Driver, Failure, Query, Snapshot, Statement};
use bln_sqlite::SqliteDriver;
use support::{Folder, block_on, pool, schema};

const POOLS: &str = "SELECT id FROM pool ORDER BY id";

/// A query that takes far longer than a test may.
const FOR_EVER: &str =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

fn both(test: impl Fn(SqliteDriver)) {
    let folder = Folder::new();
    test(folder.open().unwrap());
    test(SqliteDriver::in_memory(&schema()).unwrap());
}

fn seen(snapshot: &mut Box<dyn Snapshot>) -> Vec<i64> {
    let answers = block_on(snapshot.read(vec![Query::new(POOLS, vec![])])).unwrap();
    answers[0].iter().map(|row| row.int(0).unwrap()).collect()
}

#[test]
fn a_view_shows_what_was_committed_when_it_began_however_much_is_written() {
    both(|driver| {
        block_on(driver.write(pool(1))).unwrap();
        let mut first = block_on(driver.snapshot()).unwrap();
        // Before it has read anything.
        block_on(driver.write(pool(2))).unwrap();
        let mut second = block_on(driver.snapshot()).unwrap();
        for id in 3..300 {
            block_on(driver.write(pool(id))).unwrap();
        }
        assert_eq!((seen(&mut first), seen(&mut second)), (vec![1], vec![1, 2]));
        let several = vec![Query::new(POOLS, vec![]), Query::new("SELECT count(*) FROM pool", vec![])];
        let answers = block_on(second.read(several)).unwrap();
        assert_eq!((answers[0].len(), answers[1][0].int(0)), (2, Ok(2)));
        assert_eq!(block_on(second.read(vec![])), Ok(vec![]));
        assert_eq!(support::pools(&driver).len(), 299, "the driver itself sees everything");
    });
}

#[test]
fn a_view_holds_up_neither_writers_nor_readers() {
    let folder = Folder::new();
    let driver = folder.open().unwrap();
    block_on(driver.write(pool(1))).unwrap();
    let mut snapshot = block_on(driver.snapshot()).unwrap();
    let mut reading = Box::pin(snapshot.read(vec![Query::new(FOR_EVER, vec![])]));
    assert!(matches!(reading.as_mut().poll(&mut Context::from_waker(Waker::noop())), Poll::Pending));
    for id in 2..50 {
        block_on(driver.write(pool(id))).unwrap();
    }
    assert_eq!(support::pools(&driver).len(), 49);
    drop(reading);
}

#[test]
fn a_view_that_is_dropped_ends_at_once_and_its_log_is_used_again() {
    let folder = Folder::new();
    let driver = folder.open().unwrap();
    let mut snapshot = block_on(driver.snapshot()).unwrap();
    let mut reading = Box::pin(snapshot.read(vec![Query::new(FOR_EVER, vec![])]));
    assert!(matches!(reading.as_mut().poll(&mut Context::from_waker(Waker::noop())), Poll::Pending));
    drop(reading);
    std::thread::sleep(Duration::from_millis(20));
    let checkpoint = || {
        let other = rusqlite::Connection::open(folder.file()).unwrap();
        block_on(driver.write(Batch(vec![Statement::new("UPDATE pool SET taken = taken", vec![])]))).unwrap();
        other.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0)).unwrap()
    };
    block_on(driver.write(pool(1))).unwrap();
    assert_eq!(checkpoint(), 1, "the control: a view keeps the log from being folded in");
    // A query that nobody waits for is stopped: else this would never end.
    drop(snapshot);
    assert_eq!(checkpoint(), 0);
    assert_eq!(fs::metadata(folder.path().join("toys.db-wal")).unwrap().len(), 0);
}

#[test]
fn a_view_outlives_its_driver() {
    both(|driver| {
        block_on(driver.write(pool(1))).unwrap();
        let mut snapshot = block_on(driver.snapshot()).unwrap();
        drop(driver);
        assert_eq!(seen(&mut snapshot), [1]);
    });
}

#[test]
fn a_view_reads_and_never_writes() {
    both(|driver| {
        let mut snapshot = block_on(driver.snapshot()).unwrap();
        let change = Query::new("INSERT INTO pool (id) VALUES (7) RETURNING id", vec![]);
        assert_eq!(block_on(snapshot.read(vec![change])), Err(Failure::Engine { code: "sql.not-a-query" }));
        assert_eq!(seen(&mut snapshot), Vec::<i64>::new(), "a refused query leaves the view as it was");
    });
}

#[test]
fn a_view_whose_transaction_is_gone_fails_and_never_shows_another_state() {
    both(|driver| {
        let mut snapshot = block_on(driver.snapshot()).unwrap();
        let end = vec![Query::new("ROLLBACK", vec![])];
        block_on(snapshot.read(end)).unwrap();
        block_on(driver.write(pool(1))).unwrap();
        let lost = Err(Failure::Engine { code: "storage.snapshot-lost" });
        assert_eq!(block_on(snapshot.read(vec![Query::new(POOLS, vec![])])), lost);
    });
}

#[test]
fn a_check_passes_while_others_write() {
    both(|driver| {
        std::thread::scope(|scope| {
            let write = || (1..200).for_each(|id| block_on(driver.write(pool(id))).unwrap());
            let writing = scope.spawn(write);
            while !writing.is_finished() {
                assert_eq!(block_on(driver.check()), Ok(()));
            }
        });
    });
}

#[test]
fn a_check_finds_a_damaged_page() {
    let folder = Folder::new();
    drop(folder.open().unwrap());
    let mut content = fs::read(folder.file()).unwrap();
    let last = content.len() - 4_096;
    content[last..].fill(0x5a);
    fs::write(folder.file(), content).unwrap();
    let driver = folder.open().unwrap();
    assert_eq!(block_on(driver.check()), Err(Failure::DAMAGED));
}
