//! Thanks, awards and appointments.

use axum::{
    Json,
    extract::{OriginalUri, State},
    http::StatusCode,
};
use bln_core::{Id, Recognition};
use bln_validation::RecognitionDraft;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Problems;
use crate::{
    Api,
    form::Form,
    headers::Key,
    outcome::Answer,
    page::{Asked, Listed, PageParams, Paged},
    who::Caller,
    wire::{AddedWire, RecognitionWire},
};

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(recognitions, recognise))
}

/// The recognitions that may be shown now: of people who agree to it at this moment.
#[utoipa::path(get, path = "/recognitions", operation_id = "recognitions", tag = "recognitions", params(PageParams),
    responses((status = 200, body = Listed<RecognitionWire>, description = "A page of them."), Problems))]
async fn recognitions(
    State(api): State<Api>,
    Caller(actor): Caller,
    asked: Asked<Id<Recognition>>,
    OriginalUri(uri): OriginalUri,
) -> Answer<Paged<RecognitionWire>> {
    let page = api.network.recognitions(actor, asked.after, asked.size).await?;
    Ok(Paged::of(page, &uri, asked.size, |shown| RecognitionWire::of(&shown)))
}

/// Recognises somebody who agreed to it, named as far as they chose.
#[utoipa::path(post, path = "/recognitions", operation_id = "recognise", tag = "recognitions",
    request_body = RecognitionDraft,
    params(("Idempotency-Key" = String, Header, description = "A key that was used for nothing else.")),
    responses((status = 201, body = AddedWire, description = "They are recognised."), Problems))]
async fn recognise(
    State(api): State<Api>,
    Caller(actor): Caller,
    Key(key): Key,
    Form(details): Form<RecognitionDraft>,
) -> Answer<(StatusCode, Json<AddedWire>)> {
    let id = api.network.recognise(actor, details, key).await?;
    Ok((StatusCode::CREATED, Json(id.into())))
}
