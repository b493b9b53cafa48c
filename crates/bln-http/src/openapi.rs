//! The description of the API, made from the types that are sent.

use axum::{Json, Router, http::StatusCode, routing::get};
use utoipa::{
    Modify, OpenApi,
    openapi::{
        self as oas,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

use crate::{Api, Problem, routes};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "A staff network",
        description = "Members and allies, their consent, the programme, its places, and what the network does.",
        license(name = "Apache-2.0 OR MIT", identifier = "Apache-2.0 OR MIT"),
    ),
    components(schemas(Problem)),
    modifiers(&Bearer),
    security((), ("bearer" = [])),
)]
pub(crate) struct Description;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut oas::OpenApi) {
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        document
            .components
            .get_or_insert_default()
            .add_security_scheme("bearer", SecurityScheme::Http(bearer));
    }
}

/// The description of the API (OpenAPI 3.1), with the paths as they are served.
pub fn openapi() -> oas::OpenApi {
    let (_, paths) = routes::all().split_for_parts();
    Description::openapi().nest("/api/v1", paths)
}

pub(crate) fn route() -> Router<Api> {
    Router::new().route("/openapi.json", get(async || Json(openapi())))
}

/// What is said of a method that a path does not have.
pub(crate) async fn other_method() -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method.not_allowed", "That cannot be done here.")
}
