//! PostgreSQL is stopped as a crash stops it, and its connections are cut, while people join and register: nothing that
//! was acknowledged is lost, and nothing is there twice. (B05)
//!
//! Whoever is told that the outcome is unknown, or that something failed, asks again with the same key.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on should panic; it says how far it got"
)]

use std::{sync::Arc, time::Duration};

use bln_cluster::{Cluster, Replication};
use bln_core::{Audience, Event, Id};
use bln_service::SystemIds;
use bln_tests::{Load, Sabotage, Sabotaged, SplitMix64, Told, World, disagreements, open, places};
use tokio::runtime::{Builder, Runtime};

const SCHEMA: &str = "bln_stopped";

/// How many clients there are at a time.
const CLIENTS: usize = 8;

/// A network with an event, on a server that will fail.
struct Ground {
    cluster: Cluster,
    world: World,
    event: Id<Event>,
    runtime: Runtime,
}

impl Ground {
    fn new(cluster: Cluster, sabotage: Option<Sabotage>) -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let (world, event) = runtime.block_on(async {
            let mut store = open(&cluster.url(SCHEMA)).await;
            if let Some(sabotage) = sabotage {
                store = Arc::new(Sabotaged::new(store, sabotage));
            }
            let world = World::with_ids(store, Arc::new(SystemIds)).await;
            let event = world.event(Audience::MembersAndAllies, places(100)).await;
            (world, event)
        });
        Self { cluster, world, event, runtime }
    }

    fn load(&self, name: &str) -> Load {
        let _context = self.runtime.enter();
        Load::start(&self.world.network, self.event, name, CLIENTS)
    }

    /// Ends the load, and counts what was acknowledged and is not there.
    fn end(&self, load: Load) -> (Told, usize) {
        self.runtime.block_on(async {
            let told = load.finish().await;
            let lost = told.lost(&*self.world.store, self.event).await;
            (told, lost)
        })
    }

    fn must_be_whole(&self, told: &Told, lost: usize) {
        assert_eq!((lost, &told.refused), (0, &vec![]), "acknowledged and lost, and refused");
        let count = |sql: &str| -> u64 {
            let rows = self.cluster.sql(&format!("SET search_path TO {SCHEMA}; {sql}")).unwrap();
            rows[0].parse().unwrap()
        };
        assert_eq!(disagreements(count), Vec::<String>::new());
        let registered = u64::try_from(told.registered.len()).unwrap();
        assert_eq!(count("SELECT count(*) FROM registration"), registered);
        self.runtime.block_on(self.world.sound());
    }
}

/// Fails the server so often, each time after a number of answers below a bound and a moment.
fn fail(ground: &Ground, load: &Load, times: u32, below: u64, failure: impl Fn(&Cluster)) {
    let mut random = SplitMix64::new(u64::from(times));
    for _ in 0..times {
        load.wait_for_more(1 + usize::try_from(random.below(below)).unwrap());
        std::thread::sleep(Duration::from_micros(random.below(6_000)));
        failure(&ground.cluster);
    }
    load.wait_for_more(1);
}

fn crash(cluster: &Cluster) {
    cluster.stop_immediate().unwrap();
    cluster.restart().unwrap();
}

fn say(what: &str, told: &Told) {
    println!("{what}: {} registered, asked again: {:?}", told.registered.len(), told.asked_again);
}

fn stops(times: u32) {
    let Some(cluster) = Cluster::for_test() else { return };
    let ground = Ground::new(cluster, None);
    let load = ground.load("stops");
    fail(&ground, &load, times, 100, crash);
    let (told, lost) = ground.end(load);
    say(&format!("{times} immediate stops"), &told);
    assert!(told.interrupted() > 0, "no request met a stop");
    ground.must_be_whole(&told, lost);
}

fn cuts(times: u32) {
    let Some(cluster) = Cluster::for_test() else { return };
    let ground = Ground::new(cluster, None);
    let load = ground.load("cuts");
    fail(&ground, &load, times, 20, |cluster| assert!(cluster.terminate_backends().is_ok()));
    let (told, lost) = ground.end(load);
    say(&format!("every connection cut {times} times"), &told);
    assert!(told.interrupted() > 0, "no request met a cut");
    ground.must_be_whole(&told, lost);
}

#[test]
fn five_immediate_stops_lose_nothing_that_was_acknowledged_and_double_nothing() {
    stops(5);
}

#[test]
#[ignore = "takes minutes: the long form of the proof of five"]
fn fifty_immediate_stops_lose_nothing_that_was_acknowledged_and_double_nothing() {
    stops(50);
}

#[test]
fn fifty_cuts_of_every_connection_lose_nothing_that_was_acknowledged_and_double_nothing() {
    cuts(50);
}

#[test]
#[ignore = "takes minutes: the long form of the proof of fifty"]
fn five_hundred_cuts_of_every_connection_lose_nothing_that_was_acknowledged_and_double_nothing() {
    cuts(500);
}

/// Holds the replica that every commit waits for, and cuts every connection while they wait: the commits are done, and
/// nobody was told.
fn done_but_not_told(sabotage: Option<Sabotage>) -> Option<(Ground, Told, usize)> {
    let primary = Cluster::for_test()?;
    let _replica = primary.replica(Replication::Synchronous).unwrap();
    let ground = Ground::new(primary, sabotage);
    let load = ground.load("waiting");
    for _ in 0..5 {
        load.wait_for_more(20);
        ground.cluster.hold_back_replication().unwrap();
        std::thread::sleep(Duration::from_millis(300));
        ground.cluster.terminate_backends().unwrap();
        ground.cluster.resume_replication().unwrap();
    }
    load.wait_for_more(20);
    let (told, lost) = ground.end(load);
    say("commits done, answers lost, 5 times", &told);
    Some((ground, told, lost))
}

#[test]
fn what_was_done_without_an_answer_is_found_done_when_it_is_asked_again() {
    let Some((ground, told, lost)) = done_but_not_told(None) else { return };
    assert!(told.unknown() >= 5, "{:?}", told.asked_again);
    ground.must_be_whole(&told, lost);
}

/// The control of that: a store that does not keep what it answered.
#[test]
fn a_store_that_forgets_its_answers_is_caught_doing_a_thing_again() {
    let Some((_, told, _)) = done_but_not_told(Some(Sabotage::LosesReceipts)) else { return };
    assert!(!told.refused.is_empty(), "the check did not see it");
}

/// The control: a store that answers before the commit is done.
#[test]
fn a_store_that_acknowledges_before_it_commits_is_caught_losing_what_it_acknowledged() {
    let Some(cluster) = Cluster::for_test() else { return };
    let ground = Ground::new(cluster, Some(Sabotage::AnswersTooEarly));
    for round in 0..20 {
        let load = ground.load(&format!("early-{round}"));
        fail(&ground, &load, 1, 100, crash);
        let (_, lost) = ground.end(load);
        if lost > 0 {
            println!("caught in round {round}: {lost} lost");
            return;
        }
    }
    panic!("20 rounds did not see it");
}
