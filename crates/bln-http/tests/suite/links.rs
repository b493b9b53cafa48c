//! Links in letters: what they tell, what they do, and what they tell nobody.

use axum::http::StatusCode;
use bln_core::{Action, ActionLink, Actor, AuditEntry, Id, Instant, LinkAction, PurposeCode, RecordRef};
use bln_seal::Token;
use bln_store::{Changes, CommitStore, Write};
use chrono::TimeDelta;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    door::{Door, Said},
    journey::{joined, published},
    running::placed,
};

/// A link as a letter carries it, for a day: the text of its token.
async fn mailed(door: &Door, person: &str, action: LinkAction, n: u8) -> String {
    let token = Token::from_random([n; 32]);
    let now: Instant = "2027-03-01T09:00:00Z".parse().unwrap();
    let person = person.parse().unwrap();
    let link = ActionLink::new(token.hash(), person, action, now.plus(TimeDelta::days(1)));
    let id = Id::new(Uuid::from_u128(u128::from(n) << 120));
    let entry = AuditEntry::new(id, now, Actor::public(), Action::DispatchNotice, RecordRef::Person(person));
    door.store.commit(Changes::new(entry).write(Write::ActionLink(link))).await.unwrap();
    token.reveal()
}

async fn ask(door: &Door, verb: &str, token: &str) -> Said {
    door.post("", &format!("/links/{verb}"), json!({ "token": token })).await
}

#[tokio::test]
async fn a_link_is_told_first_and_done_once() {
    let door = Door::open().await;
    let (person, own) = joined(&door, 1).await;
    let agreed = json!({ "person": person, "purpose": "bulletin", "decision": "given", "method": "web",
        "wording": "bulletin-consent", "version": 1 });
    let said = door.post(&own, "/consents", agreed).await;
    assert_eq!(said.status, StatusCode::NO_CONTENT, "{:?}", said.json());
    let unsubscribe = LinkAction::Unsubscribe { purpose: PurposeCode::Bulletin };
    let token = mailed(&door, &person, unsubscribe, 1).await;
    for _ in 0..2 {
        let told = ask(&door, "peek", &token).await;
        assert_eq!(
            (told.status, told.json()),
            (StatusCode::OK, json!({ "kind": "unsubscribe", "purpose": "bulletin" }))
        );
    }
    let consents = async || door.get(&own, "/people/me").await.json()["details"]["consents"].clone();
    assert_eq!(consents().await, json!([{ "purpose": "bulletin", "given": true }]));
    let done = ask(&door, "redeem", &token).await;
    assert_eq!(
        (done.status, done.json()),
        (StatusCode::OK, json!({ "done": "unsubscribed", "purpose": "bulletin" }))
    );
    assert_eq!(consents().await, json!([{ "purpose": "bulletin", "given": false }]));
    assert_eq!(ask(&door, "redeem", &token).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn an_offer_is_answered_by_a_link() {
    let door = Door::open().await;
    let event = published(&door, 1).await;
    let (first, second) = (joined(&door, 1).await, joined(&door, 2).await);
    placed(&door, &first, &event).await;
    placed(&door, &second, &event).await;
    let own = format!("/events/{event}/registrations/me");
    door.ask(&first.1, axum::http::Method::DELETE, &own, None).await;
    let accept = LinkAction::AcceptOffer { event: event.parse().unwrap() };
    let token = mailed(&door, &second.0, accept, 1).await;
    assert_eq!(ask(&door, "peek", &token).await.json(), json!({ "kind": "accept_offer", "event": event }));
    let done = ask(&door, "redeem", &token).await.json();
    assert_eq!(done, json!({ "done": "accepted", "event": event, "mode": "online" }));
    let decline = LinkAction::DeclineOffer { event: event.parse().unwrap() };
    let late = mailed(&door, &second.0, decline, 2).await;
    assert_eq!(ask(&door, "redeem", &late).await.code(), "link.not_live", "the offer is not there any more");
}

#[tokio::test]
async fn a_token_that_does_nothing_tells_nothing() {
    let door = Door::open().await;
    let (person, _) = joined(&door, 1).await;
    let unsubscribe = LinkAction::Unsubscribe { purpose: PurposeCode::Bulletin };
    let (used, over) =
        (mailed(&door, &person, unsubscribe, 1).await, mailed(&door, &person, unsubscribe, 2).await);
    assert_eq!(ask(&door, "redeem", &used).await.status, StatusCode::OK);
    door.at("2027-03-02T09:00:00Z");
    let unknown = Token::from_random([3; 32]).reveal();
    for verb in ["peek", "redeem"] {
        let expected = ask(&door, verb, &unknown).await;
        assert_eq!((expected.status, expected.code()), (StatusCode::CONFLICT, "link.not_live".to_owned()));
        for token in [&used, &over, "", "no token", &"x".repeat(4_000)] {
            let said = ask(&door, verb, token).await;
            assert_eq!((said.status, &said.body), (expected.status, &expected.body), "{verb}");
        }
    }
}

#[tokio::test]
async fn every_fault_of_a_link_is_told_at_its_place() {
    let door = Door::open().await;
    for path in ["/links/peek", "/links/redeem"] {
        let said = async |form: Value| door.post("", path, form).await.told();
        assert_eq!(said(json!({})).await, ["/token draft.missing"]);
        assert_eq!(said(json!({ "token": 7 })).await, ["/token draft.wrong_type"]);
        assert_eq!(
            said(json!({ "token": null, "to": 7 })).await,
            [" draft.unknown_field", "/token draft.missing"]
        );
    }
}
