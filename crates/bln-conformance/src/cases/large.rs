//! Change sets, queries and histories of thousands.

use bln_core::{
    ConsentEntry, Id, Notice, NoticeKind, PurposeCode, RecordRef, RegistrationState, RemovedRegistration,
    Version,
};
use bln_store::{Changes, Expected, PageSize, Position, SeatQuery, Store, Write};

use super::registration;
use crate::{check, desk, samples};

/// A change set of thousands of writes of every kind leaves nothing when its last is refused, and all when it is not.
pub async fn change_set_of_thousands_is_whole_or_nothing(store: &dyn Store) {
    check::put(store, samples::ground()).await;
    let changes = || {
        (1..=1_000).fold(samples::changes(), |changes, n| {
            let person = samples::person_id(n);
            let entries = vec![samples::consent_given(PurposeCode::Bulletin, samples::now())];
            changes
                .write(Write::Person(samples::person(n), Expected::New))
                .write(Write::Membership(samples::ally(n), Expected::New))
                .write(Write::Consent { person, entries, expected: Expected::New })
                .audited(samples::entry())
                .notify(Notice::new(samples::fresh(), person, NoticeKind::Welcome, samples::now()))
                .answered(samples::receipt(Some(person), "sample-key-1"))
        })
    };
    let refused = changes().write(Write::Organisation(samples::nottingham(), Expected::New));
    check::assert_stale(store, refused, RecordRef::Organisation(samples::code("RX1"))).await;
    assert_eq!(store.person_page(None, PageSize::MAX).await.unwrap().items, []);
    assert_eq!(store.outbox_page(None, PageSize::MAX).await.unwrap().items, []);
    assert_eq!(store.audit_page(None, PageSize::MAX).await.unwrap().items.len(), 1);
    let key = |n| samples::receipt_key(Some(samples::person_id(n)), "sample-key-1");
    assert_eq!(store.receipt(&key(1)).await.unwrap(), None);

    check::commit(store, changes()).await;
    let first = store.person_page(None, PageSize::MAX).await.unwrap();
    let second = store.person_page(first.next, PageSize::MAX).await.unwrap();
    assert_eq!((first.items.len(), second.items.len(), second.next), (500, 500, None));
    let whole = first.items.iter().chain(&second.items);
    assert!(whole.into_iter().all(|record| record.membership.is_some() && record.consent.is_some()));
    for n in [1, 500, 1_000] {
        assert!(store.receipt(&key(n)).await.unwrap().is_some());
    }
}

/// Thousands of entries and notices of one change set keep their order, at positions without a gap.
pub async fn thousands_of_entries_keep_their_order(store: &dyn Store) {
    check::put(store, [Write::Person(samples::person(1), Expected::New)]).await;
    let notice =
        |_| Notice::new(samples::fresh(), samples::person_id(1), NoticeKind::Welcome, samples::now());
    let (entries, notices): (Vec<_>, Vec<_>) = (0..2_000).map(|n| (samples::entry(), notice(n))).unzip();
    let changes = entries.iter().cloned().fold(samples::changes(), Changes::audited);
    check::commit(store, notices.iter().cloned().fold(changes, Changes::notify)).await;

    let (mut after, mut read) = (Some(Position(2)), vec![]);
    while let Some(from) = after {
        let page = store.audit_page(Some(from), PageSize::MAX).await.unwrap();
        read.extend(page.items.into_iter().map(|record| (record.position, record.entry)));
        after = page.next;
    }
    assert_eq!(read, (3..).map(Position).zip(entries).collect::<Vec<_>>());
    let (mut after, mut read) = (Some(Position(0)), vec![]);
    while let Some(from) = after {
        let page = store.outbox_page(Some(from), PageSize::MAX).await.unwrap();
        read.extend(page.items.into_iter().map(|record| (record.position, record.notice)));
        after = page.next;
    }
    assert_eq!(read, (1..).map(Position).zip(notices).collect::<Vec<_>>());
}

/// A change set may pin thousands of records, and one of them that has moved is found among them.
pub async fn one_pin_in_thousands_is_checked(store: &dyn Store) {
    check::put(store, (1..=2_000).map(|n| Write::Person(samples::person(n), Expected::New))).await;
    let pinned = || {
        (1..=2_000).fold(samples::changes(), |changes, n| {
            changes.pin(RecordRef::Person(samples::person_id(n)), Version::FIRST)
        })
    };
    check::commit(store, pinned()).await;
    check::put(store, [Write::Person(samples::renamed(1_999, 1), Expected::At(Version::FIRST))]).await;
    check::assert_stale(store, pinned(), RecordRef::Person(samples::person_id(1_999))).await;
}

/// A ledger of a thousand entries is read back equal, and so are people with such ledgers beside one another.
pub async fn ledger_of_a_thousand_entries_round_trips(store: &dyn Store) {
    let mut these = samples::ground();
    these.extend([1, 2].map(|n| Write::Person(samples::person(n), Expected::New)));
    check::put(store, these).await;
    let entries = |of: i64| -> Vec<ConsentEntry> {
        (0..1_000)
            .map(|at| samples::consent_given(PurposeCode::Bulletin, samples::minutes(of * at)))
            .collect()
    };
    for (n, of) in [(1, 1), (2, -1)] {
        let person = samples::person_id(n);
        check::put(store, [Write::Consent { person, entries: entries(of), expected: Expected::New }]).await;
    }
    for (record, of) in store.person_page(None, PageSize::MAX).await.unwrap().items.into_iter().zip([1, -1]) {
        let ledger = record.consent.unwrap();
        assert_eq!(ledger.version.number(), 1_000);
        assert_eq!(ledger.record.entries(), entries(of));
    }
}

/// A history of two thousand steps is read back in order, goes with its registration, and leaves the other's.
pub async fn history_of_thousands_of_steps_round_trips(store: &dyn Store) {
    let event = registration::ground(store, 2).await;
    let steps = |number| -> Vec<_> {
        let state = RegistrationState::Cancelled;
        (1..=2_000).map(|n| samples::step(n, number, state, samples::minutes(n.into()))).collect()
    };
    for (n, number) in [(1, 1), (2, 2)] {
        let person = samples::person_id(n);
        let change = registration::change(event, person, samples::fresh(), None, steps(number));
        check::put(store, [Write::Registration(change)]).await;
        assert_eq!(store.registration_history(event, person).await.unwrap(), steps(number));
    }
    let [person, other] = [1, 2].map(samples::person_id);
    let removed = RemovedRegistration { event, person, expected: Version::FIRST };
    check::put(store, [Write::RemoveRegistration(removed)]).await;
    assert_eq!(store.registration_history(event, person).await.unwrap(), []);
    assert_eq!(store.registration_history(event, other).await.unwrap(), steps(2));
}

/// A view may be asked about thousands of people and receipts at once, and for as many registrations as there can be.
pub async fn seat_view_of_thousands_is_whole(store: &dyn Store) {
    let event = desk::event_with_places(store, 1, samples::in_person(0), 2_500).await;
    let commands: Vec<_> = (1..=2_500).map(|n| desk::register(n, bln_core::ModeChoice::InPerson)).collect();
    desk::seat(store, event, &commands, samples::now()).await;
    let receipts: Vec<_> =
        (1..=2_500).map(|n| samples::receipt(Some(samples::person_id(n)), "sample-key-1")).collect();
    check::commit(store, receipts.iter().cloned().fold(samples::changes(), Changes::answered)).await;

    let people: Vec<Id<_>> = (1..=3_000).map(samples::person_id).collect();
    let keys =
        (1..=3_000).map(|n| samples::receipt_key(Some(samples::person_id(n)), "sample-key-1")).collect();
    let query = SeatQuery { people, receipts: keys, ..super::seat_view::query(event) };
    let view = store.seat_view(query).await.unwrap().unwrap();
    assert_eq!((view.registrations.len(), view.belongs.len(), view.receipts.len()), (2_500, 2_500, 2_500));

    let query = SeatQuery {
        heads: u32::MAX,
        live_limit: u32::MAX,
        due_limit: u32::MAX,
        ..super::seat_view::query(event)
    };
    let view = store.seat_view(query).await.unwrap().unwrap();
    assert_eq!(
        (view.live_beyond, view.reach.iter().all(|(_, reach)| *reach == bln_core::Reach::All)),
        (0, true)
    );
    let numbers: std::collections::BTreeSet<_> =
        view.registrations.iter().map(|stored| stored.record.sequence()).collect();
    assert_eq!(numbers.len(), 2_500);
}
