//! What a registration desk reads at once, and where a sweep has something to do.

use std::collections::BTreeSet;

use bln_core::{
    BelongingKind, Event, Id, Mode, ModeChoice, PlacesByMode, Reach, SeatCommand, Sequence, Version,
};
use bln_store::{Belongs, Expected, Page, PageSize, SeatQuery, SeatView, Store, Write};
use chrono::TimeDelta;

use crate::{check, desk, samples};

/// A query that asks for nothing but the event and its seats.
pub(crate) fn query(event: Id<Event>) -> SeatQuery {
    SeatQuery {
        event,
        people: vec![],
        receipts: vec![],
        heads: 0,
        due: samples::now(),
        due_limit: 0,
        live_limit: 0,
    }
}

async fn view(store: &dyn Store, query: SeatQuery) -> SeatView {
    store.seat_view(query).await.unwrap().unwrap()
}

/// The numbers of the registrations in a view, each once.
fn numbers(view: &SeatView) -> Vec<u64> {
    let numbers: BTreeSet<_> =
        view.registrations.iter().map(|stored| stored.record.sequence().number()).collect();
    numbers.into_iter().collect()
}

/// A view has the event and its seats at their versions; of what was not asked for it has nothing.
pub async fn seat_view_has_the_event_and_its_seats(store: &dyn Store) {
    let event = desk::event_with_places(store, 1, samples::in_person(1), 3).await;
    desk::seat(store, event, &all_register(3), samples::now()).await;
    let view = view(store, query(event)).await;
    assert_eq!(Some(view.event), store.event(event).await.unwrap());
    assert_eq!(view.seats, store.seats(event).await.unwrap().unwrap());
    assert_eq!((view.seats.version.number(), view.seats.record.waiting().in_person), (2, 2));
    assert_eq!((view.registrations, view.belongs, view.receipts), (vec![], vec![], vec![]));
}

/// There is no view of an event that is not there, or that has no seats.
pub async fn seat_view_of_nothing_is_none(store: &dyn Store) {
    let details = samples::event_details(1, bln_core::Modes::Online, "2027-05-01");
    let draft = samples::event_in_state(1, details, bln_core::EventState::Draft);
    check::put(store, [Write::Event(draft, Expected::New)]).await;
    for event in [1, 2] {
        assert_eq!(store.seat_view(query(samples::event_id(event))).await.unwrap(), None);
    }
}

/// A view has the registrations of the people asked about, in any state, for this event alone.
pub async fn seat_view_has_the_people_asked_about(store: &dyn Store) {
    let event = desk::event_with_places(store, 1, samples::in_person(1), 4).await;
    desk::seat(store, event, &all_register(3), samples::now()).await;
    desk::seat(store, event, &[desk::cancel(3)], samples::minutes(1)).await;
    let people = [1, 3, 4, 99].map(samples::person_id).into();
    let view = view(store, SeatQuery { people, ..query(event) }).await;
    assert_eq!(numbers(&view), [1, 3]);
    for stored in view.registrations {
        assert_eq!(Some(stored.clone()), store.registration(event, stored.record.person()).await.unwrap());
    }
}

/// A view says of everybody asked about who is on the list how they belong: actively or not, and at which version.
pub async fn seat_view_says_how_people_belong(store: &dyn Store) {
    let event = desk::event_with_places(store, 1, samples::in_person(1), 5).await;
    let paused = samples::ally(3).pause(samples::now()).unwrap();
    let applied = bln_core::Membership::apply(
        samples::person_id(4),
        samples::declaration(BelongingKind::Member, samples::now()),
        samples::now(),
    );
    let new = [samples::member(1), samples::ally(2), samples::ally(3), applied];
    check::put(store, new.map(|membership| Write::Membership(membership, Expected::New))).await;
    check::put(store, [Write::Membership(paused, Expected::At(Version::FIRST))]).await;
    let people = [1, 2, 3, 4, 5, 99, 1].map(samples::person_id).into();
    let mut belongs = view(store, SeatQuery { people, ..query(event) }).await.belongs;
    belongs.sort_by_key(|belongs| belongs.person);
    let expected = |n, active, version: Option<u32>| Belongs {
        person: samples::person_id(n),
        active,
        membership: version.map(check::version),
    };
    let (member, ally) = (Some(BelongingKind::Member), Some(BelongingKind::Ally));
    assert_eq!(
        belongs,
        [
            expected(1, member, Some(1)),
            expected(2, ally, Some(1)),
            expected(3, None, Some(2)),
            expected(4, None, Some(1)),
            expected(5, None, None),
        ]
    );
}

/// A view has the head of each waiting list in the order of arrival, and says how far it reaches.
pub async fn seat_view_has_the_heads_of_the_waiting_lists(store: &dyn Store) {
    let places = PlacesByMode::hybrid(samples::places(0), samples::places(0));
    let event = desk::event_with_places(store, 1, places, 12).await;
    let choices = [ModeChoice::InPerson, ModeChoice::Online, ModeChoice::Either];
    // By number: 1 4 7 10 in the room, 2 5 8 on the call, 3 6 9 either way.
    let commands: Vec<_> =
        (1..=10).zip(choices.into_iter().cycle()).map(|(n, c)| desk::register(n, c)).collect();
    desk::seat(store, event, &commands, samples::now()).await;
    // Who cancels is no longer on it.
    desk::seat(store, event, &[desk::cancel(2)], samples::minutes(1)).await;
    for (heads, read, reach) in [
        (0, vec![], [Reach::UpTo(Sequence::START); 3]),
        (1, vec![1, 3, 5], [1, 5, 3].map(|n| Reach::UpTo(Sequence::new(n)))),
        (2, vec![1, 3, 4, 5, 6, 8], [upto(4), Reach::All, upto(6)]),
        (3, vec![1, 3, 4, 5, 6, 7, 8, 9], [upto(7), Reach::All, Reach::All]),
        (4, vec![1, 3, 4, 5, 6, 7, 8, 9, 10], [Reach::All; 3]),
        (500, vec![1, 3, 4, 5, 6, 7, 8, 9, 10], [Reach::All; 3]),
    ] {
        let view = view(store, SeatQuery { heads, ..query(event) }).await;
        assert_eq!(numbers(&view), read, "{heads} heads");
        for (choice, reach) in choices.into_iter().zip(reach) {
            let told = view.reach.iter().find(|(of, _)| *of == choice).unwrap();
            assert_eq!(told.1, reach, "{heads} heads of {}", choice.name());
        }
    }
}

fn upto(number: u64) -> Reach {
    Reach::UpTo(Sequence::new(number))
}

/// A view has the offers that expire at or before the instant asked about, those that expire first first, and
/// among those the lower number, up to the limit.
pub async fn seat_view_has_the_offers_that_are_due(store: &dyn Store) {
    let event = desk::event_with_places(store, 1, samples::in_person(4), 8).await;
    desk::seat(store, event, &all_register(8), samples::now()).await;
    // Offers to 5, then 6 and 7 at once, then 8: each for two days.
    desk::seat(store, event, &[desk::cancel(1)], samples::minutes(10)).await;
    desk::seat(store, event, &[desk::cancel(2), desk::cancel(3)], samples::minutes(20)).await;
    desk::seat(store, event, &[desk::cancel(4)], samples::minutes(30)).await;
    let expiry = |minutes| samples::minutes(minutes).plus(TimeDelta::days(2));
    let due = |due, due_limit| view(store, SeatQuery { due, due_limit, ..query(event) });
    for (at, limit, read) in [
        (expiry(10).plus(TimeDelta::microseconds(-1)), 10, vec![]),
        (expiry(10), 10, vec![5]),
        (expiry(20), 10, vec![5, 6, 7]),
        (expiry(40), 10, vec![5, 6, 7, 8]),
        (expiry(40), 3, vec![5, 6, 7]),
        (expiry(40), 2, vec![5, 6]),
        (expiry(40), 0, vec![]),
    ] {
        assert_eq!(numbers(&due(at, limit).await), read, "{at}, {limit} at most");
    }
    // An offer that was answered is due no more.
    let accept = SeatCommand::Accept { person: samples::person_id(6) };
    desk::seat(store, event, &[accept], samples::minutes(40)).await;
    assert_eq!(numbers(&due(expiry(40), 10).await), [5, 7, 8]);
}

/// A view has the live registrations with the lowest numbers, up to the limit, and says whether there are more. Where
/// none are asked for, it does not look.
pub async fn seat_view_has_the_live_registrations(store: &dyn Store) {
    let event = desk::event_with_places(store, 1, samples::in_person(2), 6).await;
    desk::seat(store, event, &all_register(6), samples::now()).await;
    // 1 cancels, so that 3 is offered the place; 5 gives up waiting.
    desk::seat(store, event, &[desk::cancel(1), desk::cancel(5)], samples::minutes(1)).await;
    for (live_limit, read, more) in [
        (0, vec![], false),
        (1, vec![2], true),
        (3, vec![2, 3, 4], true),
        (4, vec![2, 3, 4, 6], false),
        (9, vec![2, 3, 4, 6], false),
    ] {
        let view = view(store, SeatQuery { live_limit, ..query(event) }).await;
        assert_eq!(numbers(&view), read, "{live_limit} at most");
        assert_eq!(view.live_beyond > 0, more, "{live_limit} at most");
    }
}

/// A view has those of the receipts asked for that are there.
pub async fn seat_view_has_the_receipts_asked_for(store: &dyn Store) {
    let event = desk::event_with_places(store, 1, samples::in_person(1), 1).await;
    let person = Some(samples::person_id(1));
    let (own, public) = (samples::receipt(person, "sample-key-1"), samples::receipt(None, "sample-key-2"));
    check::commit(store, samples::changes().answered(own.clone()).answered(public.clone())).await;
    let receipts =
        [(person, "sample-key-1"), (person, "sample-key-2"), (None, "sample-key-2"), (None, "sample-key-3")]
            .map(|(actor, key)| samples::receipt_key(actor, key))
            .into();
    let mut found = view(store, SeatQuery { receipts, ..query(event) }).await.receipts;
    found.sort_by_key(|receipt| receipt.key.actor.is_none());
    assert_eq!(found, [own, public]);
}

/// A view is of one moment: its seats and its registrations tell the same story while others commit.
pub async fn seat_view_is_of_one_moment(store: &dyn Store) {
    let event = desk::event_with_places(store, 1, samples::in_person(5), 30).await;
    let write = || async {
        for person in 1..=30 {
            let command = desk::register(person, ModeChoice::InPerson);
            desk::seat(store, event, &[command], samples::now()).await;
            check::pause();
        }
    };
    check::while_writing(write, || async {
        let view = view(store, SeatQuery { live_limit: 100, ..query(event) }).await;
        let drawn = view.seats.record.last_sequence().number();
        assert_eq!(numbers(&view), (1..=drawn).collect::<Vec<_>>(), "the seats have drawn {drawn}");
        let pool = view.seats.record.pool(Mode::InPerson).unwrap();
        assert_eq!(u64::from(pool.confirmed + view.seats.record.waiting().in_person), drawn);
    });
    assert_eq!(store.seats(event).await.unwrap().unwrap().record.last_sequence().number(), 30);
}

/// Events with an open intake and an offer that expires at or before an instant come page by page in the order of
/// their identifiers; no others do.
pub async fn events_with_due_offers_come_in_order(store: &dyn Store) {
    desk::event_with_places(store, 9, samples::in_person(1), 3).await;
    let mut these = vec![];
    for n in [2, 5, 1, 7, 4] {
        let seats = bln_core::Seats::new(samples::event_id(n), samples::in_person(1));
        these.push(Write::Event(samples::event(n, bln_core::Modes::InPerson), Expected::New));
        these.push(Write::Seats(seats, Expected::New));
    }
    check::put(store, these).await;
    // Two offers at 9, one each at 5, 2 and 7; at 2 it is accepted, 7 is closed; nothing at 1; at 4 it is later.
    for (n, at) in [(9, 0), (5, 0), (2, 0), (7, 0), (4, 60)] {
        let event = samples::event_id(n);
        desk::seat(store, event, &all_register(3), samples::minutes(at)).await;
        desk::seat(store, event, &[desk::cancel(1)], samples::minutes(at)).await;
    }
    let accept = SeatCommand::Accept { person: samples::person_id(2) };
    desk::seat(store, samples::event_id(2), &[accept], samples::minutes(1)).await;
    desk::seat(store, samples::event_id(7), &[SeatCommand::Close], samples::minutes(1)).await;

    let expiry = |minutes| samples::minutes(minutes).plus(TimeDelta::days(2));
    for (due, order) in [
        (expiry(0).plus(TimeDelta::microseconds(-1)), vec![]),
        (expiry(0), vec![5, 9]),
        (expiry(60), vec![4, 5, 9]),
    ] {
        let order: Vec<_> = order.into_iter().map(samples::event_id).collect();
        check::assert_paged(&order, async |after, size: PageSize| -> Page<Id<Event>, Id<Event>> {
            store.events_with_due_offers(due, after, size).await.unwrap()
        })
        .await;
    }
}

/// Sample people 1 to `last` register for a place in the room.
fn all_register(last: u32) -> Vec<SeatCommand> {
    (1..=last).map(|n| desk::register(n, ModeChoice::InPerson)).collect()
}
