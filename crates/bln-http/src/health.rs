//! Whether the process lives, and whether it can do anything.

use axum::{Router, extract::State, http::StatusCode, routing::get};

use crate::{Api, outcome::Answer};

pub(crate) fn routes() -> Router<Api> {
    Router::new().route("/livez", get(live)).route("/readyz", get(ready))
}

/// It runs.
async fn live() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// It runs, and its store answers.
async fn ready(State(api): State<Api>) -> Answer<StatusCode> {
    api.network.programme(bln_core::Actor::public(), None, FIRST).await?;
    Ok(StatusCode::NO_CONTENT)
}

const FIRST: bln_store::PageSize = match bln_store::PageSize::new(1) {
    Ok(one) => one,
    Err(_) => bln_store::PageSize::MAX,
};
