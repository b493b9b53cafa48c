//! Sixty-four clients at once: who was answered before another asked has the lower number, and nobody waits much
//! longer than others.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on should panic; it says how far it got"
)]

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use bln_core::Audience;
use bln_service::{Network, SystemIds};
use bln_tests::{
    Answered, Place, World, inversions, person_id, places, register_until_taken, registration_key,
    seed_allies,
};

const CLIENTS: u32 = 64;
const EACH: u32 = 40;

/// When somebody asked and was answered, by one clock that counts for all clients, and how long it took.
struct Asked {
    n: u32,
    sent: u64,
    answered: u64,
    waited: Duration,
}

#[expect(clippy::disallowed_methods, reason = "how long a client waits is measured")]
fn now() -> Instant {
    Instant::now()
}

/// Lets every client register its people one after another.
async fn clients<F>(each: u32, register: impl Fn(u32) -> F) -> Vec<Asked>
where
    F: Future<Output = ()> + Send + 'static,
{
    let time = Arc::new(AtomicU64::new(0));
    let mut running = Vec::new();
    for client in 0..CLIENTS {
        let asks: Vec<_> = (0..each).map(|n| client * each + n + 1).map(|n| (n, register(n))).collect();
        let time = Arc::clone(&time);
        running.push(tokio::spawn(async move {
            let mut log = Vec::new();
            for (n, ask) in asks {
                let (sent, since) = (time.fetch_add(1, Ordering::SeqCst), now());
                ask.await;
                let answered = time.fetch_add(1, Ordering::SeqCst);
                log.push(Asked { n, sent, answered, waited: since.elapsed() });
            }
            log
        }));
    }
    let mut log = Vec::new();
    for client in running {
        log.extend(client.await.unwrap());
    }
    log
}

/// Lets the clients register, and says what they asked and which number each drew.
async fn log_of(place: &Place, each: u32) -> (Vec<Asked>, Vec<Answered>) {
    let world = World::with_ids(place.open().await, Arc::new(SystemIds)).await;
    seed_allies(&world, 1..=CLIENTS * each).await;
    let event = world.event(Audience::MembersAndAllies, places(50)).await;
    let asked = clients(each, |n| {
        let network: Network = world.network.clone();
        async move {
            register_until_taken(&network, event, person_id(n), registration_key(n)).await.unwrap();
        }
    })
    .await;
    world.sound().await;
    let mut log = Vec::new();
    for Asked { n, sent, answered, .. } in &asked {
        let stored = world.store.registration(event, person_id(*n)).await.unwrap().unwrap();
        let sequence = stored.record.sequence().number();
        log.push(Answered { sent: *sent, answered: *answered, sequence });
    }
    (asked, log)
}

async fn never_inverted_in(place: Place) {
    let (_, mut log) = log_of(&place, EACH).await;
    let (pairs, inverted) = inversions(&log);
    println!("{pairs} pairs, {inverted} inverted");
    assert!(pairs >= 100_000, "only {pairs} pairs could be compared");
    assert_eq!(inverted, 0, "of {pairs} pairs");
    // The control: a log in which one early number and one late number changed places.
    log.sort_by_key(|answered| answered.sent);
    let end = log.len() - 1;
    (log[0].sequence, log[end].sequence) = (log[end].sequence, log[0].sequence);
    assert!(inversions(&log).1 > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_clients_in_memory_are_served_in_the_order_in_which_they_came() {
    never_inverted_in(Place::memory()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_clients_on_sqlite_are_served_in_the_order_in_which_they_came() {
    never_inverted_in(Place::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_clients_on_postgresql_are_served_in_the_order_in_which_they_came() {
    let Some(place) = Place::postgres() else { return };
    never_inverted_in(place).await;
}

/// The wait that this many of a thousand do not exceed.
fn wait(asked: &[Asked], of_a_thousand: usize) -> Duration {
    let mut waits: Vec<_> = asked.iter().map(|asked| asked.waited).collect();
    waits.sort_unstable();
    waits[(waits.len() - 1) * of_a_thousand / 1_000]
}

async fn nobody_waits_long_in(place: Place) {
    let (asked, _) = log_of(&place, 300).await;
    let median = wait(&asked, 500);
    for client in asked.chunks(300) {
        let p99 = wait(client, 990);
        assert!(p99 <= median * 10, "a client waited {p99:?}, where the median is {median:?}");
    }
    println!("median {median:?}, p99 {:?}, longest {:?}", wait(&asked, 990), wait(&asked, 1_000));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "it measures time: alone on a machine that does nothing else"]
async fn no_client_waits_ten_times_as_long_as_others() {
    nobody_waits_long_in(Place::memory()).await;
    nobody_waits_long_in(Place::sqlite()).await;
    if let Some(place) = Place::postgres() {
        nobody_waits_long_in(place).await;
    }
}

/// The control: a desk that answers on arrival, and numbers what has gathered from its end.
#[derive(Debug, Default)]
struct LastComeDesk {
    gathered: Vec<u32>,
    numbers: BTreeMap<u32, u64>,
}

impl LastComeDesk {
    fn register(&mut self, n: u32) {
        self.gathered.push(n);
        if self.gathered.len() == 256 {
            self.number();
        }
    }

    fn number(&mut self) {
        while let Some(n) = self.gathered.pop() {
            let next = u64::try_from(self.numbers.len() + 1).unwrap();
            self.numbers.insert(n, next);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_check_sees_a_desk_that_serves_the_last_of_a_batch_first() {
    let desk = Arc::new(Mutex::new(LastComeDesk::default()));
    let asked = clients(EACH, |n| {
        let desk = Arc::clone(&desk);
        async move {
            desk.lock().unwrap().register(n);
            tokio::task::yield_now().await;
        }
    })
    .await;
    desk.lock().unwrap().number();
    let desk = desk.lock().unwrap();
    let log: Vec<_> = asked
        .into_iter()
        .map(|Asked { n, sent, answered, .. }| Answered { sent, answered, sequence: desk.numbers[&n] })
        .collect();
    let (pairs, inverted) = inversions(&log);
    assert!(pairs >= 100_000 && inverted > 100, "{inverted} of {pairs}");
}
