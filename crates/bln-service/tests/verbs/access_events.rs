//! Events that are not theirs to see: whatever they ask there, the answer is as for an event that is not there.

use crate::support::{World, admin, event_under, places};
use bln_core::{
    Actor, Audience, Confidentiality, Event, Id, ModeChoice, Modes, Person, PlannedEvent, Refusal,
    RegistrationRequest,
};
use bln_service::NetworkError;
use uuid::Uuid;

/// Everything that somebody can ask about an event for themselves.
async fn answers(world: &World, event: Id<Event>, person: Id<Person>) -> Vec<String> {
    let (network, me) = (&world.network, Actor::participant(person));
    let request = RegistrationRequest { event, person, choice: ModeChoice::Either };
    let answers: [Result<(), NetworkError>; 7] = [
        network.event(me, event).await.map(drop),
        network.register(me, request, world.key()).await.map(drop),
        network.cancel_registration(me, event, person).await,
        network.accept_offer(me, event, person).await.map(drop),
        network.decline_offer(me, event, person).await,
        network.registration(me, event, person).await.map(drop),
        network.joining_link(me, event, person).await.map(drop),
    ];
    answers.into_iter().map(|answer| format!("{answer:?}")).collect()
}

/// A session for members, under a rule, published or not.
async fn session(world: &World, rule: Confidentiality, publish: bool) -> Id<Event> {
    let details = event_under(rule, Audience::Members, Modes::InPerson);
    let plan = PlannedEvent { details, places: places(1), repeats: None };
    let event = world.network.create_event(admin(), plan, world.key()).await.unwrap().events[0];
    if publish {
        world.network.publish_event(admin(), event).await.unwrap();
    }
    event
}

#[tokio::test]
async fn an_event_that_is_not_theirs_to_see_answers_as_one_that_is_not_there() {
    let world = World::new().await;
    let (member, ally, away) = (world.member(1).await, world.ally(2).await, world.member(3).await);
    world.network.pause(Actor::participant(away), away).await.unwrap();
    let nowhere = Id::new(Uuid::from_u128(0xbeef));
    let stranger = Id::new(Uuid::from_u128(0xdead));
    let draft = session(&world, Confidentiality::Open, false).await;
    let open = session(&world, Confidentiality::Open, true).await;
    let strict = session(&world, Confidentiality::ConfidentialSafeSpace, true).await;
    let called_off = session(&world, Confidentiality::OffTheRecord, true).await;
    world.network.cancel_event(admin(), called_off).await.unwrap();

    let not_there = answers(&world, nowhere, ally).await;
    let not_found = format!("{:?}", Err::<(), _>(NetworkError::Refused(Refusal::NotFound)));
    assert!(not_there.iter().all(|answer| *answer == not_found), "{not_there:?}");
    for person in [ally, away, stranger] {
        for event in [draft, strict, called_off] {
            assert_eq!(answers(&world, event, person).await, not_there);
        }
    }
    for event in [open, strict] {
        assert_eq!(answers(&world, event, away).await, not_there);
        assert_eq!(answers(&world, event, stranger).await, not_there);
    }
    // Whoever sees an event is told what it is about.
    let registered = world.register(open, ally).await.err();
    assert_eq!(registered, Some(NetworkError::Refused(Refusal::NotInAudience)));
    let cancelled = world.register(called_off, member).await.err();
    assert_eq!(cancelled, Some(NetworkError::Refused(Refusal::EventCancelled)));
    world.sound().await;
}

#[tokio::test]
async fn whoever_has_a_registration_is_told_of_it_also_when_they_see_the_event_no_more() {
    let world = World::new().await;
    let person = world.member(1).await;
    let strict = session(&world, Confidentiality::ConfidentialSafeSpace, true).await;
    world.register(strict, person).await.unwrap();
    let me = Actor::participant(person);
    world.network.pause(me, person).await.unwrap();
    let accepted = world.network.accept_offer(me, strict, person).await;
    assert_eq!(accepted, Err(NetworkError::Refused(Refusal::NoOffer)));
    world.network.cancel_registration(me, strict, person).await.unwrap();
    world.sound().await;
}
