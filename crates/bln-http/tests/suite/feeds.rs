//! What everybody may subscribe to, and what is in none of it.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use serde_json::{Value, json};

use crate::{
    door::{Door, Said},
    journey::meeting,
};

async fn feed(door: &Door, path: &str) -> (Said, String) {
    let said = door.send(Request::get(path).body(Body::empty()).unwrap()).await;
    assert_eq!(said.status, StatusCode::OK);
    assert_eq!(said.header(header::CACHE_CONTROL), "public, max-age=900");
    let text = String::from_utf8(said.body.clone()).unwrap();
    (said, text)
}

/// Publishes an event and gives its identifier.
async fn publish(door: &Door, title: &str, change: impl FnOnce(&mut Value)) -> String {
    let mut form = meeting(title, 10);
    form["audience"] = json!("public");
    change(&mut form);
    let created = door.post("administrator", "/events", form).await;
    assert_eq!(created.status, StatusCode::CREATED, "{:?}", created.json());
    let event = created.json()["events"][0].as_str().unwrap().to_owned();
    let published = door.post("administrator", &format!("/events/{event}/publish"), Value::Null).await;
    assert_eq!(published.status, StatusCode::NO_CONTENT);
    event
}

#[tokio::test]
async fn the_programme_has_what_everybody_may_see_and_no_safe_space_and_no_link() {
    let door = Door::open().await;
    let open = publish(&door, "Open to all", |_| {}).await;
    let members = publish(&door, "For members", |form| form["audience"] = json!("members")).await;
    let strict = |form: &mut Value| {
        form["kind"] = json!("safe_space");
        form["confidentiality"] = json!("confidential_safe_space");
    };
    let safe = publish(&door, "A safe space", strict).await;
    let called_off = publish(&door, "Called off", |_| {}).await;
    door.post("administrator", &format!("/events/{called_off}/cancel"), Value::Null).await;
    door.post("administrator", "/events", meeting("A draft", 3)).await;

    let (said, calendar) = feed(&door, "/feeds/programme.ics").await;
    assert_eq!(said.header(header::CONTENT_TYPE), "text/calendar; charset=utf-8");
    for there in [&open, &called_off] {
        assert!(calendar.contains(&format!("UID:{there}")), "{calendar}");
    }
    assert!(calendar.contains("STATUS:CANCELLED"));
    for absent in [&members, &safe, "A draft", "safe space", "meet.example.org"] {
        assert!(!calendar.contains(absent), "{absent}");
    }
}

#[tokio::test]
async fn a_resource_is_in_the_feed_until_it_is_withdrawn() {
    let door = Door::open().await;
    let resource = json!({
        "title": "<Sample> & report", "kind": "report", "publisher": "Sample publisher", "published": "2022-06",
        "link": "https://example.org/report?a=1&b=2", "pillars": ["legacy"],
    });
    let added = door.post("administrator", "/resources", resource).await;
    assert_eq!(added.status, StatusCode::CREATED, "{:?}", added.json());
    let id = added.json()["id"].as_str().unwrap_or_default().to_owned();
    let (_, atom) = feed(&door, "/feeds/resources.atom").await;
    for there in [
        &format!("<id>urn:uuid:{id}</id>"),
        "<title>&lt;Sample&gt; &amp; report</title>",
        "<published>2022-06-01T00:00:00Z</published>",
        "href=\"https://example.org/report?a=1&amp;b=2\"",
        "<name>Sample publisher</name>",
        "term=\"legacy\"",
    ] {
        assert!(atom.contains(there), "{there}: {atom}");
    }
    let reason = json!({ "reason": "Its figures were wrong." });
    let withdrawn = door.post("administrator", &format!("/resources/{id}/withdraw"), reason).await;
    assert_eq!(withdrawn.status, StatusCode::NO_CONTENT, "{:?}", withdrawn.json());
    assert!(!feed(&door, "/feeds/resources.atom").await.1.contains("<entry>"));
}

#[tokio::test]
async fn a_feed_without_entries_is_a_feed() {
    let door = Door::open().await;
    let (said, atom) = feed(&door, "/feeds/resources.atom").await;
    assert_eq!(said.header(header::CONTENT_TYPE), "application/atom+xml; charset=utf-8");
    assert!(atom.starts_with("<feed xmlns=\"http://www.w3.org/2005/Atom\">"), "{atom}");
    assert!(atom.contains("<id>urn:uuid:") && atom.contains("<updated>"), "{atom}");
}
