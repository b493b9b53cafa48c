//! Letters of which nobody knows whether they were sent: nobody is written to twice unless a person decides so.

use crate::post::{Post, answer, empty_the_outbox, queue_news};
use crate::support::{World, admin};
use async_trait::async_trait;
use bln_core::{Action, Actor, Id, NoticeKind, Person, PurposeCode, Refusal, Repeat};
use bln_service::{Dispatched, Letter, NetworkError, ParkedAnswer, SendError, Sender};
use bln_store::{PageSize, Position};
use chrono::TimeDelta;

/// Somebody who agreed to the bulletin, and a piece of news for them.
async fn with_news(world: &World) -> Id<Person> {
    let person = world.ally(17).await;
    answer(world, person, PurposeCode::Bulletin, true).await;
    empty_the_outbox(world).await;
    queue_news(world, 0x7711, person).await;
    person
}

async fn send(world: &World, sender: &dyn Sender) -> Dispatched {
    world.network.dispatch(admin(), sender, usize::MAX).await.unwrap()
}

const ONE_PARKED: Dispatched = Dispatched { sent: 0, withheld: 0, put_off: 0, parked: 1 };

/// Takes a letter and never answers: what a process that is stopped sees of the world.
#[derive(Debug)]
struct Silent(Repeat);

#[async_trait]
impl Sender for Silent {
    async fn send(&self, _letter: Letter) -> Result<(), SendError> {
        std::future::pending().await
    }

    fn repeat(&self) -> Repeat {
        self.0
    }
}

/// Knows a repetition, and keeps what it is handed.
#[derive(Debug, Default)]
struct Folder(Post);

#[async_trait]
impl Sender for Folder {
    async fn send(&self, letter: Letter) -> Result<(), SendError> {
        self.0.send(letter).await
    }

    fn repeat(&self) -> Repeat {
        Repeat::Harmless
    }
}

/// Stops sending once the letter is handed over and before it is settled.
async fn stopped_in_between(world: &World) {
    let (silent, actor) = (Silent(Repeat::MayDouble), admin());
    let dispatch = world.network.dispatch(actor, &silent, usize::MAX);
    let stopped = tokio::time::timeout(std::time::Duration::from_millis(200), dispatch).await;
    assert!(stopped.is_err(), "it was stopped while it sent");
    let outbox = world.store.outbox_page(None, PageSize::MAX).await.unwrap().items;
    assert!(outbox.iter().all(|record| record.state.claimed().is_some()));
}

#[tokio::test]
async fn a_letter_whose_fate_is_unknown_is_left_to_a_person() {
    let world = World::new().await;
    with_news(&world).await;
    let post = Post::failing([SendError::Unknown]);
    assert_eq!(send(&world, &post).await, ONE_PARKED);
    assert_eq!(world.network.parked_notices(admin()).await.unwrap(), [], "it may still be on its way");
    world.clock.pass(TimeDelta::minutes(10));
    for _ in 0..3 {
        assert_eq!(send(&world, &post).await, ONE_PARKED);
    }
    assert!(post.take().is_empty());
    let parked = world.network.parked_notices(admin()).await.unwrap();
    assert_eq!(parked.len(), 1);
    assert_eq!(parked[0].notice, Id::new(uuid::Uuid::from_u128(0x7711)));
    assert_eq!(parked[0].kind, NoticeKind::EventChanged);
    let again = world.network.settle_parked(admin(), parked[0].position, ParkedAnswer::SendAgain).await;
    assert_eq!(again, Ok(()));
    assert_eq!(send(&world, &post).await.sent, 1);
    assert_eq!(post.take()[0].notice, parked[0].notice, "it is the same letter");
    world.sound().await;
}

#[tokio::test]
async fn after_a_stop_nobody_is_written_to_twice() {
    let world = World::new().await;
    with_news(&world).await;
    stopped_in_between(&world).await;
    let post = Post::default();
    assert_eq!(send(&world, &post).await, Dispatched::default(), "it may still be on its way");
    world.clock.pass(TimeDelta::minutes(10));
    assert_eq!(send(&world, &post).await, ONE_PARKED);
    assert!(post.take().is_empty());
    let parked = world.network.parked_notices(admin()).await.unwrap();
    let sent = world.network.settle_parked(admin(), parked[0].position, ParkedAnswer::WasSent).await;
    assert_eq!(sent, Ok(()));
    assert_eq!(send(&world, &post).await, Dispatched::default());
    assert_eq!(world.store.outbox_page(None, PageSize::MAX).await.unwrap().items, []);
    world.sound().await;
}

#[tokio::test]
async fn what_is_parked_does_not_keep_others_from_leaving() {
    let world = World::new().await;
    let person = with_news(&world).await;
    stopped_in_between(&world).await;
    world.clock.pass(TimeDelta::minutes(10));
    queue_news(&world, 0x7712, person).await;
    let post = Post::default();
    let sent = world.network.dispatch(admin(), &post, 1).await;
    assert_eq!(sent, Ok(Dispatched { sent: 1, ..ONE_PARKED }));
    assert_eq!(post.take()[0].notice, Id::new(uuid::Uuid::from_u128(0x7712)));
}

#[tokio::test]
async fn a_sender_that_knows_a_repetition_is_handed_the_letter_again() {
    let world = World::new().await;
    with_news(&world).await;
    stopped_in_between(&world).await;
    world.clock.pass(TimeDelta::minutes(10));
    let folder = Folder::default();
    assert_eq!(send(&world, &folder).await.sent, 1);
    assert_eq!(folder.0.take()[0].notice, Id::new(uuid::Uuid::from_u128(0x7711)));
}

#[tokio::test]
async fn only_what_is_parked_is_settled_and_once() {
    let world = World::new().await;
    with_news(&world).await;
    let settle = async |position| world.network.settle_parked(admin(), position, ParkedAnswer::WasSent).await;
    let position = world.store.outbox_page(None, PageSize::MAX).await.unwrap().items[0].position;
    let not_found = Err(NetworkError::Refused(Refusal::NotFound));
    assert_eq!(settle(position).await, not_found, "it waits, and is not parked");
    stopped_in_between(&world).await;
    world.clock.pass(TimeDelta::minutes(10) - TimeDelta::microseconds(1));
    assert_eq!(settle(position).await, not_found, "it may still be on its way");
    world.clock.pass(TimeDelta::microseconds(1));
    for other in [Position(position.0 - 1), Position(position.0 + 1), Position(0), Position(u64::MAX)] {
        assert_eq!(settle(other).await, not_found);
    }
    assert_eq!(settle(position).await, Ok(()));
    assert_eq!(settle(position).await, not_found);
    let audit = world.store.audit_page(None, PageSize::MAX).await.unwrap();
    assert_eq!(audit.items.last().unwrap().entry.action(), Action::SettleNotices);
}

#[tokio::test]
async fn what_a_no_came_for_while_it_was_parked_does_not_leave() {
    let world = World::new().await;
    let person = with_news(&world).await;
    stopped_in_between(&world).await;
    answer(&world, person, PurposeCode::Bulletin, false).await;
    world.clock.pass(TimeDelta::minutes(10));
    let folder = Folder::default();
    assert_eq!(send(&world, &folder).await, Dispatched { withheld: 1, ..Dispatched::default() });
    assert!(folder.0.take().is_empty());
}

#[tokio::test]
async fn only_administrators_see_and_settle_what_is_parked() {
    let world = World::new().await;
    let person = with_news(&world).await;
    let refused = NetworkError::Refused(Refusal::NotAllowed);
    for actor in [Actor::public(), Actor::participant(person), Actor::facilitator(person)] {
        assert_eq!(world.network.parked_notices(actor).await.unwrap_err(), refused);
        let settled = world.network.settle_parked(actor, Position(1), ParkedAnswer::WasSent).await;
        assert_eq!(settled.unwrap_err(), refused);
    }
}
