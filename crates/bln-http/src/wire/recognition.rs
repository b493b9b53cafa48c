//! Thanks, awards and appointments, as they are sent.

use bln_core::ShownRecognition;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::attribution::AttributionWire;

/// A recognition, as others may read it now. Whose it is is told only as far as they chose.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Recognition", example = json!({
    "id": "0192f0c1-7a00-7000-8000-000000000007",
    "kind": "award",
    "words": "For ten years of mentoring.",
    "on": "2027-02-01",
    "naming": "named",
    "name": "Sample Person 17",
    "role": "Sample manager",
    "organisation": "Sample Trust",
}))]
pub(crate) struct RecognitionWire {
    id: Uuid,
    /// `thanks`, `award` or `appointment`.
    kind: &'static str,
    /// For what.
    words: String,
    /// The day of it.
    #[schema(format = Date)]
    on: String,
    #[serde(flatten)]
    attribution: AttributionWire,
}

impl RecognitionWire {
    pub(crate) fn of(shown: &ShownRecognition) -> Self {
        Self {
            id: shown.id().uuid(),
            kind: shown.kind().name(),
            words: shown.words().as_str().to_owned(),
            on: shown.on().to_string(),
            attribution: AttributionWire::of(shown.attribution()),
        }
    }
}
