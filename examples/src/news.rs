//! What a network tells its people four times a year: drafted, sent to who agreed to it, and shown only while it may be.

mod mail;

use std::{io::Write, num::NonZeroU16, path::PathBuf, sync::Arc, time::Duration};

use bln_core::{
    Actor, BulletinAudience, BulletinContents, Figure, Id, Line, PeopleCount, Pillar, Pillars, Prose,
    Recognition, Resource, Section, SectionContent, Testimonial, testimonial::Channel,
};
use bln_service::{Clock, Network};
use bln_store::{IdempotencyKey, PageSize};

use crate::{
    report::{commas, heading, line},
    season::SeasonError,
    stopwatch::Stopwatch,
};
use mail::Mail;

/// How many issues there are in a year.
pub const ISSUES: usize = 4;

/// How long an issue looks ahead: to the next.
const AHEAD: NonZeroU16 = NonZeroU16::new(92).expect("a quarter of a year has days");

const SUBJECTS: [&str; ISSUES] = [
    "Spring: what we are working for",
    "Summer: where we stand",
    "Autumn: in your words",
    "Winter: what came of the year",
];

const BEGUN: &str = "This year we are working for:\n\n\
    - a trained independent member on every interview panel for a post in band 8a and above\n\
    - a mentor for each of 40 members who are ready for band 8a\n\
    - a day a month of protected time for everyone who leads a staff network\n\n\
    Trust boards in the East Midlands have **agreed in part** to the first. We are waiting for their answer on \
    protected time.\n\n\
    You can choose what we write to you about: go to *My details*, then *My interests*.";

const WHY: &str = "The figures below were published by others. They are why we ask for an independent member on every \
    interview panel for a senior post.\n\n\
    Mentoring has begun: **43 pairs** have met, 3 more than we promised.";

const LATE: &str = "We promised 20 trained panel members and a rota by the end of August. 11 of them are trained, \
    and the rota is not ready. We now aim for **the end of November**.";

const CAME_OF_IT: &str = "- **Mentoring:** 43 pairs have met, 3 more than we promised.\n\
    - **Interview panels:** boards agreed in part. Our rota is still not ready.\n\
    - **Protected time:** no answer yet. We will ask again in January.\n\n\
    We will send boards a full account of the year.";

/// The network's news desk.
#[derive(Debug)]
pub struct News {
    mail: Mail,
    figures: Vec<Id<Figure>>,
    resources: Vec<Id<Resource>>,
    testimonials: Vec<Id<Testimonial>>,
    recognitions: Vec<Id<Recognition>>,
    sent: Vec<Sent>,
    /// How many letters of every sort left, and how long that took.
    letters: (u64, Duration),
}

/// What became of an issue.
#[derive(Debug)]
struct Sent {
    subject: &'static str,
    queued: u64,
    left: u64,
}

impl News {
    /// A news desk that tells of what there is to be shown by now, and writes the first letters of each issue into a
    /// folder, if there is one.
    ///
    /// # Errors
    ///
    /// When the network fails, or the folder cannot be made.
    pub async fn open(
        network: &Network,
        administrator: Actor,
        clock: Arc<dyn Clock>,
        figures: Vec<Id<Figure>>,
        folder: Option<PathBuf>,
    ) -> Result<Self, SeasonError> {
        let failed = |error| SeasonError::network("looking for what there is to show", error);
        let size = PageSize::MAX;
        let resources = network.resources(administrator, None, None, size).await.map_err(failed)?;
        let testimonials = network.testimonials_for(administrator, Channel::Bulletin, None, size).await;
        let recognitions = network.recognitions(administrator, None, size).await.map_err(failed)?;
        Ok(Self {
            mail: Mail::open(network.profile(), clock, folder)?,
            figures,
            resources: resources.items.iter().map(bln_core::ResourceView::id).collect(),
            testimonials: testimonials.map_err(failed)?.items.iter().map(|it| it.id()).collect(),
            recognitions: recognitions.items.iter().map(|it| it.id()).collect(),
            sent: Vec::new(),
            letters: (0, Duration::ZERO),
        })
    }

    /// Sends an issue, and whatever else waits in the outbox.
    ///
    /// # Errors
    ///
    /// When the network fails.
    pub async fn send(
        &mut self,
        network: &Network,
        administrator: Actor,
        clock: &dyn Clock,
        number: usize,
    ) -> Result<(), SeasonError> {
        let failed = |error| SeasonError::network("sending the bulletin", error);
        let Some(subject) = SUBJECTS.get(number).copied() else { return Ok(()) };
        let key = IdempotencyKey::parse(format!("season-issue-{number}"))?;
        let contents = self.contents(number, subject)?;
        let id = network.draft_bulletin(administrator, contents, key).await.map_err(failed)?;
        network.schedule_bulletin(administrator, id, clock.now()).await.map_err(failed)?;
        let watch = Stopwatch::start();
        let queued = network.send_bulletins(administrator).await.map_err(failed)?.queued;
        self.mail.next_issue();
        let left = network.dispatch(administrator, &self.mail, usize::MAX).await.map_err(failed)?.sent;
        self.letters = (self.letters.0 + many(left), self.letters.1 + watch.read());
        let queued = many(queued);
        self.sent.push(Sent { subject, queued, left: self.mail.issues_left() });
        Ok(())
    }

    /// How many letters of every sort left, and how long that took.
    pub const fn letters(&self) -> (u64, Duration) {
        self.letters
    }

    /// Writes what became of the issues.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn write(&self, out: &mut dyn Write) -> Result<(), SeasonError> {
        heading(out, "Bulletin")?;
        for sent in &self.sent {
            line(out, sent.subject, format!("{} letters", commas(PeopleCount::new(sent.left))))?;
            if sent.left < sent.queued {
                let stayed = PeopleCount::new(sent.queued - sent.left);
                line(out, "  not sent: no consent by then", commas(stayed))?;
            }
        }
        Ok(())
    }

    fn contents(&self, number: usize, subject: &str) -> Result<BulletinContents, SeasonError> {
        let section = |heading, content| -> Result<Option<Section>, SeasonError> {
            Ok(Some(Section::new(Line::parse(heading)?, content)?))
        };
        let news = |heading, text| section(heading, SectionContent::News(Prose::parse(text)?));
        let to_come =
            |heading, pillars| section(heading, SectionContent::EventsToCome { pillars, days: AHEAD });
        let sections = match number {
            0 => vec![
                news("Our initiatives for 2026", BEGUN)?,
                to_come("Events to come", None)?,
                of("To read", SectionContent::Resources, self.resources.iter().take(3))?,
            ],
            1 => vec![
                news("Why we ask for fair interview panels", WHY)?,
                of("What the figures say", SectionContent::Figures, &self.figures)?,
                to_come("Celebrate with us", Some(Pillars::new([Pillar::Celebration])?))?,
            ],
            2 => vec![
                of("In your words", SectionContent::Testimonials, &self.testimonials)?,
                news("A promise we did not keep", LATE)?,
                to_come("Events to come", None)?,
            ],
            _ => vec![
                news("What came of our initiatives", CAME_OF_IT)?,
                of("Recognition", SectionContent::Recognitions, &self.recognitions)?,
                of("To read", SectionContent::Resources, self.resources.iter().skip(3))?,
                to_come("Events to come", None)?,
            ],
        };
        let sections = sections.into_iter().flatten().collect();
        Ok(BulletinContents::new(Line::parse(subject)?, sections, BulletinAudience::Everybody)?)
    }
}

fn many(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// A section of records, if there are any.
fn of<'a, T: 'a>(
    heading: &str,
    content: impl Fn(Vec<Id<T>>) -> SectionContent,
    ids: impl IntoIterator<Item = &'a Id<T>>,
) -> Result<Option<Section>, SeasonError> {
    let ids: Vec<_> = ids.into_iter().copied().collect();
    let section = |ids| Ok(Section::new(Line::parse(heading)?, content(ids))?);
    if ids.is_empty() { Ok(None) } else { section(ids).map(Some) }
}
