//! The running of the network.

use axum::http::{Method, StatusCode};
use bln_core::{Action, Actor, AuditEntry, Id, Instant, NoticeState, RecordRef};
use bln_store::{Changes, CommitStore, OutboxStore, PageSize, Write};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    door::{Door, Said},
    journey::{joined, published},
    running::placed,
};

async fn do_at(door: &Door, who: &str, path: &str) -> Said {
    door.ask(who, Method::POST, path, None).await
}

#[tokio::test]
async fn the_network_is_shown_in_numbers_without_small_counts_of_people() {
    let door = Door::open().await;
    published(&door, 3).await;
    let analyst = format!("analyst-{}", Uuid::from_u128(0xa1));
    for n in 0..12 {
        if n == 10 {
            let counted = door.get(&analyst, "/network/overview").await.json();
            assert_eq!(counted["people"], json!([{ "kind": "ally", "standing": "active" }]));
        }
        joined(&door, n).await;
    }
    let shown = door.get(&analyst, "/network/overview").await;
    let expected = json!({
        "people": [{ "kind": "ally", "standing": "active", "people": 12 }],
        "byRegion": [{ "people": 12 }],
        "byOrganisation": [{ "people": 12 }],
        "eventsByPillar": [{ "pillar": "celebration", "events": 1 }],
        "eventsByState": [{ "state": "published", "events": 1 }],
        "places": [{ "mode": "online", "places": 3 }],
    });
    assert_eq!((shown.status, shown.json()), (StatusCode::OK, expected));
    assert_eq!(door.get("administrator", "/network/faults").await.json(), json!({ "faults": [] }));
}

#[tokio::test]
async fn people_are_reminded_once() {
    let door = Door::open().await;
    let event = published(&door, 3).await;
    placed(&door, &joined(&door, 1).await, &event).await;
    assert_eq!(do_at(&door, "administrator", "/network/remind").await.json(), json!({ "events": 0 }));
    door.at("2027-03-31T12:00:00Z");
    for events in [1, 0] {
        let reminded = do_at(&door, "administrator", "/network/remind").await;
        assert_eq!((reminded.status, reminded.json()), (StatusCode::OK, json!({ "events": events })));
    }
}

/// Has somebody begin to send the first notice of the outbox, and never say what became of it.
async fn parked(door: &Door) -> u64 {
    let notice = door.store.outbox_page(None, PageSize::MAX).await.unwrap().items.remove(0);
    let since: Instant = "2027-03-01T09:00:00Z".parse().unwrap();
    let id = Id::new(Uuid::from_u128(1 << 120));
    let entry = AuditEntry::new(id, since, Actor::public(), Action::DispatchNotice, RecordRef::Network);
    let (position, before) = (notice.position, notice.state);
    let write = Write::NoticeState { position, before, after: NoticeState::Claimed { since } };
    door.store.commit(Changes::new(entry).write(write)).await.unwrap();
    position.0
}

#[tokio::test]
async fn a_notice_of_which_nobody_knows_whether_it_was_sent_is_settled_by_a_person() {
    let door = Door::open().await;
    let (person, _) = joined(&door, 1).await;
    let position = parked(&door).await;
    let path = "/network/parked-notices";
    assert_eq!(
        door.get("administrator", path).await.json(),
        json!({ "notices": [] }),
        "it may be on its way"
    );
    door.at("2027-03-01T09:11:00Z");
    let listed = door.get("administrator", path).await;
    let notice = listed.json()["notices"][0].clone();
    assert_eq!(
        (&notice["position"], &notice["since"]),
        (&json!(position), &json!("2027-03-01T09:00:00.000000Z"))
    );
    assert!(notice["kind"].is_string() && notice["notice"].is_string());
    assert!(!listed.json().to_string().contains(&person), "for whom it is, nobody reads");
    let settle = format!("{path}/{position}/settle");
    for (answer, told) in
        [(json!({}), "draft.missing"), (json!({ "answer": "maybe" }), "draft.unknown_choice")]
    {
        let said = door.post("administrator", &settle, answer).await;
        assert_eq!(said.told(), [format!("/answer {told}")]);
    }
    let answer = json!({ "answer": "was_sent" });
    let settled = door.post("administrator", &settle, answer.clone()).await;
    assert_eq!(settled.status, StatusCode::NO_CONTENT);
    let again = door.post("administrator", &settle, answer.clone()).await;
    let nowhere = door.post("administrator", &format!("{path}/first/settle"), answer).await;
    assert_eq!((again.status, again.body), (StatusCode::NOT_FOUND, nowhere.body));
}

#[tokio::test]
async fn what_is_over_its_period_is_told_and_then_removed() {
    let door = Door::open().await;
    let (person, own) = joined(&door, 1).await;
    assert_eq!(do_at(&door, &own, "/people/me/leave").await.status, StatusCode::NO_CONTENT);
    door.at("2037-03-01T09:00:00Z");
    let left = |said: &Said| {
        assert_eq!(said.status, StatusCode::OK, "{:?}", said.json());
        let over = said.json()["over"].as_array().unwrap().clone();
        assert_eq!((over.len(), &said.json()["at"]), (11, &json!("2037-03-01T09:00:00.000000Z")));
        over.into_iter().find(|over| over["category"] == "left_member").unwrap()
    };
    let due =
        json!({ "category": "left_member", "due": 1, "oldest": "2027-03-01T09:00:00.000000Z", "held": 0 });
    for _ in 0..2 {
        assert_eq!(left(&door.get("administrator", "/network/retention").await), due, "nothing is removed");
    }
    assert_eq!(left(&do_at(&door, "administrator", "/network/retention/apply").await), due);
    let path = format!("/people/{person}");
    assert_eq!(door.get("administrator", &path).await.status, StatusCode::NOT_FOUND);
    let nothing = json!({ "category": "left_member", "due": 0, "held": 0 });
    assert_eq!(left(&door.get("administrator", "/network/retention").await), nothing);
    assert_eq!(do_at(&door, "administrator", "/network/scrub").await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn whoever_does_not_run_the_network_may_do_none_of_it() {
    let door = Door::open().await;
    let (person, own) = joined(&door, 1).await;
    let answer = Some(json!({ "answer": "was_sent" }));
    let operations: [(Method, &str, Option<Value>); 8] = [
        (Method::GET, "overview", None),
        (Method::GET, "faults", None),
        (Method::POST, "remind", None),
        (Method::GET, "parked-notices", None),
        (Method::POST, "parked-notices/1/settle", answer),
        (Method::GET, "retention", None),
        (Method::POST, "retention/apply", None),
        (Method::POST, "scrub", None),
    ];
    for who in ["", &own, &format!("facilitator-{person}"), &format!("auditor-{person}")] {
        for (method, path, form) in operations.clone() {
            let said = door.ask(who, method, &format!("/network/{path}"), form).await;
            assert_eq!(
                (said.status, said.code()),
                (StatusCode::FORBIDDEN, "not_allowed".to_owned()),
                "{path}"
            );
        }
    }
}
