//! A change set is done wholly or not at all, in its own order.

use bln_core::{ModeChoice, Notice, NoticeKind, PurposeCode, RecordRef, Version};
use bln_store::{Changes, Expected, PageSize, Rule, Store, StoreError, Write};

use crate::{check, desk, samples};

/// A change set that writes some of everything about a new sample person, with notices and a receipt.
fn of_everything() -> Changes {
    let person = samples::person_id(1);
    check::writes([
        Write::Person(samples::person(1), Expected::New),
        Write::Membership(samples::member(1), Expected::New),
        Write::Consent {
            person,
            entries: vec![samples::consent_given(PurposeCode::Bulletin, samples::now())],
            expected: Expected::New,
        },
    ])
    .notify(Notice::new(samples::fresh(), person, NoticeKind::Welcome, samples::now()))
    .answered(samples::receipt(Some(person), "sample-key-1"))
}

/// Asserts that of [`of_everything`] nothing is there, and that the audit has only as many entries.
async fn assert_nothing_of_it(store: &dyn Store, audited: usize) {
    let person = samples::person_id(1);
    assert_eq!(store.person(person).await.unwrap(), None);
    assert_eq!(store.membership(person).await.unwrap(), None);
    assert_eq!(store.consent_ledger(person).await.unwrap(), None);
    assert_eq!(store.person_page(None, PageSize::MAX).await.unwrap().items, []);
    assert_eq!(store.person_search("sample", None, PageSize::MAX).await.unwrap().items, []);
    assert_eq!(store.person_by_email(samples::person(1).emails().preferred()).await.unwrap(), None);
    assert_eq!(store.outbox_page(None, PageSize::MAX).await.unwrap().items, []);
    assert_eq!(store.audit_page(None, PageSize::MAX).await.unwrap().items.len(), audited);
    let key = samples::receipt_key(Some(person), "sample-key-1");
    assert_eq!(store.receipt(&key).await.unwrap(), None);
}

/// What a commit wrote is there for every read that begins after it returned.
pub async fn commit_writes_everything(store: &dyn Store) {
    check::put(store, samples::ground()).await;
    check::commit(store, of_everything()).await;
    let record = store.person(samples::person_id(1)).await.unwrap().unwrap();
    assert_eq!(record.person.record, samples::person(1));
    assert_eq!(record.membership.unwrap().record, samples::member(1));
    assert_eq!(record.consent.unwrap().record.entries().len(), 1);
    assert_eq!(store.outbox_page(None, PageSize::MAX).await.unwrap().items.len(), 1);
    assert_eq!(store.audit_page(None, PageSize::MAX).await.unwrap().items.len(), 2);
    let key = samples::receipt_key(Some(samples::person_id(1)), "sample-key-1");
    assert_eq!(store.receipt(&key).await.unwrap().unwrap().key, key);
}

/// A change set whose last write is refused leaves nothing of what it had written before: no record, no audit
/// entry, no notice and no receipt.
pub async fn refused_write_leaves_nothing(store: &dyn Store) {
    check::put(store, samples::ground()).await;
    let refused = of_everything().write(Write::Organisation(samples::nottingham(), Expected::New));
    check::assert_stale(store, refused, RecordRef::Organisation(samples::code("RX1"))).await;
    assert_nothing_of_it(store, 1).await;
    check::commit(store, of_everything()).await;
}

/// An audit entry that is refused takes the whole change set with it.
pub async fn refused_audit_entry_leaves_nothing(store: &dyn Store) {
    let entry = samples::entry();
    let ground = samples::ground().into_iter().fold(Changes::new(entry.clone()), Changes::write);
    check::commit(store, ground).await;
    check::assert_conflict(store, of_everything().audited(entry), Rule::IdentifierUnique).await;
    assert_nothing_of_it(store, 1).await;
}

/// A notice that is refused takes the whole change set with it.
pub async fn refused_notice_leaves_nothing(store: &dyn Store) {
    check::put(store, samples::ground()).await;
    let missing = samples::person_id(99);
    let notice = Notice::new(samples::fresh(), missing, NoticeKind::Welcome, samples::now());
    check::assert_not_found(store, of_everything().notify(notice), RecordRef::Person(missing)).await;
    assert_nothing_of_it(store, 1).await;
}

/// A receipt that is refused takes the whole change set with it.
pub async fn refused_receipt_leaves_nothing(store: &dyn Store) {
    let other = samples::receipt(None, "sample-key-2");
    let ground = samples::ground().into_iter().fold(samples::changes(), Changes::write);
    check::commit(store, ground.answered(other.clone())).await;
    check::assert_conflict(store, of_everything().answered(other), Rule::IdempotencyKeyUnique).await;
    assert_nothing_of_it(store, 1).await;
}

/// A refused change of what was there leaves it as it was, where it was, and findable as it was.
pub async fn refused_change_leaves_what_was_there(store: &dyn Store) {
    let event = desk::event_with_places(store, 1, samples::in_person(1), 3).await;
    let both = [desk::register(1, ModeChoice::InPerson), desk::register(2, ModeChoice::InPerson)];
    desk::seat(store, event, &both, samples::now()).await;
    let before = everything(store).await;

    let moved = samples::event_on(1, bln_core::Modes::InPerson, "2028-01-01");
    let changes = desk::decide(store, event, &[desk::cancel(1)], samples::minutes(1)).await;
    let changes = changes
        .write(Write::Person(samples::person_named(2, "Another Name"), Expected::At(Version::FIRST)))
        .write(Write::Event(moved, Expected::At(Version::FIRST)))
        .write(Write::Person(samples::person(1), Expected::New));
    check::assert_stale(store, changes, RecordRef::Person(samples::person_id(1))).await;
    assert_eq!(everything(store).await, before);
}

/// All that can be read of the sample event and people, as text.
async fn everything(store: &dyn Store) -> String {
    let event = samples::event_id(1);
    let mut told = String::new();
    for person in 1..=3 {
        let id = samples::person_id(person);
        told += &format!("{:?}\n", store.registration(event, id).await.unwrap());
        told += &format!("{:?}\n", store.registration_history(event, id).await.unwrap());
        told += &format!("{:?}\n", store.person_registrations(id, None, PageSize::MAX).await.unwrap());
    }
    let found = store.person_search("sample", None, PageSize::MAX).await.unwrap();
    let found: Vec<_> = found.items.iter().map(|record| record.person.record.id()).collect();
    let query = super::seat_view::query(event);
    told += &format!("{found:?}\n{:?}\n", store.seat_view(query).await.unwrap());
    told += &format!("{:?}\n", store.event_page(None, PageSize::MAX).await.unwrap());
    told + &format!("{:?}\n", store.audit_page(None, PageSize::MAX).await.unwrap())
}

/// Writes are done in the order in which they were added: each may build on those before it.
pub async fn later_writes_build_on_earlier_ones(store: &dyn Store) {
    let mut these = samples::ground();
    these.push(Write::Person(samples::person_in_full(1), Expected::New));
    these.push(Write::Membership(samples::ally(1), Expected::New));
    check::put(store, these).await;

    // The same in the other order refers to somebody who is not there yet.
    let reversed = check::writes([
        Write::Membership(samples::ally(2), Expected::New),
        Write::Person(samples::person(2), Expected::New),
    ]);
    check::assert_not_found(store, reversed, RecordRef::Person(samples::person_id(2))).await;
}

/// A record may be written twice in one change set, each time at the version the time before left.
pub async fn record_is_written_twice_in_one_change_set(store: &dyn Store) {
    let details = samples::event_details(1, bln_core::Modes::Online, "2027-05-01");
    let draft = samples::event_in_state(1, details, bln_core::EventState::Draft);
    let cancelled = draft.cancel().unwrap();
    let first = Write::Event(draft, Expected::New);
    let second = Write::Event(cancelled.clone(), Expected::At(Version::FIRST));
    check::put(store, [first, second]).await;
    let stored = store.event(samples::event_id(1)).await.unwrap().unwrap();
    assert_eq!((stored.record, stored.version.number()), (cancelled, 2));
}

/// After a refusal the store takes the next change set as if the refused one had never been.
pub async fn store_goes_on_after_a_refusal(store: &dyn Store) {
    check::put(store, [Write::Organisation(samples::nottingham(), Expected::New)]).await;
    for _ in 0..3 {
        let again = check::writes([Write::Organisation(samples::nottingham(), Expected::New)]);
        check::assert_stale(store, again, RecordRef::Organisation(samples::code("RX1"))).await;
    }
    check::put(store, [Write::Organisation(samples::nottingham(), Expected::At(Version::FIRST))]).await;
    let stored = store.organisation(samples::code("RX1")).await.unwrap().unwrap();
    assert_eq!(stored.version.number(), 2);
}

/// A change set may hold many writes: as many as a directory has organisations.
pub async fn large_change_set_is_written_whole(store: &dyn Store) {
    let code = |n: u32| format!("Z{n:04}");
    let many = (0..1_000).map(|n| Write::Organisation(samples::organisation(&code(n)), Expected::New));
    check::put(store, many).await;
    let first = store.organisation_page(None, PageSize::MAX).await.unwrap();
    let second = store.organisation_page(first.next, PageSize::MAX).await.unwrap();
    assert_eq!((first.items.len(), second.items.len(), second.next), (500, 500, None));
}

/// Of several things that are wrong the first is told: the pins in their order, then the writes in theirs, then the
/// audit entries, the notices and the receipts.
pub async fn first_thing_that_is_wrong_is_told(store: &dyn Store) {
    let entry = samples::entry();
    let receipt = samples::receipt(None, "sample-key-1");
    let ground = samples::ground().into_iter().fold(Changes::new(entry.clone()), Changes::write);
    check::commit(store, ground.answered(receipt.clone())).await;

    let pins = [1, 2].map(|n| RecordRef::Person(samples::person_id(n)));
    let writes = [
        Write::Organisation(samples::nottingham(), Expected::New),
        Write::Membership(samples::ally(3), Expected::New),
    ];
    let notice = Notice::new(samples::fresh(), samples::person_id(4), NoticeKind::Welcome, samples::now());
    let stale = |record: &RecordRef| StoreError::Stale { record: record.clone() };
    let missing = |n| StoreError::NotFound { record: RecordRef::Person(samples::person_id(n)) };
    let told = [
        stale(&pins[0]),
        stale(&pins[1]),
        stale(&writes[0].record()),
        missing(3),
        StoreError::Conflict { rule: Rule::IdentifierUnique },
        missing(4),
        StoreError::Conflict { rule: Rule::IdempotencyKeyUnique },
    ];
    for (right, wrong) in told.into_iter().enumerate() {
        // All of it is wrong but for so many things from the front.
        let pinned = pins.iter().skip(right).cloned();
        let mut changes = pinned.fold(samples::changes(), |changes, pin| changes.pin(pin, Version::FIRST));
        changes = writes.iter().skip(right.saturating_sub(2)).cloned().fold(changes, Changes::write);
        if right <= 4 {
            changes = changes.audited(entry.clone());
        }
        if right <= 5 {
            changes = changes.notify(notice.clone());
        }
        assert_eq!(store.commit(changes.answered(receipt.clone())).await, Err(wrong));
    }
}

/// Of one write the version is told before what it refers to, and that before the rule it breaks.
pub async fn version_is_told_before_references_and_rules(store: &dyn Store) {
    check::put(store, [Write::Person(samples::person(1), Expected::New)]).await;
    let claimed = samples::person_in_full(2).with_emails(samples::person(1).emails().clone());
    let write = |expected| check::writes([Write::Person(claimed.clone(), expected)]);
    let person = RecordRef::Person(samples::person_id(2));
    check::assert_stale(store, write(Expected::At(Version::FIRST)), person).await;
    let refused = store.commit(write(Expected::New)).await.unwrap_err();
    assert!(matches!(refused, StoreError::NotFound { record: RecordRef::Organisation(_) }), "{refused}");
    check::put(store, samples::ground()).await;
    check::assert_conflict(store, write(Expected::New), Rule::EmailAddressUnique).await;
    let own = samples::person_in_full(2);
    check::put(store, [Write::Person(own, Expected::New)]).await;
}
