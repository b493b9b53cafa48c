//! The description of the API, held against what is served.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use serde_json::Value;

use crate::door::Door;

/// Every operation that is described: method, pattern and identifier.
pub(crate) fn operations(document: &Value) -> Vec<(Method, String, String)> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let Ok(method) = method.to_uppercase().parse::<Method>() else { continue };
            if let Some(id) = operation["operationId"].as_str() {
                all.push((method, path.clone(), id.to_owned()));
            }
        }
    }
    all
}

/// A path of a pattern, with identifiers that nothing has.
fn filled(pattern: &str) -> String {
    let mut path = pattern.replacen("/api/v1", "", 1);
    while let Some((before, rest)) = path.split_once('{') {
        let (_, after) = rest.split_once('}').unwrap();
        path = format!("{before}00000000-0000-0000-0000-00000000beef{after}");
    }
    path
}

#[tokio::test]
async fn it_is_served_as_openapi_3_1_and_every_operation_has_a_name_of_its_own() {
    let door = Door::open().await;
    let said = door.get("", "/openapi.json").await;
    let document = said.json();
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document, serde_json::to_value(bln_http::openapi()).unwrap());
    let operations = operations(&document);
    let names: BTreeSet<_> = operations.iter().map(|(_, _, id)| id).collect();
    assert_eq!(names.len(), operations.len());
    assert!(operations.len() >= 121, "{}", operations.len());
}

#[tokio::test]
async fn every_reference_leads_somewhere() {
    let document = serde_json::to_value(bln_http::openapi()).unwrap();
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(references.len() > 100, "{}", references.len());
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
}

fn collect(node: &Value, references: &mut Vec<String>) {
    match node {
        Value::Object(fields) => {
            references.extend(fields.get("$ref").and_then(Value::as_str).map(str::to_owned));
            fields.values().for_each(|value| collect(value, references));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, references)),
        _ => {}
    }
}

#[tokio::test]
async fn every_operation_is_served_and_answers_with_a_status_that_is_described() {
    let door = Door::open().await;
    let document = door.get("", "/openapi.json").await.json();
    for who in ["", "administrator", "participant-00000000-0000-0000-0000-00000000beef"] {
        for (method, pattern, id) in operations(&document) {
            let described = &document["paths"][&pattern][method.as_str().to_lowercase()]["responses"];
            let body = (method != Method::GET && method != Method::DELETE).then(|| serde_json::json!({}));
            let said = door.ask(who, method, &filled(&pattern), body).await;
            assert_ne!(said.status, StatusCode::METHOD_NOT_ALLOWED, "{id}");
            assert!(
                !described[said.status.as_str()].is_null(),
                "{id} as {who:?}: {} {:?}",
                said.status,
                said.json()
            );
            assert!(!said.status.is_server_error(), "{id} as {who:?}: {:?}", said.json());
        }
    }
}
