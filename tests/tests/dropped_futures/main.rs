//! A future that is dropped leaves all of what it was asked for, or nothing; the network goes on; and asking again
//! brings it to its end.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on should panic; it says how far it got"
)]

mod abandoned;
mod ground;
mod verb;

use std::{sync::Arc, time::Duration};

use bln_core::{Action, OdsCode};
use bln_store::Store;
use bln_tests::{Dawdling, Place, Sabotage, Sabotaged, Written, memory, poll_once};
use ground::Ground;
use verb::Verb;

/// How often a future is polled at most before it is dropped.
const POLLS: u32 = 200;

/// What passes between two polls.
#[derive(Debug, Clone, Copy)]
enum Pace {
    /// A turn of every other task.
    Turn,
    /// That, and long enough for a thread of the store to do something.
    Moment(Duration),
}

/// What came of a verb's futures, each dropped one poll later than the one before.
#[derive(Debug, Default)]
struct Tally {
    nothing: u32,
    all: u32,
    between_rounds: u32,
    faults: Vec<String>,
}

/// Polls a future so often and drops it; whether it was done by then.
async fn give_up<F: Future>(future: F, polls: u32, pace: Pace) -> bool {
    let mut future = Box::pin(future);
    for _ in 0..polls {
        if poll_once(future.as_mut()).await.is_some() {
            return true;
        }
        tokio::task::yield_now().await;
        if let Pace::Moment(moment) = pace {
            // Not the runtime's own sleep, which is a millisecond at least.
            std::thread::sleep(moment);
        }
    }
    false
}

/// Drops a verb's future after no poll, after one, after two, until it is always done before.
async fn drop_at_each_poll(store: Arc<dyn Store>, verb: Verb, pace: Pace) -> Tally {
    let (mut ground, mut tally, mut done) = (Ground::on(store).await, Tally::default(), 0);
    let subject = ready(&mut ground, verb).await;
    let nothing = ground.mark(&subject).await;
    verb.ask(ground.world.network.clone(), subject.clone()).await.unwrap();
    ground.settle().await;
    let all = ground.mark(&subject).await;
    assert_eq!(nothing == all, verb == Verb::Reads, "{verb:?}: {all:?}");
    for polls in 0..POLLS {
        let subject = ready(&mut ground, verb).await;
        let network = ground.world.network.clone();
        let answered = give_up(verb.ask(network.clone(), subject.clone()), polls, pace).await;
        ground.settle().await;
        let left = ground.mark(&subject).await;
        let between_rounds = verb.goes_in_rounds() && left != nothing && all.log.starts_with(&left.log);
        if left == all {
            tally.all += 1;
        } else if left == nothing || between_rounds {
            tally.nothing += u32::from(!between_rounds);
            tally.between_rounds += u32::from(between_rounds);
            let again = verb.ask(network, subject.clone()).await;
            ground.settle().await;
            let left = ground.mark(&subject).await;
            if again.is_err() || left.records != all.records || (left.log != all.log && !between_rounds) {
                tally.faults.push(format!("{verb:?}, asked again after {polls} polls: {again:?}, {left:?}"));
            }
        } else {
            tally.faults.push(format!("{verb:?}, dropped after {polls} polls: {left:?}"));
        }
        done = if answered { done + 1 } else { 0 };
        if done == 3 {
            break;
        }
    }
    loads_are_told(&ground).await;
    ground.world.sound().await;
    tally
}

async fn ready(ground: &mut Ground, verb: Verb) -> ground::Subject {
    let mut subject = ground.subject().await;
    verb.prepare(&ground.world, &mut subject).await;
    ground.begin().await;
    subject
}

/// The directory has one version for each entry that says that it was loaded.
async fn loads_are_told(ground: &Ground) {
    let store = &*ground.world.store;
    let trust = store.organisation(OdsCode::parse("RX1").unwrap()).await.unwrap();
    let written = Written::of(store).await;
    let loads = written.audit.iter().filter(|entry| entry.action() == Action::LoadOrganisations).count();
    assert_eq!(trust.map_or(0, |trust| trust.version.number()), u32::try_from(loads).unwrap());
}

async fn every_verb_is_whole_or_nothing_in(place: impl Fn() -> Place, pace: Pace) {
    let (mut drops, mut within) = (0, 0);
    for verb in Verb::ALL {
        let place = place();
        let tally = drop_at_each_poll(place.open().await, verb, pace).await;
        assert_eq!(tally.faults, Vec::<String>::new());
        let unfinished = tally.nothing + tally.between_rounds;
        (drops, within) = (drops + unfinished + tally.all, within + unfinished);
        println!("{verb:?}: {unfinished} dropped before it was done, {} after", tally.all);
    }
    println!("{drops} futures of {} verbs were dropped, {within} before anything was done", Verb::ALL.len());
    assert!(drops > within && within > 0, "both must have happened");
}

#[tokio::test]
async fn every_verb_dropped_at_every_poll_in_memory_is_whole_or_nothing() {
    let place = || Place::Memory(Arc::new(Dawdling::always(memory(), 12)));
    every_verb_is_whole_or_nothing_in(place, Pace::Turn).await;
}

#[tokio::test]
async fn every_verb_dropped_at_every_poll_on_sqlite_is_whole_or_nothing() {
    every_verb_is_whole_or_nothing_in(Place::sqlite, Pace::Moment(Duration::from_micros(20))).await;
}

#[tokio::test]
async fn every_verb_dropped_at_every_poll_on_postgresql_is_whole_or_nothing() {
    whole_or_nothing_on_postgresql(Duration::from_micros(400)).await;
}

#[tokio::test]
#[ignore = "with polls that follow fast upon each other it takes minutes"]
async fn every_verb_dropped_at_every_one_of_many_polls_on_postgresql_is_whole_or_nothing() {
    whole_or_nothing_on_postgresql(Duration::from_micros(20)).await;
}

async fn whole_or_nothing_on_postgresql(moment: Duration) {
    let Some(place) = Place::postgres() else { return };
    every_verb_is_whole_or_nothing_in(|| Place::postgres().unwrap(), Pace::Moment(moment)).await;
    let Place::Postgres(schema) = place else { unreachable!("the place is a schema") };
    let open = "SELECT pid FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'";
    assert_eq!(schema.server().sql(open).unwrap(), Vec::<String>::new(), "sessions left in a transaction");
    // The control: a session that is left in one is seen.
    let left_open = "BEGIN; SELECT 1; SELECT pid FROM pg_stat_activity WHERE state = 'active'";
    assert!(!schema.server().sql(left_open).unwrap().is_empty());
}

/// The control: a store that keeps notices and receipts in a commit of their own.
#[tokio::test]
async fn the_check_sees_a_store_that_commits_in_halves() {
    for verb in [Verb::Apply, Verb::Approve, Verb::Convert] {
        let store = Sabotaged::new(Arc::new(Dawdling::always(memory(), 2)), Sabotage::CommitsInHalves);
        let tally = drop_at_each_poll(Arc::new(store), verb, Pace::Turn).await;
        assert!(!tally.faults.is_empty(), "{verb:?} was torn, and nobody saw it");
        println!("{:.200}", tally.faults[0]);
    }
}
