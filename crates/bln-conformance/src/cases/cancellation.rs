//! A future that is dropped, wherever it was: whole or nothing, and nothing is held on to.

use std::{future::poll_fn, pin::pin, task::Poll};

use bln_core::{ModeChoice, RecordRef, Version};
use bln_store::{Changes, Expected, PageSize, Rule, Store, StoreError, Write};

use crate::{check, desk, samples};

/// A commit whose future is dropped at any point has been done wholly, will be, or never will.
pub async fn dropped_commit_is_whole_or_nothing(store: &dyn Store) {
    check::put(store, samples::ground()).await;
    for polls in 0..6 {
        let (person, key) = (samples::person_id(polls), format!("sample-key-{polls}"));
        drop_after(polls, store.commit(joining(polls))).await;

        // It may still be on its way. Read in the order of writing, then in the reverse: either way, who sees
        // one part must see those that come with it.
        let first_written = store.person(person).await.unwrap().is_some();
        let receipt = store.receipt(&samples::receipt_key(Some(person), &key)).await.unwrap();
        assert!(!first_written || receipt.is_some(), "the person is there without the receipt");
        let receipt = store.receipt(&samples::receipt_key(Some(person), &key)).await.unwrap();
        let record = store.person(person).await.unwrap();
        assert!(receipt.is_none() || record.is_some(), "the receipt is there without the person");
        assert!(record.is_none_or(|record| record.membership.is_some()));
        assert_asked_again_is_done_once(store, polls).await;
    }
}

/// Of many commits at once, half of them dropped at some poll, those that were waited for are done, and each of the
/// dropped is done wholly or not at all.
pub async fn dropped_commits_among_others_are_whole_or_nothing(store: &dyn Store) {
    check::put(store, samples::ground()).await;
    check::at_once(4, |thread| async move {
        for round in 0..50 {
            let number = 100 * thread + 2 * round;
            drop_after(round % 8, store.commit(joining(number))).await;
            check::in_time(async || store.commit(joining(number + 1)).await).await.unwrap();
        }
    });
    for number in (0..400).filter(|number| number % 100 % 2 == 0) {
        assert_asked_again_is_done_once(store, number).await;
    }
    let (mut people, mut after) = (0, None);
    loop {
        let page = store.person_page(after, PageSize::MAX).await.unwrap();
        assert!(page.items.iter().all(|record| record.membership.is_some()));
        people += page.items.len();
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(people, 400);
}

/// However many futures are dropped at whatever poll, the store takes the next change and answers the next read.
pub async fn store_goes_on_after_dropped_futures(store: &dyn Store) {
    let event = desk::event_with_places(store, 1, samples::in_person(9), 1).await;
    desk::seat(store, event, &[desk::register(1, ModeChoice::InPerson)], samples::now()).await;
    for round in 0..200 {
        drop_after(round % 5, store.commit(joining(1_000 + round))).await;
        drop_after(round % 4, store.person_page(None, PageSize::MAX)).await;
    }
    for round in 0..10 {
        let renamed = Write::Person(samples::renamed(1, round), Expected::At(check::version(1 + round)));
        check::in_time(async || store.commit(check::writes([renamed.clone()])).await).await.unwrap();
        let stored =
            check::in_time(async || store.person(samples::person_id(1)).await).await.unwrap().unwrap();
        assert_eq!(stored.person.record, samples::renamed(1, round));
    }
}

/// A read whose future is dropped changes nothing, and keeps nobody waiting; whichever read it is.
pub async fn dropped_read_leaves_everything_as_it_was(store: &dyn Store) {
    let event = desk::event_with_places(store, 1, samples::in_person(9), 3).await;
    desk::seat(store, event, &[desk::register(1, ModeChoice::InPerson)], samples::now()).await;
    let (person, size) = (samples::person_id(1), PageSize::MAX);
    let address = samples::person(1).emails().preferred().clone();
    let key = samples::receipt_key(Some(person), "sample-key-1");
    let before = store.seat_view(super::seat_view::query(event)).await.unwrap();
    for round in 0..60 {
        let polls = round % 4;
        drop_after(polls, store.wordings()).await;
        drop_after(polls, store.organisation(samples::code("RX1"))).await;
        drop_after(polls, store.organisation_page(None, size)).await;
        drop_after(polls, store.person(person)).await;
        drop_after(polls, store.person_by_email(&address)).await;
        drop_after(polls, store.person_search("sample", None, size)).await;
        drop_after(polls, store.membership(person)).await;
        drop_after(polls, store.consent_ledger(person)).await;
        drop_after(polls, store.event(event)).await;
        drop_after(polls, store.event_page(None, size)).await;
        drop_after(polls, store.seats(event)).await;
        drop_after(polls, store.registration(event, person)).await;
        drop_after(polls, store.registration_history(event, person)).await;
        drop_after(polls, store.registration_page(event, None, size)).await;
        drop_after(polls, store.person_registrations(person, None, size)).await;
        drop_after(polls, store.seat_view(super::seat_view::query(event))).await;
        drop_after(polls, store.events_with_due_offers(samples::now(), None, size)).await;
        drop_after(polls, store.receipt(&key)).await;
        drop_after(polls, store.audit_page(None, size)).await;
        drop_after(polls, store.outbox_page(None, size)).await;
        drop_after(polls, store.verify(samples::now())).await;
        let view =
            check::in_time(async || store.seat_view(super::seat_view::query(event)).await).await.unwrap();
        assert_eq!(view, before);
    }
    for _ in 0..10 {
        check::in_time(async || store.person(person).await).await.unwrap();
        check::in_time(async || store.commit(samples::changes()).await).await.unwrap();
    }
}

/// A sample person who joins, with an answer kept.
fn joining(number: u32) -> Changes {
    check::writes([
        Write::Person(samples::person(number), Expected::New),
        Write::Membership(samples::ally(number), Expected::New),
    ])
    .answered(samples::receipt(Some(samples::person_id(number)), &format!("sample-key-{number}")))
}

/// Asking again does it if it was not done, and does it no second time if it was.
async fn assert_asked_again_is_done_once(store: &dyn Store, number: u32) {
    let person = samples::person_id(number);
    match check::in_time(async || store.commit(joining(number)).await).await {
        Ok(()) => {}
        Err(StoreError::Stale { record }) => assert_eq!(record, RecordRef::Person(person)),
        Err(StoreError::Conflict { rule }) => assert_eq!(rule, Rule::IdempotencyKeyUnique),
        Err(other) => panic!("{other}"),
    }
    let record = store.person(person).await.unwrap().unwrap();
    assert_eq!(record.person.version, Version::FIRST);
    assert_eq!(record.membership.unwrap().version, Version::FIRST);
}

/// Polls a future so many times, or until it is ready, and drops it.
async fn drop_after(polls: u32, future: impl Future) {
    let mut future = pin!(future);
    for _ in 0..polls {
        let ready = poll_fn(|context| Poll::Ready(future.as_mut().poll(context).is_ready())).await;
        if ready {
            break;
        }
        tokio::task::yield_now().await;
    }
}
