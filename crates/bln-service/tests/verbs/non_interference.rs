//! Who comes to a safe space is told to nobody: two networks that differ in one attendance of one person at one strict
//! event answer everybody else alike, to the byte.
//!
//! Let through are that person, a facilitator with leave to see who comes, and the audit, which grows with each deed.
//! Identifiers are random, so both networks are handed the same ones for the same call.

use std::collections::BTreeSet;

use crate::interference::{Leak, Pair, Story};
use crate::support::fewer;

/// How many pairs are compared in memory, and on a store of SQL: there a pair takes half a second.
const PAIRS: (u32, u32) = (500, 12);

#[tokio::test]
async fn two_networks_that_differ_in_one_attendance_answer_everybody_else_alike() {
    let mut told = BTreeSet::new();
    for seed in 0..u64::from(fewer(PAIRS.0, PAIRS.1)) {
        let story = Story::of(seed);
        told.insert((story.differs(), story.rule()));
        let pair = Pair::of(&story).await;
        assert_eq!(pair.differences(Leak::None).await, Vec::<String>::new(), "seed {seed}: {story:?}");
    }
    assert_eq!(told.len(), 6, "each way of attending differs under each strict rule");
}

/// The known-bad control: each answer that would tell is noticed, in several of a few pairs. What compares is the same
/// whatever the store, and so are the planted leaks: on a store of SQL the first of them will do.
#[tokio::test]
async fn every_planted_leak_is_noticed() {
    let leaks = usize::try_from(fewer(8, 1)).unwrap();
    for leak in Leak::PLANTED.into_iter().take(leaks) {
        let mut noticed = 0;
        for seed in 0..u64::from(fewer(24, 3)) {
            let pair = Pair::of(&Story::of(seed)).await;
            noticed += u32::from(!pair.differences(leak).await.is_empty());
        }
        assert!(noticed > fewer(2, 0), "{leak:?} was noticed in {noticed} pairs");
    }
}

/// What is compared is not empty: the person themselves is told of their attendance, and so is the facilitator.
#[tokio::test]
async fn the_person_and_the_facilitator_are_told() {
    let (mut listed, pairs) = (0, fewer(24, 2));
    for seed in 0..u64::from(pairs) {
        let pair = Pair::of(&Story::of(seed)).await;
        assert!(pair.differs_for_the_person().await, "seed {seed}");
        // Who had a place and did not come is on no list of those who came.
        listed += u32::from(pair.differs_for_the_facilitator().await);
    }
    assert!(listed > fewer(12, 0), "the list differed in {listed} of {pairs} pairs");
}

/// What is somebody's own, in what the sample people are and say.
const MARKS: [&str; 5] = ["sample person", "sample.person", "example.org", "a sample employer", "rotas"];

fn marks_in(said: &str) -> Vec<&'static str> {
    let said = said.to_lowercase();
    MARKS.into_iter().filter(|mark| said.contains(mark)).collect()
}

/// Whatever a door writes to its log of an answer or an error by mistake, there is no name, address or word in it. What
/// a person is given of their own is left out: it is given to be read.
#[tokio::test]
async fn no_answer_and_no_error_shows_what_is_somebodys_own_in_its_debug_output() {
    for seed in 0..u64::from(fewer(12, 1)) {
        for (question, said) in Pair::of(&Story::of(seed)).await.answers().await {
            let given = question.contains("SubjectAccess") || question.contains("Referral");
            assert!(given || marks_in(&said).is_empty(), "{question}: {:?}", marks_in(&said));
        }
    }
    // The control: what is given to the person does show.
    let mut given = Vec::new();
    for (question, said) in Pair::of(&Story::of(1)).await.answers().await {
        if question.contains("SubjectAccess") {
            given.extend(marks_in(&said));
        }
    }
    assert!(given.contains(&"sample person") && given.contains(&"example.org"), "{given:?}");
}

/// Log lines are compared with nothing because there are none: nothing that a verb runs through can write one. What is
/// below a store can; `canaries.rs` reads that.
#[test]
fn what_the_verbs_run_through_writes_no_log() {
    for manifest in [
        include_str!("../../Cargo.toml"),
        include_str!("../../../bln-core/Cargo.toml"),
        include_str!("../../../bln-seal/Cargo.toml"),
        include_str!("../../../bln-store/Cargo.toml"),
    ] {
        assert_eq!(logs(manifest), Vec::<&str>::new());
    }
    let planted = "[dev-dependencies]\nlog = \"0.4\"\n\n[dependencies]\ntracing.workspace = true\n";
    assert_eq!(logs(planted), ["tracing"]);
}

/// What a crate depends on to write a log, but for its tests.
fn logs(manifest: &str) -> Vec<&str> {
    let mut of_tests = false;
    let lines = manifest.lines().filter(|line| {
        of_tests = if line.starts_with('[') { line.starts_with("[dev-dependencies") } else { of_tests };
        !of_tests
    });
    let names = lines.filter_map(|line| line.split(['=', '.', ' ']).next());
    names.filter(|name| ["log", "tracing", "slog", "defmt"].contains(name)).collect()
}
