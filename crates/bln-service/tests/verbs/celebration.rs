//! Recognition of people, and resources that people are pointed to.

use std::collections::BTreeSet;

use crate::{
    legacy::released,
    support::{World, admin},
};
use bln_core::{
    Actor, Attribution, ConsentAnswer, Figure, Findings, HighImpactAction, Id, Line, Link, Person, Pillar,
    Pillars, Prose, Published, PurposeCode, RecognitionDetails, RecognitionKind, Refusal, Resource,
    ResourceDetails, ResourceKind, ResourceView, ShownRecognition,
    limits::{LimitChange, RestrictionGround},
};
use bln_service::NetworkError;
use bln_store::PageSize;

fn refused<T>(refusal: Refusal) -> Result<T, NetworkError> {
    Err(NetworkError::Refused(refusal))
}

fn thanks(person: Id<Person>) -> RecognitionDetails {
    RecognitionDetails {
        person,
        kind: RecognitionKind::Thanks,
        words: Prose::parse("Thank you for the sample programme.").unwrap(),
        on: "2027-02-14".parse().unwrap(),
        attribution: Attribution::Anonymous,
    }
}

async fn seen(world: &World, actor: Actor) -> Vec<Id<bln_core::Recognition>> {
    let page = world.network.recognitions(actor, None, PageSize::MAX).await.unwrap();
    page.items.iter().map(ShownRecognition::id).collect()
}

#[tokio::test]
async fn somebody_is_recognised_and_shown_only_while_they_agree() {
    let world = World::new().await;
    let (person, reader) = (world.member(1).await, Actor::participant(world.ally(2).await));
    let recognise = || world.network.recognise(admin(), thanks(person), world.key());
    assert_eq!(recognise().await, refused(Refusal::NoConsent));
    world.agree(person, PurposeCode::Testimonial).await;
    assert_eq!(recognise().await, refused(Refusal::NoConsent), "one purpose does not do for another");
    world.agree(person, PurposeCode::Recognition).await;
    let id = recognise().await.unwrap();
    for actor in [admin(), reader] {
        assert_eq!(seen(&world, actor).await, [id]);
    }
    // Who does not belong reads none.
    let stranger = world.application(3, bln_core::BelongingKind::Member);
    let stranger = world.network.apply(Actor::public(), stranger, world.key()).await.unwrap();
    assert_eq!(seen(&world, Actor::participant(stranger)).await, []);

    let limit = |change| world.network.limit_processing(admin(), person, change);
    limit(LimitChange::Restrict(RestrictionGround::ObjectionPending)).await.unwrap();
    assert_eq!(seen(&world, reader).await, []);
    assert_eq!(recognise().await, refused(Refusal::ProcessingRestricted));
    limit(LimitChange::LiftRestriction).await.unwrap();
    assert_eq!(seen(&world, reader).await, [id]);

    world.say(person, PurposeCode::Recognition, ConsentAnswer::Withdrawn).await.unwrap();
    for actor in [admin(), reader] {
        assert_eq!(seen(&world, actor).await, []);
    }
    assert_eq!(recognise().await, refused(Refusal::ConsentWithdrawn));
    world.sound().await;
}

#[tokio::test]
async fn a_recognition_is_told_to_its_person_changes_hands_and_goes_with_them() {
    let world = World::new().await;
    let (keep, other) = (world.member(1).await, world.member(2).await);
    for person in [keep, other] {
        world.agree(person, PurposeCode::Recognition).await;
    }
    let key = world.key();
    let id = world.network.recognise(admin(), thanks(other), key.clone()).await.unwrap();
    assert_eq!(world.network.recognise(admin(), thanks(other), key).await, Ok(id));
    world.network.merge_people(admin(), keep, other).await.unwrap();
    assert_eq!(seen(&world, admin()).await, [id]);
    let told = world.network.subject_access(Actor::participant(keep), keep).await.unwrap().to_text();
    assert!(told.contains("Thank you for the sample programme."), "{told}");
    world.network.erase_person(admin(), keep).await.unwrap();
    assert_eq!(world.store.recognition(id).await.unwrap(), None);
    world.sound().await;
}

fn report(n: u32, pillar: Pillar) -> ResourceDetails {
    ResourceDetails {
        title: Line::parse(format!("Sample report {n}")).unwrap(),
        kind: ResourceKind::Report,
        publisher: Line::parse("Sample publisher").unwrap(),
        published: Published::parse("2022-06").unwrap(),
        link: Link::parse(format!("https://example.org/reports/{n}")).unwrap(),
        licence: None,
        pillars: Pillars::new([pillar]).unwrap(),
        actions: BTreeSet::from([HighImpactAction::Two]),
        figures: Findings::default(),
    }
}

#[tokio::test]
async fn a_withdrawn_resource_leaves_its_title_in_its_place_and_nothing_that_leads_there() {
    let world = World::new().await;
    let (network, public) = (&world.network, Actor::public());
    let mut ids: Vec<Id<Resource>> = Vec::new();
    for (n, pillar) in [(1, Pillar::Legacy), (2, Pillar::Celebration), (3, Pillar::Legacy)] {
        ids.push(network.add_resource(admin(), report(n, pillar), world.key()).await.unwrap());
    }
    let listed = async |pillar| {
        let page = network.resources(public, pillar, None, PageSize::MAX).await.unwrap();
        page.items.iter().map(ResourceView::id).collect::<Vec<_>>()
    };
    assert_eq!(listed(None).await, ids);
    assert_eq!(listed(Some(Pillar::Legacy)).await, [ids[0], ids[2]]);

    let reason = || Prose::parse("Its figures were wrong.").unwrap();
    network.withdraw_resource(admin(), ids[0], reason()).await.unwrap();
    let again = network.withdraw_resource(admin(), ids[0], reason()).await;
    assert_eq!(again, refused(Refusal::ResourceWithdrawn));
    // Whoever points to it finds what is left of it where it was, alone and in every list.
    let alone = network.resource(public, ids[0]).await.unwrap();
    let page = network.resources(public, Some(Pillar::Legacy), None, PageSize::MAX).await.unwrap();
    for view in [&alone, &page.items[0]] {
        assert!(matches!(view, ResourceView::Withdrawn(stub) if stub.title.as_str() == "Sample report 1"));
        assert!(!format!("{view:?}").contains("example.org"), "{view:?}");
    }
    assert_eq!(listed(None).await, ids);

    let size = PageSize::new(1).unwrap();
    let first = network.resources(public, Some(Pillar::Legacy), None, size).await.unwrap();
    let rest = network.resources(public, Some(Pillar::Legacy), first.next, size).await.unwrap();
    assert_eq!((first.items[0].id(), rest.items[0].id(), rest.next), (ids[0], ids[2], None));
    world.sound().await;
}

#[tokio::test]
async fn a_resource_tells_of_figures_of_the_register_until_it_is_withdrawn() {
    let world = World::new().await;
    let (network, public) = (&world.network, Actor::public());
    let add = async |figures: &[Id<Figure>]| {
        let figures = Findings::new(figures.iter().copied()).unwrap();
        let details = ResourceDetails { figures, ..report(1, Pillar::Legacy) };
        network.add_resource(admin(), details, world.key()).await
    };
    let figure = network.register_figure(admin(), &released(212), world.key()).await.unwrap();
    let nowhere = Id::new(uuid::Uuid::from_u128(7));
    assert_eq!(add(&[figure, nowhere]).await, refused(Refusal::NotFound));
    let id = add(&[figure]).await.unwrap();
    let listed = network.resource(public, id).await.unwrap();
    let ResourceView::Listed { details, .. } = listed else { panic!("{listed:?}") };
    assert_eq!(details.figures.iter().collect::<Vec<_>>(), [figure]);

    let reason = Prose::parse("Its figures were wrong.").unwrap();
    network.withdraw_resource(admin(), id, reason).await.unwrap();
    let withdrawn = format!("{:?}", network.resource(public, id).await.unwrap());
    assert!(!withdrawn.contains(&figure.to_string()), "{withdrawn}");
    world.sound().await;
}

#[tokio::test]
async fn a_resource_is_added_once_for_each_key() {
    let world = World::new().await;
    let (network, key) = (&world.network, world.key());
    let add = |n| network.add_resource(admin(), report(n, Pillar::Legacy), key.clone());
    let id = add(1).await.unwrap();
    assert_eq!(add(1).await, Ok(id));
    assert_eq!(add(2).await, refused(Refusal::KeyUsedForAnotherRequest));
    let missing = network.resource(Actor::public(), Id::new(uuid::Uuid::from_u128(7))).await;
    assert_eq!(missing, refused(Refusal::NotFound));
}
