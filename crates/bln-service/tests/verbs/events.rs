//! The programme through the verbs: drafts, series, changes, and who sees what.

use std::collections::BTreeSet;

use crate::support::{World, admin, event_details, event_under, places};
use bln_core::{
    Actor, Audience, Confidentiality, EventState, LocalTime, Mode, Modes, NoticeKind, Places, PlacesByMode,
    PlannedEvent, Recurrence, Refusal, Repeats, Schedule, TimeZone,
};
use bln_service::NetworkError;
use bln_store::PageSize;

fn refused<T>(refusal: Refusal) -> Result<T, NetworkError> {
    Err(NetworkError::Refused(refusal))
}

fn london(text: &str) -> LocalTime {
    LocalTime::parse(text, TimeZone::LONDON).unwrap()
}

#[tokio::test]
async fn a_draft_is_nobodys_business_until_it_is_published() {
    let world = World::new().await;
    let member = world.member(1).await;
    let plan = PlannedEvent {
        details: event_details(Audience::Members, Modes::InPerson),
        places: places(1),
        repeats: None,
    };
    let event = world.network.create_event(admin(), plan, world.key()).await.unwrap().events[0];
    let me = Actor::participant(member);
    assert_eq!(world.network.event(me, event).await.err(), Some(NetworkError::Refused(Refusal::NotFound)));
    assert_eq!(world.register(event, member).await, refused(Refusal::NotFound));
    world.network.publish_event(admin(), event).await.unwrap();
    let seen = world.network.event(me, event).await.unwrap().record;
    assert_eq!(seen.state(), EventState::Published);
    assert_eq!(seen.parts().details.joining_link(), None, "the link is for confirmed places");
    assert_eq!(world.network.publish_event(admin(), event).await, refused(Refusal::EventAlreadyPublished));
    world.sound().await;
}

#[tokio::test]
async fn a_series_is_created_once_and_stays_at_six_across_the_clock_change() {
    let world = World::new().await;
    let schedule = Schedule::new(london("2027-03-22T18:00"), london("2027-03-22T19:00")).unwrap();
    let details = event_details(Audience::Members, Modes::InPerson).moved_to(schedule).unwrap();
    let repeats =
        Repeats { rule: Recurrence::parse("FREQ=WEEKLY;COUNT=3").unwrap(), except: BTreeSet::new() };
    let plan = PlannedEvent { details, places: places(5), repeats: Some(repeats) };
    let key = world.key();
    let created = world.network.create_event(admin(), plan.clone(), key.clone()).await.unwrap();
    assert_eq!(world.network.create_event(admin(), plan, key).await.unwrap(), created);
    let programme = world.network.programme(admin(), None, PageSize::MAX).await.unwrap();
    let starts: Vec<_> =
        programme.items.iter().map(|e| e.record.schedule().starts_at().to_string()).collect();
    assert_eq!(
        starts,
        ["2027-03-22T18:00:00.000000Z", "2027-03-29T17:00:00.000000Z", "2027-04-05T17:00:00.000000Z"]
    );
    world.sound().await;
}

#[tokio::test]
async fn a_stricter_rule_is_never_loosened_once_registration_is_open() {
    let world = World::new().await;
    let event = world.event(Audience::Members, places(1)).await;
    let stored = world.store.event(event).await.unwrap().unwrap();
    let strict = event_under(Confidentiality::ConfidentialSafeSpace, Audience::Members, Modes::InPerson);
    world.network.change_event(admin(), event, strict, stored.version).await.unwrap();
    let loose = event_details(Audience::Members, Modes::InPerson);
    let answer = world.network.change_event(admin(), event, loose, stored.version.next()).await;
    assert_eq!(answer, refused(Refusal::ConfidentialityLoosened));
    world.sound().await;
}

#[tokio::test]
async fn a_moved_event_tells_everybody_who_is_registered_and_raises_its_revision() {
    let world = World::new().await;
    let event = world.event(Audience::Members, places(1)).await;
    let (one, two) = (world.member(1).await, world.member(2).await);
    world.register(event, one).await.unwrap();
    world.register(event, two).await.unwrap();
    let stored = world.store.event(event).await.unwrap().unwrap();
    let later = Schedule::new(london("2027-05-02T18:00"), london("2027-05-02T20:00")).unwrap();
    let moved = stored.record.parts().details.clone().moved_to(later).unwrap();
    world.network.change_event(admin(), event, moved, stored.version).await.unwrap();
    let changed = world.store.event(event).await.unwrap().unwrap().record;
    assert_eq!(changed.revision().number(), stored.record.revision().number() + 1);
    let outbox = world.store.outbox_page(None, PageSize::MAX).await.unwrap();
    let told = outbox.items.iter().filter(|n| n.notice.kind() == NoticeKind::EventChanged).count();
    assert_eq!(told, 2);
    world.sound().await;
}

#[tokio::test]
async fn a_room_becomes_a_hybrid_and_who_waits_either_way_is_offered_the_new_places() {
    let world = World::new().await;
    let event = world.event(Audience::Members, places(1)).await;
    let (one, two) = (world.member(1).await, world.member(2).await);
    world.register(event, one).await.unwrap();
    world.register(event, two).await.unwrap();
    let stored = world.store.event(event).await.unwrap().unwrap();
    let hybrid = event_details(Audience::Members, Modes::Hybrid);
    let both = PlacesByMode::hybrid(Places::new(1).unwrap(), Places::new(10).unwrap());
    world.network.reshape_event(admin(), event, hybrid, both, stored.version).await.unwrap();
    assert_eq!(world.state(event, two).await, "offered");
    let outbox = world.store.outbox_page(None, PageSize::MAX).await.unwrap();
    let told = outbox.items.iter().filter(|n| n.notice.kind() == NoticeKind::EventChanged).count();
    assert_eq!(told, 2, "who holds a place and who waited");
    assert_eq!(world.network.accept_offer(Actor::participant(two), event, two).await, Ok(Mode::Online));
    let back = event_details(Audience::Members, Modes::InPerson);
    let answer = world.network.reshape_event(admin(), event, back, places(1), stored.version.next()).await;
    assert_eq!(answer, refused(Refusal::ModeInUse));
    world.sound().await;
}
