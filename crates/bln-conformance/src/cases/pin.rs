//! What a decision only read must not have moved.

use bln_core::{
    BulletinState, ModeChoice, Pillar, PurposeCode, RecordRef, TestimonialState, ThemeState, Version,
};
use bln_store::{Expected, Store, Write};

use crate::{check, desk, samples};

/// A change set passes when every record it pins is at the version it names.
pub async fn pin_that_holds_lets_the_change_pass(store: &dyn Store) {
    for record in one_of_each_kind(store).await {
        let changes = samples::changes().pin(record.clone(), Version::FIRST);
        check::commit(store, changes).await;
    }
}

/// A change set is stale when a record it pins has moved on, is not that far yet, or is not there; for every kind
/// of record that has a version.
pub async fn pin_that_fails_is_stale(store: &dyn Store) {
    let missing = RecordRef::Person(samples::person_id(99));
    check::assert_stale(store, samples::changes().pin(missing.clone(), Version::FIRST), missing).await;
    for record in one_of_each_kind(store).await {
        let ahead = samples::changes().pin(record.clone(), check::version(2));
        check::assert_stale(store, ahead, record).await;
    }
    check::put(store, [Write::Person(samples::renamed(1, 1), Expected::At(Version::FIRST))]).await;
    let person = RecordRef::Person(samples::person_id(1));
    check::assert_stale(store, samples::changes().pin(person.clone(), Version::FIRST), person).await;
}

/// The network's wordings, messages and figures have no version, so that there is none they can be pinned at.
pub async fn pin_on_the_network_is_stale(store: &dyn Store) {
    check::put(store, samples::ground()).await;
    let changes = samples::changes().pin(RecordRef::Network, Version::FIRST);
    check::assert_stale(store, changes, RecordRef::Network).await;
    check::drafted(store, 1).await;
    check::put(store, [Write::Message(samples::message(1, 1))]).await;
    let message = RecordRef::Message(samples::message_id(1));
    check::assert_stale(store, samples::changes().pin(message.clone(), Version::FIRST), message).await;
    check::put(store, [Write::Figure(samples::figure(1))]).await;
    let figure = RecordRef::Figure(samples::figure_id(1));
    check::assert_stale(store, samples::changes().pin(figure.clone(), Version::FIRST), figure).await;
}

/// Nothing is written when a pin fails, be it the last of several.
pub async fn failed_pin_leaves_nothing(store: &dyn Store) {
    let held = one_of_each_kind(store).await;
    let write = Write::Person(samples::person(2), Expected::New);
    let changes = held
        .iter()
        .fold(check::writes([write]), |changes, record| changes.pin(record.clone(), Version::FIRST));
    let missing = RecordRef::Event(samples::event_id(99));
    check::assert_stale(store, changes.pin(missing.clone(), Version::FIRST), missing).await;
    assert_eq!(store.person(samples::person_id(2)).await.unwrap(), None);
}

/// Pins are checked against what was there before the change set's own writes.
pub async fn pins_are_checked_before_the_writes(store: &dyn Store) {
    check::put(store, [Write::Person(samples::person(1), Expected::New)]).await;
    let person = RecordRef::Person(samples::person_id(1));
    let write = Write::Person(samples::renamed(1, 1), Expected::At(Version::FIRST));
    check::commit(store, check::writes([write]).pin(person, Version::FIRST)).await;

    // One that is new in this change set was not there before.
    let new = RecordRef::Person(samples::person_id(2));
    let write = Write::Person(samples::person(2), Expected::New);
    check::assert_stale(store, check::writes([write]).pin(new.clone(), Version::FIRST), new).await;
}

/// Of two change sets that each pin what the other writes, decided on the same versions, one passes.
pub async fn write_skew_is_refused(store: &dyn Store) {
    check::put(store, [1, 2].map(|n| Write::Person(samples::person(n), Expected::New))).await;
    for round in 1..=10 {
        let outcomes = check::at_once(2, |n| async move {
            let (written, pinned) = (1 + n, 2 - n);
            let write = Write::Person(samples::renamed(written, round), Expected::At(check::version(round)));
            let pinned = RecordRef::Person(samples::person_id(pinned));
            store.commit(check::writes([write]).pin(pinned, check::version(round))).await
        });
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        // Bring the one that was not written to the same version.
        let loser = if outcomes[0].is_ok() { 2 } else { 1 };
        let write = Write::Person(samples::renamed(loser, round), Expected::At(check::version(round)));
        check::put(store, [write]).await;
    }
}

/// One record of every kind that has a version, each at its first.
async fn one_of_each_kind(store: &dyn Store) -> Vec<RecordRef> {
    let event = desk::event_with_places(store, 1, samples::in_person(1), 1).await;
    let person = samples::person_id(1);
    desk::seat(store, event, &[desk::register(1, ModeChoice::InPerson)], samples::now()).await;
    let other = samples::event_id(2);
    let entries = vec![samples::consent_given(PurposeCode::Bulletin, samples::now())];
    check::put(
        store,
        [
            Write::Membership(samples::ally(1), Expected::New),
            Write::Consent { person, entries, expected: Expected::New },
            Write::Event(samples::event(2, bln_core::Modes::InPerson), Expected::New),
            Write::Seats(bln_core::Seats::new(other, samples::in_person(1)), Expected::New),
            Write::Characteristics(samples::sealed(1, 1), Expected::New),
            Write::Limits(samples::limits(1, 1), Expected::New),
            Write::RightsRequest(samples::request(1, 1), Expected::New),
            Write::Facilitation(samples::facilitation(1, 1, 1), Expected::New),
            Write::Theme(samples::theme(1, 1, ThemeState::Gathering), Expected::New),
            Write::Testimonial(samples::testimonial(1, 1, TestimonialState::Offered), Expected::New),
            Write::TestimonialUse(samples::testimonial_use(1, 1, None), Expected::New),
            Write::Recognition(samples::recognition(1, 1), Expected::New),
            Write::Resource(samples::resource(1), Expected::New),
            Write::Initiative(samples::initiative(1), Expected::New),
            Write::Legacy {
                initiative: samples::initiative_id(1),
                entries: vec![samples::legacy_entry(1, 1, samples::ask(1))],
                expected: Expected::New,
            },
            Write::Bulletin(samples::bulletin(1, BulletinState::Draft), Expected::New),
            Write::Interests(samples::interests(1, &[Pillar::Legacy]), Expected::New),
        ],
    )
    .await;
    vec![
        RecordRef::Organisation(samples::code("RX1")),
        RecordRef::Person(person),
        RecordRef::Membership(person),
        RecordRef::Consent(person),
        RecordRef::Event(event),
        RecordRef::Seats(other),
        RecordRef::Registration { event, person },
        RecordRef::Characteristics(person),
        RecordRef::Limits(person),
        RecordRef::RightsRequest(samples::request_id(1)),
        RecordRef::Facilitation { event, person },
        RecordRef::Theme(samples::theme_id(1)),
        RecordRef::Testimonial(samples::testimonial_id(1)),
        RecordRef::TestimonialUse(samples::testimonial_use_id(1)),
        RecordRef::Recognition(samples::recognition_id(1)),
        RecordRef::Resource(samples::resource_id(1)),
        RecordRef::Initiative(samples::initiative_id(1)),
        RecordRef::Legacy(samples::initiative_id(1)),
        RecordRef::Bulletin(samples::bulletin_id(1)),
        RecordRef::Interests(person),
    ]
}
