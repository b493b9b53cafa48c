//! Leave to see who comes to an event.

use bln_core::{Facilitation, RecordRef};
use bln_store::{Expected, Store, Write};
use chrono::TimeDelta;

use crate::{check, samples};

/// A facilitation is read back equal, the longest and the shortest, to the microsecond.
pub async fn facilitation_round_trips(store: &dyn Store) {
    ground(store, 2).await;
    let from = samples::now().plus(TimeDelta::microseconds(1));
    let until = from.plus(TimeDelta::microseconds(1));
    let shortest = Facilitation::restore(samples::event_id(1), samples::person_id(1), from, until).unwrap();
    let mut expected = Expected::New;
    for facilitation in [samples::facilitation(1, 1, 30), shortest] {
        check::put(store, [write(facilitation.clone(), expected)]).await;
        let stored = store.facilitation(samples::event_id(1), samples::person_id(1)).await.unwrap().unwrap();
        assert_eq!(stored.record, facilitation);
        expected = Expected::At(stored.version);
    }
    assert_eq!(store.facilitation(samples::event_id(1), samples::person_id(2)).await.unwrap(), None);
    assert_eq!(store.facilitation(samples::event_id(2), samples::person_id(1)).await.unwrap(), None);
}

/// A facilitation is new at version 1 and one higher at each change; at any other version it is not written.
pub async fn facilitation_version_rises(store: &dyn Store) {
    ground(store, 1).await;
    check::assert_versions(store, |n, expected, written| {
        write(samples::facilitation(n, 1, 1 + written), expected)
    })
    .await;
}

/// A facilitation that is removed is gone, and others stay; one that has moved or is gone is not removed.
pub async fn removed_facilitation_is_gone(store: &dyn Store) {
    ground(store, 2).await;
    let granted = [(1, 1), (1, 2), (2, 1)].map(|(event, person)| samples::facilitation(event, person, 1));
    check::put(store, granted.map(|it| write(it, Expected::New))).await;
    let (event, person) = (samples::event_id(1), samples::person_id(1));
    let remove = |number| Write::RemoveFacilitation { event, person, expected: check::version(number) };
    let record = RecordRef::Facilitation { event, person };
    check::assert_stale(store, check::writes([remove(2)]), record.clone()).await;
    check::put(store, [remove(1)]).await;
    assert_eq!(store.facilitation(event, person).await.unwrap(), None);
    assert!(store.facilitation(event, samples::person_id(2)).await.unwrap().is_some());
    assert_eq!(store.facilitations_of(person).await.unwrap().len(), 1);
    check::assert_stale(store, check::writes([remove(1)]), record).await;
    check::put(store, [write(samples::facilitation(1, 1, 2), Expected::New)]).await;
    assert_eq!(store.facilitation(event, person).await.unwrap().unwrap().version.number(), 1);
}

/// A facilitation is for an event that is there and of a person on the list.
pub async fn facilitation_of_nobody_or_for_nothing_is_not_found(store: &dyn Store) {
    ground(store, 1).await;
    for (event, person, missing) in
        [(1, 99, RecordRef::Person(samples::person_id(99))), (99, 1, RecordRef::Event(samples::event_id(99)))]
    {
        let changes = check::writes([write(samples::facilitation(event, person, 1), Expected::New)]);
        check::assert_not_found(store, changes, missing).await;
    }
}

/// A person's facilitations come by the identifiers of their events, and nobody else's.
pub async fn facilitations_of_a_person_follow_the_events(store: &dyn Store) {
    ground(store, 3).await;
    let granted =
        [(3, 1), (1, 1), (2, 2), (2, 1)].map(|(event, person)| samples::facilitation(event, person, event));
    check::put(store, granted.map(|it| write(it, Expected::New))).await;
    for (person, events) in [(1, vec![1, 2, 3]), (2, vec![2]), (3, vec![])] {
        let theirs = store.facilitations_of(samples::person_id(person)).await.unwrap();
        let theirs: Vec<_> = theirs.into_iter().map(|stored| stored.record).collect();
        let expected: Vec<_> =
            events.into_iter().map(|event| samples::facilitation(event, person, event)).collect();
        assert_eq!(theirs, expected);
    }
}

/// Three events that are being drafted, and people.
async fn ground(store: &dyn Store, people: u32) {
    check::on_the_list(store, people).await;
    for event in [1, 2, 3] {
        check::drafted(store, event).await;
    }
}

fn write(facilitation: Facilitation, expected: Expected) -> Write {
    Write::Facilitation(facilitation, expected)
}
