//! Events.

use bln_core::{
    Audience, Confidentiality, EventKind, EventParts, EventState, Id, LocalTime, Modes, RecordRef, Revision,
    Schedule, Seats, TimeZone,
};
use bln_store::{EventCursor, Expected, Page, PageSize, Store, Write};
use uuid::Uuid;

use crate::{check, samples};

/// An event is read back equal, with every part there is and with none that may be left out.
pub async fn event_round_trips(store: &dyn Store) {
    let full = samples::event_in_full(1);
    let bare = samples::event(2, Modes::InPerson);
    for event in [full.clone(), bare] {
        check::put(store, with_seats(event.clone(), Expected::New)).await;
        let stored = store.event(event.id()).await.unwrap().unwrap();
        assert_eq!((stored.record, stored.version.number()), (event, 1));
    }
    // From every part to almost none, and nothing of the old stays.
    let details = samples::event_details(1, Modes::Hybrid, "2027-06-02");
    let bare = samples::event_in_state(1, details, EventState::Cancelled);
    check::put(store, [Write::Event(bare.clone(), Expected::At(check::version(1)))]).await;
    assert_eq!(store.event(full.id()).await.unwrap().unwrap().record, bare);
}

/// Every state, audience, confidentiality rule, kind and way of attending is read back equal.
pub async fn event_vocabulary_round_trips(store: &dyn Store) {
    for (n, kind) in (0_usize..).zip(EventKind::NAMED) {
        let mut details = samples::event_details(1, Modes::ALL[n % 3], "2027-05-01");
        details = bln_core::EventDetails::new(
            details.title().clone(),
            kind,
            bln_core::Pillars::new([bln_core::Pillar::ALL[n % 4]]).unwrap(),
            Audience::ALL[n % 3],
            details.modes(),
            *details.schedule(),
            Confidentiality::ALL[n % 4],
        );
        let (id, state) = (samples::fresh(), EventState::ALL[n % 4]);
        let revision = if state == EventState::Draft { Revision::FIRST } else { Revision::new(u32::MAX) };
        let event = bln_core::Event::restore(EventParts { id, details, state, revision }).unwrap();
        check::put(store, with_seats(event.clone(), Expected::New)).await;
        assert_eq!(store.event(id).await.unwrap().unwrap().record, event);
    }
}

/// A local time is read back as it was on the wall, also in the hour that the clocks repeat or skip.
pub async fn local_times_round_trip(store: &dyn Store) {
    let local = |text| LocalTime::parse(text, TimeZone::LONDON).unwrap();
    for (n, (starts, ends)) in (1..).zip([
        ("2026-10-25T01:30", "2026-10-25T02:30"),
        ("2026-10-25T00:30", "2026-10-25T01:30"),
        ("2027-03-28T00:30", "2027-03-28T01:30"),
        ("2027-03-27T23:59:59", "2027-03-28T02:00"),
        ("2027-07-01T18:00", "2027-07-01T19:00"),
    ]) {
        let details = samples::event_details(n, Modes::Online, "2027-05-01");
        let schedule = Schedule::new(local(starts), local(ends)).unwrap();
        let details = bln_core::EventDetails::new(
            details.title().clone(),
            details.kind().clone(),
            *details.pillars(),
            details.audience(),
            details.modes(),
            schedule,
            details.confidentiality(),
        );
        let event = samples::event_in_state(n, details, EventState::Draft);
        check::put(store, [Write::Event(event.clone(), Expected::New)]).await;
        let stored = store.event(event.id()).await.unwrap().unwrap().record;
        assert_eq!(stored.schedule(), &schedule);
        assert_eq!(stored, event);
    }
}

/// An event that is not there is `None`.
pub async fn missing_event_is_none(store: &dyn Store) {
    check::put(store, with_seats(samples::event(1, Modes::Online), Expected::New)).await;
    assert_eq!(store.event(samples::event_id(2)).await.unwrap(), None);
}

/// An event is new at version 1, and one higher at each change.
pub async fn event_version_rises(store: &dyn Store) {
    check::assert_version_rises(store, record(), write).await;
}

/// An event that is there cannot be written as new.
pub async fn event_new_twice_is_stale(store: &dyn Store) {
    check::assert_new_twice_is_stale(store, record(), write).await;
}

/// An event at any other version than the one expected, or not there, is not written.
pub async fn event_at_another_version_is_stale(store: &dyn Store) {
    check::assert_another_version_is_stale(store, record(), write).await;
}

fn record() -> RecordRef {
    RecordRef::Event(samples::event_id(1))
}

fn write(expected: Expected, written: u32) -> Write {
    let details = samples::event_details(1 + written, Modes::Online, "2027-05-01");
    Write::Event(samples::event_in_state(1, details, EventState::Draft), expected)
}

fn with_seats(event: bln_core::Event, expected: Expected) -> [Write; 2] {
    let places = match event.modes() {
        Modes::InPerson => samples::in_person(10),
        Modes::Online => bln_core::PlacesByMode::online(samples::places(10)),
        Modes::Hybrid => bln_core::PlacesByMode::hybrid(samples::places(10), samples::places(20)),
    };
    let seats = Seats::new(event.id(), places);
    [Write::Event(event, expected), Write::Seats(seats, expected)]
}

/// Events come page by page in the order of the instants at which they start, and of their identifiers where that
/// is the same.
pub async fn event_page_follows_the_start(store: &dyn Store) {
    check::assert_paged(&[], async |after, size| cursors(store, after, size).await).await;
    let dates =
        [(5, "2027-05-01"), (2, "2027-05-02"), (9, "2027-04-30"), (3, "2027-05-01"), (7, "2028-01-01")];
    for (n, date) in dates {
        let draft =
            samples::event_in_state(n, samples::event_details(n, Modes::Online, date), EventState::Draft);
        check::put(store, [Write::Event(draft, Expected::New)]).await;
    }
    let cursor =
        |n: u32, starts| EventCursor { starts: samples::instant(starts), event: samples::event_id(n) };
    let order = [
        cursor(9, "2027-04-30T17:00:00Z"),
        cursor(3, "2027-05-01T17:00:00Z"),
        cursor(5, "2027-05-01T17:00:00Z"),
        cursor(2, "2027-05-02T17:00:00Z"),
        // In winter the same wall time is an hour later.
        cursor(7, "2028-01-01T18:00:00Z"),
    ];
    check::assert_paged(&order, async |after, size| cursors(store, after, size).await).await;
    // A page begins at any key, be it nobody's: after the last identifier of an instant comes what starts later.
    let last = EventCursor { event: Id::new(Uuid::max()), ..order[1] };
    let later = store.event_page(Some(last), PageSize::MAX).await.unwrap().items;
    assert_eq!(
        later.into_iter().map(|stored| stored.record.id()).collect::<Vec<_>>(),
        [order[3].event, order[4].event]
    );
}

/// An event that was moved comes where it starts now, and only there.
pub async fn event_page_follows_a_move(store: &dyn Store) {
    for (n, date) in [(1, "2027-05-01"), (2, "2027-05-02"), (3, "2027-05-03")] {
        let draft =
            samples::event_in_state(n, samples::event_details(n, Modes::Online, date), EventState::Draft);
        check::put(store, [Write::Event(draft, Expected::New)]).await;
    }
    let details = samples::event_details(1, Modes::Online, "2027-05-09");
    let moved = samples::event_in_state(1, details, EventState::Draft);
    check::put(store, [Write::Event(moved, Expected::At(check::version(1)))]).await;
    let order: Vec<_> =
        cursors(store, None, PageSize::MAX).await.items.into_iter().map(|cursor| cursor.event).collect();
    assert_eq!(order, [2, 3, 1].map(samples::event_id));
}

async fn cursors(
    store: &dyn Store,
    after: Option<EventCursor>,
    size: PageSize,
) -> Page<EventCursor, EventCursor> {
    check::keys(store.event_page(after, size).await.unwrap(), |stored| EventCursor {
        starts: stored.record.schedule().starts_at(),
        event: stored.record.id(),
    })
}
