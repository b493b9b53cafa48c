//! A thousand pairs of decisions at the same time, each of which reads what the other writes: whoever left, paused
//! or called an event off before a registration was decided is seen by it, and a consent that was withdrawn stays
//! withdrawn.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on should panic; it says how far it got"
)]

use std::sync::Arc;

use bln_core::{
    Action, Actor, Audience, ConsentAnswer, ConsentMethod, ConsentRequest, Event, Id, ModeChoice, Person,
    PurposeCode, RecordRef, RegistrationRequest,
};
use bln_service::{Network, NetworkError, SystemIds};
use bln_store::Store;
use bln_tests::{
    Dawdling, Place, Sabotage, Sabotaged, SplitMix64, World, Written, admin, memory, person_id, places,
    registration_key, seed_allies, wording,
};
use tokio::sync::{oneshot, watch};

const PAIRS: u32 = 1_000;
/// How many of them are about one event. Each of its decisions is about them all.
const AT_ONE_EVENT: u32 = 20;

/// Which of a pair goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum First {
    /// Somebody registers once the other is done: always one of ten, so that some are too late on every machine.
    Other,
    /// The other begins once somebody has registered: always one of ten.
    Registering,
    /// Whichever is faster.
    Either,
}

impl First {
    const fn of(n: u32) -> Self {
        match n % 10 {
            0 => First::Other,
            5 => First::Registering,
            _ => First::Either,
        }
    }
}

/// What happens while somebody registers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meanwhile {
    Leaves,
    Pauses,
    /// The event is called off, once for all who register for it.
    CallsOff,
}

impl Meanwhile {
    const fn of(n: u32) -> Self {
        match n / AT_ONE_EVENT % 3 {
            0 => Meanwhile::Leaves,
            1 => Meanwhile::Pauses,
            _ => Meanwhile::CallsOff,
        }
    }
}

/// What came of the pairs.
#[derive(Debug, Default)]
struct Outcome {
    registered: usize,
    refused: usize,
    faults: Vec<String>,
}

/// Lets some turns pass, so that either of a pair can be first.
async fn wait(random: &mut SplitMix64) {
    for _ in 0..random.below(12) {
        tokio::task::yield_now().await;
    }
}

/// Lets it come to about a person's turn, so that either of a pair can be first however fast either is.
async fn wait_for_turn(n: u32, mut answered: watch::Receiver<u32>, random: &mut SplitMix64) {
    let early = u32::try_from(random.below(4 * u64::from(AT_ONE_EVENT))).unwrap();
    answered.wait_for(|answered| *answered >= n.saturating_sub(early)).await.unwrap();
}

/// A thousand people register, and at the same time leave or pause, or their event is called off elsewhere.
async fn pairs(first: Arc<dyn Store>, second: Arc<dyn Store>, seed: u64) -> Outcome {
    let world = World::on(first).await;
    let other = World::with_ids(second, Arc::new(SystemIds)).await;
    seed_allies(&world, 1..=PAIRS).await;
    let mut events = Vec::new();
    for _ in 0..=PAIRS / AT_ONE_EVENT {
        events.push(world.event(Audience::MembersAndAllies, places(AT_ONE_EVENT)).await);
    }
    let (mut asked, mut done) = (Vec::new(), Vec::new());
    let answered = Arc::new(watch::Sender::new(0));
    for n in 1..=PAIRS {
        let event = events[usize::try_from(n / AT_ONE_EVENT).unwrap()];
        let mut random = SplitMix64::new(seed ^ u64::from(n).rotate_left(32));
        let (mut later, network) = (SplitMix64::new(random.draw()), world.network.clone());
        let counted = Arc::clone(&answered);
        let (tell_registered, registered) = oneshot::channel();
        let (tell_ended, ended) = oneshot::channel();
        asked.push(tokio::spawn(async move {
            match First::of(n) {
                First::Other => ended.await.unwrap(),
                First::Registering | First::Either => wait(&mut random).await,
            }
            let request = RegistrationRequest { event, person: person_id(n), choice: ModeChoice::Either };
            let answer =
                network.register(Actor::participant(person_id(n)), request, registration_key(n)).await;
            counted.send_modify(|answered| *answered += 1);
            // Nobody waits for it but in some of the pairs.
            let _ = tell_registered.send(());
            answer.is_ok()
        }));
        let (network, answered) = (other.network.clone(), answered.subscribe());
        done.push(tokio::spawn(async move {
            match First::of(n) {
                First::Other => {}
                First::Registering => registered.await.unwrap(),
                First::Either => wait_for_turn(n, answered, &mut later).await,
            }
            meanwhile(&network, event, n).await;
            let _ = tell_ended.send(());
        }));
    }
    let mut outcome = Outcome::default();
    for (asked, done) in asked.into_iter().zip(done) {
        done.await.unwrap();
        match asked.await.unwrap() {
            true => outcome.registered += 1,
            false => outcome.refused += 1,
        }
    }
    outcome.faults = too_late(&world, &events).await;
    let unsound = world.network.verify(admin()).await.unwrap();
    outcome.faults.extend(unsound.iter().map(ToString::to_string));
    outcome
}

async fn meanwhile(network: &Network, event: Id<Event>, n: u32) {
    let (person, actor) = (person_id(n), Actor::participant(person_id(n)));
    let again = |answer: &Result<(), NetworkError>| *answer == Err(NetworkError::Busy);
    loop {
        let answer = match Meanwhile::of(n) {
            Meanwhile::Leaves => network.leave(actor, person).await,
            Meanwhile::Pauses => network.pause(actor, person).await,
            Meanwhile::CallsOff if n.is_multiple_of(AT_ONE_EVENT) => {
                network.cancel_event(admin(), event).await
            }
            Meanwhile::CallsOff => return,
        };
        if !again(&answer) {
            return answer.unwrap();
        }
    }
}

/// Registrations that the audit has after what should have kept them from being made.
async fn too_late(world: &World, events: &[Id<Event>]) -> Vec<String> {
    let written = Written::of(&*world.store).await;
    let mut faults = Vec::new();
    for n in 1..=PAIRS {
        let (person, event) = (person_id(n), events[usize::try_from(n / AT_ONE_EVENT).unwrap()]);
        let (action, subject) = match Meanwhile::of(n) {
            Meanwhile::Leaves => (Action::LeaveNetwork, RecordRef::Membership(person)),
            Meanwhile::Pauses => (Action::PauseMembership, RecordRef::Membership(person)),
            Meanwhile::CallsOff => (Action::CancelEvent, RecordRef::Event(event)),
        };
        let ended = written.done(action, &subject).next().unwrap();
        let registration = RecordRef::Registration { event, person };
        if written.done(Action::Register, &registration).any(|registered| registered > ended) {
            faults.push(format!("person {n} registered after {}", action.name()));
        }
    }
    faults
}

async fn nothing_is_skewed_in(place: Place, seed: u64) {
    let outcome = pairs(place.open().await, place.open().await, seed).await;
    println!("{} registered, {} were too late", outcome.registered, outcome.refused);
    assert_eq!(outcome.faults, Vec::<String>::new());
    assert!(outcome.registered > 10 && outcome.refused > 10, "both must have happened: {outcome:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_registers_after_leaving_pausing_or_the_end_of_the_event_in_memory() {
    nothing_is_skewed_in(Place::Memory(Arc::new(Dawdling::below(memory(), 4, 3))), 15).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_registers_after_leaving_pausing_or_the_end_of_the_event_on_sqlite() {
    nothing_is_skewed_in(Place::sqlite(), 15).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_registers_after_leaving_pausing_or_the_end_of_the_event_on_postgresql() {
    let Some(place) = Place::postgres() else { return };
    nothing_is_skewed_in(place, 15).await;
}

/// The control: a store that looks at no pin.
#[tokio::test]
async fn the_check_sees_a_store_that_ignores_pins() {
    let inner = Arc::new(Dawdling::below(memory(), 4, 3));
    let store: Arc<dyn Store> = Arc::new(Sabotaged::new(inner, Sabotage::IgnoresPins));
    let outcome = pairs(Arc::clone(&store), store, 15).await;
    println!("{} faults, the first: {:?}", outcome.faults.len(), outcome.faults.first());
    for action in ["membership.leave", "membership.pause", "event.cancel"] {
        assert!(outcome.faults.iter().any(|fault| fault.ends_with(action)), "{action}: {outcome:?}");
    }
}

/// Whether a fellow ally finds a person in the directory.
async fn shown(world: &World, person: Id<Person>) -> bool {
    let fellow = Actor::participant(person_id(PAIRS + 1));
    world.network.person(fellow, person).await.is_ok()
}

/// A thousand people withdraw a consent while an old list that has it is imported; how many are shown to others
/// afterwards.
async fn withdrawals(first: Arc<dyn Store>, second: Arc<dyn Store>) -> usize {
    let world = World::on(first).await;
    let other = World::with_ids(second, Arc::new(SystemIds)).await;
    seed_allies(&world, 1..=PAIRS + 1).await;
    let answer = |n: u32, answer: ConsentAnswer, method, network: Network| {
        let actor = match method {
            ConsentMethod::Web => Actor::participant(person_id(n)),
            _ => admin(),
        };
        let purpose = PurposeCode::Directory;
        let request = ConsentRequest { person: person_id(n), purpose, answer, method };
        tokio::spawn(async move {
            let mut random = SplitMix64::new(u64::from(n) << 8 | u64::from(method == ConsentMethod::Web));
            wait(&mut random).await;
            network.answer_consent(actor, request).await
        })
    };
    let given = || ConsentAnswer::Given(wording("directory-consent"));
    let mut asked = Vec::new();
    for n in 1..=PAIRS {
        // Half have said yes before, on the web; the others are new to the question.
        if n.is_multiple_of(2) {
            answer(n, given(), ConsentMethod::Web, world.network.clone()).await.unwrap().unwrap();
            assert!(shown(&world, person_id(n)).await);
        }
        let withdrawn = answer(n, ConsentAnswer::Withdrawn, ConsentMethod::Web, world.network.clone());
        asked.push((withdrawn, answer(n, given(), ConsentMethod::Import, other.network.clone())));
    }
    let mut seen = 0;
    for (n, (withdrawn, imported)) in (1..=PAIRS).zip(asked) {
        withdrawn.await.unwrap().unwrap();
        let _refused_or_before = imported.await.unwrap();
        seen += usize::from(shown(&world, person_id(n)).await);
    }
    world.sound().await;
    seen
}

async fn a_no_stays_a_no_in(place: Place) {
    assert_eq!(withdrawals(place.open().await, place.open().await).await, 0, "shown after they withdrew");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_shown_whose_consent_was_withdrawn_during_an_import_in_memory() {
    a_no_stays_a_no_in(Place::Memory(Arc::new(Dawdling::below(memory(), 4, 3)))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_shown_whose_consent_was_withdrawn_during_an_import_on_sqlite() {
    a_no_stays_a_no_in(Place::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_shown_whose_consent_was_withdrawn_during_an_import_on_postgresql() {
    let Some(place) = Place::postgres() else { return };
    a_no_stays_a_no_in(place).await;
}

/// The control: a store that looks at no version.
#[tokio::test]
async fn the_check_sees_an_import_overrule_a_withdrawal() {
    let inner = Arc::new(Dawdling::below(memory(), 4, 3));
    let store: Arc<dyn Store> = Arc::new(Sabotaged::new(inner, Sabotage::IgnoresVersions));
    let seen = withdrawals(Arc::clone(&store), store).await;
    println!("{seen} of {PAIRS} are shown after they withdrew");
    assert!(seen > 0);
}
