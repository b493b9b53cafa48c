//! A letter in the Markdown of GOV.UK Notify's templates: headings of two levels, lists, and links.

use super::Page;
use crate::template::{Pieces, Slot};
use crate::tree::{Block, Inline, Target};

/// Writes a letter. Its title is the subject of the template, and not repeated.
pub(crate) fn write(page: &Page) -> Pieces {
    let mut marked = Marked { pieces: Pieces::default(), margin: String::new() };
    marked.blocks(&page.blocks);
    marked.line("---");
    marked.blocks(&page.foot);
    marked.pieces
}

/// Adds what is one reader's own: a name as words, a link as it is.
pub(crate) fn fill(slot: Slot, text: &str, out: &mut String) {
    match slot {
        Slot::Name => escape(text, out),
        Slot::Unsubscribe => out.push_str(text),
    }
}

/// Adds words so that they stay words: what has a meaning in Markdown is escaped.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        if matches!(c, '\\' | '[' | ']' | '(' | ')' | '*' | '_' | '#' | '`' | '^' | '<' | '>' | '~' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
}

struct Marked {
    pieces: Pieces,
    margin: String,
}

impl Marked {
    fn line(&mut self, text: &str) {
        self.pieces.push(&self.margin);
        self.pieces.push(text);
        self.pieces.push("\n\n");
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading { level, words } => {
                    self.words_after(if *level <= 2 { "# " } else { "## " }, words);
                }
                Block::Paragraph(words) => self.words_after("", words),
                Block::List { first, items } => self.list(*first, items),
                Block::Quote(blocks) => {
                    let before = self.margin.len();
                    self.margin.push_str("^ ");
                    self.blocks(blocks);
                    self.margin.truncate(before);
                }
                Block::Code(code) => {
                    for line in code.lines() {
                        self.words_after("", &[Inline::text(line)]);
                    }
                }
                Block::Rule => self.line("---"),
            }
        }
    }

    fn list(&mut self, first: Option<u64>, items: &[Vec<Block>]) {
        for (number, item) in (first.unwrap_or(1)..).zip(items) {
            let mark = if first.is_some() { format!("{number}. ") } else { "* ".to_owned() };
            match item.as_slice() {
                [Block::Paragraph(words), rest @ ..] => {
                    self.words_after(&mark, words);
                    self.blocks(rest);
                }
                blocks => self.blocks(blocks),
            }
        }
    }

    fn words_after(&mut self, mark: &str, words: &[Inline]) {
        self.pieces.push(&self.margin);
        self.pieces.push(mark);
        self.words(words);
        self.pieces.push("\n\n");
    }

    fn words(&mut self, words: &[Inline]) {
        for word in words {
            match word {
                Inline::Text(text) | Inline::Code(text) => self.text(text),
                Inline::Strong(words) | Inline::Emphasis(words) => self.words(words),
                Inline::Link { to, words } => {
                    self.pieces.push("[");
                    self.words(words);
                    self.pieces.push("](");
                    match to {
                        Target::Web(link) => self.pieces.push(&address(link.as_str())),
                        Target::Mail(to) => self.pieces.push(&format!("mailto:{}", to.as_str())),
                        Target::Unsubscribe => self.pieces.own(Slot::Unsubscribe),
                    }
                    self.pieces.push(")");
                }
                Inline::Break => {
                    self.pieces.push("\n");
                    self.pieces.push(&self.margin);
                }
                Inline::Name => self.pieces.own(Slot::Name),
            }
        }
    }

    fn text(&mut self, text: &str) {
        let mut escaped = String::with_capacity(text.len());
        escape(text, &mut escaped);
        self.pieces.push(&escaped);
    }
}

/// An address that does not end the link it is in.
fn address(link: &str) -> String {
    link.replace('(', "%28").replace(')', "%29")
}
