//! Running an event, from leave to see who comes to those who came without a place.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    door::{Door, Said},
    journey::{joined, published},
};

/// A quarter of an hour before it begins.
const AT_THE_DOOR: &str = "2027-04-01T16:45:00Z";

/// Gives somebody a place on the call, or on the list of those who wait for one.
pub(crate) async fn placed(door: &Door, (person, token): &(String, String), event: &str) {
    let form = json!({ "event": event, "person": person, "attending": "online" });
    let said = door.post(token, "/registrations", form).await;
    assert_eq!(said.status, StatusCode::CREATED, "{:?}", said.json());
}

/// Somebody on the list with leave to see who comes to an event: the token that says so.
pub(crate) async fn facilitator(door: &Door, event: &str, n: u32) -> String {
    let (person, _) = joined(door, n).await;
    let said = grant(door, "administrator", event, &person).await;
    assert_eq!(said.status, StatusCode::NO_CONTENT, "{:?}", said.json());
    format!("facilitator-{person}")
}

async fn grant(door: &Door, who: &str, event: &str, person: &str) -> Said {
    let form = json!({ "daysBefore": 14, "lineManagementChecked": true });
    door.ask(who, Method::PUT, &format!("/events/{event}/facilitators/{person}"), Some(form)).await
}

async fn do_at(door: &Door, who: &str, path: &str) -> Said {
    door.ask(who, Method::POST, path, None).await
}

#[tokio::test]
async fn a_facilitator_sees_who_comes_and_lets_somebody_in_without_a_place() {
    let door = Door::open().await;
    let event = published(&door, 1).await;
    let (first, second) = (joined(&door, 1).await, joined(&door, 2).await);
    placed(&door, &first, &event).await;
    let places = json!({ "onlinePlaces": 3 });
    let resized =
        door.ask("administrator", Method::PUT, &format!("/events/{event}/places"), Some(places)).await;
    assert_eq!(resized.status, StatusCode::NO_CONTENT, "{:?}", resized.json());
    let seats = door.get("administrator", &format!("/events/{event}/seats")).await.json();
    assert_eq!(seats["online"]["places"], 3);

    let leave = facilitator(&door, &event, 99).await;
    let list = format!("/events/{event}/attendees");
    assert_eq!(door.get(&leave, &list).await.code(), "facilitation.not_open");
    door.at(AT_THE_DOOR);
    let came = |n: u32, person: &str, state: &str| json!({ "person": person, "name": format!("Sample Person {n}"), "state": state, "mode": "online" });
    assert_eq!(
        door.get(&leave, &list).await.json(),
        json!({ "attendees": [came(1, &first.0, "confirmed")] })
    );
    let walk_up = format!("/events/{event}/registrations/{}/walk-up", second.0);
    let let_in = door.post(&leave, &walk_up, json!({ "mode": "online" })).await;
    assert_eq!((let_in.status, let_in.json()), (StatusCode::CREATED, json!({ "mode": "online" })));
    assert_eq!(
        door.get(&leave, &list).await.json(),
        json!({ "attendees": [came(1, &first.0, "confirmed"), came(2, &second.0, "attended")] })
    );
    let message = format!("/events/{event}/messages");
    for who in [&leave, "administrator"] {
        let sent = door.post(who, &message, json!({ "words": "The room has changed." })).await;
        assert_eq!((sent.status, sent.body), (StatusCode::NO_CONTENT, Vec::new()));
    }

    let remove = format!("/events/{event}/registrations/{}/remove", second.0);
    assert_eq!(do_at(&door, "administrator", &remove).await.status, StatusCode::NO_CONTENT);
    assert_eq!(door.get(&leave, &list).await.json()["attendees"].as_array().unwrap().len(), 1);
    let person = leave.strip_prefix("facilitator-").unwrap();
    let leave_of = format!("/events/{event}/facilitators/{person}");
    let revoked = door.ask("administrator", Method::DELETE, &leave_of, None).await;
    assert_eq!(revoked.status, StatusCode::NO_CONTENT);
    assert_eq!(door.get(&leave, &list).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn who_has_no_leave_is_told_what_they_are_told_of_an_event_that_is_not_there() {
    let door = Door::open().await;
    let event = published(&door, 3).await;
    let (person, participant) = joined(&door, 1).await;
    placed(&door, &(person.clone(), participant.clone()), &event).await;
    door.at(AT_THE_DOOR);
    let absent = Uuid::from_u128(0xdead_beef);
    for who in ["", "administrator", &participant, &format!("facilitator-{person}")] {
        let (hidden, nothing) = (
            door.get(who, &format!("/events/{event}/attendees")).await,
            door.get(who, &format!("/events/{absent}/attendees")).await,
        );
        assert_eq!((hidden.status, &hidden.body), (StatusCode::NOT_FOUND, &nothing.body), "{who}");
    }
    let registration = format!("/events/{event}/registrations/{person}");
    let (own, facilitator) = (participant.as_str(), format!("facilitator-{person}"));
    let words = json!({ "words": "Mine" });
    for said in [
        door.ask(own, Method::PUT, &format!("/events/{event}/places"), Some(json!({ "onlinePlaces": 9 })))
            .await,
        door.post(own, &format!("{registration}/walk-up"), json!({ "mode": "online" })).await,
        door.post(own, &format!("/events/{event}/messages"), words).await,
        do_at(&door, &facilitator, &format!("{registration}/remove")).await,
        do_at(&door, own, "/network/expire-offers").await,
        grant(&door, &facilitator, &event, &person).await,
        door.ask(own, Method::DELETE, &format!("/events/{event}/facilitators/{person}"), None).await,
    ] {
        assert_eq!((said.status, said.code()), (StatusCode::FORBIDDEN, "not_allowed".to_owned()));
    }
}

#[tokio::test]
async fn an_offer_that_nobody_answered_ends() {
    let door = Door::open().await;
    let event = published(&door, 1).await;
    let (first, second) = (joined(&door, 1).await, joined(&door, 2).await);
    placed(&door, &first, &event).await;
    placed(&door, &second, &event).await;
    let own = format!("/events/{event}/registrations/me");
    assert_eq!(door.ask(&first.1, Method::DELETE, &own, None).await.status, StatusCode::NO_CONTENT);
    let expire = "/network/expire-offers";
    assert_eq!(do_at(&door, "administrator", expire).await.json(), json!({ "events": 0 }));
    door.at("2027-03-20T09:00:00Z");
    assert_eq!(do_at(&door, "administrator", expire).await.json(), json!({ "events": 1 }));
    assert_eq!(door.get(&second.1, &own).await.json()["state"], "expired");
}

#[tokio::test]
async fn every_fault_of_running_an_event_is_told_at_its_place() {
    let door = Door::open().await;
    let path = |rest: &str| format!("/events/{}{rest}", Uuid::nil());
    let (places, walk_up) = (path("/places"), path("/registrations/me/walk-up"));
    let (leave, message) = (path("/facilitators/me"), path("/messages"));
    let too_many = json!({ "inPersonPlaces": 1_000_001, "onlinePlaces": "many" });
    let too_long = json!({ "daysBefore": 15, "daysAfter": -1, "lineManagementChecked": false });
    let cases: [(Method, &str, Value, &[&str]); 8] = [
        (Method::PUT, &places, json!({}), &["/inPersonPlaces draft.places_missing"]),
        (Method::PUT, &places, too_many, &["/inPersonPlaces places.range", "/onlinePlaces draft.wrong_type"]),
        (Method::POST, &walk_up, json!({}), &["/mode draft.missing"]),
        (Method::POST, &walk_up, json!({ "mode": "either" }), &["/mode mode.unknown"]),
        (Method::PUT, &leave, json!({}), &["/lineManagementChecked draft.missing"]),
        (
            Method::PUT,
            &leave,
            too_long,
            &[
                "/daysBefore facilitation_window.range",
                "/daysAfter draft.number_range",
                "/lineManagementChecked draft.missing",
            ],
        ),
        (Method::POST, &message, json!({}), &["/words draft.missing"]),
        (
            Method::POST,
            &message,
            json!({ "words": "", "to": 1 }),
            &[" draft.unknown_field", "/words text.empty"],
        ),
    ];
    for (method, path, form, told) in cases {
        let said = door.ask("administrator", method, path, Some(form.clone())).await;
        assert_eq!(said.told(), told, "{path} {form}");
    }
}
