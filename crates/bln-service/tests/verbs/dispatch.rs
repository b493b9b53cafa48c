//! Sending what waits: what leaves, what is withheld, what is tried again.

use crate::post::{Post, answer, empty_the_outbox, entry, queue_news, written};
use crate::support::{World, admin, places};
use bln_core::{
    Action, Actor, Audience, Id, Limits, LinkKind, NoticeKind, Person, PurposeCode, Refusal,
    limits::RestrictionGround,
};
use bln_service::{Dispatched, NetworkError, SendError};
use bln_store::{Changes, Expected, PageSize, Write};
use chrono::TimeDelta;

const BULLETIN: PurposeCode = PurposeCode::Bulletin;

/// Somebody who agreed to the bulletin, and a piece of news for them.
async fn with_news(world: &World, n: u32) -> Id<Person> {
    let person = world.ally(n).await;
    answer(world, person, BULLETIN, true).await;
    empty_the_outbox(world).await;
    queue_news(world, 0x7700 + u128::from(n), person).await;
    person
}

async fn send(world: &World, post: &Post) -> Dispatched {
    world.network.dispatch(admin(), post, usize::MAX).await.unwrap()
}

async fn waiting(world: &World) -> usize {
    world.store.outbox_page(None, PageSize::MAX).await.unwrap().items.len()
}

async fn actions(world: &World) -> Vec<Action> {
    let audit = world.store.audit_page(None, PageSize::MAX).await.unwrap();
    audit.items.iter().map(|record| record.entry.action()).collect()
}

#[tokio::test]
async fn a_letter_goes_to_one_person_with_a_way_to_say_no_and_its_notice_goes() {
    let world = World::new().await;
    with_news(&world, 17).await;
    let post = Post::default();
    assert_eq!(send(&world, &post).await, Dispatched { sent: 1, ..Dispatched::default() });
    let letters = post.take();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].to.as_str(), "sample.person.17@example.org");
    assert_eq!(letters[0].notice, Id::new(uuid::Uuid::from_u128(0x7711)));
    let kinds: Vec<_> = letters[0].links.iter().map(|(action, _)| action.kind()).collect();
    assert_eq!(kinds, [LinkKind::Unsubscribe]);
    assert_eq!(waiting(&world).await, 0);
    assert_eq!(send(&world, &post).await, Dispatched::default());
    world.sound().await;
}

#[tokio::test]
async fn what_was_queued_under_a_yes_does_not_leave_after_the_no() {
    let world = World::new().await;
    let person = with_news(&world, 17).await;
    answer(&world, person, BULLETIN, false).await;
    let post = Post::default();
    assert_eq!(send(&world, &post).await, Dispatched { withheld: 1, ..Dispatched::default() });
    assert!(post.take().is_empty());
    assert_eq!(waiting(&world).await, 0);
    assert_eq!(actions(&world).await.last(), Some(&Action::WithholdNotice));
    world.sound().await;
}

#[tokio::test]
async fn a_restriction_stops_news_and_not_the_answer_to_a_request() {
    let world = World::new().await;
    let person = with_news(&world, 17).await;
    let event = world.event(Audience::MembersAndAllies, places(1)).await;
    world.register(event, person).await.unwrap();
    let at = "2027-03-01T09:00:00Z".parse().unwrap();
    let limits = Limits::none(person).restrict(RestrictionGround::AccuracyContested, at);
    world.store.commit(Changes::new(entry(0x99)).write(Write::Limits(limits, Expected::New))).await.unwrap();
    let post = Post::default();
    assert_eq!(send(&world, &post).await, Dispatched { sent: 1, withheld: 1, ..Dispatched::default() });
    assert_eq!(post.take()[0].kind, NoticeKind::PlaceConfirmed);
}

#[tokio::test]
async fn what_the_sender_does_not_take_is_tried_again_after_ten_minutes() {
    let world = World::new().await;
    with_news(&world, 17).await;
    let post = Post::failing([SendError::LATER]);
    assert_eq!(send(&world, &post).await, Dispatched { put_off: 1, ..Dispatched::default() });
    world.clock.pass(TimeDelta::minutes(10) - TimeDelta::microseconds(1));
    assert_eq!(send(&world, &post).await, Dispatched::default(), "it is still being sent");
    world.clock.pass(TimeDelta::microseconds(1));
    assert_eq!(send(&world, &post).await, Dispatched { sent: 1, ..Dispatched::default() });
    assert_eq!(post.take().len(), 1);
    assert_eq!(waiting(&world).await, 0);
}

#[tokio::test]
async fn an_address_that_is_refused_for_good_is_not_tried_again() {
    let world = World::new().await;
    with_news(&world, 17).await;
    let post = Post::failing([SendError::Never]);
    assert_eq!(send(&world, &post).await, Dispatched { withheld: 1, ..Dispatched::default() });
    world.clock.pass(TimeDelta::days(1));
    assert_eq!(send(&world, &post).await, Dispatched::default());
    assert_eq!(actions(&world).await.last(), Some(&Action::WithholdNotice));
}

#[tokio::test]
async fn no_more_are_sent_than_were_asked_for_and_in_their_order() {
    let world = World::new().await;
    let person = with_news(&world, 17).await;
    for n in 0..99 {
        queue_news(&world, 0x8800 + n, person).await;
    }
    let post = Post::default();
    let sent = world.network.dispatch(admin(), &post, 70).await.unwrap();
    assert_eq!((sent.sent, waiting(&world).await), (70, 30));
    assert_eq!(send(&world, &post).await.sent, 30);
    let letters = post.take();
    let numbers: Vec<_> = letters.iter().map(|letter| letter.notice.uuid().as_u128()).collect();
    let expected: Vec<_> = std::iter::once(0x7711).chain(0x8800..0x8800 + 99).collect();
    assert_eq!(numbers, expected);
    let commits = actions(&world).await.into_iter().filter(|action| *action == Action::SettleNotices);
    assert!(commits.count() <= 4, "they are settled together");
}

#[tokio::test]
async fn an_offer_that_was_answered_meanwhile_is_not_told_of() {
    let world = World::new().await;
    let (first, next) = (world.ally(1).await, world.ally(2).await);
    let event = world.event(Audience::MembersAndAllies, places(1)).await;
    world.register(event, first).await.unwrap();
    world.register(event, next).await.unwrap();
    world.network.cancel_registration(admin(), event, first).await.unwrap();
    world.network.accept_offer(Actor::participant(next), event, next).await.unwrap();
    let post = Post::default();
    // Nor that the first had a place, and that the next waited.
    assert_eq!(send(&world, &post).await.withheld, 3);
    let kinds: Vec<_> = post.take().iter().filter(|letter| letter.event.is_some()).map(|l| l.kind).collect();
    assert_eq!(kinds, [NoticeKind::RegistrationCancelled, NoticeKind::PlaceConfirmed]);
}

#[tokio::test]
async fn only_administrators_send() {
    let world = World::new().await;
    let person = with_news(&world, 17).await;
    let before = written(&world).await;
    for actor in [Actor::public(), Actor::participant(person), Actor::facilitator(person)] {
        let refused = world.network.dispatch(actor, &Post::default(), 1).await;
        assert_eq!(refused, Err(NetworkError::Refused(Refusal::NotAllowed)));
    }
    assert_eq!(written(&world).await, before);
}
