//! What a store answers when it fails, and what is there afterwards.
//!
//! A store that works cannot be asked to fail through its port. These cases take one that was [arranged](Switched) to,
//! and are run by [`failures!`](crate::failures) for a store that can be; for one that cannot, nothing here is shown.

use bln_core::{Notice, NoticeKind, RecordRef};
use bln_store::{Changes, Expected, PageSize, Rule, Store, StoreError, Write};

use crate::{Failing, Switched, check, samples};

/// A change that is refused as busy was not done, and is done when it is asked for again.
pub async fn busy_change_is_not_done(switched: &dyn Switched) {
    assert_not_done(switched, Failing::Busy, |error| *error == StoreError::Busy).await;
}

/// A change at which the store itself fails was not done. The error has a stable code of the store's.
pub async fn failed_change_is_not_done(switched: &dyn Switched) {
    let coded =
        |error: &StoreError| matches!(error, StoreError::Backend { code } if code.starts_with("storage."));
    assert_not_done(switched, Failing::Backend, coded).await;
}

/// A change of which the store cannot say whether it was done was done wholly, its answer with it, or not at all.
pub async fn change_of_unknown_outcome_is_whole_or_nothing(switched: &dyn Switched) {
    for (n, how, done) in [(1, Failing::UnknownDone, true), (2, Failing::UnknownNotDone, false)] {
        assert_eq!(lost(switched, n, how).await, Err(StoreError::UnknownOutcome));
        assert_eq!(told(switched.store(), n).await, [done; 4], "{how:?}");
    }
}

/// Whatever became of a change of unknown outcome, asking again under its key leaves one effect and one answer.
pub async fn asking_again_after_an_unknown_outcome_is_safe(switched: &dyn Switched) {
    let store = switched.store();
    for (n, how) in [(1, Failing::UnknownDone), (2, Failing::UnknownNotDone)] {
        assert_eq!(lost(switched, n, how).await, Err(StoreError::UnknownOutcome));
        let again = store.commit(joining(n)).await;
        // The record is told before the key, both of them being there.
        let stale = StoreError::Stale { record: RecordRef::Person(samples::person_id(n)) };
        assert_eq!(again, if how == Failing::UnknownDone { Err(stale) } else { Ok(()) });
        let answer = samples::changes().answered(answer(n));
        check::assert_conflict(store, answer, Rule::IdempotencyKeyUnique).await;
        assert_eq!(told(store, n).await, [true; 4], "{how:?}");
    }
    assert_eq!(store.outbox_page(None, PageSize::MAX).await.unwrap().items.len(), 2);
    assert_eq!(store.audit_page(None, PageSize::MAX).await.unwrap().items.len(), 3);
}

/// A read fails as the store does, and answers again when it can.
pub async fn failed_read_is_told(switched: &dyn Switched) {
    let store = switched.store();
    check::put(store, [Write::Person(samples::person(1), Expected::New)]).await;
    for how in [Failing::Busy, Failing::Backend] {
        switched.fail(Some(how));
        let person = store.person(samples::person_id(1)).await.map(drop);
        let audit = store.audit_page(None, PageSize::MAX).await.map(drop);
        switched.fail(None);
        for outcome in [person, audit] {
            match outcome {
                Err(StoreError::Busy) => assert_eq!(how, Failing::Busy),
                Err(StoreError::Backend { .. }) => assert_eq!(how, Failing::Backend),
                other => panic!("{other:?}"),
            }
        }
        assert!(store.person(samples::person_id(1)).await.unwrap().is_some());
    }
}

async fn assert_not_done(switched: &dyn Switched, how: Failing, expected: impl Fn(&StoreError) -> bool) {
    let store = switched.store();
    let error = lost(switched, 1, how).await.unwrap_err();
    assert!(expected(&error), "{error:?}");
    assert_eq!(told(store, 1).await, [false; 4]);
    assert_eq!(store.audit_page(None, PageSize::MAX).await.unwrap().items.len(), 1);
    check::commit(store, joining(1)).await;
    assert_eq!(told(store, 1).await, [true; 4]);
}

/// Somebody joins while the store fails in this way.
async fn lost(switched: &dyn Switched, n: u32, how: Failing) -> Result<(), StoreError> {
    let store = switched.store();
    if n == 1 {
        check::put(store, samples::ground()).await;
    }
    switched.fail(Some(how));
    let outcome = store.commit(joining(n)).await;
    switched.fail(None);
    outcome
}

fn joining(n: u32) -> Changes {
    let person = samples::person_id(n);
    let notice = Notice::new(samples::fresh(), person, NoticeKind::Welcome, samples::now());
    check::writes([
        Write::Person(samples::person(n), Expected::New),
        Write::Membership(samples::ally(n), Expected::New),
    ])
    .notify(notice)
    .answered(answer(n))
}

fn answer(n: u32) -> bln_store::Receipt {
    samples::receipt(Some(samples::person_id(n)), "sample-key-1")
}

/// Whether the person, their membership, their notice and the answer are there.
async fn told(store: &dyn Store, n: u32) -> [bool; 4] {
    let person = samples::person_id(n);
    let outbox = store.outbox_page(None, PageSize::MAX).await.unwrap().items;
    [
        store.person(person).await.unwrap().is_some(),
        store.membership(person).await.unwrap().is_some(),
        outbox.iter().any(|record| record.notice.recipient() == person),
        store.receipt(&answer(n).key).await.unwrap().is_some(),
    ]
}
