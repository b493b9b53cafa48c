//! Events under a strict rule through the verbs: who sees what of them, and what is told of who comes.

use crate::support::{World, admin, event_under, places};
use bln_core::{Actor, Audience, Confidentiality, Event, Id, Modes, PlannedEvent, Refusal};
use bln_service::NetworkError;
use bln_store::PageSize;

const STRICT: [Confidentiality; 2] = [Confidentiality::ConfidentialSafeSpace, Confidentiality::OffTheRecord];

async fn session(world: &World, rule: Confidentiality, audience: Audience) -> Id<Event> {
    let details = event_under(rule, audience, Modes::InPerson);
    let plan = PlannedEvent { details, places: places(12), repeats: None };
    let event = world.network.create_event(admin(), plan, world.key()).await.unwrap().events[0];
    world.network.publish_event(admin(), event).await.unwrap();
    event
}

/// The title an actor sees, by the verb for one event and by the one for all.
async fn titles(world: &World, actor: Actor, event: Id<Event>) -> [Option<String>; 2] {
    let title = |event: &Event| event.title().as_str().to_owned();
    let one = match world.network.event(actor, event).await {
        Ok(seen) => Some(title(&seen.record)),
        Err(error) => {
            assert_eq!(error, NetworkError::Refused(Refusal::NotFound));
            None
        }
    };
    let all = world.network.programme(actor, None, PageSize::MAX).await.unwrap().items;
    let listed = all.iter().find(|seen| seen.record.id() == event).map(|seen| title(&seen.record));
    [one, listed]
}

#[tokio::test]
async fn the_title_of_a_strict_event_is_for_those_who_are_registered_for_it() {
    let world = World::new().await;
    let (one, other, ally) = (world.member(1).await, world.member(2).await, world.ally(3).await);
    let twice = |title: &str| [Some(title.to_owned()), Some(title.to_owned())];
    for rule in STRICT {
        let event = session(&world, rule, Audience::Members).await;
        let (me, peer) = (Actor::participant(one), Actor::participant(other));
        assert_eq!(titles(&world, me, event).await, twice("Network meeting"));
        world.register(event, one).await.unwrap();
        assert_eq!(titles(&world, me, event).await, twice("A sample event"));
        assert_eq!(titles(&world, peer, event).await, twice("Network meeting"));
        assert_eq!(titles(&world, Actor::facilitator(other), event).await, twice("Network meeting"));
        assert_eq!(titles(&world, admin(), event).await, twice("A sample event"));
        for actor in
            [Actor::participant(ally), Actor::facilitator(ally), Actor::public(), Actor::analyst(one)]
        {
            assert_eq!(titles(&world, actor, event).await, [None, None], "{actor:?}");
        }
        world.network.cancel_registration(me, event, one).await.unwrap();
        assert_eq!(titles(&world, me, event).await, twice("Network meeting"));
    }
    world.sound().await;
}

#[tokio::test]
async fn an_open_event_is_seen_whole_by_its_audience_registered_or_not() {
    let world = World::new().await;
    let member = Actor::participant(world.member(1).await);
    for rule in [Confidentiality::Open, Confidentiality::ChathamHouse] {
        let event = session(&world, rule, Audience::Members).await;
        assert_eq!(
            titles(&world, member, event).await,
            ["A sample event", "A sample event"].map(|title| Some(title.to_owned()))
        );
    }
}
