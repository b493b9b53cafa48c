//! Legal holds, restrictions and objections.

use crate::support::{World, admin};
use bln_core::{
    Actor, BelongingKind, ConsentAnswer, ConsentDecision, ConsentMethod, ConsentRequest, Id, NoticeKind,
    Person, Prose, PurposeCode, Refusal, Standing,
    limits::{LimitChange, RestrictionGround},
};
use bln_service::{NetworkError, PersonView};
use bln_store::PageSize;

const REASON: &str = "A claim of the sample person before the employment tribunal.";

fn hold() -> LimitChange {
    LimitChange::Hold(Prose::parse(REASON).unwrap())
}

fn restrict() -> LimitChange {
    LimitChange::Restrict(RestrictionGround::AccuracyContested)
}

async fn agree(world: &World, person: Id<Person>, purpose: PurposeCode, wording: &str) {
    let answer = ConsentAnswer::Given(world.wording(wording));
    let request = ConsentRequest { person, purpose, answer, method: ConsentMethod::Web };
    world.network.answer_consent(Actor::participant(person), request).await.unwrap();
}

/// Whether somebody is shown to an actor, by each way there is.
async fn shown(world: &World, actor: Actor, person: Id<Person>) -> [bool; 4] {
    let network = &world.network;
    let is_there = |views: Vec<PersonView>| views.iter().any(|view| view.person() == person);
    [
        network.person(actor, person).await.is_ok(),
        is_there(network.people(actor, None, PageSize::MAX).await.unwrap().items),
        is_there(network.search_people(actor, "sample", None, PageSize::MAX).await.unwrap().items),
        is_there(network.people_like(actor, "sampel", PageSize::MAX).await.unwrap()),
    ]
}

#[tokio::test]
async fn somebody_restricted_is_shown_to_themselves_and_administrators_alone() {
    let world = World::new().await;
    let (person, other) = (world.member(17).await, world.ally(18).await);
    agree(&world, person, PurposeCode::Directory, "directory-consent").await;
    let (own, other) = (Actor::participant(person), Actor::participant(other));
    assert_eq!(shown(&world, other, person).await, [true; 4]);

    world.network.limit_processing(own, person, restrict()).await.unwrap();
    assert_eq!(shown(&world, other, person).await, [false; 4]);
    assert_eq!(shown(&world, own, person).await, [true; 4]);
    assert_eq!(shown(&world, admin(), person).await, [true; 4]);
    let hidden = world.network.person(other, person).await.unwrap_err();
    let missing = world.network.person(other, Id::new(uuid::Uuid::from_u128(0xdead))).await.unwrap_err();
    assert_eq!(format!("{hidden:?} {hidden}"), format!("{missing:?} {missing}"));

    world.network.limit_processing(admin(), person, LimitChange::LiftRestriction).await.unwrap();
    assert_eq!(shown(&world, other, person).await, [true; 4]);
}

#[tokio::test]
async fn whose_restriction_is_lifted_is_told_in_the_same_commit_and_once() {
    let world = World::new().await;
    let person = world.member(17).await;
    crate::post::empty_the_outbox(&world).await;
    let limit = async |change| {
        world.network.limit_processing(admin(), person, change).await.unwrap();
        let waiting = world.store.outbox_page(None, PageSize::MAX).await.unwrap().items;
        waiting.iter().map(|record| record.notice.kind()).collect::<Vec<_>>()
    };
    assert_eq!(limit(LimitChange::LiftRestriction).await, [], "there was none");
    assert_eq!(limit(hold()).await, []);
    assert_eq!(limit(restrict()).await, []);
    assert_eq!(limit(LimitChange::ReleaseHold).await, []);
    let before = world.audited().await;
    assert_eq!(limit(LimitChange::LiftRestriction).await, [NoticeKind::RestrictionLifted]);
    assert_eq!(world.audited().await, before + 1);
    assert_eq!(limit(LimitChange::LiftRestriction).await.len(), 1, "it is lifted already");

    // It reaches somebody who agreed to nothing.
    let post = crate::post::Post::default();
    assert_eq!(world.network.dispatch(admin(), &post, usize::MAX).await.unwrap().sent, 1);
    let letter = post.take().remove(0);
    assert_eq!(
        (letter.kind, letter.to.as_str()),
        (NoticeKind::RestrictionLifted, "sample.person.17@example.org")
    );
    assert!(letter.links.is_empty());
}

#[tokio::test]
async fn whose_details_are_only_stored_is_in_no_count() {
    let world = World::new().await;
    let mut members = Vec::new();
    for n in 1..=12 {
        members.push(world.member(n).await);
    }
    let counts = async || {
        let overview = world.network.overview(admin()).await.unwrap();
        let people = overview.people[&(BelongingKind::Member, Standing::Active)];
        [people, overview.by_region[&None], overview.by_organisation[&None]].map(|count| count.number())
    };
    let limit = async |person, change| world.network.limit_processing(admin(), person, change).await.unwrap();
    assert_eq!(counts().await, [Some(12); 3]);
    limit(members[0], hold()).await;
    assert_eq!(counts().await, [Some(12); 3], "what is held is still used");
    limit(members[0], restrict()).await;
    assert_eq!(counts().await, [Some(11); 3]);
    limit(members[1], restrict()).await;
    assert_eq!(counts().await, [None; 3]);
    limit(members[1], LimitChange::LiftRestriction).await;
    assert_eq!(counts().await, [Some(11); 3]);
}

#[tokio::test]
async fn a_hold_keeps_what_a_person_wants_erased_until_it_is_released() {
    let world = World::new().await;
    let person = world.member(17).await;
    world.network.limit_processing(admin(), person, hold()).await.unwrap();
    for actor in [Actor::participant(person), admin()] {
        let refused = world.network.erase_person(actor, person).await.unwrap_err();
        assert_eq!(refused, NetworkError::Refused(Refusal::LegalHold));
        for told in [format!("{refused:?}"), refused.to_string(), Refusal::LegalHold.next_step().to_owned()] {
            assert!(!told.contains("tribunal"), "{told}");
        }
        // They are told the reason where they see their record.
        let PersonView::Full(record) = world.network.person(actor, person).await.unwrap() else { panic!() };
        assert_eq!(record.limits.as_ref().unwrap().record.legal_hold().unwrap().reason.as_str(), REASON);
        assert!(!format!("{record:?}").contains("tribunal"));
    }
    let given = world.network.subject_access(Actor::participant(person), person).await.unwrap();
    assert!(given.to_json().contains(REASON));

    world.network.limit_processing(admin(), person, LimitChange::ReleaseHold).await.unwrap();
    world.network.erase_person(admin(), person).await.unwrap();
}

#[tokio::test]
async fn people_restrict_their_own_and_nothing_else_and_what_is_refused_or_so_already_writes_nothing() {
    let world = World::new().await;
    let (person, other) = (world.member(17).await, world.member(18).await);
    let own = Actor::participant(person);
    let ask = |actor, of, change| world.network.limit_processing(actor, of, change);
    ask(own, person, restrict()).await.unwrap();
    let before = world.audited().await;
    for change in [hold(), LimitChange::ReleaseHold, LimitChange::LiftRestriction] {
        let refused = ask(own, person, change).await.unwrap_err();
        assert_eq!(refused, NetworkError::Refused(Refusal::NotAllowed));
    }
    for (actor, of) in [(own, other), (admin(), Id::new(uuid::Uuid::from_u128(0xdead)))] {
        let refused = ask(actor, of, restrict()).await.unwrap_err();
        assert_eq!(refused, NetworkError::Refused(Refusal::NotFound));
    }
    ask(own, person, restrict()).await.unwrap();
    ask(admin(), person, LimitChange::ReleaseHold).await.unwrap();
    ask(admin(), other, LimitChange::LiftRestriction).await.unwrap();
    assert_eq!(world.audited().await, before);
    ask(admin(), person, hold()).await.unwrap();
    let limits = world.store.person(person).await.unwrap().unwrap().limits.unwrap().record;
    assert!(limits.is_held() && limits.is_restricted(), "one limit leaves the other");
    world.sound().await;
}

#[tokio::test]
async fn an_objection_is_a_no_whatever_was_said_before_and_is_recorded_once() {
    let world = World::new().await;
    let (person, other) = (world.member(17).await, world.member(18).await);
    agree(&world, person, PurposeCode::Bulletin, "bulletin-consent").await;
    let object = |actor, of, purpose| world.network.object(actor, of, purpose);
    // Agreed before, and never asked.
    object(Actor::participant(person), person, PurposeCode::Bulletin).await.unwrap();
    for purpose in PurposeCode::ALL {
        object(admin(), other, purpose).await.unwrap();
    }
    let ledger = async |of| world.store.consent_ledger(of).await.unwrap().unwrap().record;
    let last = ledger(person).await.entries().last().cloned().unwrap();
    assert_eq!((last.decision(), last.method()), (&ConsentDecision::Withdrawn, ConsentMethod::Web));
    let said = ledger(other).await;
    assert_eq!(said.entries().len(), PurposeCode::ALL.len());
    assert!(said.entries().iter().all(|entry| entry.decision() == &ConsentDecision::Withdrawn
        && entry.method() == ConsentMethod::Verbal
        && entry.recorded_by() == admin().person()));

    let before = world.audited().await;
    object(Actor::participant(person), person, PurposeCode::Bulletin).await.unwrap();
    for (actor, of) in
        [(Actor::participant(person), other), (admin(), Id::new(uuid::Uuid::from_u128(0xdead)))]
    {
        let refused = object(actor, of, PurposeCode::Bulletin).await.unwrap_err();
        assert_eq!(refused, NetworkError::Refused(Refusal::NotFound));
    }
    assert_eq!(world.audited().await, before);
    // It outlives the record, also of somebody who was never asked.
    let certificate = world.network.erase_person(admin(), other).await.unwrap();
    assert_eq!(certificate.suppressions, PurposeCode::ALL.len());
}
