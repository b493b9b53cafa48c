//! Many requests at once, and the same outcome every time.

use std::future::Future;

use tokio::task::{JoinError, JoinHandle, LocalSet};

/// How many requests are under way together.
pub const WAVE: usize = 256;

/// Makes the requests of a wave together and returns their answers in the order of the requests.
///
/// On one thread, tasks start in the order in which they were spawned. Requests for one event so reach its desk in
/// order, while their writes share commits.
///
/// # Errors
///
/// When a request panicked.
pub async fn together<T: 'static>(
    requests: impl IntoIterator<Item = impl Future<Output = T> + 'static>,
) -> Result<Vec<T>, JoinError> {
    let tasks = LocalSet::new();
    let under_way: Vec<JoinHandle<T>> =
        requests.into_iter().map(|request| tasks.spawn_local(request)).collect();
    let answers = async {
        let mut answers = Vec::with_capacity(under_way.len());
        for request in under_way {
            answers.push(request.await?);
        }
        Ok(answers)
    };
    tasks.run_until(answers).await
}
