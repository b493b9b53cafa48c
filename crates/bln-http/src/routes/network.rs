//! The running of the network: what is to be done now and then, and what to look at.
//!
//! `dispatch` is not served: it needs a [`Sender`](bln_service::Sender), which whoever hosts the network holds, and is
//! called by a job of theirs.

use axum::{Json, extract::State, http::StatusCode};
use bln_store::Position;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Problems;
use crate::{
    Api,
    at::At,
    draft::ParkedAnswerDraft,
    form::Form,
    outcome::Answer,
    who::Caller,
    wire::{FaultsWire, OverviewWire, ParkedNoticesWire, RetentionReportWire},
};

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(overview))
        .routes(routes!(verify))
        .routes(routes!(expire_offers))
        .routes(routes!(remind))
        .routes(routes!(parked_notices))
        .routes(routes!(settle_parked))
        .routes(routes!(retention_report))
        .routes(routes!(apply_retention))
        .routes(routes!(scrub))
}

/// At how many events there was something to do.
#[derive(Serialize, ToSchema)]
#[schema(title = "Swept")]
struct SweptWire {
    #[schema(example = 3)]
    events: usize,
}

/// The network in numbers.
#[utoipa::path(get, path = "/network/overview", operation_id = "overview", tag = "network",
    responses((status = 200, body = OverviewWire, description = "The numbers."), Problems))]
async fn overview(State(api): State<Api>, Caller(actor): Caller) -> Answer<Json<OverviewWire>> {
    Ok(Json(api.network.overview(actor).await?.into()))
}

/// Checks that everything stored fits together. No faults: a sound network.
#[utoipa::path(get, path = "/network/faults", operation_id = "verify", tag = "network",
    responses((status = 200, body = FaultsWire, description = "What was found."), Problems))]
async fn verify(State(api): State<Api>, Caller(actor): Caller) -> Answer<Json<FaultsWire>> {
    Ok(Json(api.network.verify(actor).await?.into()))
}

/// Ends every offer that has expired, at every event, and offers the places on. Events whose numbers are kept are not
/// counted.
#[utoipa::path(post, path = "/network/expire-offers", operation_id = "expire_offers", tag = "network",
    responses((status = 200, body = SweptWire, description = "They have ended."), Problems))]
async fn expire_offers(State(api): State<Api>, Caller(actor): Caller) -> Answer<Json<SweptWire>> {
    Ok(Json(SweptWire { events: api.network.expire_offers(actor).await? }))
}

/// Reminds everybody with a place at an event that takes place tomorrow, or later today: once.
#[utoipa::path(post, path = "/network/remind", operation_id = "remind", tag = "network",
    responses((status = 200, body = SweptWire, description = "The reminders are on their way."), Problems))]
async fn remind(State(api): State<Api>, Caller(actor): Caller) -> Answer<Json<SweptWire>> {
    Ok(Json(SweptWire { events: api.network.remind(actor).await? }))
}

/// The notices of which nobody knows whether they were sent, oldest first.
#[utoipa::path(get, path = "/network/parked-notices", operation_id = "parked_notices", tag = "network",
    responses((status = 200, body = ParkedNoticesWire, description = "The notices."), Problems))]
async fn parked_notices(State(api): State<Api>, Caller(actor): Caller) -> Answer<Json<ParkedNoticesWire>> {
    Ok(Json(api.network.parked_notices(actor).await?.into()))
}

/// Says what became of a notice of which nobody knew whether it was sent.
#[utoipa::path(post, path = "/network/parked-notices/{position}/settle", operation_id = "settle_parked", tag = "network",
    params(("position" = u64, Path, description = "Its place in the outbox.")), request_body = ParkedAnswerDraft,
    responses((status = 204, description = "It is settled."), Problems))]
async fn settle_parked(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(position): At<u64>,
    Form(answer): Form<ParkedAnswerDraft>,
) -> Answer<StatusCode> {
    api.network.settle_parked(actor, Position(position), answer).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What is kept for longer than its period. Nothing is removed.
#[utoipa::path(get, path = "/network/retention", operation_id = "retention_report", tag = "network",
    responses((status = 200, body = RetentionReportWire, description = "The report."), Problems))]
async fn retention_report(
    State(api): State<Api>,
    Caller(actor): Caller,
) -> Answer<Json<RetentionReportWire>> {
    Ok(Json(api.network.retention_report(actor).await?.into()))
}

/// Removes what is kept for longer than its period, and tells what it was. It may be interrupted, and goes on when it is
/// asked again.
#[utoipa::path(post, path = "/network/retention/apply", operation_id = "apply_retention", tag = "network",
    responses((status = 200, body = RetentionReportWire, description = "What it was."), Problems))]
async fn apply_retention(State(api): State<Api>, Caller(actor): Caller) -> Answer<Json<RetentionReportWire>> {
    Ok(Json(api.network.apply_retention(actor).await?.into()))
}

/// Takes what was removed out of the store's files.
#[utoipa::path(post, path = "/network/scrub", operation_id = "scrub", tag = "network",
    responses((status = 204, description = "It is out of them."), Problems))]
async fn scrub(State(api): State<Api>, Caller(actor): Caller) -> Answer<StatusCode> {
    api.network.scrub(actor).await?;
    Ok(StatusCode::NO_CONTENT)
}
