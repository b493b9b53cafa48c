//! Receipts: the answer to a request that may be asked again.

use bln_core::RecordRef;
use bln_store::{Fingerprint, Rule, Store};

use crate::{check, samples};

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
    ];
    for (record, n) in records.into_iter().zip(0_u8..) {
        let key = format!("sample~key/{n}").repeat(8);
        let mut receipt = samples::receipt(Some(person), &key[..64]);
        receipt.key.actor = (n % 2 == 0).then_some(person);
        receipt.fingerprint = Fingerprint::new([n.wrapping_mul(85); 16]);
        receipt.record = record;
        receipt.answer = "a".repeat(64 - usize::from(n));
        receipt.at = samples::minutes(n.into());
        receipt.key.key = bln_store::IdempotencyKey::parse(format!("{n}{}", &key[..63])).unwrap();
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
