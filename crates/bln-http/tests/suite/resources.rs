//! What the network points people to, from being added to being withdrawn.

use axum::http::{StatusCode, header};
use serde_json::{Value, json};

use crate::{door::Door, journey::joined};

pub(crate) fn report(title: &str) -> Value {
    json!({
        "title": title,
        "kind": "report",
        "publisher": "A sample publisher",
        "published": "2022-06",
        "link": "https://example.org/report",
        "pillars": ["system_influencing"],
        "actions": ["HIA1"],
    })
}

/// A resource that is there, by its identifier.
pub(crate) async fn added(door: &Door, form: Value) -> String {
    let added = door.post("administrator", "/resources", form).await;
    assert_eq!(added.status, StatusCode::CREATED, "{:?}", added.json());
    added.json()["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_resource_is_pointed_to_until_it_is_withdrawn_and_says_so_afterwards() {
    let door = Door::open().await;
    let id = added(&door, report("A sample report")).await;
    let path = format!("/resources/{id}");
    let shown = json!({
        "id": id,
        "title": "A sample report",
        "details": {
            "kind": "report",
            "publisher": "A sample publisher",
            "published": "2022-06",
            "link": "https://example.org/report",
            "pillars": ["system_influencing"],
            "actions": ["HIA1"],
            "figures": [],
        },
    });
    assert_eq!(door.get("", &path).await.json(), shown);
    assert_eq!(door.get("", "/resources").await.json(), json!({ "items": [shown] }));

    let withdraw = format!("{path}/withdraw");
    let reason = json!({ "reason": "Its figures were wrong." });
    let done = door.post("administrator", &withdraw, reason.clone()).await;
    assert_eq!(done.status, StatusCode::NO_CONTENT, "{:?}", done.json());
    let stub = json!({
        "id": id,
        "title": "A sample report",
        "withdrawn": { "at": "2027-03-01T09:00:00.000000Z", "reason": "Its figures were wrong." },
    });
    assert_eq!(door.get("", &path).await.json(), stub);
    let again = door.post("administrator", &withdraw, reason).await;
    assert_eq!((again.status, again.code()), (StatusCode::CONFLICT, "resource.withdrawn".to_owned()));
}

#[tokio::test]
async fn a_list_of_what_serves_a_pillar_goes_on_with_what_serves_it() {
    let door = Door::open().await;
    let mut wanted = Vec::new();
    for n in 0..3 {
        wanted.push(added(&door, report(&format!("Sample report {n}"))).await);
        let mut other = report("Of another pillar");
        other["pillars"] = json!(["legacy"]);
        added(&door, other).await;
    }
    let page = door.get("", "/resources?pillar=system_influencing&size=2").await;
    let next = page.header(header::LINK).strip_prefix("</api/v1").unwrap().to_owned();
    let rest = door.get("", next.strip_suffix(">; rel=\"next\"").unwrap()).await;
    let ids = |said: Value| said["items"].as_array().unwrap().clone();
    let seen: Vec<_> = ids(page.json()).into_iter().chain(ids(rest.json())).collect();
    assert_eq!(seen.iter().map(|it| it["id"].as_str().unwrap()).collect::<Vec<_>>(), wanted);
    assert_eq!(rest.header(header::LINK), "");
    for (query, code) in [
        ("pillar=x", "pillar.unknown"),
        ("pillar=legacy&pillar=legacy", "query.malformed"),
        ("surprise=1", "query.malformed"),
    ] {
        let said = door.get("", &format!("/resources?{query}")).await;
        assert_eq!((said.status, said.code()), (StatusCode::BAD_REQUEST, code.to_owned()), "{query}");
    }
}

#[tokio::test]
async fn only_those_who_run_the_network_add_and_withdraw_resources() {
    let door = Door::open().await;
    let (_, token) = joined(&door, 1).await;
    let id = added(&door, report("A sample report")).await;
    let withdraw = format!("/resources/{id}/withdraw");
    for who in ["", token.as_str()] {
        assert_eq!(door.post(who, "/resources", report("Mine")).await.status, StatusCode::FORBIDDEN);
        let refused = door.post(who, &withdraw, json!({ "reason": "Because." })).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(door.get("", &format!("/resources/{id}")).await.json()["withdrawn"], Value::Null);
    let nobody = uuid::Uuid::from_u128(0xdead_beef);
    assert_eq!(door.get("", &format!("/resources/{nobody}")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn every_fault_of_a_withdrawal_is_told_and_nothing_is_withdrawn() {
    let door = Door::open().await;
    let id = added(&door, report("A sample report")).await;
    let withdraw = format!("/resources/{id}/withdraw");
    for (form, faults) in [
        (json!({}), vec![("/reason", "draft.missing")]),
        (json!({ "reason": " " }), vec![("/reason", "text.empty")]),
        (json!({ "reason": "x".repeat(301) }), vec![("/reason", "text.too_long")]),
        (
            json!({ "reason": 7, "why": "" }),
            vec![("", "draft.unknown_field"), ("/reason", "draft.wrong_type")],
        ),
    ] {
        let said = door.post("administrator", &withdraw, form).await;
        let faults: Vec<_> = faults.into_iter().map(|(at, code)| (at.to_owned(), code.to_owned())).collect();
        assert_eq!(said.faults(), faults);
    }
    assert_eq!(door.get("", &format!("/resources/{id}")).await.json()["withdrawn"], Value::Null);
}
