//! What is read before applications are decided.

use std::collections::BTreeMap;

use bln_core::EmailAddresses;
use bln_store::{ApplicationQuery, ApplicationView, Expected, IdempotencyKey, Store, Write};

use crate::{check, samples};

/// Of the addresses that are asked about, each that is somebody's comes with whose it is: few or many, asked twice,
/// the preferred one or another, and none that was given up.
pub async fn application_view_has_the_holders_of_addresses(store: &dyn Store) {
    let people = (1..=200).map(|n| Write::Person(samples::person(n), Expected::New));
    check::put(store, people).await;
    let address = |n: u32| samples::email(&format!("sample.person.{n}@example.org"));
    let other = |n: u32| samples::email(&format!("sample.person.{n}@example.com"));
    let both = EmailAddresses::new([other(2), address(2)]).unwrap();
    let moved = EmailAddresses::new([other(3)]).unwrap();
    for (n, emails) in [(2, both), (3, moved)] {
        let person = samples::person(n).with_emails(emails);
        check::put(store, [Write::Person(person, Expected::At(check::version(1)))]).await;
    }
    for count in [0, 1, 5, 6, 49, 50, 51, 150] {
        let addresses: Vec<_> = (1..=count).flat_map(|n| [address(n), other(n), address(n)]).collect();
        let held = |n: u32| match n {
            2 => vec![address(2), other(2)],
            3 => vec![other(3)],
            _ => vec![address(n)],
        };
        let holders: BTreeMap<_, _> =
            (1..=count).flat_map(|n| held(n).into_iter().map(move |a| (a, samples::person_id(n)))).collect();
        let query = ApplicationQuery { addresses, ..ApplicationQuery::default() };
        let view = store.application_view(&query).await.unwrap();
        assert_eq!(view, ApplicationView { holders, ..ApplicationView::default() }, "{count}");
    }
}

/// Of the organisations that are asked about, those come that are there, few or many.
pub async fn application_view_has_the_organisations_that_are_there(store: &dyn Store) {
    let there = |n: &u32| n.is_multiple_of(2);
    let code = |n: u32| samples::code(&format!("R{:02}", n));
    let organisations = (0..100).filter(there).map(|n| samples::organisation(&format!("R{n:02}")));
    check::put(store, organisations.map(|it| Write::Organisation(it, Expected::New))).await;
    for count in [0, 1, 5, 6, 50, 51, 100] {
        let query = ApplicationQuery { organisations: (0..count).map(code).collect(), ..Default::default() };
        let organisations = (0..count).filter(there).map(code).collect();
        let view = store.application_view(&query).await.unwrap();
        assert_eq!(view, ApplicationView { organisations, ..Default::default() }, "{count}");
    }
}

/// Of the keys that are asked about, the receipts come that were given to whoever asks, and nobody else's.
pub async fn application_view_has_the_receipts_of_the_one_who_asks(store: &dyn Store) {
    let (one, other) = (Some(samples::person_id(1)), Some(samples::person_id(2)));
    for actor in [one, None] {
        let receipts = (0..120).map(|n| samples::receipt(actor, &format!("sample-key-{n}")));
        check::commit(store, receipts.fold(samples::changes(), |c, receipt| c.answered(receipt))).await;
    }
    for count in [0, 1, 5, 6, 50, 51, 120] {
        let keys: Vec<_> = (0..count)
            .flat_map(|n| [format!("sample-key-{n}"), format!("SAMPLE-KEY-{n}"), format!("sample-key-{n}")])
            .map(|key| IdempotencyKey::parse(key).unwrap())
            .collect();
        for actor in [one, None, other] {
            let query = ApplicationQuery { actor, keys: keys.clone(), ..Default::default() };
            let mut view = store.application_view(&query).await.unwrap();
            view.receipts.sort_by(|a, b| a.key.cmp(&b.key));
            let mut receipts: Vec<_> = (0..if actor == other { 0 } else { count })
                .map(|n| samples::receipt(actor, &format!("sample-key-{n}")))
                .collect();
            receipts.sort_by(|a, b| a.key.cmp(&b.key));
            assert_eq!(view, ApplicationView { receipts, ..Default::default() }, "{count}");
        }
    }
}
