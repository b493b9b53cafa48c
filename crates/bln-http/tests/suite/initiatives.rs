//! What the network sets out to change, from an initiative's beginning to the story of its period.

use axum::http::StatusCode;
use bln_core::{Actor, Id};
use bln_evidence::disclosure::{Axis, Candidate, Count, Edition, Ledger, Policy, Population, publish};
use bln_store::IdempotencyKey;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    door::Door,
    journey::joined,
    resources::{added, report},
};

const NOW: &str = "2027-03-01T09:00:00.000000Z";
const YEAR: &str = "/legacy?from=2027-01-01T00:00:00Z&until=2028-01-01T00:00:00Z";

/// A figure of the register, by its identifier. It is made from a table that went through disclosure control, and so not
/// through the door.
pub(crate) async fn registered(door: &Door) -> String {
    let staff = Population::of("NHS staff").unwrap().within("organisation", ["RX1"]).unwrap();
    let axis = Axis::new("group", ["BME", "White"]).unwrap();
    let mut table = Candidate::new("Staff in band 8a by group", staff, vec![axis]).unwrap();
    table.add(&[0], Count::of(217)).unwrap();
    table.add(&[1], Count::of(1_083)).unwrap();
    let edition = Edition::new(1, "2025-03-31".parse().unwrap());
    let table = publish(table, &Policy::nhs_sub_national(), &Ledger::new(), edition).unwrap();
    let figure = table.cite_percentage(&[Some(0)], &[None]).unwrap();
    let (lead, key) =
        (Actor::administrator(Id::new(Uuid::max())), IdempotencyKey::parse("sample-figure").unwrap());
    door.network.register_figure(lead, &figure, key).await.unwrap().to_string()
}

fn fair_shortlisting() -> Value {
    json!({
        "title": "Fair shortlisting",
        "aim": "Every panel has an independent member.",
        "pillars": ["system_influencing"],
        "actions": ["HIA2"],
        "indicators": [2],
    })
}

/// An initiative that is open, by its path.
async fn opened(door: &Door, form: Value) -> String {
    let opened = door.post("administrator", "/initiatives", form).await;
    assert_eq!(opened.status, StatusCode::CREATED, "{:?}", opened.json());
    format!("/initiatives/{}", opened.json()["id"].as_str().unwrap())
}

/// A line that is written, by its identifier.
async fn written(door: &Door, initiative: &str, line: Value) -> String {
    let written = door.post("administrator", &format!("{initiative}/legacy"), line).await;
    assert_eq!(written.status, StatusCode::CREATED, "{:?}", written.json());
    written.json()["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_initiative_is_read_with_every_line_in_the_fields_in_which_it_was_written() {
    let door = Door::open().await;
    let (_, token) = joined(&door, 1).await;
    let (figure, resource) = (registered(&door).await, added(&door, report("A sample report")).await);
    let mut form = fair_shortlisting();
    form["movedBy"] = json!([figure]);
    let path = opened(&door, form.clone()).await;

    let ask = json!({ "kind": "ask", "words": "Change the policy.", "body": { "organisation": "RX1" } });
    let asked = written(&door, &path, ask.clone()).await;
    let answer = json!({ "kind": "answer", "words": "Yes.", "ask": asked, "answer": "agreed" });
    let promise = json!({
        "kind": "commitment", "words": "Change it.", "body": { "name": "The board" }, "role": "Chair", "due": "2027-06-30",
    });
    let commitment = json!({ "network": true });
    let mut ours = json!({ "kind": "commitment", "words": "Watch it.", "due": "2027-06-30" });
    ours["body"] = commitment;
    let mut lines = vec![ask, answer, promise.clone(), ours];
    for line in lines.iter().skip(1) {
        written(&door, &path, line.clone()).await;
    }
    let promised = written(&door, &path, promise).await;
    let more = [
        json!({ "kind": "kept", "words": "It is changed.", "commitment": promised }),
        json!({ "kind": "outcome", "words": "More people reach band 8a.", "figures": [figure], "resources": [resource] }),
        json!({ "kind": "link", "linked": { "kind": "resource", "id": resource } }),
        json!({ "kind": "ask", "words": "Change both policies.", "body": { "organisation": "RX1" }, "corrects": asked }),
    ];
    for line in &more {
        written(&door, &path, line.clone()).await;
    }
    lines.push(lines[2].clone());
    lines.extend(more);

    let mut read = door.get(&token, &path).await.json();
    let ledger = read.as_object_mut().unwrap().remove("ledger").unwrap();
    let said: Vec<Value> = ledger.as_array().unwrap().iter().cloned().map(without_place).collect();
    assert_eq!(said, lines);
    form["id"] = read["id"].clone();
    form["opened"] = json!(NOW);
    assert_eq!(read, form);
    assert_eq!(door.get(&token, "/initiatives").await.json(), json!({ "items": [form] }));
    assert_eq!(door.get(&token, "/initiatives?pillar=legacy").await.json(), json!({ "items": [] }));
}

fn without_place(mut entry: Value) -> Value {
    let fields = entry.as_object_mut().unwrap();
    assert_eq!((fields.remove("at"), fields.remove("id").is_some()), (Some(json!(NOW)), true));
    entry
}

#[tokio::test]
async fn the_story_of_a_period_tells_what_was_asked_promised_done_and_measured() {
    let door = Door::open().await;
    let (_, token) = joined(&door, 1).await;
    let path = opened(&door, fair_shortlisting()).await;
    let board = json!({ "name": "The board" });
    let ask = written(&door, &path, json!({ "kind": "ask", "words": "Change it.", "body": board })).await;
    written(&door, &path, json!({ "kind": "answer", "words": "No.", "ask": ask, "answer": "declined" }))
        .await;
    let promise =
        json!({ "kind": "commitment", "words": "Think again.", "body": board, "due": "2027-06-30" });
    written(&door, &path, promise.clone()).await;
    let promised = written(&door, &path, promise).await;
    let not_kept = json!({ "kind": "not_kept", "words": "Nobody did.", "commitment": promised });
    written(&door, &path, not_kept).await;
    let close = format!("{path}/close");
    let achieved = door.post("administrator", &close, json!({ "conclusion": "achieved" })).await;
    assert_eq!(
        (achieved.status, achieved.code()),
        (StatusCode::CONFLICT, "initiative.outcome_missing".to_owned())
    );
    let ended = json!({ "conclusion": "not_achieved", "reason": "It was declined." });
    let closed = door.post("administrator", &close, ended.clone()).await;
    assert_eq!(closed.status, StatusCode::NO_CONTENT, "{:?}", closed.json());
    let read = door.get(&token, &path).await.json();
    assert_eq!(
        read["closed"],
        json!({ "at": NOW, "conclusion": "not_achieved", "reason": "It was declined." })
    );

    let story = door.get(&token, YEAR).await.json();
    let tally = json!({
        "asked": 1, "answered": 1, "promised": 2, "kept": 0, "notKept": 1, "measured": 0,
        "openAsks": 0, "openCommitments": 1, "overdue": 1,
    });
    assert_eq!((&story["method"], &story["tally"]), (&json!("legacy-v1"), &tally));
    assert_eq!(
        story["pillars"],
        json!([{ "pillar": "system_influencing", "initiatives": 1, "tally": tally }])
    );
    let told = &story["initiatives"][0];
    assert_eq!(told["ended"], ended);
    let asked = json!({
        "first": ask, "entry": ask, "at": NOW, "of": board, "words": "Change it.",
        "answered": { "at": NOW, "answer": "declined", "words": "No." },
    });
    assert_eq!((&told["asked"], &told["answered"]), (&json!([asked]), &json!([asked])));
    let settled = json!({ "outcome": "not_kept", "at": NOW, "words": "Nobody did." });
    assert_eq!((&told["done"][0]["settled"], &told["done"][0]["by"]), (&settled, &board));
    assert_eq!(told["openCommitments"][0]["due"], "2027-06-30");
    assert_eq!(door.get("", YEAR).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_period_that_is_none_is_refused() {
    let door = Door::open().await;
    let at = "2027-01-01T00:00:00Z";
    for (query, code) in [
        (String::new(), "query.malformed"),
        (format!("from={at}"), "query.malformed"),
        (format!("from={at}&until=2027"), "date.format"),
        (format!("from=soon&until={at}"), "date.format"),
        (format!("from={at}&until={at}"), "dates.reversed"),
        (format!("from={at}&until={at}&surprise=1"), "query.malformed"),
    ] {
        let said = door.get("administrator", &format!("/legacy?{query}")).await;
        assert_eq!((said.status, said.code()), (StatusCode::BAD_REQUEST, code.to_owned()), "{query}");
    }
}

#[tokio::test]
async fn figures_of_the_register_are_read_with_what_must_be_said_with_them() {
    let door = Door::open().await;
    let (_, token) = joined(&door, 1).await;
    let figure = registered(&door).await;
    let read = door.get(&token, "/figures").await.json()["items"][0].clone();
    assert_eq!((&read["id"], &read["releasedAt"]), (&json!(figure), &json!(NOW)));
    assert_eq!((&read["year"], &read["shown"]), (&json!(2025), &json!("17%")));
    for name in ["statement", "population", "method", "source"] {
        assert!(read[name].as_str().is_some_and(|said| !said.is_empty()), "{name}: {read}");
    }
}

#[tokio::test]
async fn initiatives_are_read_by_who_belongs_and_written_by_those_who_run_the_network() {
    let door = Door::open().await;
    let (_, token) = joined(&door, 1).await;
    let stranger = format!("participant-{}", Uuid::from_u128(0xbeef));
    let path = opened(&door, fair_shortlisting()).await;
    let ask = json!({ "kind": "ask", "words": "Change it.", "body": { "network": true } });
    for who in ["", &token, &stranger] {
        for (path, form) in [
            ("/initiatives".to_owned(), fair_shortlisting()),
            (format!("{path}/legacy"), ask.clone()),
            (format!("{path}/close"), json!({ "conclusion": "achieved" })),
        ] {
            assert_eq!(door.post(who, &path, form).await.status, StatusCode::FORBIDDEN, "{path}");
        }
    }
    for list in ["/initiatives", "/figures"] {
        assert_eq!(door.get("", list).await.status, StatusCode::FORBIDDEN);
        assert_eq!(door.get(&stranger, list).await.json(), json!({ "items": [] }));
    }
    let absent = format!("/initiatives/{}", Uuid::from_u128(0xdead_beef));
    let (hidden, absent) = (door.get(&stranger, &path).await, door.get(&token, &absent).await);
    assert_eq!((hidden.status, absent.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    assert_eq!(hidden.body, absent.body);
    assert_eq!(door.get(&stranger, YEAR).await.json()["initiatives"], json!([]));
    assert_eq!(door.get(&token, &path).await.json()["ledger"], json!([]));
}
