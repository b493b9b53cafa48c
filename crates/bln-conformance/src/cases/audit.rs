//! The audit.

use bln_core::{Action, Actor, AuditEntry, PurposeCode, RecordRef};
use bln_store::{AuditRecord, Changes, PageSize, Position, Rule, Store};

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
    ];
    let mut entries = vec![];
    for (n, action) in Action::ALL.iter().enumerate() {
        let (actor, subject) = (actors[n % 6], subjects[n % 8].clone());
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
