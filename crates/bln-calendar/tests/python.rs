//! Calendars read back by Python's icalendar: a reader in another language, by other people.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::collections::BTreeSet;

use bln_calendar::{Programme, own_place};
use bln_core::{
    Confidentiality, Event, Instant, Line, Prose, Recurrence, RegistrationState, Series, TimeZone,
};
use chrono::{DateTime, TimeDelta};
use serde_json::Value;
use support::{
    CANARIES, CONFIRMED, canary, details, id, link, network, person, published, python, registration,
    schedule, stamp,
};

fn programme(events: &[Event]) -> String {
    let mut programme = Programme::new(&network(), stamp());
    for event in events {
        programme.event(event.listed_for(None).unwrap());
    }
    programme.finish()
}

fn events(calendar: &Value) -> Vec<&Value> {
    assert_eq!(calendar.get("objection"), None, "{calendar}");
    assert_eq!(calendar["errors"], Value::Array(Vec::new()), "{calendar}");
    let components = calendar["components"].as_array().unwrap();
    components.iter().filter(|one| one["name"] == "VEVENT").collect()
}

/// The values of a property.
fn values<'a>(component: &'a Value, name: &str) -> Vec<&'a str> {
    assert_eq!(component["errors"], Value::Array(Vec::new()), "{component}");
    let properties = component["properties"].as_array().unwrap().iter();
    properties.filter(|property| property[0] == name).map(|property| property[1].as_str().unwrap()).collect()
}

#[test]
fn python_reads_what_was_meant() {
    let event = published(
        17,
        details("Careers, sponsors; and \\ luck 👩🏽‍🔬", Confidentiality::Open)
            .with_summary(Prose::parse("é".repeat(200) + "\n\nThen questions: bring yours.").unwrap())
            .with_venue(Line::parse("Main Hall, Nottingham").unwrap())
            .with_joining_link(link("room?a=1,2;3")),
    );
    let (person, off) = (person(17), event.cancel().unwrap());
    let own = |state, steps| {
        let registration = registration(&event, &person, state, steps);
        own_place(&network(), &event.entry_for(&registration, &person).unwrap(), stamp())
    };
    let texts = [programme(&[event.clone(), off]), own(CONFIRMED, 1), own(RegistrationState::Cancelled, 2)];
    let Some(told) = python::told(&texts, &[]) else { return };
    let [published, invited, left] = [0, 1, 2].map(|at| &told["calendars"][at]);
    for (calendar, method) in [(published, "PUBLISH"), (invited, "REQUEST"), (left, "CANCEL")] {
        assert_eq!(values(calendar, "METHOD"), [method]);
    }
    let [event, off] = events(published).try_into().unwrap();
    assert_eq!(values(event, "SUMMARY"), ["Careers, sponsors; and \\ luck 👩🏽‍🔬"]);
    assert_eq!(values(event, "DESCRIPTION"), ["é".repeat(200) + "\n\nThen questions: bring yours."]);
    assert_eq!(values(event, "LOCATION"), ["Main Hall, Nottingham"]);
    assert_eq!(values(event, "CATEGORIES"), ["Webinar"]);
    assert_eq!(values(event, "DTSTART"), ["2027-06-01T18:00:00+01:00"]);
    assert_eq!(values(event, "DTSTAMP"), ["2027-05-01T09:00:00+00:00"]);
    assert_eq!(values(event, "ORGANIZER"), ["mailto:team@example.org"]);
    assert!(values(event, "ATTENDEE").is_empty() && values(event, "CONFERENCE").is_empty());
    assert_eq!((values(off, "STATUS"), values(off, "SEQUENCE")), (vec!["CANCELLED"], vec!["1"]));
    let [invited] = events(invited).try_into().unwrap();
    assert_eq!(values(invited, "ATTENDEE"), ["mailto:sample.person.17@example.org"]);
    assert_eq!(values(invited, "CONFERENCE"), ["https://meet.example.org/room?a=1,2;3"]);
    let [left] = events(left).try_into().unwrap();
    assert_eq!(values(left, "ATTENDEE"), ["mailto:sample.person.17@example.org"]);
    assert_eq!(values(left, "UID"), values(invited, "UID"));
    assert!(values(left, "CONFERENCE").is_empty());
}

#[test]
fn python_finds_the_same_wall_by_our_zone_as_the_zone_database_every_hour_from_1996_to_2037() {
    let [first, last] = ["1996-01-01T00:00:00Z", "2038-01-01T00:00:00Z"].map(|at| {
        let at: DateTime<chrono::Utc> = at.parse().unwrap();
        at.timestamp() / 3_600
    });
    let hours: Vec<i64> = (first..last).collect();
    let Some(told) = python::told(&[programme(&[])], &hours) else { return };
    let walls = told["walls"].as_array().unwrap();
    assert_eq!(walls.len(), hours.len());
    for (hour, minutes) in hours.iter().zip(walls) {
        let at = Instant::new(DateTime::UNIX_EPOCH + TimeDelta::hours(*hour));
        let by_zone = (TimeZone::LONDON.wall(at) - at.utc().naive_utc()).num_minutes();
        assert_eq!(minutes.as_f64(), Some(f64::from(i32::try_from(by_zone).unwrap())), "{at}");
    }
}

#[test]
fn python_reads_a_series_with_its_rule_and_its_exception() {
    let rule = Recurrence::parse("FREQ=WEEKLY;COUNT=3").unwrap();
    let first = schedule("2027-03-15T18:00", "2027-03-15T19:30");
    let series = Series::new(id(500), first, rule, BTreeSet::new()).unwrap();
    let event = |n: u32, starts: &str, ends: &str| {
        let details =
            details("Sample meeting", Confidentiality::Open).moved_to(schedule(starts, ends)).unwrap();
        published(u128::from(n), details.with_series(series.id(), n))
    };
    // The second is later, the third is not published.
    let events_given =
        [event(1, "2027-03-15T18:00", "2027-03-15T19:30"), event(2, "2027-03-22T19:00", "2027-03-22T20:00")];
    let listed: Vec<_> = events_given.iter().filter_map(|event| event.listed_for(None)).collect();
    let mut programme = Programme::new(&network(), stamp());
    programme.series(&series, &listed);
    let Some(told) = python::told(&[programme.finish()], &[]) else { return };
    let [rule, moved] = events(&told["calendars"][0]).try_into().unwrap();
    assert_eq!(values(rule, "RRULE"), ["FREQ=WEEKLY;UNTIL=20270329T170000Z"]);
    assert_eq!(values(rule, "EXDATE"), ["2027-03-29T18:00:00+01:00"]);
    assert_eq!(values(moved, "RECURRENCE-ID"), ["2027-03-22T18:00:00+00:00"]);
    assert_eq!(values(moved, "DTSTART"), ["2027-03-22T19:00:00+00:00"]);
    assert_eq!(values(moved, "UID"), values(rule, "UID"));
}

#[test]
fn python_sees_a_busy_time_and_nothing_of_the_safe_space() {
    let (event, person) = (canary(1, Confidentiality::OffTheRecord), person(17));
    let registration = registration(&event, &person, CONFIRMED, 1);
    let text = own_place(&network(), &event.entry_for(&registration, &person).unwrap(), stamp());
    let Some(told) = python::told(&[text], &[]) else { return };
    assert_eq!(values(events(&told["calendars"][0])[0], "SUMMARY"), ["Busy"]);
    assert!(!CANARIES.iter().any(|word| told.to_string().contains(word)));
}

#[test]
fn python_reads_a_thousand_hostile_texts_as_text() {
    let pieces = [
        "\\",
        ";",
        ",",
        "\n",
        "\t",
        ":",
        "\"",
        "\\n",
        "%0d%0a",
        "👩🏽‍🔬",
        "é",
        "한",
        "END:VEVENT",
        "\nATTENDEE:mailto:a@example.org",
        "\nBEGIN:VALARM",
        "=0D=0A",
        "^n",
        "x ",
    ];
    // Every pair and many longer ones, at places around the fold.
    let texts: Vec<String> = (0..1_200)
        .map(|n: usize| {
            let chosen = (0..2 + n % 7).map(|k| pieces[(n * (k + 1) + k * k * 5 + n / 18) % pieces.len()]);
            format!("{}{}", "a".repeat(1 + n % 70), chosen.collect::<String>())
        })
        .collect();
    let written: Vec<Event> = texts
        .iter()
        .enumerate()
        .map(|(n, text)| {
            let details =
                details("Sample evening", Confidentiality::Open).with_summary(Prose::parse(&**text).unwrap());
            published(u128::try_from(n).unwrap(), details)
        })
        .collect();
    let Some(told) = python::told(&[programme(&written)], &[]) else { return };
    let read = events(&told["calendars"][0]);
    assert_eq!(read.len(), texts.len());
    for (event, written) in read.into_iter().zip(&written) {
        assert_eq!(values(event, "DESCRIPTION"), [written.summary().unwrap().as_str()]);
        assert!(values(event, "ATTENDEE").is_empty() && event["components"] == Value::Array(Vec::new()));
    }
}

/// The known-bad control: Python's reader notices what an escape or a fold that is missing does.
#[test]
fn python_objects_to_a_text_that_is_not_escaped_and_one_that_is_folded_within_nothing() {
    let event = published(1, details("Sample evening", Confidentiality::Open));
    let good = programme(&[event]);
    let injected = good.replace("SUMMARY:Sample evening", "SUMMARY:Sample\r\nATTENDEE:mailto:a@example.org");
    let broken = good.replace("SUMMARY:Sample evening", "SUMMARY:Sample\r\nevening");
    let Some(told) = python::told(&[good, injected, broken], &[]) else { return };
    assert!(values(events(&told["calendars"][0])[0], "ATTENDEE").is_empty());
    assert_eq!(values(events(&told["calendars"][1])[0], "ATTENDEE").len(), 1);
    let objects = told["calendars"][2].to_string();
    assert!(objects.contains("objection") || objects.contains("evening'"), "{objects}");
}
