//! What stands before every request: a bound, a time limit, an identifier, a span, and headers that keep answers from
//! being kept.

use std::{sync::Arc, time::Duration};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tokio::{sync::Semaphore, time::timeout};
use tracing::Instrument;

use crate::{Api, Problem, outcome};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Nothing of an answer is kept by anybody on its way, taken for something else, run, or shown in a frame.
const HEADERS: [(HeaderName, HeaderValue); 4] = [
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
];

/// What every request passes.
#[derive(Debug, Clone)]
pub(crate) struct Guard {
    api: Api,
    places: Arc<Semaphore>,
}

impl Guard {
    pub(crate) fn new(api: Api) -> Self {
        let places = Arc::new(Semaphore::new(api.config.at_once.get()));
        Self { api, places }
    }
}

/// Lets a request through, if there is a place for it, and sees that it ends in time.
pub(crate) async fn pass(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let config = &guard.api.config;
    // Ours and never the asker's: what is sent as an identifier could be anything.
    let id = config.ids.next(config.clock.now()).hyphenated().to_string();
    let method = request.method().clone();
    // The pattern and not the path: a path says whose record it is.
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", id, method = method.as_str(), route);
    let worked_on = async {
        let Ok(_place) = guard.places.try_acquire() else { return overloaded() };
        in_time(config.time, &method, next.run(request)).await
    };
    let mut response = worked_on.instrument(span.clone()).await;
    let status = response.status().as_u16();
    span.in_scope(|| tracing::info!(status, "answered"));
    metrics::counter!("http_requests_total", "method" => name_of(&method), "route" => route,
        "status" => status.to_string())
    .increment(1);
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(value);
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, id);
    }
    response
}

async fn in_time(limit: Duration, method: &Method, answer: impl Future<Output = Response>) -> Response {
    match timeout(limit, answer).await {
        Ok(response) => response,
        Err(_) if method.is_safe() => {
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "That took too long.").into_response()
        }
        Err(_) => outcome::unknown().into_response(),
    }
}

fn overloaded() -> Response {
    outcome::problem_of(&bln_service::NetworkError::Busy).into_response()
}

/// One of the methods there are: whatever else is sent is one more, and not a label of its own.
fn name_of(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
