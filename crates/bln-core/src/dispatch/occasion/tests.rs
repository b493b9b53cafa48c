use uuid::Uuid;

use super::*;
use crate::{
    Audience, Confidentiality, EventDetails, EventKind, Link, LocalTime, ModeChoice, Modes, Person, Pillar,
    Pillars, RegistrationParts, Sequence, TimeZone,
};

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn before() -> Instant {
    at("2027-05-01T12:00:00Z")
}

/// From 17:00 to 19:00 UTC on 1 June 2027.
fn event_under(rule: Confidentiality) -> Event {
    let local = |text| LocalTime::parse(text, TimeZone::LONDON).unwrap();
    let details = EventDetails::new(
        Line::parse("In our own words").unwrap(),
        EventKind::SafeSpace,
        Pillars::new([Pillar::DirectedAction]).unwrap(),
        Audience::Members,
        Modes::Hybrid,
        Schedule::new(local("2027-06-01T18:00"), local("2027-06-01T20:00")).unwrap(),
        rule,
    );
    let link = JoiningLink::new(Link::parse("https://meet.example.org/secret").unwrap());
    let details = details.with_venue(Line::parse("Room 4").unwrap()).with_joining_link(link);
    Event::draft(Id::new(Uuid::from_u128(1)), details).publish(before()).unwrap()
}

fn event() -> Event {
    event_under(Confidentiality::Open)
}

fn registration(event: u128, state: RegistrationState) -> Registration {
    Registration::from_parts(RegistrationParts {
        id: Id::new(Uuid::from_u128(7)),
        event: Id::new(Uuid::from_u128(event)),
        person: Id::<Person>::new(Uuid::from_u128(17)),
        choice: ModeChoice::Either,
        sequence: Sequence::new(1),
        state,
        since: before(),
        steps: 1,
    })
}

const CONFIRMED: RegistrationState = RegistrationState::Confirmed { mode: Mode::Online };

fn tells(event: &Event, state: RegistrationState, kind: NoticeKind, now: Instant) -> bool {
    Occasion::new(event, Some(&registration(1, state))).still_tells(kind, now)
}

#[test]
fn what_became_of_a_place_is_told_while_it_is_so() {
    let event = event();
    let offered = RegistrationState::Offered { mode: Mode::Online, expires: at("2027-05-03T12:00:00Z") };
    let states = [
        (CONFIRMED, NoticeKind::PlaceConfirmed),
        (RegistrationState::Waiting, NoticeKind::PlaceOnWaitingList),
        (offered, NoticeKind::PlaceOffered),
        (RegistrationState::Expired, NoticeKind::OfferEnded),
        (RegistrationState::Cancelled, NoticeKind::RegistrationCancelled),
    ];
    for (state, _) in states {
        for (of, kind) in states {
            assert_eq!(tells(&event, state, kind, before()), state == of, "{kind:?} in {state:?}");
        }
    }
}

#[test]
fn a_place_at_another_event_or_at_one_that_is_over_is_not_told_of() {
    let event = event();
    let another = registration(2, CONFIRMED);
    assert!(!Occasion::new(&event, Some(&another)).still_tells(NoticeKind::PlaceConfirmed, before()));
    let ends = event.schedule().ends_at();
    for (now, told) in [(ends.plus(chrono::TimeDelta::microseconds(-1)), true), (ends, false)] {
        assert_eq!(tells(&event, CONFIRMED, NoticeKind::PlaceConfirmed, now), told);
        assert_eq!(tells(&event, CONFIRMED, NoticeKind::EventChanged, now), told);
    }
    let cancelled = event.cancel().unwrap();
    for kind in [NoticeKind::PlaceConfirmed, NoticeKind::EventChanged, NoticeKind::EventReminder] {
        assert!(!tells(&cancelled, CONFIRMED, kind, before()), "{kind:?}");
    }
    assert!(tells(&cancelled, RegistrationState::Cancelled, NoticeKind::EventCancelled, before()));
    assert!(!tells(&event, RegistrationState::Cancelled, NoticeKind::EventCancelled, before()));
}

#[test]
fn a_reminder_leaves_before_the_start_to_who_has_a_place() {
    let event = event();
    let starts = event.schedule().starts_at();
    let last = starts.plus(chrono::TimeDelta::microseconds(-1));
    assert!(tells(&event, CONFIRMED, NoticeKind::EventReminder, last));
    assert!(!tells(&event, CONFIRMED, NoticeKind::EventReminder, starts));
    assert!(!tells(&event, RegistrationState::Waiting, NoticeKind::EventReminder, last));
    assert!(!Occasion::new(&event, None).still_tells(NoticeKind::EventReminder, last));
}

#[test]
fn a_message_to_those_who_come_does_not_reach_who_gave_up_their_place() {
    let event = event();
    let kind = NoticeKind::MessageToAttendees;
    for (state, told) in [
        (CONFIRMED, true),
        (RegistrationState::Waiting, true),
        (RegistrationState::Attended { mode: Mode::Online }, true),
        (RegistrationState::Cancelled, false),
        (RegistrationState::Declined, false),
    ] {
        assert_eq!(tells(&event, state, kind, before()), told, "{state:?}");
        assert!(tells(&event.cancel().unwrap(), state, kind, before()), "that it is off concerns all");
    }
}

#[test]
fn the_way_in_goes_to_who_has_a_place_and_by_the_way_they_come() {
    let event = event();
    let told = |state| Occasion::new(&event, Some(&registration(1, state))).told();
    let online = told(CONFIRMED);
    assert!(online.joining_link().is_some() && online.venue().is_none());
    let in_person = told(RegistrationState::Confirmed { mode: Mode::InPerson });
    assert!(in_person.joining_link().is_none() && in_person.venue().is_some());
    let offered = told(RegistrationState::Offered { mode: Mode::Online, expires: before() });
    assert_eq!((offered.mode(), offered.joining_link()), (Some(Mode::Online), None));
    assert_eq!((offered.offer_ends(), online.offer_ends()), (Some(before()), None));
    let waiting = told(RegistrationState::Waiting);
    assert_eq!((waiting.mode(), waiting.venue(), waiting.joining_link()), (None, None, None));
    assert_eq!(online.title().as_str(), "In our own words");
}

#[test]
fn of_a_strict_event_a_letter_tells_the_sort_and_the_time() {
    let rules = [Confidentiality::ConfidentialSafeSpace, Confidentiality::OffTheRecord];
    for rule in rules.into_iter().filter(|rule| rule.is_strict()) {
        let event = event_under(rule);
        for mode in [Mode::Online, Mode::InPerson] {
            let place = registration(1, RegistrationState::Confirmed { mode });
            let told = Occasion::new(&event, Some(&place)).told();
            assert_ne!(told.title(), event.title());
            assert_eq!((told.venue(), told.joining_link()), (None, None));
            assert_eq!(told.schedule(), event.schedule());
        }
    }
    assert!(rules[0].is_strict(), "a safe space is strict");
}

#[test]
fn debug_output_says_which_event_and_nothing_else() {
    let event = event();
    let told = Occasion::new(&event, Some(&registration(1, CONFIRMED))).told();
    let shown = format!("{told:?}");
    assert!(!shown.contains("words") && !shown.contains("secret"), "{shown}");
}
