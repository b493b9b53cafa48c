//! Leave to see who comes to an event, what it shows, and messages to those who come.

use crate::support::{World, admin, event_under, places};
use bln_core::{
    Action, Actor, Audience, Confidentiality, Event, EventState, FacilitationWindow, Id,
    LineManagementChecked, Mode, Modes, NoticeKind, Person, PlannedEvent, Prose, Refusal,
};
use bln_service::{Attendee, NetworkError};
use bln_store::PageSize;
use uuid::Uuid;

const ON_THE_DAY: &str = "2027-05-01T17:00:00Z";

fn refused<T>(refusal: Refusal) -> Result<T, NetworkError> {
    Err(NetworkError::Refused(refusal))
}

fn nowhere() -> Id<Event> {
    Id::new(Uuid::from_u128(0xbeef))
}

/// A safe space with so many places, on 1 May 2027.
async fn safe_space(world: &World, seats: u32) -> Id<Event> {
    let details = event_under(Confidentiality::ConfidentialSafeSpace, Audience::Members, Modes::InPerson);
    let plan = PlannedEvent { details, places: places(seats), repeats: None };
    let event = world.network.create_event(admin(), plan, world.key()).await.unwrap().events[0];
    world.network.publish_event(admin(), event).await.unwrap();
    event
}

/// How often somebody did this, by the audit.
async fn done(world: &World, action: Action) -> usize {
    let page = world.store.audit_page(None, PageSize::MAX).await.unwrap();
    page.items.iter().filter(|record| record.entry.action() == action).count()
}

/// How much was written.
async fn written(world: &World) -> (usize, usize) {
    let audit = world.store.audit_page(None, PageSize::MAX).await.unwrap();
    let outbox = world.store.outbox_page(None, PageSize::MAX).await.unwrap();
    (audit.items.len(), outbox.items.len())
}

fn people(attendees: &[Attendee]) -> Vec<Id<Person>> {
    attendees.iter().map(|attendee| attendee.person).collect()
}

#[tokio::test]
async fn who_comes_is_shown_to_whoever_was_given_leave_and_every_look_is_in_the_audit() {
    let world = World::new().await;
    let (facilitator, first, second, gone) =
        (world.member(1).await, world.member(2).await, world.member(3).await, world.member(4).await);
    let event = safe_space(&world, 2).await;
    for person in [first, gone, second] {
        world.register(event, person).await.unwrap();
    }
    world.network.cancel_registration(Actor::participant(gone), event, gone).await.unwrap();
    world.grant(event, facilitator).await.unwrap();
    world.clock.set(ON_THE_DAY);
    let me = Actor::facilitator(facilitator);
    let seen = world.network.attendees(me, event).await.unwrap();
    assert_eq!(people(&seen), [first, second]);
    assert_eq!((seen[0].state.name(), seen[0].mode), ("confirmed", Some(Mode::InPerson)));
    assert_eq!((seen[1].state.name(), seen[1].mode), ("offered", Some(Mode::InPerson)));
    assert_eq!(seen[0].name.written(), "Sample Person 2");
    assert!(!format!("{seen:?}").contains("Sample Person"));
    world.network.attendees(me, event).await.unwrap();
    assert_eq!(done(&world, Action::ViewAttendees).await, 2);
    world.sound().await;
}

#[tokio::test]
async fn to_everybody_else_the_list_is_not_there_and_asking_for_it_writes_nothing() {
    let world = World::new().await;
    let (facilitator, other, coming) = (world.member(1).await, world.member(2).await, world.member(3).await);
    let (event, another) = (safe_space(&world, 2).await, safe_space(&world, 2).await);
    world.register(event, coming).await.unwrap();
    world.grant(event, facilitator).await.unwrap();
    world.grant(another, other).await.unwrap();
    world.clock.set(ON_THE_DAY);
    let before = written(&world).await;
    for actor in [
        Actor::public(),
        Actor::participant(coming),
        Actor::participant(facilitator),
        Actor::facilitator(coming),
        Actor::facilitator(other),
        Actor::administrator(facilitator),
        admin(),
        Actor::analyst(facilitator),
        Actor::auditor(facilitator),
    ] {
        for event in [event, nowhere()] {
            assert_eq!(world.network.attendees(actor, event).await, refused(Refusal::NotFound), "{actor:?}");
        }
    }
    assert_eq!(written(&world).await, before);
}

#[tokio::test]
async fn leave_has_its_time_and_can_be_taken_back() {
    let world = World::new().await;
    let facilitator = world.member(1).await;
    let event = safe_space(&world, 2).await;
    world.grant(event, facilitator).await.unwrap();
    let me = Actor::facilitator(facilitator);
    let look = async || world.network.attendees(me, event).await.map(|seen| seen.len());
    world.clock.set("2027-04-24T16:59:59Z");
    assert_eq!(look().await, refused(Refusal::FacilitationNotOpen));
    world.clock.set("2027-04-24T17:00:00Z");
    assert_eq!(look().await, Ok(0));
    world.clock.set("2027-05-03T19:00:00Z");
    assert_eq!(look().await, refused(Refusal::FacilitationOver));
    world.clock.set(ON_THE_DAY);
    world.network.revoke_facilitation(admin(), event, facilitator).await.unwrap();
    assert_eq!(look().await, refused(Refusal::NotFound));
    let again = world.network.revoke_facilitation(admin(), event, facilitator).await;
    assert_eq!(again, refused(Refusal::NotFound));
    // Nobody looked but once, and it was given and taken back once.
    assert_eq!(done(&world, Action::ViewAttendees).await, 1);
    assert_eq!(done(&world, Action::RevokeFacilitation).await, 1);
}

#[tokio::test]
async fn leave_is_given_by_one_to_another_who_is_there() {
    let world = World::new().await;
    let (facilitator, lead) = (world.member(1).await, world.member(2).await);
    let event = safe_space(&world, 2).await;
    let window = FacilitationWindow::WEEK_BEFORE_TWO_DAYS_AFTER;
    let stated = |by| LineManagementChecked::stated_by(by).unwrap();
    let before = written(&world).await;
    let own = Actor::administrator(lead);
    let oneself = world.network.grant_facilitation(own, event, lead, window, stated(own)).await;
    assert_eq!(oneself, refused(Refusal::FacilitationForOneself));
    let by_another = world.network.grant_facilitation(own, event, facilitator, window, stated(admin())).await;
    assert_eq!(by_another, refused(Refusal::NotAllowed));
    let nobody = Id::new(Uuid::from_u128(0xdead));
    assert_eq!(world.grant(event, nobody).await, refused(Refusal::NotFound));
    assert_eq!(world.grant(nowhere(), facilitator).await, refused(Refusal::NotFound));
    assert_eq!(written(&world).await, before);
    // Given again, it is the same leave anew.
    world.grant(event, facilitator).await.unwrap();
    world.grant(event, facilitator).await.unwrap();
    let kept = world.store.facilitation(event, facilitator).await.unwrap().unwrap();
    assert_eq!(kept.version.number(), 2);
}

#[tokio::test]
async fn a_facilitator_sees_their_event_whole_and_others_in_outline() {
    let world = World::new().await;
    let facilitator = world.member(1).await;
    let (event, other) = (safe_space(&world, 2).await, safe_space(&world, 2).await);
    world.grant(event, facilitator).await.unwrap();
    let me = Actor::facilitator(facilitator);
    let title = async |event| world.network.event(me, event).await.unwrap().record.title().clone();
    assert_eq!(title(event).await.as_str(), "A sample event");
    assert_ne!(title(other).await.as_str(), "A sample event");
    let programme = world.network.programme(me, None, PageSize::MAX).await.unwrap();
    let whole: Vec<_> =
        programme.items.iter().filter(|e| e.record.title().as_str() == "A sample event").collect();
    assert_eq!(whole.iter().map(|e| e.record.id()).collect::<Vec<_>>(), [event]);
}

#[tokio::test]
async fn people_are_checked_in_at_a_safe_space_by_leave_alone() {
    let world = World::new().await;
    let (facilitator, coming, walking) =
        (world.member(1).await, world.member(2).await, world.member(3).await);
    let event = safe_space(&world, 3).await;
    world.register(event, coming).await.unwrap();
    world.grant(event, facilitator).await.unwrap();
    world.clock.set(ON_THE_DAY);
    let before = written(&world).await;
    for actor in [admin(), Actor::facilitator(coming), Actor::facilitator(walking)] {
        for person in [coming, walking] {
            let came = world.network.check_in(actor, event, person).await;
            assert_eq!(came, refused(Refusal::NotFound));
            let walked = world.network.walk_up(actor, event, person, Mode::InPerson, world.key()).await;
            assert_eq!(walked, refused(Refusal::NotFound));
        }
    }
    assert_eq!(written(&world).await, before);
    let me = Actor::facilitator(facilitator);
    assert_eq!(world.network.check_in(me, event, coming).await, Ok(Mode::InPerson));
    let key = world.key();
    for _ in 0..2 {
        let walked = world.network.walk_up(me, event, walking, Mode::InPerson, key.clone()).await;
        assert_eq!(walked, Ok(Mode::InPerson));
    }
    let seen = world.network.attendees(me, event).await.unwrap();
    assert!(seen.iter().all(|attendee| attendee.state.name() == "attended") && seen.len() == 2);
    // With the leave gone, not even what was answered before is told.
    world.network.revoke_facilitation(admin(), event, facilitator).await.unwrap();
    let walked = world.network.walk_up(me, event, walking, Mode::InPerson, key).await;
    assert_eq!(walked, refused(Refusal::NotFound));
    world.sound().await;
}

#[tokio::test]
async fn a_message_reaches_everybody_who_comes_once_and_the_sender_learns_nothing() {
    let world = World::new().await;
    let (facilitator, first, second, gone) =
        (world.member(1).await, world.member(2).await, world.member(3).await, world.member(4).await);
    let (event, empty) = (safe_space(&world, 2).await, safe_space(&world, 2).await);
    for person in [first, second, gone] {
        world.register(event, person).await.unwrap();
    }
    world.network.cancel_registration(Actor::participant(gone), event, gone).await.unwrap();
    for event in [event, empty] {
        world.grant(event, facilitator).await.unwrap();
    }
    world.clock.set(ON_THE_DAY);
    let words: Prose<2000> = Prose::parse("The room has changed.").unwrap();
    let told = async || {
        let page = world.store.outbox_page(None, PageSize::MAX).await.unwrap();
        let told = page.items.iter().filter(|n| n.notice.kind() == NoticeKind::MessageToAttendees);
        told.map(|n| n.notice.recipient()).collect::<Vec<_>>()
    };
    let key = world.key();
    for _ in 0..2 {
        let sent = world.network.message_attendees(admin(), event, words.clone(), key.clone()).await;
        assert_eq!(sent, Ok(()));
    }
    let mut both = vec![first, second];
    both.sort_unstable();
    assert_eq!(told().await, both);
    let other: Prose<2000> = Prose::parse("Bring your own cup.").unwrap();
    let reused = world.network.message_attendees(admin(), event, other.clone(), key).await;
    assert_eq!(reused, refused(Refusal::KeyUsedForAnotherRequest));
    // To nobody, the answer is the same.
    let me = Actor::facilitator(facilitator);
    for event in [event, empty] {
        assert_eq!(world.network.message_attendees(me, event, other.clone(), world.key()).await, Ok(()));
    }
    assert_eq!(told().await.len(), 4);
    assert_eq!(done(&world, Action::MessageAttendees).await, 3);
    world.sound().await;
}

#[tokio::test]
async fn nobody_writes_to_those_who_come_without_leave_or_to_an_event_that_is_not_on() {
    let world = World::new().await;
    let (coming, facilitator) = (world.member(1).await, world.member(2).await);
    let event = safe_space(&world, 2).await;
    world.register(event, coming).await.unwrap();
    let details = event_under(Confidentiality::Open, Audience::Members, Modes::InPerson);
    let plan = PlannedEvent { details, places: places(1), repeats: None };
    let draft = world.network.create_event(admin(), plan, world.key()).await.unwrap().events[0];
    let called_off = safe_space(&world, 2).await;
    world.network.cancel_event(admin(), called_off).await.unwrap();
    assert_eq!(world.network.event(admin(), called_off).await.unwrap().record.state(), EventState::Cancelled);
    let before = written(&world).await;
    let words: Prose<2000> = Prose::parse("The room has changed.").unwrap();
    let send =
        async |actor, event| world.network.message_attendees(actor, event, words.clone(), world.key()).await;
    for event in [event, nowhere()] {
        assert_eq!(send(Actor::facilitator(facilitator), event).await, refused(Refusal::NotFound));
        assert_eq!(send(Actor::participant(coming), event).await, refused(Refusal::NotAllowed));
    }
    assert_eq!(send(admin(), nowhere()).await, refused(Refusal::NotFound));
    assert_eq!(send(admin(), draft).await, refused(Refusal::EventNotPublished));
    assert_eq!(send(admin(), called_off).await, refused(Refusal::EventCancelled));
    assert_eq!(written(&world).await, before);
}
