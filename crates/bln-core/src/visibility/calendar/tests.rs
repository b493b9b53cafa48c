use uuid::Uuid;

use super::*;
use crate::{
    Actor, Audience, Confidentiality, EmailAddresses, EventDetails, EventKind, EventParts, Instant, Line,
    Link, LocalTime, Mode, ModeChoice, Modes, PersonDetails, PersonName, Pillar, Pillars, RegistrationParts,
    Revision, Sequence, TimeZone,
    visibility::{EventFacts, View, event_view},
};

const READERS: [Option<BelongingKind>; 3] = [None, Some(BelongingKind::Member), Some(BelongingKind::Ally)];
const MODE: Mode = Mode::Online;

fn id<K>(n: u128) -> Id<K> {
    Id::new(Uuid::from_u128(n))
}

fn event(confidentiality: Confidentiality, audience: Audience, state: EventState) -> Event {
    let at = |text| LocalTime::parse(text, TimeZone::LONDON).unwrap();
    let details = EventDetails::new(
        Line::parse("Sample evening").unwrap(),
        EventKind::Webinar,
        Pillars::new([Pillar::Celebration]).unwrap(),
        audience,
        Modes::Online,
        Schedule::new(at("2027-06-01T18:00"), at("2027-06-01T19:30")).unwrap(),
        confidentiality,
    )
    .with_joining_link(link("secret"));
    let revision = if state == EventState::Draft { Revision::FIRST } else { Revision::new(3) };
    Event::restore(EventParts { id: id(1), details, state, revision }).unwrap()
}

fn published(confidentiality: Confidentiality) -> Event {
    event(confidentiality, Audience::Members, EventState::Published)
}

fn link(path: &str) -> JoiningLink {
    JoiningLink::new(Link::parse(format!("https://meet.example.org/{path}")).unwrap())
}

fn person(n: u128) -> Person {
    let name = PersonName::parse(format!("Sample Person {n}")).unwrap();
    let address = EmailAddress::parse(format!("sample.person.{n}@example.org")).unwrap();
    Person::new(id(n), PersonDetails::new(name, EmailAddresses::new([address]).unwrap()))
}

fn registration(event: u128, of: u128, state: RegistrationState, steps: u32) -> Registration {
    let since: Instant = "2027-05-01T10:00:00Z".parse().unwrap();
    let (choice, sequence) = (ModeChoice::Online, Sequence::new(7));
    let parts = RegistrationParts {
        id: id(1_000 + of),
        event: id(event),
        person: id(of),
        choice,
        sequence,
        state,
        since,
        steps,
    };
    Registration::from_parts(parts)
}

#[test]
fn what_is_listed_is_what_its_readers_may_see_whole_and_never_strict() {
    let mut listed = 0;
    for confidentiality in Confidentiality::ALL {
        for audience in Audience::ALL {
            for state in EventState::ALL {
                let event = event(confidentiality, audience, state);
                for readers in READERS {
                    let view = event_view(Actor::participant(id(17)), readers, EventFacts::of(&event));
                    let expected = view == View::Full && !confidentiality.is_strict();
                    assert_eq!(
                        event.listed_for(readers).is_some(),
                        expected,
                        "{confidentiality:?} {audience:?}"
                    );
                    listed += usize::from(expected);
                }
            }
        }
    }
    // Two rules, three states, and six pairs of audience and readers that suit each other.
    assert_eq!(listed, 2 * 3 * 6);
}

#[test]
fn an_outline_is_not_listed_either() {
    let outlined = published(Confidentiality::OffTheRecord).outlined();
    assert_eq!(outlined.listed_for(Some(BelongingKind::Member)), None);
}

#[test]
fn a_confirmed_place_comes_with_the_link_and_one_that_is_not_yet_does_not_come_at_all() {
    let (event, person) = (published(Confidentiality::ChathamHouse), person(17));
    let expires: Instant = "2027-05-02T10:00:00Z".parse().unwrap();
    for state in [RegistrationState::Confirmed { mode: MODE }, RegistrationState::Attended { mode: MODE }] {
        let registration = registration(1, 17, state, 1);
        let entry = event.entry_for(&registration, &person).unwrap();
        assert_eq!((entry.state(), entry.joining_link()), (EntryState::Held, Some(&link("secret"))));
        assert_eq!(entry.content(), OwnContent::Event(&event));
    }
    for state in [
        RegistrationState::Waiting,
        RegistrationState::Offered { mode: MODE, expires },
        RegistrationState::Declined,
        RegistrationState::Expired,
        RegistrationState::DidNotAttend { mode: MODE },
    ] {
        assert_eq!(event.entry_for(&registration(1, 17, state, 1), &person), None, "{state:?}");
    }
}

#[test]
fn a_safe_space_is_busy_for_its_own_people_and_has_no_link_however_it_is_given() {
    let (place, link) = (RegistrationState::Confirmed { mode: MODE }, link("another"));
    for confidentiality in [Confidentiality::ConfidentialSafeSpace, Confidentiality::OffTheRecord] {
        let (event, person) = (published(confidentiality), person(17));
        let registration = registration(1, 17, place, 1);
        let entry = event.entry_for(&registration, &person).unwrap();
        let given = entry.with_joining_link(&registration.confirmed_place().unwrap(), &link);
        for entry in [entry, given] {
            assert_eq!((entry.content(), entry.joining_link()), (OwnContent::Busy, None));
        }
    }
}

#[test]
fn who_leaves_and_whose_event_is_called_off_have_the_entry_withdrawn_without_a_link() {
    let person = person(17);
    let left = registration(1, 17, RegistrationState::Cancelled, 2);
    let came = registration(1, 17, RegistrationState::Confirmed { mode: MODE }, 1);
    let off = event(Confidentiality::Open, Audience::Members, EventState::Cancelled);
    let on = published(Confidentiality::Open);
    for (event, registration) in [(&on, &left), (&off, &left), (&off, &came)] {
        let entry = event.entry_for(registration, &person).unwrap();
        assert_eq!((entry.state(), entry.joining_link()), (EntryState::Withdrawn, None));
    }
}

#[test]
fn an_entry_is_for_its_own_person_at_its_own_event() {
    let event = published(Confidentiality::Open);
    let state = RegistrationState::Confirmed { mode: MODE };
    assert_eq!(event.entry_for(&registration(1, 17, state, 1), &person(18)), None);
    assert_eq!(event.entry_for(&registration(2, 17, state, 1), &person(17)), None);
    let draft = super::tests::event(Confidentiality::Open, Audience::Members, EventState::Draft);
    assert_eq!(draft.entry_for(&registration(1, 17, state, 1), &person(17)), None);
}

#[test]
fn a_link_is_taken_with_the_place_it_belongs_to_and_no_other() {
    let (event, own, given) =
        (published(Confidentiality::Open).without_joining_link(), person(17), link("given"));
    let place = |event, person| {
        registration(event, person, RegistrationState::Confirmed { mode: MODE }, 1).confirmed_place().unwrap()
    };
    let confirmed = registration(1, 17, RegistrationState::Confirmed { mode: MODE }, 1);
    let entry = event.entry_for(&confirmed, &own).unwrap();
    assert_eq!(entry.joining_link(), None);
    assert_eq!(entry.with_joining_link(&place(1, 17), &given).joining_link(), Some(&given));
    assert_eq!(entry.with_joining_link(&place(1, 18), &given).joining_link(), None);
    assert_eq!(entry.with_joining_link(&place(2, 17), &given).joining_link(), None);
    let left = registration(1, 17, RegistrationState::Cancelled, 2);
    let withdrawn = event.entry_for(&left, &own).unwrap();
    assert_eq!(withdrawn.with_joining_link(&place(1, 17), &given).joining_link(), None);
}

#[test]
fn the_sequence_rises_with_the_event_and_with_each_step_of_ones_own() {
    let (event, person) = (published(Confidentiality::Open), person(17));
    let of = |state, steps| event.entry_for(&registration(1, 17, state, steps), &person).unwrap().sequence();
    let confirmed = RegistrationState::Confirmed { mode: MODE };
    assert_eq!([of(confirmed, 1), of(RegistrationState::Cancelled, 2), of(confirmed, 3)], [4, 5, 6]);
}
