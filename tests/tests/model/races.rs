//! Promotion by hand and by itself at the same time: an administrator gives places while people give theirs up, from
//! two processes. Nobody is promoted twice, nobody is passed over, and no place stays free while somebody waits.

use std::{collections::BTreeMap, sync::Arc};

use bln_core::{Action, Actor, Audience, Event, Id, ModeChoice, NoticeKind, Person, RegistrationRequest};
use bln_service::{Network, NetworkError, Placement, SystemIds};
use bln_store::Store;
use bln_tests::{
    Dawdling, Place, Sabotage, Sabotaged, World, Written, admin, memory, person_id, places, registration_key,
    seed_allies,
};

const RACES: u32 = 1_000;
/// How many people are at each event: one with a place, the others wait.
const PEOPLE: u32 = 5;

/// A race: the one who has the only place gives it up, which offers it to the next; an administrator makes it three
/// places, which offers two; and the first who waits accepts or declines as soon as there is something to answer.
#[derive(Debug, Clone)]
struct Race {
    networks: [Network; 2],
    event: Id<Event>,
    people: Vec<Id<Person>>,
    number: u32,
}

/// Asks until the network is not too busy to answer.
async fn ask<F>(verb: impl Fn() -> F) -> Result<(), NetworkError>
where
    F: Future<Output = Result<(), NetworkError>>,
{
    loop {
        match verb().await {
            Err(NetworkError::Busy) => tokio::task::yield_now().await,
            answer => return answer,
        }
    }
}

impl Race {
    async fn prepare(&self) {
        for (n, person) in (1..).zip(&self.people) {
            let request =
                RegistrationRequest { event: self.event, person: *person, choice: ModeChoice::Either };
            let key = registration_key(self.number * PEOPLE + n);
            let placed = self.networks[0].register(Actor::participant(*person), request, key).await.unwrap();
            assert_eq!(matches!(placed, Placement::Confirmed { .. }), n == 1);
        }
    }

    /// By itself: somebody cancels.
    async fn by_itself(self) {
        let first = self.people[0];
        let cancel = || self.networks[0].cancel_registration(Actor::participant(first), self.event, first);
        ask(cancel).await.unwrap();
    }

    /// By hand: an administrator makes room.
    async fn by_hand(self) {
        let resize = || self.networks[1].resize_event(admin(), self.event, places(3));
        ask(resize).await.unwrap();
    }

    /// The first who waits answers an offer, in every second race with no.
    async fn answered(self) {
        let (next, network) = (self.people[1], &self.networks[usize::try_from(self.number / 2 % 2).unwrap()]);
        let me = Actor::participant(next);
        for _ in 0..50 {
            let answer = match self.number % 2 {
                0 => ask(async || network.accept_offer(me, self.event, next).await.map(drop)).await,
                _ => ask(async || network.decline_offer(me, self.event, next).await).await,
            };
            if answer.is_ok() {
                return;
            }
            tokio::task::yield_now().await;
        }
    }
}

/// Runs the races, many at a time; what is wrong after them.
async fn faults_after(first: Arc<dyn Store>, second: Arc<dyn Store>, races: u32) -> Vec<String> {
    let world = World::on(first).await;
    let other = World::with_ids(second, Arc::new(SystemIds)).await;
    seed_allies(&world, 1..=races * PEOPLE).await;
    let mut all = Vec::new();
    for number in 0..races {
        let event = world.event(Audience::MembersAndAllies, places(1)).await;
        let people = (1..=PEOPLE).map(|n| person_id(number * PEOPLE + n)).collect();
        all.push(Race { networks: [world.network.clone(), other.network.clone()], event, people, number });
    }
    for some in all.chunks(50) {
        for race in some {
            race.prepare().await;
        }
        let racing = some.iter().flat_map(|race| {
            let race = || race.clone();
            [
                tokio::spawn(race().by_itself()),
                tokio::spawn(race().by_hand()),
                tokio::spawn(race().answered()),
            ]
        });
        for racer in racing.collect::<Vec<_>>() {
            racer.await.unwrap();
        }
    }
    let mut faults: Vec<_> =
        world.network.verify(admin()).await.unwrap().iter().map(ToString::to_string).collect();
    let written = Written::of(&*world.store).await;
    let mut offers: BTreeMap<Id<Person>, usize> = BTreeMap::new();
    for notice in written.outbox.iter().filter(|notice| notice.kind() == NoticeKind::PlaceOffered) {
        *offers.entry(notice.recipient()).or_default() += 1;
    }
    for race in &all {
        let declined = written.audit.iter().any(|entry| {
            entry.action() == Action::DeclineOffer && entry.actor() == Actor::participant(race.people[1])
        });
        // Three places, the second to the fourth to come; one more if the second declined.
        let expected = if declined { 4 } else { 3 };
        let offered: Vec<_> =
            race.people.iter().map(|person| offers.get(person).copied().unwrap_or(0)).collect();
        let once_each_in_order = (0..race.people.len()).map(|n| usize::from((1..=expected).contains(&n)));
        if !once_each_in_order.eq(offered.iter().copied()) {
            faults.push(format!("race {}: {offered:?} offers, declined: {declined}", race.number));
        }
        let seats = world.store.seats(race.event).await.unwrap().unwrap().record;
        let occupied = seats.pool(bln_core::Mode::InPerson).unwrap().occupied();
        if occupied != 3 || seats.waiting().total() != u32::try_from(4 - expected).unwrap() {
            faults.push(format!("race {}: {occupied} of 3 places, {:?}", race.number, seats.waiting()));
        }
    }
    faults
}

async fn never_twice_and_never_past_anybody_in(place: Place, races: u32) {
    let faults = faults_after(place.open().await, place.open().await, races).await;
    assert!(faults.is_empty(), "{} faults, the first: {}", faults.len(), faults[0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_races_for_promotion_in_memory() {
    let place = Place::Memory(Arc::new(Dawdling::below(memory(), 4, 12)));
    never_twice_and_never_past_anybody_in(place, RACES).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_races_for_promotion_on_sqlite() {
    never_twice_and_never_past_anybody_in(Place::sqlite(), RACES).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_races_for_promotion_on_postgresql() {
    let Some(place) = Place::postgres() else { return };
    never_twice_and_never_past_anybody_in(place, RACES / 5).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a thousand on PostgreSQL take a minute or more on a machine that does other things"]
async fn a_thousand_races_for_promotion_on_postgresql() {
    let Some(place) = Place::postgres() else { return };
    never_twice_and_never_past_anybody_in(place, RACES).await;
}

/// The control: a store in which who writes last has written.
#[tokio::test]
async fn the_check_sees_races_that_both_win() {
    let inner = Arc::new(Dawdling::below(memory(), 4, 12));
    let store: Arc<dyn Store> = Arc::new(Sabotaged::new(inner, Sabotage::IgnoresVersions));
    let faults = faults_after(Arc::clone(&store), store, 100).await;
    println!("{} faults, the first: {:?}", faults.len(), faults.first());
    assert!(faults.iter().any(|fault| fault.contains("seats.")), "{faults:?}");
    assert!(faults.iter().any(|fault| fault.contains("offers")), "{faults:?}");
}
