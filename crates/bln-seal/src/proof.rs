//! Proofs that an entry is in a tree, and that one tree is the beginning of another (RFC 6962 sections 2.1.1 and
//! 2.1.2).

use std::{fmt, str::FromStr};

use crate::{Checkpoint, ProofError, TreeHash};

/// More nodes than any proof has: one for each bit of a size, and one.
const MAX_NODES: usize = 65;

/// Proof that a leaf is in a tree at a place: the nodes beside its way to the root. For a million leaves that is
/// 20 nodes, and less than 1,000 bytes as text.
///
/// The text is `inclusion 1`, the place counted from 0, and one node a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InclusionProof {
    index: u64,
    nodes: Vec<TreeHash>,
}

/// Proof that a tree of one size is the beginning of a larger one: nothing that was in it has changed, moved or
/// gone.
///
/// The text is `consistency 1`, the size of the smaller tree, and one node a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsistencyProof {
    old_size: u64,
    nodes: Vec<TreeHash>,
}

impl InclusionProof {
    /// Which leaf it is about, counted from 0.
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// The nodes, from the leaf up.
    pub fn nodes(&self) -> &[TreeHash] {
        &self.nodes
    }
}

impl ConsistencyProof {
    /// The size of the smaller tree.
    pub const fn old_size(&self) -> u64 {
        self.old_size
    }

    /// The nodes, from below up.
    pub fn nodes(&self) -> &[TreeHash] {
        &self.nodes
    }
}

/// Proves that the leaf at a place, counted from 0, is in the tree of these leaves; `None` for a place beyond them.
/// The work is that of the whole tree.
pub fn inclusion_proof(leaves: &[TreeHash], index: u64) -> Option<InclusionProof> {
    let at = usize::try_from(index).ok().filter(|at| *at < leaves.len())?;
    Some(InclusionProof { index, nodes: nodes_beside(leaves.to_vec(), at) })
}

/// Proves that the first `old_size` leaves are the beginning of these; `None` if there are not so many. The work is
/// that of the whole tree.
pub fn consistency_proof(leaves: &[TreeHash], old_size: u64) -> Option<ConsistencyProof> {
    let size = usize::try_from(old_size).ok().filter(|size| *size <= leaves.len())?;
    let mut nodes = Vec::new();
    // Nothing is the beginning of everything, and a tree is the beginning of itself.
    if let Some(mut last) = size.checked_sub(1).filter(|_| size < leaves.len()) {
        // Up to the top of the last whole subtree of the smaller tree, which both trees have.
        let mut level = leaves.to_vec();
        while last % 2 == 1 {
            (level, last) = (level_above(&level), last / 2);
        }
        // If that is all of the smaller tree, whoever checks has it: it is the smaller root.
        nodes.extend(level.get(last).filter(|_| last > 0));
        nodes.extend(nodes_beside(level, last));
    }
    Some(ConsistencyProof { old_size, nodes })
}

/// Checks that a leaf is in the tree of a checkpoint at the place that the proof names (RFC 9162 section 2.1.3.2).
///
/// # Errors
///
/// `proof.place` if the tree has no such place, `proof.inclusion` if it does not hold.
pub fn verify_inclusion(
    leaf: TreeHash,
    proof: &InclusionProof,
    checkpoint: &Checkpoint,
) -> Result<(), ProofError> {
    let last =
        checkpoint.size().checked_sub(1).filter(|last| proof.index <= *last).ok_or(ProofError::Place)?;
    let (mut index, mut last, mut node) = (proof.index, last, leaf);
    for beside in &proof.nodes {
        if last == 0 {
            return Err(ProofError::Inclusion);
        }
        if index % 2 == 1 || index == last {
            node = TreeHash::above(*beside, node);
            up_to_a_left_neighbour(&mut index, &mut last);
        } else {
            node = TreeHash::above(node, *beside);
        }
        (index, last) = (index / 2, last / 2);
    }
    if last == 0 && node == checkpoint.root() { Ok(()) } else { Err(ProofError::Inclusion) }
}

/// Checks that the tree of one checkpoint is the beginning of the other's (RFC 9162 section 2.1.4.2).
///
/// # Errors
///
/// `proof.origin` for checkpoints of two trees, `proof.shorter` if the newer tree is smaller, `proof.place` for a
/// proof about another size, `proof.consistency` if it does not hold.
pub fn verify_consistency(
    old: &Checkpoint,
    new: &Checkpoint,
    proof: &ConsistencyProof,
) -> Result<(), ProofError> {
    if old.origin() != new.origin() {
        return Err(ProofError::Origin);
    }
    if new.size() < old.size() {
        return Err(ProofError::Shorter);
    }
    if proof.old_size != old.size() {
        return Err(ProofError::Place);
    }
    let holds = match old.size().checked_sub(1) {
        None => proof.nodes.is_empty() && old.root() == TreeHash::of_nothing(),
        Some(_) if old.size() == new.size() => proof.nodes.is_empty() && old.root() == new.root(),
        Some(last_old) => {
            roots(old, last_old, new.size() - 1, &proof.nodes) == Some((old.root(), new.root()))
        }
    };
    if holds { Ok(()) } else { Err(ProofError::Consistency) }
}

/// The roots of the smaller and the larger tree that the nodes lead to; `None` if they lead nowhere.
fn roots(
    old: &Checkpoint,
    mut index: u64,
    mut last: u64,
    nodes: &[TreeHash],
) -> Option<(TreeHash, TreeHash)> {
    while index % 2 == 1 {
        (index, last) = (index / 2, last / 2);
    }
    let (start, rest) =
        if index == 0 { (old.root(), nodes) } else { nodes.split_first().map(|(n, r)| (*n, r))? };
    let (mut smaller, mut larger) = (start, start);
    for beside in rest {
        if last == 0 {
            return None;
        }
        if index % 2 == 1 || index == last {
            smaller = TreeHash::above(*beside, smaller);
            larger = TreeHash::above(*beside, larger);
            up_to_a_left_neighbour(&mut index, &mut last);
        } else {
            larger = TreeHash::above(larger, *beside);
        }
        (index, last) = (index / 2, last / 2);
    }
    (last == 0).then_some((smaller, larger))
}

/// The last node of a level has nobody beside it where the level has an odd number: it goes up alone.
const fn up_to_a_left_neighbour(index: &mut u64, last: &mut u64) {
    while index.is_multiple_of(2) && *index != 0 {
        (*index, *last) = (*index / 2, *last / 2);
    }
}

/// The nodes beside the way from a node of a level to the root.
fn nodes_beside(mut level: Vec<TreeHash>, mut index: usize) -> Vec<TreeHash> {
    let mut nodes = Vec::new();
    while level.len() > 1 {
        nodes.extend(level.get(index ^ 1));
        (level, index) = (level_above(&level), index / 2);
    }
    nodes
}

/// The tree of RFC 6962 level by level: two nodes become one, and one that is left over goes up as it is.
fn level_above(level: &[TreeHash]) -> Vec<TreeHash> {
    let (pairs, rest) = level.as_chunks::<2>();
    pairs.iter().map(|[left, right]| TreeHash::above(*left, *right)).chain(rest.iter().copied()).collect()
}

impl fmt::Display for InclusionProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(f, "inclusion 1", self.index, &self.nodes)
    }
}

impl FromStr for InclusionProof {
    type Err = ProofError;

    /// Reads the text of a proof, and no other spelling of it.
    fn from_str(text: &str) -> Result<Self, ProofError> {
        let (index, nodes) = read(text, "inclusion 1").ok_or(ProofError::Format)?;
        Ok(Self { index, nodes })
    }
}

impl fmt::Display for ConsistencyProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(f, "consistency 1", self.old_size, &self.nodes)
    }
}

impl FromStr for ConsistencyProof {
    type Err = ProofError;

    /// Reads the text of a proof, and no other spelling of it.
    fn from_str(text: &str) -> Result<Self, ProofError> {
        let (old_size, nodes) = read(text, "consistency 1").ok_or(ProofError::Format)?;
        Ok(Self { old_size, nodes })
    }
}

fn write(f: &mut fmt::Formatter<'_>, title: &str, number: u64, nodes: &[TreeHash]) -> fmt::Result {
    write!(f, "{title}\n{number}\n")?;
    nodes.iter().try_for_each(|node| writeln!(f, "{node}"))
}

fn read(text: &str, title: &str) -> Option<(u64, Vec<TreeHash>)> {
    let mut lines = text.strip_prefix(title)?.strip_prefix('\n')?.strip_suffix('\n')?.split('\n');
    let number = decimal(lines.next()?)?;
    let nodes: Option<Vec<_>> = lines.by_ref().take(MAX_NODES).map(TreeHash::parse).collect();
    if lines.next().is_some() { None } else { Some((number, nodes?)) }
}

/// Digits without a sign and without zeros in front.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    text.parse().ok().filter(|number: &u64| number.to_string() == text)
}
