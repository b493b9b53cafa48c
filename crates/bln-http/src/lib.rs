//! A staff network as an HTTP API: parsing, one verb, one answer, and nothing else.
//!
//! ```no_run
//! use std::{error::Error, sync::Arc};
//!
//! use bln_core::NetworkProfile;
//! use bln_http::{Config, router};
//! use bln_service::{Network, Ports};
//! use bln_store::MemoryStore;
//!
//! # async fn run() -> Result<(), Box<dyn Error>> {
//! let store = Arc::new(MemoryStore::new());
//! let network = Network::open(store, NetworkProfile::bln()?, Ports::without_kept_keys()?).await?;
//! let app: axum::Router = router(network, Config::default());
//! # Ok(())
//! # }
//! ```
//!
//! # What a client meets
//!
//! - Everything is JSON under `/api/v1`, described by `/api/v1/openapi.json` (OpenAPI 3.1), which is made from the types
//!   that are sent.
//! - What is not done is said as problem details ([`Problem`], RFC 9457), with the codes of the library: those of a form
//!   are in `docs/validation-codes.md`, each with a JSON pointer to its field. What is not there and what is not the
//!   asker's to see are the same bytes.
//! - What creates something takes an `Idempotency-Key`: asking again with it does nothing twice, also after 504.
//! - What is changed on what was read takes its `ETag` as `If-Match`, and is 412 when it has changed meanwhile.
//! - Lists come in pages, each with the `Link` of the next.
//! - Nothing may be kept (`Cache-Control: no-store`), and nothing of a person is in an address: people are looked for by
//!   what is posted.
//! - [`Authenticate`] says whose a bearer token is; `oidc::Oidc` does so for an OpenID Connect provider (feature `oidc`). Without a token one is anybody; with a wrong one nobody.
//!
//! Every request has an identifier of its own (`X-Request-Id`), a place among so many at once, and so much time
//! ([`Config`]). Spans and counters (`tracing`, `metrics`) name patterns of paths and never what is in their place.

mod at;
mod config;
mod draft;
mod feeds;
mod filter;
mod form;
mod guard;
mod headers;
mod health;
#[cfg(feature = "oidc")]
pub mod oidc;
mod openapi;
mod outcome;
mod page;
mod period;
mod problem;
mod routes;
#[cfg(feature = "server")]
mod server;
mod who;
mod wire;

use std::sync::Arc;

use axum::{Router, extract::DefaultBodyLimit, middleware};
use bln_service::Network;

pub use config::Config;
pub use openapi::openapi;
pub use problem::Problem;
#[cfg(feature = "server")]
pub use server::Server;
pub use who::{Authenticate, Denied, NobodySignsIn};

/// What every handler has at hand.
#[derive(Debug, Clone)]
pub(crate) struct Api {
    network: Network,
    config: Arc<Config>,
}

/// The routes of a network: the API under `/api/v1`, `/feeds/programme.ics` and `/feeds/resources.atom` for everybody,
/// `/livez` and `/readyz`.
pub fn router(network: Network, config: Config) -> Router {
    let body = config.body;
    let api = Api { network, config: Arc::new(config) };
    let (routes, _) = routes::all().split_for_parts();
    Router::new()
        .nest("/api/v1", routes.merge(openapi::route()))
        .nest("/feeds", feeds::routes())
        .merge(health::routes())
        .fallback(async || Problem::not_found())
        .method_not_allowed_fallback(openapi::other_method)
        .layer(DefaultBodyLimit::max(body))
        .layer(middleware::from_fn_with_state(guard::Guard::new(api.clone()), guard::pass))
        .with_state(api)
}
