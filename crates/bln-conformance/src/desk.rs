//! A registration desk as simple as can be: it loads everything, decides, and commits.

use bln_core::{
    Event, Id, Instant, ModeChoice, OfferWindow, Person, Reach, SeatBook, SeatCommand, SeatFrame, Version,
    Versioned,
};
use bln_store::{Changes, Expected, PageSize, Store, Write};

use crate::{check, samples};

/// Decides these commands, in this order, and returns what is to be written.
pub(crate) async fn decide(
    store: &dyn Store,
    event: Id<Event>,
    commands: &[SeatCommand],
    now: Instant,
) -> Changes {
    let frame = SeatFrame::of(&store.event(event).await.unwrap().unwrap().record, OfferWindow::TWO_DAYS);
    let seats = store.seats(event).await.unwrap().unwrap();
    let mut book = SeatBook::open(Versioned::new(seats.record, seats.version), frame);
    let mut after = None;
    loop {
        let page = store.registration_page(event, after, PageSize::MAX).await.unwrap();
        page.items.into_iter().for_each(|stored| book.load(stored));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    for choice in ModeChoice::ALL {
        book.loaded_waiting(choice, Reach::All);
    }
    for command in commands {
        book.apply(*command, now).unwrap();
    }
    let decided = book.finish().unwrap();
    let seats = decided.seats.map(|seats| Write::Seats(seats.record, Expected::At(seats.version)));
    let removed = decided.removed.into_iter().map(Write::RemoveRegistration);
    let changed = decided.registrations.into_iter().map(Write::Registration);
    check::writes(seats.into_iter().chain(removed).chain(changed))
}

/// Decides these commands and commits what was decided.
pub(crate) async fn seat(store: &dyn Store, event: Id<Event>, commands: &[SeatCommand], now: Instant) {
    let changes = decide(store, event, commands, now).await;
    check::commit(store, changes).await;
}

/// The command by which a sample person registers.
pub(crate) fn register(person: u32, choice: ModeChoice) -> SeatCommand {
    SeatCommand::Register { person: samples::person_id(person), choice, id: samples::fresh() }
}

/// The command by which a sample person cancels.
pub(crate) fn cancel(person: u32) -> SeatCommand {
    SeatCommand::Cancel { person: samples::person_id(person) }
}

/// An event with places, published, and this many people on the list: the ground for cases about registrations.
pub(crate) async fn event_with_places(
    store: &dyn Store,
    event: u32,
    places: bln_core::PlacesByMode,
    people: u32,
) -> Id<Event> {
    let id = samples::event_id(event);
    let mut these = samples::ground();
    these.push(Write::Event(samples::event(event, places.modes()), Expected::New));
    these.push(Write::Seats(bln_core::Seats::new(id, places), Expected::New));
    these.extend((1..=people).map(|n| Write::Person(samples::person(n), Expected::New)));
    check::put(store, these).await;
    id
}

/// The version of a sample person's registration and the registration.
pub(crate) async fn registration(
    store: &dyn Store,
    event: Id<Event>,
    person: Id<Person>,
) -> (bln_core::Registration, Version) {
    let stored = store.registration(event, person).await.unwrap().unwrap();
    (stored.record, stored.version)
}
