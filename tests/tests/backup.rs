//! Backups are made while hundreds of changes a second are acknowledged: each is whole and sound, has every change that
//! was acknowledged before it began, and its history is the beginning of the network's own.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test that cannot go on should panic; it says how far it got, and how fast"
)]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use bln_core::{Id, Person};
use bln_service::SystemIds;
use bln_sqlite::{Copied, SqliteConfig, SqliteStore};
use bln_store::{IdempotencyKey, InspectStore as _};
use bln_tests::{World, admin, folder, imported_application, seed_allies, sqlite};
use rusqlite::Connection;
use tempfile::TempDir;
use tokio::{runtime::Runtime, task::JoinHandle};

const CLIENTS: u32 = 64;

/// How long a client waits between two changes: together they ask for about 900 a second.
const PAUSE: Duration = Duration::from_millis(70);

/// A network on which clients work until they are told to stop.
struct Busy {
    folder: TempDir,
    runtime: Runtime,
    acknowledged: Arc<Mutex<Vec<Id<Person>>>>,
    stop: Arc<AtomicBool>,
    clients: Vec<JoinHandle<()>>,
}

impl Busy {
    fn new(people_before: u32) -> Self {
        let folder = folder();
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let (acknowledged, stop) = (Arc::<Mutex<Vec<_>>>::default(), Arc::<AtomicBool>::default());
        let world = runtime.block_on(async {
            let world = World::with_ids(sqlite(&folder.path().join("live")).await, Arc::new(SystemIds)).await;
            if people_before > 0 {
                seed_allies(&world, 1..=people_before).await;
            }
            Arc::new(world)
        });
        let client = |client| {
            let (world, acknowledged, stop) =
                (Arc::clone(&world), Arc::clone(&acknowledged), Arc::clone(&stop));
            runtime.spawn(async move {
                // Each at a moment of its own, so that there is a change every millisecond or so.
                let first = tokio::time::Instant::now() + PAUSE * client / CLIENTS;
                let mut next = tokio::time::interval_at(first, PAUSE);
                for n in 0.. {
                    next.tick().await;
                    if stop.load(Ordering::Relaxed) {
                        return;
                    }
                    let name = format!("{client}-{n}");
                    let key = IdempotencyKey::parse(format!("import-{name}")).unwrap();
                    let person =
                        world.network.apply(admin(), imported_application(&name), key).await.unwrap();
                    acknowledged.lock().unwrap().push(person);
                }
            })
        };
        let clients = (0..CLIENTS).map(client).collect();
        Self { folder, runtime, acknowledged, stop, clients }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn acknowledged(&self) -> Vec<Id<Person>> {
        self.acknowledged.lock().unwrap().clone()
    }

    fn backup(&self, name: &str) -> Copied {
        let from = SqliteConfig::new(self.path("live"));
        self.runtime.block_on(SqliteStore::backup(from, self.path(name), |_| {})).unwrap()
    }

    fn stop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        for client in self.clients.drain(..) {
            self.runtime.block_on(client).unwrap();
        }
    }
}

/// A file's history: the audit's positions and entries.
fn history(file: &Path) -> Vec<(i64, String)> {
    let file = Connection::open(file).unwrap();
    let mut statement = file.prepare("SELECT position, id FROM audit_entry ORDER BY position").unwrap();
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
}

/// How many of these people are not in a file. One that cannot be read has nobody.
fn missing(file: &Path, people: &[Id<Person>]) -> usize {
    let read = || -> rusqlite::Result<BTreeSet<String>> {
        let file = Connection::open(file)?;
        let mut statement = file.prepare("SELECT id FROM person")?;
        statement.query_map([], |row| row.get(0))?.collect()
    };
    let there = read().unwrap_or_default();
    people.iter().filter(|person| !there.contains(&person.to_string())).count()
}

fn number<N: TryInto<u32, Error: std::fmt::Debug>>(count: N) -> f64 {
    f64::from(count.try_into().unwrap())
}

fn backups(count: usize, people_before: u32, rate: f64, seconds_per_100_mb: f64) {
    let mut busy = Busy::new(people_before);
    std::thread::sleep(Duration::from_millis(300));
    let (mut slowest, mut bytes, mut during, mut acknowledged) = (0.0_f64, 0, 0, Vec::new());
    let begun = (Instant::now(), busy.acknowledged().len());
    for round in 0..count {
        let (before, start) = (busy.acknowledged(), Instant::now());
        bytes = busy.backup(&format!("backup-{round}")).bytes();
        slowest = slowest.max(start.elapsed().as_secs_f64() / (number(bytes) / 100e6).max(1.0));
        during += usize::from(busy.acknowledged().len() > before.len());
        acknowledged.push(before);
    }
    assert!(2 * during > count, "nobody wrote during {} of {count} backups", count - during);
    let per_second = number(busy.acknowledged().len() - begun.1) / begun.0.elapsed().as_secs_f64();
    busy.stop();
    let whole = history(&busy.path("live"));
    let mut restoring = Duration::ZERO;
    for (round, before) in acknowledged.iter().enumerate() {
        let (backup, drill) = (busy.path(&format!("backup-{round}")), busy.path(&format!("drill-{round}")));
        let start = Instant::now();
        busy.runtime.block_on(SqliteStore::restore(&backup, &drill, |_| {})).unwrap();
        restoring = start.elapsed();
        let restored = busy.runtime.block_on(SqliteStore::open(&drill)).unwrap();
        let now = "2027-03-01T09:00:00Z".parse().unwrap();
        assert_eq!(busy.runtime.block_on(restored.verify(now)), Ok(vec![]));
        drop(restored);
        assert_eq!(missing(&drill, before), 0, "acknowledged before backup {round} began");
        let history = history(&drill);
        assert!(history.iter().map(|(position, _)| *position).eq((1..).take(history.len())), "a gap");
        assert!(whole.starts_with(&history), "a history that is not the beginning of the network's");
        fs::remove_file(backup).unwrap();
        fs::remove_file(drill).unwrap();
    }
    println!(
        "{count} backups, the last of {bytes} bytes, the slowest {slowest:.2} s for up to 100 MB, while {per_second:.0} \
         changes a second were acknowledged; the last was restored in {:.2} s",
        restoring.as_secs_f64()
    );
    assert!(slowest <= seconds_per_100_mb, "{slowest}");
    assert!(per_second >= rate, "{per_second}");
}

#[test]
fn twenty_backups_under_load_are_each_a_beginning_of_the_acknowledged_history() {
    // The bounds are for the long run: another machine may have a slower disk, and more to do.
    backups(20, 0, 20.0, 60.0);
}

#[test]
#[ignore = "takes minutes and wants the machine to itself: a file of 100 MB"]
fn backups_of_a_hundred_megabytes_take_five_seconds_at_five_hundred_changes_a_second() {
    backups(20, 40_000, 500.0, 5.0);
}

/// The control: a copy of the file alone opens, passes SQLite's check, and lacks what is still in the log.
#[test]
fn a_copy_of_the_file_alone_is_caught_missing_what_was_acknowledged() {
    let mut busy = Busy::new(0);
    let (mut caught, mut worst) = (0, 0);
    for number in 0..10 {
        std::thread::sleep(Duration::from_millis(100));
        let before = busy.acknowledged();
        let copy = busy.path(&format!("copy-{number}"));
        fs::copy(busy.path("live"), &copy).unwrap();
        let missing = missing(&copy, &before);
        caught += usize::from(missing > 0);
        worst = worst.max(missing);
    }
    busy.stop();
    println!("{caught} of 10 copies miss something, the worst {worst} people");
    assert!(caught >= 5, "{caught}");
}
