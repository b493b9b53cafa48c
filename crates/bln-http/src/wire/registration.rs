//! Registrations, as they are sent.

use bln_core::{Registration, RegistrationState, RegistrationStep};
use bln_service::Placement;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What became of asking for a place.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Placement", example = json!({ "state": "confirmed", "mode": "in_person" }))]
pub(crate) struct PlacementWire {
    /// `confirmed` or `waiting`.
    state: &'static str,
    /// In which way of attending the place is: `in_person` or `online`.
    #[serde(skip_serializing_if = "Option::is_none")]
    mode: Option<&'static str>,
    /// The position among those who wait for a place that would do, from 1, where it may be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<u64>,
}

impl PlacementWire {
    pub(crate) const fn confirmed(mode: bln_core::Mode) -> Self {
        Self { state: "confirmed", mode: Some(mode.name()), position: None }
    }
}

impl From<Placement> for PlacementWire {
    fn from(placement: Placement) -> Self {
        match placement {
            Placement::Confirmed { mode } => Self::confirmed(mode),
            Placement::Waiting { position } => {
                Self { state: "waiting", mode: None, position: position.position() }
            }
            _ => Self { state: "unknown", mode: None, position: None },
        }
    }
}

/// A person's registration for an event, with the steps that led there.
// It has no `Debug`: who came to what is in no log.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Registration")]
pub(crate) struct RegistrationWire {
    event: Uuid,
    person: Uuid,
    /// How they are ready to attend: `in_person`, `online` or `either`.
    attending: &'static str,
    #[serde(flatten)]
    state: StateWire,
    /// The steps, the first one first.
    history: Vec<StepWire>,
}

/// A state of a registration.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Registration state")]
struct StateWire {
    /// `confirmed`, `waiting`, `offered`, `declined`, `expired`, `cancelled`, `attended` or `did_not_attend`.
    state: &'static str,
    /// The way of attending in which the place is.
    #[serde(skip_serializing_if = "Option::is_none")]
    mode: Option<&'static str>,
    /// The first instant at which an offer can no longer be accepted (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    expires: Option<String>,
    /// Since when (RFC 3339).
    #[schema(format = DateTime)]
    since: String,
}

/// A step of a registration.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Registration step")]
struct StepWire {
    attending: &'static str,
    #[serde(flatten)]
    state: StateWire,
}

impl StateWire {
    fn of(state: RegistrationState, since: bln_core::Instant) -> Self {
        let mode = match state {
            RegistrationState::Confirmed { mode }
            | RegistrationState::Offered { mode, .. }
            | RegistrationState::Attended { mode }
            | RegistrationState::DidNotAttend { mode } => Some(mode.name()),
            _ => None,
        };
        let expires = state.expires().map(|at| at.to_string());
        Self { state: state.name(), mode, expires, since: since.to_string() }
    }
}

impl RegistrationWire {
    pub(crate) fn of(registration: &Registration, history: &[RegistrationStep]) -> Self {
        let step = |step: &RegistrationStep| StepWire {
            attending: step.choice.name(),
            state: StateWire::of(step.state, step.at),
        };
        Self {
            event: registration.event().uuid(),
            person: registration.person().uuid(),
            attending: registration.choice().name(),
            state: StateWire::of(registration.state(), registration.since()),
            history: history.iter().map(step).collect(),
        }
    }
}
