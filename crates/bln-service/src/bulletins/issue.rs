//! What an issue shows at a moment, and all that this rests on.

use std::sync::Arc;

use bln_core::{
    BulletinContents, Id, Instant, Issue, IssueContent, IssueEvent, IssueSection, PublishableTestimonial,
    Recognition, RecordRef, Section, SectionContent, ShownRecognition, Testimonial, Version,
    testimonial::Channel,
};
use bln_store::{Changes, EventCursor, PageSize, PersonRecord, Pin};
use chrono::TimeDelta;
use uuid::Uuid;

use crate::{Network, NetworkError, as_read::pins_of, gate::Entered};

/// The most events that a section lists: more than anybody reads, this library's own choice.
const MOST_EVENTS: usize = 100;

/// An issue with all that it shows, and the versions of what people could take back.
pub(crate) struct Resolved {
    pub(crate) issue: Arc<Issue>,
    pins: Vec<Pin>,
}

impl Resolved {
    /// The changes, to be committed only if nothing was taken back that the issue shows.
    pub(crate) fn pinned(&self, changes: Changes) -> Changes {
        self.pins.iter().fold(changes, |changes, pin| changes.pin(pin.record.clone(), pin.version))
    }
}

impl Network {
    /// What an issue shows now.
    pub(crate) async fn resolve(
        &self,
        gate: &Entered<'_>,
        contents: &BulletinContents,
    ) -> Result<Resolved, NetworkError> {
        let (mut sections, mut pins) = (Vec::new(), Vec::new());
        for section in contents.sections() {
            let content = self.content_of(gate, section, &mut pins).await?;
            sections.push(IssueSection::of(section, content));
        }
        Ok(Resolved { issue: Arc::new(Issue::new(contents.subject().clone(), sections)), pins })
    }

    async fn content_of(
        &self,
        gate: &Entered<'_>,
        section: &Section,
        pins: &mut Vec<Pin>,
    ) -> Result<IssueContent, NetworkError> {
        Ok(match section.content() {
            SectionContent::News(words) => IssueContent::News(words.clone()),
            SectionContent::EventsToCome { days, .. } => {
                let until = self.now().plus(TimeDelta::days(i64::from(days.get())));
                IssueContent::Events(self.events_to_come(gate, section.content(), until).await?)
            }
            SectionContent::Resources(ids) => {
                let mut views = Vec::new();
                for id in ids {
                    let Some(stored) = gate.store().resource(*id).await? else { continue };
                    pins.push(Pin { record: RecordRef::Resource(*id), version: stored.version });
                    views.push(stored.record.view());
                }
                IssueContent::Resources(views)
            }
            SectionContent::Figures(ids) => {
                let mut figures = Vec::new();
                for id in ids {
                    figures.extend(gate.store().figure(*id).await?);
                }
                IssueContent::Figures(figures)
            }
            SectionContent::Testimonials(ids) => {
                let mut shown = Vec::new();
                for id in ids {
                    shown.extend(self.testimonial_to_show(gate, *id, pins).await?);
                }
                IssueContent::Testimonials(shown)
            }
            SectionContent::Recognitions(ids) => {
                let mut shown = Vec::new();
                for id in ids {
                    shown.extend(self.recognition_to_show(gate, *id, pins).await?);
                }
                IssueContent::Recognitions(shown)
            }
            // A section of a kind that is not known here is left out rather than shown wrongly.
            _ => IssueContent::Events(Vec::new()),
        })
    }

    async fn events_to_come(
        &self,
        gate: &Entered<'_>,
        content: &SectionContent,
        until: Instant,
    ) -> Result<Vec<IssueEvent>, NetworkError> {
        let now = self.now();
        let mut after = Some(EventCursor { starts: now, event: Id::new(Uuid::max()) });
        let mut events = Vec::new();
        while after.is_some() && events.len() < MOST_EVENTS {
            let page = gate.store().event_page(after, PageSize::MAX).await?;
            let listed = page.items.iter().filter_map(|it| IssueEvent::listed(&it.record, content, now));
            events.extend(listed);
            after = page.next.filter(|next| next.starts < until);
        }
        events.truncate(MOST_EVENTS);
        Ok(events)
    }

    async fn testimonial_to_show(
        &self,
        gate: &Entered<'_>,
        id: Id<Testimonial>,
        pins: &mut Vec<Pin>,
    ) -> Result<Option<PublishableTestimonial>, NetworkError> {
        let Some(stored) = gate.store().testimonial(id).await? else { return Ok(None) };
        let Some(record) = gate.store().person(stored.record.person()).await? else { return Ok(None) };
        let shown = self.publishable_of(gate, &stored.record, &record, Channel::Bulletin).await?.ok();
        Ok(shown.inspect(|_| pin(pins, RecordRef::Testimonial(id), stored.version, &record)))
    }

    async fn recognition_to_show(
        &self,
        gate: &Entered<'_>,
        id: Id<Recognition>,
        pins: &mut Vec<Pin>,
    ) -> Result<Option<ShownRecognition>, NetworkError> {
        let Some(stored) = gate.store().recognition(id).await? else { return Ok(None) };
        let Some(record) = gate.store().person(stored.record.person()).await? else { return Ok(None) };
        let shown = self.recognition_of(gate, &stored.record, &record).await?;
        Ok(shown.inspect(|_| pin(pins, RecordRef::Recognition(id), stored.version, &record)))
    }
}

/// Notes what a person could take back: what is shown, what they said, and what is said about their details.
fn pin(pins: &mut Vec<Pin>, record: RecordRef, version: Version, person: &PersonRecord) {
    pins.push(Pin { record, version });
    pins.extend(pins_of(person));
}
