//! Where people can take a concern, and what they take there, as it is sent.

use bln_core::{Referral, SpeakingUpRoute};
use serde::Serialize;
use utoipa::ToSchema;

/// The routes for speaking up, in the order in which the network tells of them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(title = "Routes for speaking up")]
pub(crate) struct RoutesWire {
    items: Vec<RouteWire>,
}

/// A route for speaking up.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Route for speaking up", example = json!({ "kind": "police", "name": "Police", "note": "For a crime." }))]
struct RouteWire {
    /// `line_manager`, `freedom_to_speak_up_guardian`, `human_resources`, `trade_union`, `occupational_health`,
    /// `prescribed_person`, `speak_up_direct`, `police` or `other`.
    kind: &'static str,
    name: String,
    /// How it is reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<String>,
    /// A page about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    /// What it is for, and what can be expected of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

impl RoutesWire {
    pub(crate) fn of(routes: &[SpeakingUpRoute]) -> Self {
        let wire = |route: &SpeakingUpRoute| RouteWire {
            kind: route.kind.name(),
            name: route.name.as_str().to_owned(),
            contact: route.contact.as_ref().map(|contact| contact.as_str().to_owned()),
            link: route.link.as_ref().map(|link| link.as_str().to_owned()),
            note: route.note.as_ref().map(|note| note.as_str().to_owned()),
        };
        Self { items: routes.iter().map(wire).collect() }
    }
}

/// What a person sends to a route, in plain text. Nobody has sent it, and nothing of it is kept.
#[derive(Serialize, ToSchema)]
#[schema(title = "Referral")]
pub(crate) struct ReferralWire {
    text: String,
}

impl ReferralWire {
    pub(crate) fn of(referral: &Referral) -> Self {
        Self { text: referral.text() }
    }
}
