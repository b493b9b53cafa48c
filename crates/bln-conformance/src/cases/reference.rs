//! What a record refers to must be there, unless it is meant to outlive it or to come before it.

use bln_core::{
    Action, Actor, AuditEntry, ConsentDecision, ConsentEntry, ConsentMethod, ModeChoice, Notice, NoticeKind,
    PurposeCode, RecordRef, RegistrationChange, RegistrationParts, RegistrationState, Seats, WordingRef,
};
use bln_store::{Expected, PageSize, Store, Write};

use crate::{check, desk, samples};

/// An affiliation names an organisation of the directory, or one in the person's own words.
pub async fn affiliation_to_a_missing_organisation_is_not_found(store: &dyn Store) {
    let changes = check::writes([Write::Person(samples::person_in_full(1), Expected::New)]);
    let refused = store.commit(changes).await.unwrap_err();
    let bln_store::StoreError::NotFound { record } = refused else { panic!("{refused}") };
    assert!(["RX1", "RJZ"].map(|code| RecordRef::Organisation(samples::code(code))).contains(&record));
}

/// A membership belongs to a person.
pub async fn membership_of_a_missing_person_is_not_found(store: &dyn Store) {
    check::put(store, samples::ground()).await;
    let changes = check::writes([Write::Membership(samples::ally(1), Expected::New)]);
    check::assert_not_found(store, changes, RecordRef::Person(samples::person_id(1))).await;
}

/// A consent belongs to a person.
pub async fn consent_of_a_missing_person_is_not_found(store: &dyn Store) {
    check::put(store, samples::ground()).await;
    let person = samples::person_id(1);
    let entries = vec![samples::consent_given(PurposeCode::Bulletin, samples::now())];
    let changes = check::writes([Write::Consent { person, entries, expected: Expected::New }]);
    check::assert_not_found(store, changes, RecordRef::Person(person)).await;
}

/// A declaration was made in a wording of the network and after a privacy notice of the network, an earlier one as
/// much as the current one.
pub async fn declaration_in_a_missing_wording_is_not_found(store: &dyn Store) {
    check::put(store, [Write::Person(samples::person(1), Expected::New)]).await;
    let member = samples::declaration(bln_core::BelongingKind::Member, samples::minutes(1));
    let converted = samples::ally(1).convert(member, samples::minutes(1)).unwrap();
    let needed = ["ally-statement@1", "member-declaration@1", "privacy-notice@1"];
    for reference in needed {
        let changes = check::writes([Write::Membership(converted.clone(), Expected::New)]);
        check::assert_not_found(store, changes, RecordRef::Network).await;
        check::put(store, [Write::Wording(samples::wording(reference))]).await;
    }
    check::put(store, [Write::Membership(converted, Expected::New)]).await;
}

/// A consent was given to a wording of the network; another version of it will not do.
pub async fn consent_to_a_missing_wording_is_not_found(store: &dyn Store) {
    let mut these = samples::ground();
    these.push(Write::Person(samples::person(1), Expected::New));
    check::put(store, these).await;
    let decision =
        ConsentDecision::Given { wording: WordingRef::parse("bulletin-consent@2").unwrap(), until: None };
    let entry =
        ConsentEntry::restore(PurposeCode::Bulletin, decision, ConsentMethod::Web, samples::now(), None)
            .unwrap();
    let person = samples::person_id(1);
    let changes = check::writes([Write::Consent { person, entries: vec![entry], expected: Expected::New }]);
    check::assert_not_found(store, changes, RecordRef::Network).await;
}

/// Seats belong to an event.
pub async fn seats_of_a_missing_event_are_not_found(store: &dyn Store) {
    let seats = Seats::new(samples::event_id(1), samples::in_person(1));
    let changes = check::writes([Write::Seats(seats, Expected::New)]);
    check::assert_not_found(store, changes, RecordRef::Event(samples::event_id(1))).await;
}

/// A registration is for an event and of a person.
pub async fn registration_of_nobody_or_for_nothing_is_not_found(store: &dyn Store) {
    let event = desk::event_with_places(store, 1, samples::in_person(1), 1).await;
    for (event, person, missing) in [
        (event, samples::person_id(99), RecordRef::Person(samples::person_id(99))),
        (samples::event_id(99), samples::person_id(1), RecordRef::Event(samples::event_id(99))),
    ] {
        let step = samples::step(1, 1, RegistrationState::Cancelled, samples::now());
        let registration = bln_core::Registration::from_parts(RegistrationParts {
            id: samples::fresh(),
            event,
            person,
            choice: ModeChoice::Either,
            sequence: step.sequence,
            state: step.state,
            since: step.at,
            steps: 1,
        });
        let change = RegistrationChange { registration, expected: None, steps: vec![step] };
        check::assert_not_found(store, check::writes([Write::Registration(change)]), missing).await;
    }
}

/// A notice is to a person on the list.
pub async fn notice_to_a_missing_person_is_not_found(store: &dyn Store) {
    let person = samples::person_id(1);
    let notice = Notice::new(samples::fresh(), person, NoticeKind::Welcome, samples::now());
    check::assert_not_found(store, samples::changes().notify(notice), RecordRef::Person(person)).await;
}

/// An organisation may name predecessors, successors and a board that are not there: a directory is loaded in any
/// order.
pub async fn organisation_may_name_others_that_are_missing(store: &dyn Store) {
    check::put(store, [Write::Organisation(samples::kings_in_full(), Expected::New)]).await;
}

/// An audit entry may be about a record, and by a person, that is not there: it outlives both.
pub async fn audit_may_name_what_is_missing(store: &dyn Store) {
    let (event, person) = (samples::event_id(99), samples::person_id(99));
    let subject = RecordRef::Registration { event, person };
    let actor = Actor::participant(person);
    let entry = AuditEntry::new(samples::fresh(), samples::now(), actor, Action::Register, subject);
    check::commit(store, bln_store::Changes::new(entry)).await;
    assert_eq!(store.audit_page(None, PageSize::MAX).await.unwrap().items.len(), 1);
}

/// A notice brings a message that is there.
pub async fn notice_of_a_missing_message_is_not_found(store: &dyn Store) {
    check::on_the_list(store, 1).await;
    let notice =
        Notice::new(samples::fresh(), samples::person_id(1), NoticeKind::MessageToAttendees, samples::now());
    let missing = samples::message_id(1);
    let changes = samples::changes().notify(notice.carrying(missing));
    check::assert_not_found(store, changes, RecordRef::Message(missing)).await;
}
