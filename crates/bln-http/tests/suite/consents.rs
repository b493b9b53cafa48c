//! What people agree to and object to, and limits on the use of their details.

use axum::http::StatusCode;
use serde_json::json;

use crate::{
    door::Door,
    journey::joined,
    people::{agree, pointers},
};

#[tokio::test]
async fn who_objects_has_said_no_whatever_they_said_before() {
    let door = Door::open().await;
    let person = joined(&door, 17).await;
    agree(&door, &person, "bulletin").await;
    let consents = async || door.get(&person.1, "/people/me").await.json()["details"]["consents"].clone();
    assert_eq!(consents().await, json!([{ "purpose": "bulletin", "given": true }]));
    let none = door.get(&person.1, "/people/me/consents/to-ask-again").await;
    assert_eq!((none.status, none.json()), (StatusCode::OK, json!({ "items": [] })));
    for _ in 0..2 {
        let said = door.post(&person.1, "/people/me/object", json!({ "purpose": "bulletin" })).await;
        assert_eq!(said.status, StatusCode::NO_CONTENT, "{:?}", said.json());
    }
    assert_eq!(consents().await, json!([{ "purpose": "bulletin", "given": false }]));
    let path = format!("/people/{}/object", person.0);
    let said = door.post("administrator", &path, json!({ "purpose": "directory" })).await;
    assert_eq!(said.status, StatusCode::NO_CONTENT, "by word of mouth");
}

#[tokio::test]
async fn everybody_is_asked_again_by_who_runs_the_network_alone() {
    let door = Door::open().await;
    let (_, token) = joined(&door, 17).await;
    let form = json!({ "purpose": "bulletin" });
    let said = door.post("administrator", "/consents/ask-again", form.clone()).await;
    assert_eq!((said.status, said.json()), (StatusCode::OK, json!({ "asked": 0 })));
    let said = door.post(&token, "/consents/ask-again", form).await;
    assert_eq!((said.status, said.code()), (StatusCode::FORBIDDEN, "not_allowed".to_owned()));
}

#[tokio::test]
async fn people_restrict_the_use_of_their_details_and_who_runs_the_network_does_the_rest() {
    let door = Door::open().await;
    let (person, token) = joined(&door, 17).await;
    let (own, path) = ("/people/me/limits", format!("/people/{person}/limits"));
    let restrict = json!({ "change": "restrict", "ground": "accuracy_contested" });
    let (hold, reason) = ("hold", "A claim is before the employment tribunal.");
    assert_eq!(door.post(&token, own, restrict).await.status, StatusCode::NO_CONTENT);
    for change in [json!({ "change": "lift_restriction" }), json!({ "change": hold, "reason": reason })] {
        let said = door.post(&token, own, change).await;
        assert_eq!((said.status, said.code()), (StatusCode::FORBIDDEN, "not_allowed".to_owned()));
    }
    let said = door.post("administrator", &path, json!({ "change": hold, "reason": reason })).await;
    assert_eq!(said.status, StatusCode::NO_CONTENT, "{:?}", said.json());
    let since = "2027-03-01T09:00:00.000000Z";
    assert_eq!(
        door.get(&token, "/people/me").await.json()["details"]["limits"],
        json!({
            "legalHold": { "reason": reason, "since": since },
            "restriction": { "ground": "accuracy_contested", "since": since },
        })
    );
    for change in ["lift_restriction", "release_hold"] {
        let said = door.post("administrator", &path, json!({ "change": change })).await;
        assert_eq!(said.status, StatusCode::NO_CONTENT, "{change}");
    }
    assert!(door.get(&token, "/people/me").await.json()["details"].get("limits").is_none());
}

#[tokio::test]
async fn what_is_anothers_is_answered_as_if_it_were_not_there() {
    let door = Door::open().await;
    let ((other, _), (_, token)) = (joined(&door, 1).await, joined(&door, 2).await);
    let nobody = uuid::Uuid::from_u128(0xdead_beef).to_string();
    let mut bodies = Vec::new();
    for person in [&other, &nobody] {
        let path = |end: &str| format!("/people/{person}/{end}");
        bodies.push(door.get(&token, &path("consents/to-ask-again")).await);
        bodies.push(door.post(&token, &path("object"), json!({ "purpose": "bulletin" })).await);
        let restrict = json!({ "change": "restrict", "ground": "legal_claim" });
        bodies.push(door.post(&token, &path("limits"), restrict).await);
    }
    for said in &bodies {
        assert_eq!((said.status, &said.body), (StatusCode::NOT_FOUND, &bodies[0].body));
    }
    let said = door.post("", &format!("/people/{other}/object"), json!({ "purpose": "bulletin" })).await;
    assert_eq!(said.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn every_fault_of_a_limit_is_told_at_its_place() {
    let door = Door::open().await;
    let (person, _) = joined(&door, 17).await;
    let path = format!("/people/{person}/limits");
    for (form, expected) in [
        (json!({}), vec!["/change"]),
        (json!({ "change": "wombat", "ground": "wombat" }), vec!["/change", "/ground"]),
        (json!({ "change": "hold" }), vec!["/reason"]),
        (json!({ "change": "hold", "reason": "", "ground": "legal_claim" }), vec!["/reason", "/ground"]),
        (json!({ "change": "restrict" }), vec!["/ground"]),
        (json!({ "change": "release_hold", "reason": "Over.", "wombat": 1 }), vec!["", "/reason"]),
    ] {
        let said = door.post("administrator", &path, form.clone()).await;
        assert_eq!(
            (said.status, pointers(&said)),
            (StatusCode::UNPROCESSABLE_ENTITY, expected.into_iter().map(str::to_owned).collect()),
            "{form}"
        );
    }
    let said = door.post("administrator", "/consents/ask-again", json!({ "purpose": "wombat" })).await;
    assert_eq!(pointers(&said), ["/purpose"]);
}
