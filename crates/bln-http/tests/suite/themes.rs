//! Themes of a safe space, from the room to whoever may read them.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    door::{Door, Said},
    journey::{joined, meeting},
    running::{facilitator, placed},
};

const DURING: &str = "2027-04-01T17:30:00Z";
const AFTERWARDS: &str = "2027-04-02T09:00:00Z";

/// A safe space that was published.
async fn safe_space(door: &Door) -> String {
    let mut form = meeting("Sample safe space", 20);
    form["kind"] = json!("safe_space");
    form["confidentiality"] = json!("confidential_safe_space");
    let created = door.post("administrator", "/events", form).await;
    assert_eq!(created.status, StatusCode::CREATED, "{:?}", created.json());
    let event = created.json()["events"][0].as_str().unwrap().to_owned();
    let published = do_to(door, "administrator", &format!("/events/{event}/publish")).await;
    assert_eq!(published.status, StatusCode::NO_CONTENT);
    event
}

async fn do_to(door: &Door, who: &str, path: &str) -> Said {
    door.ask(who, Method::POST, path, None).await
}

fn words(words: &str) -> Value {
    json!({ "words": words })
}

#[tokio::test]
async fn a_theme_leaves_the_room_when_it_is_checked_and_eight_added_their_voice() {
    let door = Door::open().await;
    let event = safe_space(&door).await;
    let mut voices = Vec::new();
    for n in 0..8 {
        let person = joined(&door, n).await;
        placed(&door, &person, &event).await;
        voices.push(person.1);
    }
    let leave = facilitator(&door, &event, 99).await;
    door.at(DURING);
    let (themes, unreleased) =
        (format!("/events/{event}/themes"), format!("/events/{event}/themes/unreleased"));
    let proposed = door.post(&leave, &themes, words("Shadowing is for some.")).await;
    assert_eq!(proposed.status, StatusCode::CREATED, "{:?}", proposed.json());
    let theme = proposed.json()["theme"].as_str().unwrap().to_owned();
    assert_eq!(proposed.json(), json!({ "theme": theme }));
    let path = |verb: &str| format!("/themes/{theme}/{verb}");
    for who in &voices {
        for _ in 0..2 {
            assert_eq!(do_to(&door, who, &path("contribute")).await.status, StatusCode::NO_CONTENT);
        }
    }
    let reworded =
        door.ask(&leave, Method::PUT, &path("words"), Some(words("Shadowing is not for all."))).await;
    assert_eq!(reworded.status, StatusCode::NO_CONTENT);
    let stale = door.post(&leave, &path("check"), words("Shadowing is for some.")).await;
    assert_eq!((stale.status, stale.code()), (StatusCode::PRECONDITION_FAILED, "changed".to_owned()));
    assert_eq!(do_to(&door, &leave, &path("release")).await.status, StatusCode::CONFLICT);
    let gathering = json!({ "theme": theme, "words": "Shadowing is not for all.", "state": "gathering" });
    assert_eq!(door.get(&leave, &unreleased).await.json(), json!({ "themes": [gathering] }));

    let checked = door.post(&leave, &path("check"), words("Shadowing is not for all.")).await;
    assert_eq!(checked.status, StatusCode::NO_CONTENT);
    let waiting = door.get(&leave, &unreleased).await.json()["themes"][0].clone();
    assert_eq!(
        (&waiting["state"], &waiting["checked"]),
        (&json!("checked"), &json!("2027-04-01T17:30:00.000000Z"))
    );
    assert_eq!(door.get(&voices[0], &themes).await.json(), json!({ "themes": [] }));
    door.at(AFTERWARDS);
    assert_eq!(do_to(&door, &leave, &path("release")).await.status, StatusCode::NO_CONTENT);
    let released =
        json!({ "theme": theme, "words": "Shadowing is not for all.", "contributors": "at_least_8" });
    assert_eq!(door.get(&voices[0], &themes).await.json(), json!({ "themes": [released] }));
    assert_eq!(door.get(&leave, &unreleased).await.json(), json!({ "themes": [] }));
}

#[tokio::test]
async fn whoever_was_not_in_the_room_is_told_what_they_are_told_of_a_theme_that_is_not_there() {
    let door = Door::open().await;
    let event = safe_space(&door).await;
    let leave = facilitator(&door, &event, 99).await;
    let (other, outside) = joined(&door, 1).await;
    door.at(DURING);
    let proposed = door.post(&leave, &format!("/events/{event}/themes"), words("Sample words.")).await;
    let theme = proposed.json()["theme"].as_str().unwrap().to_owned();
    let absent = Uuid::from_u128(0xdead_beef).to_string();
    for who in ["", "administrator", &outside, &format!("facilitator-{other}")] {
        for (method, rest) in [
            (Method::PUT, "words"),
            (Method::POST, "check"),
            (Method::POST, "release"),
            (Method::POST, "contribute"),
        ] {
            let ask = async |theme: &str| {
                let form = matches!(rest, "words" | "check").then(|| words("Sample words."));
                door.ask(who, method.clone(), &format!("/themes/{theme}/{rest}"), form).await
            };
            let (hidden, nothing) = (ask(&theme).await, ask(&absent).await);
            assert_eq!(hidden.status, StatusCode::NOT_FOUND, "{rest} as {who:?}");
            assert_eq!(hidden.body, nothing.body, "{rest} as {who:?}");
        }
        for path in [format!("/events/{event}/themes"), format!("/events/{absent}/themes")] {
            assert_eq!(door.post(who, &path, words("Mine.")).await.status, StatusCode::NOT_FOUND, "{who}");
            assert_eq!(
                door.get(who, &format!("{path}/unreleased")).await.status,
                StatusCode::NOT_FOUND,
                "{who}"
            );
        }
    }
}

#[tokio::test]
async fn every_fault_of_a_theme_is_told_at_its_place() {
    let door = Door::open().await;
    let nil = Uuid::nil();
    for (method, path) in [
        (Method::POST, format!("/events/{nil}/themes")),
        (Method::PUT, format!("/themes/{nil}/words")),
        (Method::POST, format!("/themes/{nil}/check")),
    ] {
        let said = async |form: Value| door.ask("", method.clone(), &path, Some(form)).await.told();
        assert_eq!(said(json!({})).await, ["/words draft.missing"], "{path}");
        assert_eq!(said(words(&"x".repeat(501))).await, ["/words text.too_long"], "{path}");
        assert_eq!(said(json!({ "words": 7 })).await, ["/words draft.wrong_type"], "{path}");
    }
}
