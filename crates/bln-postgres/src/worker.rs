//! A thread with an executor of its own, bounded queues that lead to it, and an answer for everybody.
//!
//! The connections live on that thread, so that it does not matter who polls a caller's future, or whether anybody
//! goes on polling it.

use std::fmt;
use std::future::Future;
use std::thread::{self, JoinHandle};

use bln_sql::Failure;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};
use tokio::task::LocalSet;

use crate::code::STOPPED;

/// Why there is no thread to work on.
pub(crate) const NO_THREAD: &str = "storage.threads";

/// A thread, which goes on alone when this is dropped.
pub(crate) struct Worker {
    thread: JoinHandle<()>,
}

/// A thread that is waited for when this is dropped. What it itself waits for must have been dropped before.
pub(crate) struct Joined(Option<JoinHandle<()>>);

/// The asking end of a queue.
pub(crate) struct Asker<J> {
    queue: mpsc::Sender<J>,
}

/// Where a job's answer goes. A job that is dropped without one, because its worker died, is answered all the same.
pub(crate) struct Reply<T> {
    caller: Option<oneshot::Sender<Result<T, Failure>>>,
    if_dropped: Failure,
}

impl Worker {
    /// Works on something until it is done.
    pub(crate) fn start<F>(
        name: &str,
        work: impl FnOnce() -> F + Send + 'static,
    ) -> Result<Self, &'static str>
    where
        F: Future<Output = ()>,
    {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|_| NO_THREAD)?;
        let body = move || runtime.block_on(LocalSet::new().run_until(async { work().await }));
        let thread = thread::Builder::new().name(name.to_owned()).spawn(body).map_err(|_| NO_THREAD)?;
        Ok(Self { thread })
    }

    /// The same thread, to be waited for.
    pub(crate) fn joined(self) -> Joined {
        Joined(Some(self.thread))
    }
}

impl Drop for Joined {
    fn drop(&mut self) {
        let Some(thread) = self.0.take() else { return };
        // An answer may wake the last owner of the driver on the very thread that answers it.
        if thread.thread().id() != thread::current().id() {
            // A thread that panicked has nothing to finish, and its callers have been answered.
            drop(thread.join());
        }
    }
}

impl<J> Asker<J> {
    /// A queue with this bound, and its working end.
    pub(crate) fn new(bound: usize) -> (Self, mpsc::Receiver<J>) {
        let (queue, jobs) = mpsc::channel(bound.min(tokio::sync::Semaphore::MAX_PERMITS));
        (Self { queue }, jobs)
    }

    /// Puts a job into the queue and waits for its answer. The job is carried out even if the caller stops waiting.
    pub(crate) async fn ask<T>(&self, job: impl FnOnce(Reply<T>) -> J) -> Result<T, Failure> {
        let (caller, answer) = oneshot::channel();
        self.queue.try_send(job(Reply::new(caller))).map_err(|error| match error {
            TrySendError::Full(_) => Failure::Busy,
            TrySendError::Closed(_) => STOPPED,
        })?;
        answer.await.unwrap_or(Err(STOPPED))
    }
}

impl<J> fmt::Debug for Asker<J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Asker").field("room", &self.queue.capacity()).finish_non_exhaustive()
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

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use tokio::task::spawn_local;

    use super::*;

    fn block_on<F: Future>(future: F) -> F::Output {
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
    }

    enum Job {
        Double(u32, Reply<u32>),
        Die(Reply<u32>),
        DieUnknown(Reply<u32>),
    }

    async fn work(mut jobs: mpsc::Receiver<Job>) {
        while let Some(job) = jobs.recv().await {
            match job {
                Job::Double(number, reply) => reply.answer(Ok(number * 2)),
                Job::Die(_reply) => panic!("this test's worker dies on purpose"),
                Job::DieUnknown(mut reply) => {
                    reply.if_dropped(Failure::Unknown);
                    panic!("this test's worker dies on purpose");
                }
            }
        }
    }

    /// Two workers with a queue each on one thread, as the driver has them.
    fn two_workers() -> (Asker<Job>, Asker<Job>, Joined) {
        let ((one, jobs), (other, others)) = (Asker::new(1), Asker::new(1));
        let both = move || async move {
            let tasks = [spawn_local(work(jobs)), spawn_local(work(others))];
            for task in tasks {
                drop(task.await);
            }
        };
        (one, other, Worker::start("test", both).unwrap().joined())
    }

    #[test]
    fn a_job_is_answered() {
        let (one, _other, _thread) = two_workers();
        assert_eq!(block_on(one.ask(|reply| Job::Double(21, reply))), Ok(42));
        drop((one, _other));
    }

    #[test]
    fn callers_of_a_worker_that_died_are_answered_and_the_others_go_on() {
        let (one, other, _thread) = two_workers();
        assert_eq!(block_on(one.ask(Job::Die)), Err(STOPPED));
        for _ in 0..3 {
            assert_eq!(block_on(one.ask(|reply| Job::Double(1, reply))), Err(STOPPED));
        }
        assert_eq!(block_on(other.ask(|reply| Job::Double(21, reply))), Ok(42));
        drop((one, other));
    }

    #[test]
    fn a_job_whose_outcome_was_open_when_its_worker_died_is_unknown() {
        let (one, other, _thread) = two_workers();
        assert_eq!(block_on(one.ask(Job::DieUnknown)), Err(Failure::Unknown));
        drop((one, other));
    }

    #[test]
    fn a_full_queue_is_busy_at_once_and_what_it_held_is_still_done() {
        let (asker, jobs) = Asker::new(1);
        let mut first = pin!(asker.ask(|reply| Job::Double(1, reply)));
        let mut cx = Context::from_waker(Waker::noop());
        assert_eq!(first.as_mut().poll(&mut cx), Poll::Pending);
        assert_eq!(block_on(asker.ask(|reply| Job::Double(2, reply))), Err(Failure::Busy));
        let _thread = Worker::start("test", move || work(jobs)).unwrap();
        assert_eq!(block_on(first), Ok(2));
    }
}
