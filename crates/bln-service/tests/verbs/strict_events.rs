//! Events under a strict rule: their registrations are their people's alone, and their numbers nobody's.

use crate::post::{Post, link};
use crate::support::{World, admin, event_under, places};
use bln_core::{
    Actor, Audience, Confidentiality, Event, Fullness, Id, LinkKind, Mode, ModeChoice, Modes, NoticeKind,
    Places, PlacesByMode, PlannedEvent, Refusal, RegistrationRequest, SeatsView, Sequence, WaitingPlace,
};
use bln_service::{NetworkError, Placement};
use bln_store::PageSize;
use chrono::TimeDelta;

fn refused<T>(refusal: Refusal) -> Result<T, NetworkError> {
    Err(NetworkError::Refused(refusal))
}

async fn session(world: &World, rule: Confidentiality, places: PlacesByMode) -> Id<Event> {
    let details = event_under(rule, Audience::Members, places.modes());
    let plan = PlannedEvent { details, places, repeats: None };
    let event = world.network.create_event(admin(), plan, world.key()).await.unwrap().events[0];
    world.network.publish_event(admin(), event).await.unwrap();
    event
}

const STRICT: [Confidentiality; 2] = [Confidentiality::ConfidentialSafeSpace, Confidentiality::OffTheRecord];

#[tokio::test]
async fn nobody_but_the_person_sees_or_acts_on_a_registration() {
    for rule in STRICT {
        let world = World::new().await;
        let (coming, away) = (world.member(1).await, world.member(2).await);
        let event = session(&world, rule, places(1)).await;
        world.register(event, coming).await.unwrap();
        let audit = async || world.store.audit_page(None, PageSize::MAX).await.unwrap().items.len();
        let before = audit().await;
        let network = &world.network;
        for person in [coming, away] {
            let request = RegistrationRequest { event, person, choice: ModeChoice::Either };
            let answers = [
                network.register(admin(), request, world.key()).await.map(drop),
                network.cancel_registration(admin(), event, person).await,
                network.accept_offer(admin(), event, person).await.map(drop),
                network.decline_offer(admin(), event, person).await,
                network.remove_registration(admin(), event, person).await,
                network.registration(admin(), event, person).await.map(drop),
                network.joining_link(admin(), event, person).await.map(drop),
                network.check_in(admin(), event, person).await.map(drop),
            ];
            assert_eq!(answers, [const { Err(NetworkError::Refused(Refusal::NotFound)) }; 8]);
        }
        assert_eq!(audit().await, before);
        let me = Actor::participant(coming);
        assert!(network.joining_link(me, event, coming).await.is_ok());
        network.cancel_registration(me, event, coming).await.unwrap();
        world.sound().await;
    }
}

#[tokio::test]
async fn administrators_are_people_too() {
    let world = World::new().await;
    let person = world.member(1).await;
    let event = session(&world, Confidentiality::ConfidentialSafeSpace, places(1)).await;
    let request = RegistrationRequest { event, person, choice: ModeChoice::Either };
    let me = Actor::administrator(person);
    let placed = world.network.register(me, request, world.key()).await;
    assert_eq!(placed, Ok(Placement::Confirmed { mode: Mode::InPerson }));
    assert!(world.network.registration(me, event, person).await.is_ok());
}

#[tokio::test]
async fn who_waits_is_told_no_position_and_who_registered_no_number() {
    for rule in Confidentiality::ALL {
        let world = World::new().await;
        let event = session(&world, rule, places(1)).await;
        let mut people = Vec::new();
        for n in 1..=3 {
            people.push(world.member(n).await);
        }
        let key = world.key();
        world.register(event, people[0]).await.unwrap();
        world.register(event, people[1]).await.unwrap();
        let me = Actor::participant(people[2]);
        let request = RegistrationRequest { event, person: people[2], choice: ModeChoice::Either };
        let strict = rule.is_strict();
        let position = if strict { WaitingPlace::Unnumbered } else { WaitingPlace::Position(2) };
        for _ in 0..2 {
            let placed = world.network.register(me, request, key.clone()).await;
            assert_eq!(placed, Ok(Placement::Waiting { position }), "{rule:?}");
        }
        let (own, steps) = world.network.registration(me, event, people[2]).await.unwrap();
        let number = if strict { Sequence::START } else { Sequence::new(3) };
        assert_eq!((own.sequence(), steps[0].sequence), (number, number), "{rule:?}");
        let given = world.network.subject_access(me, people[2]).await.unwrap().to_json();
        assert_eq!(given.contains("\"number\""), !strict, "{rule:?}");
        world.sound().await;
    }
}

#[tokio::test]
async fn administrators_see_whether_a_place_is_left_and_no_number() {
    let world = World::new().await;
    let two = Places::new(2).unwrap();
    let event = session(&world, Confidentiality::OffTheRecord, PlacesByMode::hybrid(two, two)).await;
    let seats = async || world.network.seats(admin(), event).await.unwrap();
    let empty = seats().await;
    let kept = |in_person| SeatsView::Kept {
        places: PlacesByMode::hybrid(two, two),
        in_person: Some(in_person),
        online: Some(Fullness::PlacesFree),
    };
    assert_eq!(empty, kept(Fullness::PlacesFree));
    let (one, other) = (world.member(1).await, world.member(2).await);
    world.register(event, one).await.unwrap();
    assert_eq!(seats().await, empty);
    world.register(event, other).await.unwrap();
    assert_eq!(seats().await, kept(Fullness::Full));
}

#[tokio::test]
async fn sums_leave_strict_events_out() {
    let world = World::new().await;
    let open = session(&world, Confidentiality::ChathamHouse, places(40)).await;
    let strict = session(&world, Confidentiality::ConfidentialSafeSpace, places(50)).await;
    for n in 1..=12 {
        let person = world.member(n).await;
        world.register(strict, person).await.unwrap();
        if n <= 11 {
            world.register(open, person).await.unwrap();
        }
    }
    let in_person = world.network.overview(admin()).await.unwrap().places[&Mode::InPerson];
    assert_eq!((in_person.capacity, in_person.confirmed.number()), (40, Some(11)));
}

/// How far places could be taken away would tell how many are taken.
#[tokio::test]
async fn a_published_strict_event_is_only_given_more_places() {
    let world = World::new().await;
    let event = session(&world, Confidentiality::ConfidentialSafeSpace, places(10)).await;
    let resize = async |to| world.network.resize_event(admin(), event, places(to)).await;
    let empty = [resize(9).await, resize(1).await, resize(0).await];
    let one = world.member(1).await;
    world.register(event, one).await.unwrap();
    assert_eq!([resize(9).await, resize(1).await, resize(0).await], empty);
    assert_eq!(empty[0], refused(Refusal::PlacesOnlyGrow));
    assert_eq!([resize(10).await, resize(11).await], [Ok(()), Ok(())]);
    assert_eq!(resize(10).await, refused(Refusal::PlacesOnlyGrow));
    // A way of attending stays too, taken or not.
    let stored = world.network.event(admin(), event).await.unwrap();
    let online = event_under(Confidentiality::ConfidentialSafeSpace, Audience::Members, Modes::Online);
    let places = PlacesByMode::online(Places::new(20).unwrap());
    let moved = world.network.reshape_event(admin(), event, online, places, stored.version).await;
    assert_eq!(moved, refused(Refusal::PlacesOnlyGrow));
}

#[tokio::test]
async fn sweeps_do_not_count_strict_events_and_sweep_them() {
    let world = World::new().await;
    let (first, next) = (world.member(1).await, world.member(2).await);
    for (rule, counted) in [(Confidentiality::Open, 1), (Confidentiality::OffTheRecord, 0)] {
        let event = session(&world, rule, places(1)).await;
        world.register(event, first).await.unwrap();
        world.register(event, next).await.unwrap();
        world.network.cancel_registration(Actor::participant(first), event, first).await.unwrap();
        world.clock.pass(TimeDelta::hours(48));
        assert_eq!(world.network.expire_offers(admin()).await, Ok(counted));
        assert_eq!(world.state(event, next).await, "expired");
    }
}

#[tokio::test]
async fn erasure_gives_the_place_back_and_tells_another_nothing_of_it() {
    let world = World::new().await;
    let (gone, own, next) = (world.member(1).await, world.member(2).await, world.member(3).await);
    let (strict, open) = (
        session(&world, Confidentiality::ConfidentialSafeSpace, places(2)).await,
        session(&world, Confidentiality::Open, places(2)).await,
    );
    for person in [gone, own, next] {
        world.register(strict, person).await.unwrap();
    }
    for person in [gone, own] {
        world.register(open, person).await.unwrap();
    }
    let certificate = world.network.erase_person(admin(), gone).await.unwrap();
    assert_eq!(certificate.registrations, 1);
    assert_eq!((world.state(strict, gone).await, world.state(strict, next).await), ("none", "offered"));
    let certificate = world.network.erase_person(Actor::participant(own), own).await.unwrap();
    assert_eq!(certificate.registrations, 2);
    world.sound().await;
}

#[tokio::test]
async fn a_merge_carries_a_registration_over_and_its_person_finds_it() {
    let world = World::new().await;
    let (keep, other) = (world.member(1).await, world.member(2).await);
    let event = session(&world, Confidentiality::ConfidentialSafeSpace, places(2)).await;
    world.register(event, other).await.unwrap();
    world.network.merge_people(admin(), keep, other).await.unwrap();
    assert_eq!((world.state(event, keep).await, world.state(event, other).await), ("confirmed", "none"));
    assert!(world.network.registration(Actor::participant(keep), event, keep).await.is_ok());
    world.sound().await;
}

#[tokio::test]
async fn a_link_in_a_letter_takes_an_offer_for_whoever_it_was_sent_to() {
    let world = World::new().await;
    let (first, next) = (world.member(1).await, world.member(2).await);
    let event = session(&world, Confidentiality::OffTheRecord, places(1)).await;
    world.register(event, first).await.unwrap();
    world.register(event, next).await.unwrap();
    world.network.cancel_registration(Actor::participant(first), event, first).await.unwrap();
    let post = Post::default();
    world.network.dispatch(admin(), &post, usize::MAX).await.unwrap();
    let mut letters = post.take();
    letters.retain(|letter| letter.kind == NoticeKind::PlaceOffered);
    let token = link(&mut letters, LinkKind::AcceptOffer);
    world.network.redeem_link(Actor::public(), &token).await.unwrap();
    assert_eq!(world.state(event, next).await, "confirmed");
    world.sound().await;
}
