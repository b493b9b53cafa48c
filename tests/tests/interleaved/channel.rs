//! A bounded channel for threads of `shuttle`, with the standard library's promises; or, where its parent is `FLAWED`, as
//! a beginner might write it: its receiver may miss that something was sent.
//!
//! `shuttle` has a channel, but one that keeps what was sent to a receiver that is gone until the senders are gone too.
//! The standard library's drops it with the receiver, and that is how callers of a dead thread are answered.

use std::collections::VecDeque;

use shuttle::sync::{Arc, Condvar, Mutex};

use super::FLAWED;

pub(crate) use std::sync::mpsc::{RecvError, TryRecvError, TrySendError};

struct State<T> {
    queue: VecDeque<T>,
    bound: usize,
    /// Nobody can send any more.
    closed: bool,
    /// Nobody can receive any more.
    deaf: bool,
}

struct Shared<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
}

pub(crate) struct SyncSender<T>(Arc<Shared<T>>);

pub(crate) struct Receiver<T>(Arc<Shared<T>>);

pub(crate) fn sync_channel<T>(bound: usize) -> (SyncSender<T>, Receiver<T>) {
    let state = Mutex::new(State { queue: VecDeque::new(), bound, closed: false, deaf: false });
    let shared = Arc::new(Shared { state, changed: Condvar::new() });
    (SyncSender(Arc::clone(&shared)), Receiver(shared))
}

impl<T> SyncSender<T> {
    pub(crate) fn try_send(&self, item: T) -> Result<(), TrySendError<T>> {
        let mut state = self.0.state.lock().unwrap();
        if state.deaf {
            return Err(TrySendError::Disconnected(item));
        }
        if state.queue.len() >= state.bound {
            return Err(TrySendError::Full(item));
        }
        state.queue.push_back(item);
        self.0.changed.notify_one();
        Ok(())
    }
}

impl<T> Drop for SyncSender<T> {
    fn drop(&mut self) {
        self.0.state.lock().unwrap().closed = true;
        self.0.changed.notify_all();
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        let mut state = self.0.state.lock().unwrap();
        state.deaf = true;
        let unheard = std::mem::take(&mut state.queue);
        drop(state);
        // Each has an owner who is told by this.
        drop(unheard);
    }
}

impl<T> Receiver<T> {
    pub(crate) fn recv(&self) -> Result<T, RecvError> {
        let mut state = self.0.state.lock().unwrap();
        loop {
            if let Some(item) = state.queue.pop_front() {
                return Ok(item);
            }
            if state.closed {
                return Err(RecvError);
            }
            if FLAWED {
                // What is sent or closed between these two lines wakes nobody.
                drop(state);
                state = self.0.state.lock().unwrap();
            }
            state = self.0.changed.wait(state).unwrap();
        }
    }

    pub(crate) fn try_recv(&self) -> Result<T, TryRecvError> {
        let mut state = self.0.state.lock().unwrap();
        match state.queue.pop_front() {
            Some(item) => Ok(item),
            None if state.closed => Err(TryRecvError::Disconnected),
            None => Err(TryRecvError::Empty),
        }
    }
}
