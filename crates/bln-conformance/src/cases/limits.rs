//! What may not be done with a person's records for now.

use bln_core::{Limits, Prose, RecordRef, limits::RestrictionGround};
use bln_store::{Expected, PageSize, Store, Write};

use crate::{check, samples};

/// A person comes with their limits at a version of its own, of every kind, together and lifted; and without any, if
/// there never were. However they are read.
pub async fn person_comes_with_limits(store: &dyn Store) {
    check::on_the_list(store, 3).await;
    let person = samples::person_id(1);
    let longest = Prose::parse("\u{20bb7}".repeat(1_000)).unwrap();
    let held = Limits::none(person).hold(longest, samples::minutes(1));
    let restricted =
        RestrictionGround::ALL.map(|ground| Limits::none(person).restrict(ground, samples::now()));
    let both = held.restrict(RestrictionGround::UnlawfulUse, samples::minutes(2));
    let mut expected = Expected::New;
    let mut number = 0;
    for limits in [held, both, Limits::none(person)].into_iter().chain(restricted) {
        check::put(store, [Write::Limits(limits.clone(), expected)]).await;
        number += 1;
        let page = store.person_page(None, PageSize::MAX).await.unwrap().items;
        let found = store.person_search("sample", None, PageSize::MAX).await.unwrap().items;
        let named = store.people_named(&["sample"], PageSize::MAX).await.unwrap();
        assert_eq!(page, found);
        assert_eq!(page, named);
        for record in [store.person(person).await.unwrap().unwrap(), page[0].clone()] {
            let stored = record.limits.unwrap();
            assert_eq!((stored.record, stored.version.number()), (limits.clone(), number));
            assert_eq!(record.person.version.number(), 1);
        }
        assert_eq!(page[1].limits, None);
        expected = Expected::At(check::version(number));
    }
    let record = RecordRef::Limits(samples::person_id(2));
    let write = |expected, written| Write::Limits(samples::limits(2, written), expected);
    check::assert_another_version_is_stale(store, record, write).await;
    let record = RecordRef::Limits(samples::person_id(3));
    let write = |expected, written| Write::Limits(samples::limits(3, written), expected);
    check::assert_new_twice_is_stale(store, record, write).await;
}

/// Limits are of a person on the list.
pub async fn limits_of_a_missing_person_are_not_found(store: &dyn Store) {
    let changes = check::writes([Write::Limits(samples::limits(1, 1), Expected::New)]);
    check::assert_not_found(store, changes, RecordRef::Person(samples::person_id(1))).await;
}
