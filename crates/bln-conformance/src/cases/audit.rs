//! The audit.

use bln_core::{Action, Actor, AuditEntry, Pseudonym, PurposeCode, RecordRef};
use bln_store::{AuditRecord, Changes, Expected, PageSize, Position, Rule, Store, Write};

use crate::{check, samples};

/// An audit entry is read back equal: every action, actor, kind of subject and purpose.
pub async fn audit_entry_round_trips(store: &dyn Store) {
    let (event, person) = (samples::event_id(1), samples::person_id(1));
    let actors = [
        Actor::public(),
        Actor::participant(person),
        Actor::facilitator(person),
        Actor::administrator(person),
        Actor::analyst(person),
        Actor::auditor(person),
    ];
    let subjects = [
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
    let mut entries = vec![];
    for (n, action) in Action::ALL.iter().enumerate() {
        let (actor, subject) = (actors[n % actors.len()], subjects[n % subjects.len()].clone());
        let at = samples::minutes(i64::try_from(n).unwrap());
        let entry = AuditEntry::new(samples::fresh(), at, actor, *action, subject);
        let purpose = PurposeCode::ALL.get(n % 6);
        entries.push(purpose.map_or(entry.clone(), |purpose| entry.for_purpose(*purpose)));
    }
    for entry in &entries {
        check::commit(store, Changes::new(entry.clone())).await;
    }
    let read = store.audit_page(None, PageSize::MAX).await.unwrap().items;
    assert_eq!(read.into_iter().map(|record| record.entry).collect::<Vec<_>>(), entries);
}

/// Entries come page by page in the order of their commits, and of their place in the change set, whatever their
/// clocks and identifiers say. Their positions count from 1, and what is refused uses up none.
pub async fn audit_follows_the_commits(store: &dyn Store) {
    check::assert_paged(&[], async |after, size| {
        check::keys(store.audit_page(after, size).await.unwrap(), |record| record.position)
    })
    .await;
    let entry = |at| {
        AuditEntry::new(
            samples::fresh(),
            samples::minutes(at),
            Actor::public(),
            Action::Register,
            RecordRef::Network,
        )
    };
    let [a, b, c, d] = [9, 3, 7, 1].map(entry);
    check::commit(store, Changes::new(b.clone()).audited(a.clone())).await;
    let refused = Changes::new(entry(2)).audited(b.clone());
    check::assert_conflict(store, refused, Rule::IdentifierUnique).await;
    check::commit(store, Changes::new(d.clone())).await;
    check::commit(store, Changes::new(c.clone())).await;

    let records: Vec<_> = (1..).map(Position).zip([b, a, d, c]).collect();
    let records = records.into_iter().map(|(position, entry)| AuditRecord { position, entry });
    let records: Vec<_> = records.collect();
    assert_eq!(store.audit_page(None, PageSize::MAX).await.unwrap().items, records);
    let order = [1, 2, 3, 4].map(Position);
    check::assert_paged(&order, async |after, size| {
        check::keys(store.audit_page(after, size).await.unwrap(), |record| record.position)
    })
    .await;
}

/// An entry's identifier is used once, in one change set and in several.
pub async fn audit_identifier_is_used_once(store: &dyn Store) {
    let entry = samples::entry();
    let twice = Changes::new(entry.clone()).audited(entry.clone());
    check::assert_conflict(store, twice, Rule::IdentifierUnique).await;
    check::commit(store, Changes::new(entry.clone())).await;
    check::assert_conflict(store, Changes::new(entry), Rule::IdentifierUnique).await;
    assert_eq!(store.audit_page(None, PageSize::MAX).await.unwrap().items.len(), 1);
}

/// An entry names people by their identifiers for as long as they are there, whichever of their pseudonyms it is kept
/// under; then by the pseudonym. Who never had one is named as they were.
pub async fn audit_names_those_who_are_there(store: &dyn Store) {
    check::on_the_list(store, 3).await;
    check::put(store, [Write::Person(samples::person(4), Expected::New)]).await;
    let from = store.audit_page(None, PageSize::MAX).await.unwrap().items.len();
    let entries = [(1, 2), (2, 1), (4, 3), (99, 4)].map(|(actor, subject)| about(actor, subject));
    for entry in &entries {
        check::commit(store, Changes::new(entry.clone())).await;
    }
    let read = async || {
        let page = store.audit_page(None, PageSize::MAX).await.unwrap().items;
        page.into_iter().skip(from).take(4).map(|record| record.entry).collect::<Vec<_>>()
    };
    assert_eq!(read().await, entries);
    let expected = check::version(1);
    let (first, second) = (samples::person_id(1), samples::person_id(2));
    check::put(store, [Write::ErasePerson { person: first, expected }]).await;
    let erased = |person| if person == first { samples::pseudonym(1).as_person() } else { person };
    assert_eq!(read().await, entries.clone().map(|entry| entry.naming(erased)));

    let into = samples::person_id(3);
    check::put(store, [Write::MergePerson { from: second, into, expected }]).await;
    let merged = |person| if person == second { into } else { erased(person) };
    assert_eq!(read().await, entries.map(|entry| entry.naming(merged)));
}

/// An entry is kept under the pseudonyms of who did it and of whom the record is, whatever kind of record: the first of
/// several; and under the identifier of who has none.
pub async fn kept_entry_names_pseudonyms(store: &dyn Store) {
    check::on_the_list(store, 2).await;
    check::put(store, [Write::Person(samples::person(3), Expected::New)]).await;
    let second = Pseudonym::new(uuid::Uuid::from_u128(1));
    let person = samples::person_id(2);
    check::put(store, [Write::Pseudonym { person, pseudonym: second }]).await;
    let name = |person| match person {
        _ if person == samples::person_id(1) => samples::pseudonym(1).as_person(),
        _ if person == samples::person_id(2) => second.as_person(),
        other => other,
    };
    let event = samples::event_id(1);
    let of = |person| {
        [
            RecordRef::Person(person),
            RecordRef::Membership(person),
            RecordRef::Consent(person),
            RecordRef::Registration { event, person },
            RecordRef::Characteristics(person),
            RecordRef::Limits(person),
            RecordRef::Facilitation { event, person },
            RecordRef::Event(event),
            RecordRef::Network,
        ]
    };
    let mut entries = vec![];
    for (actor, subject) in [(1, 2), (2, 3), (3, 1), (1, 1)] {
        for record in of(samples::person_id(subject)) {
            let actor = Actor::participant(samples::person_id(actor));
            entries.push(AuditEntry::new(samples::fresh(), samples::now(), actor, Action::Register, record));
        }
    }
    let changes = entries.iter().skip(1).cloned().fold(Changes::new(entries[0].clone()), Changes::audited);
    let before = store.kept_audit_page(None, PageSize::MAX).await.unwrap().items.len();
    check::commit(store, changes).await;
    let kept = store.kept_audit_page(None, PageSize::MAX).await.unwrap().items.split_off(before);
    let kept: Vec<_> = kept.into_iter().map(|record| record.entry).collect();
    assert_eq!(kept, entries.into_iter().map(|entry| entry.naming(name)).collect::<Vec<_>>());
}

/// The entry of the change set in which a person is first written, with their pseudonym, is kept under it. One that is
/// committed with their erasure is kept as it is: it names the pseudonym, or names them for ever.
pub async fn entry_is_kept_after_the_writes(store: &dyn Store) {
    let entry = about(1, 1);
    let person = Write::Person(samples::person(1), Expected::New);
    check::commit(store, Changes::new(entry.clone()).write(person).write(samples::named(1))).await;
    let pseudonym = samples::pseudonym(1).as_person();
    let kept = store.kept_audit_page(None, PageSize::MAX).await.unwrap().items;
    assert_eq!(kept[0].entry, entry.clone().naming(|_| pseudonym));
    let erase = Write::ErasePerson { person: samples::person_id(1), expected: check::version(1) };
    let [by_pseudonym, by_identifier] = [about(1, 1).naming(|_| pseudonym), about(1, 1)];
    let erased = Changes::new(by_pseudonym.clone()).audited(by_identifier.clone()).write(erase);
    check::commit(store, erased).await;
    let kept = store.kept_audit_page(None, PageSize::MAX).await.unwrap().items;
    let kept: Vec<_> = kept.into_iter().map(|record| record.entry).collect();
    assert_eq!(kept, [entry.naming(|_| pseudonym), by_pseudonym, by_identifier]);
}

/// What is kept stays as it is, entry by entry and page by page, whoever is given another pseudonym, erased, merged or
/// comes back under the same identifier.
pub async fn kept_entries_never_change(store: &dyn Store) {
    check::on_the_list(store, 3).await;
    for (actor, subject) in [(1, 2), (2, 3), (3, 1)] {
        check::commit(store, Changes::new(about(actor, subject))).await;
    }
    let before = store.kept_audit_page(None, PageSize::MAX).await.unwrap().items;
    let (first, second, third) = (samples::person_id(1), samples::person_id(2), samples::person_id(3));
    let expected = check::version(1);
    let lower = Pseudonym::new(uuid::Uuid::from_u128(1));
    let steps = [
        Write::Pseudonym { person: third, pseudonym: lower },
        Write::ErasePerson { person: first, expected },
        Write::MergePerson { from: second, into: third, expected },
        Write::Person(samples::person(1), Expected::New),
        Write::Pseudonym { person: first, pseudonym: samples::pseudonym(9) },
    ];
    for step in steps {
        check::put(store, [step]).await;
        let after = store.kept_audit_page(None, PageSize::MAX).await.unwrap().items;
        assert_eq!(after[..before.len()], before);
    }
    let positions: Vec<_> = (1..).map(Position).take(before.len() + 5).collect();
    check::assert_paged(&positions, async |after, size| {
        check::keys(store.kept_audit_page(after, size).await.unwrap(), |record| record.position)
    })
    .await;
}

/// An entry of what a sample person did to the record of another.
fn about(actor: u32, subject: u32) -> AuditEntry {
    let actor = Actor::participant(samples::person_id(actor));
    let subject = RecordRef::Person(samples::person_id(subject));
    AuditEntry::new(samples::fresh(), samples::now(), actor, Action::ChangePerson, subject)
}
