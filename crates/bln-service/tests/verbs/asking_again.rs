//! Asking again when a wording has changed: by a letter, once for each wording and person.

use crate::post::{Post, answer, empty_the_outbox, link};
use crate::support::{World, admin, fresh};
use bln_core::{
    Actor, ConsentStatus, Id, LinkKind, NetworkParts, NetworkProfile, NoticeKind, Person, Prose, PurposeCode,
    Refusal, Wording, WordingPurpose, WordingRef, Wordings,
    limits::{LimitChange, RestrictionGround},
};
use bln_service::{Dispatched, Letter, NetworkError, Redeemed};
use bln_store::PageSize;

const BULLETIN: PurposeCode = PurposeCode::Bulletin;
const IN_FORCE: &str = "2027-03-10T00:00:00Z";

/// A network whose consent to the bulletin is worded anew from 10 March 2027.
async fn world() -> World {
    let parts = NetworkProfile::bln().unwrap().into_parts();
    let anew = Wording {
        reference: newer(),
        purpose: WordingPurpose::BulletinConsent,
        text: Prose::parse("We may send you the bulletin once a week.").unwrap(),
        in_force_from: Some("2027-03-10".parse().unwrap()),
    };
    let wordings: Vec<_> = parts.wordings.iter().cloned().chain([anew]).collect();
    let parts = NetworkParts { wordings: Wordings::new(wordings).unwrap(), ..parts };
    World::of(fresh().await, NetworkProfile::from_parts(parts).unwrap()).await
}

fn newer() -> WordingRef {
    WordingRef::parse("bulletin-consent@2").unwrap()
}

async fn agreed(world: &World, n: u32) -> Id<Person> {
    let person = world.ally(n).await;
    answer(world, person, BULLETIN, true).await;
    empty_the_outbox(world).await;
    person
}

async fn ask(world: &World) -> usize {
    world.network.ask_consents_again(admin(), BULLETIN).await.unwrap()
}

async fn send(world: &World) -> (Dispatched, Vec<Letter>) {
    let post = Post::default();
    (world.network.dispatch(admin(), &post, usize::MAX).await.unwrap(), post.take())
}

async fn status(world: &World, person: Id<Person>) -> (ConsentStatus, WordingRef) {
    let ledger = world.store.consent_ledger(person).await.unwrap().unwrap().record;
    let said = ledger.entries().iter().rev().find(|entry| entry.decision().name() == "given").unwrap();
    let agreed = said.decision().wording().unwrap().clone();
    (ledger.status(BULLETIN, "2030-01-01T00:00:00Z".parse().unwrap()), agreed)
}

async fn restrict(world: &World, person: Id<Person>) {
    let change = LimitChange::Restrict(RestrictionGround::AccuracyContested);
    world.network.limit_processing(admin(), person, change).await.unwrap();
}

#[tokio::test]
async fn who_agreed_to_the_older_wording_is_asked_once_and_agrees_by_the_link_in_the_letter() {
    let world = world().await;
    let person = agreed(&world, 17).await;
    world.clock.set("2027-03-09T23:59:59.999999Z");
    assert_eq!(ask(&world).await, 0, "the new wording is not in force");
    world.clock.set(IN_FORCE);
    assert_eq!((ask(&world).await, ask(&world).await), (1, 0));
    let (sent, mut letters) = send(&world).await;
    assert_eq!((sent.sent, sent.withheld, letters[0].kind), (1, 0, NoticeKind::ConsentReworded));
    let kinds: Vec<_> = letters[0].links.iter().map(|(action, _)| action.kind()).collect();
    assert_eq!(kinds, [LinkKind::ConfirmConsent, LinkKind::Unsubscribe]);

    let older = world.wording("bulletin-consent");
    assert_eq!(status(&world, person).await, (ConsentStatus::Given, older), "it holds until it is answered");
    let token = link(&mut letters, LinkKind::ConfirmConsent);
    let view = world.network.peek_link(Actor::public(), &token).await.unwrap();
    assert_eq!((view.kind(), view.purpose()), (LinkKind::ConfirmConsent, Some(BULLETIN)));
    let done = world.network.redeem_link(Actor::public(), &token).await;
    assert_eq!(done, Ok(Redeemed::Agreed { purpose: BULLETIN }));
    assert_eq!(status(&world, person).await, (ConsentStatus::Given, newer()));
    assert_eq!(ask(&world).await, 0);
    world.sound().await;
}

#[tokio::test]
async fn nobody_is_asked_who_never_agreed_took_it_back_has_agreed_anew_or_is_restricted() {
    let world = world().await;
    world.ally(1).await;
    let took_back = agreed(&world, 2).await;
    answer(&world, took_back, BULLETIN, false).await;
    let restricted = agreed(&world, 3).await;
    restrict(&world, restricted).await;
    let anew = world.ally(4).await;
    world.clock.set(IN_FORCE);
    world.say(anew, BULLETIN, bln_core::ConsentAnswer::Given(newer())).await.unwrap();
    let before = world.audited().await;
    assert_eq!(ask(&world).await, 0);
    assert_eq!(world.audited().await, before, "nothing is written");
    // Once the restriction is lifted they are asked.
    world.network.limit_processing(admin(), restricted, LimitChange::LiftRestriction).await.unwrap();
    assert_eq!(ask(&world).await, 1);
    for actor in [Actor::public(), Actor::participant(restricted), Actor::facilitator(restricted)] {
        let refused = world.network.ask_consents_again(actor, BULLETIN).await;
        assert_eq!(refused, Err(NetworkError::Refused(Refusal::NotAllowed)));
    }
}

#[tokio::test]
async fn the_letter_does_not_leave_after_a_no_an_answer_or_a_restriction() {
    let world = world().await;
    let people = [agreed(&world, 1).await, agreed(&world, 2).await, agreed(&world, 3).await];
    world.clock.set(IN_FORCE);
    assert_eq!(ask(&world).await, 3);
    answer(&world, people[0], BULLETIN, false).await;
    world.say(people[1], BULLETIN, bln_core::ConsentAnswer::Given(newer())).await.unwrap();
    restrict(&world, people[2]).await;
    let (sent, letters) = send(&world).await;
    assert_eq!((sent.withheld, letters.len()), (3, 0));
}

#[tokio::test]
async fn a_no_by_the_letter_ends_what_was_agreed() {
    let world = world().await;
    let person = agreed(&world, 17).await;
    world.clock.set(IN_FORCE);
    assert_eq!(ask(&world).await, 1);
    let (_, mut letters) = send(&world).await;
    let token = link(&mut letters, LinkKind::Unsubscribe);
    world.network.redeem_link(Actor::public(), &token).await.unwrap();
    assert_eq!(status(&world, person).await.0, ConsentStatus::Withdrawn);
    assert_eq!(ask(&world).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_is_asked_once_however_many_ask() {
    let world = world().await;
    for n in 0..20 {
        agreed(&world, n).await;
    }
    world.clock.set(IN_FORCE);
    let asking = (0..8).map(|_| {
        let network = world.network.clone();
        tokio::spawn(async move { network.ask_consents_again(admin(), BULLETIN).await.unwrap() })
    });
    let mut asked = 0;
    for task in asking.collect::<Vec<_>>() {
        asked += task.await.unwrap();
    }
    let waiting = world.store.outbox_page(None, PageSize::MAX).await.unwrap().items;
    assert_eq!((asked, waiting.len()), (20, 20));
    world.sound().await;
}
