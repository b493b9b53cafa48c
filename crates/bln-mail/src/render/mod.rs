//! One tree, written as HTML and as text.

mod colours;
pub(crate) mod html;
pub(crate) mod marked;
pub(crate) mod text;

use crate::tree::Block;

/// A letter before it is written: everything that its readers see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    /// What the letter is called: its subject.
    pub(crate) title: String,
    /// Who writes.
    pub(crate) network: String,
    /// What it says, its heading among it.
    pub(crate) blocks: Vec<Block>,
    /// What stands below: why it came, how to stop it, whom to write to.
    pub(crate) foot: Vec<Block>,
}
