//! A series in the programme, expanded again by another library: Python's, because `calcard` takes the `UNTIL` of a rule for
//! a local time.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::collections::BTreeSet;

use bln_calendar::Programme;
use bln_core::{
    Confidentiality, Event, EventDetails, Line, LocalTime, Occurrence, Prose, Recurrence, Schedule, Series,
    TimeZone,
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use support::{
    CANARIES, MEMBER, canary, details, events, id, network, only, published, python, read, schedule, stamp,
};

const SERIES: u128 = 500;

fn series(starts: &str, ends: &str, rule: &str, excluded: &[&str]) -> Series {
    let excluded = excluded.iter().map(|date| date.parse().unwrap()).collect();
    Series::new(id(SERIES), schedule(starts, ends), Recurrence::parse(rule).unwrap(), excluded).unwrap()
}

fn usual() -> EventDetails {
    details("Sample meeting", Confidentiality::Open)
}

/// The events of a series as they are planned, each published.
fn events_of(series: &Series) -> Vec<Event> {
    let held = series.occurrences().into_iter().filter_map(|occurrence| match occurrence {
        Occurrence::Held { number, schedule } => {
            let details = usual().moved_to(schedule).unwrap().with_series(series.id(), number);
            Some(published(u128::from(number), details))
        }
        Occurrence::Skipped { .. } => None,
    });
    held.collect()
}

fn written(series: &Series, events: &[Event]) -> String {
    let mut programme = Programme::new(&network(), stamp());
    let listed: Vec<_> = events.iter().filter_map(|event| event.listed_for(MEMBER)).collect();
    programme.series(series, &listed);
    programme.finish()
}

/// Whether Python finds in each calendar the times of these events, and no other.
fn takes_place(calendars: &[(String, Vec<Event>)]) {
    let texts: Vec<String> = calendars.iter().map(|(text, _)| text.clone()).collect();
    let Some(found) = python::expanded(&texts) else { return };
    assert_eq!(found.len(), calendars.len());
    for (found, (text, held)) in found.iter().zip(calendars) {
        assert_eq!(*found, times_of(held), "{text}");
    }
}

fn times_of<'a>(events: impl IntoIterator<Item = &'a Event>) -> BTreeSet<(String, String)> {
    let utc = |at: bln_core::Instant| at.utc().to_rfc3339_opts(chrono::SecondsFormat::Secs, false);
    let times = events.into_iter().map(|event| event.schedule());
    times.map(|schedule| (utc(schedule.starts_at()), utc(schedule.ends_at()))).collect()
}

#[test]
fn a_series_as_planned_is_one_entry() {
    let series = series("2027-01-04T18:00", "2027-01-04T19:30", "FREQ=WEEKLY;COUNT=30", &["2027-04-05"]);
    let (planned, text) = (events_of(&series), written(&series, &events_of(&series)));
    let [entry] = events(&read(&text)).try_into().unwrap();
    assert_eq!(only(&entry, "UID"), id::<Series>(SERIES).to_string());
    // The last is in summer time.
    assert!(text.contains("\r\nRRULE:FREQ=WEEKLY;UNTIL=20270726T170000Z\r\n"), "{text}");
    assert!(text.contains("\r\nEXDATE;TZID=Europe/London:20270405T180000\r\n"), "{text}");
    assert_eq!(planned.len(), 29);
    takes_place(&[(text, planned)]);
}

#[test]
fn one_occurrence_that_is_moved_retold_or_called_off_is_named_by_its_recurrence_id() {
    let series = series("2027-01-04T18:00", "2027-01-04T19:30", "FREQ=WEEKLY;COUNT=6", &[]);
    let (mut all, now) = (events_of(&series), "2026-06-01T09:00:00Z".parse().unwrap());
    let moved = usual().moved_to(schedule("2027-01-12T17:00", "2027-01-12T18:00")).unwrap();
    all[1] = all[1].change(moved.with_series(series.id(), 2), now).unwrap();
    let retold =
        usual().moved_to(*all[2].schedule()).unwrap().with_summary(Prose::parse("In other words").unwrap());
    all[2] = all[2].change(retold.with_series(series.id(), 3), now).unwrap();
    all[3] = all[3].cancel().unwrap();
    let text = written(&series, &all);
    let told = events(&read(&text));
    let told: Vec<_> = told
        .iter()
        .map(|event| {
            let recurrence = event.get("RECURRENCE-ID").map(|id| id[0].as_str());
            (recurrence, only(event, "DTSTART"), only(event, "SEQUENCE"), only(event, "STATUS"))
        })
        .collect();
    assert_eq!(
        told,
        [
            (None, "2027-01-04T18:00:00", "8", "CONFIRMED"),
            (Some("2027-01-11T18:00:00"), "2027-01-12T17:00:00", "8", "CONFIRMED"),
            (Some("2027-01-18T18:00:00"), "2027-01-18T18:00:00", "8", "CONFIRMED"),
            (Some("2027-01-25T18:00:00"), "2027-01-25T18:00:00", "8", "CANCELLED"),
        ]
    );
    assert!(events(&read(&text)).iter().all(|event| event["UID"] == [id::<Series>(SERIES).to_string()]));
    all.remove(3);
    takes_place(&[(text, all)]);
}

#[test]
fn the_sequence_of_a_series_rises_with_what_is_published_and_with_what_people_must_be_told() {
    let series = series("2027-01-04T18:00", "2027-01-04T19:30", "FREQ=WEEKLY;COUNT=3", &[]);
    let (all, now) = (events_of(&series), "2026-06-01T09:00:00Z".parse().unwrap());
    let sequence = |events: &[Event]| {
        let told = support::events(&read(&written(&series, events)));
        assert!(told.iter().all(|event| event["SEQUENCE"] == told[0]["SEQUENCE"]));
        only(&told[0], "SEQUENCE").to_owned()
    };
    assert_eq!([sequence(&all[..2]), sequence(&all)], ["2", "3"]);
    let second = usual().moved_to(*all[1].schedule()).unwrap().with_series(series.id(), 2);
    let retold = second.clone().with_summary(Prose::parse("In other words").unwrap());
    let retold = all[1].change(retold, now).unwrap();
    assert_eq!(sequence(&[all[0].clone(), retold.clone(), all[2].clone()]), "3");
    let elsewhere = retold.change(second.with_venue(Line::parse("Small Hall").unwrap()), now).unwrap();
    assert_eq!(sequence(&[all[0].clone(), elsewhere.clone(), all[2].clone()]), "4");
    assert_eq!(sequence(&[all[0].clone(), elsewhere.cancel().unwrap(), all[2].clone()]), "5");
}

#[test]
fn the_first_occurrence_can_be_the_one_that_is_moved() {
    let series = series("2027-01-04T18:00", "2027-01-04T19:30", "FREQ=WEEKLY;COUNT=3", &[]);
    let (mut all, now) = (events_of(&series), "2026-06-01T09:00:00Z".parse().unwrap());
    let moved = usual().moved_to(schedule("2027-01-05T18:00", "2027-01-05T19:30")).unwrap();
    all[0] = all[0].change(moved.with_series(series.id(), 1), now).unwrap();
    let text = written(&series, &all);
    assert_eq!(only(&events(&read(&text))[0], "DTSTART"), "2027-01-04T18:00:00");
    takes_place(&[(text, all)]);
}

#[test]
fn a_safe_space_among_open_ones_is_as_if_it_had_been_left_out_of_the_plan() {
    let plan = series("2027-05-25T18:00", "2027-05-25T19:30", "FREQ=WEEKLY;COUNT=4", &[]);
    let mut all = events_of(&plan);
    // The second, on 1 June, keeps its time and becomes a safe space.
    let canary = canary(2, Confidentiality::ConfidentialSafeSpace);
    let details = canary.parts().details.clone().with_series(plan.id(), 2);
    assert_eq!(details.schedule(), all[1].schedule());
    all[1] = published(2, details);
    let text = written(&plan, &all);
    assert!(!CANARIES.iter().any(|word| text.contains(word)), "{text}");
    let without = series("2027-05-25T18:00", "2027-05-25T19:30", "FREQ=WEEKLY;COUNT=4", &["2027-06-01"]);
    assert_eq!(text, written(&without, &events_of(&without)));
}

#[test]
fn a_series_of_which_nothing_may_be_listed_is_not_there() {
    let series = series("2027-01-04T18:00", "2027-01-04T19:30", "FREQ=WEEKLY;COUNT=3", &[]);
    assert!(!written(&series, &[]).contains("VEVENT"));
}

#[test]
fn what_no_rule_says_for_all_readers_is_written_one_by_one() {
    let zone = TimeZone::parse("America/New_York").unwrap();
    let at = |text| LocalTime::parse(text, zone).unwrap();
    let first = Schedule::new(at("2027-03-10T18:00"), at("2027-03-10T19:30")).unwrap();
    let rule = Recurrence::parse("FREQ=WEEKLY;COUNT=3").unwrap();
    let abroad = Series::new(id(SERIES), first, rule, BTreeSet::new()).unwrap();
    let repeated = series("2027-10-30T01:30", "2027-10-30T01:45", "FREQ=DAILY;COUNT=3", &[]);
    for series in [abroad, repeated] {
        let all = events_of(&series);
        let text = written(&series, &all);
        assert!(!text.contains("UNTIL") && !text.contains("RECURRENCE-ID"), "{text}");
        takes_place(&[(text, all)]);
    }
    // And an event that belongs to another series.
    let one = series("2027-01-04T18:00", "2027-01-04T19:30", "FREQ=WEEKLY;COUNT=3", &[]);
    let stray = published(9, usual().with_series(id(SERIES + 1), 1));
    assert_eq!(only(&events(&read(&written(&one, &[stray])))[0], "UID"), id::<Event>(9).to_string());
}

#[test]
fn a_start_that_the_clocks_skip_is_taken_out_for_readers_who_would_move_it() {
    let series = series("2027-03-26T01:30", "2027-03-26T01:45", "FREQ=DAILY;COUNT=4", &[]);
    let all = events_of(&series);
    let text = written(&series, &all);
    assert!(text.contains("EXDATE;TZID=Europe/London:20270328T013000\r\n"), "{text}");
    assert!(text.contains("UNTIL=20270330T003000Z"), "{text}");
    takes_place(&[(text, all)]);
}

#[test]
fn an_occurrence_across_a_change_of_the_clocks_keeps_its_end_on_the_wall() {
    let series = series("2027-03-21T00:15", "2027-03-21T03:00", "FREQ=WEEKLY;COUNT=3", &[]);
    let all = events_of(&series);
    let text = written(&series, &all);
    assert!(text.contains("RECURRENCE-ID;TZID=Europe/London:20270328T001500\r\n"), "{text}");
    takes_place(&[(text, all)]);
}

/// What is done to one occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    AsPlanned,
    Moved,
    Retitled,
    Cancelled,
    Hidden,
}

/// A plan of some length, and what becomes of its occurrences.
fn plans() -> impl Strategy<Value = (i64, i64, &'static str, Vec<Fate>)> {
    let rules = vec![
        "FREQ=WEEKLY;COUNT=9",
        "FREQ=DAILY;INTERVAL=5;COUNT=9",
        "FREQ=MONTHLY;COUNT=5",
        "FREQ=YEARLY;COUNT=3",
        "FREQ=WEEKLY;INTERVAL=2;COUNT=30",
        "FREQ=WEEKLY;UNTIL=20290601",
    ];
    let planned = vec![Fate::AsPlanned; 4];
    let fates = [planned, vec![Fate::Moved, Fate::Retitled, Fate::Cancelled, Fate::Hidden]].concat();
    let fates = prop::collection::vec(prop::sample::select(fates), 60);
    (0_i64..700, 0_i64..24 * 60, prop::sample::select(rules), fates)
}

#[test]
fn another_library_finds_every_time_that_is_held_and_no_other() {
    let mut runner = TestRunner::deterministic();
    let (mut calendars, mut exceptions) = (Vec::new(), 0);
    while calendars.len() < 80 {
        let (day, minute, rule, fates) = plans().new_tree(&mut runner).unwrap().current();
        let start = LocalTime::parse("2027-01-02T00:00", TimeZone::LONDON).unwrap();
        let starts = start.plus_on_the_wall(chrono::TimeDelta::minutes(day * 24 * 60 + minute));
        let Ok(first) = Schedule::new(starts, starts.plus_on_the_wall(chrono::TimeDelta::minutes(90))) else {
            continue; // in the hour that the clocks skip
        };
        let series =
            Series::new(id(SERIES), first, Recurrence::parse(rule).unwrap(), BTreeSet::new()).unwrap();
        let (mut held, mut given) = (Vec::new(), Vec::new());
        for (event, fate) in events_of(&series).into_iter().zip(fates.into_iter().cycle()) {
            let changed = befallen(&event, fate);
            given.extend((fate != Fate::Hidden).then(|| changed.clone()));
            held.extend((!matches!(fate, Fate::Hidden | Fate::Cancelled)).then_some(changed));
        }
        let text = written(&series, &given);
        exceptions += text.matches("RECURRENCE-ID").count();
        calendars.push((text, held));
    }
    assert!(exceptions > 80, "{exceptions}");
    takes_place(&calendars);
}

fn befallen(event: &Event, fate: Fate) -> Event {
    let (series, number) = event.series().unwrap();
    let now = "2026-06-01T09:00:00Z".parse().unwrap();
    let schedule = event.schedule();
    let changed = match fate {
        Fate::AsPlanned | Fate::Hidden => return event.clone(),
        Fate::Cancelled => return event.cancel().unwrap(),
        Fate::Moved => {
            let starts = schedule.starts().plus_on_the_wall(chrono::TimeDelta::minutes(24 * 60 + 75));
            let ends = starts.plus_on_the_wall(chrono::TimeDelta::minutes(45));
            usual().moved_to(Schedule::new(starts, ends).unwrap())
        }
        Fate::Retitled => details("Another title", Confidentiality::Open).moved_to(*schedule),
    };
    event.change(changed.unwrap().with_series(series, number), now).unwrap()
}
