//! Ten thousand people for a hundred places: exactly a hundred get one, and nobody is lost.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{
    collections::VecDeque,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
};

use bln_core::{Actor, Audience, Event, Id, ModeChoice, RegistrationRequest};
use bln_service::{NetworkError, Placement};
use bln_store::Store;
use bln_tests::{
    Place, Placed, World, person_id, placed, places, poll_once, queue_faults, register_until_taken,
    registration_key, seed_allies,
};

const PEOPLE: u32 = 10_000;
const PLACES: u32 = 100;

async fn full_house(store: Arc<dyn Store>) -> (World, Id<Event>) {
    let world = World::on(store).await;
    seed_allies(&world, 1..=PEOPLE).await;
    let event = world.event(Audience::MembersAndAllies, places(PLACES)).await;
    (world, event)
}

/// Registers everybody from one task in a known order, as many at a time as the network takes on; the positions
/// told to those who wait.
async fn one_after_another(world: &World, event: Id<Event>) -> Vec<u64> {
    let (mut under_way, mut answers) = (VecDeque::new(), Vec::new());
    for n in 1..=PEOPLE {
        let person = person_id(n);
        let request = RegistrationRequest { event, person, choice: ModeChoice::Either };
        loop {
            // The first poll hands the request in.
            let register = world.network.register(Actor::participant(person), request, registration_key(n));
            let mut register = Box::pin(register);
            match poll_once(register.as_mut()).await {
                None => under_way.push_back(register),
                Some(Err(NetworkError::Busy)) => {
                    // Full: the first of those under way must be answered before the next is handed in.
                    answers.push(under_way.pop_front().unwrap().await.unwrap());
                    continue;
                }
                Some(answer) => answers.push(answer.unwrap()),
            }
            break;
        }
    }
    for register in under_way {
        answers.push(register.await.unwrap());
    }
    answers.into_iter().filter_map(position).collect()
}

fn position(placement: Placement) -> Option<u64> {
    match placement {
        Placement::Waiting { position } => position.position(),
        _ => None,
    }
}

async fn exactly_a_hundred(world: &World, event: Id<Event>, positions: &[u64]) -> Vec<Placed> {
    let placed = placed(&*world.store, event).await;
    let (places, people) = (usize::try_from(PLACES).unwrap(), usize::try_from(PEOPLE).unwrap());
    assert_eq!(queue_faults(&placed, positions, places, people), Vec::<String>::new());
    let seats = world.store.seats(event).await.unwrap().unwrap().record;
    assert_eq!(seats.last_sequence().number(), u64::from(PEOPLE));
    assert_eq!(seats.waiting().total(), PEOPLE - PLACES);
    world.sound().await;
    placed
}

/// Who was handed in as the `n`th drew the number `n`.
fn first_come_first_served(placed: &[Placed]) -> bool {
    placed
        .iter()
        .all(|placed| placed.person == person_id(u32::try_from(placed.sequence).unwrap()).uuid().as_u128())
}

async fn first_come_first_served_in(place: Place) {
    let (world, event) = full_house(place.open().await).await;
    let positions = one_after_another(&world, event).await;
    let mut placed = exactly_a_hundred(&world, event, &positions).await;
    assert!(first_come_first_served(&placed));
    // The control: two people who changed places in the queue.
    let (one, other) = (placed[5_000].person, placed[5_001].person);
    (placed[5_000].person, placed[5_001].person) = (other, one);
    assert!(!first_come_first_served(&placed));
}

async fn all_at_once_in(place: Place) {
    let (world, event) = full_house(place.open().await).await;
    let register = |n| {
        let network = world.network.clone();
        tokio::spawn(async move {
            register_until_taken(&network, event, person_id(n), registration_key(n)).await.unwrap()
        })
    };
    let asked: Vec<_> = (1..=PEOPLE).rev().map(register).collect();
    let mut positions = Vec::new();
    for answer in asked {
        positions.extend(position(answer.await.unwrap()));
    }
    exactly_a_hundred(&world, event, &positions).await;
}

#[tokio::test]
async fn ten_thousand_from_one_process_in_memory_are_served_in_the_order_in_which_they_came() {
    first_come_first_served_in(Place::memory()).await;
}

#[tokio::test]
async fn ten_thousand_from_one_process_on_sqlite_are_served_in_the_order_in_which_they_came() {
    first_come_first_served_in(Place::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_at_once_in_memory_give_exactly_a_hundred_places() {
    all_at_once_in(Place::memory()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_at_once_on_sqlite_give_exactly_a_hundred_places() {
    all_at_once_in(Place::sqlite()).await;
}

#[tokio::test]
async fn ten_thousand_from_one_process_on_postgresql_are_served_in_the_order_in_which_they_came() {
    let Some(place) = Place::postgres() else { return };
    first_come_first_served_in(place).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_at_once_on_postgresql_give_exactly_a_hundred_places() {
    let Some(place) = Place::postgres() else { return };
    all_at_once_in(place).await;
}

/// Four networks on one store in memory: each has desks of its own, as processes have.
#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_from_four_networks_on_one_store_in_memory_give_exactly_a_hundred_places() {
    let place = Place::memory();
    let (world, event) = full_house(place.open().await).await;
    let mut networks = Vec::new();
    for _ in 0..4 {
        let ids = Arc::new(bln_service::SystemIds);
        networks.push(World::with_ids(place.open().await, ids).await.network);
    }
    let register = |n: u32| {
        let network = networks[usize::try_from(n % 4).unwrap()].clone();
        tokio::spawn(async move {
            register_until_taken(&network, event, person_id(n), registration_key(n)).await.unwrap()
        })
    };
    let asked: Vec<_> = (1..=PEOPLE).map(register).collect();
    let mut positions = Vec::new();
    for answer in asked {
        positions.extend(position(answer.await.unwrap()));
    }
    exactly_a_hundred(&world, event, &positions).await;
}

#[tokio::test]
async fn ten_thousand_from_four_processes_on_one_file_give_exactly_a_hundred_places() {
    four_processes_in(Place::sqlite()).await;
}

#[tokio::test]
async fn ten_thousand_from_four_processes_on_postgresql_give_exactly_a_hundred_places() {
    let Some(place) = Place::postgres() else { return };
    four_processes_in(place).await;
}

async fn four_processes_in(place: Place) {
    let (world, event) = full_house(place.open().await).await;
    let share = PEOPLE / 4;
    let mut registrars: Vec<_> = (0..4)
        .map(|number| {
            let child = Command::new(env!("CARGO_BIN_EXE_registrar"))
                .arg(place.address())
                .args([event.to_string(), (number * share + 1).to_string(), share.to_string()])
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            Registrar::ready(child)
        })
        .collect();
    for registrar in &mut registrars {
        registrar.child.stdin.take().unwrap().write_all(b"go\n").unwrap();
    }
    let mut positions = Vec::new();
    for registrar in registrars {
        let (mut confirmed, answers) = (0, registrar.answers());
        for answer in answers.lines() {
            match answer.split_once(' ') {
                Some(("waiting", position)) => positions.push(position.parse().unwrap()),
                None if answer == "confirmed" => confirmed += 1,
                _ => panic!("{answer}"),
            }
        }
        assert!(confirmed <= PLACES, "{confirmed}");
    }
    exactly_a_hundred(&world, event, &positions).await;
}

struct Registrar {
    child: Child,
    out: BufReader<std::process::ChildStdout>,
}

impl Registrar {
    fn ready(mut child: Child) -> Self {
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        assert_eq!(line, "ready\n");
        Self { child, out }
    }

    fn answers(mut self) -> String {
        let mut answers = String::new();
        self.out.read_to_string(&mut answers).unwrap();
        assert!(self.child.wait().unwrap().success());
        answers
    }
}

/// The control: a desk that counts, then inserts, with nothing to hold the two together.
#[derive(Debug, Default)]
struct NaiveDesk(Mutex<Vec<Placed>>);

impl NaiveDesk {
    async fn register(&self, person: u128, places: usize) -> Option<u64> {
        let (confirmed, all) = {
            let rows = self.0.lock().unwrap();
            (rows.iter().filter(|row| row.confirmed).count(), rows.len())
        };
        tokio::task::yield_now().await;
        let confirmed = confirmed < places;
        let sequence = u64::try_from(all + 1).unwrap();
        self.0.lock().unwrap().push(Placed { person, sequence, confirmed });
        (!confirmed).then(|| sequence - u64::try_from(places).unwrap())
    }
}

#[tokio::test]
async fn the_check_sees_a_desk_that_counts_and_then_inserts_oversell() {
    let desk = Arc::new(NaiveDesk::default());
    let register = |person| {
        let desk = Arc::clone(&desk);
        tokio::spawn(async move { desk.register(person, 100).await })
    };
    let asked: Vec<_> = (1..=1_000).map(register).collect();
    let mut positions = Vec::new();
    for answer in asked {
        positions.extend(answer.await.unwrap());
    }
    let placed = desk.0.lock().unwrap().clone();
    let faults = queue_faults(&placed, &positions, 100, 1_000);
    assert!(faults.iter().any(|fault| fault.ends_with("confirmed for 100 places")), "{faults:?}");
    assert!(placed.iter().filter(|placed| placed.confirmed).count() > 100);
}
