//! Commits stand alone, and a read never sees half of one.

use bln_core::{Notice, NoticeKind, Person, RecordRef};
use bln_store::{Changes, Expected, PageSize, Rule, Store, StoreError, Write};

use crate::{check, samples};

/// Of two commits decided on one version, one is done and the other is stale.
pub async fn of_two_commits_on_one_version_one_wins(store: &dyn Store) {
    check::put(store, [Write::Person(samples::person(1), Expected::New)]).await;
    for round in 1..=20 {
        let outcomes = check::at_once(2, |n| async move {
            let renamed = samples::renamed(1, 2 * round + n);
            store.commit(check::writes([Write::Person(renamed, Expected::At(check::version(round)))])).await
        });
        let stale = Err(StoreError::Stale { record: RecordRef::Person(samples::person_id(1)) });
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        assert_eq!(outcomes.iter().filter(|outcome| **outcome == stale).count(), 1, "{outcomes:?}");
    }
    assert_eq!(
        check::stored_version(store, &RecordRef::Person(samples::person_id(1))).await,
        Some(check::version(21))
    );
}

/// Of fifty who each load, change and commit until it is done, none overwrites another.
pub async fn no_update_is_lost_among_fifty(store: &dyn Store) {
    check::put(store, [Write::Person(samples::person(1), Expected::New)]).await;
    check::at_once(50, |_| async move {
        // Whoever is stale has seen another pass: forty-nine times at most.
        for _ in 0..10_000 {
            let stored = store.person(samples::person_id(1)).await.unwrap().unwrap().person;
            let renamed = samples::renamed(1, stored.version.number());
            let changes = check::writes([Write::Person(renamed, Expected::At(stored.version))]);
            match store.commit(changes).await {
                Ok(()) => return,
                Err(StoreError::Stale { .. } | StoreError::Busy) => tokio::task::yield_now().await,
                Err(other) => panic!("{other}"),
            }
        }
        panic!("somebody never got their turn");
    });
    let stored = store.person(samples::person_id(1)).await.unwrap().unwrap().person;
    assert_eq!(stored.version.number(), 51);
    assert_eq!(stored.record, samples::renamed(1, 50));
}

/// Of two commits that claim one address, one is done and the other is a conflict.
pub async fn of_two_commits_with_one_address_one_wins(store: &dyn Store) {
    for round in 0..10 {
        let shared = samples::person(100 + round).emails().clone();
        let outcomes = check::at_once(2, |n| {
            let person = samples::person(10 * (round + 1) + n).with_emails(shared.clone());
            store.commit(check::writes([Write::Person(person, Expected::New)]))
        });
        assert_one_conflict(&outcomes, Rule::EmailAddressUnique);
    }
}

/// Of two commits under one idempotency key, one is done and the other is a conflict.
pub async fn of_two_commits_with_one_key_one_wins(store: &dyn Store) {
    for round in 0..10 {
        let key = format!("sample-key-{round}");
        let outcomes = check::at_once(2, |n| {
            let person = Write::Person(samples::person(10 * (round + 1) + n), Expected::New);
            store.commit(check::writes([person]).answered(samples::receipt(None, &key)))
        });
        assert_one_conflict(&outcomes, Rule::IdempotencyKeyUnique);
    }
    assert_eq!(store.person_page(None, PageSize::MAX).await.unwrap().items.len(), 10);
}

fn assert_one_conflict(outcomes: &[Result<(), StoreError>], rule: Rule) {
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    let conflict = Err(StoreError::Conflict { rule });
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == conflict).count(), 1, "{outcomes:?}");
}

/// A read sees all of a commit or nothing of it.
pub async fn read_never_sees_half_a_commit(store: &dyn Store) {
    check::put(store, samples::ground()).await;
    let write = || async {
        for person in 1..=40 {
            let both = [
                Write::Person(samples::person(person), Expected::New),
                Write::Membership(samples::ally(person), Expected::New),
            ];
            check::put(store, both).await;
            check::pause();
        }
    };
    check::while_writing(write, || async {
        let page = store.person_page(None, PageSize::MAX).await.unwrap();
        for record in &page.items {
            assert!(record.membership.is_some(), "a person was seen without their membership");
        }
    });
    assert_eq!(store.person_page(None, PageSize::MAX).await.unwrap().items.len(), 40);
}

/// Positions in the audit and the outbox are given out without a gap and never twice, whoever commits when.
pub async fn positions_stay_dense_among_many(store: &dyn Store) {
    check::put(store, [Write::Person(samples::person(1), Expected::New)]).await;
    check::at_once(8, |n| async move {
        for round in 0..10 {
            // Every other one is refused: a refusal uses up no position.
            let changes = welcome(samples::changes(), samples::person(1 + (n + round) % 2));
            let outcome = store.commit(changes).await;
            assert_eq!(outcome.is_ok(), (n + round) % 2 == 0);
        }
    });
    let audit = store.audit_page(None, PageSize::MAX).await.unwrap().items;
    let positions: Vec<u64> = audit.iter().map(|record| record.position.0).collect();
    assert_eq!(positions, (1..=41).collect::<Vec<_>>());
    let outbox = store.outbox_page(None, PageSize::MAX).await.unwrap().items;
    let positions: Vec<u64> = outbox.iter().map(|record| record.position.0).collect();
    assert_eq!(positions, (1..=40).collect::<Vec<_>>());
}

fn welcome(changes: Changes, person: Person) -> Changes {
    changes.notify(Notice::new(samples::fresh(), person.id(), NoticeKind::Welcome, samples::now()))
}
