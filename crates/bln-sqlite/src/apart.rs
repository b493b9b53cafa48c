//! Work that waits for the disk, on a thread of its own: which runtime the caller has does not matter.

use std::thread;

use tokio::sync::oneshot;

/// No thread could be started, or it died.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Apart {
    /// Which of both: a code of [`bln_sql::Failure::Engine`].
    pub(crate) code: &'static str,
}

/// Does this work on a thread of its own. It is done to its end even if the caller stops waiting.
pub(crate) async fn apart<T: Send + 'static>(
    name: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Apart> {
    let (reply, done) = oneshot::channel();
    let work = move || {
        // Nobody waits any more when this fails: what was made is dropped again.
        let _abandoned = reply.send(work());
    };
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(work)
        .map_err(|_| Apart { code: "storage.threads" })?;
    done.await.map_err(|_| Apart { code: "storage.stopped" })
}
