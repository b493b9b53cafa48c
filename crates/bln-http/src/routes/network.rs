//! The running of the network: what is to be done now and then.
//!
//! `dispatch` is not served: it needs a [`Sender`](bln_service::Sender), which whoever hosts the network holds, and is
//! called by a job of theirs.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Problems;
use crate::{Api, outcome::Answer, who::Caller};

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(expire_offers))
}

/// At how many events there was something to do.
#[derive(Serialize, ToSchema)]
#[schema(title = "Swept")]
struct SweptWire {
    /// Events whose numbers are kept are not counted.
    #[schema(example = 3)]
    events: usize,
}

/// Ends every offer that has expired, at every event, and offers the places on.
#[utoipa::path(post, path = "/network/expire-offers", operation_id = "expire_offers", tag = "network",
    responses((status = 200, body = SweptWire, description = "They have ended."), Problems))]
async fn expire_offers(State(api): State<Api>, Caller(actor): Caller) -> Answer<Json<SweptWire>> {
    Ok(Json(SweptWire { events: api.network.expire_offers(actor).await? }))
}
