//! An issue of the bulletin with everything it tells resolved: what a network's words, events and figures were at the
//! moment it was put together.

use bln_core::{Line, Link, Prose};

use crate::tree::{Block, Inline};
use crate::{ContentError, Markdown};

/// An issue of the bulletin, ready to be rendered. It knows no store and looks nothing up.
///
/// ```
/// use bln_core::Line;
/// use bln_mail::{Composed, Markdown, Section};
///
/// let news = Section::News {
///     heading: Line::parse("A new chair")?,
///     body: Markdown::parse("We welcome **our new chair**.")?,
/// };
/// let composed = Composed::new(Line::parse("What we did in March")?, None, vec![news])?;
/// assert_eq!(composed.sections().len(), 1);
/// # Ok::<(), bln_mail::ContentError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    subject: Line<150>,
    preheader: Option<Line<200>>,
    sections: Vec<Section>,
}

impl Composed {
    /// The most sections of an issue. This library's own choice: nobody reads further.
    pub const MAX_SECTIONS: usize = 30;

    /// The most items of a section. This library's own choice.
    pub const MAX_ITEMS: usize = 30;

    /// An issue.
    ///
    /// Its subject is the heading of the letter too. The preheader is the sentence that mail programs show beside the
    /// subject; everybody sees it as the first sentence, because hidden words would tell people with a screen reader
    /// something else than others.
    ///
    /// # Errors
    ///
    /// `content.empty` without a section, or with one that has no items; `content.too_many` above
    /// [`MAX_SECTIONS`](Self::MAX_SECTIONS) or [`MAX_ITEMS`](Self::MAX_ITEMS).
    pub fn new(
        subject: Line<150>,
        preheader: Option<Line<200>>,
        sections: Vec<Section>,
    ) -> Result<Self, ContentError> {
        within(sections.len(), Self::MAX_SECTIONS)?;
        for section in &sections {
            within(section.items(), Self::MAX_ITEMS)?;
        }
        Ok(Self { subject, preheader, sections })
    }

    /// What it is called.
    pub fn subject(&self) -> &str {
        self.subject.as_str()
    }

    /// Its first sentence.
    pub fn preheader(&self) -> Option<&str> {
        self.preheader.as_ref().map(Line::as_str)
    }

    /// What it is made of.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }
}

/// A part of an issue. Every text is one that `bln-core` has checked: it hides nothing and is bounded.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Section {
    /// What happened.
    News {
        /// What it is about.
        heading: Line<120>,
        /// What it says.
        body: Markdown,
    },
    /// What will take place under one pillar.
    Events {
        /// What the network calls the pillar.
        pillar: Line<80>,
        /// The events, in the order in which they are told of.
        events: Vec<EventItem>,
    },
    /// What to read and watch.
    Resources(Vec<ResourceItem>),
    /// What the evidence shows.
    Findings(Vec<FindingItem>),
    /// People's own words, which they approved.
    Testimonials(Vec<TestimonialItem>),
    /// Thanks, awards and appointments.
    Recognition(Vec<RecognitionItem>),
    /// Something that was taken back since: it is said that it was, in its place.
    Withdrawn {
        /// What it was called.
        title: Line<200>,
    },
}

/// An event, as it is told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventItem {
    /// What it is called.
    pub title: Line<200>,
    /// When it is, as people write it: `Thursday 4 March 2027, 6pm to 7:30pm`.
    pub when: Line<120>,
    /// Where it is.
    pub place: Option<Line<300>>,
    /// Its page.
    pub link: Option<Link>,
}

/// Something to read or watch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceItem {
    /// What it is called.
    pub title: Line<200>,
    /// What kind it is, by whom and from when: `Report, NHS England, 2026`.
    pub about: Option<Line<200>>,
    /// Where it is.
    pub link: Link,
}

/// A figure that was released, and what it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingItem {
    /// What it shows, in a sentence.
    pub statement: Line<300>,
    /// The figure as printed: `1.62 times`.
    pub shown: Line<40>,
    /// Where it is from.
    pub source: Line<200>,
}

/// Somebody's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestimonialItem {
    /// The words, as they were approved.
    pub words: Prose<1000>,
    /// Whose they are, as that person chose to be named.
    pub attribution: Line<300>,
}

/// Thanks, an award or an appointment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecognitionItem {
    /// Who, as that person chose to be named.
    pub who: Line<300>,
    /// What for.
    pub what: Line<300>,
}

impl Section {
    /// How many items it has, one if it is not a list.
    fn items(&self) -> usize {
        match self {
            Section::News { .. } | Section::Withdrawn { .. } => 1,
            Section::Events { events, .. } => events.len(),
            Section::Resources(items) => items.len(),
            Section::Findings(items) => items.len(),
            Section::Testimonials(items) => items.len(),
            Section::Recognition(items) => items.len(),
        }
    }

    /// What it says, under a heading of the second level.
    pub(crate) fn blocks(&self) -> Vec<Block> {
        match self {
            Section::News { heading, body } => under(heading.as_str(), body.blocks(3)),
            Section::Events { pillar, events } => {
                let heading = format!("Events: {}", pillar.as_str());
                under(&heading, events.iter().flat_map(EventItem::blocks))
            }
            Section::Resources(items) => under("Resources", [list(items.iter().map(ResourceItem::words))]),
            Section::Findings(items) => {
                under("What the evidence shows", items.iter().flat_map(FindingItem::blocks))
            }
            Section::Testimonials(items) => {
                under("In people’s own words", items.iter().flat_map(TestimonialItem::blocks))
            }
            Section::Recognition(items) => {
                under("Thanks and recognition", [list(items.iter().map(RecognitionItem::words))])
            }
            Section::Withdrawn { title } => {
                under(title.as_str(), [Block::paragraph("This has been withdrawn.")])
            }
        }
    }
}

impl EventItem {
    fn title(&self) -> Inline {
        match &self.link {
            Some(link) => Inline::link(self.title.as_str(), link.clone()),
            None => Inline::text(self.title.as_str()),
        }
    }

    fn blocks(&self) -> Vec<Block> {
        vec![Block::Heading { level: 3, words: vec![self.title()] }, self.when_and_where()]
    }

    /// A letter about the event says the same in its own words, under no heading.
    pub(crate) fn in_a_letter(&self) -> Vec<Block> {
        vec![Block::Paragraph(vec![Inline::Strong(vec![self.title()])]), self.when_and_where()]
    }

    fn when_and_where(&self) -> Block {
        let label = |label: &str| Inline::Strong(vec![Inline::text(label)]);
        let mut words = vec![label("When:"), Inline::text(format!(" {}", self.when.as_str()))];
        if let Some(place) = &self.place {
            words.extend([Inline::Break, label("Where:"), Inline::text(format!(" {}", place.as_str()))]);
        }
        Block::Paragraph(words)
    }
}

impl ResourceItem {
    fn words(&self) -> Vec<Inline> {
        let mut words = vec![Inline::link(self.title.as_str(), self.link.clone())];
        words.extend(self.about.as_ref().map(|about| Inline::text(format!(" ({})", about.as_str()))));
        words
    }
}

impl FindingItem {
    fn blocks(&self) -> Vec<Block> {
        let shown = Inline::Strong(vec![Inline::text(self.shown.as_str())]);
        let source = Inline::text(format!("Source: {}", self.source.as_str()));
        let statement = Inline::text(format!(": {}", self.statement.as_str()));
        vec![Block::Paragraph(vec![shown, statement, Inline::Break, source])]
    }
}

impl TestimonialItem {
    fn blocks(&self) -> Vec<Block> {
        let mut words = Block::plain(self.words.as_str());
        words.push(Block::Paragraph(vec![Inline::Strong(vec![Inline::text(self.attribution.as_str())])]));
        vec![Block::Quote(words)]
    }
}

impl RecognitionItem {
    fn words(&self) -> Vec<Inline> {
        let who = Inline::Strong(vec![Inline::text(self.who.as_str())]);
        vec![who, Inline::text(format!(": {}", self.what.as_str()))]
    }
}

fn under(heading: &str, blocks: impl IntoIterator<Item = Block>) -> Vec<Block> {
    std::iter::once(Block::heading(2, heading)).chain(blocks).collect()
}

fn list(items: impl Iterator<Item = Vec<Inline>>) -> Block {
    Block::List { first: None, items: items.map(|words| vec![Block::Paragraph(words)]).collect() }
}

const fn within(number: usize, limit: usize) -> Result<(), ContentError> {
    match number {
        0 => Err(ContentError::Empty),
        number if number > limit => Err(ContentError::TooMany { limit }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn withdrawn(number: usize) -> Vec<Section> {
        vec![Section::Withdrawn { title: Line::parse("Sample").unwrap() }; number]
    }

    fn thanks(number: usize) -> Vec<Section> {
        let item = RecognitionItem {
            who: Line::parse("Sample Person 17").unwrap(),
            what: Line::parse("for chairing").unwrap(),
        };
        vec![Section::Recognition(vec![item; number])]
    }

    #[test]
    fn sections_and_items_are_bounded_on_both_sides() {
        let new = |sections| Composed::new(Line::parse("March").unwrap(), None, sections);
        for sections in [withdrawn(1), withdrawn(30), thanks(1), thanks(30)] {
            assert!(new(sections).is_ok());
        }
        for sections in [withdrawn(0), thanks(0)] {
            assert_eq!(new(sections).unwrap_err(), ContentError::Empty);
        }
        for sections in [withdrawn(31), thanks(31)] {
            assert_eq!(new(sections).unwrap_err(), ContentError::TooMany { limit: 30 });
        }
    }
}
