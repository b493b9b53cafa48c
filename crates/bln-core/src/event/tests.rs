use uuid::Uuid;

use super::*;
use crate::{Link, LocalTime, Pillar, Provision, TimeZone};

fn instant(text: &str) -> Instant {
    text.parse().unwrap()
}

fn local(text: &str) -> LocalTime {
    LocalTime::parse(text, TimeZone::LONDON).unwrap()
}

fn id() -> Id<Event> {
    Id::new(Uuid::from_u128(1))
}

fn details_under(title: &str, rule: Confidentiality, starts: &str, ends: &str) -> EventDetails {
    EventDetails::new(
        Line::parse(title).unwrap(),
        EventKind::SafeSpace,
        Pillars::new([Pillar::DirectedAction]).unwrap(),
        Audience::Members,
        Modes::Hybrid,
        Schedule::new(local(starts), local(ends)).unwrap(),
        rule,
    )
}

/// In British Summer Time: from 17:00 to 19:00 UTC on 1 June 2027.
fn details(rule: Confidentiality) -> EventDetails {
    details_under("In our own words", rule, "2027-06-01T18:00", "2027-06-01T20:00")
}

fn opening(rule: Confidentiality, opens: &str) -> EventDetails {
    details(rule).with_window(RegistrationWindow::new(Some(local(opens)), None).unwrap()).unwrap()
}

fn before() -> Instant {
    instant("2027-05-01T12:00:00Z")
}

fn published(details: EventDetails) -> Event {
    Event::draft(id(), details).publish(before()).unwrap()
}

#[test]
fn an_event_lives_from_draft_over_published_to_its_end() {
    let draft = Event::draft(id(), details(Confidentiality::Open));
    assert_eq!((draft.state(), draft.revision()), (EventState::Draft, Revision::FIRST));
    let published = draft.publish(before()).unwrap();
    assert_eq!((published.state(), published.revision()), (EventState::Published, Revision::FIRST));
    assert_eq!(published.publish(before()), Err(Refusal::EventAlreadyPublished));

    let ends = instant("2027-06-01T19:00:00Z");
    assert_eq!(published.complete(instant("2027-06-01T18:59:59.999999Z")), Err(Refusal::EventNotOver));
    let completed = published.complete(ends).unwrap();
    assert_eq!(completed.state(), EventState::Completed);

    let cancelled = published.cancel().unwrap();
    assert_eq!(cancelled.state(), EventState::Cancelled);
    assert_eq!(draft.complete(ends), Err(Refusal::EventNotPublished));
}

#[test]
fn the_two_ends_of_an_event_are_final() {
    let event = published(details(Confidentiality::Open));
    let ends = instant("2027-06-01T19:00:00Z");
    for (last, refusal) in [
        (event.cancel().unwrap(), Refusal::EventCancelled),
        (event.complete(ends).unwrap(), Refusal::EventOver),
    ] {
        assert_eq!(last.publish(before()), Err(refusal));
        assert_eq!(last.change(details(Confidentiality::Open), before()), Err(refusal));
        assert_eq!(last.cancel(), Err(refusal));
        assert_eq!(last.complete(ends), Err(refusal));
        assert_eq!(last.check_registration_open(before()), Err(refusal));
    }
}

#[test]
fn an_event_is_published_before_it_starts() {
    let draft = Event::draft(id(), details(Confidentiality::Open));
    assert!(draft.publish(instant("2027-06-01T16:59:59.999999Z")).is_ok());
    assert_eq!(draft.publish(instant("2027-06-01T17:00:00Z")), Err(Refusal::EventInPast));
}

#[test]
fn a_rule_is_never_loosened_once_registration_has_opened() {
    let opens = instant("2027-05-10T08:00:00Z");
    let just_before = instant("2027-05-10T07:59:59.999999Z");
    let strict = opening(Confidentiality::ConfidentialSafeSpace, "2027-05-10T09:00");
    let loose = opening(Confidentiality::ChathamHouse, "2027-05-10T09:00");
    let event = published(strict.clone());

    assert!(event.change(loose.clone(), just_before).is_ok());
    assert_eq!(event.change(loose.clone(), opens), Err(Refusal::ConfidentialityLoosened));
    let stricter = opening(Confidentiality::OffTheRecord, "2027-05-10T09:00");
    assert!(event.change(stricter, opens).is_ok());
    // After the close it still has opened; a draft has not opened at all.
    let closed = instant("2027-06-01T18:00:00Z");
    assert_eq!(event.change(loose.clone(), closed), Err(Refusal::ConfidentialityLoosened));
    assert!(Event::draft(id(), strict).change(loose, opens).is_ok());
}

#[test]
fn the_opening_cannot_be_put_off_to_loosen_a_rule_after_all() {
    let event = published(details(Confidentiality::OffTheRecord));
    let later = opening(Confidentiality::OffTheRecord, "2027-05-20T09:00");
    assert_eq!(event.change(later, before()), Err(Refusal::RegistrationHasOpened));
    // Another opening that also lies in the past loosens nothing.
    assert!(event.change(opening(Confidentiality::OffTheRecord, "2027-05-01T09:00"), before()).is_ok());
    // Before it opens, the opening may move.
    let event = published(opening(Confidentiality::Open, "2027-05-10T09:00"));
    assert!(event.change(opening(Confidentiality::Open, "2027-05-20T09:00"), before()).is_ok());
}

#[test]
fn the_revision_rises_with_what_people_must_be_told() {
    let old = details(Confidentiality::Open);
    let event = published(old.clone());
    let revision = |details: EventDetails| event.change(details, before()).unwrap().revision().number();
    let link = JoiningLink::new(Link::parse("https://meet.example.org/1").unwrap());
    let step_free = Accessibility::new([Provision::StepFree], None);
    let rule = Confidentiality::Open;
    for (told, changed) in [
        (1, details_under("Another title", rule, "2027-06-01T18:00", "2027-06-01T20:00")),
        (1, details_under("In our own words", rule, "2027-06-01T18:30", "2027-06-01T20:00")),
        (1, details(Confidentiality::ChathamHouse)),
        (1, old.clone().with_venue(Line::parse("Room 4").unwrap())),
        (1, old.clone().with_joining_link(link)),
        (1, old.clone().with_accessibility(step_free)),
        (0, old.clone()),
        (0, old.clone().with_summary(Prose::parse("More about it.").unwrap())),
        (0, old.clone().with_accessibility(Accessibility::new([], Some(Prose::parse("Ask us.").unwrap())))),
        (0, old.clone().with_series(Id::new(Uuid::nil()), 3)),
    ] {
        assert_eq!(revision(changed.clone()), told, "{changed:?}");
    }
    assert_eq!(event.cancel().unwrap().revision().number(), 1);
    let draft = Event::draft(id(), old);
    let moved = details_under("Moved", rule, "2027-06-02T18:00", "2027-06-02T20:00");
    assert_eq!(draft.change(moved, before()).unwrap().revision(), Revision::FIRST);
    assert_eq!(draft.cancel().unwrap().revision(), Revision::FIRST);
}

#[test]
fn a_published_event_moves_only_into_the_future() {
    let event = published(details(Confidentiality::Open));
    let rule = Confidentiality::Open;
    let moved = |starts, ends| details_under("In our own words", rule, starts, ends);
    let now = instant("2027-05-20T08:00:00Z");
    let to_now = event.change(moved("2027-05-20T09:00", "2027-05-20T10:00"), now);
    assert_eq!(to_now, Err(Refusal::EventInPast));
    assert!(event.change(moved("2027-05-20T09:01", "2027-05-20T10:00"), now).is_ok());

    // While it runs it can be drawn out, but neither end in the past nor start anew.
    let running = instant("2027-06-01T18:00:00Z");
    assert!(event.change(moved("2027-06-01T18:00", "2027-06-01T21:00"), running).is_ok());
    let ended = event.change(moved("2027-06-01T18:00", "2027-06-01T19:00"), running);
    assert_eq!(ended, Err(Refusal::EventInPast));
    let over = event.change(details(rule), instant("2027-06-01T19:00:00Z"));
    assert_eq!(over, Err(Refusal::EventOver));
}

#[test]
fn registration_needs_a_published_event_and_an_open_window() {
    let details = opening(Confidentiality::Open, "2027-05-10T09:00");
    let draft = Event::draft(id(), details.clone());
    let opens = instant("2027-05-10T08:00:00Z");
    assert_eq!(draft.check_registration_open(opens), Err(Refusal::EventNotPublished));
    let event = published(details);
    assert_eq!(event.check_registration_open(before()), Err(Refusal::RegistrationNotOpen));
    assert_eq!(event.check_registration_open(opens), Ok(()));
    let starts = instant("2027-06-01T17:00:00Z");
    assert_eq!(event.check_registration_open(starts), Err(Refusal::RegistrationClosed));
}

#[test]
fn the_joining_link_is_for_a_confirmed_place_at_this_very_event() {
    let link = JoiningLink::new(Link::parse("https://meet.example.org/secret").unwrap());
    let event = published(details(Confidentiality::Open).with_joining_link(link.clone()));
    let person = Id::new(Uuid::from_u128(9));
    assert_eq!(event.joining_link(&ConfirmedPlace::new(id(), person)), Some(&link));
    let elsewhere = ConfirmedPlace::new(Id::new(Uuid::from_u128(2)), person);
    assert_eq!(event.joining_link(&elsewhere), None);
}

#[test]
fn debug_output_shows_neither_words_nor_the_joining_link() {
    let link = JoiningLink::new(Link::parse("https://meet.example.org/secret").unwrap());
    let shown = format!("{:?}", published(details(Confidentiality::Open).with_joining_link(link)));
    assert!(!shown.contains("secret") && !shown.contains("own words"), "{shown}");
}

#[test]
fn an_event_survives_being_stored() {
    let event = published(details(Confidentiality::Open)).cancel().unwrap();
    assert_eq!(Event::restore(event.parts().clone()), Ok(event));
    let mut parts = Event::draft(id(), details(Confidentiality::Open)).parts().clone();
    assert!(Event::restore(parts.clone()).is_ok());
    parts.revision = Revision::new(1);
    assert_eq!(Event::restore(parts).unwrap_err().kind(), InvalidKind::EventState);
}

#[test]
fn a_window_that_does_not_suit_the_schedule_is_refused() {
    let late = RegistrationWindow::new(None, Some(local("2027-06-01T20:01"))).unwrap();
    let invalid = details(Confidentiality::Open).with_window(late).unwrap_err();
    assert_eq!(invalid.kind(), InvalidKind::WindowOrder);
}

#[test]
fn an_outline_says_what_sort_and_when_and_nothing_in_anybodys_words() {
    let note = Some(Prose::parse("Ask for Secret at the desk").unwrap());
    let rule = Confidentiality::ConfidentialSafeSpace;
    let told = opening(rule, "2027-05-10T09:00")
        .with_summary(Prose::parse("Secret summary").unwrap())
        .with_venue(Line::parse("Secret house").unwrap())
        .with_joining_link(JoiningLink::new(Link::parse("https://meet.example.org/secret").unwrap()))
        .with_accessibility(Accessibility::new([Provision::Captions], note));
    let event = published(told);
    let outline = event.clone().outlined();
    assert_eq!(outline.title().as_str(), "Safe space");
    assert_eq!((outline.summary(), outline.venue(), outline.accessibility().note()), (None, None, None));
    assert_eq!(outline.parts().details.joining_link(), None);
    assert!(outline.accessibility().provides(Provision::Captions));
    assert_eq!(
        (outline.id(), outline.kind(), outline.pillars()),
        (event.id(), event.kind(), event.pillars())
    );
    assert_eq!((outline.schedule(), outline.window()), (event.schedule(), event.window()));
    assert_eq!((outline.audience(), outline.confidentiality()), (event.audience(), rule));
    assert_eq!((outline.modes(), outline.state()), (event.modes(), event.state()));
    assert_eq!(outline.clone().outlined(), outline);
}

#[test]
fn an_outline_has_no_kind_in_the_networks_own_words_and_a_title_that_is_a_line() {
    let details = |kind| {
        let at = |text| local(text);
        EventDetails::new(
            Line::parse("In our own words").unwrap(),
            kind,
            Pillars::new([Pillar::DirectedAction]).unwrap(),
            Audience::Members,
            Modes::Hybrid,
            Schedule::new(at("2027-06-01T18:00"), at("2027-06-01T20:00")).unwrap(),
            Confidentiality::OffTheRecord,
        )
    };
    let own = details(EventKind::parse("Circle on grievances").unwrap()).outlined();
    assert_eq!((own.kind(), own.title().as_str()), (&EventKind::SafeSpace, "Safe space"));
    for kind in EventKind::NAMED {
        let outline = details(kind.clone()).outlined();
        assert_eq!(outline.kind(), &kind);
        assert_eq!(Line::parse(outline.title().as_str()).as_ref(), Ok(outline.title()));
    }
}

/// 1 June 2027, 18:00 in London is 17:00 UTC, and midnight before is 23:00 UTC of the day before.
#[test]
fn people_are_reminded_from_midnight_of_the_day_before_until_it_starts() {
    let event = published(details(Confidentiality::Open));
    let due = |at| event.is_reminder_due(instant(at));
    assert!(!due("2027-05-30T22:59:59.999999Z"));
    assert!(due("2027-05-30T23:00:00Z"));
    assert!(due("2027-06-01T16:59:59.999999Z"));
    assert!(!due("2027-06-01T17:00:00Z"));
    let draft = Event::draft(id(), details(Confidentiality::Open));
    for other in [draft, event.cancel().unwrap()] {
        assert!(!other.is_reminder_due(instant("2027-06-01T09:00:00Z")));
    }
}
