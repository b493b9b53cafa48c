//! Links in letters: told first, done once.
//!
//! A token is a secret, and so it is posted and never in an address of the API. What stands at the link itself is a
//! page of whoever hosts the network, and so is unsubscribing in one step (RFC 8058) there.

use axum::{Json, extract::State};
use bln_core::Refusal;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Problems;
use crate::{
    Api,
    draft::LinkDraft,
    form::Form,
    outcome::Answer,
    who::Caller,
    wire::{LinkWire, RedeemedWire},
};

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(peek)).routes(routes!(redeem))
}

/// What a link would do, for whoever holds it. Nothing is changed: mail systems follow links on their own.
#[utoipa::path(post, path = "/links/peek", operation_id = "peek_link", tag = "links", request_body = LinkDraft,
    responses((status = 200, body = LinkWire, description = "What it would do."), Problems))]
async fn peek(
    State(api): State<Api>,
    Caller(actor): Caller,
    Form(token): Form<LinkDraft>,
) -> Answer<Json<LinkWire>> {
    let token = token.ok_or(Refusal::LinkNotLive)?;
    Ok(Json(api.network.peek_link(actor, &token).await?.into()))
}

/// Does what a link is for, for the person it was mailed to, and uses it up.
#[utoipa::path(post, path = "/links/redeem", operation_id = "redeem_link", tag = "links", request_body = LinkDraft,
    responses((status = 200, body = RedeemedWire, description = "What it did."), Problems))]
async fn redeem(
    State(api): State<Api>,
    Caller(actor): Caller,
    Form(token): Form<LinkDraft>,
) -> Answer<Json<RedeemedWire>> {
    let token = token.ok_or(Refusal::LinkNotLive)?;
    Ok(Json(api.network.redeem_link(actor, &token).await?.into()))
}
