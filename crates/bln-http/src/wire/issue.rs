//! Issues of the bulletin, as their readers see them.

use bln_core::{Issue, IssueContent, IssueEvent, IssueSection};
use bln_service::IssueEntry;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{FigureWire, PublishableWire, RecognitionWire, ResourceWire};

/// An issue in the list of those that were sent.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Issue sent", example = json!({
    "id": "0192f0c1-7a00-7000-8000-000000000007",
    "subject": "What we did in March",
    "since": "2027-03-29T09:00:00.000000Z",
}))]
pub(crate) struct IssueEntryWire {
    id: Uuid,
    subject: String,
    /// Since when it was sent (RFC 3339).
    #[schema(format = DateTime)]
    since: String,
}

/// An issue as its readers would see it at this moment. A section that has nothing left to show is not in it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Issue", example = json!({
    "subject": "What we did in March",
    "sections": [{ "heading": "News", "kind": "news", "news": "We met." }],
}))]
pub(crate) struct IssueWire {
    subject: String,
    sections: Vec<IssueSectionWire>,
}

/// A section as its readers see it: what its `kind` names.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Section of an issue")]
struct IssueSectionWire {
    heading: String,
    #[serde(flatten)]
    shown: ShownWire,
}

/// What a section shows.
#[derive(Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Content of a section")]
struct ShownWire {
    /// `news`, `events`, `resources`, `figures`, `testimonials` or `recognitions`.
    kind: &'static str,
    /// In Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    news: Option<String>,
    /// In the order of their start.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    events: Vec<IssueEventWire>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    resources: Vec<ResourceWire>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    figures: Vec<FigureWire>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    testimonials: Vec<PublishableWire>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    recognitions: Vec<RecognitionWire>,
}

/// An event as the bulletin tells of it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Event of an issue")]
struct IssueEventWire {
    id: Uuid,
    title: String,
    /// When it starts (RFC 3339).
    #[schema(format = DateTime)]
    starts_at: String,
    /// When it ends (RFC 3339).
    #[schema(format = DateTime)]
    ends_at: String,
    /// The zone of the place (IANA).
    time_zone: &'static str,
    /// How it can be attended: `in_person`, `online` or `hybrid`.
    attendance: &'static str,
    /// The pillars it serves.
    pillars: Vec<&'static str>,
}

impl From<IssueEntry> for IssueEntryWire {
    fn from(entry: IssueEntry) -> Self {
        Self {
            id: entry.id.uuid(),
            subject: entry.subject.as_str().to_owned(),
            since: entry.since.to_string(),
        }
    }
}

impl IssueWire {
    pub(crate) fn of(issue: &Issue) -> Self {
        let section = |section: &IssueSection| IssueSectionWire {
            heading: section.heading().as_str().to_owned(),
            shown: ShownWire::of(section.content()),
        };
        Self {
            subject: issue.subject().as_str().to_owned(),
            sections: issue.sections().iter().map(section).collect(),
        }
    }
}

impl ShownWire {
    fn of(content: &IssueContent) -> Self {
        let of_kind = |kind| Self { kind, ..Self::default() };
        match content {
            IssueContent::News(words) => Self { news: Some(words.as_str().to_owned()), ..of_kind("news") },
            IssueContent::Events(events) => {
                Self { events: events.iter().map(IssueEventWire::of).collect(), ..of_kind("events") }
            }
            IssueContent::Resources(views) => {
                Self { resources: views.iter().map(ResourceWire::of).collect(), ..of_kind("resources") }
            }
            IssueContent::Figures(figures) => {
                Self { figures: figures.iter().map(FigureWire::of).collect(), ..of_kind("figures") }
            }
            IssueContent::Testimonials(shown) => Self {
                testimonials: shown.iter().map(PublishableWire::of).collect(),
                ..of_kind("testimonials")
            },
            IssueContent::Recognitions(shown) => Self {
                recognitions: shown.iter().map(RecognitionWire::of).collect(),
                ..of_kind("recognitions")
            },
            _ => of_kind("unknown"),
        }
    }
}

impl IssueEventWire {
    fn of(event: &IssueEvent) -> Self {
        let schedule = event.schedule();
        Self {
            id: event.id().uuid(),
            title: event.title().as_str().to_owned(),
            starts_at: schedule.starts_at().to_string(),
            ends_at: schedule.ends_at().to_string(),
            time_zone: schedule.zone().name(),
            attendance: event.modes().name(),
            pillars: event.pillars().names().collect(),
        }
    }
}
