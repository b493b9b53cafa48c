//! Places through the verbs: who gets one, who waits, who is told.

use crate::support::{World, admin, places};
use bln_core::{Actor, Audience, Mode, ModeChoice, NoticeKind, Refusal, RegistrationRequest, WaitingPlace};
use bln_service::{NetworkError, Placement};
use bln_store::PageSize;
use chrono::TimeDelta;

const IN_PERSON: Placement = Placement::Confirmed { mode: Mode::InPerson };

#[tokio::test]
async fn a_free_place_is_confirmed_and_the_next_person_waits() {
    let world = World::new().await;
    let event = world.event(Audience::MembersAndAllies, places(1)).await;
    let (first, second) = (world.member(1).await, world.ally(2).await);
    assert_eq!(world.register(event, first).await, Ok(IN_PERSON));
    assert_eq!(
        world.register(event, second).await,
        Ok(Placement::Waiting { position: WaitingPlace::Position(1) })
    );
    world.sound().await;
}

#[tokio::test]
async fn a_place_that_comes_free_is_offered_accepted_and_opens_the_joining_link() {
    let world = World::new().await;
    let event = world.event(Audience::Members, places(1)).await;
    let (first, second) = (world.member(1).await, world.member(2).await);
    world.register(event, first).await.unwrap();
    world.register(event, second).await.unwrap();
    let me = Actor::participant(second);
    let link = async || world.network.joining_link(me, event, second).await;
    world.network.cancel_registration(Actor::participant(first), event, first).await.unwrap();
    assert_eq!(world.state(event, second).await, "offered");
    assert_eq!(link().await.err(), Some(NetworkError::Refused(Refusal::NoConfirmedPlace)));
    assert_eq!(world.network.accept_offer(me, event, second).await, Ok(Mode::InPerson));
    assert!(link().await.is_ok());
    world.sound().await;
}

#[tokio::test]
async fn the_same_key_gives_the_same_answer_and_one_registration() {
    let world = World::new().await;
    let event = world.event(Audience::Members, places(5)).await;
    let person = world.member(1).await;
    let request = RegistrationRequest { event, person, choice: ModeChoice::InPerson };
    let key = world.key();
    let me = Actor::participant(person);
    for _ in 0..3 {
        assert_eq!(world.network.register(me, request, key.clone()).await, Ok(IN_PERSON));
    }
    let other = RegistrationRequest { choice: ModeChoice::Either, ..request };
    let refused = world.network.register(me, other, key).await;
    assert_eq!(refused, Err(NetworkError::Refused(Refusal::KeyUsedForAnotherRequest)));
    let seats = world.network.seats(admin(), event).await.unwrap();
    assert_eq!(seats.counted().unwrap().last_sequence().number(), 1);
    world.sound().await;
}

#[tokio::test]
async fn the_same_key_at_the_same_moment_gives_one_registration() {
    let world = World::new().await;
    let event = world.event(Audience::Members, places(5)).await;
    let person = world.member(1).await;
    let request = RegistrationRequest { event, person, choice: ModeChoice::InPerson };
    let key = world.key();
    let ask = || world.network.register(Actor::participant(person), request, key.clone());
    let (a, b, c) = tokio::join!(ask(), ask(), ask());
    assert_eq!([a, b, c], [Ok(IN_PERSON), Ok(IN_PERSON), Ok(IN_PERSON)]);
    let seats = world.network.seats(admin(), event).await.unwrap();
    assert_eq!(seats.counted().unwrap().last_sequence().number(), 1);
    world.sound().await;
}

#[tokio::test]
async fn an_offer_that_expires_goes_to_the_next_and_both_are_told() {
    let world = World::new().await;
    let event = world.event(Audience::Members, places(1)).await;
    let (a, b, c) = (world.member(1).await, world.member(2).await, world.member(3).await);
    for person in [a, b, c] {
        world.register(event, person).await.unwrap();
    }
    world.network.cancel_registration(Actor::participant(a), event, a).await.unwrap();
    world.clock.pass(TimeDelta::hours(48));
    assert_eq!(world.network.expire_offers(admin()).await, Ok(1));
    assert_eq!(world.network.expire_offers(admin()).await, Ok(0));
    assert_eq!((world.state(event, b).await, world.state(event, c).await), ("expired", "offered"));
    let outbox = world.store.outbox_page(None, PageSize::MAX).await.unwrap();
    let told = |person, kind| {
        outbox.items.iter().filter(|n| n.notice.recipient() == person && n.notice.kind() == kind).count()
    };
    assert_eq!((told(b, NoticeKind::OfferEnded), told(c, NoticeKind::PlaceOffered)), (1, 1));
    world.sound().await;
}

#[tokio::test]
async fn who_is_not_in_the_audience_or_acts_for_another_is_refused() {
    let world = World::new().await;
    let event = world.event(Audience::Members, places(1)).await;
    let (member, ally) = (world.member(1).await, world.ally(2).await);
    assert_eq!(world.register(event, ally).await, Err(NetworkError::Refused(Refusal::NotInAudience)));
    let request = RegistrationRequest { event, person: member, choice: ModeChoice::Either };
    let refused = world.network.register(Actor::participant(ally), request, world.key()).await;
    assert_eq!(refused, Err(NetworkError::Refused(Refusal::NotFound)));
    let stranger = world.network.registration(Actor::participant(ally), event, member).await;
    assert_eq!(stranger.err(), Some(NetworkError::Refused(Refusal::NotFound)));
    world.sound().await;
}

#[tokio::test]
async fn more_places_are_offered_to_everybody_who_waits_in_order() {
    let world = World::new().await;
    let event = world.event(Audience::Members, places(1)).await;
    let mut people = Vec::new();
    for n in 1..=200 {
        let person = world.member(n).await;
        world.register(event, person).await.unwrap();
        people.push(person);
    }
    world.network.resize_event(admin(), event, places(151)).await.unwrap();
    for (index, person) in people.iter().enumerate() {
        let expected = match index {
            0 => "confirmed",
            1..=150 => "offered",
            _ => "waiting",
        };
        assert_eq!(world.state(event, *person).await, expected, "person {index}");
    }
    let fewer = world.network.resize_event(admin(), event, places(150)).await;
    assert_eq!(fewer, Err(NetworkError::Refused(Refusal::BelowOccupied)));
    world.sound().await;
}

#[tokio::test]
async fn a_cancelled_event_cancels_everybody_and_tells_them() {
    let world = World::new().await;
    let event = world.event(Audience::Members, places(600)).await;
    let mut people = Vec::new();
    for n in 1..=1_100 {
        let person = world.member(n).await;
        world.register(event, person).await.unwrap();
        people.push(person);
    }
    world.network.cancel_event(admin(), event).await.unwrap();
    world.network.cancel_event(admin(), event).await.unwrap();
    for person in &people {
        assert_eq!(world.state(event, *person).await, "cancelled");
    }
    assert_eq!(world.register(event, people[0]).await, Err(NetworkError::Refused(Refusal::EventCancelled)));
    world.sound().await;
}

#[tokio::test]
async fn a_completed_event_settles_who_came_and_who_did_not() {
    let world = World::new().await;
    let event = world.event(Audience::Members, places(2)).await;
    let (a, b, c, d) =
        (world.member(1).await, world.member(2).await, world.member(3).await, world.member(4).await);
    for person in [a, b, c] {
        world.register(event, person).await.unwrap();
    }
    let early = world.network.check_in(admin(), event, a).await;
    assert_eq!(early, Err(NetworkError::Refused(Refusal::CheckInNotOpen)));
    world.clock.set("2027-05-01T17:30:00Z");
    assert_eq!(world.network.check_in(admin(), event, a).await, Ok(Mode::InPerson));
    let walk_up = world.network.walk_up(admin(), event, d, Mode::InPerson, world.key()).await;
    assert_eq!(walk_up, Err(NetworkError::Refused(Refusal::NoFreePlace)));
    let too_early = world.network.complete_event(admin(), event).await;
    assert_eq!(too_early, Err(NetworkError::Refused(Refusal::EventNotOver)));
    world.clock.set("2027-05-01T19:00:00Z");
    world.network.complete_event(admin(), event).await.unwrap();
    let states = (world.state(event, a).await, world.state(event, b).await, world.state(event, c).await);
    assert_eq!(states, ("attended", "did_not_attend", "expired"));
    world.sound().await;
}
