//! Special category data (UK GDPR article 9): told by the person, seen by the person, and used for what they told it for.

use axum::{Json, extract::State, http::StatusCode};
use bln_core::{Characteristic, Event, Id};
use serde::{Deserialize, Deserializer, de};
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Problems;
use crate::{
    Api,
    at::At,
    draft::{AccessNeedsDraft, EthnicGroupDraft},
    form::Form,
    outcome::Answer,
    who::{Caller, Whose},
    wire::{AccessNeedsWire, OwnCharacteristicsWire},
};

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(own_characteristics))
        .routes(routes!(record_ethnic_group))
        .routes(routes!(record_access_needs))
        .routes(routes!(forget_characteristic))
        .routes(routes!(access_needs_for))
}

/// Which characteristic of whom.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct Told {
    /// An identifier, or `me`.
    #[param(value_type = String)]
    person: Whose,
    /// `ethnic_group` or `access_needs`.
    #[serde(deserialize_with = "characteristic")]
    #[param(value_type = String)]
    characteristic: Characteristic,
}

fn characteristic<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Characteristic, D::Error> {
    let name = String::deserialize(deserializer)?;
    Characteristic::parse(&name).map_err(|_| de::Error::custom("no characteristic"))
}

/// Who comes to which event.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct Coming {
    #[param(value_type = uuid::Uuid)]
    event: Id<Event>,
    /// An identifier, or `me`.
    #[param(value_type = String)]
    person: Whose,
}

/// What a person told of themselves, for themselves. The audit says that it was read.
#[utoipa::path(get, path = "/people/{person}/characteristics", operation_id = "own_characteristics",
    tag = "characteristics", params(("person" = String, Path, description = "An identifier, or `me`.")),
    responses((status = 200, body = OwnCharacteristicsWire, description = "What they told."), Problems))]
async fn own_characteristics(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(whose): At<Whose>,
) -> Answer<Json<OwnCharacteristicsWire>> {
    let own = api.network.own_characteristics(actor, whose.person(actor)?).await?;
    Ok(Json(OwnCharacteristicsWire::of(&own)))
}

/// Records the ethnic group that a person tells of themselves, in the place of an earlier one. It needs a consent of its
/// own.
#[utoipa::path(put, path = "/people/{person}/ethnic-group", operation_id = "record_ethnic_group",
    tag = "characteristics", params(("person" = String, Path, description = "An identifier, or `me`.")),
    request_body = EthnicGroupDraft, responses((status = 204, description = "It is recorded."), Problems))]
async fn record_ethnic_group(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(whose): At<Whose>,
    Form(group): Form<EthnicGroupDraft>,
) -> Answer<StatusCode> {
    api.network.record_ethnic_group(actor, whose.person(actor)?, group).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Records the access needs that a person tells of themselves, in the place of earlier ones. It needs a consent of its own.
#[utoipa::path(put, path = "/people/{person}/access-needs", operation_id = "record_access_needs",
    tag = "characteristics", params(("person" = String, Path, description = "An identifier, or `me`.")),
    request_body = AccessNeedsDraft, responses((status = 204, description = "They are recorded."), Problems))]
async fn record_access_needs(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(whose): At<Whose>,
    Form(needs): Form<AccessNeedsDraft>,
) -> Answer<StatusCode> {
    api.network.record_access_needs(actor, whose.person(actor)?, needs).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Forgets what a person told, with or without consent.
#[utoipa::path(delete, path = "/people/{person}/characteristics/{characteristic}",
    operation_id = "forget_characteristic", tag = "characteristics", params(Told),
    responses((status = 204, description = "It is not there."), Problems))]
async fn forget_characteristic(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(Told { person, characteristic }): At<Told>,
) -> Answer<StatusCode> {
    api.network.forget_characteristic(actor, person.person(actor)?, characteristic).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What somebody who comes to an event needs there, for whoever sees to it. The audit says that it was read.
#[utoipa::path(get, path = "/events/{event}/registrations/{person}/access-needs", operation_id = "access_needs_for",
    tag = "characteristics", params(Coming),
    responses((status = 200, body = AccessNeedsWire, description = "What they need."), Problems))]
async fn access_needs_for(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(Coming { event, person }): At<Coming>,
) -> Answer<Json<AccessNeedsWire>> {
    let needs = api.network.access_needs_for(actor, event, person.person(actor)?).await?;
    Ok(Json(AccessNeedsWire::of(&needs)))
}
