//! The outbox.

use bln_core::{
    ActionLink, Instant, Notice, NoticeKind, NoticeState, PurposeCode, RecordRef, rights::RefusalGround,
};
use bln_store::{
    Discarded, Expected, NoticeRecord, Older, PageSize, Position, Receipt, Rule, Store, StoreError, Write,
};

use crate::{check, samples};

/// A notice is read back equal: every kind, with and without an event, a purpose it needs and a message; and nobody has
/// claimed it.
pub async fn notice_round_trips(store: &dyn Store) {
    on_the_list(store).await;
    let mut notices = vec![];
    for (n, kind) in NoticeKind::ALL.into_iter().enumerate() {
        let at = samples::minutes(i64::try_from(n).unwrap());
        let mut notice = Notice::new(samples::fresh(), samples::person_id(1), kind, at);
        if n % 2 == 0 {
            notice = notice.about(samples::event_id(1));
        }
        if let Some(purpose) = PurposeCode::ALL.get(n % (PurposeCode::ALL.len() + 1)) {
            notice = notice.needing(*purpose);
        }
        if n % 3 == 0 {
            notice = notice.carrying(samples::message_id(1));
        }
        notices.push(notice);
    }
    let event = samples::event_in_state(
        1,
        samples::event_details(1, bln_core::Modes::Online, "2027-05-01"),
        bln_core::EventState::Draft,
    );
    check::put(store, [Write::Event(event, Expected::New), Write::Message(samples::message(1, 1))]).await;
    let changes = notices.iter().cloned().fold(samples::changes(), bln_store::Changes::notify);
    check::commit(store, changes).await;
    let read = store.outbox_page(None, PageSize::MAX).await.unwrap().items;
    assert!(read.iter().all(|record| record.state == NoticeState::Waiting));
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
    let records: Vec<_> = records
        .map(|(position, notice)| NoticeRecord { position, notice, state: NoticeState::Waiting })
        .collect();
    assert_eq!(store.outbox_page(None, PageSize::MAX).await.unwrap().items, records);
    let order = [1, 2, 3, 4].map(Position);
    check::assert_paged(&order, async |after, size| {
        check::keys(store.outbox_page(after, size).await.unwrap(), |record| record.position)
    })
    .await;
}

/// A notice's identifier is used once for each recipient, in one change set and in several.
pub async fn notice_identifier_is_used_once(store: &dyn Store) {
    on_the_list(store).await;
    check::put(store, [Write::Person(samples::person(2), Expected::New)]).await;
    let notice = notice(0);
    let twice = samples::changes().notify(notice.clone()).notify(notice.clone());
    check::assert_conflict(store, twice, Rule::IdentifierUnique).await;
    check::commit(store, samples::changes().notify(notice.clone())).await;
    let to_another = Notice::new(notice.id(), samples::person_id(2), notice.kind(), notice.at());
    check::assert_conflict(store, samples::changes().notify(notice), Rule::IdentifierUnique).await;
    check::commit(store, samples::changes().notify(to_another.clone())).await;
    check::assert_conflict(store, samples::changes().notify(to_another), Rule::IdentifierUnique).await;
    assert_eq!(store.outbox_page(None, PageSize::MAX).await.unwrap().items.len(), 2);
}

fn notice(at: i64) -> Notice {
    Notice::new(samples::fresh(), samples::person_id(1), NoticeKind::Welcome, samples::minutes(at))
}

async fn on_the_list(store: &dyn Store) {
    check::put(store, [Write::Person(samples::person(1), Expected::New)]).await;
}

/// A notice that is removed is gone, and its position is not given to another, be it the last; removing it again does
/// nothing.
pub async fn removed_notice_leaves_its_gap(store: &dyn Store) {
    on_the_list(store).await;
    let put = async |at| check::commit(store, samples::changes().notify(notice(at))).await;
    let remove = async |at| check::put(store, [Write::RemoveNotice { position: Position(at) }]).await;
    for at in [1, 2, 3] {
        put(at).await;
    }
    for at in [2, 2, 99] {
        remove(at).await;
        assert_eq!(positions(store).await, [1, 3]);
    }
    remove(3).await;
    put(4).await;
    assert_eq!(positions(store).await, [1, 4]);
    remove(4).await;
    remove(1).await;
    assert_eq!(positions(store).await, []);
    put(5).await;
    assert_eq!(positions(store).await, [5]);
    // Taken away in the change set that brings another.
    let change = check::writes([Write::RemoveNotice { position: Position(5) }]);
    check::commit(store, change.notify(notice(6))).await;
    assert_eq!(positions(store).await, [6]);
    check::assert_paged(&[Position(6)], async |after, size| {
        check::keys(store.outbox_page(after, size).await.unwrap(), |record| record.position)
    })
    .await;
}

/// A notice is claimed as it was read: not by anybody else since, and not gone. Claimed, it says since when, to the
/// microsecond, and is otherwise as it was.
pub async fn notice_is_claimed_as_it_was_read(store: &dyn Store) {
    on_the_list(store).await;
    let [first, second] = [notice(1), notice(2)];
    check::commit(store, samples::changes().notify(first.clone()).notify(second.clone())).await;
    let moved = |position, before, after| {
        check::writes([Write::NoticeState { position: Position(position), before, after }])
    };
    let state = |since: Option<Instant>| NoticeState::from_parts(since, None).unwrap();
    let claim = |position, before, since| moved(position, state(before), NoticeState::Claimed { since });
    let (early, late) =
        (samples::instant("2027-03-01T09:00:00.000001Z"), samples::instant("2027-03-01T09:10:00.999999Z"));
    let stale = [claim(1, Some(early), late), claim(3, None, early)];
    for changes in stale {
        check::assert_stale(store, changes, RecordRef::Network).await;
    }
    check::commit(store, claim(1, None, early)).await;
    let off = samples::instant("2027-03-01T09:00:00.000002Z");
    for before in [None, Some(late), Some(off)] {
        check::assert_stale(store, claim(1, before, late), RecordRef::Network).await;
    }
    let record = |position, notice: &Notice, state| NoticeRecord {
        position: Position(position),
        notice: notice.clone(),
        state,
    };
    let (claimed, waiting) = (state(Some(early)), NoticeState::Waiting);
    assert_eq!(check::outbox(store).await, [record(1, &first, claimed), record(2, &second, waiting)]);
    // Put off, it says until when, and is claimed as what it is by then.
    let put_off = NoticeState::PutOff { until: late };
    check::assert_stale(store, moved(1, put_off, claimed), RecordRef::Network).await;
    check::commit(store, moved(1, claimed, put_off)).await;
    assert_eq!(check::outbox(store).await, [record(1, &first, put_off), record(2, &second, waiting)]);
    for before in
        [waiting, claimed, NoticeState::Claimed { since: late }, NoticeState::PutOff { until: early }]
    {
        check::assert_stale(store, moved(1, before, claimed), RecordRef::Network).await;
    }
    check::commit(store, moved(1, put_off, claimed)).await;
    check::commit(store, claim(1, Some(early), late)).await;
    assert_eq!(
        check::outbox(store).await,
        [record(1, &first, state(Some(late))), record(2, &second, waiting)]
    );
    check::put(store, [Write::RemoveNotice { position: Position(1) }]).await;
    check::assert_stale(store, claim(1, Some(late), early), RecordRef::Network).await;
}

/// Of two who claim a notice at the same time one does, the first time and when a claim has grown old.
pub async fn of_two_claims_one_wins(store: &dyn Store) {
    on_the_list(store).await;
    check::commit(store, samples::changes().notify(notice(1))).await;
    let mut before = NoticeState::Waiting;
    for round in 1..=10 {
        let at = |n: u32| samples::minutes(10 * round + i64::from(n));
        let outcomes = check::at_once(2, |n| {
            let after = NoticeState::Claimed { since: at(n) };
            let claim = Write::NoticeState { position: Position(1), before, after };
            store.commit(check::writes([claim]))
        });
        let stale = Err(StoreError::Stale { record: RecordRef::Network });
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        assert_eq!(outcomes.iter().filter(|outcome| **outcome == stale).count(), 1, "{outcomes:?}");
        before = NoticeState::Claimed { since: at(if outcomes[0].is_ok() { 0 } else { 1 }) };
        assert_eq!(check::outbox(store).await[0].state, before);
    }
}

/// Of each kind, what was written a microsecond before the instant goes, and what was written at it or after it stays;
/// and nothing of any other kind goes. Positions of notices that went are not given again.
pub async fn discarding_is_by_age(store: &dyn Store) {
    on_the_list(store).await;
    let now = samples::now();
    let ages = [-60_000_000, -1, 0, 1].map(|micros| now.plus(chrono::TimeDelta::microseconds(micros)));
    let person = samples::person_id(1);
    let mut changes = samples::changes();
    for (n, at) in (0..).zip(ages) {
        let link = ActionLink::new(samples::token_hash(n), person, samples::link(1).action(), at);
        let receipt = Receipt { at, ..samples::receipt(None, &format!("sample-key-{n}")) };
        changes = changes
            .write(Write::ActionLink(link))
            .write(Write::Suppression(samples::suppression(n, PurposeCode::Bulletin, at)))
            .answered(receipt)
            .notify(Notice::new(samples::fresh(), person, NoticeKind::Welcome, at));
    }
    check::commit(store, changes).await;
    let mut left = [[true; 4]; 4];
    assert_eq!(kept(store).await, left);
    let by_instant = [Discarded::Receipts, Discarded::Links, Discarded::Suppressions, Discarded::Notices];
    for (row, kind) in by_instant.into_iter().enumerate() {
        check::put(store, [Write::Discard { kind, before: ages[0] }]).await;
        assert_eq!(kept(store).await, left, "{kind:?}");
        check::put(store, [Write::Discard { kind, before: now }]).await;
        left[row] = [false, false, true, true];
        assert_eq!(kept(store).await, left, "{kind:?}");
    }
    let later = samples::minutes(1);
    check::put(store, [Write::Discard { kind: Discarded::Notices, before: later }]).await;
    check::commit(store, samples::changes().notify(notice(2))).await;
    assert_eq!(positions(store).await, [5]);
}

/// A request goes if it was closed on a day before the one on which the instant lies in UTC. One that is open stays, and so
/// does everything of another kind.
pub async fn requests_are_discarded_by_the_day(store: &dyn Store) {
    on_the_list(store).await;
    let open = |n| samples::request(n, 1);
    let closed = |n, day| open(n).answer(samples::day(day)).unwrap();
    let paused =
        open(1).pause(samples::day("2027-03-02")).unwrap().answer(samples::day("2027-03-09")).unwrap();
    let refused = open(2).refuse(samples::day("2027-03-10"), RefusalGround::Excessive).unwrap();
    for request in [paused, refused, closed(3, "2027-03-11"), open(4)] {
        check::put(store, [Write::RightsRequest(request, Expected::New)]).await;
    }
    check::commit(store, samples::changes().notify(notice(1))).await;
    let kind = Discarded::RightsRequests;
    for (before, oldest, left) in [
        ("2027-03-09T23:59:59.999999Z", None, vec![1, 2, 3, 4]),
        ("2027-03-10T00:00:00Z", Some("2027-03-09T00:00:00Z"), vec![2, 3, 4]),
        ("2027-03-11T23:59:59.999999Z", Some("2027-03-10T00:00:00Z"), vec![3, 4]),
        ("9999-12-31T23:59:59Z", Some("2027-03-11T00:00:00Z"), vec![4]),
    ] {
        let before = before.parse().unwrap();
        let oldest = oldest.map(|oldest| oldest.parse().unwrap());
        let records = u64::from(oldest.is_some());
        assert_eq!(store.older(kind, before).await.unwrap(), Older { records, oldest });
        check::put(store, [Write::Discard { kind, before }]).await;
        let page = store.rights_request_page(None, PageSize::MAX).await.unwrap().items;
        let kept: Vec<_> = page.into_iter().map(|stored| stored.record.id()).collect();
        assert_eq!(kept, left.into_iter().map(samples::request_id).collect::<Vec<_>>());
    }
    assert_eq!(positions(store).await, [1]);
}

/// What is older is told with the age of the oldest, of each kind by itself; and once it is discarded, nothing is.
pub async fn what_is_older_is_what_is_discarded(store: &dyn Store) {
    on_the_list(store).await;
    for kind in Discarded::ALL {
        assert_eq!(store.older(kind, samples::minutes(99)).await.unwrap(), Older::default(), "{kind:?}");
    }
    let person = samples::person_id(1);
    for (n, minute) in (0..).zip([3, 1, 2]) {
        let at = samples::minutes(minute);
        let link = ActionLink::new(samples::token_hash(n), person, samples::link(1).action(), at);
        let receipt = Receipt { at, ..samples::receipt(None, &format!("sample-key-{n}")) };
        let changes = samples::changes()
            .write(Write::ActionLink(link))
            .write(Write::Suppression(samples::suppression(n, PurposeCode::Bulletin, at)))
            .answered(receipt)
            .notify(Notice::new(samples::fresh(), person, NoticeKind::Welcome, at));
        check::commit(store, changes).await;
    }
    for kind in [Discarded::Receipts, Discarded::Links, Discarded::Suppressions, Discarded::Notices] {
        for (before, records) in [(1, 0), (2, 1), (3, 2), (4, 3)] {
            let oldest = (records > 0).then(|| samples::minutes(1));
            let older = store.older(kind, samples::minutes(before)).await.unwrap();
            assert_eq!(older, Older { records, oldest }, "{kind:?}");
        }
        check::put(store, [Write::Discard { kind, before: samples::minutes(3) }]).await;
        assert_eq!(store.older(kind, samples::minutes(3)).await.unwrap(), Older::default(), "{kind:?}");
        let left = Older { records: 1, oldest: Some(samples::minutes(3)) };
        assert_eq!(store.older(kind, samples::minutes(4)).await.unwrap(), left, "{kind:?}");
    }
}

/// Which of the four receipts, links, suppressions and notices there are.
async fn kept(store: &dyn Store) -> [[bool; 4]; 4] {
    let mut kept = [[false; 4]; 4];
    let notices = positions(store).await;
    for (n, row) in (0..4_u32).zip(0..4) {
        let receipt = samples::receipt_key(None, &format!("sample-key-{n}"));
        kept[0][row] = store.receipt(&receipt).await.unwrap().is_some();
        kept[1][row] = store.action_link(&samples::token_hash(n)).await.unwrap().is_some();
        kept[2][row] = !store.suppressions(&[samples::keyed_hash(n)]).await.unwrap().is_empty();
        kept[3][row] = notices.contains(&u64::from(n + 1));
    }
    kept
}

async fn positions(store: &dyn Store) -> Vec<u64> {
    check::outbox(store).await.into_iter().map(|record| record.position.0).collect()
}
