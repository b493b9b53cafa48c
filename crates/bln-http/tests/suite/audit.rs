//! The audit, checked by somebody who has nothing but what this door tells.

use axum::http::{Method, StatusCode, header};
use bln_seal::{
    Checkpoint, ConsistencyProof, InclusionProof, TreeHash, leaf_bytes, verify_consistency, verify_inclusion,
};
use bln_store::{AuditStore, PageSize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{door::Door, journey::joined};

fn auditor() -> String {
    format!("auditor-{}", Uuid::from_u128(0xa0d1))
}

async fn checkpoint(door: &Door) -> String {
    let taken = door.ask(&auditor(), Method::POST, "/audit/checkpoint", None).await;
    assert_eq!(taken.status, StatusCode::OK, "{:?}", taken.json());
    taken.json()["checkpoint"].as_str().unwrap().to_owned()
}

/// The same checkpoint of one entry fewer.
fn forged(text: &str) -> String {
    let mut lines: Vec<_> = text.split('\n').map(str::to_owned).collect();
    lines[1] = (lines[1].parse::<u64>().unwrap() - 1).to_string();
    lines.join("\n")
}

#[tokio::test]
async fn what_was_done_is_listed_with_people_under_their_pseudonyms() {
    let door = Door::open().await;
    let (person, _) = joined(&door, 1).await;
    let (mut path, mut actions) = ("/audit/entries?size=2".to_owned(), Vec::new());
    // Each page is an entry more: two at a time come to an end.
    for _ in 0..20 {
        let page = door.get(&auditor(), &path).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.json().to_string().contains(&person), "{:?}", page.json());
        for entry in page.json()["items"].as_array().unwrap() {
            assert_eq!(entry["position"], actions.len() + 1);
            actions.push(entry["action"].as_str().unwrap().to_owned());
        }
        let link = page.header(header::LINK).to_owned();
        let Some(next) = link.strip_prefix("</api/v1").and_then(|it| it.strip_suffix(">; rel=\"next\""))
        else {
            assert!(actions.contains(&"membership.join_as_ally".to_owned()), "{actions:?}");
            assert!(actions.contains(&"audit.read".to_owned()), "{actions:?}");
            return;
        };
        path = next.to_owned();
    }
    panic!("it came to no end: {path}");
}

#[tokio::test]
async fn an_auditor_proves_that_nothing_was_changed() {
    let door = Door::open().await;
    joined(&door, 1).await;
    let old = checkpoint(&door).await;
    joined(&door, 2).await;
    let new = checkpoint(&door).await;
    let verdict = door.post(&auditor(), "/audit/verify", json!({ "checkpoints": [new, old] })).await.json();
    assert_eq!((&verdict["holds"], &verdict["why"]), (&json!(true), &Value::Null));
    verdict["checkpoint"].as_str().unwrap().parse::<Checkpoint>().unwrap();
    let wrong = forged(&old);
    let verdict = door.post(&auditor(), "/audit/verify", json!({ "checkpoints": [new, wrong] })).await;
    assert_eq!(
        (verdict.status, verdict.json()),
        (StatusCode::OK, json!({ "holds": false, "checkpoint": wrong, "why": "proof.changed" }))
    );

    let shown =
        door.post(&auditor(), "/audit/inclusion", json!({ "position": 2, "checkpoint": old })).await.json();
    let kept = door.store.kept_audit_page(None, PageSize::MAX).await.unwrap().items.remove(1);
    let leaf = TreeHash::of_leaf(&leaf_bytes(2, &kept.entry));
    assert_eq!((&shown["leaf"], &shown["entry"]["position"]), (&json!(leaf.to_string()), &json!(2)));
    assert_eq!(shown["entry"]["id"], json!(kept.entry.id().to_string()));
    let proof: InclusionProof = shown["proof"].as_str().unwrap().parse().unwrap();
    let (old_one, new_one): (Checkpoint, Checkpoint) = (old.parse().unwrap(), new.parse().unwrap());
    verify_inclusion(leaf, &proof, &old_one).unwrap();

    let shown = door.post(&auditor(), "/audit/consistency", json!({ "old": old, "new": new })).await.json();
    let proof: ConsistencyProof = shown["proof"].as_str().unwrap().parse().unwrap();
    verify_consistency(&old_one, &new_one, &proof).unwrap();
}

#[tokio::test]
async fn whoever_does_not_check_the_audit_sees_none_of_it() {
    let door = Door::open().await;
    let (person, own) = joined(&door, 1).await;
    let text = checkpoint(&door).await;
    let beyond = json!({ "position": 1_000, "checkpoint": text });
    assert_eq!(door.post(&auditor(), "/audit/inclusion", beyond).await.status, StatusCode::NOT_FOUND);
    for who in ["", &own, &format!("facilitator-{person}"), &format!("analyst-{person}")] {
        for (method, path, form) in [
            (Method::POST, "checkpoint", None),
            (Method::POST, "verify", Some(json!({ "checkpoints": [text] }))),
            (Method::POST, "inclusion", Some(json!({ "position": 1, "checkpoint": text }))),
            (Method::POST, "consistency", Some(json!({ "old": text, "new": text }))),
            (Method::GET, "entries", None),
        ] {
            let said = door.ask(who, method, &format!("/audit/{path}"), form).await;
            assert_eq!(
                (said.status, said.code()),
                (StatusCode::FORBIDDEN, "not_allowed".to_owned()),
                "{path}"
            );
        }
    }
    assert_eq!(door.get("administrator", "/audit/entries").await.status, StatusCode::FORBIDDEN);
    assert_eq!(door.get(&auditor(), "/audit/entries?after=first").await.code(), "query.malformed");
}

#[tokio::test]
async fn every_fault_of_a_check_is_told_at_its_place() {
    let door = Door::open().await;
    let text = checkpoint(&door).await;
    let cases: [(&str, Value, &[&str]); 7] = [
        ("verify", json!({}), &["/checkpoints list.missing"]),
        ("verify", json!({ "checkpoints": [text, "no checkpoint"] }), &["/checkpoints/1 draft.format"]),
        ("verify", json!({ "checkpoints": vec![&text; 101] }), &["/checkpoints list.too_many"]),
        ("inclusion", json!({}), &["/position draft.missing", "/checkpoint draft.missing"]),
        (
            "inclusion",
            json!({ "position": -1, "checkpoint": "" }),
            &["/position draft.number_range", "/checkpoint draft.format"],
        ),
        ("consistency", json!({}), &["/old draft.missing", "/new draft.missing"]),
        ("consistency", json!({ "old": text, "new": "\n" }), &["/new draft.format"]),
    ];
    for (path, form, told) in cases {
        let said = door.post(&auditor(), &format!("/audit/{path}"), form).await;
        assert_eq!(said.told(), told, "{path}");
    }
}
