//! The contract as a program: a store in memory, written to be read.
//!
//! [`state`] is what is kept, [`transaction`] makes writes undoable, [`commit`] is the contract of writing, of which
//! [`privacy`], [`safe_space`], [`outbox`] and [`forget`] are parts, [`naming`] is who is called what where people
//! are not named, [`index`] keeps what is found by something else than its key, [`read`], [`read_privacy`] and
//! [`seat_view`] are the reads, [`legacy`] and [`words`] are both, [`survey`] is what has no commit, [`verify`] is the
//! check of the whole.

mod bulletin;
mod commit;
mod forget;
mod index;
mod legacy;
mod naming;
mod outbox;
mod privacy;
mod read;
mod read_privacy;
mod safe_space;
mod seat_view;
mod state;
mod survey;
mod transaction;
mod verify;
mod words;

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

use state::State;

/// A store that keeps a network in memory, for as long as it lives: the executable specification of the port.
///
/// Every call takes one lock, so that each read is one moment's and each commit stands alone. A commit costs
/// what it writes, times the logarithm of what is there: it copies nothing, and undoes its own steps if it is
/// refused halfway. What forgets (an erasure, a disposal, what is discarded) looks through all of a table.
///
/// Use it in tests and to try a network out. It keeps nothing on disk.
#[derive(Default)]
pub struct MemoryStore {
    state: Mutex<State>,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// The state, alone. A panic elsewhere while it was held has undone its own steps (see
    /// [`transaction::Transaction`]), so that the state is as good as it was before.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

// By hand: what it holds is about people.
impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore").finish_non_exhaustive()
    }
}
