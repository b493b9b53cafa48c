//! What the queue promises, with threads of the machine. `worker.rs` is without tests because it is a part of another
//! program's too: `tests/tests/interleavings.rs`.

use std::future::Future;
use std::num::NonZeroUsize;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use bln_sql::Failure;

use crate::code::STOPPED;
use crate::sync::mpsc::sync_channel;
use crate::worker::{Jobs, Reply, Workers};

const ONE: NonZeroUsize = NonZeroUsize::MIN;

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

enum Job {
    Double(u32, Reply<u32>),
    Die(Reply<u32>),
    DieUnknown(Reply<u32>),
}

fn work(jobs: Jobs<Job>) {
    while let Some(job) = jobs.next() {
        match job {
            Job::Double(number, reply) => reply.answer(Ok(number * 2)),
            Job::Die(_reply) => panic!("this test's thread dies on purpose"),
            Job::DieUnknown(mut reply) => {
                reply.if_dropped(Failure::Unknown);
                panic!("this test's thread dies on purpose");
            }
        }
    }
}

#[test]
fn a_job_is_answered() {
    let workers = Workers::start("test", ONE, vec![work]).unwrap();
    assert_eq!(block_on(workers.ask(|reply| Job::Double(21, reply))), Ok(42));
}

#[test]
fn callers_of_a_thread_that_died_are_answered_and_never_hang() {
    let workers = Workers::start("test", ONE, vec![work]).unwrap();
    assert_eq!(block_on(workers.ask(Job::Die)), Err(STOPPED));
    for _ in 0..3 {
        assert_eq!(block_on(workers.ask(|reply| Job::Double(1, reply))), Err(STOPPED));
    }
}

#[test]
fn a_job_whose_outcome_was_open_when_its_thread_died_is_unknown() {
    let workers = Workers::start("test", ONE, vec![work]).unwrap();
    assert_eq!(block_on(workers.ask(Job::DieUnknown)), Err(Failure::Unknown));
}

#[test]
fn the_other_threads_go_on_when_one_dies() {
    let workers = Workers::start("test", ONE, vec![work, work]).unwrap();
    assert_eq!(block_on(workers.ask(Job::Die)), Err(STOPPED));
    assert_eq!(block_on(workers.ask(|reply| Job::Double(21, reply))), Ok(42));
}

#[test]
fn a_full_queue_is_busy_at_once_and_what_it_held_is_still_done() {
    let (go, wait) = sync_channel::<()>(0);
    let task = move |jobs: Jobs<Job>| {
        wait.recv().unwrap();
        work(jobs);
    };
    let workers = Workers::start("test", ONE, vec![task]).unwrap();
    let mut first = pin!(workers.ask(|reply| Job::Double(1, reply)));
    let mut cx = Context::from_waker(Waker::noop());
    assert_eq!(first.as_mut().poll(&mut cx), Poll::Pending);
    assert_eq!(block_on(workers.ask(|reply| Job::Double(2, reply))), Err(Failure::Busy));
    go.send(()).unwrap();
    assert_eq!(block_on(first), Ok(2));
}
