//! Sample events and steps of registrations.

use bln_core::{
    Accessibility, Audience, Confidentiality, Event, EventDetails, EventKind, EventParts, EventState, Id,
    Instant, JoiningLink, Line, Link, LocalTime, Mode, ModeChoice, Modes, Pillar, Pillars, Places,
    PlacesByMode, Prose, Provision, RegistrationState, RegistrationStep, RegistrationWindow, Revision,
    Schedule, Sequence, TimeZone,
};
use chrono::{Days, TimeDelta};
use uuid::Uuid;

use super::{day, event_id, now};

/// So many places.
pub fn places(number: u32) -> Places {
    Places::new(number).unwrap()
}

/// So many places in the room, and none on the call.
pub fn in_person(number: u32) -> PlacesByMode {
    PlacesByMode::in_person(places(number))
}

/// A published event without optional parts, at 18:00 in London on a day in April 2027 that goes by its number.
pub fn event(number: u32, modes: Modes) -> Event {
    event_on(number, modes, &(day("2027-04-01") + Days::new(u64::from(number % 28))).to_string())
}

/// The same on a given day.
pub fn event_on(number: u32, modes: Modes, date: &str) -> Event {
    event_in_state(number, event_details(number, modes, date), EventState::Published)
}

/// An event in a state, at its first revision.
pub fn event_in_state(number: u32, details: EventDetails, state: EventState) -> Event {
    let parts = EventParts { id: event_id(number), details, state, revision: Revision::FIRST };
    Event::restore(parts).unwrap()
}

/// The details of an event without optional parts.
pub fn event_details(number: u32, modes: Modes, date: &str) -> EventDetails {
    let local = |time: &str| LocalTime::parse(&format!("{date}T{time}"), TimeZone::LONDON).unwrap();
    EventDetails::new(
        Line::parse(format!("Sample event {number}")).unwrap(),
        EventKind::NetworkMeeting,
        Pillars::new([Pillar::DirectedAction]).unwrap(),
        Audience::Public,
        modes,
        Schedule::new(local("18:00"), local("19:30")).unwrap(),
        Confidentiality::Open,
    )
}

/// A published event with every part there is, in another time zone, at a later revision.
pub fn event_in_full(number: u32) -> Event {
    let zone = TimeZone::parse("America/St_Johns").unwrap();
    let local = |text| LocalTime::parse(text, zone).unwrap();
    let details = EventDetails::new(
        Line::parse(format!("Sample event {number}: 会议 \u{1f389} naïve")).unwrap(),
        EventKind::parse("Reading circle").unwrap(),
        Pillars::new(Pillar::ALL).unwrap(),
        Audience::MembersAndAllies,
        Modes::Hybrid,
        Schedule::new(local("2027-06-01T18:00:30"), local("2027-06-03T01:00")).unwrap(),
        Confidentiality::ConfidentialSafeSpace,
    )
    .with_summary(Prose::parse("Long. ".repeat(600) + "\n\tThe end: \u{1d11e}").unwrap())
    .with_venue(Line::parse("Sample Hall, 1 Example Street").unwrap())
    .with_window(
        RegistrationWindow::new(Some(local("2027-04-01T09:00")), Some(local("2027-05-31T00:00"))).unwrap(),
    )
    .unwrap()
    .with_accessibility(Accessibility::new(
        Provision::ALL,
        Some(Prose::parse("A ramp at the side.\nAsk for the loop.").unwrap()),
    ))
    .with_joining_link(JoiningLink::new(Link::parse("https://meet.example.org/r/1?pwd=a%20b#c").unwrap()))
    .with_series(Id::new(Uuid::from_u128(0x019b_0000_0000_7000_8000_0000_0000_0001)), 7);
    let state = EventState::Published;
    Event::restore(EventParts { id: event_id(number), details, state, revision: Revision::new(3) }).unwrap()
}

/// Every state a registration can be in, in both modes where it has one.
pub fn registration_states() -> Vec<RegistrationState> {
    let expires = now().plus(TimeDelta::hours(48));
    let mut states = vec![
        RegistrationState::Waiting,
        RegistrationState::Declined,
        RegistrationState::Expired,
        RegistrationState::Cancelled,
    ];
    for mode in Mode::ALL {
        states.extend([
            RegistrationState::Confirmed { mode },
            RegistrationState::Offered { mode, expires },
            RegistrationState::Attended { mode },
            RegistrationState::DidNotAttend { mode },
        ]);
    }
    states
}

/// A step of a registration's history.
pub fn step(ordinal: u32, sequence: u64, state: RegistrationState, at: Instant) -> RegistrationStep {
    RegistrationStep { ordinal, choice: ModeChoice::Either, sequence: Sequence::new(sequence), state, at }
}
