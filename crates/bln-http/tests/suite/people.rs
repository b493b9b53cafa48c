//! People: what becomes of them on the list, and who finds them there.

use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::{
    door::{Door, Said, request},
    journey::joined,
};

/// A request with the version that it was decided on.
async fn change(door: &Door, who: &str, path: &str, tag: &str, form: &Value) -> Said {
    let mut request = request(who, Method::PUT, path, Some(form.clone()), "sample-key");
    request.headers_mut().insert(header::IF_MATCH, tag.parse().unwrap());
    door.send(request).await
}

/// Where a report finds fault.
pub(crate) fn pointers(said: &Said) -> Vec<String> {
    let json = said.json();
    let errors = json["errors"].as_array().unwrap().iter();
    errors.map(|error| error["pointer"].as_str().unwrap().to_owned()).collect()
}

/// Agrees to a purpose, on the web.
pub(crate) async fn agree(door: &Door, (person, token): &(String, String), purpose: &str) {
    let wording = format!("{}-consent", purpose.replace('_', "-"));
    let form = json!({
        "person": person, "purpose": purpose, "decision": "given", "wording": wording, "version": 1, "method": "web",
    });
    let said = door.post(token, "/consents", form).await;
    assert_eq!(said.status, StatusCode::NO_CONTENT, "{:?}", said.json());
}

fn names(said: &Said) -> Vec<String> {
    let json = said.json();
    json["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn details_are_replaced_as_they_were_read_and_read_back_as_they_were_sent() {
    let door = Door::open().await;
    let (person, token) = joined(&door, 17).await;
    let (post, ended) = (
        json!({ "organisationName": "A sample employer", "jobTitle": "Sampler", "level": "afc_8a", "from": "2027-01-04" }),
        json!({ "organisationName": "Another one", "from": "2020-01-01", "until": "2027-01-04" }),
    );
    let form = json!({
        "name": "Sample Person Seventeen",
        "knownAs": "Sam",
        "emails": ["sample.person.17@example.org"],
        "posts": [post, ended],
        "professionalRegistrations": [{ "body": "gmc", "number": "1234567" }],
    });
    assert_eq!(
        door.ask(&token, Method::PUT, "/people/me", Some(form.clone())).await.status,
        StatusCode::PRECONDITION_REQUIRED
    );
    let said = change(&door, &token, "/people/me", "\"1\"", &form).await;
    assert_eq!(said.status, StatusCode::NO_CONTENT, "{:?}", said.json());
    let own = door.get(&token, "/people/me").await;
    assert_eq!(own.header(header::ETAG), "\"2\"");
    let read = own.json();
    assert_eq!((&read["name"], &read["knownAs"]), (&form["name"], &form["knownAs"]));
    for part in ["emails", "posts", "professionalRegistrations"] {
        assert_eq!(read["details"][part], form[part], "{part}");
    }
    let again = change(&door, &token, "/people/me", "\"1\"", &form).await;
    assert_eq!(again.status, StatusCode::PRECONDITION_FAILED);

    let mut moved = form.clone();
    moved["emails"] = json!(["sample.person.17@moved.example.org"]);
    let own = change(&door, &token, "/people/me", "\"2\"", &moved).await;
    assert_eq!((own.status, own.code()), (StatusCode::FORBIDDEN, "not_allowed".to_owned()));
    let path = format!("/people/{person}");
    let run = change(&door, "administrator", &path, "\"2\"", &moved).await;
    assert_eq!(run.status, StatusCode::NO_CONTENT, "{:?}", run.json());
}

#[tokio::test]
async fn every_fault_of_details_is_told_at_its_place_and_nothing_of_what_was_written() {
    let door = Door::open().await;
    let (_, token) = joined(&door, 1).await;
    let form = json!({
        "name": "",
        "emails": ["wombat-17"],
        "posts": [
            { "organisation": "RX1", "organisationName": "wombat-17", "from": "wombat-17" },
            { "from": "2027-01-04", "until": "2027-01-04", "organisationName": "A sample employer", "level": "wombat-17" },
            {},
        ],
        "professionalRegistrations": [{ "body": "wombat-17" }],
        "wombat-17": 17,
    });
    let said = change(&door, &token, "/people/me", "\"1\"", &form).await;
    assert_eq!(said.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        pointers(&said),
        [
            "",
            "/name",
            "/emails/0",
            "/posts/0/organisation",
            "/posts/0/from",
            "/posts/1/level",
            "/posts/1/until",
            "/posts/2/organisation",
            "/posts/2/from",
            "/professionalRegistrations/0/body",
            "/professionalRegistrations/0/number",
        ]
    );
    assert!(!String::from_utf8(said.body).unwrap().contains("wombat-17"));
}

#[tokio::test]
async fn somebody_pauses_resumes_and_becomes_a_member() {
    let door = Door::open().await;
    let (person, token) = joined(&door, 17).await;
    let membership = async || door.get(&token, "/people/me").await.json()["details"]["membership"].clone();
    let post = async |who: &str, path: &str| door.ask(who, Method::POST, path, None).await;
    assert_eq!(post(&token, "/people/me/pause").await.status, StatusCode::NO_CONTENT);
    assert_eq!(membership().await, json!({ "kind": "ally", "standing": "paused" }));
    assert_eq!(post(&token, "/people/me/pause").await.status, StatusCode::CONFLICT);
    let path = format!("/people/{person}/resume");
    assert_eq!(post("administrator", &path).await.status, StatusCode::NO_CONTENT);
    assert_eq!(post(&token, "/people/me/resume").await.code(), "membership.not_paused");

    let form = json!({
        "to": "member",
        "declaration": { "wording": "member-declaration", "version": 1 },
        "privacyNotice": { "wording": "privacy-notice", "version": 1 },
    });
    let said = door.post(&token, "/people/me/convert", form.clone()).await;
    assert_eq!(said.status, StatusCode::NO_CONTENT, "{:?}", said.json());
    assert_eq!(membership().await, json!({ "kind": "member", "standing": "active" }));
    assert_eq!(door.post(&token, "/people/me/convert", form).await.status, StatusCode::CONFLICT);

    let wrong =
        json!({ "to": "wombat", "declaration": {}, "privacyNotice": { "wording": "X Y", "version": 0 } });
    let said = door.post(&token, "/people/me/convert", wrong).await;
    let expected = [
        "/to",
        "/declaration/wording",
        "/declaration/version",
        "/privacyNotice/wording",
        "/privacyNotice/version",
    ];
    assert_eq!(
        (said.status, pointers(&said)),
        (StatusCode::UNPROCESSABLE_ENTITY, expected.map(str::to_owned).to_vec())
    );
}

#[tokio::test]
async fn nobody_changes_what_is_anothers_and_who_is_there_is_not_told() {
    let door = Door::open().await;
    let ((other, _), (_, token)) = (joined(&door, 1).await, joined(&door, 2).await);
    let form = json!({ "name": "Sample Person 1", "emails": ["sample.person.1@example.org"] });
    let conversion = json!({
        "to": "member",
        "declaration": { "wording": "member-declaration", "version": 1 },
        "privacyNotice": { "wording": "privacy-notice", "version": 1 },
    });
    let nobody = uuid::Uuid::from_u128(0xdead_beef).to_string();
    let mut bodies = Vec::new();
    for person in [&other, &nobody] {
        let path = format!("/people/{person}");
        bodies.push(change(&door, &token, &path, "\"1\"", &form).await);
        bodies.push(door.ask(&token, Method::POST, &format!("{path}/pause"), None).await);
        bodies.push(door.ask(&token, Method::POST, &format!("{path}/resume"), None).await);
        bodies.push(door.post(&token, &format!("{path}/convert"), conversion.clone()).await);
    }
    for said in &bodies {
        assert_eq!((said.status, &said.body), (StatusCode::NOT_FOUND, &bodies[0].body));
    }
    let public = door.ask("", Method::POST, &format!("/people/{other}/pause"), None).await;
    assert_eq!((public.status, public.code()), (StatusCode::FORBIDDEN, "not_allowed".to_owned()));
}

#[tokio::test]
async fn people_are_listed_and_found_by_who_may_see_them_and_nothing_of_a_name_is_in_an_address() {
    let door = Door::open().await;
    let mut people = Vec::new();
    for n in 1..=5 {
        people.push(joined(&door, n).await);
    }
    let listed = door.get("administrator", "/people?size=3").await;
    assert_eq!(names(&listed).len(), 3);
    let link = listed.header(header::LINK).to_owned();
    let next = listed.json()["next"].as_str().unwrap().to_owned();
    assert_eq!(link, format!("</api/v1/people?size=3&after={next}>; rel=\"next\""));
    let rest = door.get("administrator", &format!("/people?size=3&after={next}")).await;
    assert_eq!((names(&rest).len(), rest.header(header::LINK)), (2, ""));

    let (mut form, mut seen) = (json!({ "text": "SAM per", "size": 2 }), Vec::new());
    loop {
        let page = door.post("administrator", "/people/search", form.clone()).await;
        assert_eq!((page.status, page.header(header::LINK)), (StatusCode::OK, ""), "{:?}", page.json());
        seen.extend(names(&page));
        let Some(next) = page.json().get("next").cloned() else { break };
        form["after"] = next;
    }
    seen.sort();
    assert_eq!(seen, (1..=5).map(|n| format!("Sample Person {n}")).collect::<Vec<_>>());
    let like = json!({ "text": "Sampel Person 4" });
    let like = door.post("administrator", "/people/like", like).await;
    assert!(names(&like).contains(&"Sample Person 4".to_owned()), "{:?}", like.json());

    // Who agreed to be shown is shown to others of the network, as an entry, and nobody else is.
    agree(&door, &people[3], "directory").await;
    let entry = json!({ "items": [{ "person": people[3].0, "name": "Sample Person 4" }] });
    let others = &people[0].1;
    let form = json!({ "text": "Sample Person 4" });
    assert_eq!(door.post(others, "/people/search", form.clone()).await.json(), entry);
    assert_eq!(
        door.post(others, "/people/like", json!({ "text": "Sample Person 4", "size": 1 })).await.json(),
        entry
    );
    for who in ["", &format!("analyst-{}", people[1].0), &format!("auditor-{}", people[1].0)] {
        for path in ["/people/search", "/people/like"] {
            assert_eq!(
                door.post(who, path, form.clone()).await.json(),
                json!({ "items": [] }),
                "{who} {path}"
            );
        }
        assert_eq!(door.get(who, "/people").await.json(), json!({ "items": [] }), "{who}");
    }
}

#[tokio::test]
async fn a_search_that_is_not_of_its_form_is_refused_with_every_fault() {
    let door = Door::open().await;
    let form = json!({ "size": 501, "after": { "word": "", "person": "17" }, "name": "Sample" });
    let said = door.post("administrator", "/people/search", form).await;
    let expected = ["", "/text", "/size", "/after/word", "/after/person"];
    assert_eq!(
        (said.status, pointers(&said)),
        (StatusCode::UNPROCESSABLE_ENTITY, expected.map(str::to_owned).to_vec())
    );
    let said =
        door.post("administrator", "/people/like", json!({ "text": "\u{0}", "size": 0, "after": {} })).await;
    let expected = ["", "/text", "/size"];
    assert_eq!(
        (said.status, pointers(&said)),
        (StatusCode::UNPROCESSABLE_ENTITY, expected.map(str::to_owned).to_vec())
    );
    let with = door.get("administrator", "/people?text=Sample").await;
    assert_eq!(with.status, StatusCode::BAD_REQUEST, "a name is not asked for in an address");
}
