//! Thanks, awards and appointments: made and shown with consent, and never without.

use axum::http::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{door::Door, journey::joined};

/// Somebody agrees to something, with the wording in force.
pub(crate) async fn agreed(door: &Door, (person, token): &(String, String), purpose: &str) {
    let wording = format!("{purpose}-consent");
    let said = json!({
        "person": person, "purpose": purpose, "decision": "given", "wording": wording, "version": 1, "method": "web",
    });
    let said = door.post(token, "/consents", said).await;
    assert_eq!(said.status, StatusCode::NO_CONTENT, "{:?}", said.json());
}

/// Somebody takes back what they agreed to.
pub(crate) async fn took_back(door: &Door, (person, token): &(String, String), purpose: &str) {
    let said = json!({ "person": person, "purpose": purpose, "decision": "withdrawn", "method": "web" });
    assert_eq!(door.post(token, "/consents", said).await.status, StatusCode::NO_CONTENT);
}

pub(crate) fn award(person: &str) -> Value {
    json!({
        "person": person,
        "kind": "award",
        "words": "For ten years of mentoring.",
        "on": "2027-02-01",
        "naming": "named",
        "name": "Sample Person 17",
        "role": "Sample manager",
        "organisation": "Sample Trust",
    })
}

#[tokio::test]
async fn a_recognition_is_shown_as_its_person_chose_and_while_they_agree() {
    let door = Door::open().await;
    let (theirs, (_, reader)) = (joined(&door, 17).await, joined(&door, 1).await);
    let none = door.post("administrator", "/recognitions", award(&theirs.0)).await;
    assert_eq!((none.status, none.code()), (StatusCode::CONFLICT, "consent.none".to_owned()));
    agreed(&door, &theirs, "recognition").await;
    let made = door.post("administrator", "/recognitions", award(&theirs.0)).await;
    assert_eq!(made.status, StatusCode::CREATED, "{:?}", made.json());

    let mut shown = award(&theirs.0);
    shown.as_object_mut().unwrap().remove("person");
    shown["id"] = made.json()["id"].clone();
    assert_eq!(door.get(&reader, "/recognitions").await.json(), json!({ "items": [shown] }));
    let mut by_role = award(&theirs.0);
    by_role["naming"] = json!("role_only");
    door.post("administrator", "/recognitions", by_role).await;
    let listed = door.get(&reader, "/recognitions").await.json();
    assert_eq!(
        (&listed["items"][1]["name"], &listed["items"][1]["role"]),
        (&Value::Null, &json!("Sample manager"))
    );
    took_back(&door, &theirs, "recognition").await;
    assert_eq!(door.get(&reader, "/recognitions").await.json(), json!({ "items": [] }));
}

#[tokio::test]
async fn only_those_who_run_the_network_recognise_and_only_who_belongs_reads_it() {
    let door = Door::open().await;
    let theirs = joined(&door, 17).await;
    agreed(&door, &theirs, "recognition").await;
    door.post("administrator", "/recognitions", award(&theirs.0)).await;
    for who in ["", &theirs.1] {
        assert_eq!(door.post(who, "/recognitions", award(&theirs.0)).await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(door.get("", "/recognitions").await.status, StatusCode::FORBIDDEN);
    let stranger = format!("participant-{}", Uuid::from_u128(0xbeef));
    assert_eq!(door.get(&stranger, "/recognitions").await.json(), json!({ "items": [] }));
    let nobody = award(&Uuid::from_u128(0xdead_beef).to_string());
    assert_eq!(door.post("administrator", "/recognitions", nobody).await.status, StatusCode::NOT_FOUND);
}
