//! A person's own place, as their own calendar gets it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use bln_calendar::{Method, own_place};
use bln_core::{Confidentiality, Event, Link, Person, RegistrationState};
use support::{
    CANARIES, CONFIRMED, canary, details, events, link, method, network, only, person, published, read,
    registration, stamp,
};

fn written(event: &Event, person: &Person, state: RegistrationState, steps: u32) -> String {
    let registration = registration(event, person, state, steps);
    let entry = event.entry_for(&registration, person).unwrap();
    let text = own_place(&network(), &entry, stamp());
    assert_eq!(method(&read(&text)).as_deref(), Method::of(&entry).map(Method::name));
    text
}

#[test]
fn who_has_a_place_is_invited_alone_and_with_the_link() {
    let event = published(
        1,
        details("Sample evening", Confidentiality::Open).with_joining_link(link("room?a=1,2;3")),
    );
    let calendar = read(&written(&event, &person(17), CONFIRMED, 1));
    assert_eq!(method(&calendar).as_deref(), Some("REQUEST"));
    let [told] = events(&calendar).try_into().unwrap();
    assert_eq!(only(&told, "ATTENDEE"), "mailto:sample.person.17@example.org");
    assert_eq!(only(&told, "CONFERENCE"), "https://meet.example.org/room?a=1,2;3");
    assert_eq!(only(&told, "DESCRIPTION"), "To join: https://meet.example.org/room?a=1,2;3");
    assert_eq!((only(&told, "STATUS"), only(&told, "TRANSP")), ("CONFIRMED", "OPAQUE"));
    assert_eq!(only(&told, "SEQUENCE"), "1");
}

#[test]
fn a_link_that_was_read_apart_is_added_with_the_place_as_proof() {
    let (event, person) = (published(1, details("Sample evening", Confidentiality::Open)), person(17));
    let registration = registration(&event, &person, CONFIRMED, 1);
    let (place, link) = (registration.confirmed_place().unwrap(), link("raum-für-alle"));
    let entry = event.entry_for(&registration, &person).unwrap();
    assert!(!own_place(&network(), &entry, stamp()).contains("meet.example.org"));
    let text = own_place(&network(), &entry.with_joining_link(&place, &link), stamp());
    let [told] = events(&read(&text)).try_into().unwrap();
    assert_eq!(only(&told, "CONFERENCE"), "https://meet.example.org/raum-f%C3%BCr-alle");
    assert_eq!(Link::parse(only(&told, "CONFERENCE")).unwrap().host(), "meet.example.org");
}

#[test]
fn who_leaves_is_told_with_their_own_attendee_line_and_without_the_link() {
    let event = canary(1, Confidentiality::ChathamHouse);
    let text = written(&event, &person(17), RegistrationState::Cancelled, 2);
    let calendar = read(&text);
    assert_eq!(method(&calendar).as_deref(), Some("CANCEL"));
    let [told] = events(&calendar).try_into().unwrap();
    assert_eq!(told["ATTENDEE"], ["mailto:sample.person.17@example.org"]);
    assert_eq!((only(&told, "STATUS"), only(&told, "SEQUENCE")), ("CANCELLED", "2"));
    for word in ["canary-link", "Canary-summary", "Canary-venue", "meet.example.org"] {
        assert!(!text.contains(word), "{word}");
    }
    let came = events(&read(&written(&event, &person(17), CONFIRMED, 1)));
    assert_eq!(came[0]["UID"], told["UID"]);
}

#[test]
fn people_at_an_event_that_is_called_off_are_told_as_if_they_had_left() {
    let event = published(1, details("Sample evening", Confidentiality::Open)).cancel().unwrap();
    let calendar = read(&written(&event, &person(17), CONFIRMED, 1));
    assert_eq!(method(&calendar).as_deref(), Some("CANCEL"));
    assert_eq!(only(&events(&calendar)[0], "SEQUENCE"), "2");
}

#[test]
fn a_safe_space_is_busy_to_its_own_people_and_nothing_else() {
    for strict in [Confidentiality::ConfidentialSafeSpace, Confidentiality::OffTheRecord] {
        let event = canary(1, strict);
        let text = written(&event, &person(17), CONFIRMED, 1);
        let calendar = read(&text);
        assert_eq!(method(&calendar), None);
        let [told] = events(&calendar).try_into().unwrap();
        let names: Vec<&str> = told.keys().map(String::as_str).collect();
        assert_eq!(names, ["DTEND", "DTSTAMP", "DTSTART", "SEQUENCE", "STATUS", "SUMMARY", "TRANSP", "UID"]);
        assert_eq!(only(&told, "SUMMARY"), "Busy");
        let network = network();
        let words = [network.name(), network.short_name(), "bln", "example.org", "CLASS"];
        for word in CANARIES.iter().chain(&words) {
            assert!(!text.contains(word), "{word}: {text}");
        }
        let left = written(&event, &person(17), RegistrationState::Cancelled, 2);
        assert!(!CANARIES.iter().any(|word| left.contains(word)), "{left}");
        assert_eq!(method(&read(&left)).as_deref(), Some("CANCEL"));
    }
}

#[test]
fn two_calendars_do_not_show_that_their_owners_were_at_the_same_session() {
    let event = canary(1, Confidentiality::OffTheRecord);
    let uid = |n| {
        let calendar = read(&written(&event, &person(n), CONFIRMED, 1));
        only(&events(&calendar)[0], "UID").to_owned()
    };
    assert_ne!(uid(17), uid(18));
    assert!(!uid(17).contains(&event.id().to_string()));
}
