//! Links in letters, double opt-in, and a "no" that outlived its record.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use crate::post::{Post, answer, empty_the_outbox, link, queue_news, wants_the_bulletin, wording, written};
use crate::support::{World, admin, details, fresh, places};
use async_trait::async_trait;
use bln_core::{
    Actor, Audience, ConsentAnswer, ConsentDecision, ConsentMethod, ConsentRequest, ConsentStatus, Event, Id,
    LinkKind, NoticeKind, Person, PurposeCode, Refusal, purpose,
};
use bln_seal::{Token, suppression_hashes};
use bln_service::{NetworkError, Redeemed};
use bln_store::{Changes, PageSize, Store, StoreError, Write};
use chrono::TimeDelta;

const BULLETIN: PurposeCode = PurposeCode::Bulletin;
const PUBLIC: fn() -> Actor = Actor::public;

fn not_live<T>() -> Result<T, NetworkError> {
    Err(NetworkError::Refused(Refusal::LinkNotLive))
}

async fn status(world: &World, person: Id<Person>) -> ConsentStatus {
    let record = world.store.person(person).await.unwrap().unwrap();
    record.consent.unwrap().record.status(BULLETIN, "2030-01-01T00:00:00Z".parse().unwrap())
}

/// Somebody whom the public form was filled in for, and the token that was mailed to their address.
async fn asked(world: &World, n: u32) -> (Id<Person>, Token) {
    let application = wants_the_bulletin(world, n, ConsentMethod::Web);
    let person = world.network.apply(PUBLIC(), application, world.key()).await.unwrap();
    let post = Post::default();
    world.network.dispatch(admin(), &post, usize::MAX).await.unwrap();
    let mut letters = post.take();
    letters.retain(|letter| letter.kind == NoticeKind::ConfirmConsent);
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].to.as_str(), format!("sample.person.{n}@example.org"));
    (person, link(&mut letters, LinkKind::ConfirmConsent))
}

async fn offered(world: &World) -> (Id<Event>, Id<Person>, Post) {
    let (first, next) = (world.ally(1).await, world.ally(2).await);
    let event = world.event(Audience::MembersAndAllies, places(1)).await;
    world.register(event, first).await.unwrap();
    world.register(event, next).await.unwrap();
    empty_the_outbox(world).await;
    world.network.cancel_registration(admin(), event, first).await.unwrap();
    let post = Post::default();
    world.network.dispatch(admin(), &post, usize::MAX).await.unwrap();
    (event, next, post)
}

#[tokio::test]
async fn what_the_public_asks_for_is_given_once_the_link_is_redeemed_and_not_before() {
    let world = World::new().await;
    let (person, token) = asked(&world, 17).await;
    assert_eq!(status(&world, person).await, ConsentStatus::NeverAsked);
    let before = written(&world).await;
    for _ in 0..3 {
        let view = world.network.peek_link(PUBLIC(), &token).await.unwrap();
        assert_eq!((view.kind(), view.purpose()), (LinkKind::ConfirmConsent, Some(BULLETIN)));
    }
    assert_eq!(written(&world).await, before, "telling changes nothing");

    let done = world.network.redeem_link(PUBLIC(), &token).await;
    assert_eq!(done, Ok(Redeemed::Agreed { purpose: BULLETIN }));
    assert_eq!(status(&world, person).await, ConsentStatus::Given);
    let ledger = world.store.person(person).await.unwrap().unwrap().consent.unwrap().record;
    let methods: Vec<_> =
        ledger.entries().iter().map(|entry| (entry.decision().name(), entry.method())).collect();
    assert_eq!(methods, [("requested", ConsentMethod::Web), ("given", ConsentMethod::Link)]);

    let after = written(&world).await;
    assert_eq!(world.network.redeem_link(PUBLIC(), &token).await, not_live());
    assert_eq!(world.network.peek_link(PUBLIC(), &token).await, not_live());
    assert_eq!(written(&world).await, after, "a refusal writes nothing");
    world.sound().await;
}

#[tokio::test]
async fn whoever_is_signed_in_as_the_person_gives_at_once() {
    let world = World::new().await;
    let person = world.ally(17).await;
    world.network.leave(Actor::participant(person), person).await.unwrap();
    let again = wants_the_bulletin(&world, 17, ConsentMethod::Web);
    world.network.apply(Actor::participant(person), again, world.key()).await.unwrap();
    assert_eq!(status(&world, person).await, ConsentStatus::Given);
    // An administrator at the public form is not the person either.
    let form = wants_the_bulletin(&world, 18, ConsentMethod::Web);
    let asked = world.network.apply(admin(), form, world.key()).await.unwrap();
    assert_eq!(status(&world, asked).await, ConsentStatus::NeverAsked);
}

#[tokio::test]
async fn unknown_used_and_ended_links_are_one_answer() {
    let world = World::new().await;
    let (_, used) = asked(&world, 1).await;
    world.network.redeem_link(PUBLIC(), &used).await.unwrap();
    let (person, ended) = asked(&world, 2).await;
    world.clock.pass(TimeDelta::days(7) - TimeDelta::microseconds(1));
    world.network.peek_link(PUBLIC(), &ended).await.unwrap();
    world.clock.pass(TimeDelta::microseconds(1));
    let (erased, gone) = asked(&world, 3).await;
    world.network.erase_person(admin(), erased).await.unwrap();
    let (refused, withdrawn) = asked(&world, 4).await;
    answer(&world, refused, BULLETIN, false).await;
    let before = written(&world).await;
    let mut told = std::collections::BTreeSet::new();
    for token in [&used, &ended, &gone, &withdrawn, &Token::from_random([1; 32])] {
        let error = world.network.redeem_link(PUBLIC(), token).await.unwrap_err();
        told.insert(format!("{error:?} {error}"));
        assert!(!format!("{error:?} {error} {token:?}").contains(&token.reveal()));
    }
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(written(&world).await, before, "a refusal writes nothing");
    assert_eq!(status(&world, person).await, ConsentStatus::NeverAsked);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_who_redeem_a_link_at_once_do_it_once() {
    let world = World::new().await;
    let person = world.ally(17).await;
    answer(&world, person, BULLETIN, true).await;
    empty_the_outbox(&world).await;
    queue_news(&world, 0x77, person).await;
    let post = Post::default();
    world.network.dispatch(admin(), &post, usize::MAX).await.unwrap();
    let unsubscribe = link(&mut post.take(), LinkKind::Unsubscribe);
    let entries = world.store.person(person).await.unwrap().unwrap().consent.unwrap().record;
    assert_eq!(at_once(&world, unsubscribe).await, 1);
    assert_eq!(status(&world, person).await, ConsentStatus::Withdrawn);
    let after = world.store.person(person).await.unwrap().unwrap().consent.unwrap().record;
    assert_eq!(after.entries().len(), entries.entries().len() + 1);
    assert_eq!(after.entries().last().unwrap().method(), ConsentMethod::Link);
    world.sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_who_accept_an_offer_by_its_link_get_one_place() {
    let world = World::new().await;
    let (event, person, post) = offered(&world).await;
    let mut letters = post.take();
    letters.retain(|letter| letter.kind == NoticeKind::PlaceOffered);
    let kinds: Vec<_> = letters[0].links.iter().map(|(action, _)| action.kind()).collect();
    assert_eq!(kinds, [LinkKind::AcceptOffer, LinkKind::DeclineOffer]);
    let (_, decline) = letters[0].links.pop().unwrap();
    let (_, accept) = letters[0].links.pop().unwrap();
    assert_eq!(at_once(&world, accept).await, 1);
    assert_eq!(world.state(event, person).await, "confirmed");
    assert_eq!(world.store.registration_history(event, person).await.unwrap().len(), 3);
    assert_eq!(world.network.redeem_link(PUBLIC(), &decline).await, not_live());
    assert_eq!(world.state(event, person).await, "confirmed");
    world.sound().await;
}

async fn at_once(world: &World, token: Token) -> usize {
    let token = Arc::new(token);
    let tasks: Vec<_> = (0..100)
        .map(|_| {
            let (network, token) = (world.network.clone(), Arc::clone(&token));
            tokio::spawn(async move { network.redeem_link(PUBLIC(), &token).await })
        })
        .collect();
    let mut done = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(_) => done += 1,
            answer => assert_eq!(answer, not_live()),
        }
    }
    done
}

/// Refuses to remove the first link that was used.
#[derive(Debug, Default)]
struct KeepsAUsedLink(AtomicBool);

#[async_trait]
impl crate::wrapped::Between for KeepsAUsedLink {
    async fn commit(&self, inner: &Arc<dyn Store>, changes: Changes) -> Result<(), StoreError> {
        let redeems = changes.writes().iter().any(|write| matches!(write, Write::RedeemLink(_)));
        if redeems && !self.0.swap(true, Ordering::Relaxed) {
            return Err(StoreError::Busy);
        }
        inner.commit(changes).await
    }
}

#[tokio::test]
async fn an_offer_is_answered_once_also_when_its_link_could_not_be_removed() {
    let store = crate::wrapped::Wrapped::over(fresh().await, KeepsAUsedLink::default());
    let world = World::on(Arc::new(store)).await;
    let (event, person, post) = offered(&world).await;
    let accept = link(&mut post.take(), LinkKind::AcceptOffer);
    assert_eq!(world.network.redeem_link(PUBLIC(), &accept).await, Err(NetworkError::Busy));
    assert_eq!(world.state(event, person).await, "confirmed");
    // The place is given up, waited for and offered again: the link answers its own offer and not this one.
    world.network.cancel_registration(admin(), event, person).await.unwrap();
    let holder = world.ally(3).await;
    world.register(event, holder).await.unwrap();
    world.register(event, person).await.unwrap();
    world.network.cancel_registration(admin(), event, holder).await.unwrap();
    assert_eq!(world.state(event, person).await, "offered");
    assert!(matches!(world.network.redeem_link(PUBLIC(), &accept).await, Ok(Redeemed::Accepted { .. })));
    assert_eq!(world.state(event, person).await, "offered");
    assert_eq!(world.network.redeem_link(PUBLIC(), &accept).await, not_live());
}

/// Somebody said no and was erased; how many suppressions are kept of their address.
async fn erased(world: &World, n: u32) -> usize {
    let person = world.ally(n).await;
    answer(world, person, BULLETIN, true).await;
    world.network.erase_person(Actor::participant(person), person).await.unwrap();
    suppressed(world, n).await
}

async fn suppressed(world: &World, n: u32) -> usize {
    let hashes = suppression_hashes(&crate::support::keys(), details(n).emails().preferred()).unwrap();
    world.store.suppressions(&hashes).await.unwrap().len()
}

#[tokio::test]
async fn a_no_that_outlived_its_record_stands_against_everybody_but_the_person() {
    let world = World::new().await;
    assert_eq!(erased(&world, 17).await, 1);
    let refused = NetworkError::Refused(Refusal::ConsentSuppressed);
    for method in [ConsentMethod::Paper, ConsentMethod::Verbal, ConsentMethod::Import] {
        let before = written(&world).await;
        let application = wants_the_bulletin(&world, 17, method);
        let alone = world.network.apply(admin(), application.clone(), world.key()).await;
        assert_eq!(alone, Err(refused.clone()));
        // In an import that line is told so, and the others go in.
        let lines = vec![(application, world.key())];
        assert_eq!(world.network.import(admin(), lines).await, [Err(refused.clone())]);
        assert_eq!(written(&world).await, before, "nothing was written");
    }
    let lines = [17, 18].map(|n| (wants_the_bulletin(&world, n, ConsentMethod::Import), world.key()));
    let answers = world.network.import(admin(), lines.to_vec()).await;
    assert!(answers[0] == Err(refused.clone()) && answers[1].is_ok(), "{answers:?}");

    // Without that consent the application goes in; nobody else can give it afterwards.
    let mut bare = wants_the_bulletin(&world, 17, ConsentMethod::Paper);
    bare.consents.clear();
    let person = world.network.apply(admin(), bare, world.key()).await.unwrap();
    let answer_is = ConsentAnswer::Given(wording(&world, BULLETIN));
    let paper = ConsentRequest { person, purpose: BULLETIN, answer: answer_is, method: ConsentMethod::Paper };
    assert_eq!(world.network.answer_consent(admin(), paper).await, Err(refused));
    assert_eq!(suppressed(&world, 17).await, 1);
    answer(&world, person, BULLETIN, true).await;
    assert_eq!((status(&world, person).await, suppressed(&world, 17).await), (ConsentStatus::Given, 0));
}

#[tokio::test]
async fn the_persons_own_confirmed_yes_lifts_a_no_that_outlived_their_record() {
    let world = World::new().await;
    assert_eq!(erased(&world, 17).await, 1);
    let (person, token) = asked(&world, 17).await;
    assert_eq!(suppressed(&world, 17).await, 1);
    world.network.redeem_link(PUBLIC(), &token).await.unwrap();
    assert_eq!((status(&world, person).await, suppressed(&world, 17).await), (ConsentStatus::Given, 0));
    let ledger = world.store.person(person).await.unwrap().unwrap().consent.unwrap().record;
    assert!(ledger.permit::<purpose::Bulletin>("2030-01-01T00:00:00Z".parse().unwrap()).is_ok());
}

#[tokio::test]
async fn the_outbox_and_the_store_hold_no_token() {
    let world = World::new().await;
    let (person, token) = asked(&world, 17).await;
    let kept = world.store.action_link(&token.hash()).await.unwrap().unwrap();
    assert_eq!(kept.person(), person);
    let outbox = world.store.outbox_page(None, PageSize::MAX).await.unwrap();
    let shown = format!("{kept:?} {outbox:?} {:?}", written(&world).await);
    assert!(!shown.contains(&token.reveal()));
    let asked_for = world.store.person(person).await.unwrap().unwrap().consent.unwrap().record;
    assert!(matches!(asked_for.entries()[0].decision(), ConsentDecision::Requested { .. }));
}
