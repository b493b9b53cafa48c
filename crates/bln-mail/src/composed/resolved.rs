//! What a network resolved at the moment of sending, as an issue that is ready to be rendered.

use bln_core::{IssueContent, IssueEvent, IssueSection, Prose, PublishableTestimonial, ShownRecognition};

use super::{Composed, EventItem, Place, RecognitionItem, Section, TestimonialItem};
use crate::{Links, Markdown};

impl Composed {
    /// An issue of a network's own, each section under the heading that its editor wrote.
    ///
    /// It never fails, because an issue that was planned is one that leaves:
    ///
    /// - Events are one section, in the order of their start. A section for each pillar would tell twice of an event that
    ///   serves two. Of more than [`MAX_ITEMS`](Self::MAX_ITEMS) the first are told of, with how many more there are and
    ///   the page of all of them: a programme grows after an issue is planned.
    /// - News whose Markdown cannot be shown is shown as it was typed: lists within each other beyond
    ///   [`Markdown::MAX_DEPTH`], characters that are not seen, nothing but HTML.
    /// - An issue of which nothing is left says that.
    ///
    /// Whatever else is beyond the bounds of an issue is [left out](Self::left_out) from its end, and its readers are told.
    pub fn of(issue: &bln_core::Issue, links: &Links) -> Self {
        let all: usize = issue.sections().iter().map(|section| length(section.content())).sum();
        let kept = issue.sections().iter().take(Self::MAX_SECTIONS);
        let sections: Vec<Section> = kept.filter_map(|section| section_of(section, links)).collect();
        let mut composed = Self { subject: issue.subject().clone(), preheader: None, sections, left_out: 0 };
        composed.left_out = all.saturating_sub(composed.items());
        composed
    }
}

/// How many items a section has that are told of or left out. Events beyond the bound are neither: they are pointed to.
fn length(content: &IssueContent) -> usize {
    match content {
        IssueContent::News(_) => 1,
        IssueContent::Events(events) => events.len().min(Composed::MAX_ITEMS),
        IssueContent::Resources(resources) => resources.len(),
        IssueContent::Figures(figures) => figures.len(),
        IssueContent::Testimonials(testimonials) => testimonials.len(),
        IssueContent::Recognitions(recognitions) => recognitions.len(),
        _ => 1,
    }
}

/// A section; `None` for a kind that is newer than this release.
fn section_of(section: &IssueSection, links: &Links) -> Option<Section> {
    let heading = section.heading().clone();
    Some(match section.content() {
        IssueContent::News(body) => Section::News { heading, body: news(body) },
        IssueContent::Events(events) => Section::Events {
            heading,
            events: first(events, |event| event_item(event, links)),
            more: events.len().saturating_sub(Composed::MAX_ITEMS),
        },
        IssueContent::Resources(resources) => {
            Section::Resources { heading, resources: first(resources, Clone::clone) }
        }
        IssueContent::Figures(figures) => Section::Figures { heading, figures: first(figures, Clone::clone) },
        IssueContent::Testimonials(testimonials) => {
            Section::Testimonials { heading, testimonials: first(testimonials, testimonial_item) }
        }
        IssueContent::Recognitions(recognitions) => {
            Section::Recognitions { heading, recognitions: first(recognitions, recognition_item) }
        }
        _ => return None,
    })
}

fn first<T, U>(items: &[T], make: impl FnMut(&T) -> U) -> Vec<U> {
    items.iter().take(Composed::MAX_ITEMS).map(make).collect()
}

fn news(body: &Prose<4000>) -> Markdown {
    Markdown::parse(body.as_str()).unwrap_or_else(|_| Markdown::as_typed(body))
}

fn event_item(event: &IssueEvent, links: &Links) -> EventItem {
    EventItem {
        title: event.title().clone(),
        when: *event.schedule(),
        place: Some(Place::Attended(event.modes())),
        // An event is told of even if nothing could lead to it.
        link: links.event(event.id()).ok(),
    }
}

fn testimonial_item(testimonial: &PublishableTestimonial) -> TestimonialItem {
    TestimonialItem { words: testimonial.words().clone(), attribution: testimonial.attribution().clone() }
}

fn recognition_item(recognition: &ShownRecognition) -> RecognitionItem {
    RecognitionItem {
        kind: recognition.kind(),
        on: recognition.on(),
        attribution: recognition.attribution().clone(),
        words: recognition.words().clone(),
    }
}
