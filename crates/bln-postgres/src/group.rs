//! Batches that share a transaction.

use bln_sql::{Batch, Failure};

use crate::code::STOPPED;
use crate::worker::Reply;

/// A batch to be carried out.
pub(crate) struct Job {
    /// The batch.
    pub(crate) batch: Batch,
    /// Where the answer goes.
    pub(crate) reply: Reply<()>,
}

/// What the writer is asked.
pub(crate) enum Asked {
    /// To carry out a batch.
    Write(Job),
    /// To take what was removed out of the files, while nothing else is written.
    Scrub(Reply<()>),
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

    /// The same batches in groups of neighbours, with each of which this is true in a group of its own.
    pub(crate) fn apart(self, is_alone: impl Fn(&Batch) -> bool) -> Vec<Self> {
        let mut parts = Vec::with_capacity(1);
        let mut last_is_open = false;
        for (batch, reply) in self.batches.into_iter().zip(self.replies) {
            let joins = !is_alone(&batch);
            if !(joins && last_is_open) {
                parts.push(Self::default());
            }
            last_is_open = joins;
            if let Some(part) = parts.last_mut() {
                part.push(Job { batch, reply });
            }
        }
        parts
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

    fn group(lengths: &[usize]) -> Group {
        let mut group = Group::default();
        for statements in lengths {
            let batch = Batch(vec![Statement::new("SELECT 1", vec![]); *statements]);
            group.push(Job { batch, reply: Reply::new(oneshot::channel().0) });
        }
        group
    }

    fn lengths(group: &Group) -> Vec<usize> {
        group.batches().iter().map(|batch| batch.0.len()).collect()
    }

    #[test]
    fn a_batch_that_is_to_be_alone_parts_its_neighbours() {
        let parts = group(&[1, 2, 9, 3, 9, 9, 4, 5]).apart(|batch| batch.0.len() == 9);
        let parts: Vec<_> = parts.iter().map(lengths).collect();
        assert_eq!(parts, [vec![1, 2], vec![9], vec![3], vec![9], vec![9], vec![4, 5]]);
        assert_eq!(group(&[1, 2]).apart(|_| false).len(), 1);
    }

    #[test]
    fn a_group_is_split_into_what_was_before_at_and_after_a_place() {
        for (place, expected) in [(0, [0, 1, 2]), (1, [1, 1, 1]), (2, [2, 1, 0])] {
            let group = group(&[1, 2, 3]);
            assert_eq!(group.statements(), 6);
            let parts = group.split(place);
            assert_eq!(parts.each_ref().map(Group::len), expected);
            assert_eq!(parts.iter().flat_map(lengths).collect::<Vec<_>>(), [1, 2, 3]);
            let counted: Vec<_> = parts.iter().map(Group::statements).collect();
            assert_eq!(counted.iter().sum::<usize>(), 6);
            assert_eq!(counted[1], place + 1);
        }
    }
}
