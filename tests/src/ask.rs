//! Small tools for asking a network.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use bln_core::{Actor, Event, Id, ModeChoice, Person, RegistrationRequest};
use bln_service::{Network, NetworkError, Placement};
use bln_store::IdempotencyKey;

/// Polls a future once. What it did on its way is done, whether or not it is ever polled again.
pub async fn poll_once<F: Future>(mut future: Pin<&mut F>) -> Option<F::Output> {
    let once = |context: &mut Context<'_>| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => Poll::Ready(None),
    };
    std::future::poll_fn(once).await
}

/// Registers a person, asking again under the same key for as long as the network is busy.
pub async fn register_until_taken(
    network: &Network,
    event: Id<Event>,
    person: Id<Person>,
    key: IdempotencyKey,
) -> Result<Placement, NetworkError> {
    loop {
        let request = RegistrationRequest { event, person, choice: ModeChoice::Either };
        match network.register(Actor::participant(person), request, key.clone()).await {
            Err(NetworkError::Busy) => tokio::time::sleep(Duration::from_millis(1)).await,
            answer => return answer,
        }
    }
}

/// Waits until every task of this runtime has ended: the desks that still work for somebody who went away too. For
/// the test's own task, on a runtime of one thread.
pub async fn all_tasks_ended() {
    while tokio::runtime::Handle::current().metrics().num_alive_tasks() > 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}
