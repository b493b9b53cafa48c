//! Clients who go away without waiting for their answer, at random moments.

use std::{sync::Arc, time::Duration};

use bln_core::{
    Action, Actor, Audience, AuditEntry, Event, Id, ModeChoice, Person, RecordRef, RegistrationRequest,
};
use bln_store::{IdempotencyKey, ReceiptKey, Store};
use bln_tests::{
    Sabotage, Sabotaged, SplitMix64, World, Written, admin, all_tasks_ended, folder, imported_application,
    memory, person_id, places, poll_once, registration_key, seed_allies, sqlite,
};

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
    let Written { audit, outbox } = Written::of(&*world.store).await;
    let mut left = Vec::new();
    for n in 1..=people {
        let person = person_id(n);
        let key = ReceiptKey { actor: Some(person), key: registration_key(n) };
        let subject = RecordRef::Registration { event, person };
        left.push(Left {
            record: world.store.registration(event, person).await.unwrap().is_some(),
            audit: audit.iter().filter(|entry| *entry.subject() == subject).count(),
            notices: outbox.iter().filter(|notice| notice.recipient() == person).count(),
            receipt: world.store.receipt(&key).await.unwrap().is_some(),
        });
    }
    left
}

/// Waits until what was abandoned is done: no desk works any more, and what comes last to the store is kept.
async fn settle(world: &World, event: Id<Event>, last: Id<Person>) {
    all_tasks_ended().await;
    world.register(event, last).await.unwrap();
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
    let Written { audit, outbox } = Written::of(&*world.store).await;
    let mut left = Vec::new();
    for n in 1..=people {
        let application = imported_application(&n.to_string());
        let email = application.details.emails().iter().next().unwrap();
        let person = world.store.person_by_email(email).await.unwrap();
        let receipt = ReceiptKey { actor: admin().person(), key: key(n) };
        let by = |action: Action| {
            move |entry: &&AuditEntry| {
                entry.action() == action
                    && person.is_some_and(|person| *entry.subject() == RecordRef::Person(person))
            }
        };
        left.push(Left {
            record: person.is_some(),
            audit: audit.iter().filter(by(Action::JoinAsAlly)).count(),
            notices: outbox.iter().filter(|notice| Some(notice.recipient()) == person).count(),
            receipt: world.store.receipt(&receipt).await.unwrap().is_some(),
        });
    }
    // Nothing is there of anybody else: an entry about a person who is not would be found by nobody above.
    let joined = audit.iter().filter(|entry| entry.action() == Action::JoinAsAlly).count();
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
