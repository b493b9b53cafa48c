//! How somebody is named beside words, as it is sent.

use bln_core::Attribution;
use serde::Serialize;
use utoipa::ToSchema;

/// How somebody is named: no more than they chose.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Attribution")]
pub(super) struct AttributionWire {
    /// `anonymous`, `role_only` or `named`.
    naming: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// The role at the time.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    /// The organisation at the time.
    #[serde(skip_serializing_if = "Option::is_none")]
    organisation: Option<String>,
}

impl AttributionWire {
    pub(super) fn of(attribution: &Attribution) -> Self {
        let post = attribution.post();
        Self {
            naming: attribution.level().name(),
            name: attribution.name().map(|name| name.as_str().to_owned()),
            role: post.map(|post| post.role.as_str().to_owned()),
            organisation: post.map(|post| post.organisation.as_str().to_owned()),
        }
    }
}
