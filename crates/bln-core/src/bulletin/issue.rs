//! An issue with everything it tells resolved, as it is when its letters leave.

use std::fmt;

use chrono::TimeDelta;

use super::{Section, SectionContent};
use crate::{
    BelongingKind, Event, EventState, Figure, Id, Instant, Line, Modes, Pillars, Prose,
    PublishableTestimonial, ResourceView, Schedule, ShownRecognition,
};

/// An issue of the bulletin as its readers see it. A section that has nothing left to show is not in it.
///
/// It holds what people agreed to have shown at that moment, so it is not cloned and not kept.
pub struct Issue {
    subject: Line<150>,
    sections: Vec<IssueSection>,
}

/// A section as its readers see it.
pub struct IssueSection {
    heading: Line<120>,
    content: IssueContent,
}

/// What a section shows, resolved.
#[non_exhaustive]
pub enum IssueContent {
    /// News, in Markdown.
    News(Prose<4000>),
    /// Events, in the order of their start.
    Events(Vec<IssueEvent>),
    /// Resources; of one that was withdrawn, that it was.
    Resources(Vec<ResourceView>),
    /// Figures.
    Figures(Vec<Figure>),
    /// What people said, whose consent is live.
    Testimonials(Vec<PublishableTestimonial>),
    /// Thanks, awards and appointments, whose people's consent is live.
    Recognitions(Vec<ShownRecognition>),
}

/// An event as the bulletin tells of it.
#[derive(Clone, PartialEq, Eq)]
pub struct IssueEvent {
    id: Id<Event>,
    title: Line<200>,
    schedule: Schedule,
    modes: Modes,
    pillars: Pillars,
}

impl Issue {
    /// An issue, without the sections that have nothing to show.
    pub fn new(subject: Line<150>, sections: impl IntoIterator<Item = IssueSection>) -> Self {
        let sections = sections.into_iter().filter(|section| !section.content.is_empty()).collect();
        Self { subject, sections }
    }

    /// The subject.
    pub const fn subject(&self) -> &Line<150> {
        &self.subject
    }

    /// The sections.
    pub fn sections(&self) -> &[IssueSection] {
        &self.sections
    }
}

impl IssueSection {
    /// A section under the heading that it was planned under.
    pub fn of(section: &Section, content: IssueContent) -> Self {
        Self { heading: section.heading().clone(), content }
    }

    /// The heading.
    pub const fn heading(&self) -> &Line<120> {
        &self.heading
    }

    /// What it shows.
    pub const fn content(&self) -> &IssueContent {
        &self.content
    }
}

impl IssueContent {
    fn is_empty(&self) -> bool {
        match self {
            IssueContent::News(_) => false,
            IssueContent::Events(events) => events.is_empty(),
            IssueContent::Resources(resources) => resources.is_empty(),
            IssueContent::Figures(figures) => figures.is_empty(),
            IssueContent::Testimonials(testimonials) => testimonials.is_empty(),
            IssueContent::Recognitions(recognitions) => recognitions.is_empty(),
        }
    }
}

impl IssueEvent {
    /// An event as a section that lists events tells of it; `None` if it is not to be listed there.
    ///
    /// A letter is forwarded, and one issue goes to members and allies alike. So an event is listed only if every reader
    /// may see it whole: one for members alone, and one under a strict rule, is found by whoever signs in.
    pub fn listed(event: &Event, content: &SectionContent, now: Instant) -> Option<Self> {
        let SectionContent::EventsToCome { pillars, days } = content else { return None };
        let until = now.plus(TimeDelta::days(i64::from(days.get())));
        let starts = event.schedule().starts_at();
        let serves =
            pillars.is_none_or(|wanted| wanted.iter().any(|pillar| event.pillars().contains(pillar)));
        let everybody = BelongingKind::ALL.into_iter().all(|kind| event.listed_for(Some(kind)).is_some());
        let listed = event.state() == EventState::Published && now < starts && starts < until;
        (listed && serves && everybody).then(|| Self {
            id: event.id(),
            title: event.title().clone(),
            schedule: *event.schedule(),
            modes: event.modes(),
            pillars: *event.pillars(),
        })
    }

    /// Which event.
    pub const fn id(&self) -> Id<Event> {
        self.id
    }

    /// What it is called.
    pub const fn title(&self) -> &Line<200> {
        &self.title
    }

    /// When it is.
    pub const fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// How it can be attended.
    pub const fn modes(&self) -> Modes {
        self.modes
    }

    /// The pillars it serves.
    pub const fn pillars(&self) -> Pillars {
        self.pillars
    }
}

impl fmt::Debug for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Issue({} sections)", self.sections.len())
    }
}

impl fmt::Debug for IssueSection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IssueSection(..)")
    }
}

impl fmt::Debug for IssueContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IssueContent(..)")
    }
}

impl fmt::Debug for IssueEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IssueEvent({}, ..)", self.id)
    }
}
