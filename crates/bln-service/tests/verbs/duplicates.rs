//! Suggesting which records may be of one person.

use crate::support::{World, admin};
use bln_core::{
    Actor, BelongingKind, EmailAddress, EmailAddresses, Id, Person, PersonDetails, PersonName, Refusal,
    duplicates::Reason,
};
use bln_service::NetworkError;

async fn joins(world: &World, name: &str, address: &str) -> Id<Person> {
    let mut application = world.application(1, BelongingKind::Ally);
    let emails = EmailAddresses::new([EmailAddress::parse(address).unwrap()]).unwrap();
    application.details = PersonDetails::new(PersonName::parse(name).unwrap(), emails);
    world.network.apply(Actor::public(), application, world.key()).await.unwrap()
}

/// More people than a page holds, so that the two are read apart.
#[tokio::test]
async fn two_records_with_one_address_are_found_among_people_of_several_pages() {
    let world = World::new().await;
    let first = joins(&world, "Sample Person", "sample.person@example.org").await;
    for n in 0..600 {
        world.ally(1000 + n).await;
    }
    let last = joins(&world, "Somebody Else", "sample.person+events@example.org").await;
    let before = world.audited().await;
    let found = world.network.duplicates(admin()).await.unwrap();
    let found: Vec<_> = found.iter().map(|found| (found.a, found.b, found.reason)).collect();
    assert_eq!(found, [(first.min(last), first.max(last), Reason::SameAddress)]);
    let refused = world.network.duplicates(Actor::participant(first)).await.unwrap_err();
    assert_eq!(refused, NetworkError::Refused(Refusal::NotAllowed));
    assert_eq!(world.audited().await, before);
}
