//! Steps that are undone unless all of them are taken.

use std::{collections::BTreeMap, fmt};

use super::state::State;

type Undo = Box<dyn FnOnce(&mut State) + Send>;

/// A change of the state that is undone, step by step from the last to the first, unless it is
/// [kept](Transaction::keep): when a step is refused, and when one panics.
pub(super) struct Transaction<'a> {
    state: &'a mut State,
    undo: Vec<Undo>,
}

impl<'a> Transaction<'a> {
    /// Begins without a step.
    pub(super) fn new(state: &'a mut State) -> Self {
        Self { state, undo: Vec::new() }
    }

    /// The one way to change anything: puts a row into a table, or takes it out with `None`.
    pub(super) fn set<K, V>(&mut self, table: fn(&mut State) -> &mut BTreeMap<K, V>, key: K, row: Option<V>)
    where
        K: Ord + Clone + Send + 'static,
        V: Send + 'static,
    {
        let before = exchange(table(self.state), key.clone(), row);
        self.undo.push(Box::new(move |state| {
            exchange(table(state), key, before);
        }));
    }

    /// The state with the steps taken so far.
    pub(super) fn state(&self) -> &State {
        self.state
    }

    /// Leaves every step as it is.
    pub(super) fn keep(mut self) {
        self.undo.clear();
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        for step in self.undo.drain(..).rev() {
            step(self.state);
        }
    }
}

impl fmt::Debug for Transaction<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Transaction({} steps)", self.undo.len())
    }
}

fn exchange<K: Ord, V>(table: &mut BTreeMap<K, V>, key: K, row: Option<V>) -> Option<V> {
    match row {
        Some(row) => table.insert(key, row),
        None => table.remove(&key),
    }
}
