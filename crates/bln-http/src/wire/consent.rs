//! Consents, as they are sent.

use bln_service::AskAgain;
use serde::Serialize;
use utoipa::ToSchema;

/// What somebody agreed to in wordings that have changed since.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Consents to ask again", example = json!({
    "items": [{ "purpose": "bulletin", "wording": "bulletin-consent", "version": 2 }],
}))]
pub(crate) struct AskAgainWire {
    items: Vec<RewordedWire>,
}

/// A purpose, and the wording in force now.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Reworded consent")]
struct RewordedWire {
    purpose: &'static str,
    wording: String,
    version: u32,
}

impl AskAgainWire {
    pub(crate) fn of(again: &[AskAgain]) -> Self {
        let reworded = |again: &AskAgain| RewordedWire {
            purpose: again.purpose.name(),
            wording: again.wording.name().as_str().to_owned(),
            version: again.wording.version().number(),
        };
        Self { items: again.iter().map(reworded).collect() }
    }
}
