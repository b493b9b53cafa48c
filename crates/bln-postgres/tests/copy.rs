//! Runs of insertions are copied, and come to the same as one by one.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use bln_sql::{Batch, ConstraintKind, Driver, Failure, Statement};
use support::{Toys, ask, block_on, pool, pools, together};
use uuid::Uuid;

const SEAT: &str = "INSERT INTO seat (id, pool, offered) VALUES (?2, 1, ?1)";

fn seat(number: u128) -> Statement {
    Statement::new(SEAT, vec![true.into(), Uuid::from_u128(number).into()]).expecting(1)
}

fn seats(numbers: impl IntoIterator<Item = u128>) -> Vec<Statement> {
    numbers.into_iter().map(seat).collect()
}

/// How many rows there are, and how many of them were copied.
fn made(driver: &bln_postgres::PostgresDriver) -> (i64, i64) {
    let row =
        &ask(driver, "SELECT count(*), count(*) FILTER (WHERE made_by LIKE 'COPY%') FROM seat", vec![])[0];
    (row.int(0).unwrap(), row.int(1).unwrap())
}

#[test]
fn a_run_of_64_is_copied_and_a_shorter_one_is_not() {
    let Some(toys) = Toys::new() else { return };
    let driver = toys.open().unwrap();
    let batch = Batch([pool(1).0, seats(0..64), pool(2).0, seats(64..127)].concat());
    block_on(driver.write(batch)).unwrap();
    assert_eq!(made(&driver), (127, 64));
    assert_eq!(pools(&driver), [1, 2]);
    let row =
        &ask(&driver, "SELECT pool, offered FROM seat WHERE id = ?1", vec![Uuid::from_u128(7).into()])[0];
    assert_eq!((row.int(0), row.bool(1)), (Ok(1), Ok(true)));
}

#[test]
fn a_row_that_is_refused_is_named_and_nothing_is_left() {
    let Some(toys) = Toys::new() else { return };
    let driver = toys.open().unwrap();
    block_on(driver.write(pool(1))).unwrap();
    let mut doubled = [pool(2).0, seats(0..100)].concat();
    doubled[71] = seat(3);
    let unique = Failure::Constraint { statement: 71, kind: ConstraintKind::Unique };
    assert_eq!(block_on(driver.write(Batch(doubled))), Err(unique));
    let mut unfit = seats(0..100);
    unfit[50].params[0] = "yes".into();
    let check = Failure::Constraint { statement: 50, kind: ConstraintKind::Check };
    assert_eq!(block_on(driver.write(Batch(unfit))), Err(check));
    let unmet = Statement::new("DELETE FROM pool WHERE id = 7", vec![]).expecting(1);
    let batch = Batch([seats(0..100), vec![unmet]].concat());
    assert_eq!(block_on(driver.write(batch)), Err(Failure::Guard { statement: 100 }));
    assert_eq!((made(&driver), pools(&driver)), ((0, 0), vec![1]));
    block_on(driver.write(Batch(seats(0..100)))).unwrap();
    assert_eq!(made(&driver), (100, 100));
}

#[test]
fn a_constraint_that_is_checked_at_the_commit_refuses_a_copied_batch() {
    let Some(toys) = Toys::new() else { return };
    let driver = toys.open().unwrap();
    let child = |id: i64| Statement::new("INSERT INTO pool (id, parent) VALUES (?1, 99)", vec![id.into()]);
    let batch = Batch((1..=64).map(child).collect());
    let foreign = Failure::Constraint { statement: 63, kind: ConstraintKind::ForeignKey };
    assert_eq!(block_on(driver.write(batch)), Err(foreign));
    assert_eq!(pools(&driver), Vec::<i64>::new());
}

#[test]
fn a_copied_batch_keeps_its_place_among_others() {
    let Some(toys) = Toys::new() else { return };
    let driver = toys.open().unwrap();
    let count = |rows| Batch(vec![Statement::new("SELECT id FROM seat", vec![]).expecting(rows)]);
    let copied = || Batch(seats(0..64));
    let batches = vec![pool(1), count(0), copied(), count(64), copied(), count(64), pool(2)];
    let unique = Failure::Constraint { statement: 0, kind: ConstraintKind::Unique };
    let expected = [Ok(()), Ok(()), Ok(()), Ok(()), Err(unique), Ok(()), Ok(())];
    assert_eq!(together(&toys, &driver, batches), expected);
    assert_eq!(made(&driver), (64, 64));
}
