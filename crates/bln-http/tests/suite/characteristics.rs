//! Special category data: told by the person alone, and echoed to nobody.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    door::{Door, Said},
    journey::{joined, published},
    people::{agree, pointers},
};

async fn put(door: &Door, who: &str, path: &str, form: Value) -> Said {
    door.ask(who, Method::PUT, path, Some(form)).await
}

#[tokio::test]
async fn a_person_tells_under_consent_reads_it_and_has_it_forgotten() {
    let door = Door::open().await;
    let person = joined(&door, 17).await;
    let token = person.1.as_str();
    let (group, needs) = ("/people/me/ethnic-group", "/people/me/access-needs");
    let without = put(&door, token, group, json!({ "group": "black_african" })).await;
    assert_eq!((without.status, without.code()), (StatusCode::CONFLICT, "consent.none".to_owned()));
    agree(&door, &person, "ethnicity_monitoring").await;
    agree(&door, &person, "access_needs").await;
    assert_eq!(door.get(token, "/people/me/characteristics").await.json(), json!({}));

    let told = json!({ "provisions": ["step_free", "captions"], "note": "A seat near the door." });
    let said = put(&door, token, group, json!({ "group": "black_african" })).await;
    assert_eq!((said.status, said.body.len()), (StatusCode::NO_CONTENT, 0), "{:?}", said.json());
    let said = put(&door, token, needs, told).await;
    assert_eq!((said.status, said.body.len()), (StatusCode::NO_CONTENT, 0), "{:?}", said.json());
    let own = door.get(token, "/people/me/characteristics").await.json();
    assert_eq!(own["ethnicGroup"], "black_african");
    assert_eq!(own["accessNeeds"]["note"], "A seat near the door.");
    assert_eq!(own["accessNeeds"]["provisions"].as_array().unwrap().len(), 2);

    let forget = async |name: &str| {
        door.ask(token, Method::DELETE, &format!("/people/me/characteristics/{name}"), None).await.status
    };
    assert_eq!(forget("ethnic_group").await, StatusCode::NO_CONTENT);
    assert_eq!(
        forget("ethnic_group").await,
        StatusCode::NO_CONTENT,
        "what is not there is forgotten already"
    );
    assert_eq!(forget("shoe_size").await, StatusCode::NOT_FOUND);
    let own = door.get(token, "/people/me/characteristics").await.json();
    assert!(own.get("ethnicGroup").is_none() && own.get("accessNeeds").is_some());
}

#[tokio::test]
async fn nobody_tells_for_another_or_reads_what_another_told() {
    let door = Door::open().await;
    let (other, (_, token)) = (joined(&door, 1).await, joined(&door, 2).await);
    agree(&door, &other, "ethnicity_monitoring").await;
    assert_eq!(
        put(&door, &other.1, "/people/me/ethnic-group", json!({ "group": "black_african" })).await.status,
        StatusCode::NO_CONTENT
    );
    let nobody = uuid::Uuid::from_u128(0xdead_beef).to_string();
    for (who, status) in [
        (token.as_str(), StatusCode::NOT_FOUND),
        ("administrator", StatusCode::FORBIDDEN),
        ("", StatusCode::FORBIDDEN),
    ] {
        let mut bodies = Vec::new();
        for person in [&other.0, &nobody] {
            let path = |end: &str| format!("/people/{person}/{end}");
            bodies.push(door.get(who, &path("characteristics")).await);
            bodies.push(put(&door, who, &path("ethnic-group"), json!({ "group": "black_african" })).await);
            bodies.push(put(&door, who, &path("access-needs"), json!({ "provisions": ["step_free"] })).await);
            bodies.push(door.ask(who, Method::DELETE, &path("characteristics/ethnic_group"), None).await);
        }
        for said in &bodies {
            assert_eq!((said.status, &said.body), (status, &bodies[0].body), "{who:?}");
        }
    }
    let own = door.get(&other.1, "/people/me/characteristics").await.json();
    assert_eq!(own, json!({ "ethnicGroup": "black_african" }), "nothing of it was done");
}

#[tokio::test]
async fn what_somebody_who_comes_needs_is_told_to_who_sees_to_it() {
    let door = Door::open().await;
    let event = published(&door, 3).await;
    let person = joined(&door, 17).await;
    let path = format!("/events/{event}/registrations/{}/access-needs", person.0);
    let absent = door.get("administrator", &path).await;
    assert_eq!(absent.status, StatusCode::NOT_FOUND, "they do not come");
    agree(&door, &person, "access_needs").await;
    let told = json!({ "provisions": ["captions"] });
    assert_eq!(
        put(&door, &person.1, "/people/me/access-needs", told.clone()).await.status,
        StatusCode::NO_CONTENT
    );
    let form = json!({ "event": event, "person": person.0, "attending": "online" });
    assert_eq!(door.post(&person.1, "/registrations", form).await.status, StatusCode::CREATED);
    let said = door.get("administrator", &path).await;
    assert_eq!((said.status, said.json()), (StatusCode::OK, told));

    let facilitator = format!("facilitator-{}", uuid::Uuid::from_u128(0xfac));
    let without_leave = door.get(&facilitator, &path).await;
    assert_eq!((without_leave.status, without_leave.body), (StatusCode::NOT_FOUND, absent.body));
    for who in ["", &person.1] {
        assert_eq!(door.get(who, &path).await.status, StatusCode::FORBIDDEN, "{who:?}");
    }
}

#[tokio::test]
async fn no_fault_repeats_what_was_told() {
    let door = Door::open().await;
    let (_, token) = joined(&door, 17).await;
    for (path, form, expected) in [
        ("ethnic-group", json!({ "group": "wombat-17", "wombat-17": true }), vec!["", "/group"]),
        ("ethnic-group", json!({}), vec!["/group"]),
        ("ethnic-group", json!({ "group": ["wombat-17"] }), vec!["/group"]),
        (
            "access-needs",
            json!({ "provisions": ["wombat-17"], "note": "wombat-17\u{0}" }),
            vec!["/provisions/0", "/note"],
        ),
        ("access-needs", json!({}), vec!["/provisions"]),
    ] {
        let said = put(&door, &token, &format!("/people/me/{path}"), form.clone()).await;
        assert_eq!(
            (said.status, pointers(&said)),
            (StatusCode::UNPROCESSABLE_ENTITY, expected.into_iter().map(str::to_owned).collect()),
            "{form}"
        );
        assert!(!String::from_utf8(said.body).unwrap().contains("wombat-17"), "{form}");
    }
}
