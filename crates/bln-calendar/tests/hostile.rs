//! Text that tries to be more than text (DEF CON 30, "RFC 5545 injection"): more than a thousand payloads.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use bln_calendar::{Programme, own_place};
use bln_core::{Confidentiality, EventDetails, Line, Prose};
use proptest::prelude::*;
use support::{
    CONFIRMED, details, events, link, network, only, person, published, read, registration, stamp,
};

const SEPARATORS: [&str; 14] = [
    "\r\n", "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}", "\u{b}", "\u{c}", "%0d%0a", "\\n", "\\r\\n",
    "=0D=0A", "\r\n ", "\u{0}",
];

const PROPERTIES: [&str; 15] = [
    "ATTENDEE:mailto:sample.person.18@example.org",
    "ORGANIZER:mailto:other@example.org",
    "CONFERENCE;VALUE=URI:https://elsewhere.example.org/",
    "URL:https://elsewhere.example.org/",
    "UID:another",
    "METHOD:CANCEL",
    "STATUS:CANCELLED",
    "SEQUENCE:99",
    "DTSTART:20200101T000000Z",
    "RRULE:FREQ=SECONDLY",
    "BEGIN:VALARM",
    "END:VEVENT",
    "END:VCALENDAR",
    "ATTACH:file:///etc/passwd",
    "X-ALT-DESC;FMTTYPE=text/html:<script>",
];

const LEADS: [&str; 5] = ["Sample", "a,b;c\\", "\u{202e}Sample", "👩🏽‍🔬 é", "\"Sample\":"];

fn payloads() -> impl Iterator<Item = String> {
    LEADS.iter().flat_map(|lead| {
        SEPARATORS.iter().flat_map(move |separator| {
            PROPERTIES.iter().map(move |property| format!("{lead}{separator}{property}{separator}x"))
        })
    })
}

/// The text in every place that takes text, as far as it is taken; and in how many.
fn planted(text: &str) -> Option<(EventDetails, usize)> {
    let plain = details("Sample evening", Confidentiality::Open);
    let title = Line::parse(text).ok();
    let mut taken = usize::from(title.is_some());
    let mut details = EventDetails::new(
        title.unwrap_or(plain.title().clone()),
        bln_core::EventKind::parse(text).unwrap_or(plain.kind().clone()),
        *plain.pillars(),
        plain.audience(),
        plain.modes(),
        *plain.schedule(),
        plain.confidentiality(),
    )
    .with_joining_link(link("room"));
    if let Ok(summary) = Prose::parse(text) {
        details = details.with_summary(summary);
        taken += 1;
    }
    if let Ok(venue) = Line::parse(text) {
        details = details.with_venue(venue);
        taken += 1;
    }
    (taken > 0).then_some((details, taken))
}

const IN_A_PROGRAMME: [&str; 12] = [
    "CATEGORIES",
    "DESCRIPTION",
    "DTEND",
    "DTSTAMP",
    "DTSTART",
    "LOCATION",
    "ORGANIZER",
    "SEQUENCE",
    "STATUS",
    "SUMMARY",
    "TRANSP",
    "UID",
];

fn check(details: EventDetails) {
    let (event, person) = (published(1, details), person(17));
    let mut programme = Programme::new(&network(), stamp());
    programme.event(event.listed_for(None).unwrap());
    let registration = registration(&event, &person, CONFIRMED, 1);
    let own = own_place(&network(), &event.entry_for(&registration, &person).unwrap(), stamp());
    for (text, more) in [(programme.finish(), 0), (own, 2)] {
        let calendar = read(&text);
        // The calendar, the zone with its two parts, and one event.
        assert_eq!(calendar.components.len(), 5, "{text}");
        let [told] = events(&calendar).try_into().unwrap();
        let names: Vec<&str> = told.keys().map(String::as_str).collect();
        assert!(
            names
                .iter()
                .all(|name| IN_A_PROGRAMME.contains(name) || ["ATTENDEE", "CONFERENCE"].contains(name))
        );
        assert!(told.values().all(|values| values.len() == 1), "{told:?}");
        assert_eq!(names.iter().filter(|name| !IN_A_PROGRAMME.contains(name)).count(), more, "{names:?}");
        assert_eq!(only(&told, "SUMMARY"), event.title().as_str());
        assert_eq!(told.get("LOCATION").map(|venue| venue[0].as_str()), event.venue().map(Line::as_str));
        let summary = event.summary().map_or("", Prose::as_str);
        let description = told.get("DESCRIPTION").map_or("", |told| told[0].as_str());
        assert!(description.starts_with(summary), "{description:?} {summary:?}");
        assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])), "{text:?}");
    }
}

#[test]
fn no_payload_adds_a_property_or_changes_one() {
    let (mut tried, mut taken) = (0, 0);
    for payload in payloads() {
        tried += 1;
        if let Some((details, places)) = planted(&payload) {
            taken += places;
            check(details);
        }
    }
    assert_eq!(tried, 5 * 14 * 15);
    // What a line refuses, such as a control character, never comes as far; the rest must be written.
    assert!(taken >= 900, "{taken}");
}

proptest! {
    #[test]
    fn any_text_that_an_event_may_have_comes_back_as_it_was(text in "[\\\\,;:\"^=\\r\\n\\t%0da-z é한👩🏽\u{200d}]{1,200}") {
        if let Some((details, _)) = planted(&text) {
            check(details);
        }
    }
}
