//! The Merkle tree of RFC 6962 section 2.1, over SHA-256.

use std::fmt;

use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256};

/// A node of the tree: of a leaf SHA-256(0x00, its bytes), of two nodes SHA-256(0x01, left, right).
///
/// The first byte tells the two apart. Without it a pair of nodes could be passed for a leaf, and a shorter
/// history would have the same root. `Debug` and `Display` show it in base64: it tells nothing about what was
/// hashed to whoever does not know it already.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TreeHash([u8; 32]);

impl TreeHash {
    /// The node of a leaf's bytes, as [`leaf_bytes`](crate::leaf_bytes) gives them for an entry of the audit.
    pub fn of_leaf(bytes: &[u8]) -> Self {
        Self(Sha256::new().chain_update([0]).chain_update(bytes).finalize().into())
    }

    /// A node as it was made or kept.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The hash.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The node above two.
    pub(crate) fn above(left: Self, right: Self) -> Self {
        Self(Sha256::new().chain_update([1]).chain_update(left.0).chain_update(right.0).finalize().into())
    }

    /// The root of a tree without leaves: the hash of nothing.
    pub(crate) fn of_nothing() -> Self {
        Self(Sha256::digest([]).into())
    }

    /// Reads base64 with padding (RFC 4648 section 4), in its one spelling.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        match Base64::decode(text, &mut bytes) {
            Ok(read) if read.len() == 32 => Some(Self(bytes)),
            _ => None,
        }
    }
}

impl fmt::Display for TreeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Base64::encode_string(&self.0))
    }
}

impl fmt::Debug for TreeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TreeHash({self})")
    }
}

/// A tree that grows leaf by leaf, and keeps no more of it than its next root needs: one node for each bit of its
/// size.
///
/// ```
/// use bln_seal::{Tree, TreeHash};
///
/// let mut tree = Tree::new();
/// for entry in ["first", "second", "third"] {
///     tree.push(TreeHash::of_leaf(entry.as_bytes()));
/// }
/// assert_eq!(tree.size(), 3);
/// assert_eq!(tree.root().to_string().len(), 44);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    size: u64,
    /// The roots of the whole subtrees that make it up, the largest first.
    whole: Vec<TreeHash>,
}

impl Tree {
    /// A tree without leaves.
    pub const fn new() -> Self {
        Self { size: 0, whole: Vec::new() }
    }

    /// Adds the node of the next leaf.
    pub fn push(&mut self, leaf: TreeHash) {
        let mut node = leaf;
        // As in counting: each one at the end of the size is a subtree that the new leaf makes whole.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.whole.pop() {
                node = TreeHash::above(left, node);
            }
        }
        self.whole.push(node);
        self.size += 1;
    }

    /// How many leaves it has.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The Merkle tree hash of RFC 6962 section 2.1.
    pub fn root(&self) -> TreeHash {
        let right_to_left = self.whole.iter().rev().copied();
        right_to_left.reduce(|right, left| TreeHash::above(left, right)).unwrap_or_else(TreeHash::of_nothing)
    }
}

impl Extend<TreeHash> for Tree {
    fn extend<I: IntoIterator<Item = TreeHash>>(&mut self, leaves: I) {
        leaves.into_iter().for_each(|leaf| self.push(leaf));
    }
}

impl FromIterator<TreeHash> for Tree {
    fn from_iter<I: IntoIterator<Item = TreeHash>>(leaves: I) -> Self {
        let mut tree = Self::new();
        tree.extend(leaves);
        tree
    }
}
