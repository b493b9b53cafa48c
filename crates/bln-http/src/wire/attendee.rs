//! Who comes to an event, as it is sent to its facilitator.

use bln_service::Attendee;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Who comes or came to an event, in the order in which they registered.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Attendees", example = json!({ "attendees": [{
    "person": "0192f0c1-7a00-7000-8000-000000000017",
    "name": "Sample Person 17",
    "state": "confirmed",
    "mode": "in_person",
}] }))]
pub(crate) struct AttendeesWire {
    attendees: Vec<AttendeeWire>,
}

/// Somebody who comes or came to an event.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Attendee")]
struct AttendeeWire {
    person: Uuid,
    name: String,
    /// What they like to be called.
    #[serde(skip_serializing_if = "Option::is_none")]
    known_as: Option<String>,
    /// What has become of their registration: `confirmed`, `attended` and the like.
    state: &'static str,
    /// How they attend, once they have a place or an offer of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    mode: Option<&'static str>,
}

impl From<Vec<Attendee>> for AttendeesWire {
    fn from(attendees: Vec<Attendee>) -> Self {
        let wire = |attendee: Attendee| AttendeeWire {
            person: attendee.person.uuid(),
            name: attendee.name.written().to_owned(),
            known_as: attendee.name.known_as().map(str::to_owned),
            state: attendee.state.name(),
            mode: attendee.mode.map(|mode| mode.name()),
        };
        Self { attendees: attendees.into_iter().map(wire).collect() }
    }
}
