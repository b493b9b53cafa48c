//! A network, its events and its people, and what another library reads in the text.
#![allow(dead_code, reason = "not every test uses all of it")]

pub(crate) mod python;

use std::collections::BTreeMap;

use bln_core::{
    Audience, BelongingKind, Confidentiality, EmailAddress, EmailAddresses, Event, EventDetails, EventKind,
    Id, Instant, JoiningLink, Line, Link, LocalTime, Mode, ModeChoice, Modes, NetworkProfile, Person,
    PersonDetails, PersonName, Pillar, Pillars, Prose, Registration, RegistrationParts, RegistrationState,
    Schedule, Sequence, TimeZone,
};
use calcard::{
    Entry, Parser,
    icalendar::{
        ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarProperty, ICalendarValue, Uri,
    },
};
use uuid::Uuid;

pub(crate) const MEMBER: Option<BelongingKind> = Some(BelongingKind::Member);
pub(crate) const READERS: [Option<BelongingKind>; 3] = [None, MEMBER, Some(BelongingKind::Ally)];

/// Words of a safe space that must not get out.
pub(crate) const CANARIES: [&str; 5] =
    ["Canary-title", "Canary-summary", "Canary-venue", "canary-link", "Safe space"];

pub(crate) fn id<K>(n: u128) -> Id<K> {
    Id::new(Uuid::from_u128(n))
}

pub(crate) fn network() -> NetworkProfile {
    NetworkProfile::bln().unwrap().with_contact(EmailAddress::parse("team@example.org").unwrap())
}

/// When everything is written.
pub(crate) fn stamp() -> Instant {
    "2027-05-01T09:00:00Z".parse().unwrap()
}

pub(crate) fn schedule(starts: &str, ends: &str) -> Schedule {
    let at = |text| LocalTime::parse(text, TimeZone::LONDON).unwrap();
    Schedule::new(at(starts), at(ends)).unwrap()
}

pub(crate) fn details(title: &str, confidentiality: Confidentiality) -> EventDetails {
    EventDetails::new(
        Line::parse(title).unwrap(),
        EventKind::Webinar,
        Pillars::new([Pillar::Celebration]).unwrap(),
        Audience::Public,
        Modes::Online,
        schedule("2027-06-01T18:00", "2027-06-01T19:30"),
        confidentiality,
    )
}

pub(crate) fn published(n: u128, details: EventDetails) -> Event {
    Event::draft(id(n), details).publish("2026-01-01T09:00:00Z".parse().unwrap()).unwrap()
}

/// An event with words that are known again.
pub(crate) fn canary(n: u128, confidentiality: Confidentiality) -> Event {
    let details = EventDetails::new(
        Line::parse("Canary-title").unwrap(),
        EventKind::SafeSpace,
        Pillars::new([Pillar::DirectedAction]).unwrap(),
        Audience::Members,
        Modes::Online,
        schedule("2027-06-01T18:00", "2027-06-01T19:30"),
        confidentiality,
    )
    .with_summary(Prose::parse("Canary-summary").unwrap())
    .with_venue(Line::parse("Canary-venue").unwrap())
    .with_joining_link(link("canary-link"));
    published(n, details)
}

pub(crate) fn link(path: &str) -> JoiningLink {
    JoiningLink::new(Link::parse(format!("https://meet.example.org/{path}")).unwrap())
}

pub(crate) fn person(n: u128) -> Person {
    let name = PersonName::parse(format!("Sample Person {n}")).unwrap();
    let address = EmailAddress::parse(format!("sample.person.{n}@example.org")).unwrap();
    Person::new(id(n), PersonDetails::new(name, EmailAddresses::new([address]).unwrap()))
}

pub(crate) fn registration(
    event: &Event,
    person: &Person,
    state: RegistrationState,
    steps: u32,
) -> Registration {
    Registration::from_parts(RegistrationParts {
        id: Id::new(Uuid::from_u128(event.id().uuid().as_u128() << 64 | person.id().uuid().as_u128())),
        event: event.id(),
        person: person.id(),
        choice: ModeChoice::Online,
        sequence: Sequence::new(1),
        state,
        since: stamp(),
        steps,
    })
}

pub(crate) const CONFIRMED: RegistrationState = RegistrationState::Confirmed { mode: Mode::Online };

/// A calendar as another library reads it, all of it. Its strict mode takes no component within another for good, so it is
/// seen to here that every line is a property, and the library passes over none.
pub(crate) fn read(text: &str) -> ICalendar {
    let unfolded = text.replace("\r\n ", "");
    for line in unfolded.split_terminator("\r\n") {
        let name = line.split([':', ';']).next().unwrap_or_default();
        let named = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-');
        assert!(named && name.len() < line.len(), "no property: {line:?}");
    }
    let mut parser = Parser::new(text);
    let Entry::ICalendar(calendar) = parser.entry() else { panic!("no calendar: {text}") };
    assert!(matches!(parser.entry(), Entry::Eof), "more than a calendar: {text}");
    calendar
}

/// The properties of an event by their names, each as text.
pub(crate) type Told = BTreeMap<String, Vec<String>>;

pub(crate) fn events(calendar: &ICalendar) -> Vec<Told> {
    let events =
        calendar.components.iter().filter(|one| one.component_type == ICalendarComponentType::VEvent);
    events.map(told).collect()
}

pub(crate) fn told(component: &ICalendarComponent) -> Told {
    let mut told = Told::new();
    for entry in &component.entries {
        let values: Vec<String> = entry.values.iter().map(value).collect();
        told.entry(entry.name.as_str().to_owned()).or_default().extend(values);
    }
    told
}

fn value(value: &ICalendarValue) -> String {
    match value {
        ICalendarValue::Uri(Uri::Location(link)) => link.clone(),
        ICalendarValue::Integer(number) => number.to_string(),
        ICalendarValue::PartialDateTime(at) => format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}",
            at.year.unwrap(),
            at.month.unwrap(),
            at.day.unwrap(),
            at.hour.unwrap(),
            at.minute.unwrap(),
            at.second.unwrap(),
            if at.tz_hour.is_some() { "Z" } else { "" }
        ),
        other => other.as_text().map_or_else(|| format!("{other:?}"), str::to_owned),
    }
}

pub(crate) fn only<'a>(told: &'a Told, name: &str) -> &'a str {
    match told.get(name).map(Vec::as_slice) {
        Some([one]) => one,
        other => panic!("{name}: {other:?}"),
    }
}

pub(crate) fn method(calendar: &ICalendar) -> Option<String> {
    let entry = calendar.components[0].property(&ICalendarProperty::Method)?;
    Some(entry.values[0].as_text().unwrap().to_owned())
}
