//! What became of letters, and the addresses to which nothing more is sent. No address is in a path or a query.

use axum::{Json, extract::State, http::StatusCode};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Problems;
use crate::{
    Api,
    at::At,
    draft::{AddressDraft, DeliveryDraft, DeliveryNoun, HeldAddressesDraft, HeldAddressesNoun},
    form::Form,
    outcome::Answer,
    who::{Caller, Whose},
    wire::HeldAddressesWire,
};

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(record_delivery))
        .routes(routes!(held_addresses))
        .routes(routes!(lift_hold))
}

/// Takes note of what became of a letter. An address to which letters fail for good, or three times in a row, is held. A
/// report about an address that nobody has is answered in the same way.
#[utoipa::path(post, path = "/deliveries", operation_id = "record_delivery", tag = "addresses",
    request_body = DeliveryDraft, responses((status = 204, description = "It is noted."), Problems))]
async fn record_delivery(
    State(api): State<Api>,
    Caller(actor): Caller,
    Form(DeliveryNoun { address, delivery }): Form<DeliveryDraft>,
) -> Answer<StatusCode> {
    api.network.record_delivery(actor, &address, delivery).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The addresses that are held, in the order of the addresses.
#[utoipa::path(post, path = "/addresses/held", operation_id = "held_addresses", tag = "addresses",
    request_body = HeldAddressesDraft,
    responses((status = 200, body = HeldAddressesWire, description = "A page of them."), Problems))]
async fn held_addresses(
    State(api): State<Api>,
    Caller(actor): Caller,
    Form(HeldAddressesNoun { size, after }): Form<HeldAddressesDraft>,
) -> Answer<Json<HeldAddressesWire>> {
    Ok(Json(api.network.held_addresses(actor, after.as_ref(), size).await?.into()))
}

/// Lifts a hold: somebody says that the address works.
#[utoipa::path(post, path = "/people/{person}/lift-hold", operation_id = "lift_hold", tag = "addresses",
    request_body = AddressDraft, params(("person" = String, Path, description = "An identifier, or `me`.")),
    responses((status = 204, description = "It is written to again."), Problems))]
async fn lift_hold(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(whose): At<Whose>,
    Form(address): Form<AddressDraft>,
) -> Answer<StatusCode> {
    api.network.lift_hold(actor, whose.person(actor)?, &address).await?;
    Ok(StatusCode::NO_CONTENT)
}
