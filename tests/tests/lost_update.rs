//! Sixty-four clients read a record, change it and write it back, two hundred times each: every change that was
//! acknowledged is there, and whoever came too late was told so.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on should panic; it says how far it got"
)]

use std::sync::Arc;

use bln_core::{Actor, Audience, Event, Id, Modes, Person, PersonName, Prose, Refusal};
use bln_service::{Network, NetworkError, PersonView, SystemIds};
use bln_store::Store;
use bln_tests::{Dawdling, Place, Sabotage, Sabotaged, World, admin, event_details, memory, places};

const CLIENTS: usize = 64;
const ROUNDS: usize = 200;
/// On PostgreSQL, where every read is a journey: two hundred take minutes on a machine that does other things.
const FEWER_ROUNDS: usize = 60;

/// The records that everybody changes: a person's name, an event's summary and a membership each count how often.
#[derive(Debug, Clone)]
struct Hot {
    networks: [Network; 2],
    store: Arc<dyn Store>,
    person: Id<Person>,
    event: Id<Event>,
    member: Id<Person>,
}

/// How often a change was acknowledged, by record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Counts {
    person: u64,
    event: u64,
    member: u64,
}

impl Hot {
    /// Two networks on one store, as two processes have it.
    async fn on(first: Arc<dyn Store>, second: Arc<dyn Store>) -> Self {
        let world = World::on(Arc::clone(&first)).await;
        let other = World::with_ids(second, Arc::new(SystemIds)).await;
        let (person, member) = (world.ally(0).await, world.member(1).await);
        let event = world.event(Audience::Members, places(1)).await;
        Self { networks: [world.network, other.network], store: first, person, event, member }
    }

    /// Every client's rounds, all at once; what was acknowledged.
    async fn all_clients(&self, rounds: usize) -> Counts {
        let clients = (0..CLIENTS).map(|client| {
            let hot = self.clone();
            tokio::spawn(async move {
                let (network, mut counts) = (&hot.networks[client % 2], Counts::default());
                for round in 0..rounds {
                    match (client / 2 + round) % 10 {
                        // Seldom: a membership keeps the history of all of its changes.
                        0 => counts.member += u64::from(hot.toggle(network, round).await),
                        1..=5 => counts.person += u64::from(hot.rename(network).await),
                        _ => counts.event += u64::from(hot.rewrite(network).await),
                    }
                }
                counts
            })
        });
        let mut counts = Counts::default();
        for client in clients.collect::<Vec<_>>() {
            let client = client.await.unwrap();
            counts.person += client.person;
            counts.event += client.event;
            counts.member += client.member;
        }
        counts
    }

    async fn rename(&self, network: &Network) -> bool {
        let Ok(PersonView::Full(record)) = network.person(admin(), self.person).await else {
            panic!("an administrator sees everybody")
        };
        let name = PersonName::parse(next(record.person.record.name().written())).unwrap();
        let details = record.person.record.details().clone().with_name(name);
        acknowledged(network.change_person(admin(), self.person, details, record.person.version).await)
    }

    async fn rewrite(&self, network: &Network) -> bool {
        let stored = network.event(admin(), self.event).await.unwrap();
        let summary = stored.record.summary().map_or("Summary 0", |summary| summary.as_str());
        let summary = Prose::parse(next(summary)).unwrap();
        let details = event_details(Audience::Members, Modes::InPerson).with_summary(summary);
        acknowledged(network.change_event(admin(), self.event, details, stored.version).await)
    }

    /// A verb without a version: it reads, decides and writes by itself, again when somebody was faster.
    async fn toggle(&self, network: &Network, round: usize) -> bool {
        let actor = Actor::participant(self.member);
        let answer = match round % 2 {
            0 => network.pause(actor, self.member).await,
            _ => network.resume(actor, self.member).await,
        };
        acknowledged(answer)
    }

    /// How often the records say they were changed.
    async fn kept(&self) -> Counts {
        let person = self.store.person(self.person).await.unwrap().unwrap().person;
        let event = self.store.event(self.event).await.unwrap().unwrap();
        let member = self.store.membership(self.member).await.unwrap().unwrap();
        // The first two spells are the application and its approval.
        let spells = u64::try_from(member.record.spells().count()).unwrap();
        let summary = event.record.summary().map_or(0, |summary| number(summary.as_str()));
        Counts { person: number(person.record.name().written()), event: summary, member: spells - 2 }
    }
}

/// The same words with the next number.
fn next(text: &str) -> String {
    format!("{} {}", text.rsplit_once(' ').unwrap().0, number(text) + 1)
}

fn number(text: &str) -> u64 {
    text.rsplit_once(' ').unwrap().1.parse().unwrap()
}

fn acknowledged(answer: Result<(), NetworkError>) -> bool {
    match answer {
        Ok(()) => true,
        Err(NetworkError::Changed | NetworkError::Busy) => false,
        Err(NetworkError::Refused(Refusal::NotActive | Refusal::NotPaused)) => false,
        Err(other) => panic!("{other:?}"),
    }
}

async fn nothing_is_lost_in(place: Place, rounds: usize) {
    let hot = Hot::on(place.open().await, place.open().await).await;
    let counts = hot.all_clients(rounds).await;
    println!("of {} rounds acknowledged: {counts:?}", CLIENTS * rounds);
    assert_eq!(hot.kept().await, counts, "what is kept, and what was acknowledged");
    assert!(counts.person > 10 && counts.event > 10 && counts.member > 10, "too little was done");
    assert_eq!(hot.networks[0].verify(admin()).await.unwrap(), vec![]);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_acknowledged_change_is_lost_in_memory() {
    nothing_is_lost_in(Place::memory(), ROUNDS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_acknowledged_change_is_lost_on_sqlite() {
    nothing_is_lost_in(Place::sqlite(), ROUNDS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_acknowledged_change_is_lost_on_postgresql() {
    let Some(place) = Place::postgres() else { return };
    nothing_is_lost_in(place, FEWER_ROUNDS).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "two hundred rounds on PostgreSQL take a minute or more"]
async fn no_acknowledged_change_is_lost_in_two_hundred_rounds_on_postgresql() {
    let Some(place) = Place::postgres() else { return };
    nothing_is_lost_in(place, ROUNDS).await;
}

/// The control: a store in which who writes last has written.
#[tokio::test]
async fn the_check_sees_a_store_that_looks_at_no_version() {
    let inner: Arc<dyn Store> = Arc::new(Dawdling::below(memory(), 3, 1));
    let store: Arc<dyn Store> = Arc::new(Sabotaged::new(inner, Sabotage::IgnoresVersions));
    let hot = Hot::on(Arc::clone(&store), store).await;
    let (counts, kept) = (hot.all_clients(ROUNDS).await, hot.kept().await);
    println!("acknowledged: {counts:?}, kept: {kept:?}");
    assert!(kept.person < counts.person && kept.event < counts.event && kept.member < counts.member);
}
