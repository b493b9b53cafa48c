//! What an issue of the bulletin is made of.

use std::{fmt, num::NonZeroU16};

use crate::{Figure, Id, Invalid, InvalidKind, Line, Pillars, Prose, Recognition, Resource, Testimonial};

/// A part of an issue, under a heading.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Section {
    heading: Line<120>,
    content: SectionContent,
}

/// What a section shows. All but news is named by identifier and read when a letter leaves: what was withdrawn by then is
/// not in it.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SectionContent {
    /// News, in Markdown.
    News(Prose<4000>),
    /// The events of the next days that every reader may see.
    EventsToCome {
        /// Those that serve one of these pillars; none: all.
        pillars: Option<Pillars>,
        /// For how many days.
        days: NonZeroU16,
    },
    /// Reports, videos and the like.
    Resources(Vec<Id<Resource>>),
    /// Figures that were released.
    Figures(Vec<Id<Figure>>),
    /// What people said, as far as they agree by then.
    Testimonials(Vec<Id<Testimonial>>),
    /// Thanks, awards and appointments, as far as people agree by then.
    Recognitions(Vec<Id<Recognition>>),
}

impl Section {
    /// The most records that a section names.
    pub const MOST_RECORDS: usize = 20;

    /// The most days ahead from which events are listed: a year.
    pub const MOST_DAYS: u16 = 366;

    /// A section.
    ///
    /// # Errors
    ///
    /// `bulletin.section` for a list without a record or with more than [`MOST_RECORDS`](Self::MOST_RECORDS), and for more
    /// than [`MOST_DAYS`](Self::MOST_DAYS).
    pub fn new(heading: Line<120>, content: SectionContent) -> Result<Self, Invalid> {
        let named = match &content {
            SectionContent::News(_) => 1,
            SectionContent::EventsToCome { days, .. } => usize::from(days.get() <= Self::MOST_DAYS),
            SectionContent::Resources(records) => records.len(),
            SectionContent::Figures(records) => records.len(),
            SectionContent::Testimonials(records) => records.len(),
            SectionContent::Recognitions(records) => records.len(),
        };
        if (1..=Self::MOST_RECORDS).contains(&named) {
            Ok(Self { heading, content })
        } else {
            Err(Invalid::new(InvalidKind::BulletinSection))
        }
    }

    /// The heading.
    pub const fn heading(&self) -> &Line<120> {
        &self.heading
    }

    /// What it shows.
    pub const fn content(&self) -> &SectionContent {
        &self.content
    }
}

impl SectionContent {
    /// The stable name, as stored.
    pub const fn name(&self) -> &'static str {
        match self {
            SectionContent::News(_) => "news",
            SectionContent::EventsToCome { .. } => "events",
            SectionContent::Resources(_) => "resources",
            SectionContent::Figures(_) => "figures",
            SectionContent::Testimonials(_) => "testimonials",
            SectionContent::Recognitions(_) => "recognitions",
        }
    }
}

impl fmt::Debug for SectionContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SectionContent({}, ..)", self.name())
    }
}
