//! Resources, as they are sent.

use bln_core::{HighImpactAction, ResourceDetails, ResourceView};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A resource, or what stands in its place once it is withdrawn: its `details` are there as long as people are pointed to
/// it, and `withdrawn` afterwards.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Resource", example = json!({
    "id": "0192f0c1-7a00-7000-8000-000000000007",
    "title": "A sample report",
    "details": {
        "kind": "report",
        "publisher": "A sample publisher",
        "published": "2022-06",
        "link": "https://example.org/report",
        "pillars": ["system_influencing"],
        "actions": ["HIA1"],
        "figures": [],
    },
}))]
pub(crate) struct ResourceWire {
    id: Uuid,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<ResourceDetailsWire>,
    #[serde(skip_serializing_if = "Option::is_none")]
    withdrawn: Option<WithdrawnResourceWire>,
}

/// What a resource is and where it is had.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Details of a resource")]
struct ResourceDetailsWire {
    /// `report`, `review`, `plan`, `briefing`, `video`, `data_set` or `link`.
    #[schema(example = "report")]
    kind: &'static str,
    publisher: String,
    /// The year, the month or the day of it, as exactly as is known.
    #[schema(example = "2022-06")]
    published: String,
    link: String,
    /// Under which terms it may be used, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    licence: Option<String>,
    /// The pillars it serves.
    pillars: Vec<&'static str>,
    /// The high-impact actions it bears on.
    #[schema(example = json!(["HIA1"]))]
    actions: Vec<&'static str>,
    /// The figures of the register that it tells of.
    figures: Vec<Uuid>,
}

/// What stands in the place of a resource that was withdrawn.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Withdrawal of a resource")]
struct WithdrawnResourceWire {
    /// Since when (RFC 3339).
    #[schema(format = DateTime)]
    at: String,
    /// Why.
    reason: String,
}

impl ResourceWire {
    pub(crate) fn of(view: &ResourceView) -> Self {
        match view {
            ResourceView::Listed { id, details } => Self {
                id: id.uuid(),
                title: details.title.as_str().to_owned(),
                details: Some(ResourceDetailsWire::of(details)),
                withdrawn: None,
            },
            ResourceView::Withdrawn(stub) => {
                let (at, reason) = (stub.at.to_string(), stub.reason.as_str().to_owned());
                Self {
                    id: stub.id.uuid(),
                    title: stub.title.as_str().to_owned(),
                    details: None,
                    withdrawn: Some(WithdrawnResourceWire { at, reason }),
                }
            }
        }
    }
}

impl ResourceDetailsWire {
    fn of(details: &ResourceDetails) -> Self {
        Self {
            kind: details.kind.name(),
            publisher: details.publisher.as_str().to_owned(),
            published: details.published.to_string(),
            link: details.link.as_str().to_owned(),
            licence: details.licence.as_ref().map(|licence| licence.as_str().to_owned()),
            pillars: details.pillars.names().collect(),
            actions: details.actions.iter().copied().map(HighImpactAction::code).collect(),
            figures: details.figures.iter().map(|figure| figure.uuid()).collect(),
        }
    }
}
