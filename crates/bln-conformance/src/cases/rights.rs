//! Requests under data-protection law: kept under pseudonyms.

use bln_core::{
    Prose, RecordRef, Right, RightsRequest,
    rights::{Extension, Pause, RefusalGround, RequestState, RightsRequestParts},
};
use bln_store::{Expected, Store, Write};

use crate::{check, samples};

/// A request is read back equal: every right, state and ground, with and without more time and pauses, of somebody with
/// a pseudonym and of somebody without.
pub async fn rights_request_round_trips(store: &dyn Store) {
    check::on_the_list(store, 1).await;
    check::put(store, [Write::Person(samples::person(2), Expected::New)]).await;
    let mut requests = vec![in_full()];
    let closed = [RequestState::Open, RequestState::Answered { on: samples::day("2027-03-20") }];
    let refused =
        RefusalGround::ALL.map(|reason| RequestState::Refused { on: samples::day("2027-03-21"), reason });
    for (n, state) in (2..).zip(closed.into_iter().chain(refused)) {
        let right = match state {
            RequestState::Refused { reason, .. } => {
                Right::ALL.into_iter().rfind(|right| reason.applies_to(*right)).unwrap()
            }
            _ => Right::Restriction,
        };
        let parts = RightsRequestParts { right, state, ..samples::request(n, 1 + n % 2).parts().clone() };
        requests.push(RightsRequest::restore(parts).unwrap());
    }
    for (n, right) in (50..).zip(Right::ALL) {
        let parts = RightsRequestParts { right, ..samples::request(n, 1).parts().clone() };
        requests.push(RightsRequest::restore(parts).unwrap());
    }
    for request in requests {
        check::put(store, [Write::RightsRequest(request.clone(), Expected::New)]).await;
        let stored = store.rights_request(request.id()).await.unwrap().unwrap();
        assert_eq!((stored.record, stored.version.number()), (request, 1));
    }
    // From every part to none, and nothing of the old stays.
    check::put(store, [Write::RightsRequest(samples::request(1, 1), Expected::At(check::version(1)))]).await;
    let stored = store.rights_request(samples::request_id(1)).await.unwrap().unwrap();
    assert_eq!((stored.record, stored.version.number()), (samples::request(1, 1), 2));
    assert_eq!(store.rights_request(samples::request_id(99)).await.unwrap(), None);
}

/// A request is new at version 1 and one higher at each change; at any other version it is not written.
pub async fn rights_request_version_rises(store: &dyn Store) {
    check::on_the_list(store, 3).await;
    check::assert_versions(store, |n, expected, written| {
        let mut request = samples::request(n, n);
        for step in 0..written {
            let day = samples::day("2027-03-02");
            request = if step % 2 == 0 { request.pause(day) } else { request.resume(day) }.unwrap();
        }
        Write::RightsRequest(request, expected)
    })
    .await;
}

/// A request outlives its person: it names the pseudonym then, and goes on.
pub async fn rights_request_outlives_its_person(store: &dyn Store) {
    check::on_the_list(store, 2).await;
    let (request, person) = (samples::request(1, 1), samples::person_id(1));
    check::put(store, [Write::RightsRequest(request.clone(), Expected::New)]).await;
    check::put(store, [Write::ErasePerson { person, expected: check::version(1) }]).await;

    let pseudonym = samples::pseudonym(1).as_person();
    let nameless = request.naming(|_| pseudonym);
    let stored = store.rights_request(nameless.id()).await.unwrap().unwrap();
    assert_eq!((stored.record, stored.version.number()), (nameless.clone(), 1));
    assert_eq!(store.rights_requests_of(person).await.unwrap(), []);

    let answered = nameless.answer(samples::day("2027-03-09")).unwrap();
    check::put(store, [Write::RightsRequest(answered.clone(), Expected::At(check::version(1)))]).await;
    assert_eq!(store.rights_request(answered.id()).await.unwrap().unwrap().record, answered);
}

/// A request comes in from a person on the list.
pub async fn rights_request_of_a_missing_person_is_not_found(store: &dyn Store) {
    let changes = check::writes([Write::RightsRequest(samples::request(1, 1), Expected::New)]);
    check::assert_not_found(store, changes, RecordRef::Person(samples::person_id(1))).await;
}

/// Requests come page by page in the order of their identifiers.
pub async fn rights_request_page_follows_the_identifiers(store: &dyn Store) {
    check::on_the_list(store, 3).await;
    check::assert_paged(&[], async |after, size| {
        check::keys(store.rights_request_page(after, size).await.unwrap(), |stored| stored.record.id())
    })
    .await;
    let shuffled = [3, 1, 256, 7, 65_536, 255];
    let write = |n| Write::RightsRequest(samples::request(n, 1 + n % 3), Expected::New);
    check::put(store, shuffled.map(write)).await;
    let order = [1, 3, 7, 255, 256, 65_536].map(samples::request_id);
    check::assert_paged(&order, async |after, size| {
        let page = store.rights_request_page(after, size).await.unwrap();
        for stored in &page.items {
            assert_eq!(store.rights_request(stored.record.id()).await.unwrap().as_ref(), Some(stored));
        }
        check::keys(page, |stored| stored.record.id())
    })
    .await;
}

/// A person's requests come by identifier, and nobody else's; those of a record that was merged into theirs, too. So it
/// is for somebody without a pseudonym.
pub async fn rights_requests_are_their_persons(store: &dyn Store) {
    check::on_the_list(store, 2).await;
    check::put(store, [Write::Person(samples::person(3), Expected::New)]).await;
    let of = [(4, 1), (1, 2), (3, 1), (2, 3)];
    check::put(store, of.map(|(n, person)| Write::RightsRequest(samples::request(n, person), Expected::New)))
        .await;
    let ids = async |person| {
        let theirs = store.rights_requests_of(samples::person_id(person)).await.unwrap();
        assert!(theirs.iter().all(|stored| stored.record.person() == samples::person_id(person)));
        theirs.into_iter().map(|stored| stored.record.id()).collect::<Vec<_>>()
    };
    assert_eq!(ids(1).await, [3, 4].map(samples::request_id));
    assert_eq!(ids(2).await, [samples::request_id(1)]);
    assert_eq!(ids(3).await, [samples::request_id(2)]);
    assert_eq!(ids(4).await, []);
    let (from, into) = (samples::person_id(2), samples::person_id(1));
    check::put(store, [Write::MergePerson { from, into, expected: check::version(1) }]).await;
    assert_eq!(ids(1).await, [1, 3, 4].map(samples::request_id));
    assert_eq!(ids(2).await, []);
}

/// A request with every part there is.
fn in_full() -> RightsRequest {
    let day = samples::day;
    let pause =
        |asked: &str, answered: Option<&str>| Pause { asked_on: day(asked), answered_on: answered.map(day) };
    let reason = Prose::parse("\u{20bb7}".repeat(1_000)).unwrap();
    let parts = RightsRequestParts {
        extension: Some(Extension { told_on: day("2027-03-15"), reason }),
        pauses: vec![
            pause("2027-03-02", Some("2027-03-04")),
            pause("2027-03-04", Some("2027-03-04")),
            pause("2027-03-09", None),
        ],
        ..samples::request(1, 1).parts().clone()
    };
    RightsRequest::restore(parts).unwrap()
}
