//! What became of letters, and the addresses to which nothing more is sent.

use axum::http::{StatusCode, header};
use serde_json::{Value, json};

use crate::{
    door::{Door, Said},
    journey::joined,
};

async fn failed(door: &Door, n: u32) {
    let report =
        json!({ "address": format!("sample.person.{n}@example.org"), "delivery": "permanent_failure" });
    let said = door.post("administrator", "/deliveries", report).await;
    assert_eq!(said.status, StatusCode::NO_CONTENT, "{:?}", said.json());
}

async fn held(door: &Door, form: Value) -> Said {
    door.post("administrator", "/addresses/held", form).await
}

#[tokio::test]
async fn an_address_is_held_after_it_failed_for_good_until_the_hold_is_lifted() {
    let door = Door::open().await;
    let (person, _) = joined(&door, 1).await;
    failed(&door, 1).await;
    let since = "2027-03-01T09:00:00.000000Z";
    let address = "sample.person.1@example.org";
    let listed = held(&door, json!({})).await.json();
    assert_eq!(listed, json!({ "items": [{ "person": person, "address": address, "since": since }] }));

    let lift = format!("/people/{person}/lift-hold");
    let lifted = door.post("administrator", &lift, json!({ "address": address })).await;
    assert_eq!(lifted.status, StatusCode::NO_CONTENT, "{:?}", lifted.json());
    assert_eq!(held(&door, json!({})).await.json(), json!({ "items": [] }));
    let again = door.post("administrator", &lift, json!({ "address": address })).await;
    let unknown = json!({ "address": "sample.person.9@example.org" });
    let unknown = door.post("administrator", &lift, unknown).await;
    assert_eq!((again.status, &again.body), (StatusCode::NOT_FOUND, &unknown.body));
}

#[tokio::test]
async fn a_report_about_an_address_that_nobody_has_is_answered_in_the_same_way() {
    let door = Door::open().await;
    failed(&door, 1).await;
    assert_eq!(held(&door, json!({})).await.json(), json!({ "items": [] }));
}

#[tokio::test]
async fn a_list_of_addresses_goes_on_after_what_is_posted_and_no_address_is_in_a_link() {
    let door = Door::open().await;
    for n in 1..=3 {
        joined(&door, n).await;
        failed(&door, n).await;
    }
    let page = held(&door, json!({ "size": 2 })).await;
    assert_eq!(page.header(header::LINK), "");
    let page = page.json();
    assert_eq!(page["next"], json!({ "address": "sample.person.2@example.org" }));
    let rest = held(&door, json!({ "size": 2, "after": page["next"] })).await.json();
    assert_eq!(rest["items"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&rest["items"][0]["address"], &rest["next"]),
        (&json!("sample.person.3@example.org"), &Value::Null)
    );
}

#[tokio::test]
async fn addresses_are_for_those_who_run_the_network() {
    let door = Door::open().await;
    let (_, token) = joined(&door, 1).await;
    failed(&door, 1).await;
    let address = json!({ "address": "sample.person.1@example.org" });
    for who in ["", &token] {
        let report = json!({ "address": "sample.person.1@example.org", "delivery": "arrived" });
        assert_eq!(door.post(who, "/deliveries", report).await.status, StatusCode::FORBIDDEN);
        assert_eq!(door.post(who, "/addresses/held", json!({})).await.status, StatusCode::FORBIDDEN);
    }
    let own = door.post(&token, "/people/me/lift-hold", address).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN);
    assert_eq!(held(&door, json!({})).await.json()["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn every_fault_of_a_form_about_addresses_is_told_and_nothing_of_what_was_written() {
    let door = Door::open().await;
    let (person, _) = joined(&door, 1).await;
    let (deliveries, list, lift) = ("/deliveries", "/addresses/held", format!("/people/{person}/lift-hold"));
    for (path, form, told) in [
        (deliveries, json!({}), vec!["/address draft.missing", "/delivery draft.missing"]),
        (
            deliveries,
            json!({ "address": "wombat", "delivery": "wombat" }),
            vec!["/address email.format", "/delivery draft.unknown_choice"],
        ),
        (list, json!({ "size": 0 }), vec!["/size list.missing"]),
        (list, json!({ "size": 501 }), vec!["/size list.too_many"]),
        (list, json!({ "after": {} }), vec!["/after/address draft.missing"]),
        (list, json!({ "after": "wombat" }), vec!["/after draft.wrong_type"]),
        (&lift, json!({}), vec!["/address draft.missing"]),
        (
            &lift,
            json!({ "address": "wombat", "person": 7 }),
            vec![" draft.unknown_field", "/address email.format"],
        ),
    ] {
        let said = door.post("administrator", path, form.clone()).await;
        assert_eq!(said.told(), told, "{path} {form}");
        assert!(!String::from_utf8(said.body).unwrap().contains("wombat"));
    }
}
