//! Requests under data-protection law, from their receipt to the answer.

use axum::{
    Json,
    extract::{OriginalUri, State},
    http::StatusCode,
};
use bln_core::{Id, RightsRequest};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Problems;
use crate::{
    Api,
    at::At,
    draft::{ExtensionDraft, RightsRefusalDraft, RightsRequestDraft, RightsRequestNoun},
    form::Form,
    headers::Key,
    outcome::Answer,
    page::{Asked, Listed, PageParams, Paged},
    who::{Caller, Whose},
    wire::{AddedWire, OwnRightsRequestsWire, RightsRequestWire},
};

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(own_rights_requests, receive))
        .routes(routes!(rights_requests))
        .routes(routes!(extend))
        .routes(routes!(pause))
        .routes(routes!(resume))
        .routes(routes!(answer))
        .routes(routes!(refuse))
}

/// Records that a person asked to have a right met. The clock runs from the day of receipt (UK GDPR article 12(3)).
#[utoipa::path(post, path = "/people/{person}/rights-requests", operation_id = "receive_rights_request", tag = "rights",
    params(("person" = String, Path, description = "An identifier, or `me`."),
        ("Idempotency-Key" = String, Header, description = "A key that was used for nothing else.")),
    request_body = RightsRequestDraft,
    responses((status = 201, body = AddedWire, description = "It has been received."), Problems))]
async fn receive(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(whose): At<Whose>,
    Key(key): Key,
    Form(RightsRequestNoun { right, received_on }): Form<RightsRequestDraft>,
) -> Answer<(StatusCode, Json<AddedWire>)> {
    let person = whose.person(actor)?;
    let id = api.network.receive_rights_request(actor, person, right, received_on, key).await?;
    Ok((StatusCode::CREATED, Json(id.into())))
}

/// All requests of a person, closed ones too.
#[utoipa::path(get, path = "/people/{person}/rights-requests", operation_id = "own_rights_requests", tag = "rights",
    params(("person" = String, Path, description = "An identifier, or `me`.")),
    responses((status = 200, body = OwnRightsRequestsWire, description = "Their requests."), Problems))]
async fn own_rights_requests(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(whose): At<Whose>,
) -> Answer<Json<OwnRightsRequestsWire>> {
    let requests = api.network.own_rights_requests(actor, whose.person(actor)?).await?;
    Ok(Json(OwnRightsRequestsWire::of(&requests)))
}

/// The requests that wait for an answer.
#[utoipa::path(get, path = "/rights-requests", operation_id = "rights_requests", tag = "rights", params(PageParams),
    responses((status = 200, body = Listed<RightsRequestWire>, description = "A page of them."), Problems))]
async fn rights_requests(
    State(api): State<Api>,
    Caller(actor): Caller,
    asked: Asked<Id<RightsRequest>>,
    OriginalUri(uri): OriginalUri,
) -> Answer<Paged<RightsRequestWire>> {
    let page = api.network.rights_requests(actor, asked.after, asked.size).await?;
    Ok(Paged::of(page, &uri, asked.size, |request| RightsRequestWire::of(&request)))
}

/// Gives a request two months more; the person is told today, with the reason (UK GDPR article 12(3)).
#[utoipa::path(post, path = "/rights-requests/{request}/extend", operation_id = "extend_rights_request", tag = "rights",
    params(("request" = uuid::Uuid, Path)), request_body = ExtensionDraft,
    responses((status = 204, description = "It has more time."), Problems))]
async fn extend(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(request): At<Id<RightsRequest>>,
    Form(reason): Form<ExtensionDraft>,
) -> Answer<StatusCode> {
    api.network.extend_rights_request(actor, request, reason).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Stops the clock of a request: the person is asked today who they are, or what they mean.
#[utoipa::path(post, path = "/rights-requests/{request}/pause", operation_id = "pause_rights_request", tag = "rights",
    params(("request" = uuid::Uuid, Path)), responses((status = 204, description = "It stands still."), Problems))]
async fn pause(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(request): At<Id<RightsRequest>>,
) -> Answer<StatusCode> {
    api.network.pause_rights_request(actor, request).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets the clock of a request go on: the person has answered today.
#[utoipa::path(post, path = "/rights-requests/{request}/resume", operation_id = "resume_rights_request", tag = "rights",
    params(("request" = uuid::Uuid, Path)), responses((status = 204, description = "It goes on."), Problems))]
async fn resume(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(request): At<Id<RightsRequest>>,
) -> Answer<StatusCode> {
    api.network.resume_rights_request(actor, request).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Records that what was asked was done, and the person told today.
#[utoipa::path(post, path = "/rights-requests/{request}/answer", operation_id = "answer_rights_request", tag = "rights",
    params(("request" = uuid::Uuid, Path)), responses((status = 204, description = "It is answered."), Problems))]
async fn answer(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(request): At<Id<RightsRequest>>,
) -> Answer<StatusCode> {
    api.network.answer_rights_request(actor, request).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Records that what was asked is not done, and the person told today why (UK GDPR article 12(4)).
#[utoipa::path(post, path = "/rights-requests/{request}/refuse", operation_id = "refuse_rights_request", tag = "rights",
    params(("request" = uuid::Uuid, Path)), request_body = RightsRefusalDraft,
    responses((status = 204, description = "It is refused."), Problems))]
async fn refuse(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(request): At<Id<RightsRequest>>,
    Form(ground): Form<RightsRefusalDraft>,
) -> Answer<StatusCode> {
    api.network.refuse_rights_request(actor, request, ground).await?;
    Ok(StatusCode::NO_CONTENT)
}
