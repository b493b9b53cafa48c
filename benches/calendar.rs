//! Ten thousand events to iCalendar text, beside Python's `icalendar` and the crate of that name, and back by three readers.
//!
//! This library reads no calendars: what was written is read by others, in Rust and in Python.

use bln_benches::Outcome;
use bln_benches::figures::{Rounds, Table, WorkWatch, say};
use bln_benches::peers::Peers;
use bln_calendar::Programme;
use bln_core::{
    Audience, Confidentiality, Event, EventDetails, EventKind, Id, Instant, Line, LocalTime, Modes,
    NetworkProfile, Pillar, Pillars, Prose, Schedule, TimeZone,
};
use calcard::icalendar::{ICalendar, ICalendarComponentType, ICalendarProperty};
use chrono::{NaiveDateTime, TimeDelta};
use icalendar::{CalendarDateTime, Component as _, EventLike as _, EventStatus};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const EVENTS: u32 = 10_000;
const ROUNDS: usize = 7;

/// One event, as everybody gets it.
#[derive(Debug, Serialize)]
struct Given {
    uid: String,
    title: String,
    summary: String,
    venue: String,
    kind: &'static str,
    starts: NaiveDateTime,
    ends: NaiveDateTime,
}

/// What a reader found: events, and the characters of their titles and summaries.
type Found = (usize, usize);

/// Readers in Rust: `calcard`, and the crate `icalendar`, which is built on `nom`.
const READERS: [fn(&str) -> Outcome<Found>; 2] = [read_calcard, read_nom];

/// What Python came to.
#[derive(Debug, Deserialize)]
struct Theirs {
    write: f64,
    read: f64,
    events: usize,
    characters: usize,
}

fn main() -> Outcome {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let rounds = arguments.next().map_or(Ok(ROUNDS), |rounds| rounds.parse())?;
    let (network, stamp) = (NetworkProfile::bln()?, "2027-05-01T09:00:00Z".parse()?);
    let given = (0..EVENTS).map(given).collect::<Outcome<Vec<_>>>()?;
    let events = given.iter().map(event).collect::<Outcome<Vec<_>>>()?;
    let expected: Found =
        (given.len(), given.iter().map(|one| one.title.chars().count() + one.summary.chars().count()).sum());
    let folder = tempfile::tempdir()?;
    let (list, calendar) = (folder.path().join("events.json"), folder.path().join("programme.ics"));
    std::fs::write(&list, serde_json::to_vec(&given)?)?;
    std::fs::write(&calendar, write(&network, stamp, &events))?;
    let peers = Peers::ready();

    let [mut ours, mut tree, mut calcard, mut nom, mut python_write, mut python_read, mut python] =
        [const { Rounds::new() }; 7];
    let mut both = Rounds::new();
    for round in 1..=rounds {
        let (text, seconds) = timed(|| write(&network, stamp, &events));
        ours.push(seconds);
        let (other, seconds) = timed(|| write_tree(&given, stamp));
        tree.push(seconds);
        for (reader, read) in [&mut calcard, &mut nom].into_iter().zip(READERS) {
            let (found, seconds) = timed(|| read(&text));
            reader.push(seconds);
            for found in [found?, read(&other)?] {
                if found != expected {
                    return Err(format!("{found:?} was read, {expected:?} were written").into());
                }
            }
        }
        both.push(ours.last() + calcard.last());
        if let Some(peers) = &peers {
            let theirs: Theirs = peers.calendar(&list, &calendar)?;
            if (theirs.events, theirs.characters) != expected {
                return Err(format!("Python read {theirs:?}, {expected:?} were written").into());
            }
            python_write.push(theirs.write);
            python_read.push(theirs.read);
            python.push(theirs.write + theirs.read);
        }
        say(&format!("round {round}: written in {:.4} and {:.4} seconds", ours.last(), python_write.last()));
    }

    let mut table = Table::new(
        "calendar",
        "10,000 events to iCalendar text and back; ratios of one round, median (least to greatest).",
    )
    .row("written: times as fast as the crate icalendar", &tree.against(&ours).told(1), "≥ 1");
    if peers.is_some() {
        table = table
            .row("written: times as fast as Python's icalendar", &python_write.against(&ours).told(0), "≥ 40")
            .row(
                "read by calcard: times as fast as Python's icalendar",
                &python_read.against(&calcard).told(1),
                "",
            )
            .row("read by the crate icalendar: times as fast", &python_read.against(&nom).told(1), "")
            .row("written here and read by calcard: times as fast", &python.against(&both).told(1), "≥ 25");
    }
    table.row("written, milliseconds", &thousandths(&ours), "").print();
    Ok(())
}

/// An event of some length, with everything in its text that has to be escaped or folded.
fn given(number: u32) -> Outcome<Given> {
    let first: NaiveDateTime = "2027-06-01T09:00:00".parse()?;
    let starts =
        first + TimeDelta::days(i64::from(number % 700)) + TimeDelta::minutes(i64::from(number % 600));
    Ok(Given {
        uid: Uuid::from_u128(u128::from(number)).to_string(),
        title: format!("Sample evening {number}: careers, sponsors; and luck – für alle"),
        summary: format!(
            "Three speakers tell how they came to where they are, what helped, and what they would not do again.\n\n\
             Then questions: bring yours, or send them before. This is number {number}; the room is open from half past \
             eight, there is tea, coffee and a quiet corner."
        ),
        venue: format!("Room {}, Sample House, Nottingham", number % 40),
        kind: EventKind::Webinar.general_words(),
        starts,
        ends: starts + TimeDelta::minutes(90),
    })
}

fn event(given: &Given) -> Outcome<Event> {
    let at = |wall| LocalTime::new(wall, TimeZone::LONDON);
    let details = EventDetails::new(
        Line::parse(&*given.title)?,
        EventKind::Webinar,
        Pillars::new([Pillar::Celebration])?,
        Audience::Public,
        Modes::Online,
        Schedule::new(at(given.starts), at(given.ends))?,
        Confidentiality::Open,
    )
    .with_summary(Prose::parse(&*given.summary)?)
    .with_venue(Line::parse(&*given.venue)?);
    let published =
        Event::draft(Id::new(given.uid.parse()?), details).publish("2027-05-01T09:00:00Z".parse()?)?;
    Ok(published)
}

fn write(network: &NetworkProfile, stamp: Instant, events: &[Event]) -> String {
    let mut programme = Programme::new(network, stamp);
    for listed in events.iter().filter_map(|event| event.listed_for(None)) {
        programme.event(listed);
    }
    programme.finish()
}

/// The same by the crate `icalendar`, but for the rules of the zone.
fn write_tree(given: &[Given], stamp: Instant) -> String {
    let mut calendar = icalendar::Calendar::new();
    let london = |date_time| CalendarDateTime::WithTimezone { date_time, tzid: "Europe/London".to_owned() };
    for one in given {
        let mut event = icalendar::Event::new();
        event
            .uid(&one.uid)
            .timestamp(stamp.utc())
            .sequence(0)
            .starts(london(one.starts))
            .ends(london(one.ends))
            .summary(&one.title)
            .description(&one.summary)
            .location(&one.venue)
            .add_multi_property("CATEGORIES", one.kind)
            .status(EventStatus::Confirmed)
            .add_property("TRANSP", "TRANSPARENT")
            .append_property(
                icalendar::Property::new("ORGANIZER", "mailto:team@example.org")
                    .add_parameter("CN", "BME Leadership Network")
                    .done(),
            );
        calendar.push(event.done());
    }
    calendar.to_string()
}

fn read_calcard(text: &str) -> Outcome<Found> {
    let calendar = ICalendar::parse(text).map_err(|_| "calcard reads no calendar")?;
    let events =
        calendar.components.iter().filter(|one| one.component_type == ICalendarComponentType::VEvent);
    let mut found = (0, 0);
    for event in events {
        found.0 += 1;
        for property in [ICalendarProperty::Summary, ICalendarProperty::Description] {
            let text = event.property(&property).and_then(|entry| entry.values.first()?.as_text());
            found.1 += text.ok_or("a text is missing")?.chars().count();
        }
    }
    Ok(found)
}

fn read_nom(text: &str) -> Outcome<Found> {
    let calendar: icalendar::Calendar = text.parse()?;
    let mut found = (0, 0);
    for event in calendar.events() {
        found.0 += 1;
        for text in [event.get_summary(), event.get_description()] {
            found.1 += text.ok_or("a text is missing")?.chars().count();
        }
    }
    Ok(found)
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let watch = WorkWatch::start();
    let done = work();
    (done, watch.elapsed().as_secs_f64())
}

fn thousandths(rounds: &Rounds) -> String {
    format!("{:.1}", rounds.median() * 1_000.0)
}
