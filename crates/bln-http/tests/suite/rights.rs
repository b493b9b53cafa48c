//! What people may ask for under data-protection law.

use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::{
    door::{Door, Said},
    journey::{ally, joined, published},
    people::{agree, pointers},
};

async fn received(door: &Door, who: &str, person: &str, form: Value) -> String {
    let said = door.post(who, &format!("/people/{person}/rights-requests"), form).await;
    assert_eq!(said.status, StatusCode::CREATED, "{:?}", said.json());
    said.json()["id"].as_str().unwrap().to_owned()
}

async fn step(door: &Door, request: &str, step: &str, form: Option<Value>) -> Said {
    door.ask("administrator", Method::POST, &format!("/rights-requests/{request}/{step}"), form).await
}

#[tokio::test]
async fn a_request_is_received_paused_extended_and_answered_by_the_clock() {
    let door = Door::open().await;
    let (person, token) = joined(&door, 17).await;
    let id = received(&door, &token, "me", json!({ "right": "access" })).await;
    let open = json!({
        "id": id, "person": person, "right": "access", "receivedOn": "2027-03-01",
        "state": "open", "deadline": "due", "due": "2027-04-01",
    });
    assert_eq!(door.get(&token, "/people/me/rights-requests").await.json(), json!({ "items": [open] }));
    assert_eq!(door.get("administrator", "/rights-requests").await.json(), json!({ "items": [open] }));

    let own = async || door.get(&token, "/people/me/rights-requests").await.json()["items"][0].clone();
    assert_eq!(step(&door, &id, "pause", None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(own().await["deadline"], "paused");
    assert_eq!(step(&door, &id, "pause", None).await.status, StatusCode::CONFLICT);
    assert_eq!(step(&door, &id, "resume", None).await.status, StatusCode::NO_CONTENT);
    let reason = json!({ "reason": "It is about many years." });
    assert_eq!(step(&door, &id, "extend", Some(reason)).await.status, StatusCode::NO_CONTENT);
    assert_eq!(
        own().await["extension"],
        json!({ "toldOn": "2027-03-01", "reason": "It is about many years." })
    );
    assert_eq!(step(&door, &id, "answer", None).await.status, StatusCode::NO_CONTENT);
    let closed = own().await;
    assert_eq!(
        (&closed["state"], &closed["deadline"], &closed["closedOn"]),
        (&json!("answered"), &json!("closed"), &json!("2027-03-01"))
    );
    assert_eq!(door.get("administrator", "/rights-requests").await.json(), json!({ "items": [] }));

    let form = json!({ "right": "erasure", "receivedOn": "2027-02-01" });
    let id = received(&door, "administrator", &person, form).await;
    let unfit = step(&door, &id, "refuse", Some(json!({ "ground": "compelling_grounds" }))).await;
    assert_eq!(unfit.status, StatusCode::CONFLICT);
    let refused = step(&door, &id, "refuse", Some(json!({ "ground": "legal_hold" }))).await;
    assert_eq!(refused.status, StatusCode::NO_CONTENT);
    let requests = door.get(&token, "/people/me/rights-requests").await.json();
    assert_eq!(
        (&requests["items"][1]["state"], &requests["items"][1]["ground"]),
        (&json!("refused"), &json!("legal_hold"))
    );
}

#[tokio::test]
async fn a_person_is_given_all_of_it_and_others_only_to_answer_their_request() {
    let door = Door::open().await;
    let person = joined(&door, 17).await;
    agree(&door, &person, "bulletin").await;
    let own = door.get(&person.1, "/people/me/subject-access").await;
    assert_eq!((own.status, own.header(header::CONTENT_TYPE)), (StatusCode::OK, "application/json"));
    let all = own.json();
    assert_eq!(
        (&all["format"], &all["person"][0]["name"]),
        (&json!("bln-subject-access/1"), &json!("Sample Person 17"))
    );
    assert_eq!(all["consents"][0]["purpose"], "bulletin");
    let path = format!("/people/{}/subject-access", person.0);
    let unasked = door.get("administrator", &path).await;
    assert_eq!(unasked.status, StatusCode::CONFLICT, "{:?}", unasked.json());
    received(&door, &person.1, "me", json!({ "right": "access" })).await;
    let asked = door.get("administrator", &path).await.json();
    assert_eq!(asked["emails"][0]["address"], "sample.person.17@example.org");
}

#[tokio::test]
async fn who_is_erased_is_gone_and_the_certificate_names_nobody() {
    let door = Door::open().await;
    let event = published(&door, 1).await;
    let (person, token) = joined(&door, 17).await;
    let form = json!({ "event": event, "person": person, "attending": "online" });
    assert_eq!(door.post(&token, "/registrations", form).await.status, StatusCode::CREATED);
    let path = format!("/people/{person}");
    let hold = json!({ "change": "hold", "reason": "A claim is before the employment tribunal." });
    assert_eq!(
        door.post("administrator", &format!("{path}/limits"), hold).await.status,
        StatusCode::NO_CONTENT
    );
    let held = door.ask(&token, Method::POST, "/people/me/erase", None).await;
    assert_eq!((held.status, held.code()), (StatusCode::CONFLICT, "limits.legal_hold".to_owned()));
    let release = json!({ "change": "release_hold" });
    assert_eq!(
        door.post("administrator", &format!("{path}/limits"), release).await.status,
        StatusCode::NO_CONTENT
    );
    let erased = door.ask(&token, Method::POST, "/people/me/erase", None).await;
    assert_eq!(erased.status, StatusCode::OK, "{:?}", erased.json());
    let certificate = erased.json();
    assert_eq!((&certificate["registrations"], &certificate["keyDestroyed"]), (&json!(1), &json!(false)));
    assert!(certificate["text"].as_str().unwrap().starts_with("Certificate of erasure"));
    let text = String::from_utf8(erased.body).unwrap();
    assert!(!text.contains(&person) && !text.contains("Sample Person"), "{text}");
    assert_eq!(door.get("administrator", &path).await.status, StatusCode::NOT_FOUND);
    let seats = door.get("administrator", &format!("/events/{event}/seats")).await.json();
    assert_eq!(seats["online"]["confirmed"], 0);
}

#[tokio::test]
async fn two_records_of_one_person_are_suggested_and_made_one() {
    let door = Door::open().await;
    let (keep, token) = joined(&door, 17).await;
    let mut twin = ally(17);
    twin["emails"] = json!(["sample.person.17+work@example.org"]);
    let other = door.post("", "/applications", twin).await.json()["person"].as_str().unwrap().to_owned();
    let found = door.get("administrator", "/duplicates").await.json();
    let pair = json!({ "a": keep, "b": other, "reason": "same_address", "likeness": 1000 });
    assert_eq!(found, json!({ "items": [pair] }));
    let path = format!("/people/{keep}/merge");
    assert_eq!(door.post(&token, &path, json!({ "other": other })).await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        door.post("administrator", &path, json!({ "other": keep })).await.status,
        StatusCode::CONFLICT
    );
    let merged = door.post("administrator", &path, json!({ "other": other })).await;
    assert_eq!(merged.status, StatusCode::NO_CONTENT, "{:?}", merged.json());
    assert_eq!(door.get("administrator", &format!("/people/{other}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(door.get("administrator", "/duplicates").await.json(), json!({ "items": [] }));
}

#[tokio::test]
async fn what_is_anothers_is_answered_as_if_it_were_not_there_and_who_runs_it_is_another_role() {
    let door = Door::open().await;
    let ((other, theirs), (_, token)) = (joined(&door, 1).await, joined(&door, 2).await);
    let nobody = uuid::Uuid::from_u128(0xdead_beef).to_string();
    let mut bodies = Vec::new();
    for person in [&other, &nobody] {
        let path = |end: &str| format!("/people/{person}/{end}");
        bodies.push(door.get(&token, &path("rights-requests")).await);
        bodies.push(door.post(&token, &path("rights-requests"), json!({ "right": "access" })).await);
        bodies.push(door.get(&token, &path("subject-access")).await);
        bodies.push(door.ask(&token, Method::POST, &path("erase"), None).await);
    }
    for said in &bodies {
        assert_eq!((said.status, &said.body), (StatusCode::NOT_FOUND, &bodies[0].body));
    }
    let request = received(&door, &theirs, "me", json!({ "right": "access" })).await;
    for who in ["", &theirs] {
        let mut all = vec![door.get(who, "/rights-requests").await, door.get(who, "/duplicates").await];
        for (step, form) in [
            ("extend", Some(json!({ "reason": "Sample reason" }))),
            ("pause", None),
            ("resume", None),
            ("answer", None),
            ("refuse", Some(json!({ "ground": "excessive" }))),
        ] {
            all.push(door.ask(who, Method::POST, &format!("/rights-requests/{request}/{step}"), form).await);
        }
        for said in all {
            assert_eq!(
                (said.status, said.code()),
                (StatusCode::FORBIDDEN, "not_allowed".to_owned()),
                "{who:?}"
            );
        }
    }
}

#[tokio::test]
async fn every_fault_of_these_forms_is_told_at_its_place() {
    let door = Door::open().await;
    let (person, _) = joined(&door, 17).await;
    let request = format!("/rights-requests/{person}");
    for (path, form, expected) in [
        (
            format!("/people/{person}/rights-requests"),
            json!({ "right": "wombat", "receivedOn": "today" }),
            vec!["/right", "/receivedOn"],
        ),
        (format!("/people/{person}/rights-requests"), json!({}), vec!["/right"]),
        (format!("{request}/extend"), json!({ "reason": "", "wombat": 1 }), vec!["", "/reason"]),
        (format!("{request}/refuse"), json!({ "ground": "wombat" }), vec!["/ground"]),
        (format!("/people/{person}/merge"), json!({ "other": "17" }), vec!["/other"]),
    ] {
        let said = door.post("administrator", &path, form.clone()).await;
        let expected: Vec<_> = expected.into_iter().map(str::to_owned).collect();
        assert_eq!((said.status, pointers(&said)), (StatusCode::UNPROCESSABLE_ENTITY, expected), "{form}");
    }
}
