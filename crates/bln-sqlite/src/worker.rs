//! Threads that own connections, one bounded queue in front of them, and an answer for everybody.
//!
//! What it takes from `super::sync` is the standard library's, but for a test that runs this file under every order of
//! its threads that it can find, with primitives of its own.

use std::fmt;
use std::io;
use std::num::NonZeroUsize;

use bln_sql::Failure;
use tokio::sync::oneshot;

use super::code::STOPPED;
use super::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use super::sync::thread::{self, JoinHandle};
use super::sync::{Arc, Mutex, PoisonError};

/// The asking end of a queue, and the threads at its other end. Dropping it lets them finish what was accepted, and
/// waits for that.
pub(crate) struct Workers<J> {
    queue: Option<SyncSender<J>>,
    threads: Vec<JoinHandle<()>>,
}

/// The working end of a queue, shared by the threads of a [`Workers`].
pub(crate) struct Jobs<J>(Arc<Mutex<Receiver<J>>>);

/// Where a job's answer goes. A job that is dropped without one, because its thread died, is answered all the same.
pub(crate) struct Reply<T> {
    caller: Option<oneshot::Sender<Result<T, Failure>>>,
    if_dropped: Failure,
}

impl<J: Send + 'static> Workers<J> {
    /// One thread for each of `tasks`, all of them served from one queue in order of arrival.
    pub(crate) fn start<T>(name: &str, bound: NonZeroUsize, tasks: Vec<T>) -> io::Result<Self>
    where
        T: FnOnce(Jobs<J>) + Send + 'static,
    {
        let (sender, receiver) = sync_channel(bound.get());
        let receiver = Arc::new(Mutex::new(receiver));
        let mut workers = Self { queue: Some(sender), threads: Vec::with_capacity(tasks.len()) };
        for task in tasks {
            let jobs = Jobs(Arc::clone(&receiver));
            let thread = thread::Builder::new().name(name.to_owned()).spawn(move || task(jobs))?;
            workers.threads.push(thread);
        }
        Ok(workers)
    }

    /// Puts a job into the queue and waits for its answer. The job is carried out even if the caller stops waiting.
    pub(crate) async fn ask<T>(&self, job: impl FnOnce(Reply<T>) -> J) -> Result<T, Failure> {
        let (caller, answer) = oneshot::channel();
        let job = job(Reply::new(caller));
        self.queue.as_ref().ok_or(STOPPED)?.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) => Failure::Busy,
            TrySendError::Disconnected(_) => STOPPED,
        })?;
        answer.await.unwrap_or(Err(STOPPED))
    }
}

impl<J> Drop for Workers<J> {
    fn drop(&mut self) {
        self.queue = None;
        for thread in self.threads.drain(..) {
            // An answer may wake the last owner of the driver on the very thread that answers it.
            if thread.thread().id() != thread::current().id() {
                // A thread that panicked has nothing to finish, and its callers have been answered.
                drop(thread.join());
            }
        }
    }
}

impl<J> fmt::Debug for Workers<J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Workers").field("threads", &self.threads.len()).finish_non_exhaustive()
    }
}

impl<J> Jobs<J> {
    /// The next job, waiting for one. `None` when nobody can send any more and the queue is empty.
    pub(crate) fn next(&self) -> Option<J> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
    }

    /// The next job, if one is waiting. Only for a thread that works alone: another one holds the queue while it waits,
    /// and would hold up whoever asks here with answers still in hand.
    pub(crate) fn next_queued(&self) -> Option<J> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).try_recv().ok()
    }
}

impl<T> Reply<T> {
    /// A reply to this caller.
    pub(crate) const fn new(caller: oneshot::Sender<Result<T, Failure>>) -> Self {
        Self { caller: Some(caller), if_dropped: STOPPED }
    }

    /// What the caller is told if no answer is ever given.
    pub(crate) const fn if_dropped(&mut self, failure: Failure) {
        self.if_dropped = failure;
    }

    /// Whether the caller has stopped waiting.
    pub(crate) fn is_unwanted(&self) -> bool {
        self.caller.as_ref().is_none_or(oneshot::Sender::is_closed)
    }

    /// Answers the caller.
    pub(crate) fn answer(mut self, answer: Result<T, Failure>) {
        self.send(answer);
    }

    fn send(&mut self, answer: Result<T, Failure>) {
        if let Some(caller) = self.caller.take() {
            // A caller that has gone away has dropped the answer, not the work.
            drop(caller.send(answer));
        }
    }
}

impl<T> Drop for Reply<T> {
    fn drop(&mut self) {
        self.send(Err(self.if_dropped));
    }
}
