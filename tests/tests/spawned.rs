//! Every verb can be spawned as a task, as every door of a web server does: its future is `Send` wherever it is
//! awaited. Most of this test is that it compiles.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use bln_core::{
    Actor, Audience, BelongingKind, ConsentAnswer, ConsentMethod, ConsentRequest, Id, Mode, ModeChoice,
    Modes, OdsCode, PlannedEvent, PurposeCode, Refusal, RegistrationRequest,
};
use bln_service::NetworkError;
use bln_store::PageSize;
use bln_tests::{World, admin, ally_application, details, event_details, memory, places, wording};

/// Runs an expression that awaits in a task of its own.
macro_rules! spawned {
    ($network:ident => $verb:expr) => {{
        let $network = $network.clone();
        tokio::spawn(async move { $verb.await }).await.unwrap()
    }};
}

#[tokio::test]
async fn every_verb_can_be_spawned() {
    let world = World::on(memory()).await;
    let network = &world.network;
    let key = |n: u32| bln_store::IdempotencyKey::parse(format!("spawned-{n}")).unwrap();
    let (size, code) = (PageSize::MAX, OdsCode::parse("RX1").unwrap());
    let me = spawned!(network => network.apply(Actor::public(), ally_application(1), key(1))).unwrap();
    let my = Actor::participant(me);
    let plan = PlannedEvent {
        details: event_details(Audience::Public, Modes::InPerson),
        places: places(1),
        repeats: None,
    };
    let event = spawned!(network => network.create_event(admin(), plan, key(2))).unwrap().events[0];
    spawned!(network => network.publish_event(admin(), event)).unwrap();
    let version = spawned!(network => network.event(my, event)).unwrap().version;
    let details_of_event = event_details(Audience::Public, Modes::InPerson);
    let same = details_of_event.clone();
    spawned!(network => network.change_event(admin(), event, same, version)).unwrap();
    let stale =
        spawned!(network => network.reshape_event(admin(), event, details_of_event, places(2), version));
    assert_eq!(stale, Err(NetworkError::Changed));
    spawned!(network => network.resize_event(admin(), event, places(2))).unwrap();
    let request = RegistrationRequest { event, person: me, choice: ModeChoice::Either };
    spawned!(network => network.register(my, request, key(3))).unwrap();
    spawned!(network => network.registration(my, event, me)).unwrap();
    spawned!(network => network.joining_link(my, event, me)).unwrap();
    assert_eq!(
        spawned!(network => network.accept_offer(my, event, me)),
        Err(NetworkError::Refused(Refusal::NoOffer))
    );
    assert_eq!(
        spawned!(network => network.decline_offer(my, event, me)),
        Err(NetworkError::Refused(Refusal::NoOffer))
    );
    let early = Err(NetworkError::Refused(Refusal::CheckInNotOpen));
    assert_eq!(spawned!(network => network.check_in(admin(), event, me)), early);
    let stranger = Id::new(uuid::Uuid::from_u128(1));
    assert!(spawned!(network => network.walk_up(admin(), event, stranger, Mode::InPerson, key(4))).is_err());
    assert_eq!(spawned!(network => network.expire_offers(admin())), Ok(0));
    spawned!(network => network.cancel_registration(my, event, me)).unwrap();
    spawned!(network => network.remove_registration(admin(), event, me)).unwrap();
    let over = spawned!(network => network.complete_event(admin(), event));
    assert_eq!(over, Err(NetworkError::Refused(Refusal::EventNotOver)));
    spawned!(network => network.cancel_event(admin(), event)).unwrap();
    spawned!(network => network.seats(admin(), event)).unwrap();
    spawned!(network => network.programme(my, None, size)).unwrap();

    let answer = ConsentAnswer::Given(wording("directory-consent"));
    let (purpose, method) = (PurposeCode::Directory, ConsentMethod::Web);
    let request = ConsentRequest { person: me, purpose, answer, method };
    spawned!(network => network.answer_consent(my, request)).unwrap();
    spawned!(network => network.pause(my, me)).unwrap();
    spawned!(network => network.resume(my, me)).unwrap();
    let (declaration, notice) = (wording("member-declaration"), wording("privacy-notice"));
    spawned!(network => network.convert(my, me, BelongingKind::Member, declaration, notice)).unwrap();
    let _nothing_waits = spawned!(network => network.approve(admin(), me));
    let _nothing_waits = spawned!(network => network.decline(admin(), me));
    spawned!(network => network.leave(my, me)).unwrap();
    spawned!(network => network.person(admin(), me)).unwrap();
    spawned!(network => network.people(admin(), None, size)).unwrap();
    spawned!(network => network.search_people(admin(), "sample", None, size)).unwrap();
    let version = world.store.person(me).await.unwrap().unwrap().person.version;
    spawned!(network => network.change_person(admin(), me, details(2), version)).unwrap();
    spawned!(network => network.load_organisations(admin(), vec![])).unwrap();
    spawned!(network => network.organisation(code)).unwrap();
    spawned!(network => network.organisations(None, size)).unwrap();
    spawned!(network => network.overview(admin())).unwrap();
    assert_eq!(spawned!(network => network.verify(admin())).unwrap(), vec![]);
}
