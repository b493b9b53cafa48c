//! No decision reads a replica, however close by it is: one that is five seconds behind changes nothing. (B17)

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{sync::Arc, time::Duration};

use bln_cluster::{Cluster, Replication};
use bln_core::{Actor, Audience, Event, Id};
use bln_postgres::{PostgresConfig, PostgresStore};
use bln_service::{NetworkError, Placement, SystemIds};
use bln_tests::{World, open, person_id, placed, places, queue_faults, seed_allies};

const SCHEMA: &str = "bln_replicated";
const PEOPLE: u32 = 60;
const PLACES: u32 = 20;

/// A primary, and a replica that is five seconds behind.
fn behind() -> Option<(Cluster, Cluster)> {
    let primary = Cluster::for_test()?;
    let replica = primary.replica(Replication::Behind(Duration::from_secs(5))).unwrap();
    Some((primary, replica))
}

/// A network that was given the replica first and the primary second.
async fn network(primary: &Cluster, replica: &Cluster) -> (World, Id<Event>) {
    let store = open(&replica.url_with(primary, SCHEMA)).await;
    let world = World::with_ids(store, Arc::new(SystemIds)).await;
    seed_allies(&world, 1..=PEOPLE).await;
    let event = world.event(Audience::MembersAndAllies, places(PLACES)).await;
    (world, event)
}

/// How many registrations a server shows; none while it does not even show the table.
fn shown(server: &Cluster) -> u32 {
    let rows = server.sql(&format!("SELECT count(*) FROM {SCHEMA}.registration"));
    rows.map_or(0, |rows| rows[0].parse().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_sees_the_own_registration_at_once_and_nobody_gets_a_place_twice() {
    let Some((primary, replica)) = behind() else { return };
    let (world, event) = network(&primary, &replica).await;
    let mut positions = Vec::new();
    for n in 1..=PEOPLE {
        let person = person_id(n);
        if let Placement::Waiting { position } = world.register(event, person).await.unwrap() {
            positions.extend(position.position());
        }
        let (own, _) = world.network.registration(Actor::participant(person), event, person).await.unwrap();
        assert_eq!(own.sequence().number(), u64::from(n));
        if n.is_multiple_of(20) {
            // New connections choose again between the two.
            primary.terminate_backends().unwrap();
        }
    }
    assert_eq!(shown(&primary), PEOPLE);
    assert!(shown(&replica) < PEOPLE, "the replica is not behind, so this shows nothing");
    let placed = placed(&*world.store, event).await;
    let (places, people) = (usize::try_from(PLACES).unwrap(), usize::try_from(PEOPLE).unwrap());
    assert_eq!(queue_faults(&placed, &positions, places, people), Vec::<String>::new());
    world.sound().await;
}

/// The control: a desk that counts the places taken on the replica, and books on the primary.
#[test]
fn a_desk_that_reads_the_replica_is_seen_to_oversell() {
    let Some((primary, replica)) = behind() else { return };
    primary.sql("CREATE TABLE taken (person int)").unwrap();
    let (mut confirmed, places) = (0, 5);
    for person in 1..=10 {
        let counted = replica.sql("SELECT count(*) FROM taken").map_or(0, |rows| rows[0].parse().unwrap());
        if counted < places {
            primary.sql(&format!("INSERT INTO taken VALUES ({person})")).unwrap();
            confirmed += 1;
        }
    }
    assert!(confirmed > places, "{confirmed} confirmed for {places} places");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replica_alone_is_refused_and_nothing_is_answered_from_it_while_the_primary_is_away() {
    let Some((primary, replica)) = behind() else { return };
    let (world, event) = network(&primary, &replica).await;
    // What is there is on the replica too, before the primary goes.
    world.register(event, person_id(1)).await.unwrap();
    while shown(&replica) == 0 {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let alone = PostgresConfig::parse(&replica.url(SCHEMA)).unwrap();
    let refused = PostgresStore::open(&alone).await.unwrap_err();
    assert_eq!(refused.code(), "open.read-only");
    primary.stop_immediate().unwrap();
    let person = person_id(1);
    let own = world.network.registration(Actor::participant(person), event, person).await;
    assert!(matches!(own, Err(NetworkError::Failed { .. } | NetworkError::Busy)), "{own:?}");
    let other = world.register(event, person_id(2)).await;
    let failed =
        matches!(other, Err(NetworkError::Failed { .. } | NetworkError::Busy | NetworkError::UnknownOutcome));
    assert!(failed, "{other:?}");
    primary.restart().unwrap();
    // The readers' and the writer's connections are dead: each is found so and made anew.
    while world.network.registration(Actor::participant(person), event, person).await.is_err() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    world.sound().await;
}
