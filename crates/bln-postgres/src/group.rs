//! Batches that share a transaction.

use bln_sql::{Batch, Failure};

use crate::code::STOPPED;
use crate::worker::Reply;

/// What the writer is asked: to carry out a batch.
pub(crate) struct Job {
    /// The batch.
    pub(crate) batch: Batch,
    /// Where the answer goes.
    pub(crate) reply: Reply<()>,
}

/// Batches in the order in which they arrived, and where their answers go.
#[derive(Default)]
pub(crate) struct Group {
    batches: Vec<Batch>,
    replies: Vec<Reply<()>>,
    statements: usize,
}

impl Group {
    /// Adds a batch.
    pub(crate) fn push(&mut self, Job { batch, reply }: Job) {
        self.statements += batch.0.len();
        self.batches.push(batch);
        self.replies.push(reply);
    }

    /// Says what is true of every batch from now on if the worker dies: that nothing was done, or that it is open.
    pub(crate) fn if_dropped(&mut self, is_open: bool) {
        let failure = if is_open { Failure::Unknown } else { STOPPED };
        self.replies.iter_mut().for_each(|reply| reply.if_dropped(failure));
    }

    /// Takes out the batches before a place, the one at the place, and those after it.
    pub(crate) fn split(mut self, place: usize) -> [Self; 3] {
        let after = self.split_off(place.saturating_add(1));
        let at = self.split_off(place);
        [self, at, after]
    }

    fn split_off(&mut self, place: usize) -> Self {
        let place = place.min(self.batches.len());
        let batches = self.batches.split_off(place);
        let statements = batches.iter().map(|batch| batch.0.len()).sum();
        self.statements -= statements;
        Self { batches, replies: self.replies.split_off(place), statements }
    }

    /// Each batch by itself.
    pub(crate) fn singles(self) -> impl DoubleEndedIterator<Item = Self> {
        self.batches.into_iter().zip(self.replies).map(|(batch, reply)| {
            let mut single = Self::default();
            single.push(Job { batch, reply });
            single
        })
    }

    /// Gives everybody the same answer.
    pub(crate) fn answer(self, answer: Result<(), Failure>) {
        self.replies.into_iter().for_each(|reply| reply.answer(answer));
    }

    /// The batches, in order.
    pub(crate) fn batches(&self) -> &[Batch] {
        &self.batches
    }

    /// How many batches there are.
    pub(crate) const fn len(&self) -> usize {
        self.batches.len()
    }

    /// How many statements there are.
    pub(crate) const fn statements(&self) -> usize {
        self.statements
    }
}

#[cfg(test)]
mod tests {
    use bln_sql::Statement;
    use tokio::sync::oneshot;

    use super::*;

    #[test]
    fn a_group_is_split_into_what_was_before_at_and_after_a_place() {
        for (place, lengths) in [(0, [0, 1, 2]), (1, [1, 1, 1]), (2, [2, 1, 0])] {
            let mut group = Group::default();
            for statements in 1..=3 {
                let batch = Batch(vec![Statement::new("SELECT 1", vec![]); statements]);
                group.push(Job { batch, reply: Reply::new(oneshot::channel().0) });
            }
            assert_eq!(group.statements(), 6);
            let parts = group.split(place);
            assert_eq!(parts.each_ref().map(Group::len), lengths);
            let order: Vec<_> = parts.iter().flat_map(Group::batches).map(|batch| batch.0.len()).collect();
            assert_eq!(order, [1, 2, 3]);
            let counted: Vec<_> = parts.iter().map(Group::statements).collect();
            assert_eq!(counted.iter().sum::<usize>(), 6);
            assert_eq!(counted[1], place + 1);
        }
    }
}
