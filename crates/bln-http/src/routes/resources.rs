//! What the network points people to.

use axum::{
    Json,
    extract::{OriginalUri, State},
    http::StatusCode,
};
use bln_core::{Id, Resource};
use bln_validation::ResourceDraft;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Problems;
use crate::{
    Api,
    at::At,
    draft::ResourceWithdrawalDraft,
    filter::{Serving, ServingParams},
    form::Form,
    headers::Key,
    outcome::Answer,
    page::{Listed, Paged},
    who::Caller,
    wire::{AddedWire, ResourceWire},
};

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(resources, add)).routes(routes!(resource)).routes(routes!(withdraw))
}

/// The resources, or those that serve a pillar; in the place of those that are withdrawn, what is left of them.
#[utoipa::path(get, path = "/resources", operation_id = "resources", tag = "resources", params(ServingParams),
    responses((status = 200, body = Listed<ResourceWire>, description = "A page of them."), Problems))]
async fn resources(
    State(api): State<Api>,
    Caller(actor): Caller,
    serving: Serving<Id<Resource>>,
    OriginalUri(uri): OriginalUri,
) -> Answer<Paged<ResourceWire>> {
    let pillar = serving.name();
    let Serving { pillar: of, asked } = serving;
    let page = api.network.resources(actor, of, asked.after, asked.size).await?;
    Ok(Paged::of(page, &uri, asked.size, |view| ResourceWire::of(&view)).of_those("pillar", pillar))
}

/// Adds a resource. The figures that it tells of have to be in the register.
#[utoipa::path(post, path = "/resources", operation_id = "add_resource", tag = "resources",
    request_body = ResourceDraft,
    params(("Idempotency-Key" = String, Header, description = "A key that was used for nothing else.")),
    responses((status = 201, body = AddedWire, description = "It is there."), Problems))]
async fn add(
    State(api): State<Api>,
    Caller(actor): Caller,
    Key(key): Key,
    Form(details): Form<ResourceDraft>,
) -> Answer<(StatusCode, Json<AddedWire>)> {
    let id = api.network.add_resource(actor, details, key).await?;
    Ok((StatusCode::CREATED, Json(id.into())))
}

/// A resource, or what stands in its place once it is withdrawn.
#[utoipa::path(get, path = "/resources/{resource}", operation_id = "resource", tag = "resources",
    params(("resource" = uuid::Uuid, Path)),
    responses((status = 200, body = ResourceWire, description = "It."), Problems))]
async fn resource(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(resource): At<Id<Resource>>,
) -> Answer<Json<ResourceWire>> {
    Ok(Json(ResourceWire::of(&api.network.resource(actor, resource).await?)))
}

/// Withdraws a resource. Whatever points to it says so in its place from then on.
#[utoipa::path(post, path = "/resources/{resource}/withdraw", operation_id = "withdraw_resource", tag = "resources",
    request_body = ResourceWithdrawalDraft, params(("resource" = uuid::Uuid, Path)),
    responses((status = 204, description = "It is withdrawn."), Problems))]
async fn withdraw(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(resource): At<Id<Resource>>,
    Form(reason): Form<ResourceWithdrawalDraft>,
) -> Answer<StatusCode> {
    api.network.withdraw_resource(actor, resource, reason).await?;
    Ok(StatusCode::NO_CONTENT)
}
