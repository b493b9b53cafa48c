//! Receipts: the answer to a request that may be asked again.

use bln_core::{ModeChoice, Notice, NoticeKind, RecordRef, SeatCommand};
use bln_store::{Changes, Expected, Fingerprint, PageSize, Rule, Store, StoreError, Write};

use crate::{check, desk, samples};

/// A receipt is read back equal, about a record of every kind, and with the longest key and answer.
pub async fn receipt_round_trips(store: &dyn Store) {
    let (event, person) = (samples::event_id(1), samples::person_id(1));
    let records = [
        RecordRef::Network,
        RecordRef::Organisation(samples::code("RX1")),
        RecordRef::Person(person),
        RecordRef::Membership(person),
        RecordRef::Consent(person),
        RecordRef::Event(event),
        RecordRef::Seats(event),
        RecordRef::Registration { event, person },
        RecordRef::Characteristics(person),
        RecordRef::Limits(person),
        RecordRef::Facilitation { event, person },
        RecordRef::Theme(samples::theme_id(1)),
        RecordRef::Message(samples::message_id(1)),
        RecordRef::RightsRequest(samples::request_id(1)),
        RecordRef::Testimonial(samples::testimonial_id(1)),
        RecordRef::TestimonialUse(samples::testimonial_use_id(1)),
        RecordRef::Recognition(samples::recognition_id(1)),
        RecordRef::Resource(samples::resource_id(1)),
    ];
    for (record, n) in records.into_iter().zip(0_u8..) {
        let key = format!("sample~key/{n}").repeat(8);
        let mut receipt = samples::receipt(Some(person), &key[..64]);
        receipt.key.actor = (n % 2 == 0).then_some(person);
        receipt.fingerprint = Fingerprint::new([n.wrapping_mul(85); 16]);
        receipt.record = record;
        receipt.answer = "a".repeat(64 - usize::from(n));
        receipt.at = samples::minutes(n.into());
        receipt.key.key =
            bln_store::IdempotencyKey::parse(format!("{}{}", char::from(b'a' + n), &key[..63])).unwrap();
        check::commit(store, samples::changes().answered(receipt.clone())).await;
        assert_eq!(store.receipt(&receipt.key).await.unwrap(), Some(receipt));
    }
}

/// A receipt that is not there is `None`.
pub async fn missing_receipt_is_none(store: &dyn Store) {
    check::commit(store, samples::changes().answered(samples::receipt(None, "sample-key-1"))).await;
    assert_eq!(store.receipt(&samples::receipt_key(None, "sample-key-2")).await.unwrap(), None);
    assert_eq!(store.receipt(&samples::receipt_key(None, "SAMPLE-KEY-1")).await.unwrap(), None);
}

/// A key that was used is a conflict for the same actor, whatever the request; also for the public, and twice in
/// one change set.
pub async fn idempotency_key_is_used_once(store: &dyn Store) {
    for actor in [Some(samples::person_id(1)), None] {
        let first = samples::receipt(actor, "sample-key-1");
        check::commit(store, samples::changes().answered(first.clone())).await;
        let mut second = first.clone();
        second.fingerprint = Fingerprint::new([7; 16]);
        for again in [first.clone(), second] {
            let changes = samples::changes().answered(again);
            check::assert_conflict(store, changes, Rule::IdempotencyKeyUnique).await;
        }
        assert_eq!(store.receipt(&first.key).await.unwrap(), Some(first));
        let twice = samples::receipt(actor, "sample-key-2");
        let changes = samples::changes().answered(twice.clone()).answered(twice);
        check::assert_conflict(store, changes, Rule::IdempotencyKeyUnique).await;
    }
}

/// Keys of different actors never meet.
pub async fn idempotency_keys_of_different_actors_never_meet(store: &dyn Store) {
    for (n, actor) in [None, Some(samples::person_id(1)), Some(samples::person_id(2))].into_iter().enumerate()
    {
        let mut receipt = samples::receipt(actor, "sample-key-1");
        receipt.answer = format!("answer {n}");
        assert_eq!(store.receipt(&receipt.key).await.unwrap(), None);
        check::commit(store, samples::changes().answered(receipt.clone())).await;
        assert_eq!(store.receipt(&receipt.key).await.unwrap(), Some(receipt));
    }
}

/// One key is each actor's own, also when all of them use it at the same moment.
pub async fn one_key_of_many_actors_at_once_is_each_ones_own(store: &dyn Store) {
    let actor = |n: u32| (n > 0).then(|| samples::person_id(n));
    let outcomes = check::at_once(16, |n| {
        let mut receipt = samples::receipt(actor(n), "sample-key-1");
        receipt.answer = format!("answer {n}");
        store.commit(samples::changes().answered(receipt))
    });
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    for n in 0..16 {
        let kept = store.receipt(&samples::receipt_key(actor(n), "sample-key-1")).await.unwrap().unwrap();
        assert_eq!((kept.key.actor, kept.answer), (actor(n), format!("answer {n}")));
    }
}

/// However often a request is sent at once under one key, it has one effect: one record, one notice, one entry, and
/// the answer of the one that was done.
pub async fn fifty_requests_under_one_key_have_one_effect(store: &dyn Store) {
    check::put(store, [Write::Person(samples::person(1), Expected::New)]).await;
    let actor = samples::person_id(1);
    let outcomes = check::at_once(50, |n| {
        let mut receipt = samples::receipt(Some(actor), "sample-key-1");
        receipt.answer = format!("answer {n}");
        let notice = Notice::new(samples::fresh(), actor, NoticeKind::PlaceConfirmed, samples::now());
        let new = Write::Person(samples::person(100 + n), Expected::New);
        store.commit(check::writes([new]).notify(notice).answered(receipt))
    });
    let conflict = Err(StoreError::Conflict { rule: Rule::IdempotencyKeyUnique });
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == conflict).count(), 49, "{outcomes:?}");
    let done = outcomes.iter().position(Result::is_ok).unwrap();
    let kept = store.receipt(&samples::receipt_key(Some(actor), "sample-key-1")).await.unwrap().unwrap();
    assert_eq!(kept.answer, format!("answer {done}"));
    let people = store.person_page(None, PageSize::MAX).await.unwrap().items;
    assert_eq!(people[1].person.record, samples::person(100 + u32::try_from(done).unwrap()));
    assert_eq!(people.len(), 2);
    assert_eq!(store.outbox_page(None, PageSize::MAX).await.unwrap().items.len(), 1);
    assert_eq!(store.audit_page(None, PageSize::MAX).await.unwrap().items.len(), 2);
}

/// Who sees a receipt sees what it is the answer to: both are of one commit.
pub async fn receipt_is_never_there_without_its_effect(store: &dyn Store) {
    let key = |n| samples::receipt_key(Some(samples::person_id(n)), "sample-key-1");
    let write = || async {
        for n in 1..=40 {
            let receipt = samples::receipt(Some(samples::person_id(n)), "sample-key-1");
            let new = Write::Person(samples::person(n), Expected::New);
            check::commit(store, check::writes([new]).answered(receipt)).await;
            check::pause();
        }
    };
    check::while_writing(write, || async {
        for n in 1..=40 {
            let answered = store.receipt(&key(n)).await.unwrap().is_some();
            let there = store.person(samples::person_id(n)).await.unwrap().is_some();
            assert!(there || !answered, "the receipt is there without its effect");
            let there = store.person(samples::person_id(n)).await.unwrap().is_some();
            let answered = store.receipt(&key(n)).await.unwrap().is_some();
            assert!(answered || !there, "the effect is there without its receipt");
        }
    });
}

/// A receipt is kept as it was given, whatever becomes of its record and however many follow it.
pub async fn receipt_outlives_what_it_answers(store: &dyn Store) {
    let event = desk::event_with_places(store, 1, samples::in_person(1), 1).await;
    let person = samples::person_id(1);
    let mut first = samples::receipt(Some(person), "sample-key-first");
    first.record = RecordRef::Registration { event, person };
    let register = desk::register(1, ModeChoice::InPerson);
    let changes = desk::decide(store, event, &[register], samples::now()).await;
    check::commit(store, changes.answered(first.clone())).await;
    desk::seat(store, event, &[SeatCommand::Remove { person }], samples::minutes(1)).await;
    for some in 0..5 {
        let keys = (0..100).map(|n| format!("sample-key-{some}-{n}"));
        let receipts = keys.map(|key| samples::receipt(Some(person), &key));
        check::commit(store, receipts.fold(samples::changes(), Changes::answered)).await;
    }
    assert_eq!(store.receipt(&first.key).await.unwrap(), Some(first.clone()));
    check::assert_conflict(store, samples::changes().answered(first), Rule::IdempotencyKeyUnique).await;
}

/// A refused key takes with it what it was to answer for, and leaves the answer that was given before.
pub async fn refused_key_leaves_the_first_answer(store: &dyn Store) {
    let (actor, other) = (Some(samples::person_id(1)), Some(samples::person_id(2)));
    let first = samples::receipt(actor, "sample-key-1");
    check::commit(store, samples::changes().answered(first.clone())).await;
    let mut second = first.clone();
    second.answer = "waiting".into();
    let free = samples::receipt(other, "sample-key-1");
    let new = Write::Person(samples::person(1), Expected::New);
    let changes = check::writes([new]).answered(free.clone()).answered(second);
    check::assert_conflict(store, changes, Rule::IdempotencyKeyUnique).await;
    assert_eq!(store.receipt(&first.key).await.unwrap(), Some(first));
    assert_eq!(store.receipt(&free.key).await.unwrap(), None);
    assert_eq!(store.person(samples::person_id(1)).await.unwrap(), None);
}
