//! What letters tell of an event is what is so when they leave; and people are reminded once.

use crate::post::{Post, empty_the_outbox};
use crate::support::{World, admin, places};
use bln_core::{Audience, Event, Id, Mode, NoticeKind, Person, Schedule};
use bln_service::{Dispatched, Letter};

async fn send(world: &World) -> (Dispatched, Vec<Letter>) {
    let post = Post::default();
    let done = world.network.dispatch(admin(), &post, usize::MAX).await.unwrap();
    (done, post.take())
}

fn kinds(letters: &[Letter]) -> Vec<NoticeKind> {
    letters.iter().map(|letter| letter.kind).collect()
}

/// The event, on the same clocks on another day.
async fn move_to(world: &World, id: Id<Event>, day: &str) {
    let event = world.store.event(id).await.unwrap().unwrap();
    let (starts, ends) = (event.record.schedule().starts(), event.record.schedule().ends());
    let by = day.parse::<chrono::NaiveDate>().unwrap() - starts.wall().date();
    let schedule = Schedule::new(starts.plus_on_the_wall(by), ends.plus_on_the_wall(by)).unwrap();
    let details = event.record.parts().details.clone().moved_to(schedule).unwrap();
    world.network.change_event(admin(), id, details, event.version).await.unwrap();
}

async fn with_places(world: &World, there: u32, people: u32) -> (Id<Event>, Vec<Id<Person>>) {
    let event = world.event(Audience::MembersAndAllies, places(there)).await;
    let mut all = Vec::new();
    for n in 1..=people {
        let person = world.ally(n).await;
        world.register(event, person).await.unwrap();
        all.push(person);
    }
    (event, all)
}

#[tokio::test]
async fn a_letter_tells_of_the_event_as_it_is_when_the_letter_leaves() {
    let world = World::new().await;
    let (event, _) = with_places(&world, 1, 1).await;
    move_to(&world, event, "2027-05-20").await;
    let (_, letters) = send(&world).await;
    let told: Vec<_> = letters.iter().filter_map(|letter| letter.event.as_ref()).collect();
    assert_eq!(told.len(), 2, "the place, and that it moved");
    for told in told {
        assert_eq!(told.schedule().starts().wall().date().to_string(), "2027-05-20");
        assert!(told.mode().is_some());
    }
}

#[tokio::test]
async fn what_is_not_so_any_more_is_not_told() {
    let world = World::new().await;
    let (event, people) = with_places(&world, 1, 2).await;
    empty_the_outbox_but_registrations(&world).await;
    world.network.cancel_registration(admin(), event, people[0]).await.unwrap();
    let (done, letters) = send(&world).await;
    // Of the first: the place they had is not told of, that it is gone is. Of the second: the place they are offered, and
    // not that they wait.
    assert_eq!(kinds(&letters), [NoticeKind::RegistrationCancelled, NoticeKind::PlaceOffered]);
    assert_eq!(done.withheld, 2);
    world.sound().await;
}

/// Welcomes are sent before anything else is looked at.
async fn empty_the_outbox_but_registrations(world: &World) {
    let outbox = world.store.outbox_page(None, bln_store::PageSize::MAX).await.unwrap().items;
    for record in outbox.iter().filter(|record| record.notice.event().is_none()) {
        let position = record.position;
        let entry = crate::post::entry(0x5000 + u128::from(position.0));
        let remove = bln_store::Write::RemoveNotice { position };
        world.store.commit(bln_store::Changes::new(entry).write(remove)).await.unwrap();
    }
}

#[tokio::test]
async fn everybody_with_a_place_is_reminded_once_the_day_before() {
    let world = World::new().await;
    let (event, people) = with_places(&world, 2, 3).await;
    empty_the_outbox(&world).await;
    let starts = world.store.event(event).await.unwrap().unwrap().record.schedule().starts_at();
    world.clock.set(&starts.plus(chrono::TimeDelta::days(-2)).to_string());
    assert_eq!(world.network.remind(admin()).await, Ok(0), "it is the day after tomorrow");
    world.clock.set(&starts.plus(chrono::TimeDelta::hours(-20)).to_string());
    assert_eq!(world.network.remind(admin()).await, Ok(1));
    assert_eq!(world.network.remind(admin()).await, Ok(0));
    let (done, letters) = send(&world).await;
    assert_eq!((done.sent, kinds(&letters)), (2, vec![NoticeKind::EventReminder; 2]));
    let mut addresses: Vec<_> = letters.iter().map(|letter| letter.to.as_str().to_owned()).collect();
    addresses.sort();
    assert_eq!(addresses, ["sample.person.1@example.org", "sample.person.2@example.org"]);
    assert!(letters.iter().all(|letter| letter.event.as_ref().unwrap().mode() == Some(Mode::InPerson)));
    // Once more, when there is nothing left in the outbox to tell it by.
    assert_eq!(world.network.remind(admin()).await, Ok(0));
    assert_eq!(people.len(), 3);
    world.sound().await;
}

#[tokio::test]
async fn whoever_gives_up_their_place_after_the_reminder_was_written_is_not_reminded() {
    let world = World::new().await;
    let (event, people) = with_places(&world, 2, 2).await;
    empty_the_outbox(&world).await;
    let starts = world.store.event(event).await.unwrap().unwrap().record.schedule().starts_at();
    world.clock.set(&starts.plus(chrono::TimeDelta::hours(-20)).to_string());
    assert_eq!(world.network.remind(admin()).await, Ok(1));
    world.network.cancel_registration(admin(), event, people[1]).await.unwrap();
    let (_, letters) = send(&world).await;
    let reminded = letters.iter().filter(|letter| letter.kind == NoticeKind::EventReminder);
    let reminded: Vec<_> = reminded.map(|letter| letter.to.as_str()).collect();
    assert_eq!(reminded, ["sample.person.1@example.org"]);
}

#[tokio::test]
async fn an_event_that_moves_to_another_day_is_reminded_of_for_that_day() {
    let world = World::new().await;
    let (event, _) = with_places(&world, 2, 1).await;
    empty_the_outbox(&world).await;
    let starts = world.store.event(event).await.unwrap().unwrap().record.schedule().starts_at();
    world.clock.set(&starts.plus(chrono::TimeDelta::hours(-20)).to_string());
    assert_eq!(world.network.remind(admin()).await, Ok(1));
    move_to(&world, event, "2027-05-20").await;
    assert_eq!(world.network.remind(admin()).await, Ok(0), "that is not tomorrow");
    world.clock.set("2027-05-19T09:00:00Z");
    assert_eq!(world.network.remind(admin()).await, Ok(1));
    assert_eq!(world.network.remind(admin()).await, Ok(0));
}
