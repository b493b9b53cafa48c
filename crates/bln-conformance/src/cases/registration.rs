//! Registrations and their histories.

use bln_core::{
    Event, Id, ModeChoice, RecordRef, Registration, RegistrationChange, RegistrationParts, RegistrationState,
    RegistrationStep, RemovedRegistration, SeatCommand, Sequence, Version,
};
use bln_store::{Expected, Page, PageSize, Rule, Store, Write};

use crate::{check, desk, samples};

const CANCELLED: RegistrationState = RegistrationState::Cancelled;

/// A registration and its history are read back equal in every state there is.
pub async fn registration_round_trips(store: &dyn Store) {
    let event = ground(store, 1).await;
    let person = samples::person_id(1);
    let (id, mut expected) = (samples::fresh(), None);
    let mut history = vec![];
    let states = samples::registration_states();
    for (state, ordinal) in states.into_iter().chain([CANCELLED]).zip(1..) {
        let at = samples::minutes(ordinal.into());
        let mut step = samples::step(ordinal, u64::from(ordinal), state, at);
        step.choice = ModeChoice::ALL[usize::try_from(ordinal % 3).unwrap()];
        let change = change(event, person, id, expected, vec![step]);
        history.push(step);
        check::put(store, [Write::Registration(change.clone())]).await;
        let stored = store.registration(event, person).await.unwrap().unwrap();
        assert_eq!(stored.record, change.registration);
        assert_eq!(store.registration_history(event, person).await.unwrap(), history);
        expected = Some(stored.version);
    }
}

/// A registration that is not there is `None`, and has no history.
pub async fn missing_registration_is_none(store: &dyn Store) {
    let event = ground(store, 1).await;
    for (event, person) in [(event, samples::person_id(1)), (samples::event_id(99), samples::person_id(99))] {
        assert_eq!(store.registration(event, person).await.unwrap(), None);
        assert_eq!(store.registration_history(event, person).await.unwrap(), []);
    }
}

/// A registration is new at version 1, and one higher at each commit, however many steps it took in it.
pub async fn registration_version_rises(store: &dyn Store) {
    let event = ground(store, 2).await;
    check::assert_version_rises(store, record(), write).await;
    let person = samples::person_id(2);
    let steps = (1..=3).map(|n| samples::step(n, 9, CANCELLED, samples::minutes(n.into()))).collect();
    check::put(store, [Write::Registration(change(event, person, samples::fresh(), None, steps))]).await;
    let stored = store.registration(event, person).await.unwrap().unwrap();
    assert_eq!((stored.record.steps(), stored.version), (3, Version::FIRST));
    assert_eq!(store.registration_history(event, person).await.unwrap().len(), 3);
}

/// A registration that is there cannot be written as new.
pub async fn registration_new_twice_is_stale(store: &dyn Store) {
    ground(store, 1).await;
    check::assert_new_twice_is_stale(store, record(), write).await;
}

/// A registration at any other version than the one expected, or not there, is not written.
pub async fn registration_at_another_version_is_stale(store: &dyn Store) {
    ground(store, 1).await;
    check::assert_another_version_is_stale(store, record(), write).await;
}

/// Steps that do not follow those that are there make the change stale: neither a gap nor a repetition.
pub async fn steps_follow_the_history(store: &dyn Store) {
    let event = ground(store, 1).await;
    let (person, id) = (samples::person_id(1), samples::fresh());
    let steps = |ordinals: &[u32]| -> Vec<RegistrationStep> {
        ordinals.iter().map(|n| samples::step(*n, 1, CANCELLED, samples::now())).collect()
    };
    let from_two = check::writes([Write::Registration(change(event, person, id, None, steps(&[2])))]);
    check::assert_stale(store, from_two, record()).await;
    check::put(store, [Write::Registration(change(event, person, id, None, steps(&[1, 2])))]).await;
    for ordinals in [[2_u32].as_slice(), &[4], &[1, 2, 3]] {
        let expected = Some(Version::FIRST);
        let changes =
            check::writes([Write::Registration(change(event, person, id, expected, steps(ordinals)))]);
        check::assert_stale(store, changes, record()).await;
    }
    assert_eq!(store.registration_history(event, person).await.unwrap(), steps(&[1, 2]));
}

/// A change of a registration without a step is a conflict.
pub async fn registration_without_a_step_is_refused(store: &dyn Store) {
    let event = ground(store, 1).await;
    let step = samples::step(1, 1, CANCELLED, samples::now());
    let mut without = change(event, samples::person_id(1), samples::fresh(), None, vec![step]);
    without.steps.clear();
    check::assert_conflict(store, check::writes([Write::Registration(without)]), Rule::WellFormed).await;
}

/// A number of an event is one registration's; at another event it is free.
pub async fn number_is_drawn_once(store: &dyn Store) {
    let event = ground(store, 2).await;
    let step = |sequence| samples::step(1, sequence, CANCELLED, samples::now());
    let new = |event, n, sequence| {
        Write::Registration(change(
            event,
            samples::person_id(n),
            samples::fresh(),
            None,
            vec![step(sequence)],
        ))
    };
    check::put(store, [new(event, 1, 1)]).await;
    check::assert_conflict(store, check::writes([new(event, 2, 1)]), Rule::SequenceUnique).await;
    check::put(store, [new(event, 2, 2)]).await;

    let mut second = samples::step(2, 1, CANCELLED, samples::now());
    second.sequence = Sequence::new(1);
    let id = store.registration(event, samples::person_id(2)).await.unwrap().unwrap().record.id();
    let taken = change(event, samples::person_id(2), id, Some(Version::FIRST), vec![second]);
    check::assert_conflict(store, check::writes([Write::Registration(taken)]), Rule::SequenceUnique).await;

    let other = samples::event_id(2);
    check::put(
        store,
        [
            Write::Event(samples::event(2, bln_core::Modes::InPerson), Expected::New),
            Write::Seats(seats_after(2, 10), Expected::New),
            new(other, 1, 1),
        ],
    )
    .await;
}

/// An identifier is one registration's.
pub async fn registration_identifier_is_used_once(store: &dyn Store) {
    let event = ground(store, 2).await;
    let id = samples::fresh();
    let step = |sequence| samples::step(1, sequence, CANCELLED, samples::now());
    let first = change(event, samples::person_id(1), id, None, vec![step(1)]);
    check::put(store, [Write::Registration(first)]).await;
    let second = change(event, samples::person_id(2), id, None, vec![step(2)]);
    check::assert_conflict(store, check::writes([Write::Registration(second)]), Rule::IdentifierUnique).await;
}

/// A registration keeps its identifier: a change of it under another is stale, whether that is free, another's, or was
/// its own before it was removed. Both registrations stay as they were.
pub async fn registration_keeps_its_identifier(store: &dyn Store) {
    let event = ground(store, 2).await;
    let ids: [Id<Registration>; 2] = [samples::fresh(), samples::fresh()];
    let step = |ordinal, sequence| samples::step(ordinal, sequence, CANCELLED, samples::now());
    for (n, id) in (1..).zip(ids) {
        let first = change(event, samples::person_id(n), id, None, vec![step(1, n.into())]);
        check::put(store, [Write::Registration(first)]).await;
    }
    let person = samples::person_id(1);
    let second = |id| {
        let change = change(event, person, id, Some(Version::FIRST), vec![step(2, 1)]);
        check::writes([Write::Registration(change)])
    };
    let before = store.registration_page(event, None, PageSize::MAX).await.unwrap();
    for other in [ids[1], samples::fresh()] {
        check::assert_stale(store, second(other), record()).await;
    }
    assert_eq!(store.registration_page(event, None, PageSize::MAX).await.unwrap(), before);
    assert_eq!(store.registration_history(event, samples::person_id(2)).await.unwrap().len(), 1);
    check::commit(store, second(ids[0])).await;

    // Once it is removed, its person may register anew, under an identifier of which nothing is left.
    let expected = check::version(2);
    check::put(store, [Write::RemoveRegistration(RemovedRegistration { event, person, expected })]).await;
    let anew = change(event, person, ids[0], None, vec![step(1, 3)]);
    check::put(store, [Write::Registration(anew)]).await;
    assert_eq!(store.registration_history(event, person).await.unwrap(), [step(1, 3)]);
}

/// Cancelling, registering again and being promoted continue one registration and its history.
pub async fn registering_again_continues_the_history(store: &dyn Store) {
    let event = desk::event_with_places(store, 1, samples::in_person(1), 2).await;
    let person = samples::person_id(1);
    let in_person = ModeChoice::InPerson;
    desk::seat(store, event, &[desk::register(1, in_person)], samples::minutes(0)).await;
    let (before, _) = desk::registration(store, event, person).await;
    desk::seat(store, event, &[desk::register(2, in_person)], samples::minutes(1)).await;
    desk::seat(store, event, &[desk::cancel(1)], samples::minutes(2)).await;
    desk::seat(store, event, &[desk::register(1, in_person)], samples::minutes(3)).await;
    desk::seat(store, event, &[desk::cancel(2)], samples::minutes(4)).await;
    desk::seat(store, event, &[SeatCommand::Accept { person }], samples::minutes(5)).await;
    let (after, version) = desk::registration(store, event, person).await;
    assert_eq!((after.id(), after.sequence().number(), version.number()), (before.id(), 3, 5));
    let names: Vec<_> = store.registration_history(event, person).await.unwrap();
    let names: Vec<_> = names.iter().map(|step| (step.ordinal, step.state.name())).collect();
    assert_eq!(names, [(1, "confirmed"), (2, "cancelled"), (3, "waiting"), (4, "offered"), (5, "confirmed")]);
}

/// A registration that is removed is gone, with its history, from every list; its person may register anew.
pub async fn removed_registration_is_gone(store: &dyn Store) {
    let event = desk::event_with_places(store, 1, samples::in_person(1), 2).await;
    let person = samples::person_id(1);
    desk::seat(store, event, &[desk::register(1, ModeChoice::InPerson)], samples::now()).await;
    desk::seat(store, event, &[SeatCommand::Remove { person }], samples::minutes(1)).await;
    assert_eq!(store.registration(event, person).await.unwrap(), None);
    assert_eq!(store.registration_history(event, person).await.unwrap(), []);
    assert_eq!(store.registration_page(event, None, PageSize::MAX).await.unwrap().items, []);
    assert_eq!(store.person_registrations(person, None, PageSize::MAX).await.unwrap().items, []);
    let view = store.seat_view(super::seat_view::query(event)).await.unwrap().unwrap();
    assert_eq!((view.registrations, view.live_beyond), (vec![], 0));

    desk::seat(store, event, &[desk::register(1, ModeChoice::InPerson)], samples::minutes(2)).await;
    let (anew, version) = desk::registration(store, event, person).await;
    assert_eq!((anew.steps(), anew.sequence().number(), version), (1, 2, Version::FIRST));
    assert_eq!(store.registration_history(event, person).await.unwrap(), [anew.step()]);
}

/// A registration that has moved, or is not there, is not removed.
pub async fn removal_at_another_version_is_stale(store: &dyn Store) {
    let event = ground(store, 1).await;
    let person = samples::person_id(1);
    let removal = |number| {
        let expected = check::version(number);
        check::writes([Write::RemoveRegistration(RemovedRegistration { event, person, expected })])
    };
    check::assert_stale(store, removal(1), record()).await;
    check::put(store, [write(Expected::New, 0)]).await;
    check::put(store, [write(Expected::At(check::version(1)), 1)]).await;
    for wrong in [1, 3] {
        check::assert_stale(store, removal(wrong), record()).await;
    }
    assert_eq!(store.registration_history(event, person).await.unwrap().len(), 2);
    check::commit(store, removal(2)).await;
}

/// Registrations of an event come page by page in the order of their numbers, and those of no other event.
pub async fn registration_page_follows_the_numbers(store: &dyn Store) {
    let event = desk::event_with_places(store, 1, samples::in_person(3), 12).await;
    check::assert_paged(&[], async |after, size| numbers(store, event, after, size).await).await;
    let other = another_event(store, 2).await;
    let order: [u32; 12] = [7, 3, 12, 1, 2, 11, 4, 10, 5, 9, 6, 8];
    for n in order {
        desk::seat(store, event, &[desk::register(n, ModeChoice::InPerson)], samples::now()).await;
        desk::seat(store, other, &[desk::register(n, ModeChoice::InPerson)], samples::now()).await;
    }
    let all: Vec<Sequence> = (1..=12).map(Sequence::new).collect();
    check::assert_paged(&all, async |after, size| numbers(store, event, after, size).await).await;
    let page = store.registration_page(event, None, PageSize::MAX).await.unwrap();
    assert!(page.items.iter().all(|stored| stored.record.event() == event));
    let people: Vec<_> = page.items.iter().map(|stored| stored.record.person()).collect();
    assert_eq!(people, order.map(samples::person_id));

    // Who registers again comes by their new number, and once.
    desk::seat(store, event, &[desk::cancel(7)], samples::minutes(1)).await;
    desk::seat(store, event, &[desk::register(7, ModeChoice::InPerson)], samples::minutes(2)).await;
    let all: Vec<Sequence> = (2..=13).map(Sequence::new).collect();
    check::assert_paged(&all, async |after, size| numbers(store, event, after, size).await).await;
}

/// A person's registrations come page by page in the order of their events' identifiers, and no other person's.
pub async fn person_registrations_follow_the_events(store: &dyn Store) {
    desk::event_with_places(store, 4, samples::in_person(9), 2).await;
    for event in [2, 9, 1, 300] {
        another_event(store, event).await;
    }
    let person = samples::person_id(1);
    check::assert_paged(&[], async |after, size| events(store, 1, after, size).await).await;
    for event in [9, 300, 1, 4] {
        let commands = [desk::register(2, ModeChoice::Either), desk::register(1, ModeChoice::Either)];
        desk::seat(store, samples::event_id(event), &commands, samples::now()).await;
    }
    let order = [1, 4, 9, 300].map(samples::event_id);
    check::assert_paged(&order, async |after, size| events(store, 1, after, size).await).await;
    let page = store.person_registrations(person, None, PageSize::MAX).await.unwrap();
    assert!(page.items.iter().all(|stored| stored.record.person() == person));
}

async fn numbers(
    store: &dyn Store,
    event: Id<Event>,
    after: Option<Sequence>,
    size: PageSize,
) -> Page<Sequence, Sequence> {
    let page = store.registration_page(event, after, size).await.unwrap();
    check::keys(page, |stored| stored.record.sequence())
}

async fn events(
    store: &dyn Store,
    person: u32,
    after: Option<Id<Event>>,
    size: PageSize,
) -> Page<Id<Event>, Id<Event>> {
    let page = store.person_registrations(samples::person_id(person), after, size).await.unwrap();
    check::keys(page, |stored| stored.record.event())
}

/// An event whose seats have given out more numbers than the cases draw by hand, and people.
pub(super) async fn ground(store: &dyn Store, people: u32) -> Id<Event> {
    let mut these = vec![
        Write::Event(samples::event(1, bln_core::Modes::InPerson), Expected::New),
        Write::Seats(seats_after(1, 1_000), Expected::New),
    ];
    these.extend((1..=people).map(|n| Write::Person(samples::person(n), Expected::New)));
    check::put(store, these).await;
    samples::event_id(1)
}

fn seats_after(event: u32, last: u64) -> bln_core::Seats {
    bln_core::Seats::from_parts(bln_core::SeatsParts {
        event: samples::event_id(event),
        in_person: Some(bln_core::Pool { capacity: samples::places(10), confirmed: 0, offered: 0 }),
        online: None,
        waiting: bln_core::WaitingCounts::default(),
        last_sequence: Sequence::new(last),
        intake: bln_core::Intake::Open,
    })
    .unwrap()
}

async fn another_event(store: &dyn Store, event: u32) -> Id<Event> {
    let id = samples::event_id(event);
    let seats = bln_core::Seats::new(id, samples::in_person(9));
    let event = samples::event(event, bln_core::Modes::InPerson);
    check::put(store, [Write::Event(event, Expected::New), Write::Seats(seats, Expected::New)]).await;
    id
}

fn record() -> RecordRef {
    RecordRef::Registration { event: samples::event_id(1), person: samples::person_id(1) }
}

/// The sample registration's next step; it keeps its identifier through all of them.
fn write(expected: Expected, written: u32) -> Write {
    let step = samples::step(written + 1, 1, CANCELLED, samples::minutes(written.into()));
    let id = Id::new(samples::person_id(1).uuid());
    let expected = match expected {
        Expected::New => None,
        Expected::At(version) => Some(version),
    };
    Write::Registration(change(samples::event_id(1), samples::person_id(1), id, expected, vec![step]))
}

/// A change that leads to the last of these steps.
pub(super) fn change(
    event: Id<Event>,
    person: Id<bln_core::Person>,
    id: Id<Registration>,
    expected: Option<Version>,
    steps: Vec<RegistrationStep>,
) -> RegistrationChange {
    let last = *steps.last().unwrap();
    let registration = Registration::from_parts(RegistrationParts {
        id,
        event,
        person,
        choice: last.choice,
        sequence: last.sequence,
        state: last.state,
        since: last.at,
        steps: last.ordinal,
    });
    RegistrationChange { registration, expected, steps }
}
