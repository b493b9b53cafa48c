//! Issues of the bulletin, as they are sent to those who run the network: in the fields in which they are drafted.

use bln_core::{Bulletin, BulletinAudience, Id, Reached, Section, SectionContent};
use bln_service::SentBulletins;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// An issue as it was drafted, and how far it is on its way.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Bulletin", example = json!({
    "id": "0192f0c1-7a00-7000-8000-000000000007",
    "subject": "What we did in March",
    "sections": [{ "heading": "News", "kind": "news", "news": "We met." }],
    "audience": [],
    "state": "scheduled",
    "at": "2027-03-29T09:00:00.000000Z",
}))]
pub(crate) struct BulletinWire {
    id: Uuid,
    subject: String,
    sections: Vec<SectionWire>,
    /// The pillars for whose readers it is; none: it is for everybody.
    audience: Vec<&'static str>,
    /// `draft`, `scheduled`, `sending`, `paused` or `stopped`.
    state: &'static str,
    /// When it is due, since when it is being sent, or since when it is stopped (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    at: Option<String>,
    /// Whose letters are in the outbox or have left it: `nobody`, `some` or `everybody`.
    #[serde(skip_serializing_if = "Option::is_none")]
    reached: Option<&'static str>,
}

/// A section of an issue.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Section")]
struct SectionWire {
    heading: String,
    /// `news`, `events`, `resources`, `figures`, `testimonials` or `recognitions`.
    kind: &'static str,
    /// In Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    news: Option<String>,
    /// For how many days to come `events` are listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    days: Option<u16>,
    /// The pillars that the `events` serve; none: all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pillars: Vec<&'static str>,
    /// The resources, figures, testimonials or recognitions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    records: Vec<Uuid>,
}

/// What was done.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Bulletins sent", example = json!({ "begun": 1, "queued": 480 }))]
pub(crate) struct SentWire {
    /// How many issues were begun.
    begun: usize,
    /// How many letters were put into the outbox.
    queued: usize,
}

impl BulletinWire {
    pub(crate) fn of(issue: &Bulletin) -> Self {
        let (contents, state) = (issue.contents(), issue.state());
        let audience = match contents.audience() {
            BulletinAudience::Everybody => Vec::new(),
            BulletinAudience::InterestedIn(pillars) => pillars.names().collect(),
        };
        Self {
            id: issue.id().uuid(),
            subject: contents.subject().as_str().to_owned(),
            sections: contents.sections().iter().map(SectionWire::of).collect(),
            audience,
            state: state.name(),
            at: state.at().map(|at| at.to_string()),
            reached: state.reached().map(name_of),
        }
    }
}

/// How far it has gone, without whose turn it has been.
const fn name_of(reached: Reached) -> &'static str {
    match reached {
        Reached::Nobody => "nobody",
        Reached::UpTo(_) => "some",
        Reached::Everybody => "everybody",
    }
}

impl SectionWire {
    fn of(section: &Section) -> Self {
        let heading = section.heading().as_str().to_owned();
        let kind = section.content().name();
        let bare = Self { heading, kind, news: None, days: None, pillars: Vec::new(), records: Vec::new() };
        match section.content() {
            SectionContent::News(words) => Self { news: Some(words.as_str().to_owned()), ..bare },
            SectionContent::EventsToCome { pillars, days } => {
                let pillars = pillars.iter().flat_map(|pillars| pillars.names()).collect();
                Self { days: Some(days.get()), pillars, ..bare }
            }
            SectionContent::Resources(ids) => Self { records: uuids(ids), ..bare },
            SectionContent::Figures(ids) => Self { records: uuids(ids), ..bare },
            SectionContent::Testimonials(ids) => Self { records: uuids(ids), ..bare },
            SectionContent::Recognitions(ids) => Self { records: uuids(ids), ..bare },
            _ => bare,
        }
    }
}

fn uuids<T>(ids: &[Id<T>]) -> Vec<Uuid> {
    ids.iter().map(|id| id.uuid()).collect()
}

impl From<SentBulletins> for SentWire {
    fn from(sent: SentBulletins) -> Self {
        Self { begun: sent.begun, queued: sent.queued }
    }
}
