//! The power is cut at any moment of a real run: nothing that was acknowledged is lost, nothing is damaged, and nothing
//! is left half-done.
//!
//! A store works on a disk that remembers every write and every sync ([`bln_disk`]). At each cut, what was synced is
//! kept, and of the rest each write is lost, torn or kept by chance; then the file is opened, checked, and searched for
//! everything that had been acknowledged.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on should panic; it says how far it got"
)]

use std::{
    collections::BTreeSet,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use bln_core::{Audience, Event, Id, Person};
use bln_disk::{Disk, Log, Op, Replay};
use bln_service::SystemIds;
use bln_store::{IdempotencyKey, InspectStore as _};
use bln_tests::{
    SplitMix64, World, admin, folder, imported_application, places, register_until_taken, sqlite,
};
use rusqlite::Connection;
use tokio::runtime::{Builder, Runtime};

/// How many clients work at the same time. What they send while the disk is waited for shares a commit.
const CLIENTS: usize = 4;

const FILE: &str = "network.sqlite";

/// What a client was told is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Done {
    Joined(Id<Person>),
    Registered(Id<Person>),
}

/// A run that is over: what its disk saw, and what its clients were told, by the numbers in that log.
struct Run {
    log: Log,
    done: Vec<Done>,
}

#[derive(Debug, Default)]
struct Found {
    cuts: usize,
    /// Cuts after which something that was acknowledged was missing, and how much at the worst.
    lossy: usize,
    worst: usize,
    /// How much had been acknowledged, over all cuts.
    acknowledged: usize,
}

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

/// Lets clients apply and register until so many changes are acknowledged.
fn run(watch: fn(&Path) -> Disk, changes: usize) -> Run {
    let folder = folder();
    let disk = Arc::new(watch(folder.path()));
    let done = Arc::<Mutex<Vec<Done>>>::default();
    let runtime = runtime();
    runtime.block_on(async {
        let store = sqlite(&folder.path().join(FILE)).await;
        let world = Arc::new(World::with_ids(store, Arc::new(SystemIds)).await);
        let event = world.event(Audience::MembersAndAllies, places(10)).await;
        let left = Arc::new(AtomicUsize::new(changes / 2));
        let client = |client| {
            let (world, disk, done, left) =
                (Arc::clone(&world), Arc::clone(&disk), Arc::clone(&done), Arc::clone(&left));
            tokio::spawn(async move {
                let tell = |what| {
                    let mut done = done.lock().unwrap();
                    disk.told(done.len());
                    done.push(what);
                };
                while left
                    .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1))
                    .is_ok()
                {
                    work(&world, event, &format!("{client}-{}", left.load(Ordering::Relaxed)), tell).await;
                }
            })
        };
        let clients: Vec<_> = (0..CLIENTS).map(client).collect();
        for client in clients {
            client.await.unwrap();
        }
    });
    // Everything is closed, and the log folded into the file: those writes may be cut too.
    drop(runtime);
    let log = disk.log();
    let done = std::mem::take(&mut *done.lock().unwrap());
    Run { log, done }
}

async fn work(world: &World, event: Id<Event>, name: &str, tell: impl Fn(Done)) {
    let key = |verb: &str| IdempotencyKey::parse(format!("{verb}-{name}")).unwrap();
    let application = imported_application(name);
    let person = world.network.apply(admin(), application, key("import")).await.unwrap();
    tell(Done::Joined(person));
    register_until_taken(&world.network, event, person, key("register")).await.unwrap();
    tell(Done::Registered(person));
}

/// Cuts the power of a run so many times, at moments of this seed and not before `from`, and looks at what is left.
fn cut(run: &Run, from: usize, cuts: usize, seed: u64) -> Found {
    let mut random = SplitMix64::new(seed);
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let length = u64::try_from(run.log.ops.len() - from).unwrap();
    let mut moments: Vec<_> =
        (0..cuts).map(|_| from + usize::try_from(random.below(length)).unwrap()).collect();
    moments.sort_unstable();
    let mut replay = Replay::new(&run.log);
    let mut found = Found::default();
    for moment in moments {
        replay.forward(moment);
        let folder = folder();
        let percent = 25 + random.below(26);
        replay.cut(percent, folder.path(), |end| random.below(end));
        let told: BTreeSet<_> = replay.told().map(|number| run.done[number]).collect();
        let there = runtime.block_on(look(folder.path(), &format!("seed {seed}, before change {moment}")));
        let lost = told.difference(&there).count();
        found.cuts += 1;
        found.lossy += usize::from(lost > 0);
        found.worst = found.worst.max(lost);
        found.acknowledged += told.len();
    }
    found
}

/// Opens what is left, checks it, and says what is there.
async fn look(folder: &Path, when: &str) -> BTreeSet<Done> {
    let _fast = Disk::scratch(folder);
    let file = folder.join(FILE);
    let store = bln_sqlite::SqliteStore::open(&file).await.unwrap_or_else(|error| panic!("{when}: {error}"));
    let now = "2027-03-01T09:00:00Z".parse().unwrap();
    assert_eq!(store.verify(now).await, Ok(vec![]), "{when}");
    drop(store);
    let file = Connection::open(&file).unwrap();
    let ids = |sql: &str| -> Vec<Id<Person>> {
        let mut statement = file.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        rows.map(|id| id.unwrap().parse().unwrap()).collect()
    };
    let joined = ids("SELECT id FROM person").into_iter().map(Done::Joined);
    joined.chain(ids("SELECT person FROM registration").into_iter().map(Done::Registered)).collect()
}

fn nothing_is_lost(changes: usize, cuts: usize, seed: u64) {
    let run = run(Disk::watch, changes);
    assert!(run.done.len() >= changes);
    let found = cut(&run, 0, cuts, seed);
    println!("{changes} changes in {} steps of the disk: {found:?}", run.log.ops.len());
    assert_eq!(found.lossy, 0, "{found:?}");
    // Cuts before anything was acknowledged would show nothing.
    assert!(found.acknowledged > cuts * changes / 4, "{found:?}");
}

#[test]
fn two_hundred_cuts_over_four_hundred_changes_lose_nothing() {
    nothing_is_lost(400, 200, 1);
}

#[test]
#[ignore = "takes minutes: run it alone, in release"]
fn a_thousand_cuts_over_four_hundred_changes_lose_nothing() {
    nothing_is_lost(400, 1_000, 2);
}

#[test]
#[ignore = "takes minutes: run it alone, in release"]
fn a_thousand_cuts_over_three_thousand_changes_lose_nothing() {
    nothing_is_lost(3_000, 1_000, 3);
}

/// The control: the same program without a sync at each commit. It must be seen to lose, and is not damaged either.
#[test]
fn a_store_that_does_not_wait_for_the_disk_is_caught_losing_acknowledged_changes() {
    let run = run(Disk::watch_relaxed, 400);
    let first = run.log.ops.iter().position(|op| matches!(op, Op::Told(_))).unwrap();
    let found = cut(&run, first, 50, 4);
    println!("synchronous = NORMAL: {found:?}");
    assert!(found.lossy * 4 >= found.cuts * 3, "{found:?}");
}
