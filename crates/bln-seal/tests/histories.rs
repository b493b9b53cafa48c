#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]
//! A history that was tampered with is told from one that was not, by one checkpoint from before.

use std::time::Instant as Stopwatch;

use bln_core::{Action, Actor, AuditEntry, Id, Instant, RecordRef};
use bln_seal::{
    Checkpoint, Origin, ProofError, Replay, Tree, TreeHash, consistency_proof, inclusion_proof, leaf_bytes,
    verify_consistency, verify_inclusion,
};
use proptest::prelude::*;
use uuid::Uuid;

const AT: &str = "2027-03-01T09:00:00Z";

fn entry(number: u128) -> AuditEntry {
    let person = Id::new(Uuid::from_u128(number % 97));
    let at: Instant = AT.parse().unwrap();
    let (actor, subject) = (Actor::participant(person), RecordRef::Consent(person));
    AuditEntry::new(Id::new(Uuid::from_u128(number)), at, actor, Action::GiveConsent, subject)
}

/// The leaves of a history that begins with these entries: each at the position at which it stands.
fn leaves(entries: &[AuditEntry]) -> Vec<TreeHash> {
    (0..).zip(entries).map(|(position, entry)| TreeHash::of_leaf(&leaf_bytes(position, entry))).collect()
}

fn origin() -> Origin {
    Origin::parse("network.example.org/audit").unwrap()
}

fn checkpoint(leaves: &[TreeHash]) -> Checkpoint {
    Checkpoint::of(origin(), &leaves.iter().copied().collect(), AT.parse().unwrap())
}

fn replay(checkpoints: &[&Checkpoint], leaves: &[TreeHash]) -> Result<Tree, ProofError> {
    let mut replay = Replay::new(checkpoints.iter().copied().cloned());
    leaves.iter().for_each(|leaf| replay.push(*leaf));
    replay.finish()
}

/// What is done to a history in secret.
#[derive(Debug, Clone, Copy)]
enum Mutation {
    Edit,
    Delete,
    Insert,
    Reorder,
    TruncateTail,
    RollBack,
    Fork,
}

const MUTATIONS: [Mutation; 7] = [
    Mutation::Edit,
    Mutation::Delete,
    Mutation::Insert,
    Mutation::Reorder,
    Mutation::TruncateTail,
    Mutation::RollBack,
    Mutation::Fork,
];

/// Does it, at a place among the first `covered` entries.
fn mutate(mutation: Mutation, entries: &[AuditEntry], covered: usize, place: usize) -> Vec<AuditEntry> {
    let mut entries = entries.to_vec();
    let foreign = |n: usize| entry(1_000_000 + u128::try_from(n).unwrap());
    match mutation {
        Mutation::Edit => entries[place] = foreign(0),
        Mutation::Delete => drop(entries.remove(place)),
        Mutation::Insert => entries.insert(place, foreign(0)),
        // With another one, in front of it or behind.
        Mutation::Reorder => entries.swap(place, (place + 1) % covered.max(2)),
        Mutation::TruncateTail => entries.truncate(place),
        // An old backup, used on: as long as it was, of other entries.
        Mutation::RollBack => {
            let length = entries.len();
            entries.truncate(place);
            entries.extend((place..length).map(foreign));
        }
        // The same, and used for longer.
        Mutation::Fork => {
            let length = entries.len();
            entries.truncate(place);
            entries.extend((place..length + 50).map(foreign));
        }
    }
    entries
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// One checkpoint finds what was done to anything that it covers; so does a proof of consistency, which needs
    /// no entry; and neither finds anything where nothing was done. The control: without a checkpoint, everything
    /// passes.
    #[test]
    fn a_thousand_mutations_are_all_detected(
        size in 2..150_usize,
        covered in any::<prop::sample::Index>(),
        place in any::<prop::sample::Index>(),
        mutation in prop::sample::select(MUTATIONS.to_vec()),
    ) {
        let entries: Vec<_> = (0..u128::try_from(size).unwrap()).map(entry).collect();
        // At least two, so that there is something to swap.
        let covered = 2 + covered.index(size - 1);
        let kept = checkpoint(&leaves(&entries)[..covered]);
        prop_assert!(replay(&[&kept], &leaves(&entries)).is_ok());

        let mutated = leaves(&mutate(mutation, &entries, covered, place.index(covered)));
        let expected = match mutated.len() {
            shorter if shorter < covered => ProofError::Shorter,
            _ => ProofError::Changed { size: kept.size() },
        };
        prop_assert_eq!(replay(&[&kept], &mutated), Err(expected));

        match consistency_proof(&mutated, kept.size()) {
            None => prop_assert!(mutated.len() < covered),
            Some(proof) => {
                let verified = verify_consistency(&kept, &checkpoint(&mutated), &proof);
                prop_assert_eq!(verified, Err(ProofError::Consistency));
            }
        }
        prop_assert!(replay(&[], &mutated).is_ok());
    }
}

#[test]
fn what_came_after_the_last_checkpoint_is_not_covered() {
    let entries: Vec<_> = (0..20).map(entry).collect();
    let kept = checkpoint(&leaves(&entries)[..10]);
    for mutation in MUTATIONS {
        let mutated = leaves(&mutate(mutation, &entries, 10, 10));
        let found = replay(&[&kept], &mutated);
        // Only swapping reaches back, to the entry at the front.
        assert_eq!(found.is_ok(), !matches!(mutation, Mutation::Reorder), "{mutation:?}");
    }
}

#[test]
fn of_several_checkpoints_the_first_that_does_not_hold_is_named() {
    let entries: Vec<_> = (0..20).map(entry).collect();
    let whole = leaves(&entries);
    let kept = [15, 5, 10, 0, 20, 10].map(|size| checkpoint(&whole[..size]));
    let kept: Vec<_> = kept.iter().collect();
    assert_eq!(replay(&kept, &whole).unwrap().root(), checkpoint(&whole).root());
    let edited = leaves(&mutate(Mutation::Edit, &entries, 20, 7));
    assert_eq!(replay(&kept, &edited), Err(ProofError::Changed { size: 10 }));
    assert_eq!(replay(&kept, &whole[..19]), Err(ProofError::Shorter));
    assert_eq!(replay(&kept, &edited[..19]), Err(ProofError::Changed { size: 10 }));
    let elsewhere: Checkpoint = checkpoint(&whole).to_string().replace("network", "other").parse().unwrap();
    assert_eq!(replay(&[kept[0], &elsewhere], &whole), Err(ProofError::Origin));
}

#[test]
fn every_error_has_its_code() {
    let errors = [
        ProofError::Format,
        ProofError::Origin,
        ProofError::Place,
        ProofError::Inclusion,
        ProofError::Consistency,
        ProofError::Shorter,
        ProofError::Changed { size: 7 },
    ];
    for error in errors {
        assert!(error.to_string().starts_with(error.code()));
    }
}

#[test]
#[ignore = "it measures time: cargo test --release -p bln-seal --test histories -- --ignored --nocapture"]
fn a_million_entries_are_hashed_verified_and_proved() {
    #[expect(clippy::disallowed_methods, reason = "how long it takes is what is asked")]
    let stopwatch = Stopwatch::now;
    let entries: Vec<_> = (0..1_000_000).map(entry).collect();

    let started = stopwatch();
    let leaves = leaves(&entries);
    let (encoded, kept) = (started.elapsed(), checkpoint(&leaves));

    let started = stopwatch();
    let mut replay = Replay::new([kept.clone()]);
    for (position, entry) in (0..).zip(&entries) {
        replay.push(TreeHash::of_leaf(&leaf_bytes(position, entry)));
    }
    assert!(replay.finish().is_ok());
    let verified = started.elapsed();

    let started = stopwatch();
    let proof = inclusion_proof(&leaves, 765_432).unwrap();
    let proved = started.elapsed();
    assert_eq!(verify_inclusion(leaves[765_432], &proof, &kept), Ok(()));
    assert!(proof.to_string().len() < 1024);
    println!("1,000,000 entries: leaves {encoded:?}, replay {verified:?}, one proof {proved:?}");
    println!("the proof is {} bytes of text", proof.to_string().len());
}
