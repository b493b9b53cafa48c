//! Requests under data-protection law, as they are sent.

use bln_core::rights::{Deadline, RequestState};
use bln_service::RequestInTime;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A person's request to have a right met, and how it stands against its clock.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Rights request", example = json!({
    "id": "0192f0c1-7a00-7000-8000-000000000007",
    "person": "0192f0c1-7a00-7000-8000-000000000017",
    "right": "access",
    "receivedOn": "2027-03-01",
    "state": "open",
    "deadline": "due",
    "due": "2027-04-01",
}))]
pub(crate) struct RightsRequestWire {
    id: Uuid,
    /// Who asks; of somebody who has been erased, a pseudonym that is nobody's.
    person: Uuid,
    /// `access`, `rectification`, `erasure`, `restriction`, `portability` or `objection`.
    right: &'static str,
    #[schema(format = Date)]
    received_on: String,
    /// `open`, `answered` or `refused`.
    state: &'static str,
    /// On which ground it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    ground: Option<&'static str>,
    /// `due`, `overdue`, `paused` while the person is asked something, or `closed`.
    deadline: &'static str,
    /// The day by the end of which an answer is or was due.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Date)]
    due: Option<String>,
    /// The day on which it was answered or refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Date)]
    closed_on: Option<String>,
    /// That there are two months more.
    #[serde(skip_serializing_if = "Option::is_none")]
    extension: Option<ExtensionWire>,
}

/// That a request takes two months more.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Extension")]
struct ExtensionWire {
    /// The day on which the person was told.
    #[schema(format = Date)]
    told_on: String,
    /// As they were told it.
    reason: String,
}

impl RightsRequestWire {
    pub(crate) fn of(in_time: &RequestInTime) -> Self {
        let RequestInTime { request, deadline } = in_time;
        let (state, ground) = match request.state() {
            RequestState::Open => ("open", None),
            RequestState::Answered { .. } => ("answered", None),
            RequestState::Refused { reason, .. } => ("refused", Some(reason.name())),
        };
        let (deadline, due, closed_on) = match deadline {
            Deadline::Due(day) => ("due", Some(day.to_string()), None),
            Deadline::Overdue(day) => ("overdue", Some(day.to_string()), None),
            Deadline::Paused => ("paused", None, None),
            Deadline::Closed(day) => ("closed", None, Some(day.to_string())),
        };
        let extension = request.extension().map(|extension| ExtensionWire {
            told_on: extension.told_on.to_string(),
            reason: extension.reason.as_str().to_owned(),
        });
        Self {
            id: request.id().uuid(),
            person: request.person().uuid(),
            right: request.right().name(),
            received_on: request.received().to_string(),
            state,
            ground,
            deadline,
            due,
            closed_on,
            extension,
        }
    }
}

/// All requests of a person.
#[derive(Serialize, ToSchema)]
#[schema(title = "Own rights requests")]
pub(crate) struct OwnRightsRequestsWire {
    items: Vec<RightsRequestWire>,
}

impl OwnRightsRequestsWire {
    pub(crate) fn of(requests: &[RequestInTime]) -> Self {
        Self { items: requests.iter().map(RightsRequestWire::of).collect() }
    }
}
