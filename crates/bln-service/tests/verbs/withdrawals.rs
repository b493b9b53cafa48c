//! Ten thousand orders in which people say yes and no while their news is being sent: nothing is claimed after a "no".
//!
//! The store hands the turn over before each reading and each commit, and a seeded choice says whose turn is next. So
//! each order is one of what a store in memory sees, and the same each time. A store of SQL answers from threads of its
//! own, so that its orders differ from run to run; what must not happen is the same.

#![allow(clippy::print_stdout, reason = "it says what it saw")]

use std::{
    pin::{Pin, pin},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Waker},
};

use crate::post::{Post, answer, empty_the_outbox, queue_news};
use crate::support::{World, admin, fewer, fresh};
use crate::wrapped::{Between, Wrapped};
use async_trait::async_trait;
use bln_core::{Actor, Id, Instant, NoticeState, Person, PurposeCode, RecordRef, purpose};
use bln_store::{Changes, Store, StoreError, Write};

/// How many orders are tried in memory, and on a store of SQL, where each takes some twenty commits to a disk.
const CASES: (u32, u32) = (10_000, 100);
/// How many people share a world.
const PEOPLE: u64 = 100;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pins {
    Kept,
    /// The known-bad control: a store, or a dispatch, that does not look whether what was read still holds.
    Dropped,
}

/// Hands the turn over, and looks at each claim as it is committed.
#[derive(Debug)]
struct Turns {
    pins: Pins,
    turns: Arc<AtomicBool>,
    seen: Arc<Mutex<Seen>>,
    /// Held from a commit until it was looked at: on a store of SQL another could come in between.
    looking: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Seen {
    claims: u64,
    withheld: u64,
    after_a_no: u64,
}

#[async_trait]
impl Between for Turns {
    async fn commit(&self, inner: &Arc<dyn Store>, changes: Changes) -> Result<(), StoreError> {
        self.hand_over().await;
        // Of the news alone: what is sent before that, everybody has asked for.
        let claims = self.turns.load(Ordering::Relaxed)
            && changes.writes().iter().any(|write| matches!(write, Write::NoticeState { .. }));
        let removes = changes.writes().iter().any(|write| matches!(write, Write::RemoveNotice { .. }));
        let of = changes.audit()[0].subject().person();
        let changes = match self.pins {
            Pins::Dropped if claims => without_pins(changes),
            _ => changes,
        };
        let _alone = self.looking.lock().await;
        inner.commit(changes).await?;
        if let (true, Some(person)) = (claims, of) {
            let may = may_be_written_to(inner, person).await;
            let mut seen = self.seen.lock().unwrap();
            match removes {
                true => seen.withheld += 1,
                false => seen.claims += 1,
            }
            seen.after_a_no += u64::from(!removes && !may);
        }
        Ok(())
    }

    async fn before_read(&self) -> Result<(), StoreError> {
        self.hand_over().await;
        Ok(())
    }
}

impl Turns {
    async fn hand_over(&self) {
        if self.turns.load(Ordering::Relaxed) {
            Once(false).await;
        }
    }
}

/// Waits once.
struct Once(bool);

impl Future for Once {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) { Poll::Ready(()) } else { Poll::Pending }
    }
}

fn without_pins(changes: Changes) -> Changes {
    let (writes, audit, outbox, _) = changes.into_parts();
    let mut audit = audit.into_iter();
    let mut bare = Changes::new(audit.next().unwrap());
    bare = audit.fold(bare, Changes::audited);
    bare = writes.into_iter().fold(bare, Changes::write);
    outbox.into_iter().fold(bare, Changes::notify)
}

fn now() -> Instant {
    "2027-03-01T09:00:00Z".parse().unwrap()
}

/// What the store says at this moment, with nobody's turn in between.
async fn may_be_written_to(store: &Arc<dyn Store>, person: Id<Person>) -> bool {
    let record = store.person(person).await.unwrap().unwrap();
    record.consent.is_some_and(|stored| stored.record.permit::<purpose::Bulletin>(now()).is_ok())
}

async fn object(world: &World, person: Id<Person>) {
    world.network.object(Actor::participant(person), person, PurposeCode::Bulletin).await.unwrap();
}

/// The known-bad control: leave to send is taken when the notice is written, and not again.
async fn send_on_old_leave(world: &World, person: Id<Person>, n: u128) {
    let page = world.store.outbox_page(None, bln_store::PageSize::MAX).await.unwrap();
    let Some(record) = page.items.iter().find(|record| record.notice.recipient() == person) else { return };
    let at = now();
    let audit = bln_core::AuditEntry::new(
        Id::new(uuid::Uuid::from_u128(n)),
        at,
        admin(),
        bln_core::Action::DispatchNotice,
        RecordRef::Person(person),
    );
    let after = NoticeState::Claimed { since: at };
    let claim = Write::NoticeState { position: record.position, before: NoticeState::Waiting, after };
    let _ = world.store.commit(Changes::new(audit).write(claim)).await;
}

struct Random(u64);

impl Random {
    /// SplitMix64.
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(n).unwrap()).unwrap()
    }
}

type Task<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// Runs tasks to their ends, each step that of one chosen by the seed.
fn interleave(mut tasks: Vec<Task<'_>>, random: &mut Random) {
    let mut context = Context::from_waker(Waker::noop());
    while !tasks.is_empty() {
        let turn = random.below(tasks.len());
        match tasks[turn].as_mut().poll(&mut context) {
            Poll::Ready(()) => drop(tasks.swap_remove(turn)),
            Poll::Pending => std::thread::yield_now(),
        }
    }
}

/// Runs one thing by itself.
fn alone<T>(task: impl Future<Output = T>) -> T {
    let mut task = pin!(task);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        match task.as_mut().poll(&mut context) {
            Poll::Ready(answer) => return answer,
            Poll::Pending => std::thread::yield_now(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leave {
    AtDispatch,
    WhenQueued,
}

fn run(cases: u64, pins: Pins, leave: Leave) -> Seen {
    let seen = Arc::new(Mutex::new(Seen::default()));
    for world in 0..cases.div_ceil(PEOPLE) {
        let (turns, inner) = (Arc::new(AtomicBool::new(false)), alone(fresh()));
        let between =
            Turns { pins, turns: Arc::clone(&turns), seen: Arc::clone(&seen), looking: Default::default() };
        let store = Wrapped::over(Arc::clone(&inner), between);
        let ground = alone(World::on(Arc::new(store)));
        for case in 0..PEOPLE {
            let (seed, n) = (world * PEOPLE + case, 1_000_000 + u128::from(case) * 10);
            let mut random = Random(seed);
            let person = alone(ground.ally(u32::try_from(case).unwrap()));
            alone(answer(&ground, person, PurposeCode::Bulletin, true));
            alone(empty_the_outbox(&ground));
            alone(queue_news(&ground, n, person));
            assert!(alone(may_be_written_to(&inner, person)), "when it is written there is leave");
            turns.store(true, Ordering::Relaxed);
            let (post, other_post) = (Post::default(), Post::default());
            let mut tasks: Vec<Task<'_>> = vec![match leave {
                Leave::AtDispatch => Box::pin(async {
                    ground.network.dispatch(admin(), &post, usize::MAX).await.unwrap();
                }),
                Leave::WhenQueued => Box::pin(send_on_old_leave(&ground, person, n + 1)),
            }];
            if leave == Leave::AtDispatch && random.below(2) == 0 {
                tasks.push(Box::pin(async {
                    ground.network.dispatch(admin(), &other_post, usize::MAX).await.unwrap();
                }));
            }
            for _ in 0..1 + random.below(3) {
                tasks.push(match random.below(4) {
                    0 => Box::pin(answer(&ground, person, PurposeCode::Bulletin, true)),
                    1 => Box::pin(object(&ground, person)),
                    _ => Box::pin(answer(&ground, person, PurposeCode::Bulletin, false)),
                });
            }
            interleave(tasks, &mut random);
            turns.store(false, Ordering::Relaxed);
            alone(empty_the_outbox(&ground));
        }
    }
    Arc::try_unwrap(seen).unwrap().into_inner().unwrap()
}

#[test]
fn nothing_is_claimed_after_the_no_in_ten_thousand_orders() {
    let cases = u64::from(fewer(CASES.0, CASES.1));
    let seen = run(cases, Pins::Kept, Leave::AtDispatch);
    println!("{cases} orders: {seen:?}");
    assert_eq!(seen.after_a_no, 0, "{seen:?}");
    assert!(seen.claims > cases / 20 && seen.withheld > cases / 20, "both happen: {seen:?}");
}

#[test]
fn a_dispatch_that_does_not_pin_what_it_read_is_caught() {
    let seen = run(u64::from(fewer(CASES.0 / 10, CASES.1)), Pins::Dropped, Leave::AtDispatch);
    println!("without pins: {seen:?}");
    assert!(seen.after_a_no > 0, "{seen:?}");
}

#[test]
fn a_dispatch_on_leave_taken_when_the_notice_was_written_is_caught() {
    let seen = run(u64::from(fewer(CASES.0 / 10, CASES.1)), Pins::Kept, Leave::WhenQueued);
    println!("on old leave: {seen:?}");
    assert!(seen.after_a_no > 0, "{seen:?}");
}
