//! The programme, and who runs it.

use axum::{
    Json,
    extract::{OriginalUri, State},
    http::StatusCode,
};
use bln_core::{Event, Id};
use bln_store::EventCursor;
use bln_validation::EventDraft;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Problems;
use crate::{
    Api, Problem,
    at::At,
    form::Form,
    headers::{IfMatch, Key, Tagged},
    outcome::Answer,
    page::{Asked, Listed, PageParams, Paged},
    who::Caller,
    wire::{CreatedWire, EventWire, SeatsWire},
};

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(programme, create))
        .routes(routes!(event, reshape))
        .routes(routes!(seats))
        .routes(routes!(publish))
        .routes(routes!(cancel))
        .routes(routes!(complete))
}

/// The events that the asker may see, in the order of their start.
#[utoipa::path(get, path = "/events", operation_id = "programme", tag = "events", params(PageParams),
    responses((status = 200, body = Listed<EventWire>, description = "A page of the programme."), Problems))]
async fn programme(
    State(api): State<Api>,
    Caller(actor): Caller,
    asked: Asked<EventCursor>,
    OriginalUri(uri): OriginalUri,
) -> Answer<Paged<EventWire>> {
    let page = api.network.programme(actor, asked.after, asked.size).await?;
    Ok(Paged::of(page, &uri, asked.size, |event| EventWire::of(&event.record)))
}

/// Creates an event as a draft, or every event of a series, with its places.
#[utoipa::path(post, path = "/events", operation_id = "create_event", tag = "events", request_body = EventDraft,
    params(("Idempotency-Key" = String, Header, description = "A key that was used for nothing else.")),
    responses((status = 201, body = CreatedWire, description = "They are there."), Problems))]
async fn create(
    State(api): State<Api>,
    Caller(actor): Caller,
    Key(key): Key,
    Form(plan): Form<EventDraft>,
) -> Answer<(StatusCode, Json<CreatedWire>)> {
    let created = api.network.create_event(actor, plan, key).await?;
    Ok((StatusCode::CREATED, Json(created.into())))
}

/// An event, as far as the asker may see it.
#[utoipa::path(get, path = "/events/{event}", operation_id = "event", tag = "events", params(("event" = uuid::Uuid, Path)),
    responses((status = 200, body = EventWire, description = "The event.", headers(("etag" = String))), Problems))]
async fn event(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(event): At<Id<Event>>,
) -> Answer<Tagged<Json<EventWire>>> {
    let event = api.network.event(actor, event).await?;
    Ok(Tagged(event.version, Json(EventWire::of(&event.record))))
}

/// Replaces an event's details and places, when it is as it was read. Everybody who holds or waits for a place is told of
/// what they must know.
#[utoipa::path(put, path = "/events/{event}", operation_id = "reshape_event", tag = "events", request_body = EventDraft,
    params(("event" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The `ETag` that was read.")),
    responses((status = 204, description = "It is changed."), Problems))]
async fn reshape(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(event): At<Id<Event>>,
    IfMatch(version): IfMatch,
    Form(plan): Form<EventDraft>,
) -> Answer<StatusCode> {
    if plan.repeats.is_some() {
        let detail = "An event that is there does not begin to repeat. Leave out how it repeats.";
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "event.repeats", detail));
    }
    api.network.reshape_event(actor, event, plan.details, plan.places, version).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How many places an event has, holds and has waiting, as far as that may be told.
#[utoipa::path(get, path = "/events/{event}/seats", operation_id = "seats", tag = "events",
    params(("event" = uuid::Uuid, Path)),
    responses((status = 200, body = SeatsWire, description = "Its places."), Problems))]
async fn seats(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(event): At<Id<Event>>,
) -> Answer<Json<SeatsWire>> {
    Ok(Json(SeatsWire::of(&api.network.seats(actor, event).await?)))
}

/// Publishes a draft.
#[utoipa::path(post, path = "/events/{event}/publish", operation_id = "publish_event", tag = "events",
    params(("event" = uuid::Uuid, Path)),
    responses((status = 204, description = "It is published."), Problems))]
async fn publish(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(event): At<Id<Event>>,
) -> Answer<StatusCode> {
    api.network.publish_event(actor, event).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Calls an event off, and tells everybody who held or waited for a place.
#[utoipa::path(post, path = "/events/{event}/cancel", operation_id = "cancel_event", tag = "events",
    params(("event" = uuid::Uuid, Path)),
    responses((status = 204, description = "It is called off."), Problems))]
async fn cancel(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(event): At<Id<Event>>,
) -> Answer<StatusCode> {
    api.network.cancel_event(actor, event).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Closes the books on an event that has ended.
#[utoipa::path(post, path = "/events/{event}/complete", operation_id = "complete_event", tag = "events",
    params(("event" = uuid::Uuid, Path)),
    responses((status = 204, description = "Its books are closed."), Problems))]
async fn complete(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(event): At<Id<Event>>,
) -> Answer<StatusCode> {
    api.network.complete_event(actor, event).await?;
    Ok(StatusCode::NO_CONTENT)
}
