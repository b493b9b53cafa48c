//! Routes for speaking up, and referrals: nothing is kept of who asked for which.

use crate::support::{World, admin};
use bln_core::{Actor, Line, Prose, Refusal, RouteKind, SpeakingUpRoute};
use bln_service::{NetworkError, Released};
use bln_store::PageSize;

/// All that was ever written: nothing of it may name a route.
async fn written(world: &World) -> String {
    let audit = world.store.audit_page(None, PageSize::MAX).await.unwrap();
    let outbox = world.store.outbox_page(None, PageSize::MAX).await.unwrap();
    format!("{audit:?} {outbox:?}")
}

#[tokio::test]
async fn anybody_is_told_of_the_routes_and_nothing_is_written() {
    let world = World::new().await;
    let before = written(&world).await;
    for actor in [Actor::public(), admin()] {
        let routes = world.network.speaking_up_routes(actor).unwrap();
        assert!(routes.iter().any(|route| route.kind == RouteKind::FreedomToSpeakUpGuardian));
    }
    assert_eq!(written(&world).await, before);
}

#[tokio::test]
async fn a_referral_holds_what_its_person_released_and_is_kept_nowhere() {
    let world = World::new().await;
    let person = world.member(17).await;
    let before = written(&world).await;
    let me = Actor::participant(person);
    let route = world.network.speaking_up_routes(me).unwrap()[1].clone();
    let words = Prose::parse("Rotas are given out unfairly.").unwrap();
    let released = Released { words: Some(words), ..Released::default() };
    assert_eq!(format!("{released:?}"), "Released(..)");
    let text = world.network.referral(me, person, &route, released.clone()).unwrap().text();
    assert!(text.contains("Rotas are given out unfairly.") && text.contains(route.name.as_str()));
    assert!(!text.contains("Sample Person") && !text.contains("example.org"));
    let name = Some(Line::parse("Sample Person 17").unwrap());
    let text = world.network.referral(me, person, &route, Released { name, ..released }).unwrap().text();
    assert!(text.contains("My name: Sample Person 17"));
    assert_eq!(written(&world).await, before);
}

#[tokio::test]
async fn nobody_refers_for_another_or_to_a_route_that_is_not_told_of() {
    let world = World::new().await;
    let (person, other) = (world.member(17).await, world.member(18).await);
    let route = world.network.speaking_up_routes(Actor::public()).unwrap()[0].clone();
    let elsewhere = SpeakingUpRoute { name: Line::parse("Somewhere else").unwrap(), ..route.clone() };
    let refer = |actor, route: &SpeakingUpRoute| {
        world.network.referral(actor, person, route, Released::default()).map(drop)
    };
    for actor in [Actor::participant(other), Actor::facilitator(other), admin(), Actor::public()] {
        assert_eq!(refer(actor, &route), Err(NetworkError::Refused(Refusal::NotFound)));
    }
    let unknown = refer(Actor::participant(person), &elsewhere);
    assert_eq!(unknown, Err(NetworkError::Refused(Refusal::NotFound)));
}
