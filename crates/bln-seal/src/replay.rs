//! A history gone through from its beginning, against checkpoints that were kept outside.

use crate::{Checkpoint, ProofError, Tree, TreeHash};

/// Goes through a history entry by entry and compares it with earlier checkpoints.
///
/// One checkpoint is enough to notice that among the entries it covers one was edited, removed, added or moved,
/// that the end was cut off, that an old backup is in the place of the history, or that the history was written
/// anew from some point on. Of what came after the last checkpoint it tells nothing, so take one often.
///
/// ```
/// use bln_seal::{Checkpoint, Origin, ProofError, Replay, Tree, TreeHash};
///
/// let leaves = ["one", "two", "three"].map(|entry| TreeHash::of_leaf(entry.as_bytes()));
/// let tree: Tree = leaves.into_iter().collect();
/// let origin = Origin::parse("network.example.org/audit")?;
/// let kept = Checkpoint::of(origin, &tree, "2027-03-01T09:00:00Z".parse()?);
///
/// let mut replay = Replay::new([kept.clone()]);
/// leaves.into_iter().for_each(|leaf| replay.push(leaf));
/// assert_eq!(replay.finish()?, tree);
///
/// let mut replay = Replay::new([kept]);
/// leaves.into_iter().take(2).for_each(|leaf| replay.push(leaf));
/// assert_eq!(replay.finish(), Err(ProofError::Shorter));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Replay {
    tree: Tree,
    /// Those not reached yet, the one with the most entries first.
    ahead: Vec<Checkpoint>,
    fault: Option<ProofError>,
    /// The first that was reached and does not hold.
    broken: Option<Checkpoint>,
}

impl Replay {
    /// At the beginning of a history of which these checkpoints were kept, in any order.
    ///
    /// Checkpoints of more than one origin are not of one history: [`finish`](Replay::finish) says so.
    pub fn new(checkpoints: impl IntoIterator<Item = Checkpoint>) -> Self {
        let mut ahead: Vec<_> = checkpoints.into_iter().collect();
        ahead.sort_by_key(|checkpoint| std::cmp::Reverse(checkpoint.size()));
        let one_origin =
            ahead.iter().zip(ahead.iter().skip(1)).all(|(one, next)| one.origin() == next.origin());
        let mut replay = Self {
            tree: Tree::new(),
            ahead,
            fault: if one_origin { None } else { Some(ProofError::Origin) },
            broken: None,
        };
        replay.compare();
        replay
    }

    /// The next entry's leaf.
    pub fn push(&mut self, leaf: TreeHash) {
        self.tree.push(leaf);
        self.compare();
    }

    /// The checkpoint that does not hold if the history ends here: of several the one with the fewest entries. `None` if
    /// all hold.
    pub fn fails_at(&self) -> Option<&Checkpoint> {
        self.broken.as_ref().or(self.ahead.last())
    }

    /// The tree of the whole history, if every checkpoint holds.
    ///
    /// # Errors
    ///
    /// `proof.changed` with the number of entries of the first checkpoint that does not hold; `proof.shorter` if
    /// there are fewer entries than a checkpoint has; `proof.origin` for checkpoints of two histories.
    pub fn finish(self) -> Result<Tree, ProofError> {
        match self.fault {
            Some(fault) => Err(fault),
            None if self.ahead.is_empty() => Ok(self.tree),
            None => Err(ProofError::Shorter),
        }
    }

    fn compare(&mut self) {
        let size = self.tree.size();
        while let Some(reached) = self.ahead.pop_if(|checkpoint| checkpoint.size() == size) {
            if reached.root() != self.tree.root() {
                self.fault = self.fault.or(Some(ProofError::Changed { size }));
                self.broken.get_or_insert(reached);
            }
        }
    }
}
