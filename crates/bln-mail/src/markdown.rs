//! Markdown as an editor writes it, read into what a letter can show and nothing else.

use std::fmt;

use bln_core::{EmailAddress, Link, Prose};
use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Parser, Tag};

use crate::ContentError;
use crate::tree::{Block, Inline, Target};

/// The body of a piece of news: CommonMark, read.
///
/// Paragraphs, headings, lists, quotes, emphasis, code and links are kept. HTML is left out, an image becomes its
/// alternative text, and a link that is neither `https` nor `mailto:` with one address and nothing else loses its link
/// and keeps its words. [`left_out`](Markdown::left_out) tells an editor how often that happened.
///
/// What is left is a tree of words, never markup: nothing an editor types can become a script, a style or a request to
/// somebody's server.
///
/// ```
/// use bln_mail::Markdown;
///
/// let body = Markdown::parse("Read [the report](https://example.org/report). <script>alert(1)</script>")?;
/// assert_eq!(body.left_out(), 2);
/// assert!(Markdown::parse("a&#8238;b").is_err(), "what cannot be seen is refused, entities too");
/// # Ok::<(), bln_mail::ContentError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Markdown {
    blocks: Vec<Block>,
    left_out: usize,
}

impl Markdown {
    /// The most characters of a body. This library's own choice: some four printed pages.
    pub const MAX_LENGTH: usize = 20_000;

    /// The most levels of lists, quotes and emphasis within each other. This library's own choice.
    pub const MAX_DEPTH: usize = 8;

    /// The most paragraphs, list items, links and other parts. This library's own choice.
    pub const MAX_PARTS: usize = 2_000;

    /// Reads a body.
    ///
    /// # Errors
    ///
    /// `text.*` as [`Prose::parse`], for what an entity such as `&#8238;` stands for too; `content.empty` when nothing
    /// is left of it, `content.too_deep` and `content.too_many` with their limits.
    pub fn parse(source: &str) -> Result<Self, ContentError> {
        let source = Prose::<{ Self::MAX_LENGTH }>::parse(source)?;
        let mut reader = Reader::new(Parser::new(source.as_str()));
        let blocks = reader.blocks(0)?;
        if blocks.is_empty() {
            return Err(ContentError::Empty);
        }
        // Entities stand for characters that were not in the source.
        Prose::<{ 2 * Self::MAX_LENGTH }>::parse(reader.said)?;
        Ok(Self { blocks, left_out: reader.left_out })
    }

    /// A body as it was typed, in which no mark means anything.
    pub fn as_typed<const MAX: usize>(text: &Prose<MAX>) -> Self {
        Self { blocks: Block::plain(text.as_str()), left_out: 0 }
    }

    /// How many pieces of HTML, images and links were left out.
    pub const fn left_out(&self) -> usize {
        self.left_out
    }

    /// What it says, its headings beginning at a level.
    pub(crate) fn blocks(&self, level: u8) -> Vec<Block> {
        self.blocks.iter().map(|block| lowered(block, level.saturating_sub(1))).collect()
    }
}

// What an editor writes is theirs until it is sent.
impl fmt::Debug for Markdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Markdown").field("left_out", &self.left_out).finish_non_exhaustive()
    }
}

/// A block with its headings so many levels further down.
fn lowered(block: &Block, by: u8) -> Block {
    let within = |blocks: &[Block]| blocks.iter().map(|block| lowered(block, by)).collect();
    match block {
        Block::Heading { level, words } => {
            Block::Heading { level: level.saturating_add(by).min(6), words: words.clone() }
        }
        Block::List { first, items } => {
            Block::List { first: *first, items: items.iter().map(|item| within(item)).collect() }
        }
        Block::Quote(blocks) => Block::Quote(within(blocks)),
        Block::Paragraph(_) | Block::Code(_) | Block::Rule => block.clone(),
    }
}

/// Reads the parser's events, which are balanced, into a tree.
struct Reader<'a> {
    events: Parser<'a>,
    left_out: usize,
    parts: usize,
    /// The level of the heading before, so that none is skipped.
    heading: u8,
    /// Everything that will be shown.
    said: String,
}

impl<'a> Reader<'a> {
    const fn new(events: Parser<'a>) -> Self {
        Self { events, left_out: 0, parts: 0, heading: 0, said: String::new() }
    }

    /// Reads to the end of what the caller began.
    fn blocks(&mut self, depth: usize) -> Result<Vec<Block>, ContentError> {
        self.descend(depth)?;
        let mut blocks = Vec::new();
        // The words of a list item whose list is tight are in no paragraph.
        let mut loose = Vec::new();
        while let Some(event) = self.events.next() {
            match event {
                Event::End(_) => break,
                Event::Start(tag) if is_block(&tag) => {
                    paragraph(&mut loose, &mut blocks);
                    self.block(tag, depth, &mut blocks)?;
                }
                Event::Rule => {
                    paragraph(&mut loose, &mut blocks);
                    blocks.push(Block::Rule);
                }
                event => self.inline(event, depth, &mut loose)?,
            }
        }
        paragraph(&mut loose, &mut blocks);
        Ok(blocks)
    }

    fn block(&mut self, tag: Tag<'a>, depth: usize, blocks: &mut Vec<Block>) -> Result<(), ContentError> {
        self.count()?;
        match tag {
            Tag::Paragraph => paragraph(&mut self.words(depth)?, blocks),
            Tag::Heading { level, .. } => {
                let level = number(level).min(self.heading.saturating_add(1));
                self.heading = level;
                let words = self.words(depth)?;
                if says(&words) {
                    blocks.push(Block::Heading { level, words });
                }
            }
            Tag::BlockQuote(_) => {
                let quoted = self.blocks(depth.saturating_add(1))?;
                if !quoted.is_empty() {
                    blocks.push(Block::Quote(quoted));
                }
            }
            Tag::List(first) => {
                let items = self.items(depth.saturating_add(1))?;
                if !items.is_empty() {
                    blocks.push(Block::List { first, items });
                }
            }
            Tag::CodeBlock(CodeBlockKind::Indented | CodeBlockKind::Fenced(_)) => {
                let text = self.raw();
                // An empty line at the beginning is not shown by HTML, and would be by text.
                let text = text.trim_start_matches('\n').trim_end();
                if !text.is_empty() {
                    blocks.push(Block::Code(text.to_owned()));
                }
            }
            // An HTML block, and what this parser was not asked to read.
            _ => {
                self.left_out = self.left_out.saturating_add(1);
                self.skip();
            }
        }
        Ok(())
    }

    fn items(&mut self, depth: usize) -> Result<Vec<Vec<Block>>, ContentError> {
        self.descend(depth)?;
        let mut items = Vec::new();
        while let Some(Event::Start(_)) = self.events.next() {
            self.count()?;
            let item = self.blocks(depth)?;
            if !item.is_empty() {
                items.push(item);
            }
        }
        Ok(items)
    }

    /// Reads words to the end of what the caller began.
    fn words(&mut self, depth: usize) -> Result<Vec<Inline>, ContentError> {
        self.descend(depth)?;
        let mut words = Vec::new();
        while let Some(event) = self.events.next() {
            match event {
                Event::End(_) => break,
                event => self.inline(event, depth, &mut words)?,
            }
        }
        Ok(words)
    }

    fn inline(
        &mut self,
        event: Event<'a>,
        depth: usize,
        words: &mut Vec<Inline>,
    ) -> Result<(), ContentError> {
        match event {
            Event::Text(text) => self.text(&text, words),
            Event::SoftBreak => self.text(" ", words),
            Event::HardBreak => words.push(Inline::Break),
            Event::Code(code) => {
                self.said.push_str(&code);
                words.push(Inline::Code(code.into_string()));
            }
            Event::Start(tag) => self.span(tag, depth.saturating_add(1), words)?,
            _ => self.left_out = self.left_out.saturating_add(1),
        }
        Ok(())
    }

    fn span(&mut self, tag: Tag<'a>, depth: usize, words: &mut Vec<Inline>) -> Result<(), ContentError> {
        self.count()?;
        let within = self.words(depth)?;
        if !says(&within) {
            self.left_out = self.left_out.saturating_add(usize::from(matches!(tag, Tag::Image { .. })));
            return Ok(());
        }
        match tag {
            Tag::Strong => words.push(Inline::Strong(within)),
            Tag::Emphasis => words.push(Inline::Emphasis(within)),
            Tag::Link { link_type, dest_url, .. } => match target(link_type, &dest_url) {
                Some(to) => words.push(Inline::Link { to, words: within }),
                None => {
                    self.left_out = self.left_out.saturating_add(1);
                    append(within, words);
                }
            },
            Tag::Image { .. } => {
                self.left_out = self.left_out.saturating_add(1);
                append(within, words);
            }
            _ => append(within, words),
        }
        Ok(())
    }

    fn text(&mut self, text: &str, words: &mut Vec<Inline>) {
        self.said.push_str(text);
        append(vec![Inline::text(text)], words);
    }

    /// The text of a block of code.
    fn raw(&mut self) -> String {
        let mut text = String::new();
        for event in self.events.by_ref() {
            match event {
                Event::Text(more) => text.push_str(&more),
                Event::End(_) => break,
                _ => {}
            }
        }
        self.said.push_str(&text);
        text
    }

    fn skip(&mut self) {
        let mut open = 0_usize;
        for event in self.events.by_ref() {
            match event {
                Event::Start(_) => open = open.saturating_add(1),
                Event::End(_) if open == 0 => break,
                Event::End(_) => open = open.saturating_sub(1),
                _ => {}
            }
        }
    }

    const fn descend(&self, depth: usize) -> Result<(), ContentError> {
        if depth > Markdown::MAX_DEPTH {
            return Err(ContentError::TooDeep { limit: Markdown::MAX_DEPTH });
        }
        Ok(())
    }

    const fn count(&mut self) -> Result<(), ContentError> {
        self.parts = self.parts.saturating_add(1);
        if self.parts > Markdown::MAX_PARTS {
            return Err(ContentError::TooMany { limit: Markdown::MAX_PARTS });
        }
        Ok(())
    }
}

const fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(tag, Tag::Strong | Tag::Emphasis | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
}

/// Ends a paragraph, if it says anything.
fn paragraph(words: &mut Vec<Inline>, blocks: &mut Vec<Block>) {
    let mut words = std::mem::take(words);
    while matches!(words.last(), Some(Inline::Break)) {
        words.pop();
    }
    if says(&words) {
        blocks.push(Block::Paragraph(words));
    }
}

/// Adds words to words: neighbours of one kind become one.
fn append(more: Vec<Inline>, words: &mut Vec<Inline>) {
    for word in more {
        match (words.last_mut(), word) {
            (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
            (_, word) => words.push(word),
        }
    }
}

/// Whether there is anything to read in it.
fn says(words: &[Inline]) -> bool {
    words.iter().any(|word| match word {
        Inline::Text(text) | Inline::Code(text) => !text.trim().is_empty(),
        Inline::Strong(words) | Inline::Emphasis(words) | Inline::Link { words, .. } => says(words),
        Inline::Name => true,
        Inline::Break => false,
    })
}

/// Where a link may lead: to a page over https, or to one address, without words for its subject or others in copy.
fn target(kind: LinkType, destination: &CowStr<'_>) -> Option<Target> {
    if kind == LinkType::Email {
        return EmailAddress::parse(destination.as_ref()).ok().map(Target::Mail);
    }
    match destination.split_at_checked("mailto:".len()) {
        Some((scheme, address)) if scheme.eq_ignore_ascii_case("mailto:") => {
            EmailAddress::parse(address).ok().map(Target::Mail)
        }
        _ => Link::parse(destination.as_ref()).ok().map(Target::Web),
    }
}

const fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> Markdown {
        Markdown::parse(source).unwrap()
    }

    fn text(words: &str) -> Inline {
        Inline::text(words)
    }

    #[test]
    fn what_a_letter_can_show_is_kept() {
        let body =
            read("Some *words* that **matter**.\n\n- one\n- two\n\n> said\n\n1. first\n\n---\n\n    code\n");
        assert_eq!(body.left_out(), 0);
        let [Block::Paragraph(words), list, Block::Quote(_), ordered, Block::Rule, Block::Code(code)] =
            body.blocks.as_slice()
        else {
            panic!("other blocks");
        };
        assert_eq!(words.len(), 5);
        assert!(words.contains(&Inline::Emphasis(vec![text("words")])));
        let item = |words| vec![Block::Paragraph(vec![text(words)])];
        assert!(*list == Block::List { first: None, items: vec![item("one"), item("two")] });
        assert!(*ordered == Block::List { first: Some(1), items: vec![item("first")] });
        assert_eq!(code, "code");
    }

    #[test]
    fn html_goes_and_the_words_within_stay() {
        assert_eq!(read("a <b onclick=x>bold</b> b").blocks, read("a bold b").blocks);
        assert_eq!(read("a\n\n<div><script>alert(1)</script></div>\n\nb").blocks, read("a\n\nb").blocks);
        assert_eq!(Markdown::parse("<p>only</p>").unwrap_err(), ContentError::Empty);
        assert_eq!(read("a <i>b</i>").left_out(), 2);
    }

    #[test]
    fn an_image_is_its_alternative_text() {
        let body = read("See ![a chart](https://example.org/1.png) here");
        assert_eq!((body.blocks, body.left_out), (read("See a chart here").blocks, 1));
        assert_eq!(read("a ![](https://example.org/pixel.gif)").left_out(), 1);
    }

    #[test]
    fn a_link_leads_to_https_or_to_one_address() {
        for source in ["[x](https://example.org/a)", "<https://example.org/a>", "[x](mailto:a@example.org)"] {
            let body = read(source);
            assert!(
                matches!(body.blocks.as_slice(), [Block::Paragraph(words)]
                if matches!(words.as_slice(), [Inline::Link { .. }])),
                "{source}"
            );
        }
        for source in [
            "[x](http://example.org)",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](data:text/html,a)",
            "[x](/relative)",
            "[x](//example.org)",
            "[x](mailto:a@example.org?bcc=b@example.org)",
            "[x](mailto:a@example.org,b@example.org)",
            "[x](https://user@example.org)",
            "[x](&#106;avascript:alert(1))",
        ] {
            let body = read(source);
            assert_eq!((body.left_out, body.blocks), (1, read("x").blocks), "{source}");
        }
    }

    #[test]
    fn what_an_entity_hides_is_refused_as_if_it_were_typed() {
        for source in
            ["a&#8238;b", "a&#x202e;b", "a&#x2028;b", "a&#x200b;b", "a&shy;b", "`a` &#x85; b", "a&#13;b"]
        {
            let code = Markdown::parse(source).unwrap_err().code();
            assert!(matches!(code, "text.hidden_character" | "text.control_character"), "{source}: {code}");
        }
    }

    #[test]
    fn headings_follow_each_other_without_a_gap() {
        let levels: Vec<u8> = read("### a\n\n# b\n\n#### c\n\n###### d")
            .blocks(3)
            .iter()
            .filter_map(|block| match block {
                Block::Heading { level, .. } => Some(*level),
                _ => None,
            })
            .collect();
        assert_eq!(levels, [3, 3, 4, 5]);
    }

    #[test]
    fn depth_and_number_are_bounded_on_both_sides() {
        let quoted = |levels: usize| format!("{} a", ">".repeat(levels));
        assert!(Markdown::parse(&quoted(Markdown::MAX_DEPTH)).is_ok());
        let limit = Markdown::MAX_DEPTH;
        assert_eq!(Markdown::parse(&quoted(limit + 1)).unwrap_err(), ContentError::TooDeep { limit });
        assert_eq!(Markdown::parse(&quoted(15_000)).unwrap_err(), ContentError::TooDeep { limit });
        // Each of these is a list item and nothing else but the list.
        let items = |number: usize| "- a\n".repeat(number);
        assert!(Markdown::parse(&items(Markdown::MAX_PARTS - 1)).is_ok());
        let limit = Markdown::MAX_PARTS;
        assert_eq!(Markdown::parse(&items(limit)).unwrap_err(), ContentError::TooMany { limit });
        assert_eq!(Markdown::parse(&"a".repeat(20_001)).unwrap_err().code(), "text.too_long");
    }

    #[test]
    fn debug_shows_no_words() {
        assert_eq!(format!("{:?}", read("secret")), "Markdown { left_out: 0, .. }");
    }
}
