//! From joining to a place, over HTTP alone.

use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::door::{Door, Said, request};

pub(crate) fn ally(n: u32) -> Value {
    json!({
        "joiningAs": "ally",
        "name": format!("Sample Person {n}"),
        "emails": [format!("sample.person.{n}@example.org")],
        "organisationName": "A sample employer",
        "declaration": { "wording": "ally-statement", "version": 1 },
        "privacyNotice": { "wording": "privacy-notice", "version": 1 },
    })
}

pub(crate) fn meeting(title: &str, places: u32) -> Value {
    json!({
        "title": title,
        "kind": "network_meeting",
        "pillars": ["celebration"],
        "audience": "members_and_allies",
        "onlinePlaces": places,
        "timeZone": "Europe/London",
        "joiningLink": "https://meet.example.org/7",
        "starts": "2027-04-01T18:00",
        "ends": "2027-04-01T19:00",
        "confidentiality": "open",
    })
}

/// Somebody on the list: their identifier, and the token that says so.
pub(crate) async fn joined(door: &Door, n: u32) -> (String, String) {
    let applied = door.post("", "/applications", ally(n)).await;
    assert_eq!(applied.status, StatusCode::CREATED, "{:?}", applied.json());
    let person = applied.json()["person"].as_str().unwrap().to_owned();
    let token = format!("participant-{person}");
    (person, token)
}

/// A published meeting.
pub(crate) async fn published(door: &Door, places: u32) -> String {
    let created = door.post("administrator", "/events", meeting("Spring meeting", places)).await;
    assert_eq!(created.status, StatusCode::CREATED, "{:?}", created.json());
    let event = created.json()["events"][0].as_str().unwrap().to_owned();
    let published = door.ask("administrator", Method::POST, &format!("/events/{event}/publish"), None).await;
    assert_eq!(published.status, StatusCode::NO_CONTENT, "{:?}", published.json());
    event
}

async fn register(door: &Door, (person, token): &(String, String), event: &str) -> Said {
    let body = json!({ "event": event, "person": person, "attending": "online" });
    door.post(token, "/registrations", body).await
}

#[tokio::test]
async fn somebody_joins_gets_the_last_place_and_gives_it_to_who_waits() {
    let door = Door::open().await;
    let event = published(&door, 1).await;
    let (first, second) = (joined(&door, 1).await, joined(&door, 2).await);
    let placed = register(&door, &first, &event).await;
    assert_eq!(
        (placed.status, placed.json()),
        (StatusCode::CREATED, json!({ "state": "confirmed", "mode": "online" }))
    );
    assert_eq!(register(&door, &second, &event).await.json(), json!({ "state": "waiting", "position": 1 }));
    assert_eq!(register(&door, &first, &event).await.status, StatusCode::CONFLICT);

    let seats = door.get("administrator", &format!("/events/{event}/seats")).await.json();
    let pool = json!({ "places": 1, "confirmed": 1, "offered": 0, "free": false });
    assert_eq!(seats, json!({ "online": pool, "waiting": 1 }));

    let mine = |token: &str| (token.to_owned(), format!("/events/{event}/registrations/me"));
    let (token, path) = mine(&first.1);
    let link = door.get(&token, &format!("{path}/joining-link")).await.json();
    assert_eq!(link, json!({ "link": "https://meet.example.org/7" }));
    assert_eq!(door.ask(&token, Method::DELETE, &path, None).await.status, StatusCode::NO_CONTENT);

    let (token, path) = mine(&second.1);
    let offered = door.get(&token, &path).await.json();
    assert_eq!((&offered["state"], &offered["mode"]), (&json!("offered"), &json!("online")));
    let accepted = door.ask(&token, Method::POST, &format!("{path}/accept"), None).await;
    assert_eq!(accepted.json(), json!({ "state": "confirmed", "mode": "online" }));
    assert_eq!(door.get(&token, &path).await.json()["history"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn asking_again_with_the_same_key_does_nothing_twice() {
    let door = Door::open().await;
    let apply = || request("", Method::POST, "/applications", Some(ally(1)), "\"one-key-for-it\"");
    let (first, again) = (door.send(apply()).await, door.send(apply()).await);
    assert_eq!((first.status, first.json()), (again.status, again.json()));
    let other = request("", Method::POST, "/applications", Some(ally(2)), "one-key-for-it");
    let other = door.send(other).await;
    assert_eq!(other.status, StatusCode::CONFLICT, "the same key, in quotes or without, for something else");
}

#[tokio::test]
async fn an_event_is_changed_as_it_was_read_or_not_at_all() {
    let door = Door::open().await;
    let event = published(&door, 3).await;
    let path = format!("/events/{event}");
    let tag = door.get("administrator", &path).await.header(header::ETAG).to_owned();
    assert_eq!(tag, "\"2\"");
    let change = async |tag: &str, form: Value| {
        let mut request = request("administrator", Method::PUT, &path, Some(form), "sample-key");
        if !tag.is_empty() {
            request.headers_mut().insert(header::IF_MATCH, tag.parse().unwrap());
        }
        door.send(request).await
    };
    let (first, second) = (meeting("Moved online", 4), meeting("Somebody else's change", 5));
    assert_eq!(change("", first.clone()).await.status, StatusCode::PRECONDITION_REQUIRED);
    for wrong in ["\"1\"", "*", "W/\"2\"", "2", "\"0\"", "\"x\""] {
        let said = change(wrong, first.clone()).await;
        assert_eq!(
            (said.status, said.code()),
            (StatusCode::PRECONDITION_FAILED, "changed".to_owned()),
            "{wrong}"
        );
    }
    let mut weekly = first.clone();
    weekly["repeats"] = json!({ "rule": "FREQ=WEEKLY;COUNT=3" });
    assert_eq!(change(&tag, weekly).await.code(), "event.repeats");
    assert_eq!(change(&tag, first).await.status, StatusCode::NO_CONTENT);
    assert_eq!(change(&tag, second).await.status, StatusCode::PRECONDITION_FAILED);
    assert_eq!(door.get("administrator", &path).await.json()["title"], "Moved online");
}

#[tokio::test]
async fn a_list_goes_on_where_its_link_points() {
    let door = Door::open().await;
    for _ in 0..5 {
        published(&door, 3).await;
    }
    let (_, token) = joined(&door, 1).await;
    let (mut path, mut seen) = ("/events?size=2".to_owned(), Vec::new());
    loop {
        let page = door.get(&token, &path).await;
        let items = page.json()["items"].as_array().unwrap().clone();
        assert!(items.len() <= 2);
        seen.extend(items.iter().map(|event| event["id"].as_str().unwrap().to_owned()));
        let link = page.header(header::LINK).to_owned();
        let Some(next) = link.strip_prefix("</api/v1").and_then(|link| link.strip_suffix(">; rel=\"next\""))
        else {
            assert_eq!((link.as_str(), &page.json()["next"]), ("", &Value::Null));
            break;
        };
        path = next.to_owned();
    }
    let mut once = seen.clone();
    once.sort();
    once.dedup();
    assert_eq!((seen.len(), once.len()), (5, 5));
}

#[tokio::test]
async fn a_person_shows_their_own_details_with_a_version() {
    let door = Door::open().await;
    let (person, token) = joined(&door, 17).await;
    let own = door.get(&token, "/people/me").await;
    assert_eq!(own.header(header::ETAG), "\"1\"");
    assert_eq!(own.json()["person"], json!(person));
    assert_eq!(own.json()["details"]["emails"], json!(["sample.person.17@example.org"]));
    assert_eq!(own.json()["details"]["membership"], json!({ "kind": "ally", "standing": "active" }));
    let interests = json!({ "pillars": ["celebration", "legacy"] });
    let set = door.ask(&token, Method::PUT, "/people/me/interests", Some(interests.clone())).await;
    assert_eq!(set.status, StatusCode::NO_CONTENT, "{:?}", set.json());
    assert_eq!(door.get(&token, "/people/me/interests").await.json(), interests);
    assert_eq!(door.ask(&token, Method::POST, "/people/me/leave", None).await.status, StatusCode::NO_CONTENT);
}
