//! Lists of people who were looked for by name.

use bln_core::Instant;
use bln_service::PersonView;
use bln_store::{NameCursor, Page};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::PersonWire;

/// People who were found, as far as the asker may see them.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Found people", example = json!({
    "items": [{ "person": "0192f0c1-7a00-7000-8000-000000000017", "name": "Sample Person 17" }],
    "next": { "word": "sample", "person": "0192f0c1-7a00-7000-8000-000000000017" },
}))]
pub(crate) struct FoundWire {
    /// The people.
    items: Vec<PersonWire>,
    /// What to send as `after` for the page that follows; not there on the last. It holds a part of a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<FoundNextWire>,
}

/// What a list of names goes on after.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Where found people go on")]
struct FoundNextWire {
    word: String,
    person: Uuid,
}

impl FoundWire {
    /// A page of people, at an instant.
    pub(crate) fn page(page: &Page<PersonView, NameCursor>, now: Instant) -> Self {
        let next = page.next.as_ref();
        let next = next.map(|after| FoundNextWire { word: after.word.clone(), person: after.person.uuid() });
        Self { next, ..Self::all(&page.items, now) }
    }

    /// Everybody who was found, at an instant.
    pub(crate) fn all(people: &[PersonView], now: Instant) -> Self {
        Self { items: people.iter().map(|view| PersonWire::of(view, now)).collect(), next: None }
    }
}
