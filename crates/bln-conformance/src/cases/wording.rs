//! Wordings: written once, kept for ever.

use bln_core::{Prose, WordingPurpose};
use bln_store::{Rule, Store, Write};

use crate::{check, samples};

/// A wording is read back equal: any purpose, the longest text, a first day or none.
pub async fn wording_round_trips(store: &dyn Store) {
    let mut wordings = vec![];
    for (purpose, n) in WordingPurpose::ALL.into_iter().zip(1..) {
        let mut wording = samples::wording(&format!("sample-{n:02}@1"));
        wording.purpose = purpose;
        wording.in_force_from = (n % 2 == 0).then(|| samples::day("2027-02-28"));
        wordings.push(wording);
    }
    wordings[1].text = Prose::parse("\u{1d11e}".repeat(5_000)).unwrap();
    check::put(store, wordings.iter().cloned().map(Write::Wording)).await;
    assert_eq!(store.wordings().await.unwrap(), wordings);
}

/// Wordings come by name, then by version as a number.
pub async fn wordings_come_by_name_and_version(store: &dyn Store) {
    assert_eq!(store.wordings().await.unwrap(), []);
    let order = ["a@2", "a@10", "a-b@1", "a0@3", "b@1"];
    let written = ["b@1", "a@10", "a0@3", "a@2", "a-b@1"].map(samples::wording);
    check::put(store, written.map(Write::Wording)).await;
    let read: Vec<_> = store.wordings().await.unwrap().iter().map(|w| w.reference.to_string()).collect();
    assert_eq!(read, order);
}

/// The same wording may be written again, which changes nothing.
pub async fn wording_may_be_written_again(store: &dyn Store) {
    for _ in 0..2 {
        let twice = [samples::wording("sample@1"), samples::wording("sample@1")];
        check::put(store, twice.map(Write::Wording)).await;
    }
    assert_eq!(store.wordings().await.unwrap(), [samples::wording("sample@1")]);
}

/// Another text, purpose or first day under a reference that was written is a conflict.
pub async fn wording_is_never_changed(store: &dyn Store) {
    let wording = samples::wording("sample@1");
    check::put(store, [Write::Wording(wording.clone())]).await;
    let mut others = [wording.clone(), wording.clone(), wording.clone()];
    others[0].text = Prose::parse("Another text.").unwrap();
    others[1].purpose = WordingPurpose::PrivacyNotice;
    others[2].in_force_from = Some(samples::day("2027-01-01"));
    for other in others {
        check::assert_conflict(store, check::writes([Write::Wording(other)]), Rule::WordingImmutable).await;
    }
    assert_eq!(store.wordings().await.unwrap(), [wording]);
}
