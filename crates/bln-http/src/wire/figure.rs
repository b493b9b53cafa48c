//! Figures of the register, as they are sent.

use bln_core::{Figure, Indicator};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A figure that was released, with what must be said with it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Figure", example = json!({
    "id": "0192f0c1-7a00-7000-8000-000000000007",
    "statement": "Staff in band 8a by group: BME, of all",
    "shown": "16%",
    "population": "NHS staff; organisation: RX1",
    "method": "Published table",
    "year": 2025,
    "source": "Staff in band 8a by group, edition 1 of 2025-03-31",
    "indicator": 1,
    "releasedAt": "2027-03-01T09:00:00.000000Z",
}))]
pub(crate) struct FigureWire {
    id: Uuid,
    /// What is so, or of what the number is.
    statement: String,
    /// The number as it was printed, with its unit.
    shown: String,
    /// Of whom it is said.
    population: String,
    /// How many people it is said of, where that was released too.
    #[serde(skip_serializing_if = "Option::is_none")]
    asked: Option<u64>,
    /// How it was found.
    method: String,
    /// The year that it is about.
    year: u16,
    /// Where it was released.
    source: String,
    /// The indicator of the Workforce Race Equality Standard that it is a figure of: 1 to 9.
    #[serde(skip_serializing_if = "Option::is_none")]
    indicator: Option<u8>,
    /// When it was put into the register (RFC 3339).
    #[schema(format = DateTime)]
    released_at: String,
}

impl FigureWire {
    pub(crate) fn of(figure: &Figure) -> Self {
        let parts = figure.parts();
        Self {
            id: parts.id.uuid(),
            statement: parts.statement.as_str().to_owned(),
            shown: parts.shown.as_str().to_owned(),
            population: parts.population.as_str().to_owned(),
            asked: parts.asked,
            method: parts.method.as_str().to_owned(),
            year: parts.year,
            source: parts.source.as_str().to_owned(),
            indicator: parts.indicator.map(Indicator::number),
            released_at: parts.released_at.to_string(),
        }
    }
}
