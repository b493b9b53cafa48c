//! Memberships.

use bln_core::{BelongingKind, Membership, RecordRef};
use bln_store::{Expected, Store, Write};

use crate::{check, samples};

/// A membership is read back equal: a first application, and a history with every standing, both ways of
/// belonging, and spells that lasted no time at all.
pub async fn membership_round_trips(store: &dyn Store) {
    on_the_list(store).await;
    let member = |at| samples::declaration(BelongingKind::Member, samples::minutes(at));
    let ally = |at| samples::declaration(BelongingKind::Ally, samples::minutes(at));
    let person = samples::person_id(1);
    let mut membership = Membership::apply(person, member(0), samples::minutes(0));
    let mut version = None;
    let steps: [&dyn Fn(&Membership) -> Membership; 9] = [
        &|m| m.decline(samples::minutes(1)).unwrap(),
        &|m| m.apply_again(member(2), samples::minutes(2)).unwrap(),
        &|m| m.approve(samples::minutes(2)).unwrap(),
        &|m| m.pause(samples::minutes(3)).unwrap(),
        &|m| m.convert(ally(4), samples::minutes(4)).unwrap(),
        &|m| m.resume(samples::minutes(5)).unwrap(),
        &|m| m.leave(samples::minutes(5)).unwrap(),
        &|m| m.apply_again(ally(6), samples::minutes(6)).unwrap(),
        &|m| m.convert(member(7), samples::minutes(7)).unwrap(),
    ];
    for step in std::iter::once::<&dyn Fn(&Membership) -> Membership>(&Membership::clone).chain(steps) {
        membership = step(&membership);
        check::put(store, [Write::Membership(membership.clone(), version.into())]).await;
        let stored = store.membership(person).await.unwrap().unwrap();
        assert_eq!(stored.record, membership);
        version = Some(stored.version);
    }
    assert_eq!(membership.spells().count(), 10);
}

/// A membership that is not there is `None`, of somebody on the list and of nobody.
pub async fn missing_membership_is_none(store: &dyn Store) {
    on_the_list(store).await;
    assert_eq!(store.membership(samples::person_id(1)).await.unwrap(), None);
    assert_eq!(store.membership(samples::person_id(2)).await.unwrap(), None);
}

/// A membership is new at version 1, and one higher at each change.
pub async fn membership_version_rises(store: &dyn Store) {
    on_the_list(store).await;
    check::assert_version_rises(store, record(), write).await;
}

/// A membership that is there cannot be written as new.
pub async fn membership_new_twice_is_stale(store: &dyn Store) {
    on_the_list(store).await;
    check::assert_new_twice_is_stale(store, record(), write).await;
}

/// A membership at any other version than the one expected, or not there, is not written.
pub async fn membership_at_another_version_is_stale(store: &dyn Store) {
    on_the_list(store).await;
    check::assert_another_version_is_stale(store, record(), write).await;
}

async fn on_the_list(store: &dyn Store) {
    let mut these = samples::ground();
    these.push(Write::Person(samples::person(1), Expected::New));
    check::put(store, these).await;
}

fn record() -> RecordRef {
    RecordRef::Membership(samples::person_id(1))
}

fn write(expected: Expected, written: u32) -> Write {
    let mut membership = samples::ally(1);
    for at in 0..i64::from(written) {
        let (now, paused) = (samples::minutes(at), at % 2 == 1);
        membership = if paused { membership.resume(now) } else { membership.pause(now) }.unwrap();
    }
    Write::Membership(membership, expected)
}
