//! Every operation, asked by everybody about everybody's: what is answered is what the one table of access says.

use axum::http::{Method, StatusCode};
use bln_core::{
    Actor, Id, Person, Refusal,
    access::{About, Answer, Verb, Whose, check},
};
use serde_json::{Value, json};

use crate::{
    described::operations,
    door::Door,
    journey::{ally, joined, meeting},
    recognitions::award,
    testimonials::words,
};

/// A body that is of its form, for an operation that takes one. `person` is whom it is about.
async fn body(door: &Door, operation: &str, person: &str) -> Option<Value> {
    let nobody = "00000000-0000-0000-0000-00000000beef";
    let declared = json!({ "wording": "member-declaration", "version": 1 });
    let notice = json!({ "wording": "privacy-notice", "version": 1 });
    Some(match operation {
        "apply" => ally(99),
        "change_person" => json!({ "name": "Sample Person 17", "emails": ["sample.person.17@example.org"] }),
        "convert" => json!({ "to": "member", "declaration": declared, "privacyNotice": notice }),
        "search_people" | "people_like" => json!({ "text": "sample" }),
        "answer_consent" => json!({
            "person": person, "purpose": "bulletin", "decision": "withdrawn", "method": "web",
        }),
        "ask_consents_again" | "object" => json!({ "purpose": "bulletin" }),
        "limit_processing" => json!({ "change": "release_hold" }),
        "record_ethnic_group" => json!({ "group": "prefer_not_to_say" }),
        "record_access_needs" => json!({ "provisions": ["hearing_loop"] }),
        "set_interests" => json!({ "pillars": ["legacy"] }),
        "receive_rights_request" => json!({ "right": "access" }),
        "extend_rights_request" => json!({ "reason": "It is about many years." }),
        "refuse_rights_request" => json!({ "ground": "legal_hold" }),
        "merge_people" => json!({ "other": nobody }),
        "create_event" | "reshape_event" => meeting("Sample meeting", 3),
        "resize_event" => json!({ "onlinePlaces": 3 }),
        "register" => json!({ "event": nobody, "person": person, "attending": "online" }),
        "walk_up" => json!({ "mode": "online" }),
        "message_attendees" => json!({ "words": "The room has changed." }),
        "grant_facilitation" => json!({ "lineManagementChecked": true }),
        "propose_theme" | "reword_theme" | "check_theme" => json!({ "words": "Sponsors are rare." }),
        "peek_link" | "redeem_link" => json!({ "token": "a".repeat(43) }),
        "load_organisations" => {
            json!({ "organisations": [{ "code": "RX1", "name": "A sample trust", "primaryRole": "RO197" }] })
        }
        "add_resource" => json!({
            "title": "Sample report", "kind": "report", "publisher": "Sample publisher", "published": "2022-06",
            "link": "https://example.org/report", "pillars": ["legacy"],
        }),
        "withdraw_resource" => json!({ "reason": "Its figures were wrong." }),
        "draft_bulletin" | "edit_bulletin" => json!({
            "subject": "What we did", "sections": [{ "heading": "News", "kind": "news", "news": "We met." }],
        }),
        "schedule_bulletin" => json!({ "due": "2027-03-01T09:00:00Z" }),
        "open_initiative" => {
            json!({ "title": "Fair panels", "aim": "Fair panels everywhere.", "pillars": ["legacy"] })
        }
        "append_to_legacy" => json!({
            "kind": "ask", "words": "Put an independent member on each panel.", "body": { "name": "Trust boards" },
        }),
        "close_initiative" => json!({ "conclusion": "achieved" }),
        "recognise" => award(person),
        "offer_testimonial" => words(person),
        "approve_testimonial" => json!({ "words": "I found people here who had been where I was." }),
        "record_testimonial_use" => json!({ "channel": "website", "place": "https://example.org/voices" }),
        "record_delivery" => json!({ "address": "sample.person.17@example.org", "delivery": "arrived" }),
        "held_addresses" => json!({}),
        "lift_hold" => json!({ "address": "sample.person.17@example.org" }),
        "referral" => json!({
            "route": door.get("", "/speaking-up/routes").await.json()["items"][0], "name": "Sample Person 17",
            "contact": "sample.person.17@example.org", "organisation": "Sample Trust", "words": "Please call me.",
        }),
        "settle_parked" => json!({ "answer": "was_sent" }),
        "verify_audit" | "audit_inclusion" | "audit_consistency" => {
            let auditor = "auditor-00000000-0000-0000-0000-0000000000a1";
            let taken = door.ask(auditor, Method::POST, "/audit/checkpoint", None).await.json();
            let text = taken["checkpoint"].as_str().unwrap_or_default();
            match operation {
                "verify_audit" => json!({ "checkpoints": [text] }),
                "audit_inclusion" => json!({ "position": 1, "checkpoint": text }),
                _ => json!({ "old": text, "new": text }),
            }
        }
        _ => return None,
    })
}

/// The path of an operation about a person, of things that are not there.
fn path(pattern: &str, person: &str) -> String {
    let mut path = pattern
        .replacen("/api/v1", "", 1)
        .replace("{person}", person)
        .replace("{code}", "RX1")
        .replace("{channel}", "website");
    path = path
        .replace("characteristics/{characteristic}", "characteristics/ethnic_group")
        .replace("{position}", "7");
    while let Some((before, rest)) = path.split_once('{') {
        let (_, after) = rest.split_once('}').unwrap();
        path = format!("{before}00000000-0000-0000-0000-00000000beef{after}");
    }
    path
}

/// Whether a verb is about somebody rather than about the network.
fn is_about_somebody(verb: Verb) -> bool {
    let asked = |whose| {
        bln_core::Role::ALL
            .into_iter()
            .any(|role| !matches!(verb.row().answer(role, whose), Answer::NotAllowed | Answer::NotAsked))
    };
    !asked(Whose::Network)
}

/// Everybody who can ask, with their token, for a person.
fn everybody(person: &str) -> Vec<(String, Actor)> {
    let id: Id<Person> = person.parse().unwrap();
    let signed_in =
        [Actor::participant, Actor::facilitator, Actor::administrator, Actor::analyst, Actor::auditor];
    let signed_in = signed_in.map(|actor| actor(id));
    let named = signed_in.map(|actor| (format!("{}-{person}", actor.role().name()), actor));
    std::iter::once((String::new(), Actor::public())).chain(named).collect()
}

#[tokio::test]
async fn every_operation_answers_everybody_as_the_table_says() {
    let document = serde_json::to_value(bln_http::openapi()).unwrap();
    let (mut refused, mut faults) = (0, Vec::new());
    for (method, pattern, operation) in operations(&document) {
        let verb = Verb::ALL.iter().copied().find(|verb| verb.name() == operation);
        // Who may read lists of what is public, and whoever is told of a route, is not in the table.
        let Some(verb) = verb else {
            assert!(WITHOUT_A_VERB.contains(&operation.as_str()), "{operation} is no verb");
            continue;
        };
        for own in [true, false] {
            let door = Door::open().await;
            let ((me, _), (other, _)) = (joined(&door, 17).await, joined(&door, 18).await);
            for (token, actor) in everybody(&me) {
                let person = if own { &me } else { &other };
                let about = match is_about_somebody(verb) {
                    true => About::Person(person.parse().unwrap()),
                    false => About::Network,
                };
                let described = &document["paths"][&pattern][method.as_str().to_lowercase()];
                let body = body(&door, &operation, person).await;
                assert_eq!(
                    body.is_some(),
                    !described["requestBody"].is_null(),
                    "{operation}: no body is known here"
                );
                let mut request = crate::door::request(
                    &token,
                    method.clone(),
                    &path(&pattern, person),
                    body,
                    &format!("sample-{token:0>8}"),
                );
                request.headers_mut().insert("if-match", "\"1\"".parse().unwrap());
                if method == Method::GET && pattern.ends_with("/legacy") {
                    *request.uri_mut() =
                        "/api/v1/legacy?from=2027-01-01T00:00:00Z&until=2027-03-01T00:00:00Z"
                            .parse()
                            .unwrap();
                }
                let said = door.send(request).await;
                let told = format!(
                    "{operation} as {:?} about {about:?}: {} {}",
                    actor.role(),
                    said.status,
                    said.code()
                );
                let asked = check(actor, verb, about);
                let as_told = match asked {
                    Err(Refusal::NotFound) => said.status == StatusCode::NOT_FOUND,
                    Err(_) => said.status == StatusCode::FORBIDDEN,
                    // Its form is right, and the rest is the verb's own matter.
                    Ok(()) => !matches!(said.status.as_u16(), 400 | 401 | 415 | 422 | 428 | 500..),
                };
                if !as_told {
                    faults.push(format!("{told}, and the table says {asked:?}"));
                }
                refused += usize::from(asked.is_err());
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(refused > 500, "the control: {refused} were refused");
}

/// Operations of verbs that take no actor: what they tell is public.
const WITHOUT_A_VERB: &[&str] = &["organisation", "organisations"];

/// Verbs that no operation serves, each for a reason that its module says.
const NOT_SERVED: &[(Verb, &str)] = &[
    (Verb::ChangeEvent, "an event is changed with its places, by reshape_event"),
    (Verb::Import, "a file and not a form"),
    (Verb::Dispatch, "it needs a sender"),
    (Verb::RegisterFigure, "a figure is made of evidence, which HTTP cannot release"),
    (Verb::RewrapKeys, "its cursor is opaque"),
];

#[test]
fn every_verb_is_served_or_said_not_to_be() {
    let document = serde_json::to_value(bln_http::openapi()).unwrap();
    let served: Vec<_> = operations(&document).into_iter().map(|(_, _, operation)| operation).collect();
    for &verb in Verb::ALL {
        let is_served = served.iter().any(|operation| operation == verb.name());
        let not_served = NOT_SERVED.iter().any(|(known, _)| *known == verb);
        assert!(is_served != not_served, "{}", verb.name());
    }
}
