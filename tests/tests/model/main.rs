//! Random histories of verbs on every store, with the store in memory as the model.
//!
//! The same verbs by the same people at the same times, with identifiers that count: after each verb the answers
//! must be equal, and at the end everything that either store can be asked.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on should panic; it says how far it got"
)]

mod controls;
mod races;
mod run;
mod verb;

use std::{cell::RefCell, collections::BTreeMap, sync::Arc};

use bln_store::Store;
use bln_tests::{Place, Snapshot, admin, memory, sqlite_in_memory};
use proptest::{
    prelude::*,
    test_runner::{Config, TestCaseError, TestRunner},
};
use run::Run;
use tokio::runtime::{Builder, Runtime};
use verb::{Verb, verb};

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

/// Histories in places of their own, which are there as long as the test.
fn histories_in(cases: u32, place: impl Fn() -> Place) {
    let places = RefCell::new(Vec::new());
    histories(cases, async || {
        let place = place();
        let store = place.open().await;
        places.borrow_mut().push(place);
        store
    });
}

#[test]
fn random_histories_on_an_sqlite_file_equal_those_in_memory() {
    histories_in(40, Place::sqlite);
}

#[test]
fn random_histories_on_postgresql_equal_those_in_memory() {
    if Place::postgres().is_some() {
        histories_in(15, || Place::postgres().unwrap());
    }
}

#[test]
#[ignore = "two hundred histories on PostgreSQL take minutes"]
fn two_hundred_random_histories_on_postgresql_equal_those_in_memory() {
    if Place::postgres().is_some() {
        histories_in(200, || Place::postgres().unwrap());
    }
}
