//! People's own words, from being put to them to being taken down.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    door::Door,
    journey::joined,
    recognitions::{agreed, took_back},
};

const NOW: &str = "2027-03-01T09:00:00.000000Z";
const WEBSITE: &str = "/channels/website/testimonials";

pub(crate) fn words(person: &str) -> Value {
    json!({
        "person": person,
        "words": "I was heard.",
        "naming": "role_only",
        "role": "Sample manager",
        "organisation": "Sample Trust",
        "channels": ["website", "bulletin"],
        "expires": "2028-03-01",
    })
}

/// Words that somebody approved of, by their path and their identifier.
pub(crate) async fn approved(door: &Door, theirs: &(String, String)) -> (String, String) {
    agreed(door, theirs, "testimonial").await;
    let offered = door.post("administrator", "/testimonials", words(&theirs.0)).await;
    assert_eq!(offered.status, StatusCode::CREATED, "{:?}", offered.json());
    let id = offered.json()["id"].as_str().unwrap().to_owned();
    let path = format!("/people/me/testimonials/{id}");
    let said = door.post(&theirs.1, &format!("{path}/approve"), json!({ "words": "I was heard." })).await;
    assert_eq!(said.status, StatusCode::NO_CONTENT, "{:?}", said.json());
    (path, id)
}

/// A place that shows words, by its identifier.
async fn noted(door: &Door, id: &str, channel: &str) -> String {
    let place = json!({ "channel": channel, "place": "https://example.org/voices" });
    let noted = door.post("administrator", &format!("/testimonials/{id}/uses"), place).await;
    assert_eq!(noted.status, StatusCode::CREATED, "{:?}", noted.json());
    noted.json()["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn words_are_shown_once_approved_and_have_to_come_down_once_taken_back() {
    let door = Door::open().await;
    let theirs = joined(&door, 17).await;
    let (path, id) = approved(&door, &theirs).await;
    let own = door.get(&theirs.1, "/people/me/testimonials").await.json();
    let mut all = words(&theirs.0);
    all.as_object_mut().unwrap().remove("person");
    for (name, value) in [("id", id.as_str()), ("state", "approved"), ("since", NOW)] {
        all[name] = json!(value);
    }
    assert_eq!(own, json!({ "items": [all] }));
    let shown = json!({
        "id": id, "words": "I was heard.", "naming": "role_only", "role": "Sample manager",
        "organisation": "Sample Trust", "channel": "website",
    });
    assert_eq!(door.get("administrator", WEBSITE).await.json(), json!({ "items": [shown] }));
    let report = door.get("administrator", "/channels/report/testimonials").await.json();
    assert_eq!(report, json!({ "items": [] }));

    let place = noted(&door, &id, "website").await;
    assert_eq!(door.get("administrator", "/takedowns").await.json(), json!({ "items": [] }));
    let withdrawn = door.ask(&theirs.1, Method::POST, &format!("{path}/withdraw"), None).await;
    let takedown = json!({
        "id": place, "testimonial": id, "channel": "website", "place": "https://example.org/voices",
        "because": "testimonial.withdrawn",
    });
    let takedowns = json!({ "items": [takedown] });
    assert_eq!((withdrawn.status, withdrawn.json()), (StatusCode::OK, takedowns.clone()));
    assert_eq!(door.get("administrator", "/takedowns").await.json(), takedowns);
    assert_eq!(door.get("administrator", WEBSITE).await.json(), json!({ "items": [] }));

    let settle = format!("/takedowns/{place}/settle");
    let settled = door.ask("administrator", Method::POST, &settle, None).await;
    assert_eq!(settled.status, StatusCode::NO_CONTENT, "{:?}", settled.json());
    assert_eq!(door.get("administrator", "/takedowns").await.json(), json!({ "items": [] }));
    let again = door.ask("administrator", Method::POST, &settle, None).await;
    assert_eq!((again.status, again.code()), (StatusCode::CONFLICT, "testimonial.taken_down".to_owned()));
}

#[tokio::test]
async fn words_come_down_where_consent_is_taken_back_or_was_never_given() {
    let door = Door::open().await;
    let theirs = joined(&door, 17).await;
    let (_, id) = approved(&door, &theirs).await;
    noted(&door, &id, "report").await;
    let because = async || {
        let items = door.get("administrator", "/takedowns").await.json()["items"].clone();
        items.as_array().unwrap().iter().map(|it| it["because"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(because().await, ["testimonial.channel_not_agreed"]);
    took_back(&door, &theirs, "testimonial").await;
    assert_eq!(because().await, ["consent.withdrawn"]);
    assert_eq!(door.get("administrator", WEBSITE).await.json(), json!({ "items": [] }));
}

#[tokio::test]
async fn nobody_approves_for_somebody_else_and_nobody_reads_what_is_not_theirs() {
    let door = Door::open().await;
    let (theirs, other) = (joined(&door, 17).await, joined(&door, 1).await);
    agreed(&door, &theirs, "testimonial").await;
    let id = door.post(&theirs.1, "/testimonials", words(&theirs.0)).await.json();
    let id = id["id"].as_str().unwrap().to_owned();
    let approve = format!("/people/{}/testimonials/{id}/approve", theirs.0);
    let read = json!({ "words": "I was heard." });
    for (who, status) in [
        ("", StatusCode::FORBIDDEN),
        (&other.1, StatusCode::NOT_FOUND),
        ("administrator", StatusCode::FORBIDDEN),
    ] {
        let said = door.post(who, &approve, read.clone()).await;
        assert_eq!(said.status, status, "{who}: {:?}", said.json());
    }
    let differ = door.post(&theirs.1, &approve, json!({ "words": "I was not heard." })).await;
    assert_eq!((differ.status, differ.code()), (StatusCode::CONFLICT, "testimonial.words_differ".to_owned()));
    let nobody = Uuid::from_u128(0xdead_beef);
    let (hidden, absent) =
        (format!("/people/{}/testimonials", theirs.0), format!("/people/{nobody}/testimonials"));
    let (hidden, absent) = (door.get(&other.1, &hidden).await, door.get(&other.1, &absent).await);
    assert_eq!((hidden.status, absent.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    assert_eq!(hidden.body, absent.body);
    let not_theirs =
        door.post(&other.1, &format!("/people/me/testimonials/{id}/approve"), read.clone()).await;
    let not_there = door.post(&other.1, &format!("/people/me/testimonials/{nobody}/approve"), read).await;
    assert_eq!((not_theirs.status, &not_theirs.body), (StatusCode::NOT_FOUND, &not_there.body));
    assert_eq!(door.post("", "/testimonials", words(&theirs.0)).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn places_and_takedowns_are_for_those_who_run_the_network() {
    let door = Door::open().await;
    let theirs = joined(&door, 17).await;
    let (_, id) = approved(&door, &theirs).await;
    let place = noted(&door, &id, "website").await;
    let uses = format!("/testimonials/{id}/uses");
    for who in ["", &theirs.1] {
        let form = json!({ "channel": "website", "place": "https://example.org/voices" });
        assert_eq!(door.post(who, &uses, form).await.status, StatusCode::FORBIDDEN);
        for list in [WEBSITE, "/takedowns"] {
            assert_eq!(door.get(who, list).await.status, StatusCode::FORBIDDEN, "{list}");
        }
        let settled = door.ask(who, Method::POST, &format!("/takedowns/{place}/settle"), None).await;
        assert_eq!(settled.status, StatusCode::FORBIDDEN);
    }
    let wrong = door.get("administrator", "/channels/billboard/testimonials").await;
    assert_eq!(wrong.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn every_fault_of_an_approval_and_of_a_place_is_told_and_nothing_of_what_was_written() {
    let door = Door::open().await;
    let theirs = joined(&door, 17).await;
    let (path, id) = approved(&door, &theirs).await;
    let (approve, uses) = (format!("{path}/approve"), format!("/testimonials/{id}/uses"));
    for (path, form, told) in [
        (&approve, json!({}), vec!["/words draft.missing"]),
        (&approve, json!({ "words": "x".repeat(1_001) }), vec!["/words text.too_long"]),
        (
            &approve,
            json!({ "words": 17, "wombat": 1 }),
            vec![" draft.unknown_field", "/words draft.wrong_type"],
        ),
        (&uses, json!({}), vec!["/channel draft.missing", "/place draft.missing"]),
        (
            &uses,
            json!({ "channel": "wombat", "place": "x".repeat(201) }),
            vec!["/channel channel.unknown", "/place text.too_long"],
        ),
    ] {
        let who = if *path == approve { theirs.1.as_str() } else { "administrator" };
        let said = door.post(who, path, form).await;
        assert_eq!(said.told(), told);
        assert!(!String::from_utf8(said.body).unwrap().contains("wombat"));
    }
}
