//! Erasing a person, and giving them what is kept about them.

use crate::support::{World, admin};
use bln_core::{
    Actor, Audience, ConsentAnswer, ConsentMethod, ConsentRequest, Interests, Limits, Pillar, Pillars,
    Places, PlacesByMode, Prose, PurposeCode, RecordRef, Refusal, RegistrationState,
    bounce::{AddressRecord, Delivery},
};
use bln_service::{KeyDestroyed, NetworkError, Placement};
use bln_store::{Changes, Expected, PageSize, Write};
use serde_json::Value;

async fn one_place(world: &World) -> bln_core::Id<bln_core::Event> {
    world.event(Audience::MembersAndAllies, PlacesByMode::in_person(Places::new(1).unwrap())).await
}

#[tokio::test]
async fn an_erased_person_is_gone_and_their_place_is_offered_to_the_next() {
    let world = World::new().await;
    let (gone, next) = (world.member(17).await, world.ally(18).await);
    let event = one_place(&world).await;
    assert!(matches!(world.register(event, gone).await.unwrap(), Placement::Confirmed { .. }));
    assert!(matches!(world.register(event, next).await.unwrap(), Placement::Waiting { .. }));

    let certificate = world.network.erase_person(Actor::participant(gone), gone).await.unwrap();
    assert_eq!((certificate.registrations, certificate.characteristics), (1, KeyDestroyed::ThereWasNone));
    assert_eq!(world.store.person(gone).await.unwrap(), None);
    assert_eq!(world.store.registration(event, gone).await.unwrap(), None);
    let offered = world.store.registration(event, next).await.unwrap().unwrap().record;
    assert!(matches!(offered.state(), RegistrationState::Offered { .. }));
    assert_eq!(world.network.verify(admin()).await.unwrap(), vec![]);

    let again = world.network.erase_person(admin(), gone).await.unwrap_err();
    assert_eq!(again, NetworkError::Refused(Refusal::NotFound));
    world.network.scrub(admin()).await.unwrap();
}

#[tokio::test]
async fn the_audit_of_an_erased_person_names_nobody_and_is_as_it_was_kept() {
    let world = World::new().await;
    let gone = world.ally(17).await;
    let kept = |after| world.store.kept_audit_page(after, PageSize::MAX);
    let before = kept(None).await.unwrap().items;
    let certificate = world.network.erase_person(Actor::participant(gone), gone).await.unwrap();
    let after = kept(None).await.unwrap().items;
    assert_eq!(after[..before.len()], before[..]);
    assert!(after.iter().any(|record| record.entry.id() == certificate.entry));
    for record in world.store.audit_page(None, PageSize::MAX).await.unwrap().items {
        assert!(!record.entry.actor().is(gone) && record.entry.subject().person() != Some(gone));
    }
}

#[tokio::test]
async fn a_no_outlives_the_record_and_so_does_a_yes_taken_back_by_erasure() {
    let world = World::new().await;
    let gone = world.ally(17).await;
    let wording = world.wording("bulletin-consent");
    let yes = ConsentRequest {
        person: gone,
        purpose: PurposeCode::Bulletin,
        answer: ConsentAnswer::Given(wording),
        method: ConsentMethod::Web,
    };
    world.network.answer_consent(Actor::participant(gone), yes).await.unwrap();
    let address = world.store.person(gone).await.unwrap().unwrap().person.record.emails().preferred().clone();
    let certificate = world.network.erase_person(Actor::participant(gone), gone).await.unwrap();
    assert_eq!(certificate.suppressions, 1);
    let hashes = bln_seal::suppression_hashes(&crate::support::keys(), &address).unwrap();
    let kept = world.store.suppressions(&hashes).await.unwrap();
    assert_eq!(kept.iter().map(|kept| kept.purpose()).collect::<Vec<_>>(), [PurposeCode::Bulletin]);
}

#[tokio::test]
async fn a_legal_hold_refuses_an_erasure_and_nothing_is_removed() {
    let world = World::new().await;
    let held = world.ally(17).await;
    let event = one_place(&world).await;
    world.register(event, held).await.unwrap();
    let reason = Prose::parse("A claim before the employment tribunal.").unwrap();
    let limits = Limits::none(held).hold(reason, "2027-03-01T09:00:00Z".parse().unwrap());
    let entry = bln_core::AuditEntry::new(
        bln_core::Id::new(uuid::Uuid::from_u128(99)),
        "2027-03-01T09:00:00Z".parse().unwrap(),
        admin(),
        bln_core::Action::LimitProcessing,
        RecordRef::Limits(held),
    );
    world.store.commit(Changes::new(entry).write(Write::Limits(limits, Expected::New))).await.unwrap();
    let refused = world.network.erase_person(Actor::participant(held), held).await.unwrap_err();
    assert_eq!(refused, NetworkError::Refused(Refusal::LegalHold));
    assert!(world.store.registration(event, held).await.unwrap().is_some());
}

#[tokio::test]
async fn people_are_given_everything_and_administrators_only_on_request() {
    let world = World::new().await;
    let person = world.member(17).await;
    let event = one_place(&world).await;
    world.register(event, person).await.unwrap();
    let given = world.network.subject_access(Actor::participant(person), person).await.unwrap();
    let json: Value = serde_json::from_str(&given.to_json()).unwrap();
    assert_eq!(json["person"][0]["id"], person.to_string());
    assert_eq!(json["registrations"][0]["event"], event.to_string());
    assert_eq!(json["membership"].as_array().unwrap().len(), 2);
    assert!(!json["notices"].as_array().unwrap().is_empty());
    // The export itself is in it: it was written down before anything was told.
    let done: Vec<_> = json["audit"].as_array().unwrap().iter().map(|entry| &entry["action"]).collect();
    assert!(done.contains(&&Value::from("person.export")), "{done:?}");
    for (part, entries) in given.contents() {
        assert_eq!(json[part].as_array().unwrap().len(), entries, "{part}");
    }
    assert!(given.to_text().contains("Events you registered for"));

    let refused = world.network.subject_access(admin(), person).await.unwrap_err();
    assert_eq!(refused, NetworkError::Refused(Refusal::NoOpenRequest));
}

#[tokio::test]
async fn people_are_given_what_they_want_to_read_about_and_what_is_known_of_their_addresses() {
    let world = World::new().await;
    let person = world.member(17).await;
    let others = world.member(18).await;
    let record = world.store.person(person).await.unwrap().unwrap().person.record;
    let held = AddressRecord::new(person, record.emails().preferred().clone());
    let failed = "2027-03-01T09:00:00Z".parse().unwrap();
    let entry = bln_core::AuditEntry::new(
        bln_core::Id::new(uuid::Uuid::from_u128(99)),
        failed,
        Actor::participant(person),
        bln_core::Action::SetInterests,
        RecordRef::Interests(person),
    );
    let pillars = |pillar| Pillars::new([pillar]).unwrap();
    let changes = Changes::new(entry)
        .write(Write::Interests(Interests::new(person, pillars(Pillar::Legacy)), Expected::New))
        .write(Write::Interests(Interests::new(others, pillars(Pillar::Celebration)), Expected::New))
        .write(Write::AddressRecord(held.after(Delivery::PermanentFailure, failed), Expected::New));
    world.store.commit(changes).await.unwrap();
    let given = world.network.subject_access(Actor::participant(person), person).await.unwrap();
    let json: Value = serde_json::from_str(&given.to_json()).unwrap();
    assert_eq!(json["interests"][0]["pillars"], "legacy");
    assert_eq!(json["addresses"][0]["address"], record.emails().preferred().as_str());
    assert!(!json["addresses"][0]["held_since"].is_null());
    assert!(!given.to_text().contains("celebration"));
}
