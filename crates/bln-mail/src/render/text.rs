//! A letter as text: what the HTML says, in lines, with every link written out.

use super::Page;
use crate::template::{Pieces, Slot};
use crate::tree::{Block, Inline, Target};

/// The most characters of a line, so that it is not broken where it is quoted (RFC 5322, 2.1.1 wants 78 at most). A
/// word that is longer, such as a link, stays whole.
const WIDTH: usize = 72;

/// Writes a letter.
pub(crate) fn write(page: &Page) -> Pieces {
    let mut text = Text::default();
    text.line(&page.network);
    text.blocks(&page.blocks);
    text.block(&Block::Rule);
    text.blocks(&page.foot);
    text.pieces
}

/// Adds what is one reader's own, as it is: text has no markup.
pub(crate) fn fill(_: Slot, text: &str, out: &mut String) {
    out.push_str(text);
}

/// A word, or what takes the place of one. A space is before it, unless it is the rest of a word.
enum Word {
    Plain { text: String, spaced: bool },
    Own { slot: Slot, spaced: bool },
    Break,
}

impl Word {
    /// How many characters it takes. What is one reader's own is not known yet: a link is as long as a line.
    fn length(&self) -> usize {
        match self {
            Self::Plain { text, .. } => text.chars().count(),
            Self::Own { slot: Slot::Name, .. } => 20,
            Self::Own { slot: Slot::Unsubscribe, .. } => WIDTH,
            Self::Break => 0,
        }
    }

    /// Whether it is the rest of the word before it.
    const fn is_rest(&self) -> bool {
        matches!(self, Self::Plain { spaced: false, .. } | Self::Own { spaced: false, .. })
    }
}

#[derive(Default)]
struct Text {
    pieces: Pieces,
    /// What stands before each line: quotes and the indentation of lists.
    margin: String,
    /// What stands before the next line in place of the end of the margin: the mark of a list's item.
    mark: Option<String>,
    /// Whether what comes next needs no empty line before it.
    fresh: bool,
}

impl Text {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, words } => {
                self.gap();
                let words = self.words(words);
                let length = self.wrap(&words);
                match level {
                    1 => self.line(&"=".repeat(length)),
                    2 => self.line(&"-".repeat(length)),
                    _ => {}
                }
            }
            Block::Paragraph(words) => {
                self.gap();
                let words = self.words(words);
                self.wrap(&words);
            }
            Block::List { first, items } => {
                let mut number = *first;
                for item in items {
                    let mark = number.map_or_else(|| "- ".to_owned(), |number| format!("{number}. "));
                    number = number.map(|number| number.saturating_add(1));
                    self.gap();
                    self.within(&" ".repeat(mark.len()), Some(mark), item);
                }
            }
            Block::Quote(blocks) => {
                self.gap();
                self.within("> ", None, blocks);
            }
            Block::Code(code) => {
                self.gap();
                for line in code.lines() {
                    self.line(&format!("    {line}"));
                }
            }
            Block::Rule => {
                self.gap();
                self.line("* * *");
            }
        }
    }

    fn within(&mut self, margin: &str, mark: Option<String>, blocks: &[Block]) {
        let before = self.margin.len();
        // The mark of an item stands before that of what it begins with.
        self.mark = match (self.mark.take(), mark) {
            (None, None) => None,
            (outer, own) => {
                Some(outer.unwrap_or_else(|| self.margin.clone()) + own.as_deref().unwrap_or(margin))
            }
        };
        self.margin.push_str(margin);
        self.fresh = true;
        self.blocks(blocks);
        self.margin.truncate(before);
        self.mark = None;
    }

    /// An empty line, but where something begins.
    fn gap(&mut self) {
        if !std::mem::take(&mut self.fresh) {
            let margin = self.margin.trim_end().to_owned();
            self.pieces.push(&margin);
            self.pieces.push("\n");
        }
    }

    fn line(&mut self, text: &str) {
        self.start();
        self.pieces.push(text);
        self.pieces.push("\n");
    }

    fn start(&mut self) {
        let start = self.mark.take().unwrap_or_else(|| self.margin.clone());
        self.pieces.push(&start);
        self.fresh = false;
    }

    /// Writes words in lines, and returns the length of the longest.
    fn wrap(&mut self, words: &[Word]) -> usize {
        let width = WIDTH.saturating_sub(self.margin.chars().count());
        let (mut column, mut longest) = (0, 0);
        self.start();
        let mut rest = words;
        while let [word, after @ ..] = rest {
            rest = after;
            let breaks = matches!(word, Word::Break);
            let (length, spaced) = (word.length(), !breaks && !word.is_rest());
            let whole = length + after.iter().take_while(|it| it.is_rest()).map(Word::length).sum::<usize>();
            if breaks || (spaced && column > 0 && column + 1 + whole > width) {
                self.pieces.push("\n");
                self.start();
                column = 0;
            } else if spaced && column > 0 {
                self.pieces.push(" ");
                column += 1;
            }
            match word {
                Word::Plain { text, .. } => self.pieces.push(text),
                Word::Own { slot, .. } => self.pieces.own(*slot),
                Word::Break => {}
            }
            column += length;
            longest = longest.max(column);
        }
        self.pieces.push("\n");
        longest
    }

    fn words(&self, inlines: &[Inline]) -> Vec<Word> {
        let mut words = Words::default();
        words.all(inlines);
        words.done
    }
}

/// Takes words apart.
#[derive(Default)]
struct Words {
    done: Vec<Word>,
    /// Whether white space was read since the last word.
    space: bool,
}

impl Words {
    fn all(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) | Inline::Code(text) => self.text(text),
                Inline::Strong(words) | Inline::Emphasis(words) => self.all(words),
                Inline::Link { to, words } => self.link(to, words),
                Inline::Break => {
                    self.done.push(Word::Break);
                    self.space = false;
                }
                Inline::Name => self.own(Slot::Name),
            }
        }
    }

    fn text(&mut self, text: &str) {
        self.space |= text.starts_with(char::is_whitespace);
        for word in text.split_whitespace() {
            self.word(word);
            self.space = true;
        }
        self.space = text.ends_with(char::is_whitespace) || (self.space && text.trim().is_empty());
    }

    fn word(&mut self, word: &str) {
        let spaced = std::mem::take(&mut self.space);
        match self.done.last_mut() {
            Some(Word::Plain { text, .. }) if !spaced => text.push_str(word),
            _ => self.done.push(Word::Plain { text: word.to_owned(), spaced }),
        }
    }

    fn own(&mut self, slot: Slot) {
        let spaced = std::mem::take(&mut self.space);
        self.done.push(Word::Own { slot, spaced });
    }

    /// The words and the address; the address alone if it is the words (RFC 3986, appendix C, for its brackets).
    fn link(&mut self, to: &Target, words: &[Inline]) {
        let address = match to {
            Target::Web(link) => link.as_str().to_owned(),
            Target::Mail(address) => address.as_str().to_owned(),
            Target::Unsubscribe => String::new(),
        };
        let same = matches!(words, [Inline::Text(text)] if *text == address);
        if !same {
            self.all(words);
            self.space = true;
        }
        self.word("<");
        match to {
            Target::Unsubscribe => self.own(Slot::Unsubscribe),
            _ => self.word(&address),
        }
        self.word(">");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Markdown;
    use crate::template::{Fill, Template};

    fn text(source: &str) -> String {
        let blocks = Markdown::parse(source).unwrap().blocks(1);
        let mut text = Text { fresh: true, ..Text::default() };
        text.blocks(&blocks);
        Template::new(text.pieces).filled(Fill { name: "", unsubscribe: "" }, fill)
    }

    #[test]
    fn headings_lists_and_quotes_look_like_what_they_are() {
        assert_eq!(text("# One\n\n## Two\n\n### Three"), "One\n===\n\nTwo\n---\n\nThree\n");
        assert_eq!(text("- a\n- b\n\n  c\n\n3. x\n4. y"), "- a\n\n- b\n\n  c\n\n3. x\n\n4. y\n");
        assert_eq!(text("1. - a\n2. > b"), "1. - a\n\n2. > b\n");
        assert_eq!(text("> a\n>\n> > b"), "> a\n>\n> > b\n");
        assert_eq!(text("a  \nb\n\n---\n\n    code"), "a\nb\n\n* * *\n\n    code\n");
    }

    #[test]
    fn a_link_is_written_out_once() {
        assert_eq!(
            text("See [*the* report](https://example.org/a)."),
            "See the report <https://example.org/a>.\n"
        );
        assert_eq!(text("<https://example.org/a>"), "<https://example.org/a>\n");
        assert_eq!(text("<a@example.org>"), "<a@example.org>\n");
    }

    #[test]
    fn a_link_of_ones_own_has_a_line_to_itself() {
        let words = vec![Inline::text("Stop getting it")];
        let mut text = Text { fresh: true, ..Text::default() };
        text.block(&Block::Paragraph(vec![Inline::Link { to: Target::Unsubscribe, words }]));
        let unsubscribe = "https://example.org/l/a";
        let written = Template::new(text.pieces).filled(Fill { name: "", unsubscribe }, fill);
        assert_eq!(written, "Stop getting it\n<https://example.org/l/a>\n");
    }

    #[test]
    fn lines_end_at_72_characters_and_words_stay_whole() {
        let long = format!("{} {}", "a".repeat(36), "b".repeat(35));
        assert_eq!(text(&long), format!("{long}\n"));
        let longer = format!("{} {}", "a".repeat(36), "b".repeat(36));
        assert_eq!(text(&longer), format!("{}\n{}\n", "a".repeat(36), "b".repeat(36)));
        assert_eq!(text(&"c".repeat(100)), format!("{}\n", "c".repeat(100)));
        for line in text(&format!("> {}", "word ".repeat(60))).lines() {
            assert!(line.starts_with("> ") && line.chars().count() <= 72, "{line}");
        }
    }

    #[test]
    fn emphasis_does_not_take_words_apart() {
        assert_eq!(text("a**b**c *d* `e`f"), "abc d ef\n");
    }
}
