//! The directory of organisations.

use axum::http::{StatusCode, header};
use serde_json::{Value, json};

use crate::{door::Door, journey::joined};

fn trust(code: &str) -> Value {
    json!({ "code": code, "name": format!("Sample Trust {code}"), "primaryRole": "RO197", "opened": "2006-04-01" })
}

#[tokio::test]
async fn organisations_are_loaded_and_read_by_anybody() {
    let door = Door::open().await;
    let mut closed = trust("RX2");
    closed["closed"] = json!("2024-10-31");
    closed["region"] = json!("Y60");
    closed["otherRoles"] = json!(["RO57"]);
    closed["successors"] = json!([{ "code": "RX1", "on": "2024-11-01" }]);
    let form = json!({ "organisations": [closed, trust("RX1")] });
    let loaded = door.post("administrator", "/organisations", form.clone()).await;
    assert_eq!(
        (loaded.status, loaded.json()),
        (StatusCode::OK, json!({ "added": 2, "changed": 0, "unchanged": 0 }))
    );
    let again = door.post("administrator", "/organisations", form).await;
    assert_eq!(again.json(), json!({ "added": 0, "changed": 0, "unchanged": 2 }));

    let shown = door.get("", "/organisations/RX2").await;
    assert_eq!(shown.status, StatusCode::OK);
    let expected = json!({
        "code": "RX2",
        "name": "Sample Trust RX2",
        "names": [{ "name": "Sample Trust RX2", "from": "2006-04-01" }],
        "kind": "trust",
        "primaryRole": "RO197",
        "otherRoles": ["RO57"],
        "region": "Y60",
        "opened": "2006-04-01",
        "closed": "2024-10-31",
        "predecessors": [],
        "successors": [{ "code": "RX1", "on": "2024-11-01" }],
    });
    assert_eq!(shown.json(), expected, "dates as they were sent");

    let page = door.get("", "/organisations?size=1").await;
    assert_eq!((&page.json()["items"][0]["code"], &page.json()["next"]), (&json!("RX1"), &json!("RX1")));
    assert_eq!(page.header(header::LINK), "</api/v1/organisations?size=1&after=RX1>; rel=\"next\"");
    let last = door.get("", "/organisations?size=1&after=RX1").await.json();
    assert_eq!((&last["items"][0]["code"], &last["next"]), (&json!("RX2"), &Value::Null));
}

#[tokio::test]
async fn only_who_runs_the_network_loads_organisations_and_a_wrong_token_reads_none() {
    let door = Door::open().await;
    let (_, token) = joined(&door, 1).await;
    for who in ["", &token] {
        let form = json!({ "organisations": [trust("RX1")] });
        assert_eq!(door.post(who, "/organisations", form).await.status, StatusCode::FORBIDDEN, "{who}");
    }
    let (absent, no_code) =
        (door.get("", "/organisations/RX1").await, door.get("", "/organisations/no-code").await);
    assert_eq!((absent.status, no_code.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    assert_eq!(absent.body, no_code.body);
    for path in ["/organisations", "/organisations/RX1"] {
        assert_eq!(door.get("wrong", path).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
}

#[tokio::test]
async fn every_fault_of_every_organisation_is_told_at_its_place() {
    let door = Door::open().await;
    let said = async |form: Value| door.post("administrator", "/organisations", form).await.told();
    let form = json!({ "organisations": [
        trust("RX1"),
        { "code": "?", "primaryRole": "RO197", "successors": [{ "code": "RX2" }], "surprise": 1 },
    ] });
    let told = [
        "/organisations/1 draft.unknown_field",
        "/organisations/1/code ods_code.format",
        "/organisations/1/name draft.missing",
        "/organisations/1/successors/0/on draft.missing",
    ];
    assert_eq!(said(form).await, told);
    for empty in [json!({}), json!({ "organisations": [] })] {
        assert_eq!(said(empty).await, ["/organisations list.missing"]);
    }
    let many = vec![trust("RX1"); 501];
    assert_eq!(said(json!({ "organisations": many })).await, ["/organisations list.too_many"]);
    assert_eq!(door.get("", "/organisations").await.json()["items"], json!([]));
}
