//! A part of an issue, under its heading.

use bln_core::{Figure, Line, ResourceView};

use super::items::{EventItem, RecognitionItem, TestimonialItem, figure, resource};
use crate::tree::{Block, Inline};
use crate::{ContentError, Links, Markdown};

/// A part of an issue, under a heading. Every text is one that `bln-core` has checked: it hides nothing and is bounded.
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
    /// What will take place.
    Events {
        /// What they have in common.
        heading: Line<120>,
        /// The events, in the order in which they are told of.
        events: Vec<EventItem>,
        /// How many more there are, which are on the network's own pages.
        more: usize,
    },
    /// What to read and watch; of a resource that was withdrawn, that it was.
    Resources {
        /// What they have in common.
        heading: Line<120>,
        /// The resources.
        resources: Vec<ResourceView>,
    },
    /// What the evidence shows: figures, each with all that must be said with it.
    Figures {
        /// What they have in common.
        heading: Line<120>,
        /// The figures.
        figures: Vec<Figure>,
    },
    /// People's own words, which they approved.
    Testimonials {
        /// What they have in common.
        heading: Line<120>,
        /// The words.
        testimonials: Vec<TestimonialItem>,
    },
    /// Thanks, awards and appointments.
    Recognitions {
        /// What they have in common.
        heading: Line<120>,
        /// The thanks.
        recognitions: Vec<RecognitionItem>,
    },
}

impl Section {
    /// What it is under.
    pub const fn heading(&self) -> &Line<120> {
        match self {
            Section::News { heading, .. }
            | Section::Events { heading, .. }
            | Section::Resources { heading, .. }
            | Section::Figures { heading, .. }
            | Section::Testimonials { heading, .. }
            | Section::Recognitions { heading, .. } => heading,
        }
    }

    /// How many items it has, one if it is not a list.
    pub(super) fn items(&self) -> usize {
        match self {
            Section::News { .. } => 1,
            Section::Events { events, .. } => events.len(),
            Section::Resources { resources, .. } => resources.len(),
            Section::Figures { figures, .. } => figures.len(),
            Section::Testimonials { testimonials, .. } => testimonials.len(),
            Section::Recognitions { recognitions, .. } => recognitions.len(),
        }
    }

    /// The section with so many of its items, from its beginning.
    pub(super) fn first(&self, number: usize) -> Self {
        let mut section = self.clone();
        match &mut section {
            Section::News { .. } => {}
            Section::Events { events, .. } => events.truncate(number),
            Section::Resources { resources, .. } => resources.truncate(number),
            Section::Figures { figures, .. } => figures.truncate(number),
            Section::Testimonials { testimonials, .. } => testimonials.truncate(number),
            Section::Recognitions { recognitions, .. } => recognitions.truncate(number),
        }
        section
    }

    /// What it says, under a heading of the second level.
    pub(super) fn blocks(&self, links: &Links) -> Result<Vec<Block>, ContentError> {
        let mut blocks = vec![Block::heading(2, self.heading().as_str())];
        match self {
            Section::News { body, .. } => blocks.extend(body.blocks(3)),
            Section::Events { events, more, .. } => {
                blocks.extend(events.iter().flat_map(EventItem::blocks));
                if *more > 0 {
                    let number = if *more == 1 { "is 1".to_owned() } else { format!("are {more}") };
                    let words = vec![
                        Inline::text(format!("There {number} more. ")),
                        Inline::link("See all events", links.events()?),
                    ];
                    blocks.push(Block::Paragraph(words));
                }
            }
            Section::Resources { resources, .. } => blocks.push(list(resources.iter().map(resource))),
            Section::Figures { figures, .. } => blocks.push(list(figures.iter().map(figure))),
            Section::Testimonials { testimonials, .. } => {
                blocks.extend(testimonials.iter().map(TestimonialItem::block));
            }
            Section::Recognitions { recognitions, .. } => {
                blocks.push(list(recognitions.iter().map(RecognitionItem::blocks)));
            }
        }
        Ok(blocks)
    }
}

fn list(items: impl Iterator<Item = Vec<Block>>) -> Block {
    Block::List { first: None, items: items.collect() }
}
