//! The store's check of itself.

use bln_core::{
    Intake, ModeChoice, Modes, Pool, RecordRef, Registration, RegistrationChange, RegistrationParts,
    RegistrationState, RemovedRegistration, SeatCommand, Seats, SeatsParts, Sequence, Version, WaitingCounts,
};
use bln_store::{Expected, Store, Write};

use crate::{check, desk, samples, world};

async fn codes(store: &dyn Store) -> Vec<(RecordRef, &'static str)> {
    let faults = store.verify(samples::now()).await.unwrap();
    faults.into_iter().map(|fault| (fault.record, fault.code)).collect()
}

/// A sound store finds nothing: empty, and after everything that can happen to an event's places.
pub async fn verify_finds_nothing_in_a_sound_store(store: &dyn Store) {
    assert_eq!(codes(store).await, []);
    let event = desk::event_with_places(store, 1, samples::in_person(2), 6).await;
    let person = samples::person_id;
    let all: Vec<_> = (1..=6).map(|n| desk::register(n, ModeChoice::Either)).collect();
    desk::seat(store, event, &all, samples::minutes(0)).await;
    for (minute, command) in [
        desk::cancel(1),
        SeatCommand::Accept { person: person(3) },
        desk::cancel(2),
        SeatCommand::Decline { person: person(4) },
        SeatCommand::Remove { person: person(5) },
        desk::register(1, ModeChoice::InPerson),
        SeatCommand::Resize { places: samples::in_person(4) },
        SeatCommand::Close,
    ]
    .into_iter()
    .enumerate()
    {
        let now = samples::minutes(1 + i64::try_from(minute).unwrap());
        desk::seat(store, event, &[command], now).await;
        assert_eq!(codes(store).await, [], "after {command:?}");
    }
}

/// A published event without seats is found.
pub async fn verify_finds_an_event_without_seats(store: &dyn Store) {
    check::put(store, [Write::Event(samples::event(1, Modes::InPerson), Expected::New)]).await;
    let event = samples::event_id(1);
    assert_eq!(codes(store).await, [(RecordRef::Event(event), "event.without_seats")]);
    check::put(store, [Write::Seats(Seats::new(event, samples::in_person(1)), Expected::New)]).await;
}

/// Seats that tell another story than the registrations are found, with the code of what is wrong.
pub async fn verify_finds_seats_that_differ(store: &dyn Store) {
    let event = desk::event_with_places(store, 1, samples::in_person(1), 2).await;
    desk::seat(store, event, &[desk::register(1, ModeChoice::InPerson)], samples::now()).await;
    let sound = store.seats(event).await.unwrap().unwrap();
    let none = SeatsParts {
        event,
        in_person: Some(Pool { capacity: samples::places(1), confirmed: 0, offered: 0 }),
        online: None,
        waiting: WaitingCounts::default(),
        last_sequence: Sequence::START,
        intake: Intake::Open,
    };
    check::put(store, [Write::Seats(Seats::from_parts(none).unwrap(), Expected::At(sound.version))]).await;
    let found = codes(store).await;
    for code in ["seats.counts_differ", "seats.sequence_broken"] {
        assert!(found.contains(&(RecordRef::Seats(event), code)), "{found:?}");
    }
    check::put(store, [Write::Seats(sound.record, Expected::At(sound.version.next()))]).await;
}

/// A registration that is elsewhere than its last step led is found.
pub async fn verify_finds_a_history_that_differs(store: &dyn Store) {
    let event = desk::event_with_places(store, 1, samples::in_person(1), 1).await;
    let seats = store.seats(event).await.unwrap().unwrap();
    let drawn = SeatsParts {
        event,
        in_person: seats.record.pool(bln_core::Mode::InPerson),
        online: None,
        waiting: WaitingCounts::default(),
        last_sequence: Sequence::new(1),
        intake: Intake::Open,
    };
    let step = samples::step(1, 1, RegistrationState::Declined, samples::now());
    let registration = Registration::from_parts(RegistrationParts {
        id: samples::fresh(),
        event,
        person: samples::person_id(1),
        choice: step.choice,
        sequence: step.sequence,
        state: RegistrationState::Cancelled,
        since: step.at,
        steps: 1,
    });
    let change = RegistrationChange { registration, expected: None, steps: vec![step] };
    check::put(
        store,
        [
            Write::Seats(Seats::from_parts(drawn).unwrap(), Expected::At(seats.version)),
            Write::Registration(change),
        ],
    )
    .await;
    let person = samples::person_id(1);
    let record = RecordRef::Registration { event, person };
    assert_eq!(codes(store).await, [(record, "registration.history_differs")]);
    let expected = Version::FIRST;
    check::put(store, [Write::RemoveRegistration(RemovedRegistration { event, person, expected })]).await;
}

/// Taking what was removed out of wherever it is kept changes nothing that is there, and the store goes on; as often as
/// it is done, in an empty store too.
pub async fn scrub_changes_nothing_that_is_there(store: &dyn Store) {
    store.scrub().await.unwrap();
    world::build(store).await;
    let remove = Write::RemoveNotice { position: bln_store::Position(1) };
    let erase = Write::ErasePerson { person: samples::person_id(3), expected: Version::FIRST };
    check::put(store, [remove, erase]).await;
    let before = world::see(store).await;
    for _ in 0..2 {
        store.scrub().await.unwrap();
        assert_eq!(world::see(store).await, before);
    }
    check::put(store, [Write::Person(samples::person(4), Expected::New)]).await;
    assert_eq!(world::see(store).await.people.len(), before.people.len() + 1);
}
