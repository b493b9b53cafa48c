//! What was created, by its identifier.

use bln_core::Id;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What was created.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Added", example = json!({ "id": "0192f0c1-7a00-7000-8000-000000000007" }))]
pub(crate) struct AddedWire {
    id: Uuid,
}

impl<T> From<Id<T>> for AddedWire {
    fn from(id: Id<T>) -> Self {
        Self { id: id.uuid() }
    }
}
