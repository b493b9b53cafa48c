//! Sealed characteristics: bytes that a store keeps and cannot read.

use bln_core::{RecordRef, SealedCharacteristics};
use bln_store::{Expected, Store, Write};

use crate::{check, samples};

/// Characteristics are read back equal: the key alone, every value, the shortest and the longest, and without the ones
/// that were forgotten.
pub async fn characteristics_round_trip(store: &dyn Store) {
    check::on_the_list(store, 2).await;
    let [first, _] = bln_core::Characteristic::ALL;
    let forgotten = samples::sealed(1, 5).without(first);
    let kept = [samples::sealed(1, 0), samples::sealed(1, 5), forgotten, samples::sealed_in_full(1)];
    let mut expected = Expected::New;
    for sealed in kept {
        check::put(store, [write(sealed.clone(), expected)]).await;
        let stored = store.characteristics(sealed.person()).await.unwrap().unwrap();
        assert_eq!(stored.record.key().bytes(), sealed.key().bytes());
        assert_eq!(stored.record, sealed);
        expected = Expected::At(stored.version);
    }
    assert_eq!(store.characteristics(samples::person_id(2)).await.unwrap(), None);
}

/// Characteristics are new at version 1 and one higher at each change; at any other version they are not written.
pub async fn characteristics_version_rises(store: &dyn Store) {
    check::on_the_list(store, 3).await;
    check::assert_versions(store, |n, expected, written| write(samples::sealed(n, written), expected)).await;
}

/// Removed characteristics are gone, key and values; one that has moved or is gone is not removed; and what is written
/// anew is at version 1, with nothing of the old.
pub async fn removed_characteristics_are_gone(store: &dyn Store) {
    check::on_the_list(store, 2).await;
    for n in [1, 2] {
        check::put(store, [write(samples::sealed(n, 2), Expected::New)]).await;
    }
    let person = samples::person_id(1);
    let remove = |number| Write::RemoveCharacteristics { person, expected: check::version(number) };
    let record = RecordRef::Characteristics(person);
    check::assert_stale(store, check::writes([remove(2)]), record.clone()).await;
    check::put(store, [remove(1)]).await;
    assert_eq!(store.characteristics(person).await.unwrap(), None);
    assert!(store.characteristics(samples::person_id(2)).await.unwrap().is_some());
    check::assert_stale(store, check::writes([remove(1)]), record).await;

    check::put(store, [write(samples::sealed(1, 1), Expected::New)]).await;
    let stored = store.characteristics(person).await.unwrap().unwrap();
    assert_eq!((stored.record, stored.version.number()), (samples::sealed(1, 1), 1));
}

/// Characteristics are of a person on the list.
pub async fn characteristics_of_a_missing_person_are_not_found(store: &dyn Store) {
    let changes = check::writes([write(samples::sealed(1, 2), Expected::New)]);
    check::assert_not_found(store, changes, RecordRef::Person(samples::person_id(1))).await;
}

/// Characteristics come page by page in the order of their people's identifiers.
pub async fn characteristics_page_follows_the_identifiers(store: &dyn Store) {
    check::on_the_list(store, 6).await;
    check::assert_paged(&[], async |after, size| {
        check::keys(store.characteristics_page(after, size).await.unwrap(), |stored| stored.record.person())
    })
    .await;
    check::put(store, [5, 1, 6, 3].map(|n| write(samples::sealed(n, n % 3), Expected::New))).await;
    let order = [1, 3, 5, 6].map(samples::person_id);
    check::assert_paged(&order, async |after, size| {
        let page = store.characteristics_page(after, size).await.unwrap();
        for stored in &page.items {
            let alone = store.characteristics(stored.record.person()).await.unwrap();
            assert_eq!(alone.as_ref(), Some(stored));
        }
        check::keys(page, |stored| stored.record.person())
    })
    .await;
}

fn write(sealed: SealedCharacteristics, expected: Expected) -> Write {
    Write::Characteristics(sealed, expected)
}
