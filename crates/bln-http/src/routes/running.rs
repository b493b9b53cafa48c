//! Running an event: its places, its door, who comes, and who may know that.

use axum::{Json, extract::State, http::StatusCode};
use bln_core::{Event, Id, LineManagementChecked};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    Problems,
    places::{AttendedWire, Place},
};
use crate::{
    Api,
    at::At,
    draft::{FacilitationDraft, MessageDraft, PlacesDraft, WalkUpDraft},
    form::Form,
    headers::Key,
    outcome::Answer,
    who::Caller,
    wire::AttendeesWire,
};

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(resize))
        .routes(routes!(walk_up))
        .routes(routes!(remove))
        .routes(routes!(attendees))
        .routes(routes!(message))
        .routes(routes!(grant, revoke))
}

/// Sets the number of an event's places, in the ways in which it can be attended. New places are offered to who waits.
#[utoipa::path(put, path = "/events/{event}/places", operation_id = "resize_event", tag = "running",
    params(("event" = uuid::Uuid, Path)), request_body = PlacesDraft,
    responses((status = 204, description = "It has so many places."), Problems))]
async fn resize(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(event): At<Id<Event>>,
    Form(places): Form<PlacesDraft>,
) -> Answer<StatusCode> {
    api.network.resize_event(actor, event, places).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a free place to somebody who came without one, and records that they came.
#[utoipa::path(post, path = "/events/{event}/registrations/{person}/walk-up", operation_id = "walk_up", tag = "running",
    request_body = WalkUpDraft,
    params(Place, ("Idempotency-Key" = String, Header, description = "A key that was used for nothing else.")),
    responses((status = 201, body = AttendedWire, description = "They are here."), Problems))]
async fn walk_up(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(Place { event, person }): At<Place>,
    Key(key): Key,
    Form(mode): Form<WalkUpDraft>,
) -> Answer<(StatusCode, Json<AttendedWire>)> {
    let mode = api.network.walk_up(actor, event, person.person(actor)?, mode, key).await?;
    Ok((StatusCode::CREATED, Json(AttendedWire::of(mode))))
}

/// Forgets a person's registration for an event with its history, as erasure does.
#[utoipa::path(post, path = "/events/{event}/registrations/{person}/remove", operation_id = "remove_registration",
    tag = "running", params(Place), responses((status = 204, description = "It is forgotten."), Problems))]
async fn remove(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(Place { event, person }): At<Place>,
) -> Answer<StatusCode> {
    api.network.remove_registration(actor, event, person.person(actor)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who comes or came to an event, for whoever has leave to see it. That it was looked at is in the audit before anything
/// is told.
#[utoipa::path(get, path = "/events/{event}/attendees", operation_id = "attendees", tag = "running",
    params(("event" = uuid::Uuid, Path)),
    responses((status = 200, body = AttendeesWire, description = "Who comes."), Problems))]
async fn attendees(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(event): At<Id<Event>>,
) -> Answer<Json<AttendeesWire>> {
    Ok(Json(api.network.attendees(actor, event).await?.into()))
}

/// Writes to everybody who comes or came to an event. Who that is, and how many they are, is not told.
#[utoipa::path(post, path = "/events/{event}/messages", operation_id = "message_attendees", tag = "running",
    request_body = MessageDraft,
    params(("event" = uuid::Uuid, Path),
        ("Idempotency-Key" = String, Header, description = "A key that was used for nothing else.")),
    responses((status = 204, description = "It is on its way."), Problems))]
async fn message(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(event): At<Id<Event>>,
    Key(key): Key,
    Form(words): Form<MessageDraft>,
) -> Answer<StatusCode> {
    api.network.message_attendees(actor, event, words, key).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives somebody on the list leave to see who comes to an event, for a time around it. The new leave replaces the old.
#[utoipa::path(put, path = "/events/{event}/facilitators/{person}", operation_id = "grant_facilitation", tag = "running",
    params(Place), request_body = FacilitationDraft,
    responses((status = 204, description = "They have leave."), Problems))]
async fn grant(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(Place { event, person }): At<Place>,
    Form(window): Form<FacilitationDraft>,
) -> Answer<StatusCode> {
    // The form says that it was checked; this says who says so.
    let checked = LineManagementChecked::stated_by(actor)?;
    api.network.grant_facilitation(actor, event, person.person(actor)?, window, checked).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes leave to see who comes to an event back.
#[utoipa::path(delete, path = "/events/{event}/facilitators/{person}", operation_id = "revoke_facilitation",
    tag = "running", params(Place), responses((status = 204, description = "They have it no more."), Problems))]
async fn revoke(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(Place { event, person }): At<Place>,
) -> Answer<StatusCode> {
    api.network.revoke_facilitation(actor, event, person.person(actor)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
