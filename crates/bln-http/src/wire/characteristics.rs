//! Special category data (UK GDPR article 9), as it is sent to the person themselves, and to whoever sees to what they need.

use bln_core::{AccessNeeds, EthnicGroup, Provision};
use bln_service::OwnCharacteristics;
use serde::Serialize;
use utoipa::ToSchema;

/// What a person told of themselves.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Own characteristics", example = json!({ "ethnicGroup": "prefer_not_to_say" }))]
pub(crate) struct OwnCharacteristicsWire {
    #[serde(skip_serializing_if = "Option::is_none")]
    ethnic_group: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    access_needs: Option<AccessNeedsWire>,
}

/// What a person needs to take part.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Access needs", example = json!({ "provisions": ["step_free"] }))]
pub(crate) struct AccessNeedsWire {
    /// What is needed, by name.
    provisions: Vec<&'static str>,
    /// What else is needed, in the person's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

impl OwnCharacteristicsWire {
    pub(crate) fn of(own: &OwnCharacteristics) -> Self {
        Self {
            ethnic_group: own.ethnic_group().map(EthnicGroup::name),
            access_needs: own.access_needs().map(AccessNeedsWire::of),
        }
    }
}

impl AccessNeedsWire {
    pub(crate) fn of(needs: &AccessNeeds) -> Self {
        Self {
            provisions: needs.provisions().iter().copied().map(Provision::name).collect(),
            note: needs.note().map(|note| note.as_str().to_owned()),
        }
    }
}
