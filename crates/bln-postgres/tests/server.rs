//! What becomes of a driver whose server ends its connections, stops, or waits for another.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::collections::BTreeSet;
use std::time::Duration;

use bln_cluster::Cluster;
use bln_postgres::PostgresDriver;
use bln_sql::{Batch, Driver, Failure, Query, Statement};
use support::{Other, Toys, block_on, config, open, pool, pools, send};

/// Ends the connections of a test that are in a state.
fn terminate(toys: &Toys, condition: &str) -> usize {
    let sql = format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{}' AND {condition}",
        toys.0.name()
    );
    toys.0.server().sql(&sql).unwrap().len()
}

#[test]
fn a_driver_whose_idle_connections_were_ended_goes_on() {
    let Some(toys) = Toys::new() else { return };
    let driver = toys.open().unwrap();
    for id in 1..=20 {
        block_on(driver.write(pool(id))).unwrap();
        assert_eq!(pools(&driver).len(), usize::try_from(id).unwrap());
        assert!(terminate(&toys, "true") >= 1);
        // Its end is on the way; a write that is sent before it arrives would be unknown.
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_batch_whose_connection_was_ended_after_it_was_sent_is_unknown() {
    let Some(toys) = Toys::new() else { return };
    let driver = toys.open().unwrap();
    let other = toys.other();
    other.lock();
    let write = send(&driver, pool(1)).0;
    while terminate(&toys, "wait_event_type = 'Lock'") == 0 {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(block_on(write), Err(Failure::Unknown));
    other.unlock();
    block_on(driver.write(pool(2))).unwrap();
    assert_eq!(pools(&driver), [2]);
}

#[test]
fn a_batch_that_does_not_answer_in_time_is_unknown_and_the_driver_goes_on() {
    let Some(toys) = Toys::new() else { return };
    drop(toys.open().unwrap());
    let short = Duration::from_millis(300);
    let driver = open(&toys.config().with_lock_timeout(short).with_statement_timeout(short)).unwrap();
    let slow = Batch(vec![Statement::new("SELECT 1 FROM pg_sleep(3)", vec![])]);
    assert_eq!(block_on(driver.write(slow)), Err(Failure::Unknown));
    let slow = block_on(driver.read(vec![Query::new("SELECT 1 FROM pg_sleep(3)", vec![])]));
    assert_eq!(slow, Err(Failure::Engine { code: "storage.interrupted" }));
    let done = (0..50).any(|_| {
        std::thread::sleep(Duration::from_millis(100));
        block_on(driver.write(pool(2))) == Ok(())
    });
    assert!(done);
    assert_eq!(pools(&driver), [2]);
}

#[test]
fn a_commit_whose_wait_for_a_replica_was_broken_off_is_unknown() {
    // A replica that is not there: every commit waits for it.
    let Some(server) = Cluster::for_test() else { return };
    let driver = open(&config(&server.url("toys"))).unwrap();
    server.sql("ALTER SYSTEM SET synchronous_standby_names = 'nobody'").unwrap();
    server.sql("SELECT pg_reload_conf()").unwrap();
    let broken_off = |stop: &str| {
        let write = send(&driver, pool(1)).0;
        let sql = format!("SELECT {stop}(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
        while server.sql(&sql).unwrap().is_empty() {
            std::thread::sleep(Duration::from_millis(5));
        }
        block_on(write)
    };
    // The server answers COMMIT as it always does, and warns.
    assert_eq!(broken_off("pg_cancel_backend"), Err(Failure::Unknown));
    server.sql("ALTER SYSTEM RESET synchronous_standby_names").unwrap();
    server.sql("SELECT pg_reload_conf()").unwrap();
    assert_eq!(pools(&driver), [1], "it was done");
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(block_on(driver.write(pool(2))), Ok(()), "the control: without a wait there is no warning");
}

/// Writes pools one by one and notes what was acknowledged and what was not known.
fn write_on(driver: &PostgresDriver, ids: std::ops::Range<i64>) -> (Vec<i64>, Vec<i64>) {
    let (mut done, mut unknown) = (Vec::new(), Vec::new());
    for id in ids {
        loop {
            match block_on(driver.write(pool(id))) {
                Ok(()) => done.push(id),
                Err(Failure::Unknown) => unknown.push(id),
                Err(Failure::Busy | Failure::Engine { .. }) => {
                    std::thread::sleep(Duration::from_millis(10));
                    continue;
                }
                Err(other) => panic!("{other}"),
            }
            break;
        }
    }
    (done, unknown)
}

#[test]
fn a_server_that_is_stopped_at_once_loses_nothing_acknowledged_and_is_found_again() {
    let Some(server) = Cluster::for_test() else { return };
    let driver = open(&config(&server.url("toys"))).unwrap();
    let (done, unknown) = std::thread::scope(|scope| {
        let writer = scope.spawn(|| write_on(&driver, 0..1_500));
        for _ in 0..3 {
            std::thread::sleep(Duration::from_millis(300));
            server.stop_immediate().unwrap();
            server.restart().unwrap();
        }
        writer.join().unwrap()
    });
    let there: BTreeSet<_> = pools(&driver).into_iter().collect();
    let lost: Vec<_> = done.iter().filter(|id| !there.contains(id)).collect();
    assert!(lost.is_empty(), "acknowledged and not there: {lost:?}");
    assert!(there.iter().all(|id| done.contains(id) || unknown.contains(id)), "refused and there");
    assert_eq!(done.len() + unknown.len(), 1_500);
}

#[test]
fn a_server_that_is_away_is_unreachable_and_not_unknown() {
    let Some(server) = Cluster::for_test() else { return };
    let patient = config(&server.url("toys"));
    let driver = open(&patient.with_lock_timeout(Duration::from_millis(300))).unwrap();
    assert_eq!(pools(&driver), Vec::<i64>::new());
    server.stop_immediate().unwrap();
    std::thread::sleep(Duration::from_millis(100));
    let away = Failure::Engine { code: "storage.unreachable" };
    assert_eq!(block_on(driver.write(pool(1))), Err(away));
    assert_eq!(block_on(driver.read(vec![Query::new("SELECT 1", vec![])])), Err(away));
    assert_eq!(block_on(driver.snapshot()).err(), Some(away));
    server.restart().unwrap();
    assert_eq!(write_on(&driver, 1..2), (vec![1], vec![]));
    assert_eq!(pools(&driver), [1]);
}

#[test]
fn a_deadlock_with_another_program_is_tried_again() {
    let Some(server) = Cluster::for_test() else { return };
    let driver =
        open(&config(&format!("{}&options=-c%20deadlock_timeout%3D3s", server.url("toys")))).unwrap();
    block_on(driver.write(Batch([pool(1).0, pool(2).0].concat()))).unwrap();
    // It does not know of the lock, as a person at a prompt does not.
    let other = Other::connect(&server.url("toys"), "toys");
    other.execute("SET deadlock_timeout = '1min'; BEGIN; UPDATE pool SET taken = 1 WHERE id = 2").unwrap();
    let set =
        |id: i64| Statement::new("UPDATE pool SET taken = 2 WHERE id = ?1", vec![id.into()]).expecting(1);
    let write = send(&driver, Batch(vec![set(1), set(2)])).0;
    while server.sql("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'transactionid'").unwrap().is_empty()
    {
        std::thread::sleep(Duration::from_millis(5));
    }
    // Ours is the one that looks first, finds that each waits for the other, and is ended.
    std::thread::scope(|scope| {
        scope.spawn(|| {
            other.execute("UPDATE pool SET taken = 1 WHERE id = 1").unwrap();
            other.execute("COMMIT").unwrap();
        });
        assert_eq!(block_on(write), Ok(()));
    });
    assert_eq!(server.sql("SELECT deadlocks FROM pg_stat_database WHERE deadlocks > 0").unwrap(), ["1"]);
}
