//! Stores to test on, and small tools for asking a network.

use std::{future::Future, path::Path, pin::Pin, sync::Arc, task::Poll, time::Duration};

use bln_core::{Actor, Event, Id, ModeChoice, Person, RegistrationRequest};
use bln_service::{Network, NetworkError, Placement};
use bln_sqlite::SqliteStore;
use bln_store::{IdempotencyKey, MemoryStore, Store};
use tempfile::TempDir;

/// A store in memory.
pub fn memory() -> Arc<dyn Store> {
    Arc::new(MemoryStore::new())
}

/// A store in an SQLite file.
pub async fn sqlite(path: &Path) -> Arc<dyn Store> {
    Arc::new(SqliteStore::open(path).await.unwrap())
}

/// A store in an SQLite database without a file.
pub async fn sqlite_in_memory() -> Arc<dyn Store> {
    Arc::new(SqliteStore::in_memory().await.unwrap())
}

/// A folder that is gone when it is dropped.
pub fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// Polls a future once. What it did on its way is done, whether or not it is ever polled again.
pub async fn poll_once<F: Future>(mut future: Pin<&mut F>) -> Option<F::Output> {
    std::future::poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => Poll::Ready(None),
    })
    .await
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
