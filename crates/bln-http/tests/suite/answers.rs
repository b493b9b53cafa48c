//! What is answered instead of "done".

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use serde_json::{Value, json};

use crate::{
    door::{Door, request},
    journey::{ally, joined, meeting, published},
};

#[tokio::test]
async fn every_fault_of_a_form_is_told_at_its_place_and_nothing_of_what_was_written() {
    let door = Door::open().await;
    let form =
        json!({ "joiningAs": "wombat-17", "name": "", "emails": ["not-an-address-17"], "surprise": 17 });
    let refused = door.post("", "/applications", form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.header(header::CONTENT_TYPE), "application/problem+json");
    let said = refused.json();
    assert_eq!((&said["type"], &said["status"]), (&json!("about:blank"), &json!(422)));
    let pointers: Vec<_> =
        said["errors"].as_array().unwrap().iter().map(|it| it["pointer"].as_str().unwrap()).collect();
    for pointer in ["/joiningAs", "/name", "/emails/0", "/declaration", "/privacyNotice", ""] {
        assert!(pointers.contains(&pointer), "{pointer}: {pointers:?}");
    }
    let text = String::from_utf8(refused.body).unwrap();
    assert!(!text.contains("wombat-17") && !text.contains("not-an-address-17"), "{text}");
}

#[tokio::test]
async fn what_is_not_there_and_what_is_not_theirs_are_the_same_bytes() {
    let door = Door::open().await;
    let (other, _) = joined(&door, 1).await;
    let (_, token) = joined(&door, 2).await;
    let draft = door.post("administrator", "/events", meeting("Not yet published", 3)).await.json();
    let draft = draft["events"][0].as_str().unwrap().to_owned();
    let nobody = uuid::Uuid::from_u128(0xdead_beef);
    let pairs = [
        (format!("/people/{other}"), format!("/people/{nobody}")),
        (format!("/people/{other}/interests"), format!("/people/{nobody}/interests")),
        (format!("/events/{draft}"), format!("/events/{nobody}")),
        (
            format!("/events/{draft}/registrations/{other}"),
            format!("/events/{nobody}/registrations/{nobody}"),
        ),
        (format!("/events/{draft}/registrations/me/joining-link"), "/events/not-an-id".to_owned()),
        ("/people/7".to_owned(), "/no/such/path".to_owned()),
    ];
    for (hidden, absent) in pairs {
        let (hidden_said, absent_said) = (door.get(&token, &hidden).await, door.get(&token, &absent).await);
        assert_eq!(hidden_said.status, StatusCode::NOT_FOUND, "{hidden}");
        assert_eq!(hidden_said.body, absent_said.body, "{hidden} and {absent}");
    }
}

#[tokio::test]
async fn somebody_who_belongs_already_is_answered_like_anybody() {
    let door = Door::open().await;
    let (first, again) =
        (door.post("", "/applications", ally(1)).await, door.post("", "/applications", ally(1)).await);
    assert_eq!((first.status, again.status), (StatusCode::CREATED, StatusCode::CREATED));
    let keys = |said: Value| said.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(first.json()), keys(again.json()));
}

#[tokio::test]
async fn a_wrong_token_is_nobodys_and_never_taken_for_none() {
    let door = Door::open().await;
    for token in ["wrong", "participant-7", "administrator-"] {
        let said = door.get(token, "/events").await;
        assert_eq!((said.status, said.code()), (StatusCode::UNAUTHORIZED, "sign_in.unknown".to_owned()));
        assert_eq!(said.header(header::WWW_AUTHENTICATE), "Bearer");
    }
    assert_eq!(door.get("", "/events").await.status, StatusCode::OK);
    assert_eq!(door.get("", "/people/me").await.status, StatusCode::UNAUTHORIZED);
    let unavailable = door.get("unavailable", "/events").await;
    assert_eq!(
        (unavailable.status, unavailable.header(header::RETRY_AFTER)),
        (StatusCode::SERVICE_UNAVAILABLE, "1")
    );
}

#[tokio::test]
async fn what_a_role_may_not_do_is_refused_and_nothing_is_done() {
    let door = Door::open().await;
    let (_, token) = joined(&door, 1).await;
    let refused = door.post(&token, "/events", meeting("Mine", 3)).await;
    assert_eq!((refused.status, refused.code()), (StatusCode::FORBIDDEN, "not_allowed".to_owned()));
    assert_eq!(refused.json()["nextStep"].as_str().map(str::is_empty), Some(false));
    assert_eq!(door.get("administrator", "/events").await.json()["items"], json!([]));
}

#[tokio::test]
async fn headers_that_are_needed_are_asked_for() {
    let door = Door::open().await;
    let bare =
        |path: &str| Request::post(format!("/api/v1{path}")).header(header::CONTENT_TYPE, "application/json");
    let without = door.send(bare("/applications").body(Body::from(ally(1).to_string())).unwrap()).await;
    assert_eq!(
        (without.status, without.code()),
        (StatusCode::BAD_REQUEST, "idempotency_key.missing".to_owned())
    );
    let twice = bare("/applications")
        .header("idempotency-key", "sample-key-a")
        .header("idempotency-key", "sample-key-b");
    let twice = door.send(twice.body(Body::from(ally(1).to_string())).unwrap()).await;
    assert_eq!(twice.code(), "idempotency_key.missing");
    let mut text = request("", Method::POST, "/applications", Some(ally(1)), "sample-key-c");
    text.headers_mut().insert(header::CONTENT_TYPE, "text/plain".parse().unwrap());
    assert_eq!(door.send(text).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn a_query_that_is_not_of_its_form_is_refused() {
    let door = Door::open().await;
    let event = published(&door, 1).await;
    for query in
        ["size=0", "size=501", "size=x", "after=x", "size=1&size=2", "surprise=1", &format!("after={event}")]
    {
        let said = door.get("", &format!("/events?{query}")).await;
        assert_eq!(said.status, StatusCode::BAD_REQUEST, "{query}");
    }
}

#[tokio::test]
async fn nothing_of_an_answer_may_be_kept_and_each_has_an_identifier_of_its_own() {
    let door = Door::open().await;
    let mut identifiers = std::collections::BTreeSet::new();
    for path in ["/events", "/people/me", "/no/such/path", "/openapi.json"] {
        let mut asked = request("", Method::GET, path, None, "sample-key");
        asked.headers_mut().insert("x-request-id", "chosen-by-the-asker".parse().unwrap());
        let said = door.send(asked).await;
        assert_eq!(said.header(header::CACHE_CONTROL), "no-store", "{path}");
        assert_eq!(said.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff", "{path}");
        identifiers.insert(said.headers["x-request-id"].to_str().unwrap().to_owned());
    }
    assert_eq!(identifiers.len(), 4);
    assert!(!identifiers.contains("chosen-by-the-asker"));
    let put = door.ask("", Method::PUT, "/events", None).await;
    assert_eq!((put.status, put.code()), (StatusCode::METHOD_NOT_ALLOWED, "method.not_allowed".to_owned()));
}
