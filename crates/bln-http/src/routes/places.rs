//! Places at events: asking for one, giving it up, answering an offer, coming.

use axum::{Json, extract::State, http::StatusCode};
use bln_core::{Event, Id, Mode};
use bln_validation::RegistrationDraft;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Problems;
use crate::{
    Api,
    at::At,
    form::Form,
    headers::Key,
    outcome::Answer,
    who::{Caller, Whose},
    wire::{PlacementWire, RegistrationWire},
};

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(register))
        .routes(routes!(registration, cancel))
        .routes(routes!(accept))
        .routes(routes!(decline))
        .routes(routes!(check_in))
        .routes(routes!(joining_link))
}

/// Whose place at which event.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct Place {
    #[param(value_type = uuid::Uuid)]
    pub(super) event: Id<Event>,
    /// An identifier, or `me`.
    #[param(value_type = String)]
    pub(super) person: Whose,
}

/// The link to join an event online.
#[derive(Serialize, ToSchema)]
#[schema(title = "Joining link")]
struct JoiningLinkWire {
    #[schema(example = "https://meet.example.org/7")]
    link: String,
}

/// Asks for a place: one is confirmed if it is free, else the asker waits, in the order in which requests arrive.
#[utoipa::path(post, path = "/registrations", operation_id = "register", tag = "places",
    request_body = RegistrationDraft,
    params(("Idempotency-Key" = String, Header, description = "A key that was used for nothing else.")),
    responses((status = 201, body = PlacementWire, description = "What became of it."), Problems))]
async fn register(
    State(api): State<Api>,
    Caller(actor): Caller,
    Key(key): Key,
    Form(request): Form<RegistrationDraft>,
) -> Answer<(StatusCode, Json<PlacementWire>)> {
    let placement = api.network.register(actor, request, key).await?;
    Ok((StatusCode::CREATED, Json(placement.into())))
}

/// A person's registration for an event, and the steps that led there.
#[utoipa::path(get, path = "/events/{event}/registrations/{person}", operation_id = "registration", tag = "places",
    params(Place), responses((status = 200, body = RegistrationWire, description = "It."), Problems))]
async fn registration(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(Place { event, person }): At<Place>,
) -> Answer<Json<RegistrationWire>> {
    let (registration, history) = api.network.registration(actor, event, person.person(actor)?).await?;
    Ok(Json(RegistrationWire::of(&registration, &history)))
}

/// Gives up a place, an offer or a position on the waiting list.
#[utoipa::path(delete, path = "/events/{event}/registrations/{person}", operation_id = "cancel_registration",
    tag = "places", params(Place), responses((status = 204, description = "It is given up."), Problems))]
async fn cancel(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(Place { event, person }): At<Place>,
) -> Answer<StatusCode> {
    api.network.cancel_registration(actor, event, person.person(actor)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Accepts an offered place, before the offer expires.
#[utoipa::path(post, path = "/events/{event}/registrations/{person}/accept", operation_id = "accept_offer",
    tag = "places", params(Place),
    responses((status = 200, body = PlacementWire, description = "The place is theirs."), Problems))]
async fn accept(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(Place { event, person }): At<Place>,
) -> Answer<Json<PlacementWire>> {
    let mode = api.network.accept_offer(actor, event, person.person(actor)?).await?;
    Ok(Json(PlacementWire::confirmed(mode)))
}

/// Turns an offered place down.
#[utoipa::path(post, path = "/events/{event}/registrations/{person}/decline", operation_id = "decline_offer",
    tag = "places", params(Place), responses((status = 204, description = "It is turned down."), Problems))]
async fn decline(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(Place { event, person }): At<Place>,
) -> Answer<StatusCode> {
    api.network.decline_offer(actor, event, person.person(actor)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Records that somebody with a place, or with an open offer of one, came.
#[utoipa::path(post, path = "/events/{event}/registrations/{person}/check-in", operation_id = "check_in",
    tag = "places", params(Place),
    responses((status = 200, body = AttendedWire, description = "They are here."), Problems))]
async fn check_in(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(Place { event, person }): At<Place>,
) -> Answer<Json<AttendedWire>> {
    let mode = api.network.check_in(actor, event, person.person(actor)?).await?;
    Ok(Json(AttendedWire::of(mode)))
}

/// Where somebody came.
#[derive(Serialize, ToSchema)]
#[schema(title = "Attended")]
pub(super) struct AttendedWire {
    /// `in_person` or `online`.
    mode: &'static str,
}

impl AttendedWire {
    pub(super) const fn of(mode: Mode) -> Self {
        Self { mode: mode.name() }
    }
}

/// The link to join an event online, for somebody with a confirmed place.
#[utoipa::path(get, path = "/events/{event}/registrations/{person}/joining-link", operation_id = "joining_link",
    tag = "places", params(Place),
    responses((status = 200, body = JoiningLinkWire, description = "The link."), Problems))]
async fn joining_link(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(Place { event, person }): At<Place>,
) -> Answer<Json<JoiningLinkWire>> {
    let link = api.network.joining_link(actor, event, person.person(actor)?).await?;
    Ok(Json(JoiningLinkWire { link: link.link().as_str().to_owned() }))
}
