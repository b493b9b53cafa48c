//! More than a network can do: it takes on so much and no more, refuses the rest at once, loses nothing of either,
//! and does as much as before.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on should panic; it says how far it got"
)]

mod open_loop;

use std::{num::NonZeroUsize, sync::Arc};

use bln_core::{Actor, Audience, Event, Id, ModeChoice, RegistrationRequest};
use bln_service::NetworkError;
use bln_sqlite::{SqliteConfig, SqliteStore};
use bln_store::{IdempotencyKey, Store};
use bln_tests::{
    Sabotage, Sabotaged, World, Written, admin, folder, imported_application, memory, person_id, placed,
    places, poll_once, queue_faults, register_until_taken, registration_key, seed_allies,
};
use tokio::sync::Semaphore;

/// How many ask at once.
const ASK: u32 = 5_000;
/// What a desk holds at most: 256 that wait, and 256 that are being decided.
const HELD: usize = 256 + 256;

type Answer = Result<(), NetworkError>;

/// Asks this many times without waiting for an answer. Who is not answered at once is waited for later.
async fn all_at_once<F>(count: u32, ask: impl Fn(u32) -> F) -> (Vec<(u32, F)>, Vec<(u32, Answer)>)
where
    F: Future<Output = Answer> + Unpin,
{
    let (mut held, mut answered) = (Vec::new(), Vec::new());
    for n in 1..=count {
        let mut asked = ask(n);
        match poll_once(std::pin::Pin::new(&mut asked)).await {
            None => held.push((n, asked)),
            Some(answer) => answered.push((n, answer)),
        }
        tokio::task::yield_now().await;
    }
    (held, answered)
}

/// What is wrong with how a full house was met: how many are held, and what the others were told.
fn faults(held: usize, answered: &[(u32, Answer)]) -> Vec<String> {
    let mut faults = Vec::new();
    if held > HELD {
        faults.push(format!("{held} are held, and {HELD} was to be the most"));
    }
    if let Some((n, answer)) = answered.iter().find(|(_, answer)| *answer != Err(NetworkError::Busy)) {
        faults.push(format!("request {n} was answered {answer:?}, where nothing can be done"));
    }
    if answered.is_empty() {
        faults.push("nobody was refused".to_owned());
    }
    faults
}

/// A desk whose store stands still: it holds what it holds, refuses the rest at the first poll, and after that
/// everybody is served.
#[tokio::test]
async fn a_desk_that_is_full_refuses_at_once_and_loses_nobody() {
    let gate = Arc::new(Semaphore::new(1));
    let store: Arc<dyn Store> = Arc::new(Sabotaged::new(memory(), Sabotage::Waits(Arc::clone(&gate))));
    let world = World::on(store).await;
    seed_allies(&world, 1..=ASK).await;
    let event = world.event(Audience::MembersAndAllies, places(100)).await;
    let shut = gate.acquire().await.unwrap();
    let register = |n| {
        let (network, request) = (world.network.clone(), request(event, n));
        Box::pin(async move {
            network.register(Actor::participant(person_id(n)), request, registration_key(n)).await.map(drop)
        })
    };
    let (held, refused) = all_at_once(ASK, register).await;
    println!("{} held, {} refused", held.len(), refused.len());
    assert_eq!(faults(held.len(), &refused), Vec::<String>::new());
    assert!(held.len() >= 256, "only {} are held", held.len());
    // However often the others ask, no more are held.
    let (more, again) = all_at_once(ASK, register).await;
    assert!(more.is_empty() && again.len() == usize::try_from(ASK).unwrap(), "{} more are held", more.len());
    drop((more, again, shut));
    let served = held.len();
    for (n, asked) in held {
        assert_eq!(asked.await, Ok(()), "request {n} was held, and is not served");
    }
    assert_eq!(placed(&*world.store, event).await.len(), served, "a request that was refused had an effect");
    // Afterwards everything is as ever.
    let mut positions = Vec::new();
    for n in 1..=ASK {
        let placement = register_until_taken(&world.network, event, person_id(n), registration_key(n)).await;
        if let bln_service::Placement::Waiting { position } = placement.unwrap() {
            positions.extend(position.position());
        }
    }
    let placed = placed(&*world.store, event).await;
    let people = usize::try_from(ASK).unwrap();
    assert_eq!(queue_faults(&placed, &positions, 100, people), Vec::<String>::new());
    world.sound().await;
}

fn request(event: Id<Event>, person: u32) -> RegistrationRequest {
    RegistrationRequest { event, person: person_id(person), choice: ModeChoice::Either }
}

/// The control: a desk that takes on whatever comes.
#[tokio::test]
async fn the_check_sees_a_desk_without_a_bound() {
    let queue = std::cell::RefCell::new(Vec::new());
    let ask = |n| {
        queue.borrow_mut().push(n);
        Box::pin(std::future::pending::<Answer>())
    };
    let (held, refused) = all_at_once(ASK, ask).await;
    let faults = faults(held.len(), &refused);
    assert_eq!(faults.len(), 2, "{faults:?}");
}

/// A store whose queue is short: people apply in numbers, some are refused, and whoever was not is there.
#[tokio::test]
async fn a_store_that_is_full_refuses_and_loses_nobody() {
    let folder = folder();
    let few = NonZeroUsize::new(16).unwrap();
    let config = SqliteConfig::new(folder.path().join("network.sqlite")).with_queue(few);
    let world = Arc::new(World::on(Arc::new(SqliteStore::open_with(config).await.unwrap())).await);
    let apply = |n: u32| {
        let world = Arc::clone(&world);
        tokio::spawn(async move {
            let key = IdempotencyKey::parse(format!("overload-{n}")).unwrap();
            world.network.apply(admin(), imported_application(&n.to_string()), key).await
        })
    };
    let asked: Vec<_> = (1..=ASK).map(apply).collect();
    let (mut people, mut refused) = (Vec::new(), 0);
    for answer in asked {
        match answer.await.unwrap() {
            Ok(person) => people.push(person),
            Err(NetworkError::Busy) => refused += 1,
            Err(other) => panic!("{other:?}"),
        }
    }
    let joined = people.len();
    println!("{joined} joined, {refused} were refused");
    assert!(joined > 0 && refused > 0, "both must have happened");
    // Only now: a question may be refused as well while so much is asked.
    for person in people {
        assert!(world.store.person(person).await.unwrap().is_some(), "somebody is not there");
    }
    let notices = Written::of(&*world.store).await.outbox.len();
    assert_eq!(notices, joined, "one welcome for each who joined, and for nobody else");
    world.sound().await;
}
