//! One effect for each request, however often it arrives: asked a hundred times at once, asked again after the
//! answer was lost, doubled on its way, asked again after a restart.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on should panic; it says how far it got"
)]

use std::{collections::BTreeMap, sync::Arc};

use bln_core::{
    Action, Actor, Audience, Event, Id, Mode, ModeChoice, Modes, Person, PlannedEvent, RecordRef, Refusal,
    RegistrationRequest,
};
use bln_service::{Network, NetworkError, Placement, SystemIds};
use bln_store::{IdempotencyKey, Store};
use bln_tests::{
    Place, Sabotage, Sabotaged, SplitMix64, World, Written, admin, ally_application, event_details, memory,
    person_id, places, register_until_taken, registration_key, seed_allies,
};
use chrono::TimeDelta;

const TIMES: usize = 100;

fn key(text: &str) -> IdempotencyKey {
    IdempotencyKey::parse(text).unwrap()
}

/// Asks the same a hundred times at once, of two networks in turn; the answers, with how often each was given.
async fn at_once<T, F>(networks: &[Network], ask: impl Fn(Network) -> F) -> Vec<(T, usize)>
where
    T: PartialEq + Send + 'static,
    F: Future<Output = Result<T, NetworkError>> + Send + 'static,
{
    let asked: Vec<_> = (0..TIMES).map(|n| tokio::spawn(ask(networks[n % networks.len()].clone()))).collect();
    let mut answers: Vec<(T, usize)> = Vec::new();
    for answer in asked {
        let answer = answer.await.unwrap().unwrap();
        match answers.iter_mut().find(|(given, _)| *given == answer) {
            Some((_, times)) => *times += 1,
            None => answers.push((answer, 1)),
        }
    }
    answers
}

/// The one answer that was given every time.
fn the_only<T: std::fmt::Debug + Clone>(answers: &[(T, usize)]) -> T {
    match answers {
        [(answer, TIMES)] => answer.clone(),
        _ => panic!("not one answer: {answers:?}"),
    }
}

/// How much was written: entries and notices.
async fn extent(world: &World) -> (usize, usize) {
    let written = Written::of(&*world.store).await;
    (written.audit.len(), written.outbox.len())
}

/// Two networks on the place, and one that is opened when those are gone.
async fn one_effect_in(place: Place) {
    let world = World::on(place.open().await).await;
    let other = World::with_ids(place.open().await, Arc::new(SystemIds)).await;
    let networks = [world.network.clone(), other.network.clone()];
    let [mine, theirs] = [world.ally(1).await, world.ally(2).await];
    let event = world.event(Audience::MembersAndAllies, places(1)).await;

    let before = extent(&world).await;
    let register = |person: Id<Person>, event| {
        move |network: Network| async move {
            let request = RegistrationRequest { event, person, choice: ModeChoice::Either };
            network.register(Actor::participant(person), request, key("the-same-key")).await
        }
    };
    let placement = the_only(&at_once(&networks, register(mine, event)).await);
    assert_eq!(placement, Placement::Confirmed { mode: Mode::InPerson });
    assert_eq!(extent(&world).await, (before.0 + 1, before.1 + 1), "one entry, one notice");
    // The same key is another's own: it is a registration of theirs.
    let waiting = the_only(&at_once(&networks, register(theirs, event)).await);
    assert_eq!(waiting, Placement::Waiting { position: bln_core::WaitingPlace::Position(1) });
    assert_eq!(extent(&world).await, (before.0 + 2, before.1 + 2));

    let before = extent(&world).await;
    let apply = |network: Network| async move {
        network.apply(Actor::public(), ally_application(3), key("apply-once")).await
    };
    let person = the_only(&at_once(&networks, apply).await);
    assert_eq!(extent(&world).await, (before.0 + 1, before.1 + 1));

    let plan = || {
        let details = event_details(Audience::Public, Modes::InPerson);
        PlannedEvent { details, places: places(7), repeats: None }
    };
    let create =
        |network: Network| async move { network.create_event(admin(), plan(), key("create-once")).await };
    let created = the_only(&at_once(&networks, create).await);
    assert_eq!(extent(&world).await, (before.0 + 2, before.1 + 1));

    // Another request under a key is refused, and nothing is done.
    let reused = Err(NetworkError::Refused(Refusal::KeyUsedForAnotherRequest));
    let another_event = created.events[0];
    assert_eq!(register(mine, another_event)(world.network.clone()).await, reused);
    let another = world.network.apply(Actor::public(), ally_application(4), key("apply-once")).await;
    assert_eq!(another, Err(NetworkError::Refused(Refusal::KeyUsedForAnotherRequest)));

    // Neither a restart nor a day forgets anything.
    let end = extent(&world).await;
    drop((world, other, networks));
    let again = World::with_ids(place.open().await, Arc::new(SystemIds)).await;
    again.clock.pass(TimeDelta::hours(25));
    let networks = [again.network.clone()];
    assert_eq!(the_only(&at_once(&networks, register(mine, event)).await), placement);
    assert_eq!(the_only(&at_once(&networks, register(theirs, event)).await), waiting);
    assert_eq!(the_only(&at_once(&networks, apply).await), person);
    assert_eq!(the_only(&at_once(&networks, create).await), created);
    assert_eq!(register(mine, another_event)(again.network.clone()).await, reused);
    assert_eq!(extent(&again).await, end, "asking again does nothing");
    again.sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_times_at_once_is_once_in_memory() {
    one_effect_in(Place::memory()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_times_at_once_is_once_on_sqlite() {
    one_effect_in(Place::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_times_at_once_is_once_on_postgresql() {
    let Some(place) = Place::postgres() else { return };
    one_effect_in(place).await;
}

/// The control: a store that does not keep what was answered.
#[tokio::test]
#[should_panic(expected = "Refused(AlreadyRegistered)")]
async fn the_check_sees_a_store_that_forgets_what_it_answered() {
    one_effect_in(Place::Memory(Arc::new(Sabotaged::new(memory(), Sabotage::LosesReceipts)))).await;
}

/// A front between clients and network that loses one answer in five after the request was served, and lets one
/// request in ten through twice. Who hears nothing asks again.
async fn through_a_lossy_front(network: Network, event: Id<Event>, n: u32, seed: u64) -> (Placement, usize) {
    let mut random = SplitMix64::new(seed ^ u64::from(n).rotate_left(32));
    for sent in 1.. {
        let ask = || {
            let network = network.clone();
            let register =
                async move { register_until_taken(&network, event, person_id(n), registration_key(n)).await };
            tokio::spawn(register)
        };
        let twice = (random.below(10) == 0).then(ask);
        let answer = ask().await.unwrap().unwrap();
        if let Some(twice) = twice {
            assert_eq!(twice.await.unwrap(), Ok(answer), "the doubled request has another answer");
        }
        if random.below(5) != 0 {
            return (answer, sent);
        }
    }
    unreachable!("somebody is answered at last")
}

/// Ten thousand registrations through the front; what is wrong with what they left behind.
async fn faults_behind_a_lossy_front(store: Arc<dyn Store>, people: u32, seed: u64) -> Vec<String> {
    let world = World::on(store).await;
    seed_allies(&world, 1..=people).await;
    let event = world.event(Audience::MembersAndAllies, places(100)).await;
    let before = Written::of(&*world.store).await;
    let asked = (1..=people)
        .map(|n| tokio::spawn(through_a_lossy_front(world.network.clone(), event, n, seed)))
        .collect::<Vec<_>>();
    let (mut sent, mut faults) = (0, Vec::new());
    for (n, answer) in (1..=people).zip(asked) {
        let (placement, times) = answer.await.unwrap();
        sent += times;
        let history = world.store.registration_history(event, person_id(n)).await.unwrap();
        let state = history.last().map(|step| step.state.name());
        let told = match placement {
            Placement::Confirmed { .. } => "confirmed",
            _ => "waiting",
        };
        if history.len() != 1 || state != Some(told) {
            faults.push(format!("person {n} was told {told} and is {state:?} in {} steps", history.len()));
        }
    }
    println!("{people} people asked {sent} times");
    let written = Written::of(&*world.store).await;
    let mut entries: BTreeMap<_, usize> = BTreeMap::new();
    for entry in written.audit.iter().filter(|entry| entry.action() == Action::Register) {
        *entries.entry(entry.subject().clone()).or_default() += 1;
    }
    let mut notices: BTreeMap<_, usize> = BTreeMap::new();
    for notice in &written.outbox[before.outbox.len()..] {
        *notices.entry(notice.recipient()).or_default() += 1;
    }
    for person in (1..=people).map(person_id) {
        let entries = entries.get(&RecordRef::Registration { event, person }).copied().unwrap_or(0);
        let notices = notices.get(&person).copied().unwrap_or(0);
        if (entries, notices) != (1, 1) {
            faults.push(format!("{person} has {entries} entries and {notices} notices"));
        }
    }
    let seats = world.store.seats(event).await.unwrap().unwrap().record;
    if seats.last_sequence().number() != u64::from(people) {
        faults.push(format!("{} numbers were drawn", seats.last_sequence()));
    }
    world.sound().await;
    faults
}

async fn nothing_is_doubled_in(place: Place, people: u32) {
    let faults = faults_behind_a_lossy_front(place.open().await, people, 22).await;
    assert!(faults.is_empty(), "{} faults, the first: {}", faults.len(), faults[0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_registrations_through_a_lossy_front_are_each_done_once_in_memory() {
    nothing_is_doubled_in(Place::memory(), 10_000).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_registrations_through_a_lossy_front_are_each_done_once_on_sqlite() {
    nothing_is_doubled_in(Place::sqlite(), 10_000).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_thousand_registrations_through_a_lossy_front_are_each_done_once_on_postgresql() {
    let Some(place) = Place::postgres() else { return };
    nothing_is_doubled_in(place, 2_000).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "ten thousand on PostgreSQL take a minute or more on a machine that does other things"]
async fn ten_thousand_registrations_through_a_lossy_front_are_each_done_once_on_postgresql() {
    let Some(place) = Place::postgres() else { return };
    nothing_is_doubled_in(place, 10_000).await;
}

/// The control: a store that keeps every entry and notice twice.
#[tokio::test]
async fn the_check_sees_a_store_that_does_everything_twice() {
    let store = Arc::new(Sabotaged::new(memory(), Sabotage::CommitsTwice));
    let faults = faults_behind_a_lossy_front(store, 100, 22).await;
    assert_eq!(faults.len(), 100, "{faults:?}");
    assert!(faults[0].ends_with("has 2 entries and 2 notices"), "{}", faults[0]);
}
