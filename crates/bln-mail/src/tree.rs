//! What a letter says, as one tree: its HTML, its text and what is sent through GOV.UK Notify are written from it, so
//! that they say the same.

use std::fmt;

use bln_core::{EmailAddress, Link};

/// A paragraph, or something else that stands on its own.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Block {
    /// A heading, from 1, of which each letter has one, to 6.
    Heading { level: u8, words: Vec<Inline> },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list; with a first number if it is ordered.
    List { first: Option<u64>, items: Vec<Vec<Block>> },
    /// Words of others.
    Quote(Vec<Block>),
    /// Text whose line breaks and spaces matter.
    Code(String),
    /// A break of the subject.
    Rule,
}

/// What a paragraph is made of.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Inline {
    /// Words.
    Text(String),
    /// Words that matter more.
    Strong(Vec<Inline>),
    /// Words that are stressed.
    Emphasis(Vec<Inline>),
    /// Words to be typed as they are.
    Code(String),
    /// Words that lead somewhere.
    Link { to: Target, words: Vec<Inline> },
    /// The end of a line.
    Break,
    /// How the reader likes to be addressed, put in when a message is written.
    Name,
}

/// Where a link leads.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// A page.
    Web(Link),
    /// A letter to somebody.
    Mail(EmailAddress),
    /// The reader's own way out of the bulletin, put in when a message is written.
    Unsubscribe,
}

impl Inline {
    /// Plain words.
    pub(crate) fn text(words: impl Into<String>) -> Self {
        Inline::Text(words.into())
    }

    /// Words that lead to a page.
    pub(crate) fn link(words: impl Into<String>, to: Link) -> Self {
        Inline::Link { to: Target::Web(to), words: vec![Inline::text(words)] }
    }
}

impl Block {
    /// A paragraph of plain words.
    pub(crate) fn paragraph(words: impl Into<String>) -> Self {
        Block::Paragraph(vec![Inline::text(words)])
    }

    /// A heading of plain words.
    pub(crate) fn heading(level: u8, words: impl Into<String>) -> Self {
        Block::Heading { level, words: vec![Inline::text(words)] }
    }

    /// Plain text as people write it: a paragraph ends at an empty line, and a line at its end.
    pub(crate) fn plain(text: &str) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut words = Vec::new();
        for line in text.lines().map(str::trim) {
            if line.is_empty() {
                if !words.is_empty() {
                    blocks.push(Block::Paragraph(std::mem::take(&mut words)));
                }
                continue;
            }
            if !words.is_empty() {
                words.push(Inline::Break);
            }
            words.push(Inline::text(line));
        }
        if !words.is_empty() {
            blocks.push(Block::Paragraph(words));
        }
        blocks
    }
}

// What people write is theirs: it does not show.
impl fmt::Debug for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Block(..)")
    }
}

impl fmt::Debug for Inline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Inline(..)")
    }
}
