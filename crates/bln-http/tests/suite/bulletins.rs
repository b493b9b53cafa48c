//! The news bulletin, from its draft to what its readers see of it.

use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    door::{Door, Said, request},
    initiatives::registered,
    journey::{joined, published},
    recognitions::{agreed, award, took_back},
    resources::{added, report},
    testimonials::approved,
};

const NOW: &str = "2027-03-01T09:00:00.000000Z";

fn news() -> Value {
    json!({
        "subject": "What we did in February",
        "sections": [{ "heading": "News", "kind": "news", "news": "We met." }],
        "audience": ["celebration"],
    })
}

/// An issue that is drafted, by its identifier.
async fn drafted(door: &Door, form: Value) -> String {
    let drafted = door.post("administrator", "/bulletins", form).await;
    assert_eq!(drafted.status, StatusCode::CREATED, "{:?}", drafted.json());
    drafted.json()["id"].as_str().unwrap().to_owned()
}

async fn done(door: &Door, path: &str, body: Option<Value>) {
    let said = door.ask("administrator", Method::POST, path, body).await;
    assert_eq!(said.status, StatusCode::NO_CONTENT, "{path}: {:?}", said.json());
}

/// An issue that is on its way, by its identifier.
async fn sent(door: &Door, form: Value) -> String {
    let id = drafted(door, form).await;
    done(door, &format!("/bulletins/{id}/schedule"), Some(json!({ "due": "2027-03-01T09:00:00Z" }))).await;
    let said = door.ask("administrator", Method::POST, "/bulletins/send", None).await;
    assert_eq!((said.status, &said.json()["begun"]), (StatusCode::OK, &json!(1)), "{:?}", said.json());
    id
}

#[tokio::test]
async fn an_issue_is_drafted_edited_scheduled_sent_paused_resumed_and_stopped() {
    let door = Door::open().await;
    let reader = joined(&door, 1).await;
    agreed(&door, &reader, "bulletin").await;
    let id = drafted(&door, news()).await;
    let path = format!("/bulletins/{id}");
    let mut expected = news();
    (expected["id"], expected["state"]) = (json!(id), json!("draft"));
    let read = door.get("administrator", &path).await;
    assert_eq!((read.header(header::ETAG), read.json()), ("\"1\"", expected));

    let mut other = news();
    other["subject"] = json!("What we did in winter");
    let edit = async |tag: &str| {
        let mut asked = request("administrator", Method::PUT, &path, Some(other.clone()), "sample-key");
        if !tag.is_empty() {
            asked.headers_mut().insert(header::IF_MATCH, tag.parse().unwrap());
        }
        door.send(asked).await.status
    };
    assert_eq!(edit("").await, StatusCode::PRECONDITION_REQUIRED);
    assert_eq!(edit("\"1\"").await, StatusCode::NO_CONTENT);
    assert_eq!(edit("\"1\"").await, StatusCode::PRECONDITION_FAILED);

    done(&door, &format!("{path}/schedule"), Some(json!({ "due": "2027-03-01T10:00:00+01:00" }))).await;
    let state = async || {
        let issue = door.get("administrator", &path).await.json();
        (issue["state"].clone(), issue["at"].clone(), issue["reached"].clone())
    };
    assert_eq!(state().await, (json!("scheduled"), json!(NOW), Value::Null));
    let send = async || door.ask("administrator", Method::POST, "/bulletins/send", None).await.json();
    assert_eq!(send().await, json!({ "begun": 1, "queued": 1 }));
    assert_eq!(send().await, json!({ "begun": 0, "queued": 0 }), "nobody has a letter twice");
    assert_eq!(state().await, (json!("sending"), json!(NOW), json!("everybody")));
    let listed = json!({ "id": id, "subject": "What we did in winter", "since": NOW });
    assert_eq!(door.get(&reader.1, "/issues").await.json(), json!({ "items": [listed] }));

    for (step, then) in [("pause", "paused"), ("resume", "sending"), ("stop", "stopped")] {
        done(&door, &format!("{path}/{step}"), None).await;
        assert_eq!(state().await.0, json!(then));
    }
    for (step, code) in [
        ("pause", "bulletin.not_being_sent"),
        ("resume", "bulletin.not_paused"),
        ("stop", "bulletin.not_being_sent"),
    ] {
        let refused = door.ask("administrator", Method::POST, &format!("{path}/{step}"), None).await;
        assert_eq!((refused.status, refused.code()), (StatusCode::CONFLICT, code.to_owned()));
    }
    assert_eq!(door.get("administrator", "/bulletins").await.json()["items"][0]["state"], "stopped");
    assert_eq!(door.get(&reader.1, "/issues").await.json(), json!({ "items": [] }));
}

#[tokio::test]
async fn readers_see_what_an_issue_names_as_it_is_now_and_not_what_was_taken_back() {
    let door = Door::open().await;
    let (theirs, (_, reader)) = (joined(&door, 17).await, joined(&door, 1).await);
    let (event, resource) = (published(&door, 3).await, added(&door, report("A sample report")).await);
    let (figure, (_, testimonial)) = (registered(&door).await, approved(&door, &theirs).await);
    agreed(&door, &theirs, "recognition").await;
    let recognised = door.post("administrator", "/recognitions", award(&theirs.0)).await.json();
    let naming = |kind: &str, id: &Value| json!({ "heading": kind, "kind": kind, "records": [id] });
    let sections = json!([
        { "heading": "News", "kind": "news", "news": "We met." },
        { "heading": "To come", "kind": "events", "days": 90, "pillars": ["celebration"] },
        naming("resources", &json!(resource)),
        naming("figures", &json!(figure)),
        naming("testimonials", &json!(testimonial)),
        naming("recognitions", &recognised["id"]),
    ]);
    let id = sent(&door, json!({ "subject": "What we did", "sections": sections })).await;
    let drafted = door.get("administrator", &format!("/bulletins/{id}")).await.json();
    assert_eq!(drafted["sections"], sections);

    let path = format!("/issues/{id}");
    let issue = door.get(&reader, &path).await.json();
    assert_eq!(issue["subject"], "What we did");
    let shown = |issue: &Value, n: usize, kind: &str| issue["sections"][n][kind][0].clone();
    assert_eq!(issue["sections"][0], json!({ "heading": "News", "kind": "news", "news": "We met." }));
    assert_eq!(
        (&shown(&issue, 1, "events")["id"], &shown(&issue, 1, "events")["attendance"]),
        (&json!(event), &json!("online"))
    );
    assert_eq!(shown(&issue, 2, "resources")["details"]["kind"], "report");
    assert_eq!(shown(&issue, 3, "figures")["shown"], "17%");
    assert_eq!(shown(&issue, 4, "testimonials")["words"], "I was heard.");
    assert_eq!(shown(&issue, 5, "recognitions")["name"], "Sample Person 17");

    took_back(&door, &theirs, "testimonial").await;
    took_back(&door, &theirs, "recognition").await;
    let after = door.get(&reader, &path).await.json();
    let kinds: Vec<_> = after["sections"].as_array().unwrap().iter().map(|it| it["kind"].clone()).collect();
    assert_eq!(kinds, ["news", "events", "resources", "figures"]);
}

#[tokio::test]
async fn an_issue_is_for_those_who_run_the_network_until_it_is_sent() {
    let door = Door::open().await;
    let (_, token) = joined(&door, 1).await;
    let stranger = format!("participant-{}", Uuid::from_u128(0xbeef));
    let id = drafted(&door, news()).await;
    let refused = |said: Said, path: &str| assert_eq!(said.status, StatusCode::FORBIDDEN, "{path}");
    for who in ["", &token] {
        for path in ["/bulletins".to_owned(), format!("/bulletins/{id}")] {
            refused(door.get(who, &path).await, &path);
        }
        for step in ["pause", "resume", "stop"] {
            let path = format!("/bulletins/{id}/{step}");
            refused(door.ask(who, Method::POST, &path, None).await, &path);
        }
        refused(door.ask(who, Method::POST, "/bulletins/send", None).await, "send");
        refused(door.post(who, "/bulletins", news()).await, "draft");
        let schedule = format!("/bulletins/{id}/schedule");
        refused(door.post(who, &schedule, json!({ "due": "2027-03-01T09:00:00Z" })).await, &schedule);
    }
    let absent = door.get(&token, &format!("/issues/{}", Uuid::from_u128(0xdead_beef))).await;
    let hidden = door.get(&token, &format!("/issues/{id}")).await;
    assert_eq!((hidden.status, &hidden.body), (StatusCode::NOT_FOUND, &absent.body));
    assert_eq!(door.get("administrator", &format!("/issues/{id}")).await.status, StatusCode::OK);
    assert_eq!(door.get(&stranger, "/issues").await.json(), json!({ "items": [] }));
}

#[tokio::test]
async fn every_fault_of_a_schedule_is_told() {
    let door = Door::open().await;
    let path = format!("/bulletins/{}/schedule", drafted(&door, news()).await);
    for (form, told) in [
        (json!({}), vec!["/due draft.missing"]),
        (json!({ "due": "2027-03-29" }), vec!["/due draft.format"]),
        (json!({ "due": "2027-03-29T09:00:00" }), vec!["/due draft.format"]),
        (json!({ "due": 7, "wen": 1 }), vec![" draft.unknown_field", "/due draft.wrong_type"]),
    ] {
        assert_eq!(door.post("administrator", &path, form).await.told(), told);
    }
}
