//! A primary is killed under load and its replica promoted: with synchronous replication nothing that was acknowledged
//! is lost, and the network, which was given both addresses, goes on.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on should panic; it says how far it got"
)]

use std::{sync::Arc, time::Duration};

use bln_cluster::{Cluster, Replication};
use bln_core::{Audience, Event, Id};
use bln_service::SystemIds;
use bln_tests::{Load, SplitMix64, Told, World, disagreements, open, places};
use tokio::runtime::{Builder, Runtime};

const SCHEMA: &str = "bln_failing_over";

/// A network with an event, on a primary with a replica.
struct Ground {
    primary: Cluster,
    replica: Cluster,
    world: World,
    event: Id<Event>,
    runtime: Runtime,
}

impl Ground {
    fn new(primary: Cluster, replication: Replication) -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let replica = primary.replica(replication).unwrap();
        let (world, event) = runtime.block_on(async {
            let store = open(&primary.url_with(&replica, SCHEMA)).await;
            let world = World::with_ids(store, Arc::new(SystemIds)).await;
            let event = world.event(Audience::MembersAndAllies, places(100)).await;
            (world, event)
        });
        Self { primary, replica, world, event, runtime }
    }

    fn load(&self) -> Load {
        let _context = self.runtime.enter();
        Load::start(&self.world.network, self.event, "failover", 8)
    }

    /// Kills the primary, has the replica take over, waits until people are served again, and counts who was told what
    /// the replica does not know.
    fn fail_over(&self, load: Load) -> (Told, usize) {
        self.primary.kill().unwrap();
        self.replica.promote().unwrap();
        load.wait_for_more(50);
        self.runtime.block_on(async {
            let told = load.finish().await;
            let lost = told.lost(&*self.world.store, self.event).await;
            (told, lost)
        })
    }

    fn must_be_whole(&self, told: &Told, lost: usize) {
        assert_eq!((lost, &told.refused), (0, &vec![]), "acknowledged and lost, and refused");
        let count = |sql: &str| -> u64 {
            let rows = self.replica.sql(&format!("SET search_path TO {SCHEMA}; {sql}")).unwrap();
            rows[0].parse().unwrap()
        };
        assert_eq!(disagreements(count), Vec::<String>::new());
        let registered = u64::try_from(told.registered.len()).unwrap();
        assert_eq!(count("SELECT count(*) FROM registration"), registered);
        self.runtime.block_on(self.world.sound());
    }
}

fn fail_over(times: u32) {
    let mut random = SplitMix64::new(u64::from(times));
    let mut interrupted = 0;
    for round in 0..times {
        let Some(primary) = Cluster::for_test() else { return };
        let ground = Ground::new(primary, Replication::Synchronous);
        let load = ground.load();
        load.wait_for_more(50 + usize::try_from(random.below(200)).unwrap());
        std::thread::sleep(Duration::from_micros(random.below(6_000)));
        let (told, lost) = ground.fail_over(load);
        println!(
            "failover {round}: {} registered, asked again: {:?}",
            told.registered.len(),
            told.asked_again
        );
        interrupted += told.interrupted();
        ground.must_be_whole(&told, lost);
    }
    // One alone may find nobody in the middle of a commit: who comes then is served a little later.
    assert!(times == 1 || interrupted > 0, "no request met a failover");
}

#[test]
fn a_primary_that_is_killed_under_load_loses_nothing_that_was_acknowledged() {
    fail_over(1);
}

#[test]
#[ignore = "takes minutes: the long form of the proof of one"]
fn twenty_primaries_that_are_killed_under_load_lose_nothing_that_was_acknowledged() {
    fail_over(20);
}

/// The control: with asynchronous replication, and a replica that is held back, as on a slow line.
#[test]
fn asynchronous_replication_is_caught_losing_what_was_acknowledged() {
    let Some(primary) = Cluster::for_test() else { return };
    let ground = Ground::new(primary, Replication::Asynchronous);
    let load = ground.load();
    load.wait_for_more(50);
    ground.primary.hold_back_replication().unwrap();
    load.wait_for_more(50);
    let (_, lost) = ground.fail_over(load);
    println!("{lost} lost");
    assert!(lost > 0, "the check did not see it");
}
