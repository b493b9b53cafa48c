//! A disk that fails, at each of its calls in turn, once or from then on: nobody is told that something is done when it
//! is not, or that it is refused when it is done, nothing panics, and what is left opens and is sound.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on should panic; it says how far it got"
)]

use std::{
    collections::BTreeSet,
    path::Path,
    sync::{
        Once,
        atomic::{AtomicUsize, Ordering},
    },
};

use bln_core::{Action, AuditEntry, Id, Instant, Person, RecordRef};
use bln_disk::{Disk, Fault, How, Kind, Replay};
use bln_sqlite::SqliteStore;
use bln_store::{Changes, CommitStore as _, Expected, InspectStore as _, StoreError, Write};
use bln_tests::{SplitMix64, admin, details, folder};
use rusqlite::Connection;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};
use uuid::Uuid;

const FILE: &str = "network.sqlite";

/// How often the store is opened, and how many people are written each time.
const OPENINGS: usize = 2;
const PEOPLE: usize = 5;

const KINDS: [(Kind, How); 6] = [
    (Kind::Open, How::Io),
    (Kind::Write, How::Io),
    (Kind::Write, How::Full),
    (Kind::Sync, How::Io),
    (Kind::Truncate, How::Io),
    (Kind::Delete, How::Io),
];

/// How many threads of a store have panicked in this process.
static PANICS: AtomicUsize = AtomicUsize::new(0);

fn count_panics() {
    static COUNTED: Once = Once::new();
    COUNTED.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            // Those of the store: one of a test fails it anyway.
            if std::thread::current().name().is_some_and(|name| name.starts_with("bln-sqlite")) {
                PANICS.fetch_add(1, Ordering::Relaxed);
            }
            before(info);
        }));
    });
}

/// What the people who wrote were told.
#[derive(Debug, Default)]
struct Told {
    done: BTreeSet<usize>,
    refused: BTreeSet<usize>,
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn now() -> Instant {
    "2027-03-01T09:00:00Z".parse().unwrap()
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap()
}

fn id(n: usize) -> Id<Person> {
    Id::new(Uuid::from_u128((1 << 120) | u128::from(number(n))))
}

/// Opens the store, writes a few people, closes it, and all of that again. Whatever fails, it goes on.
async fn live(file: &Path, disk: &Disk) -> Told {
    let mut told = Told::default();
    for opening in 0..OPENINGS {
        let Ok(store) = SqliteStore::open(file).await else { continue };
        for n in (opening * PEOPLE..).take(PEOPLE) {
            let entry = Id::new(Uuid::from_u128((1 << 121) | u128::from(number(n))));
            let entry = AuditEntry::new(entry, now(), admin(), Action::ConfigureNetwork, RecordRef::Network);
            let person = Write::Person(Person::new(id(n), details(number(n) + 1)), Expected::New);
            match store.commit(Changes::new(entry).write(person)).await {
                Ok(()) => {
                    disk.told(n);
                    told.done.insert(n);
                }
                // Whether it was done nobody claims to know.
                Err(StoreError::UnknownOutcome) => {}
                Err(_) => {
                    told.refused.insert(n);
                }
            }
        }
    }
    told
}

/// Opens what is left, which must succeed, checks it, and says who is there.
async fn look(folder: &Path, about: &str) -> BTreeSet<usize> {
    let file = folder.join(FILE);
    let store = SqliteStore::open(&file).await.unwrap_or_else(|error| panic!("{about}: {error}"));
    assert_eq!(store.verify(now()).await, Ok(vec![]), "{about}");
    drop(store);
    let file = Connection::open(&file).unwrap();
    let mut statement = file.prepare("SELECT id FROM person").unwrap();
    let ids = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let all: BTreeSet<_> = ids.map(|id| id.unwrap().parse::<Id<Person>>().unwrap()).collect();
    (0..OPENINGS * PEOPLE).filter(|n| all.contains(&id(*n))).collect()
}

/// What was told and is not so.
fn untrue(told: &Told, there: &BTreeSet<usize>) -> Vec<String> {
    let lost = told.done.difference(there).map(|n| format!("{n} was acknowledged and is lost"));
    lost.chain(told.refused.intersection(there).map(|n| format!("{n} was refused and is there"))).collect()
}

/// One life on a disk with this fault: what is untrue afterwards, as it is and after a cut of the power. `None` when the
/// disk was never called often enough to fail.
fn life(runtime: &Runtime, fault: Fault, seed: u64) -> Option<[Vec<String>; 2]> {
    let folder = folder();
    let disk = Disk::watch(folder.path());
    disk.fail(Some(fault));
    let told = runtime.block_on(live(&folder.path().join(FILE), &disk));
    if !disk.failed() {
        assert_eq!(told.done.len(), OPENINGS * PEOPLE, "it did not run to its end");
        return None;
    }
    disk.fail(None);
    let log = disk.log();
    let about = format!("{fault:?}");
    let as_it_is = runtime.block_on(look(folder.path(), &about));
    let mut random = SplitMix64::new(seed);
    let mut replay = Replay::new(&log);
    replay.forward(log.ops.len());
    let cut = folder_after(&replay, &mut random);
    let _fast = Disk::scratch(cut.path());
    let after_a_cut = runtime.block_on(look(cut.path(), &format!("{about}, then a cut of the power")));
    Some([untrue(&told, &as_it_is), untrue(&told, &after_a_cut)])
}

fn folder_after(replay: &Replay<'_>, random: &mut SplitMix64) -> TempDir {
    let folder = folder();
    replay.cut(50, folder.path(), |end| random.below(end));
    folder
}

/// Fails every `step`th write, and at least every fifth other call, until there is none left to fail.
fn every(step: u64, forever: bool) {
    count_panics();
    let runtime = runtime();
    let mut lives = 0;
    for (kind, how) in KINDS {
        let step = if kind == Kind::Write { step } else { step.min(5) };
        let mut nth = 1;
        while let Some(untrue) = life(&runtime, Fault { kind, nth, forever, how }, nth) {
            assert_eq!(
                untrue.concat(),
                Vec::<String>::new(),
                "{kind:?} {nth} failed, {how:?}, forever: {forever}"
            );
            lives += 1;
            nth += step;
        }
        println!("{kind:?}, {how:?}: {nth} is more than there are");
    }
    assert_eq!(PANICS.load(Ordering::Relaxed), 0);
    println!("{lives} lives");
}

#[test]
fn a_disk_that_fails_once_is_neither_believed_nor_fatal() {
    every(17, false);
}

#[test]
fn a_disk_that_fails_for_ever_is_neither_believed_nor_fatal() {
    every(17, true);
}

#[test]
#[ignore = "takes minutes: each call of the disk fails in turn"]
fn each_call_of_a_disk_fails_in_turn() {
    every(1, false);
    every(1, true);
}

/// A disk fails, and fails again while what is left is being opened.
fn again(first_step: usize, second_step: u64) {
    count_panics();
    let runtime = runtime();
    let mut lives = 0;
    for (kind, nth) in [(Kind::Write, 100), (Kind::Sync, 7), (Kind::Write, 300)] {
        for nth in (nth..nth + 40).step_by(first_step) {
            let before = folder();
            let disk = Disk::watch(before.path());
            disk.fail(Some(Fault { kind, nth, forever: true, how: How::Io }));
            let told = runtime.block_on(live(&before.path().join(FILE), &disk));
            let log = disk.log();
            let mut replay = Replay::new(&log);
            replay.forward(log.ops.len());
            for (kind, how) in KINDS {
                let mut second = 1;
                loop {
                    let mut random = SplitMix64::new(nth);
                    let left = folder_after(&replay, &mut random);
                    let disk = Disk::watch(left.path());
                    disk.fail(Some(Fault { kind, nth: second, forever: false, how }));
                    drop(runtime.block_on(SqliteStore::open(left.path().join(FILE))));
                    if !disk.failed() {
                        break;
                    }
                    disk.fail(None);
                    let there =
                        runtime.block_on(look(left.path(), &format!("{nth}, then {kind:?} {second}")));
                    assert_eq!(untrue(&told, &there), Vec::<String>::new());
                    lives += 1;
                    second += second_step;
                }
            }
        }
    }
    assert_eq!(PANICS.load(Ordering::Relaxed), 0);
    println!("{lives} lives");
    assert!(lives > 20, "{lives}");
}

#[test]
fn a_disk_that_fails_again_during_the_reopening_loses_nothing() {
    again(40, 7);
}

#[test]
#[ignore = "takes minutes: each call of the reopening fails in turn"]
fn a_disk_that_fails_again_at_each_call_of_the_reopening_loses_nothing() {
    again(5, 1);
}

/// The control: a disk that says it has synced when it has not. It is caught once its power is cut.
#[test]
fn a_disk_whose_failed_syncs_are_believed_is_caught_losing_what_was_acknowledged() {
    let runtime = runtime();
    let caught = (1..40).step_by(3).filter(|nth| {
        let folder = folder();
        let disk = Disk::watch(folder.path());
        disk.fail(Some(Fault { kind: Kind::Sync, nth: *nth, forever: true, how: How::Lies }));
        let told = runtime.block_on(live(&folder.path().join(FILE), &disk));
        let log = disk.log();
        let mut replay = Replay::new(&log);
        replay.forward(log.ops.len());
        let cut = folder_after(&replay, &mut SplitMix64::new(*nth));
        // What is left may even be no database any more.
        let there = runtime.block_on(there_if_it_opens(cut.path()));
        !untrue(&told, &there).is_empty()
    });
    let caught: Vec<_> = caught.collect();
    println!("caught when these syncs and all later ones were lies: {caught:?}");
    assert!(caught.len() >= 5, "{caught:?}");
}

async fn there_if_it_opens(folder: &Path) -> BTreeSet<usize> {
    let Ok(store) = SqliteStore::open(folder.join(FILE)).await else { return BTreeSet::new() };
    let sound = store.verify(now()).await;
    drop(store);
    if sound == Ok(vec![]) { look(folder, "a lying disk").await } else { BTreeSet::new() }
}
