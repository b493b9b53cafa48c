//! What links in letters do, as it is sent: never for whom.

use bln_core::LinkView;
use bln_service::Redeemed;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What a link would do.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Link", example = json!({ "kind": "unsubscribe", "purpose": "bulletin" }))]
pub(crate) struct LinkWire {
    /// `confirm_consent`, `unsubscribe`, `accept_offer` or `decline_offer`.
    kind: &'static str,
    /// The purpose, if it is about consent.
    #[serde(skip_serializing_if = "Option::is_none")]
    purpose: Option<&'static str>,
    /// The event, if it is about an offer.
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<Uuid>,
}

impl From<LinkView> for LinkWire {
    fn from(view: LinkView) -> Self {
        Self {
            kind: view.kind().name(),
            purpose: view.purpose().map(|purpose| purpose.name()),
            event: view.event().map(|event| event.uuid()),
        }
    }
}

/// What a link did.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Redeemed link", example = json!({ "done": "unsubscribed", "purpose": "bulletin" }))]
pub(crate) struct RedeemedWire {
    /// `agreed`, `unsubscribed`, `accepted` or `declined`.
    done: &'static str,
    /// The purpose, if it was about consent.
    #[serde(skip_serializing_if = "Option::is_none")]
    purpose: Option<&'static str>,
    /// The event, if it was about an offer.
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<Uuid>,
    /// In which way of attending a place that was accepted is.
    #[serde(skip_serializing_if = "Option::is_none")]
    mode: Option<&'static str>,
}

impl From<Redeemed> for RedeemedWire {
    fn from(redeemed: Redeemed) -> Self {
        let done = |done| Self { done, purpose: None, event: None, mode: None };
        match redeemed {
            Redeemed::Agreed { purpose } => Self { purpose: Some(purpose.name()), ..done("agreed") },
            Redeemed::Unsubscribed { purpose } => {
                Self { purpose: Some(purpose.name()), ..done("unsubscribed") }
            }
            Redeemed::Accepted { event, mode } => {
                Self { event: Some(event.uuid()), mode: Some(mode.name()), ..done("accepted") }
            }
            Redeemed::Declined { event } => Self { event: Some(event.uuid()), ..done("declined") },
            _ => done("unknown"),
        }
    }
}
