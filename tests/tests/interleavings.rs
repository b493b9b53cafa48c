//! The queue in front of a store's threads, under a hundred thousand orders of its threads: everybody is answered once,
//! what was accepted is done, a dropped queue finishes its work, and nothing ever waits for ever.
//!
//! The very file of the store is built a second time here, on primitives of `shuttle`, which decides at each of their
//! calls which thread goes on. A deadlock is a failure there.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::duplicate_mod,
    reason = "a test that cannot go on should panic; it says how far it got; the control is the same file again"
)]

use std::{
    num::NonZeroUsize,
    panic::catch_unwind,
    pin::pin,
    sync::atomic::{AtomicUsize, Ordering},
    task::{Context, Poll, Waker},
};

use bln_sql::Failure;
use shuttle::{
    future::block_on,
    sync::{Arc, Mutex},
    thread,
};

/// How many orders each scenario is run in.
const SCHEDULES: usize = 20_000;

/// The queue as it is.
#[path = "."]
mod queue {
    pub(crate) mod code {
        pub(crate) const STOPPED: bln_sql::Failure = bln_sql::Failure::Engine { code: "storage.stopped" };
    }
    pub(crate) mod sync {
        pub(crate) use super::channel as mpsc;
        pub(crate) use shuttle::sync::{Arc, Mutex};
        pub(crate) use shuttle::thread;
        pub(crate) use std::sync::PoisonError;
    }
    const FLAWED: bool = false;
    #[path = "interleaved/channel.rs"]
    pub(crate) mod channel;
    #[path = "../../crates/bln-sqlite/src/worker.rs"]
    pub(crate) mod worker;
}

/// The same file on a channel that may miss that something was sent: the known-bad control.
#[path = "."]
mod flawed {
    pub(crate) mod code {
        pub(crate) use super::super::queue::code::STOPPED;
    }
    pub(crate) mod sync {
        pub(crate) use super::channel as mpsc;
        pub(crate) use shuttle::sync::{Arc, Mutex};
        pub(crate) use shuttle::thread;
        pub(crate) use std::sync::PoisonError;
    }
    const FLAWED: bool = true;
    #[path = "interleaved/channel.rs"]
    pub(crate) mod channel;
    #[path = "../../crates/bln-sqlite/src/worker.rs"]
    #[allow(dead_code, reason = "the control needs less of it")]
    pub(crate) mod worker;
}

use queue::{
    code::STOPPED,
    worker::{Jobs, Reply, Workers},
};

fn bound(bound: usize) -> NonZeroUsize {
    NonZeroUsize::new(bound).unwrap()
}

enum Job {
    /// Answers with twice the number.
    Double(usize, Reply<usize>),
    /// Ends the thread that takes it, without an answer.
    Die(Reply<usize>),
    /// Drops what may be the last owner of the queue, then answers.
    Release(Arc<Workers<Job>>, Reply<usize>),
}

/// What the threads have done, in order.
type Done = Arc<Mutex<Vec<usize>>>;

/// One of several threads.
fn reader(done: &Done) -> impl FnOnce(Jobs<Job>) + Send + 'static + use<> {
    let done = Arc::clone(done);
    move |jobs| {
        while let Some(job) = jobs.next() {
            match job {
                Job::Double(number, reply) => {
                    done.lock().unwrap().push(number);
                    reply.answer(Ok(number * 2));
                }
                Job::Die(mut reply) => {
                    reply.if_dropped(Failure::Unknown);
                    return;
                }
                Job::Release(owner, reply) => {
                    drop(owner);
                    reply.answer(Ok(0));
                }
            }
        }
    }
}

/// The one writer: takes what else is queued before it answers anybody.
fn writer(done: &Done) -> impl FnOnce(Jobs<Job>) + Send + 'static + use<> {
    let done = Arc::clone(done);
    move |jobs| {
        while let Some(first) = jobs.next() {
            let group: Vec<_> =
                std::iter::once(first).chain(std::iter::from_fn(|| jobs.next_queued())).collect();
            for job in group {
                let Job::Double(number, reply) = job else { panic!("not for the writer") };
                done.lock().unwrap().push(number);
                // It is done whether or not somebody still waits.
                let _wanted = !reply.is_unwanted();
                reply.answer(Ok(number * 2));
            }
        }
    }
}

fn check(name: &str, scenario: impl Fn() + Send + Sync + 'static) {
    shuttle::check_random(scenario, SCHEDULES);
    println!("{name}: {SCHEDULES} orders");
}

#[test]
fn everybody_is_answered_and_what_is_accepted_is_done_once() {
    check("callers and the writer", || callers(|done| Workers::start("test", bound(2), vec![writer(done)])));
    check("callers and readers", || {
        callers(|done| Workers::start("test", bound(2), vec![reader(done), reader(done)]));
    });
}

fn callers(start: impl Fn(&Done) -> std::io::Result<Workers<Job>>) {
    let done = Done::default();
    let workers = Arc::new(start(&done).unwrap());
    let ask = |number| {
        let workers = Arc::clone(&workers);
        thread::spawn(move || (number, block_on(workers.ask(|reply| Job::Double(number, reply)))))
    };
    let callers: Vec<_> = (1..=4).map(ask).collect();
    let answers: Vec<_> = callers.into_iter().map(|caller| caller.join().unwrap()).collect();
    drop(workers);
    let mut accepted = Vec::new();
    for (number, answer) in answers {
        match answer {
            Ok(twice) => {
                assert_eq!(twice, number * 2);
                accepted.push(number);
            }
            Err(failure) => assert_eq!(failure, Failure::Busy),
        }
    }
    let mut done = done.lock().unwrap().clone();
    done.sort_unstable();
    assert_eq!(done, accepted, "what was refused is not done, what was accepted once");
    assert!(accepted.len() >= 2, "a queue of two takes two");
}

#[test]
fn a_dropped_queue_finishes_what_it_accepted_in_order_although_nobody_waits_any_more() {
    check("dropped callers, then the queue", || {
        let done = Done::default();
        let workers = Workers::start("test", bound(3), vec![writer(&done)]).unwrap();
        for number in 1..=3 {
            let mut asked = pin!(workers.ask(|reply| Job::Double(number, reply)));
            let polled = asked.as_mut().poll(&mut Context::from_waker(Waker::noop()));
            assert!(matches!(polled, Poll::Pending | Poll::Ready(Ok(_))));
        }
        drop(workers);
        assert_eq!(*done.lock().unwrap(), [1, 2, 3]);
    });
}

#[test]
fn callers_of_threads_that_died_are_answered_all_the_same() {
    check("dying threads", || {
        let done = Done::default();
        let workers = Arc::new(Workers::start("test", bound(4), vec![reader(&done), reader(&done)]).unwrap());
        let ask = |die: bool| {
            let workers = Arc::clone(&workers);
            thread::spawn(move || {
                block_on(workers.ask(|reply| if die { Job::Die(reply) } else { Job::Double(1, reply) }))
            })
        };
        let callers: Vec<_> = [true, false, true, false].into_iter().map(ask).collect();
        let answers: Vec<_> = callers.into_iter().map(|caller| caller.join().unwrap()).collect();
        let unknown = answers.iter().filter(|answer| **answer == Err(Failure::Unknown)).count();
        assert_eq!(unknown, 2, "both threads died: {answers:?}");
        let doubled = answers.iter().filter(|answer| **answer == Ok(2)).count();
        assert_eq!(doubled, done.lock().unwrap().len(), "done is answered as done");
        let stopped = answers.iter().filter(|answer| **answer == Err(STOPPED)).count();
        assert_eq!(doubled + stopped, 2, "{answers:?}");
        assert_eq!(block_on(workers.ask(|reply| Job::Double(1, reply))), Err(STOPPED));
    });
}

#[test]
fn the_last_owner_may_be_dropped_by_the_thread_itself() {
    check("an owner within", || {
        let done = Done::default();
        let workers = Arc::new(Workers::start("test", bound(2), vec![reader(&done), reader(&done)]).unwrap());
        let other = Arc::clone(&workers);
        let caller = thread::spawn(move || {
            let within = Arc::clone(&other);
            let mut asked = Box::pin(async move { other.ask(|reply| Job::Release(within, reply)).await });
            let first = asked.as_mut().poll(&mut Context::from_waker(Waker::noop()));
            // The future holds an owner too. Dropped now, the thread's may be the last.
            drop(asked);
            first
        });
        drop(workers);
        assert!(matches!(caller.join().unwrap(), Poll::Pending | Poll::Ready(Ok(0))));
    });
}

/// The control: a thread that looks, finds nothing, and only then begins to wait. Among so many orders there is one in
/// which it sleeps for ever.
#[test]
fn a_channel_that_misses_what_is_sent_is_caught() {
    static RUNS: AtomicUsize = AtomicUsize::new(0);
    let scenario = || {
        RUNS.fetch_add(1, Ordering::Relaxed);
        type Reply = flawed::worker::Reply<usize>;
        let work = |jobs: flawed::worker::Jobs<(usize, Reply)>| {
            while let Some((number, reply)) = jobs.next() {
                reply.answer(Ok(number * 2));
            }
        };
        let workers = flawed::worker::Workers::start("test", bound(2), vec![work]).unwrap();
        assert_eq!(block_on(workers.ask(|reply| (21, reply))), Ok(42));
    };
    let caught = catch_unwind(|| shuttle::check_random(scenario, SCHEDULES)).unwrap_err();
    let said = caught.downcast_ref::<String>().map_or("", String::as_str);
    println!("caught in order {}", RUNS.load(Ordering::Relaxed));
    assert!(said.contains("deadlock"), "{said}");
}
