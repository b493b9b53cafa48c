//! The controls: stores that are wrong in one small way, caught.

use std::sync::Arc;

use bln_core::{Actor, Audience, ModeChoice, RegistrationRequest};
use bln_tests::{Sabotage, Sabotaged, World, memory, places};
use proptest::{
    prelude::*,
    test_runner::{Config, TestError, TestRunner},
};

use crate::{compare, config, runtime, verb::verb};

fn caught(sabotage: &Sabotage) -> String {
    let runtime = runtime();
    let found = TestRunner::new(Config { max_shrink_iters: 0, ..config(60) }).run(
        &prop::collection::vec(verb(), 20..60),
        |verbs| {
            let store = Arc::new(Sabotaged::new(memory(), sabotage.clone()));
            runtime.block_on(compare(store, &verbs)).map(|_| ())
        },
    );
    match found {
        Err(TestError::Fail(reason, _)) => reason.message().to_owned(),
        other => panic!("{sabotage:?} was not caught: {other:?}"),
    }
}

#[test]
fn a_store_that_loses_a_step_of_a_registration_is_caught() {
    println!("{:.300}", caught(&Sabotage::LosesASecondStep));
}

#[test]
fn a_store_that_loses_notices_is_caught() {
    assert!(caught(&Sabotage::LosesNotices).starts_with("different"));
}

/// One after another, nobody comes between reading and writing: it takes two at the same time.
#[test]
fn a_store_that_ignores_pins_is_caught() {
    for (sabotage, sound) in [(None, true), (Some(Sabotage::IgnoresPins), false)] {
        let outcome = runtime().block_on(leaving_while_registering(sabotage));
        assert_eq!(outcome, sound, "whether nobody who has left holds a place");
    }
}

/// A member registers and leaves at the same time. Either order will do, and then there is an audit entry
/// for the registration before the one for leaving, or none at all.
async fn leaving_while_registering(sabotage: Option<Sabotage>) -> bool {
    let gate = Arc::new(tokio::sync::Semaphore::new(0));
    let inner = memory();
    let world = World::on(Arc::clone(&inner)).await;
    let event = world.event(Audience::Members, places(1)).await;
    let member = world.member(1).await;
    // The desk's commit is held up after it has read the membership, until the member has left.
    let held = Arc::new(Sabotaged::new(
        match sabotage {
            Some(sabotage) => Arc::new(Sabotaged::new(inner, sabotage)),
            None => inner,
        },
        Sabotage::Waits(Arc::clone(&gate)),
    ));
    let slow = bln_service::Network::open(
        held,
        world.network.profile().clone(),
        bln_tests::ports(world.clock.clone(), Arc::new(bln_service::SystemIds)),
    )
    .await
    .unwrap();
    let request = RegistrationRequest { event, person: member, choice: ModeChoice::Either };
    let key = world.key();
    let asked =
        tokio::spawn(async move { slow.register(Actor::participant(member), request, key).await.is_ok() });
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
    world.network.leave(Actor::participant(member), member).await.unwrap();
    gate.add_permits(10);
    !asked.await.unwrap()
}
