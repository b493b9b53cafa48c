use uuid::Uuid;

use super::*;
use crate::{
    Audience, Confidentiality, EventDetails, EventKind, Line, LocalTime, Modes, Pillar, Pillars, TimeZone,
};

const WINDOW: FacilitationWindow = FacilitationWindow::WEEK_BEFORE_TWO_DAYS_AFTER;

fn instant(text: &str) -> Instant {
    text.parse().unwrap()
}

fn person(number: u128) -> Id<Person> {
    Id::new(Uuid::from_u128(number))
}

/// From 17:00 to 18:30 UTC on 8 June 2027.
fn event() -> Event {
    let at = |text| LocalTime::parse(text, TimeZone::LONDON).unwrap();
    let details = EventDetails::new(
        Line::parse("In our own words").unwrap(),
        EventKind::SafeSpace,
        Pillars::new([Pillar::DirectedAction]).unwrap(),
        Audience::Members,
        Modes::Online,
        Schedule::new(at("2027-06-08T18:00"), at("2027-06-08T19:30")).unwrap(),
        Confidentiality::ConfidentialSafeSpace,
    );
    Event::draft(Id::new(Uuid::from_u128(1)), details)
}

fn checked() -> LineManagementChecked {
    LineManagementChecked::stated_by(Actor::administrator(person(9))).unwrap()
}

fn before() -> Instant {
    instant("2027-05-01T09:00:00Z")
}

fn granted() -> Facilitation {
    Facilitation::grant(&event(), person(3), WINDOW, checked(), before()).unwrap()
}

#[test]
fn leave_lasts_from_a_week_before_until_two_days_after() {
    let facilitation = granted();
    let access = |at| facilitation.access(Actor::facilitator(person(3)), instant(at));
    assert_eq!(access("2027-06-01T16:59:59.999999Z"), Err(Refusal::FacilitationNotOpen));
    let first = access("2027-06-01T17:00:00Z").unwrap();
    assert_eq!((first.event(), first.facilitator()), (event().id(), person(3)));
    assert_eq!(first.taken_at(), instant("2027-06-01T17:00:00Z"));
    assert!(access("2027-06-10T18:29:59.999999Z").is_ok());
    assert_eq!(access("2027-06-10T18:30:00Z"), Err(Refusal::FacilitationOver));
}

#[test]
fn nobody_but_the_facilitator_has_it_whatever_the_time() {
    let facilitation = granted();
    for at in ["2027-05-01T09:00:00Z", "2027-06-08T17:00:00Z", "2027-07-01T09:00:00Z"] {
        for actor in [
            Actor::public(),
            Actor::facilitator(person(4)),
            Actor::participant(person(3)),
            Actor::analyst(person(3)),
            Actor::administrator(person(3)),
            Actor::administrator(person(9)),
        ] {
            assert_eq!(facilitation.access(actor, instant(at)), Err(Refusal::NotFound), "{actor:?} {at}");
        }
    }
}

#[test]
fn it_takes_two_people_and_an_event_that_takes_place() {
    let to = |event: &Event, to, now| Facilitation::grant(event, person(to), WINDOW, checked(), instant(now));
    let now = "2027-05-01T09:00:00Z";
    assert_eq!(to(&event(), 9, now), Err(Refusal::FacilitationForOneself));
    assert_eq!(to(&event().cancel().unwrap(), 3, now), Err(Refusal::EventCancelled));
    assert!(to(&event(), 3, "2027-06-10T18:29:59.999999Z").is_ok());
    assert_eq!(to(&event(), 3, "2027-06-10T18:30:00Z"), Err(Refusal::FacilitationOver));
}

#[test]
fn only_an_administrator_states_that_lines_of_management_were_checked() {
    for actor in [Actor::public(), Actor::participant(person(9)), Actor::facilitator(person(9))] {
        assert_eq!(LineManagementChecked::stated_by(actor), Err(Refusal::NotAllowed));
    }
    assert_eq!(checked().by(), person(9));
}

#[test]
fn a_window_reaches_fourteen_days_at_most() {
    let window = |before, after| FacilitationWindow::new(before, after).map_err(Invalid::kind);
    let (zero, longest, bit) = (TimeDelta::zero(), TimeDelta::days(14), TimeDelta::microseconds(1));
    assert!(window(zero, zero).is_ok() && window(longest, longest).is_ok());
    for (before, after) in [(longest + bit, zero), (zero, longest + bit), (-bit, zero), (zero, -bit)] {
        assert_eq!(window(before, after), Err(InvalidKind::FacilitationWindowRange));
    }
    assert_eq!(FacilitationWindow::new(WINDOW.before(), WINDOW.after()), Ok(WINDOW));
}

#[test]
fn a_stored_grant_comes_back_unless_it_lasts_longer_than_any_can() {
    let facilitation = granted();
    let restore = |from, until| Facilitation::restore(event().id(), person(3), from, until);
    assert_eq!(restore(facilitation.from(), facilitation.until()), Ok(facilitation));
    let (from, kind) = (before(), |result: Result<_, Invalid>| result.unwrap_err().kind());
    assert_eq!(kind(restore(from, from)), InvalidKind::DatesReversed);
    let longest = from.plus(TimeDelta::days(60));
    assert!(restore(from, longest).is_ok());
    let longer = longest.plus(TimeDelta::microseconds(1));
    assert_eq!(kind(restore(from, longer)), InvalidKind::FacilitationWindowRange);
}
