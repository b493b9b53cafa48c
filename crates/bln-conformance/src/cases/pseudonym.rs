//! The names by which people are kept.

use bln_core::{Pseudonym, RecordRef};
use bln_store::{Expected, Rule, Store, Write};
use uuid::Uuid;

use crate::{check, samples};

/// A pseudonym is read back, for each their own; given again, it is a conflict, also to who has it.
pub async fn pseudonym_is_one_persons(store: &dyn Store) {
    check::on_the_list(store, 2).await;
    check::put(store, [Write::Person(samples::person(3), Expected::New)]).await;
    for person in [1, 3] {
        let given = Write::Pseudonym { person: samples::person_id(person), pseudonym: samples::pseudonym(1) };
        check::assert_conflict(store, check::writes([given]), Rule::IdentifierUnique).await;
    }
    for (person, pseudonym) in [(1, Some(samples::pseudonym(1))), (2, Some(samples::pseudonym(2))), (3, None)]
    {
        assert_eq!(store.pseudonym(samples::person_id(person)).await.unwrap(), pseudonym);
    }
}

/// Of several pseudonyms of one person the first by its bits counts, whichever was given first.
pub async fn first_pseudonym_counts(store: &dyn Store) {
    check::put(store, [Write::Person(samples::person(1), Expected::New)]).await;
    let person = samples::person_id(1);
    let mut lowest = u128::MAX;
    for bits in [1 << 127, u128::MAX, 1 << 64, (1 << 127) - 1, 256, 255] {
        let pseudonym = |bits| Pseudonym::new(Uuid::from_u128(bits));
        check::put(store, [Write::Pseudonym { person, pseudonym: pseudonym(bits) }]).await;
        lowest = lowest.min(bits);
        assert_eq!(store.pseudonym(person).await.unwrap(), Some(pseudonym(lowest)));
    }
}

/// Who is not on the list has no pseudonym, and is given none.
pub async fn pseudonym_of_a_missing_person_is_not_found(store: &dyn Store) {
    let person = samples::person_id(1);
    assert_eq!(store.pseudonym(person).await.unwrap(), None);
    check::assert_not_found(store, check::writes([samples::named(1)]), RecordRef::Person(person)).await;
    assert_eq!(store.pseudonym(person).await.unwrap(), None);
}
