//! The outbox.

use bln_core::{Notice, NoticeKind, PurposeCode};
use bln_store::{Expected, NoticeRecord, PageSize, Position, Rule, Store, Write};

use crate::{check, samples};

/// A notice is read back equal: every kind, with and without an event and a purpose it needs.
pub async fn notice_round_trips(store: &dyn Store) {
    on_the_list(store).await;
    let mut notices = vec![];
    for (n, kind) in NoticeKind::ALL.into_iter().enumerate() {
        let at = samples::minutes(i64::try_from(n).unwrap());
        let mut notice = Notice::new(samples::fresh(), samples::person_id(1), kind, at);
        if n % 2 == 0 {
            notice = notice.about(samples::event_id(1));
        }
        if let Some(purpose) = PurposeCode::ALL.get(n % 6) {
            notice = notice.needing(*purpose);
        }
        notices.push(notice);
    }
    let event = samples::event_in_state(
        1,
        samples::event_details(1, bln_core::Modes::Online, "2027-05-01"),
        bln_core::EventState::Draft,
    );
    check::put(store, [Write::Event(event, Expected::New)]).await;
    let changes = notices.iter().cloned().fold(samples::changes(), bln_store::Changes::notify);
    check::commit(store, changes).await;
    let read = store.outbox_page(None, PageSize::MAX).await.unwrap().items;
    assert_eq!(read.into_iter().map(|record| record.notice).collect::<Vec<_>>(), notices);
}

/// Notices come page by page in the order of their commits, and of their place in the change set, whatever their
/// clocks and identifiers say. Their positions count from 1, and what is refused uses up none.
pub async fn outbox_follows_the_commits(store: &dyn Store) {
    on_the_list(store).await;
    check::assert_paged(&[], async |after, size| {
        check::keys(store.outbox_page(after, size).await.unwrap(), |record| record.position)
    })
    .await;
    let [a, b, c, d] = [9, 3, 7, 1].map(notice);
    check::commit(store, samples::changes().notify(b.clone()).notify(a.clone())).await;
    let refused = samples::changes().notify(notice(2)).notify(b.clone());
    check::assert_conflict(store, refused, Rule::IdentifierUnique).await;
    check::commit(store, samples::changes().notify(d.clone())).await;
    check::commit(store, samples::changes().notify(c.clone())).await;

    let records = (1..).map(Position).zip([b, a, d, c]);
    let records: Vec<_> = records.map(|(position, notice)| NoticeRecord { position, notice }).collect();
    assert_eq!(store.outbox_page(None, PageSize::MAX).await.unwrap().items, records);
    let order = [1, 2, 3, 4].map(Position);
    check::assert_paged(&order, async |after, size| {
        check::keys(store.outbox_page(after, size).await.unwrap(), |record| record.position)
    })
    .await;
}

/// A notice's identifier is used once, in one change set and in several.
pub async fn notice_identifier_is_used_once(store: &dyn Store) {
    on_the_list(store).await;
    let notice = notice(0);
    let twice = samples::changes().notify(notice.clone()).notify(notice.clone());
    check::assert_conflict(store, twice, Rule::IdentifierUnique).await;
    check::commit(store, samples::changes().notify(notice.clone())).await;
    check::assert_conflict(store, samples::changes().notify(notice), Rule::IdentifierUnique).await;
    assert_eq!(store.outbox_page(None, PageSize::MAX).await.unwrap().items.len(), 1);
}

fn notice(at: i64) -> Notice {
    Notice::new(samples::fresh(), samples::person_id(1), NoticeKind::Welcome, samples::minutes(at))
}

async fn on_the_list(store: &dyn Store) {
    check::put(store, [Write::Person(samples::person(1), Expected::New)]).await;
}
