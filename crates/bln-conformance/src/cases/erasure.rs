//! Forgetting people, and making one of two records.

use bln_core::{
    Id, Interests, ModeChoice, Notice, NoticeKind, Person, PurposeCode, RecordRef, RemovedRegistration,
    Version, Versioned,
};
use bln_store::{Expected, PageSize, Rule, Store, Write};

use crate::{check, desk, samples, world};

/// Of who was erased nothing is left in any read: not them, a word of their name, an address, how they belonged, what
/// they agreed to, characteristics, limits, links, notices, their pseudonym, or a receipt that they asked for or that
/// is about a record of theirs. Everything of others is as it was, and they can come back under the same identifier.
pub async fn erased_person_is_gone(store: &dyn Store) {
    world::build(store).await;
    check::put(
        store,
        [Write::Person(samples::person_named(1, "Unique Sample"), Expected::At(Version::FIRST))],
    )
    .await;
    let before = world::see(store).await;
    let (person, second) = (samples::person_id(1), samples::person_id(2));
    let erase = Write::ErasePerson { person, expected: check::version(2) };
    // Refused with something else, it has taken nothing away.
    let refused =
        check::writes([erase.clone()]).answered(samples::receipt(Some(second), "asked-by-the-second"));
    check::assert_conflict(store, refused, Rule::IdempotencyKeyUnique).await;
    assert_eq!(world::see(store).await, before);

    check::put(store, [erase]).await;
    let after = world::see(store).await;
    assert_eq!(store.person(person).await.unwrap(), None);
    let address = samples::email("sample.person.1@example.org");
    assert_eq!(store.person_by_email(&address).await.unwrap(), None);
    assert_eq!(store.membership(person).await.unwrap(), None);
    assert_eq!(store.consent_ledger(person).await.unwrap(), None);
    assert_eq!(after.people.len(), 2);
    assert!(after.people.iter().all(|record| record.person.record.id() != person));
    assert_eq!(after.people, after.found);
    let others = before.words.iter().filter(|word| *word != "unique").cloned().collect::<Vec<_>>();
    assert_eq!(after.words, others);
    assert_eq!(after.characteristics, before.characteristics[1..]);
    assert_eq!(after.links, before.links[1..]);
    assert!(after.outbox.iter().all(|record| record.notice.recipient() == second));
    assert_eq!(after.outbox.len(), 2);
    assert_eq!(after.receipts, before.receipts[5..]);
    assert_eq!(after.pseudonyms, [None, before.pseudonyms[1], before.pseudonyms[2]]);
    assert_eq!(after.suppressions, before.suppressions);
    assert_eq!(after.facilitations, before.facilitations);
    assert_eq!(after.registrations, before.registrations);
    assert_eq!((after.contributors, &after.message), (before.contributors, &before.message));
    assert_eq!(after.testimonials, before.testimonials[1..]);
    assert_eq!(after.recognitions, before.recognitions[1..]);
    assert_eq!((&after.places, &after.resources), (&before.places, &before.resources));
    assert_eq!(interests(&after), interests(&before)[1..]);
    assert_eq!(after.held, before.held[1..]);
    assert_eq!(after.bulletins, before.bulletins);
    assert_eq!(after.kept[..before.kept.len()], before.kept);

    check::put(store, [Write::Person(samples::person(1), Expected::New)]).await;
    let back = store.person(person).await.unwrap().unwrap();
    assert_eq!(
        (back.person.version, back.membership, back.consent, back.limits),
        (Version::FIRST, None, None, None)
    );
    assert_eq!(store.pseudonym(person).await.unwrap(), None);
}

/// What an erased person wrote down in the ledger of somebody else names their pseudonym, the first of them; and is as
/// it was if they had none. The ledger keeps its version.
pub async fn erased_person_recorded_under_their_pseudonym(store: &dyn Store) {
    check::on_the_list(store, 2).await;
    check::put(store, [Write::Person(samples::person(3), Expected::New)]).await;
    let entry = |by| samples::consent_withdrawn(PurposeCode::Bulletin, samples::now()).naming(|_| by);
    let recorded = [1, 3, 901].map(|n| entry(samples::person_id(n)));
    let ledger = samples::person_id(2);
    let entries = recorded.to_vec();
    check::put(store, [Write::Consent { person: ledger, entries, expected: Expected::New }]).await;
    for n in [1, 3] {
        check::put(store, [erase(n, 1)]).await;
    }
    let stored = store.consent_ledger(ledger).await.unwrap().unwrap();
    let [_, by_nobody, by_others] = recorded;
    let by_pseudonym = entry(samples::pseudonym(1).as_person());
    assert_eq!(stored.record.entries(), [by_pseudonym, by_nobody, by_others]);
    assert_eq!(stored.version.number(), 3);
}

/// The address of a person who was erased becomes another's, also in the same change set.
pub async fn erased_address_can_become_anothers(store: &dyn Store) {
    check::on_the_list(store, 3).await;
    let theirs = |n| samples::person(n).emails().clone();
    let takes = |taker: u32, from: u32| {
        Write::Person(samples::person(taker).with_emails(theirs(from)), Expected::At(Version::FIRST))
    };
    check::put(store, [erase(1, 1), takes(3, 1)]).await;
    assert_eq!(store.person_by_email(theirs(1).preferred()).await.unwrap(), Some(samples::person_id(3)));
    check::put(store, [erase(3, 2)]).await;
    assert_eq!(store.person_by_email(theirs(1).preferred()).await.unwrap(), None);
    check::put(store, [takes(2, 1)]).await;
    assert_eq!(store.person_by_email(theirs(1).preferred()).await.unwrap(), Some(samples::person_id(2)));
}

/// Somebody with a registration in any state, or with a facilitation, is not erased, nor merged into another; once it
/// is removed they are, also in the same change set.
pub async fn person_with_a_place_is_not_erased(store: &dyn Store) {
    let event = desk::event_with_places(store, 1, samples::in_person(1), 4).await;
    desk::seat(store, event, &[desk::register(1, ModeChoice::InPerson)], samples::now()).await;
    desk::seat(store, event, &[desk::cancel(1)], samples::minutes(1)).await;
    check::put(store, [Write::Facilitation(samples::facilitation(1, 2, 1), Expected::New)]).await;
    let before = world::see(store).await;
    for n in [1, 2] {
        for refused in [erase(n, 1), merge(n, 3, 1)] {
            check::assert_conflict(store, check::writes([refused]), Rule::PersonInUse).await;
        }
    }
    assert_eq!(world::see(store).await, before);
    let removed = desk::registration(store, event, samples::person_id(1)).await;
    let removed = RemovedRegistration { event, person: samples::person_id(1), expected: removed.1 };
    check::put(store, [Write::RemoveRegistration(removed), erase(1, 1)]).await;
    let (person, expected) = (samples::person_id(2), Version::FIRST);
    check::put(store, [Write::RemoveFacilitation { event, person, expected }, merge(2, 3, 1)]).await;
    let left = store.person_page(None, PageSize::MAX).await.unwrap().items;
    let left: Vec<_> = left.into_iter().map(|record| record.person.record.id()).collect();
    assert_eq!(left, [3, 4].map(samples::person_id));
}

/// A person who has moved on, is not that far or is not there is neither erased nor merged.
pub async fn erasing_at_another_version_is_stale(store: &dyn Store) {
    check::on_the_list(store, 2).await;
    check::put(store, [Write::Person(samples::renamed(1, 1), Expected::At(Version::FIRST))]).await;
    for (n, version) in [(1, 1), (1, 3), (99, 1)] {
        for write in [erase(n, version), merge(n, 2, version)] {
            check::assert_stale(store, check::writes([write]), RecordRef::Person(samples::person_id(n)))
                .await;
        }
    }
    assert!(store.person(samples::person_id(1)).await.unwrap().is_some());
}

/// Of a person whose record became part of another's nothing is left under their own identifier, as after an erasure;
/// their notices, where they stood, are the other's, and so are their requests and what the audit says of them. A
/// notice that both have stays once.
pub async fn merged_person_is_part_of_the_other(store: &dyn Store) {
    world::build(store).await;
    let (first, third) = (samples::person_id(1), samples::person_id(3));
    let both = samples::fresh();
    let to = |person| Notice::new(both, person, NoticeKind::EventChanged, samples::minutes(1));
    check::commit(store, samples::changes().notify(to(first)).notify(to(third))).await;
    let about = bln_core::AuditEntry::new(
        samples::fresh(),
        samples::now(),
        bln_core::Actor::participant(first),
        bln_core::Action::ChangePerson,
        RecordRef::Membership(first),
    );
    check::commit(store, bln_store::Changes::new(about.clone())).await;
    let before = world::see(store).await;
    check::put(store, [merge(1, 3, 1)]).await;
    let after = world::see(store).await;

    assert_eq!(store.person(first).await.unwrap(), None);
    assert_eq!(after.people.len(), 2);
    assert_eq!(after.people, after.found);
    assert_eq!(after.people[1], before.people[2], "the other's own records are as they were");
    assert_eq!(after.characteristics, before.characteristics[1..]);
    assert_eq!(after.links, before.links[1..]);
    assert_eq!(after.receipts, before.receipts[5..]);
    assert_eq!(interests(&after), interests(&before)[1..]);
    assert_eq!(after.held, before.held[1..]);
    let recipients = |seen: &world::Seen| {
        let of = seen.outbox.iter().map(|record| (record.position.0, record.notice.recipient()));
        of.collect::<Vec<_>>()
    };
    let expected = recipients(&before).into_iter().filter(|(position, _)| *position != 5);
    let expected: Vec<_> = expected.map(|(at, to)| (at, if to == first { third } else { to })).collect();
    assert_eq!(recipients(&after), expected);
    let carried = |seen: &world::Seen| {
        seen.outbox.iter().map(|record| (record.notice.message(), record.notice.event())).collect::<Vec<_>>()
    };
    assert_eq!(carried(&after)[..4], carried(&before)[..4]);

    assert_eq!(
        after.pseudonyms,
        [None, before.pseudonyms[1], before.pseudonyms[0]],
        "of two the first counts"
    );
    assert_eq!(after.requests[0].record, before.requests[0].record.clone().naming(|_| third));
    assert_eq!(after.audit[before.audit.len() - 1].entry, about.naming(|_| third));
    assert_eq!(after.kept[..before.kept.len()], before.kept);
}

/// A record becomes part of one that is there, and not of itself.
pub async fn merging_into_nobody_is_refused(store: &dyn Store) {
    check::on_the_list(store, 1).await;
    let missing = RecordRef::Person(samples::person_id(99));
    check::assert_not_found(store, check::writes([merge(1, 99, 1)]), missing).await;
    check::assert_conflict(store, check::writes([merge(1, 1, 1)]), Rule::WellFormed).await;
    assert!(store.person(samples::person_id(1)).await.unwrap().is_some());
}

/// Who reads the bulletin, and what they want to read about.
fn interests(seen: &world::Seen) -> Vec<(Id<Person>, Option<Versioned<Interests>>)> {
    seen.readers.iter().map(|reader| (reader.person(), reader.interests.clone())).collect()
}

fn erase(person: u32, version: u32) -> Write {
    Write::ErasePerson { person: samples::person_id(person), expected: check::version(version) }
}

fn merge(from: u32, into: u32, version: u32) -> Write {
    let (from, into) = (samples::person_id(from), samples::person_id(into));
    Write::MergePerson { from, into, expected: check::version(version) }
}
