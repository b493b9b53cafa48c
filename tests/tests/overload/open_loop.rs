//! What a network does when requests come by the clock, whether or not those before them were answered.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use bln_core::{Actor, Audience, Event, Id, NetworkProfile};
use bln_service::{Clock, Network, NetworkError, SystemIds};
use bln_tests::{Place, World, person_id, places, seed_allies};
use tokio::task::JoinSet;

use crate::request;

/// How many people there are: more than can be held by a desk at once.
const PEOPLE: u32 = 10_000;
/// How long each load lasts.
const LASTS: Duration = Duration::from_secs(10);
/// An answer that comes later is of no use to anybody.
const USEFUL: Duration = Duration::from_millis(250);

#[expect(clippy::disallowed_methods, reason = "load comes by the clock, and waits are measured")]
fn now() -> Instant {
    Instant::now()
}

/// The world's clock, and going: a desk learns from it how long its batches take.
#[derive(Debug)]
struct Going {
    from: bln_core::Instant,
    since: Instant,
}

impl Clock for Going {
    fn now(&self) -> bln_core::Instant {
        self.from.plus(chrono::TimeDelta::from_std(self.since.elapsed()).unwrap())
    }
}

/// How long an answer took, and which it was.
type Told = (Duration, Result<(), NetworkError>);

/// People who register when they have no place, and cancel when they have one.
#[derive(Clone)]
struct Crowd {
    network: Network,
    event: Id<Event>,
    idle: Arc<Mutex<VecDeque<(u32, u32)>>>,
    log: Arc<Mutex<Vec<Told>>>,
}

impl Crowd {
    /// Lets the next of those who wait for nothing ask; `false` if there is nobody.
    async fn one_asks(&self) -> bool {
        let Some((n, times)) = self.idle.lock().unwrap().pop_front() else { return false };
        let (actor, since) = (Actor::participant(person_id(n)), now());
        let answer = match times % 2 {
            0 => {
                let key = bln_store::IdempotencyKey::parse(format!("register-{n}-{times}")).unwrap();
                self.network.register(actor, request(self.event, n), key).await.map(drop)
            }
            _ => self.network.cancel_registration(actor, self.event, person_id(n)).await,
        };
        self.idle.lock().unwrap().push_back((n, times + u32::from(answer.is_ok())));
        self.log.lock().unwrap().push((since.elapsed(), answer));
        true
    }

    fn taken_log(&self) -> Vec<Told> {
        std::mem::take(&mut self.log.lock().unwrap())
    }

    /// How many are served in a second when sixty-four clients each wait for their answer.
    async fn capacity(&self, lasts: Duration) -> f64 {
        let began = now();
        let clients = (0..64).map(|_| {
            let crowd = self.clone();
            tokio::spawn(async move {
                while began.elapsed() < lasts {
                    crowd.one_asks().await;
                }
            })
        });
        for client in clients.collect::<Vec<_>>() {
            client.await.unwrap();
        }
        count(self.taken_log().iter().filter(|(_, answer)| answer.is_ok()).count())
            / began.elapsed().as_secs_f64()
    }

    /// Lets so many ask in a second, whatever becomes of them.
    async fn load(&self, rate: f64) -> Load {
        let (began, mut sent, mut nobody) = (now(), 0.0, 0);
        let mut asking = JoinSet::new();
        while began.elapsed() < LASTS {
            while sent < rate * began.elapsed().as_secs_f64() {
                let crowd = self.clone();
                asking.spawn(async move { crowd.one_asks().await });
                sent += 1.0;
            }
            // Those who were answered are let go, or they would be what fills the memory.
            while let Some(asked) = asking.try_join_next() {
                nobody += usize::from(!asked.unwrap());
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        while let Some(asked) = asking.join_next().await {
            nobody += usize::from(!asked.unwrap());
        }
        let (mut served, mut refused, mut useful) = (Vec::new(), Vec::new(), 0);
        for (took, answer) in self.taken_log() {
            match answer {
                Ok(()) => {
                    useful += usize::from(took <= USEFUL);
                    served.push(took);
                }
                Err(NetworkError::Busy) => refused.push(took),
                Err(other) => panic!("{other:?}"),
            }
        }
        let goodput = count(useful) / LASTS.as_secs_f64();
        Load {
            sent,
            goodput,
            served_p99: p99(served),
            refused: refused.len(),
            refused_p99: p99(refused),
            nobody,
        }
    }
}

/// What came of a load.
struct Load {
    sent: f64,
    goodput: f64,
    served_p99: Duration,
    refused: usize,
    refused_p99: Duration,
    nobody: usize,
}

impl Load {
    fn told(&self) -> String {
        let Load { sent, goodput, served_p99, refused, refused_p99, .. } = self;
        format!(
            "{sent:.0} sent; in time {goodput:.0} a second, p99 of answers {served_p99:.0?}; {refused} refused, p99 \
             {refused_p99:.0?}"
        )
    }
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap())
}

fn p99(mut waits: Vec<Duration>) -> Duration {
    waits.sort_unstable();
    waits.get(waits.len() * 99 / 100).copied().unwrap_or_default()
}

/// The most memory this process has had, in MiB, where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(peak.trim().trim_end_matches(" kB").parse::<u64>().ok()? / 1_024)
}

async fn three_times_as_much_in(name: &str, place: Place) {
    let world = World::with_ids(place.open().await, Arc::new(SystemIds)).await;
    seed_allies(&world, 1..=PEOPLE).await;
    let event = world.event(Audience::MembersAndAllies, places(PEOPLE)).await;
    let idle = Arc::new(Mutex::new((1..=PEOPLE).map(|n| (n, 0)).collect()));
    let clock = Arc::new(Going { from: world.clock.now(), since: now() });
    let profile = NetworkProfile::bln().unwrap();
    let ports = bln_tests::ports(clock, Arc::new(SystemIds));
    let network = Network::open(Arc::clone(&world.store), profile, ports).await.unwrap();
    let crowd = Crowd { network, event, idle, log: Arc::default() };
    // Once without counting, to be warm.
    crowd.capacity(Duration::from_secs(2)).await;
    let capacity = crowd.capacity(Duration::from_secs(5)).await;
    println!("{name}: {capacity:.0} a second with 64 clients, {:?} MiB", peak());
    let mut goodputs = Vec::new();
    for times in [1.0, 2.0, 3.0] {
        let load = crowd.load(capacity * times).await;
        println!("{name}, {times} times as much: {}; {:?} MiB", load.told(), peak());
        goodputs.push(load.goodput);
        assert_eq!(load.nobody, 0, "the crowd was too small for the load");
        assert!(load.refused_p99 <= Duration::from_millis(10), "refusals came late: {}", load.told());
    }
    assert!(goodputs[2] >= goodputs[0] * 0.9, "it did less under load: {goodputs:?}");
    world.sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "it measures time: alone on a machine that does nothing else"]
async fn three_times_the_load_in_memory_leaves_as_much_done() {
    three_times_as_much_in("memory", Place::memory()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "it measures time: alone on a machine that does nothing else"]
async fn three_times_the_load_on_sqlite_leaves_as_much_done() {
    three_times_as_much_in("SQLite", Place::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "it measures time: alone on a machine that does nothing else"]
async fn three_times_the_load_on_postgresql_leaves_as_much_done() {
    let Some(place) = Place::postgres() else { return };
    three_times_as_much_in("PostgreSQL", place).await;
}
