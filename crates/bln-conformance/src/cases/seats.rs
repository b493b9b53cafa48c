//! Seats.

use bln_core::{
    Intake, ModeChoice, Modes, PlacesByMode, RecordRef, SeatCommand, Seats, SeatsParts, Sequence,
};
use bln_store::{Expected, Store, Write};

use crate::{check, desk, samples};

/// Seats are read back equal: one pool or two, none of a pool's places or as many as there can be, people waiting
/// by each choice, open and closed.
pub async fn seats_round_trip(store: &dyn Store) {
    let most = samples::places(bln_core::Places::MAX);
    for (n, places) in [
        (1, PlacesByMode::in_person(most)),
        (2, PlacesByMode::online(samples::places(0))),
        (3, PlacesByMode::hybrid(samples::places(1), samples::places(1))),
    ] {
        let event = desk_ground(store, n, places).await;
        assert_eq!(store.seats(event).await.unwrap().unwrap().record, Seats::new(event, places));
        let choices = [ModeChoice::InPerson, ModeChoice::Online, ModeChoice::Either];
        let all = (1..).zip(choices.into_iter().cycle().take(9));
        let fits = |choice: ModeChoice| {
            bln_core::Mode::ALL.iter().any(|m| choice.fits(*m) && places.of(*m).is_some())
        };
        let commands: Vec<_> = all.filter(|(_, c)| fits(*c)).map(|(p, c)| desk::register(p, c)).collect();
        for end in [None, Some(SeatCommand::Close)] {
            let commands: &[SeatCommand] =
                if let Some(close) = &end { std::slice::from_ref(close) } else { &commands };
            let changes = desk::decide(store, event, commands, samples::now()).await;
            let decided = changes.writes().iter().find_map(|write| match write {
                Write::Seats(seats, _) => Some(*seats),
                _ => None,
            });
            check::commit(store, changes).await;
            assert_eq!(Some(store.seats(event).await.unwrap().unwrap().record), decided);
        }
    }
}

/// Seats that are not there are `None`, of an event that is there and of one that is not.
pub async fn missing_seats_are_none(store: &dyn Store) {
    let details = samples::event_details(1, Modes::Online, "2027-05-01");
    let draft = samples::event_in_state(1, details, bln_core::EventState::Draft);
    check::put(store, [Write::Event(draft, Expected::New)]).await;
    assert_eq!(store.seats(samples::event_id(1)).await.unwrap(), None);
    assert_eq!(store.seats(samples::event_id(2)).await.unwrap(), None);
}

/// Seats are new at version 1, and one higher at each change.
pub async fn seats_version_rises(store: &dyn Store) {
    put_event(store).await;
    check::assert_version_rises(store, record(), write).await;
}

/// Seats that are there cannot be written as new.
pub async fn seats_new_twice_is_stale(store: &dyn Store) {
    put_event(store).await;
    check::assert_new_twice_is_stale(store, record(), write).await;
}

/// Seats at any other version than the one expected, or not there, are not written.
pub async fn seats_at_another_version_is_stale(store: &dyn Store) {
    put_event(store).await;
    check::assert_another_version_is_stale(store, record(), write).await;
}

async fn put_event(store: &dyn Store) {
    check::put(store, [Write::Event(samples::event(1, Modes::InPerson), Expected::New)]).await;
}

fn record() -> RecordRef {
    RecordRef::Seats(samples::event_id(1))
}

fn write(expected: Expected, written: u32) -> Write {
    let seats = Seats::from_parts(SeatsParts {
        event: samples::event_id(1),
        in_person: Some(bln_core::Pool { capacity: samples::places(10 + written), confirmed: 0, offered: 0 }),
        online: None,
        waiting: bln_core::WaitingCounts::default(),
        last_sequence: Sequence::new(written.into()),
        intake: Intake::Open,
    });
    Write::Seats(seats.unwrap(), expected)
}

async fn desk_ground(store: &dyn Store, event: u32, places: PlacesByMode) -> bln_core::Id<bln_core::Event> {
    let id = samples::event_id(event);
    let mut these = vec![
        Write::Event(samples::event(event, places.modes()), Expected::New),
        Write::Seats(Seats::new(id, places), Expected::New),
    ];
    if event == 1 {
        these.extend((1..=9).map(|n| Write::Person(samples::person(n), Expected::New)));
    }
    check::put(store, these).await;
    id
}
