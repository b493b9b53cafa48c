//! Random histories of verbs on SQLite, with the store in memory as the model.
//!
//! The same verbs by the same people at the same times, with identifiers that count: after each verb the answers
//! must be equal, and at the end everything that either store can be asked.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on should panic; it says how far it got"
)]

use std::{cell::RefCell, collections::BTreeMap, sync::Arc};

use bln_core::{
    Actor, Application, Audience, BelongingKind, ConsentAnswer, ConsentGiven, ConsentMethod, ConsentRequest,
    Event, Id, Instant, Mode, ModeChoice, Modes, Person, Places, PlacesByMode, PurposeCode,
    RegistrationRequest,
};
use bln_service::Clock;
use bln_store::{IdempotencyKey, ReceiptKey, Store};
use bln_tests::{
    Sabotage, Sabotaged, Snapshot, World, admin, ally_application, details, event_details, folder, memory,
    places, sqlite, sqlite_in_memory, wording,
};
use chrono::TimeDelta;
use proptest::{
    prelude::*,
    test_runner::{Config, TestCaseError, TestError, TestRunner},
};
use tokio::runtime::{Builder, Runtime};

/// How many people there are at the beginning.
const PEOPLE: usize = 8;

#[derive(Debug, Clone, Copy)]
enum Verb {
    Apply { member: bool, n: u32, twice: bool },
    ApplyAgain { person: usize, member: bool },
    Approve { person: usize },
    DeclineApplication { person: usize },
    Pause { person: usize },
    Resume { person: usize },
    Leave { person: usize },
    Convert { person: usize, member: bool },
    GiveConsent { person: usize, purpose: usize, import: bool },
    WithdrawConsent { person: usize, purpose: usize },
    ChangePerson { person: usize, n: u32 },
    Register { event: usize, person: usize, choice: ModeChoice },
    RegisterAgain { person: usize },
    Cancel { event: usize, person: usize },
    Accept { event: usize, person: usize },
    DeclineOffer { event: usize, person: usize },
    ExpireOffers,
    CheckIn { event: usize, person: usize },
    WalkUp { event: usize, person: usize, mode: Mode },
    Resize { event: usize, in_person: u32, online: u32 },
    Remove { event: usize, person: usize },
    MoveEvent { event: usize, days: i64 },
    CancelEvent { event: usize },
    CompleteEvent { event: usize },
    Wait { minutes: i64 },
    ToTheDay,
}

fn verb() -> impl Strategy<Value = Verb> {
    let person = 0..PEOPLE;
    let both = (0_usize..3, 0..PEOPLE);
    let choice = prop::sample::select(&ModeChoice::ALL[..]);
    let mode = prop::sample::select(&Mode::ALL[..]);
    let purpose = 0..PurposeCode::ALL.len();
    // Minutes, or as long as an offer lasts, or past the end of an event.
    let wait = prop_oneof![3 => 1_i64..90, 2 => 60_i64..3_000, 1 => 2_000_i64..10_000];
    prop_oneof![
        2 => (any::<bool>(), 1_u32..14, any::<bool>()).prop_map(|(member, n, twice)| Verb::Apply { member, n, twice }),
        1 => (person.clone(), any::<bool>()).prop_map(|(person, member)| Verb::ApplyAgain { person, member }),
        2 => person.clone().prop_map(|person| Verb::Approve { person }),
        1 => person.clone().prop_map(|person| Verb::DeclineApplication { person }),
        1 => person.clone().prop_map(|person| Verb::Pause { person }),
        1 => person.clone().prop_map(|person| Verb::Resume { person }),
        1 => person.clone().prop_map(|person| Verb::Leave { person }),
        1 => (person.clone(), any::<bool>()).prop_map(|(person, member)| Verb::Convert { person, member }),
        2 => (person.clone(), purpose.clone(), any::<bool>())
            .prop_map(|(person, purpose, import)| Verb::GiveConsent { person, purpose, import }),
        1 => (person.clone(), purpose).prop_map(|(person, purpose)| Verb::WithdrawConsent { person, purpose }),
        1 => (person.clone(), 1_u32..14).prop_map(|(person, n)| Verb::ChangePerson { person, n }),
        40 => (both.clone(), choice).prop_map(|((event, person), choice)| Verb::Register { event, person, choice }),
        1 => person.prop_map(|person| Verb::RegisterAgain { person }),
        10 => both.clone().prop_map(|(event, person)| Verb::Cancel { event, person }),
        5 => both.clone().prop_map(|(event, person)| Verb::Accept { event, person }),
        5 => both.clone().prop_map(|(event, person)| Verb::DeclineOffer { event, person }),
        4 => Just(Verb::ExpireOffers),
        4 => both.clone().prop_map(|(event, person)| Verb::CheckIn { event, person }),
        2 => (both.clone(), mode).prop_map(|((event, person), mode)| Verb::WalkUp { event, person, mode }),
        3 => (0_usize..3, 0_u32..4, 0_u32..4)
            .prop_map(|(event, in_person, online)| Verb::Resize { event, in_person, online }),
        2 => both.prop_map(|(event, person)| Verb::Remove { event, person }),
        1 => (0_usize..3, -3_i64..4).prop_map(|(event, days)| Verb::MoveEvent { event, days }),
        1 => (0_usize..3).prop_map(|event| Verb::CancelEvent { event }),
        2 => (0_usize..3).prop_map(|event| Verb::CompleteEvent { event }),
        8 => wait.prop_map(|minutes| Verb::Wait { minutes }),
        2 => Just(Verb::ToTheDay),
    ]
}

/// A world with people and events, and what has happened to it.
struct Run {
    world: World,
    people: Vec<Id<Person>>,
    events: Vec<Id<Event>>,
    keys: Vec<ReceiptKey>,
    last_registration: BTreeMap<usize, (RegistrationRequest, IdempotencyKey)>,
}

impl Run {
    /// Eight people: four members, two allies, one who has applied, one who takes a break. Three events: in a
    /// room for members, hybrid for members and allies, online for anybody.
    async fn begin(store: Arc<dyn Store>) -> Self {
        let world = World::on(store).await;
        let mut people = Vec::new();
        for n in 101..=104 {
            people.push(world.member(n).await);
        }
        for n in 105..=106 {
            people.push(world.ally(n).await);
        }
        people.push(world.network.apply(Actor::public(), application(107, true), world.key()).await.unwrap());
        people.push(world.ally(108).await);
        world.network.pause(admin(), people[7]).await.unwrap();
        let some = |number| Places::new(number).unwrap();
        let events = vec![
            world.event(Audience::Members, places(1)).await,
            world.event(Audience::MembersAndAllies, PlacesByMode::hybrid(some(1), some(1))).await,
            world.event(Audience::Public, PlacesByMode::online(some(2))).await,
        ];
        Self { world, people, events, keys: Vec::new(), last_registration: BTreeMap::new() }
    }

    /// Does what is asked and tells what came of it.
    async fn run(&mut self, verb: Verb) -> String {
        let network = self.world.network.clone();
        let me = |person: usize| Actor::participant(self.people[person]);
        match verb {
            Verb::Wait { minutes } => {
                self.world.clock.pass(TimeDelta::minutes(minutes));
                String::new()
            }
            Verb::ToTheDay => {
                let noon = "2027-05-01T12:00:00Z".parse().unwrap();
                self.world
                    .clock
                    .pass((Instant::utc(noon) - self.world.clock.now().utc()).max(TimeDelta::zero()));
                String::new()
            }
            Verb::Apply { member, n, twice } => {
                let key = self.world.key();
                let ask = || network.apply(Actor::public(), application(n, member), key.clone());
                let first = ask().await;
                let again = if twice { Some(ask().await) } else { None };
                self.keys.push(ReceiptKey { actor: None, key });
                tell((first, again))
            }
            Verb::ApplyAgain { person, member } => {
                let (actor, key) = (me(person), self.world.key());
                self.keys.push(ReceiptKey { actor: actor.person(), key: key.clone() });
                tell(network.apply(actor, application(1, member), key).await)
            }
            Verb::Approve { person } => tell(network.approve(admin(), self.people[person]).await),
            Verb::DeclineApplication { person } => tell(network.decline(admin(), self.people[person]).await),
            Verb::Pause { person } => tell(network.pause(me(person), self.people[person]).await),
            Verb::Resume { person } => tell(network.resume(me(person), self.people[person]).await),
            Verb::Leave { person } => tell(network.leave(me(person), self.people[person]).await),
            Verb::Convert { person, member } => {
                let Application { joining_as, declaration, privacy_notice, .. } = application(1, member);
                let who = self.people[person];
                tell(network.convert(me(person), who, joining_as, declaration, privacy_notice).await)
            }
            Verb::GiveConsent { person, purpose, import } => {
                let (actor, method) = match import {
                    true => (admin(), ConsentMethod::Import),
                    false => (me(person), ConsentMethod::Web),
                };
                let answer = ConsentAnswer::Given(wording("bulletin-consent"));
                let purpose = PurposeCode::ALL[purpose];
                let request = ConsentRequest { person: self.people[person], purpose, answer, method };
                tell(network.answer_consent(actor, request).await)
            }
            Verb::WithdrawConsent { person, purpose } => {
                let (answer, method) = (ConsentAnswer::Withdrawn, ConsentMethod::Web);
                let purpose = PurposeCode::ALL[purpose];
                let request = ConsentRequest { person: self.people[person], purpose, answer, method };
                tell(network.answer_consent(me(person), request).await)
            }
            Verb::ChangePerson { person, n } => {
                let who = self.people[person];
                let version = self.world.store.person(who).await.unwrap().unwrap().person.version;
                // Nobody but an administrator may change an address.
                let actor = if n % 3 == 0 { me(person) } else { admin() };
                tell(network.change_person(actor, who, details(n), version).await)
            }
            Verb::Register { event, person, choice } => {
                let (actor, key) = (me(person), self.world.key());
                let request =
                    RegistrationRequest { event: self.events[event], person: self.people[person], choice };
                self.keys.push(ReceiptKey { actor: actor.person(), key: key.clone() });
                self.last_registration.insert(person, (request, key.clone()));
                tell(network.register(actor, request, key).await)
            }
            Verb::RegisterAgain { person } => match self.last_registration.get(&person) {
                Some((request, key)) => tell(network.register(me(person), *request, key.clone()).await),
                None => String::new(),
            },
            Verb::Cancel { event, person } => {
                let person = self.one_who_is("confirmed", event, person).await;
                tell(network.cancel_registration(me(person), self.events[event], self.people[person]).await)
            }
            Verb::Accept { event, person } => {
                let person = self.one_who_is("offered", event, person).await;
                tell(network.accept_offer(me(person), self.events[event], self.people[person]).await)
            }
            Verb::DeclineOffer { event, person } => {
                let person = self.one_who_is("offered", event, person).await;
                tell(network.decline_offer(me(person), self.events[event], self.people[person]).await)
            }
            Verb::ExpireOffers => tell(network.expire_offers(admin()).await),
            Verb::CheckIn { event, person } => {
                let person = self.one_who_is("confirmed", event, person).await;
                tell(network.check_in(admin(), self.events[event], self.people[person]).await)
            }
            Verb::WalkUp { event, person, mode } => {
                let key = self.world.key();
                self.keys.push(ReceiptKey { actor: admin().person(), key: key.clone() });
                tell(network.walk_up(admin(), self.events[event], self.people[person], mode, key).await)
            }
            Verb::Resize { event, in_person, online } => {
                let (in_person, online) = (Places::new(in_person).unwrap(), Places::new(online).unwrap());
                let places = [
                    PlacesByMode::in_person(in_person),
                    PlacesByMode::hybrid(in_person, online),
                    PlacesByMode::online(online),
                ];
                tell(network.resize_event(admin(), self.events[event], places[event]).await)
            }
            Verb::Remove { event, person } => {
                tell(network.remove_registration(admin(), self.events[event], self.people[person]).await)
            }
            Verb::MoveEvent { event, days } => {
                let stored = self.world.store.event(self.events[event]).await.unwrap().unwrap();
                let schedule = *stored.record.schedule();
                let moved = |at: bln_core::LocalTime| at.plus_on_the_wall(TimeDelta::days(days));
                let schedule =
                    bln_core::Schedule::new(moved(schedule.starts()), moved(schedule.ends())).unwrap();
                let modes = [Modes::InPerson, Modes::Hybrid, Modes::Online][event];
                let details = event_details(stored.record.audience(), modes).moved_to(schedule).unwrap();
                tell(network.change_event(admin(), self.events[event], details, stored.version).await)
            }
            Verb::CancelEvent { event } => tell(network.cancel_event(admin(), self.events[event]).await),
            Verb::CompleteEvent { event } => tell(network.complete_event(admin(), self.events[event]).await),
        }
    }

    /// Mostly somebody in this state, if there is anybody: a person taken at random hardly ever has an offer.
    async fn one_who_is(&self, state: &str, event: usize, person: usize) -> usize {
        for next in (0..PEOPLE - 1).map(|step| (person + step) % PEOPLE) {
            let stored = self.world.store.registration(self.events[event], self.people[next]).await.unwrap();
            if stored.is_some_and(|stored| stored.record.state().name() == state) {
                return next;
            }
        }
        person
    }

    async fn snapshot(&self) -> Snapshot {
        Snapshot::of(&*self.world.store, self.world.clock.now(), &self.keys).await
    }
}

fn application(n: u32, member: bool) -> Application {
    let application = ally_application(n);
    if !member {
        return application;
    }
    let declaration = wording("member-declaration");
    let consents =
        vec![ConsentGiven { purpose: PurposeCode::Bulletin, wording: wording("bulletin-consent") }];
    Application { joining_as: BelongingKind::Member, declaration, consents, ..application }
}

fn tell(answer: impl std::fmt::Debug) -> String {
    format!("{answer:?}")
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// Runs a history on a store and on the model; the answers that were given, or the first difference.
async fn compare(store: Arc<dyn Store>, verbs: &[Verb]) -> Result<(Vec<String>, Snapshot), TestCaseError> {
    let (mut real, mut model) = (Run::begin(store).await, Run::begin(memory()).await);
    let mut answers = Vec::new();
    for (index, verb) in verbs.iter().enumerate() {
        let (answer, expected) = (real.run(*verb).await, model.run(*verb).await);
        prop_assert_eq!(&answer, &expected, "verb {} of {:?}", index, verbs);
        answers.push(answer);
    }
    let (snapshot, expected) = (real.snapshot().await, model.snapshot().await);
    prop_assert!(
        snapshot == expected,
        "different: {:#?}\nmodel: {:#?}\nafter {:?}",
        snapshot,
        expected,
        verbs
    );
    for run in [&real, &model] {
        let faults = run.world.network.verify(admin()).await.unwrap();
        prop_assert!(faults.is_empty(), "faults {:?} after {:?}", faults, verbs);
    }
    Ok((answers, snapshot))
}

fn config(cases: u32) -> Config {
    Config { cases, failure_persistence: None, max_shrink_iters: 300, ..Config::default() }
}

/// Compares random histories and counts what they reached.
fn histories(cases: u32, store: impl AsyncFn() -> Arc<dyn Store>) -> Reached {
    let runtime = runtime();
    let reached = RefCell::new(Reached::default());
    TestRunner::new(config(cases))
        .run(&prop::collection::vec(verb(), 20..60), |verbs| {
            let (answers, snapshot) = runtime.block_on(async { compare(store().await, &verbs).await })?;
            reached.borrow_mut().add(&verbs, &answers, &snapshot);
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
    reached.into_inner()
}

#[derive(Debug, Default)]
struct Reached {
    verbs: usize,
    done: usize,
    states: BTreeMap<&'static str, usize>,
}

impl Reached {
    fn add(&mut self, verbs: &[Verb], answers: &[String], snapshot: &Snapshot) {
        self.verbs += verbs.len();
        self.done += answers.iter().filter(|answer| answer.starts_with("Ok")).count();
        for (state, count) in snapshot.states() {
            *self.states.entry(state).or_default() += count;
        }
    }

    /// Histories that are refused at every step, or never get anywhere, would show nothing.
    fn covers_the_ground(&self) {
        println!("{self:?}");
        assert!(self.done * 4 > self.verbs, "too little was done");
        for state in [
            "confirmed",
            "waiting",
            "offered",
            "declined",
            "expired",
            "cancelled",
            "attended",
            "did_not_attend",
        ] {
            assert!(self.states.contains_key(state), "nobody was ever {state}: {self:?}");
        }
    }
}

#[test]
fn random_histories_on_sqlite_equal_those_in_memory() {
    histories(300, async || sqlite_in_memory().await).covers_the_ground();
}

#[test]
fn random_histories_on_an_sqlite_file_equal_those_in_memory() {
    let folder = folder();
    let files = std::cell::Cell::new(0);
    histories(40, async || {
        files.set(files.get() + 1);
        sqlite(&folder.path().join(format!("{}.sqlite", files.get()))).await
    });
}

/// The controls: stores that are wrong in one small way, caught.
mod controls {
    use super::*;

    fn caught(sabotage: &Sabotage) -> String {
        let runtime = runtime();
        let found = TestRunner::new(Config { max_shrink_iters: 0, ..config(60) }).run(
            &prop::collection::vec(verb(), 20..60),
            |verbs| {
                let store = Arc::new(Sabotaged::new(memory(), sabotage.clone()));
                runtime.block_on(compare(store, &verbs)).map(|_| ())
            },
        );
        match found {
            Err(TestError::Fail(reason, _)) => reason.message().to_owned(),
            other => panic!("{sabotage:?} was not caught: {other:?}"),
        }
    }

    #[test]
    fn a_store_that_loses_a_step_of_a_registration_is_caught() {
        println!("{:.300}", caught(&Sabotage::LosesASecondStep));
    }

    #[test]
    fn a_store_that_loses_notices_is_caught() {
        assert!(caught(&Sabotage::LosesNotices).starts_with("different"));
    }

    /// One after another, nobody comes between reading and writing: it takes two at the same time.
    #[test]
    fn a_store_that_ignores_pins_is_caught() {
        for (sabotage, sound) in [(None, true), (Some(Sabotage::IgnoresPins), false)] {
            let outcome = runtime().block_on(leaving_while_registering(sabotage));
            assert_eq!(outcome, sound, "whether nobody who has left holds a place");
        }
    }

    /// A member registers and leaves at the same time. Either order will do, and then there is an audit entry
    /// for the registration before the one for leaving, or none at all.
    async fn leaving_while_registering(sabotage: Option<Sabotage>) -> bool {
        let gate = Arc::new(tokio::sync::Semaphore::new(0));
        let inner = memory();
        let world = World::on(Arc::clone(&inner)).await;
        let event = world.event(Audience::Members, places(1)).await;
        let member = world.member(1).await;
        // The desk's commit is held up after it has read the membership, until the member has left.
        let held = Arc::new(Sabotaged::new(
            match sabotage {
                Some(sabotage) => Arc::new(Sabotaged::new(inner, sabotage)),
                None => inner,
            },
            Sabotage::Waits(Arc::clone(&gate)),
        ));
        let slow = bln_service::Network::open(
            held,
            world.network.profile().clone(),
            world.clock.clone(),
            Arc::new(bln_service::SystemIds),
        )
        .await
        .unwrap();
        let request = RegistrationRequest { event, person: member, choice: ModeChoice::Either };
        let key = world.key();
        let asked =
            tokio::spawn(
                async move { slow.register(Actor::participant(member), request, key).await.is_ok() },
            );
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        world.network.leave(Actor::participant(member), member).await.unwrap();
        gate.add_permits(10);
        !asked.await.unwrap()
    }
}
