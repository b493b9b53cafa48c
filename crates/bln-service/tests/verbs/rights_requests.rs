//! Requests under data-protection law, and their clock.

use crate::support::{World, admin};
use bln_core::{
    Actor, Id, Person, Prose, Refusal, Right, RightsRequest,
    rights::{Deadline, RefusalGround, RequestState},
};
use bln_service::NetworkError;
use bln_store::{IdempotencyKey, PageSize};
use chrono::NaiveDate;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn refused<T: std::fmt::Debug>(answer: Result<T, NetworkError>) -> Refusal {
    match answer.unwrap_err() {
        NetworkError::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

/// What an administrator records on 1 March 2027 as received that day.
async fn received(world: &World, person: Id<Person>, right: Right) -> Id<RightsRequest> {
    let today = day("2027-03-01");
    world.network.receive_rights_request(admin(), person, right, today, world.key()).await.unwrap()
}

async fn deadline(world: &World, request: Id<RightsRequest>) -> Option<Deadline> {
    let open = world.network.rights_requests(admin(), None, PageSize::MAX).await.unwrap().items;
    open.into_iter().find(|open| open.request.id() == request).map(|open| open.deadline)
}

#[tokio::test]
async fn a_request_is_due_in_a_calendar_month_and_overdue_the_day_after_by_the_clock_on_the_wall() {
    let world = World::new().await;
    let request = received(&world, world.member(17).await, Right::Access).await;
    let due = day("2027-04-01");
    assert_eq!(deadline(&world, request).await, Some(Deadline::Due(due)));
    // In London it is an hour later than in UTC by then.
    world.clock.set("2027-04-01T22:59:59.999999Z");
    assert_eq!(deadline(&world, request).await, Some(Deadline::Due(due)));
    world.clock.set("2027-04-01T23:00:00Z");
    assert_eq!(deadline(&world, request).await, Some(Deadline::Overdue(due)));
}

#[tokio::test]
async fn a_clock_by_the_networks_bank_holidays_passes_over_easter() {
    let world = World::new().await;
    let person = world.member(17).await;
    let on = |received| (received, world.key());
    for ((received, key), due) in [
        // Good Friday 2027 is on 26 March, and the Monday after is a holiday as well.
        (on("2027-02-26"), "2027-03-30"),
        (on("2027-02-25"), "2027-03-25"),
    ] {
        let answer = world.network.receive_rights_request(admin(), person, Right::Access, day(received), key);
        assert_eq!(deadline(&world, answer.await.unwrap()).await, Some(Deadline::Due(day(due))));
    }
}

#[tokio::test]
async fn people_ask_today_whatever_day_they_give_and_administrators_on_a_day_that_has_come() {
    let world = World::new().await;
    let person = world.member(17).await;
    for given in ["2026-01-01", "2028-01-01"] {
        let own = Actor::participant(person);
        let asked =
            world.network.receive_rights_request(own, person, Right::Erasure, day(given), world.key());
        let stored = world.store.rights_request(asked.await.unwrap()).await.unwrap().unwrap();
        assert_eq!(stored.record.received(), day("2027-03-01"));
        assert_eq!(stored.record.person(), person);
    }
    let record =
        |given| world.network.receive_rights_request(admin(), person, Right::Access, day(given), world.key());
    let stored = world.store.rights_request(record("2027-02-11").await.unwrap()).await.unwrap().unwrap();
    assert_eq!(stored.record.received(), day("2027-02-11"));
    let before = world.audited().await;
    assert_eq!(refused(record("2027-03-02").await), Refusal::ReceivedInFuture);
    let nobody = Id::new(uuid::Uuid::from_u128(0xdead));
    let key = world.key();
    let of_nobody =
        world.network.receive_rights_request(admin(), nobody, Right::Access, day("2027-03-01"), key);
    assert_eq!(refused(of_nobody.await), Refusal::NotFound);
    assert_eq!(world.audited().await, before, "what is refused writes nothing");
    // By night the day of London has come before that of UTC.
    world.clock.set("2027-06-30T23:30:00Z");
    record("2027-07-01").await.unwrap();
    world.sound().await;
}

#[tokio::test]
async fn a_request_under_one_key_is_received_once() {
    let world = World::new().await;
    let person = world.member(17).await;
    let key = || IdempotencyKey::parse("access-0017").unwrap();
    let own = Actor::participant(person);
    let ask = |right, given| world.network.receive_rights_request(own, person, right, day(given), key());
    let first = ask(Right::Access, "2027-03-01").await.unwrap();
    let before = world.audited().await;
    // Midnight does not make it another.
    world.clock.set("2027-03-02T00:00:01Z");
    assert_eq!(ask(Right::Access, "2027-03-02").await.unwrap(), first);
    assert_eq!(refused(ask(Right::Erasure, "2027-03-01").await), Refusal::KeyUsedForAnotherRequest);
    assert_eq!(world.audited().await, before);
    let other = world.member(18).await;
    let theirs =
        world.network.receive_rights_request(admin(), other, Right::Access, day("2027-03-01"), world.key());
    theirs.await.unwrap();
    assert_eq!(world.network.own_rights_requests(own, person).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_request_goes_through_its_steps_and_a_step_that_is_refused_writes_nothing() {
    let world = World::new().await;
    let (network, person) = (&world.network, world.member(17).await);
    let request = received(&world, person, Right::Access).await;
    network.pause_rights_request(admin(), request).await.unwrap();
    assert_eq!(deadline(&world, request).await, Some(Deadline::Paused));
    assert_eq!(refused(network.pause_rights_request(admin(), request).await), Refusal::RightsRequestPaused);
    world.clock.set("2027-03-05T09:00:00Z");
    network.resume_rights_request(admin(), request).await.unwrap();
    assert_eq!(deadline(&world, request).await, Some(Deadline::Due(day("2027-04-05"))));
    assert_eq!(
        refused(network.resume_rights_request(admin(), request).await),
        Refusal::RightsRequestNotPaused
    );
    let reason = || Prose::parse("There is much to look through.").unwrap();
    network.extend_rights_request(admin(), request, reason()).await.unwrap();
    assert_eq!(deadline(&world, request).await, Some(Deadline::Due(day("2027-06-07"))));

    let before = world.audited().await;
    let again = network.extend_rights_request(admin(), request, reason()).await;
    assert_eq!(refused(again), Refusal::RightsRequestExtended);
    let ground = RefusalGround::CompellingGrounds;
    let unfit = network.refuse_rights_request(admin(), request, ground).await;
    assert_eq!(refused(unfit), Refusal::GroundNotForRight);
    assert_eq!(world.audited().await, before);

    network.answer_rights_request(admin(), request).await.unwrap();
    assert_eq!(deadline(&world, request).await, None);
    let own = network.own_rights_requests(Actor::participant(person), person).await.unwrap();
    assert_eq!(own[0].deadline, Deadline::Closed(day("2027-03-05")));
    let before = world.audited().await;
    assert_eq!(refused(network.answer_rights_request(admin(), request).await), Refusal::RightsRequestClosed);
    let late = network.refuse_rights_request(admin(), request, RefusalGround::Excessive).await;
    assert_eq!(refused(late), Refusal::RightsRequestClosed);
    let nothing = network.answer_rights_request(admin(), Id::new(uuid::Uuid::from_u128(0xdead))).await;
    assert_eq!(refused(nothing), Refusal::NotFound);
    assert_eq!(world.audited().await, before);
    world.sound().await;
}

#[tokio::test]
async fn open_requests_come_in_full_pages_each_once() {
    let world = World::new().await;
    let person = world.member(17).await;
    let mut open = Vec::new();
    for n in 0..7 {
        let request = received(&world, person, Right::Access).await;
        if n % 2 == 0 {
            open.push(request);
        } else {
            world.network.refuse_rights_request(admin(), request, RefusalGround::Excessive).await.unwrap();
        }
    }
    for size in 1..=5 {
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page =
                world.network.rights_requests(admin(), after, PageSize::new(size).unwrap()).await.unwrap();
            let full = page.items.len() == usize::from(size);
            assert!(full || page.next.is_none());
            seen.extend(page.items.iter().map(|open| open.request.id()));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen, open, "{size}");
    }
    let own = world.network.own_rights_requests(Actor::participant(person), person).await.unwrap();
    assert_eq!(own.len(), 7, "closed ones, too");
}

#[tokio::test]
async fn an_erasure_answers_the_request_for_it_and_leaves_the_others_open() {
    let world = World::new().await;
    let person = world.member(17).await;
    let erasure = received(&world, person, Right::Erasure).await;
    let access = received(&world, person, Right::Access).await;
    let of_another = received(&world, world.member(18).await, Right::Erasure).await;
    world.clock.set("2027-03-03T09:00:00Z");
    world.network.erase_person(admin(), person).await.unwrap();
    let stored = async |request| world.store.rights_request(request).await.unwrap().unwrap().record;
    let answered = stored(erasure).await;
    assert_eq!(answered.state(), RequestState::Answered { on: day("2027-03-03") });
    assert_eq!(stored(access).await.state(), RequestState::Open);
    assert_eq!(stored(of_another).await.state(), RequestState::Open);
    // By nobody's name: the same in both, and not the person's.
    assert_eq!(answered.person(), stored(access).await.person());
    assert_ne!(answered.person(), person);
    // What is open is answered though its person is gone.
    world.network.answer_rights_request(admin(), access).await.unwrap();
    world.sound().await;
}
