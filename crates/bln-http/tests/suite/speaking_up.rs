//! Where people can take a concern, and what they take there.

use axum::http::StatusCode;
use serde_json::json;

use crate::{door::Door, journey::joined, people::pointers};

#[tokio::test]
async fn what_somebody_releases_becomes_a_text_to_a_route_that_the_network_tells_of() {
    let door = Door::open().await;
    let (person, token) = joined(&door, 17).await;
    let routes = door.get("", "/speaking-up/routes").await;
    assert_eq!(routes.status, StatusCode::OK);
    let route = routes.json()["items"][1].clone();
    assert_eq!(route["kind"], "freedom_to_speak_up_guardian");

    let form = json!({ "route": route, "words": "Sample words." });
    let said = door.post(&token, "/people/me/referral", form.clone()).await;
    assert_eq!(said.status, StatusCode::OK, "{:?}", said.json());
    let text = said.json()["text"].as_str().unwrap().to_owned();
    assert!(text.contains("Freedom to Speak Up guardian") && text.contains("Sample words."), "{text}");
    assert!(!text.contains("Sample Person"), "a name is released by its person alone: {text}");

    let mut other_route = form.clone();
    other_route["route"]["contact"] = json!("A room of somebody else's");
    let unknown = door.post(&token, "/people/me/referral", other_route).await;
    let another = door.post("administrator", &format!("/people/{person}/referral"), form.clone()).await;
    let public = door.post("", &format!("/people/{person}/referral"), form).await;
    for said in [&unknown, &another, &public] {
        assert_eq!((said.status, &said.body), (StatusCode::NOT_FOUND, &unknown.body));
    }
}

#[tokio::test]
async fn every_fault_of_a_referral_is_told_at_its_place_and_nothing_of_what_was_written() {
    let door = Door::open().await;
    let (_, token) = joined(&door, 17).await;
    let form =
        json!({ "route": { "kind": "wombat-17", "link": "wombat-17" }, "name": "wombat-17\u{0}", "who": 17 });
    let said = door.post(&token, "/people/me/referral", form).await;
    assert_eq!(said.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(pointers(&said), ["", "/route/kind", "/route/name", "/route/link", "/name"]);
    assert!(!String::from_utf8(said.body).unwrap().contains("wombat-17"));
    let said = door.post(&token, "/people/me/referral", json!({})).await;
    assert_eq!(pointers(&said), ["/route"]);
}
