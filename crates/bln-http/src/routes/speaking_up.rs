//! Where people can take a concern, and putting into words what they take there. Nothing is kept of either.

use axum::{Json, extract::State};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Problems;
use crate::{
    Api,
    at::At,
    draft::{ReferralDraft, ReferralNoun},
    form::Form,
    outcome::Answer,
    who::{Caller, Whose},
    wire::{ReferralWire, RoutesWire},
};

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(speaking_up_routes)).routes(routes!(referral))
}

/// Where people can take a concern. Anybody may ask.
#[utoipa::path(get, path = "/speaking-up/routes", operation_id = "speaking_up_routes", tag = "speaking up",
    responses((status = 200, body = RoutesWire, description = "The routes."), Problems))]
async fn speaking_up_routes(State(api): State<Api>, Caller(actor): Caller) -> Answer<Json<RoutesWire>> {
    Ok(Json(RoutesWire::of(api.network.speaking_up_routes(actor)?)))
}

/// Puts what a person releases into a text to take to one of the routes. They send it themselves, and nothing is kept.
#[utoipa::path(post, path = "/people/{person}/referral", operation_id = "referral", tag = "speaking up",
    params(("person" = String, Path, description = "An identifier, or `me`.")), request_body = ReferralDraft,
    responses((status = 200, body = ReferralWire, description = "The text."), Problems))]
async fn referral(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(whose): At<Whose>,
    Form(ReferralNoun { route, released }): Form<ReferralDraft>,
) -> Answer<Json<ReferralWire>> {
    let referral = api.network.referral(actor, whose.person(actor)?, &route, released)?;
    Ok(Json(ReferralWire::of(&referral)))
}
