//! Sixty-four clients at once: who was answered before another asked has the lower number; and a client that goes
//! away leaves all of a registration behind or nothing.

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
    time::Duration,
};

use bln_core::{Action, Actor, Audience, Event, Id, ModeChoice, Person, RecordRef, RegistrationRequest};
use bln_service::Network;
use bln_store::{AuditRecord, IdempotencyKey, NoticeRecord, PageSize, ReceiptKey, Store};
use bln_tests::{
    Answered, Sabotage, Sabotaged, SplitMix64, World, admin, folder, imported_application, inversions,
    memory, person_id, places, poll_once, register_until_taken, registration_key, seed_allies, sqlite,
};

const CLIENTS: u32 = 64;
const EACH: u32 = 40;

/// Lets every client register its people one after another, and tells when each was asked for and answered.
async fn clients<F>(register: impl Fn(u32) -> F) -> Vec<(u32, u64, u64)>
where
    F: Future<Output = ()> + Send + 'static,
{
    let time = Arc::new(AtomicU64::new(0));
    let mut running = Vec::new();
    for client in 0..CLIENTS {
        let asks: Vec<_> = (0..EACH).map(|n| client * EACH + n + 1).map(|n| (n, register(n))).collect();
        let time = Arc::clone(&time);
        running.push(tokio::spawn(async move {
            let mut log = Vec::new();
            for (n, ask) in asks {
                let sent = time.fetch_add(1, Ordering::SeqCst);
                ask.await;
                log.push((n, sent, time.fetch_add(1, Ordering::SeqCst)));
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

async fn log_of(store: Arc<dyn Store>) -> Vec<Answered> {
    let world = World::on(store).await;
    seed_allies(&world, 1..=CLIENTS * EACH).await;
    let event = world.event(Audience::MembersAndAllies, places(50)).await;
    let times = clients(|n| {
        let network: Network = world.network.clone();
        async move {
            register_until_taken(&network, event, person_id(n), registration_key(n)).await.unwrap();
        }
    })
    .await;
    world.sound().await;
    let mut log = Vec::new();
    for (n, sent, answered) in times {
        let stored = world.store.registration(event, person_id(n)).await.unwrap().unwrap();
        log.push(Answered { sent, answered, sequence: stored.record.sequence().number() });
    }
    log
}

fn never_inverted(log: &[Answered]) {
    let (pairs, inverted) = inversions(log);
    println!("{pairs} pairs, {inverted} inverted");
    assert!(pairs >= 20_000, "only {pairs} pairs could be compared");
    assert_eq!(inverted, 0, "of {pairs} pairs");
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_clients_in_memory_are_served_in_the_order_in_which_they_came() {
    never_inverted(&log_of(memory()).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_clients_on_sqlite_are_served_in_the_order_in_which_they_came() {
    let folder = folder();
    let mut log = log_of(sqlite(&folder.path().join("network.sqlite")).await).await;
    never_inverted(&log);
    // The control: a log in which one early number and one late number changed places.
    log.sort_by_key(|answered| answered.sent);
    let (first, last) = (log[0].sequence, log[log.len() - 1].sequence);
    let end = log.len() - 1;
    (log[0].sequence, log[end].sequence) = (last, first);
    assert!(inversions(&log).1 > 0);
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
    let times = clients(|n| {
        let desk = Arc::clone(&desk);
        async move {
            desk.lock().unwrap().register(n);
            tokio::task::yield_now().await;
        }
    })
    .await;
    desk.lock().unwrap().number();
    let desk = desk.lock().unwrap();
    let log: Vec<_> = times
        .into_iter()
        .map(|(n, sent, answered)| Answered { sent, answered, sequence: desk.numbers[&n] })
        .collect();
    let (pairs, inverted) = inversions(&log);
    assert!(pairs >= 20_000 && inverted > 100, "{inverted} of {pairs}");
}

/// What a request has left behind: the record, audit entries, notices and receipts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Left {
    record: bool,
    audit: usize,
    notices: usize,
    receipt: bool,
}

impl Left {
    const ALL: Left = Left { record: true, audit: 1, notices: 1, receipt: true };
    const NOTHING: Left = Left { record: false, audit: 0, notices: 0, receipt: false };
}

/// Everything that is written in order.
async fn written(store: &dyn Store) -> (Vec<AuditRecord>, Vec<NoticeRecord>) {
    let (mut audit, mut outbox) = (Vec::new(), Vec::new());
    let mut after = None;
    loop {
        let page = store.audit_page(after, PageSize::MAX).await.unwrap();
        audit.extend(page.items);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    loop {
        let page = store.outbox_page(after, PageSize::MAX).await.unwrap();
        outbox.extend(page.items);
        after = page.next;
        if after.is_none() {
            return (audit, outbox);
        }
    }
}

/// Polls a future so often, with other work done between, and drops it.
async fn abandon<F: Future>(random: &mut SplitMix64, future: F) {
    let mut future = Box::pin(future);
    for _ in 0..random.below(8) {
        if poll_once(future.as_mut()).await.is_some() {
            return;
        }
        match random.below(3) {
            0 => {}
            1 => tokio::task::yield_now().await,
            // Long enough for a thread of the store to answer; nothing depends on whether it does.
            _ => tokio::time::sleep(Duration::from_micros(random.below(400))).await,
        }
    }
}

/// Lets people register and go away without waiting for the answer.
async fn abandoned_registrations(store: Arc<dyn Store>, people: u32, seed: u64) -> Vec<Left> {
    let world = World::on(store).await;
    seed_allies(&world, 1..=people + 1).await;
    let event = world.event(Audience::MembersAndAllies, places(50)).await;
    let mut random = SplitMix64::new(seed);
    for n in 1..=people {
        let person = person_id(n);
        let request = RegistrationRequest { event, person, choice: ModeChoice::Either };
        let register = world.network.register(Actor::participant(person), request, registration_key(n));
        abandon(&mut random, register).await;
    }
    settle(&world, event, person_id(people + 1)).await;
    world.sound().await;
    let (audit, outbox) = written(&*world.store).await;
    let mut left = Vec::new();
    for n in 1..=people {
        let person = person_id(n);
        let key = ReceiptKey { actor: Some(person), key: registration_key(n) };
        let subject = RecordRef::Registration { event, person };
        left.push(Left {
            record: world.store.registration(event, person).await.unwrap().is_some(),
            audit: audit.iter().filter(|a| *a.entry.subject() == subject).count(),
            notices: outbox.iter().filter(|n| n.notice.recipient() == person).count(),
            receipt: world.store.receipt(&key).await.unwrap().is_some(),
        });
    }
    left
}

/// Waits until what was abandoned is done: who comes last has been answered, and nothing more is written.
async fn settle(world: &World, event: Id<Event>, last: Id<Person>) {
    world.register(event, last).await.unwrap();
    loop {
        let before = written(&*world.store).await.0.len();
        tokio::time::sleep(Duration::from_millis(20)).await;
        if written(&*world.store).await.0.len() == before {
            return;
        }
    }
}

/// Imports people, and goes away without waiting for the answers.
async fn abandoned_applications(store: Arc<dyn Store>, people: u32, seed: u64) -> Vec<Left> {
    let world = World::on(store).await;
    let mut random = SplitMix64::new(seed);
    let key = |n: u32| IdempotencyKey::parse(format!("import-{n}")).unwrap();
    for n in 1..=people {
        let application = imported_application(&n.to_string());
        abandon(&mut random, world.network.apply(admin(), application, key(n))).await;
    }
    let last = world.ally(people + 1).await;
    let event = world.event(Audience::MembersAndAllies, places(1)).await;
    settle(&world, event, last).await;
    world.sound().await;
    let (audit, outbox) = written(&*world.store).await;
    let mut left = Vec::new();
    for n in 1..=people {
        let application = imported_application(&n.to_string());
        let email = application.details.emails().iter().next().unwrap();
        let person = world.store.person_by_email(email).await.unwrap();
        let receipt = ReceiptKey { actor: admin().person(), key: key(n) };
        let by = |action: Action| {
            move |record: &&AuditRecord| {
                record.entry.action() == action
                    && person.is_some_and(|person| *record.entry.subject() == RecordRef::Person(person))
            }
        };
        left.push(Left {
            record: person.is_some(),
            audit: audit.iter().filter(by(Action::JoinAsAlly)).count(),
            notices: outbox.iter().filter(|notice| Some(notice.notice.recipient()) == person).count(),
            receipt: world.store.receipt(&receipt).await.unwrap().is_some(),
        });
    }
    // Nothing is there of anybody else: an entry about a person who is not would be found by nobody above.
    let joined = audit.iter().filter(|record| record.entry.action() == Action::JoinAsAlly).count();
    assert_eq!(joined, left.iter().filter(|left| left.record).count() + 1);
    left
}

fn whole_or_nothing(left: &[Left]) {
    for (index, left) in left.iter().enumerate() {
        assert!([Left::ALL, Left::NOTHING].contains(left), "request {index}: {left:?}");
    }
    let whole = left.iter().filter(|left| **left == Left::ALL).count();
    println!("{whole} of {} done", left.len());
    assert!(whole > 0 && whole < left.len(), "{whole} of {}: both must have happened", left.len());
}

#[tokio::test]
async fn an_abandoned_registration_in_memory_is_whole_or_nothing() {
    whole_or_nothing(&abandoned_registrations(memory(), 1_000, 1).await);
}

#[tokio::test]
async fn an_abandoned_registration_on_sqlite_is_whole_or_nothing() {
    let folder = folder();
    whole_or_nothing(
        &abandoned_registrations(sqlite(&folder.path().join("network.sqlite")).await, 1_000, 2).await,
    );
}

#[tokio::test]
async fn an_abandoned_application_is_whole_or_nothing() {
    let folder = folder();
    let store = sqlite(&folder.path().join("network.sqlite")).await;
    whole_or_nothing(&abandoned_applications(store, 500, 3).await);
}

#[tokio::test]
#[should_panic(expected = "notices: 0")]
async fn the_check_sees_a_registration_that_tells_nobody() {
    let store = Arc::new(Sabotaged::new(memory(), Sabotage::LosesNotices));
    whole_or_nothing(&abandoned_registrations(store, 100, 4).await);
}
