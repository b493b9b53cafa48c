//! A "no" that outlives who said it.

use bln_core::{PurposeCode, Suppression};
use bln_store::{Store, Write};

use crate::{check, samples};

/// A suppression is read back equal for every purpose, in order, under the hashes asked about and no others; one that
/// is written again keeps the earlier instant.
pub async fn suppression_round_trips(store: &dyn Store) {
    let mut all = vec![];
    for n in [1, 2, 3] {
        all.extend(
            PurposeCode::ALL.map(|purpose| samples::suppression(n, purpose, samples::minutes(n.into()))),
        );
    }
    check::put(store, all.iter().rev().copied().map(Write::Suppression)).await;
    all.sort_by_key(|it| (it.hash(), it.purpose().name()));
    let each = PurposeCode::ALL.len();
    assert_eq!(found(store, &[3, 1, 3, 9]).await, [&all[..each], &all[2 * each..]].concat());
    assert_eq!(found(store, &[]).await, []);
    assert_eq!(found(store, &[9]).await, []);

    let bulletin = |minute| samples::suppression(4, PurposeCode::Bulletin, samples::minutes(minute));
    for (written, kept) in [(5, 5), (6, 5), (5, 5), (4, 4), (9, 4)] {
        check::put(store, [Write::Suppression(bulletin(written))]).await;
        assert_eq!(found(store, &[4]).await, [bulletin(kept)]);
    }
}

/// A suppression is there whoever is erased, until it is lifted.
pub async fn suppression_outlives_its_person(store: &dyn Store) {
    check::on_the_list(store, 2).await;
    let suppression = samples::suppression(1, PurposeCode::Bulletin, samples::now());
    let person = samples::person_id(1);
    let erase = Write::ErasePerson { person, expected: check::version(1) };
    check::put(store, [Write::Suppression(suppression), erase]).await;
    assert_eq!(found(store, &[1]).await, [suppression]);
    let (from, into) = (samples::person_id(2), samples::person_id(3));
    check::put(store, [Write::Person(samples::person(3), bln_store::Expected::New)]).await;
    check::put(store, [Write::MergePerson { from, into, expected: check::version(1) }]).await;
    assert_eq!(found(store, &[1]).await, [suppression]);
    check::put(store, [lift(&[1], PurposeCode::Bulletin)]).await;
    assert_eq!(found(store, &[1]).await, []);
}

/// A suppression is lifted under each of the hashes named, for the purpose named alone; lifting what is not there, or
/// under no hash, does nothing.
pub async fn suppression_is_lifted_for_one_purpose(store: &dyn Store) {
    let (bulletin, directory) = (PurposeCode::Bulletin, PurposeCode::Directory);
    let on = |n, purpose| samples::suppression(n, purpose, samples::now());
    let all = [on(1, bulletin), on(1, directory), on(2, bulletin), on(3, bulletin)];
    check::put(store, all.map(Write::Suppression)).await;
    for nothing in [lift(&[9], bulletin), lift(&[], bulletin), lift(&[2, 3], directory)] {
        check::put(store, [nothing]).await;
    }
    assert_eq!(found(store, &[1, 2, 3]).await, all);
    check::put(store, [lift(&[1, 2, 9], bulletin)]).await;
    assert_eq!(found(store, &[1, 2, 3]).await, [all[1], all[3]]);
    // It can be refused again, from then on.
    let again = samples::suppression(1, bulletin, samples::minutes(7));
    check::put(store, [Write::Suppression(again)]).await;
    assert_eq!(found(store, &[1]).await, [again, all[1]]);
}

async fn found(store: &dyn Store, numbers: &[u32]) -> Vec<Suppression> {
    let hashes: Vec<_> = numbers.iter().map(|n| samples::keyed_hash(*n)).collect();
    store.suppressions(&hashes).await.unwrap()
}

fn lift(numbers: &[u32], purpose: PurposeCode) -> Write {
    Write::LiftSuppression { hashes: numbers.iter().map(|n| samples::keyed_hash(*n)).collect(), purpose }
}
