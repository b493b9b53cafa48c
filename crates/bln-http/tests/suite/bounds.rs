//! What is more than the door takes.

use std::{
    num::NonZeroUsize,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    http::{Method, Request, StatusCode, header},
};
use serde_json::json;

use crate::{
    door::{Door, request},
    journey::ally,
};

#[tokio::test]
async fn a_body_beyond_the_bound_is_refused() {
    let door = Door::with(|config| config.with_body_limit(1_000)).await;
    assert_eq!(door.post("", "/applications", ally(1)).await.status, StatusCode::CREATED);
    let said = door.post("", "/applications", json!({ "name": "x".repeat(1_000) })).await;
    assert_eq!((said.status, said.code()), (StatusCode::PAYLOAD_TOO_LARGE, "body.too_large".to_owned()));
}

#[tokio::test]
async fn a_body_that_is_deeper_than_any_form_is_refused_and_nothing_breaks() {
    let door = Door::open().await;
    for deep in ["[".repeat(30_000), "{\"a\":".repeat(10_000)] {
        let mut asked = request("", Method::POST, "/applications", Some(json!(null)), "sample-key");
        *asked.body_mut() = Body::from(deep);
        assert_eq!(door.send(asked).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

/// A body of which nothing ever comes.
struct Never;

impl axum::body::HttpBody for Never {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
        Poll::Pending
    }
}

fn endless() -> Request<Body> {
    let request = Request::post("/api/v1/applications").header("idempotency-key", "sample-key");
    request.header(header::CONTENT_TYPE, "application/json").body(Body::new(Never)).unwrap()
}

#[tokio::test]
async fn a_body_that_never_ends_is_answered_in_time_and_gives_its_place_back() {
    let set = |config: bln_http::Config| {
        config.with_time_limit(Duration::from_millis(50)).with_at_once(NonZeroUsize::MIN)
    };
    let door = Door::with(set).await;
    let said = door.send(endless()).await;
    assert_eq!((said.status, said.code()), (StatusCode::GATEWAY_TIMEOUT, "unknown_outcome".to_owned()));
    assert_eq!(door.get("", "/events").await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_is_more_than_it_works_on_at_once_is_told_so_at_once() {
    let set = |config: bln_http::Config| {
        config.with_time_limit(Duration::from_millis(200)).with_at_once(NonZeroUsize::MIN)
    };
    let door = Door::with(set).await;
    let (slow, refused) = tokio::join!(door.send(endless()), async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        door.get("", "/events").await
    });
    assert_eq!(slow.status, StatusCode::GATEWAY_TIMEOUT);
    assert_eq!((refused.status, refused.code()), (StatusCode::SERVICE_UNAVAILABLE, "busy".to_owned()));
    assert_eq!(refused.header(header::RETRY_AFTER), "1");
    assert_eq!(door.get("", "/events").await.status, StatusCode::OK);
}
