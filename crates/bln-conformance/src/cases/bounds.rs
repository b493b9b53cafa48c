//! The largest, the first and the last of everything, and what lies beyond.

use bln_core::{
    EventParts, EventState, Id, Intake, Modes, NoticeState, Person, Pool, Registration, RegistrationState,
    Revision, Seats, SeatsParts, Sequence, WaitingCounts,
};
use bln_store::{Expected, PageSize, Position, Rule, Store, Write};
use uuid::Uuid;

use super::registration;
use crate::{check, desk, samples};

const LAST_NUMBER: u64 = i64::MAX.unsigned_abs();

/// Seats are kept at the largest numbers that there are: a million places all taken, everybody waiting, and the last
/// number that can be drawn.
pub async fn largest_seats_round_trip(store: &dyn Store) {
    let event = desk::event_with_places(store, 1, samples::in_person(1), 0).await;
    let million = samples::places(bln_core::Places::MAX);
    let pool = |confirmed, offered| Some(Pool { capacity: million, confirmed, offered });
    let parts = SeatsParts {
        event,
        in_person: pool(bln_core::Places::MAX, 0),
        online: pool(1, bln_core::Places::MAX - 1),
        waiting: WaitingCounts { in_person: u32::MAX, online: u32::MAX, either: u32::MAX },
        last_sequence: Sequence::new(LAST_NUMBER),
        intake: Intake::Closed,
    };
    let largest = Seats::from_parts(parts).unwrap();
    check::put(store, [Write::Seats(largest, Expected::At(check::version(1)))]).await;
    assert_eq!(store.seats(event).await.unwrap().unwrap().record, largest);
    let view = store.seat_view(super::seat_view::query(event)).await.unwrap().unwrap();
    assert_eq!(view.seats.record, largest);
    check::put(
        store,
        [Write::Seats(Seats::new(event, samples::in_person(1)), Expected::At(check::version(2)))],
    )
    .await;
}

/// A registration is kept under the last number that can be drawn, and comes after all others.
pub async fn largest_number_drawn_round_trips(store: &dyn Store) {
    let event = ground_up_to(store, LAST_NUMBER, 3).await;
    let numbers = [LAST_NUMBER, LAST_NUMBER - 1, u64::from(u32::MAX) + 1];
    for (person, number) in (1..).zip(numbers) {
        check::put(store, [cancelled(event, person, number)]).await;
        let stored = store.registration(event, samples::person_id(person)).await.unwrap().unwrap();
        assert_eq!(stored.record.sequence().number(), number);
    }
    let mut order = numbers.map(Sequence::new);
    order.reverse();
    check::assert_paged(&order, async |after, size| {
        check::keys(store.registration_page(event, after, size).await.unwrap(), |it| it.record.sequence())
    })
    .await;
}

/// A number that no store can keep, or none at all, is refused as not well formed.
pub async fn number_out_of_bounds_is_refused(store: &dyn Store) {
    let event = ground_up_to(store, 100, 1).await;
    for number in [0, LAST_NUMBER + 1, u64::MAX] {
        check::assert_conflict(store, check::writes([cancelled(event, 1, number)]), Rule::WellFormed).await;
    }
    let seats = seats_up_to(LAST_NUMBER + 1);
    let seats = check::writes([Write::Seats(seats, Expected::At(check::version(1)))]);
    check::assert_conflict(store, seats, Rule::WellFormed).await;
    for position in [0, LAST_NUMBER + 1, u64::MAX].map(Position) {
        let after = NoticeState::Claimed { since: samples::now() };
        let claim = Write::NoticeState { position, before: NoticeState::Waiting, after };
        for write in [claim, Write::RemoveNotice { position }] {
            check::assert_conflict(store, check::writes([write]), Rule::WellFormed).await;
        }
    }
    assert_eq!(store.registration_page(event, None, PageSize::MAX).await.unwrap().items, []);
}

/// The largest revision and place in a series are kept.
pub async fn largest_numbers_of_an_event_round_trip(store: &dyn Store) {
    let details = samples::event_details(1, Modes::Online, "2027-05-01");
    let details = details.with_series(Id::new(Uuid::max()), u32::MAX);
    let state = EventState::Cancelled;
    let parts = EventParts { id: samples::event_id(1), details, state, revision: Revision::new(u32::MAX) };
    let event = bln_core::Event::restore(parts).unwrap();
    check::put(store, [Write::Event(event.clone(), Expected::New)]).await;
    assert_eq!(store.event(event.id()).await.unwrap().unwrap().record, event);
}

/// The first and the last identifier are identifiers like others, and come first and last.
pub async fn first_and_last_identifier_round_trip(store: &dyn Store) {
    let ids =
        [0, 1, u128::MAX / 2, u128::MAX / 2 + 1, u128::MAX].map(|n| Id::<Person>::new(Uuid::from_u128(n)));
    let people = (1..).zip(ids).map(|(n, id)| Person::new(id, samples::person(n).details().clone()));
    let mut people: Vec<_> = people.map(|person| Write::Person(person, Expected::New)).collect();
    people.reverse();
    check::put(store, people).await;
    for (n, id) in (1..).zip(ids) {
        assert_eq!(
            store.person(id).await.unwrap().unwrap().person.record.details(),
            samples::person(n).details()
        );
    }
    check::assert_paged(&ids, async |after, size| {
        check::keys(store.person_page(after, size).await.unwrap(), |record| record.person.record.id())
    })
    .await;
}

/// An answer that is too long, or not of ASCII characters that can be seen, is refused; so is one to nobody.
pub async fn receipt_out_of_bounds_is_refused(store: &dyn Store) {
    for answer in ["a".repeat(65), "naïve".into(), "a\0b".into(), "a\nb".into()] {
        let mut receipt = samples::receipt(None, "sample-key-1");
        receipt.answer = answer;
        check::assert_conflict(store, samples::changes().answered(receipt), Rule::WellFormed).await;
    }
    let nobody = samples::receipt(Some(Id::new(Uuid::nil())), "sample-key-1");
    check::assert_conflict(store, samples::changes().answered(nobody), Rule::WellFormed).await;
    let mut receipt = samples::receipt(None, "sample-key-1");
    receipt.answer = String::new();
    check::commit(store, samples::changes().answered(receipt.clone())).await;
    assert_eq!(store.receipt(&receipt.key).await.unwrap(), Some(receipt));
}

pub(super) fn seat_parts(last: u64) -> SeatsParts {
    SeatsParts {
        event: samples::event_id(1),
        in_person: Some(Pool { capacity: samples::places(10), confirmed: 0, offered: 0 }),
        online: None,
        waiting: WaitingCounts::default(),
        last_sequence: Sequence::new(last),
        intake: Intake::Open,
    }
}

fn seats_up_to(last: u64) -> Seats {
    Seats::from_parts(seat_parts(last)).unwrap()
}

/// An event that has given out numbers up to this one, and people.
pub(super) async fn ground_up_to(store: &dyn Store, last: u64, people: u32) -> Id<bln_core::Event> {
    let event = Write::Event(samples::event(1, Modes::InPerson), Expected::New);
    let people = (1..=people).map(|n| Write::Person(samples::person(n), Expected::New));
    let seats = Write::Seats(seats_up_to(last), Expected::New);
    check::put(store, [event, seats].into_iter().chain(people)).await;
    samples::event_id(1)
}

fn cancelled(event: Id<bln_core::Event>, person: u32, number: u64) -> Write {
    let steps = vec![samples::step(1, number, RegistrationState::Cancelled, samples::now())];
    let id: Id<Registration> = samples::fresh();
    Write::Registration(registration::change(event, samples::person_id(person), id, None, steps))
}
