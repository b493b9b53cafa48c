use std::collections::BTreeSet;

use proptest::{
    prelude::*,
    test_runner::{TestCaseResult, TestError, TestRunner},
};
use uuid::Uuid;

use super::*;
use crate::{
    Actor, Audience, EventDetails, EventKind, Facilitation, FacilitationWindow, Line, LineManagementChecked,
    LocalTime, Modes, Pillar, Pillars, Schedule, TimeZone,
};

const SPACE: Confidentiality = Confidentiality::ConfidentialSafeSpace;

fn instant(text: &str) -> Instant {
    text.parse().unwrap()
}

fn person(number: u128) -> Id<Person> {
    Id::new(Uuid::from_u128(number))
}

/// From 17:00 to 18:30 UTC on 8 June 2027.
fn event(number: u128, rule: Confidentiality) -> Event {
    let at = |text| LocalTime::parse(text, TimeZone::LONDON).unwrap();
    let details = EventDetails::new(
        Line::parse("In our own words").unwrap(),
        EventKind::SafeSpace,
        Pillars::new([Pillar::DirectedAction]).unwrap(),
        Audience::Members,
        Modes::Online,
        Schedule::new(at("2027-06-08T18:00"), at("2027-06-08T19:30")).unwrap(),
        rule,
    );
    Event::draft(Id::new(Uuid::from_u128(number)), details)
}

fn access(event: &Event) -> AttendeeAccess {
    let checked = LineManagementChecked::stated_by(Actor::administrator(person(9))).unwrap();
    let window = FacilitationWindow::WEEK_BEFORE_TWO_DAYS_AFTER;
    let granted = Facilitation::grant(event, person(3), window, checked, instant("2027-05-01T09:00:00Z"));
    granted.unwrap().access(Actor::facilitator(person(3)), instant("2027-06-08T18:00:00Z")).unwrap()
}

fn words(text: &str) -> Prose<500> {
    Prose::parse(text).unwrap()
}

fn after() -> Instant {
    instant("2027-06-08T18:30:00Z")
}

fn proposed() -> Theme {
    Theme::propose(Id::new(Uuid::from_u128(5)), &event(1, SPACE), words("Rotas are late")).unwrap()
}

fn checked() -> Theme {
    proposed().check(&access(&event(1, SPACE))).unwrap()
}

#[test]
fn a_theme_leaves_the_room_with_eight_voices_and_the_check_of_its_words() {
    let event = event(1, SPACE);
    assert_eq!(proposed().release(&event, 8, after()), Err(Refusal::ThemeNotChecked));
    assert_eq!(checked().release(&event, 7, after()), Err(Refusal::TooFewContributors));
    let released = checked().release(&event, 8, after()).unwrap();
    let read = released.released().unwrap();
    assert_eq!((read.id(), read.words().as_str()), (released.id(), "Rotas are late"));
    assert_eq!(read.contributors(), ContributorBand::AtLeast8);
    assert_eq!((proposed().released(), checked().released()), (None, None));

    let reworded = checked().reword(words("Rotas come late")).unwrap();
    assert_eq!(reworded.state(), ThemeState::Gathering);
    assert_eq!(reworded.release(&event, 8, after()), Err(Refusal::ThemeNotChecked));
}

#[test]
fn nothing_leaves_an_event_off_the_record_or_before_its_end() {
    let off = event(1, Confidentiality::OffTheRecord);
    assert_eq!(Theme::propose(proposed().id(), &off, words("Anything")), Err(Refusal::OffTheRecord));
    assert_eq!(checked().release(&off, 50, after()), Err(Refusal::OffTheRecord));
    let early = instant("2027-06-08T18:29:59.999999Z");
    assert_eq!(checked().release(&event(1, SPACE), 50, early), Err(Refusal::EventNotOver));
}

#[test]
fn a_theme_belongs_to_its_event_alone() {
    let other = event(2, SPACE);
    assert_eq!(proposed().check(&access(&other)), Err(Refusal::NotFound));
    assert_eq!(checked().release(&other, 50, after()), Err(Refusal::NotFound));
    let place = |event| ConfirmedPlace::new(event, person(17));
    assert_eq!(proposed().check_contribution(&place(other.id())), Err(Refusal::NotFound));
    assert_eq!(checked().check_contribution(&place(event(1, SPACE).id())), Ok(()));
}

#[test]
fn what_is_out_stays_as_it_is() {
    let event = event(1, SPACE);
    let released = checked().release(&event, 20, after()).unwrap();
    assert_eq!(released.reword(words("Something else")), Err(Refusal::ThemeReleased));
    assert_eq!(released.check(&access(&event)), Err(Refusal::ThemeReleased));
    assert_eq!(released.release(&event, 50, after()), Err(Refusal::ThemeReleased));
    let place = ConfirmedPlace::new(event.id(), person(17));
    assert_eq!(released.check_contribution(&place), Err(Refusal::ThemeReleased));
}

#[test]
fn a_theme_and_its_state_survive_being_stored() {
    let released = checked().release(&event(1, SPACE), 20, after()).unwrap();
    for theme in [proposed(), checked(), released] {
        assert_eq!(Theme::restore(theme.parts().clone()), theme);
        let state = theme.state();
        let back = ThemeState::from_parts(state.name(), state.at(), state.checked_by(), state.contributors());
        assert_eq!(back, Some(state));
    }
    let (at, by) = (Some(after()), Some(person(3)));
    for (name, at, by) in [
        ("gathering", at, None),
        ("checked", at, None),
        ("checked", None, by),
        ("released", at, None),
        ("out", None, None),
    ] {
        assert_eq!(ThemeState::from_parts(name, at, by, None), None, "{name}");
    }
}

#[test]
fn debug_output_shows_nothing_of_the_words_not_even_their_length() {
    let released = checked().release(&event(1, SPACE), 20, after()).unwrap();
    for shown in [
        format!("{:?}", proposed()),
        format!("{:?}", proposed().parts()),
        format!("{:?}", released.released()),
    ] {
        assert!(!shown.contains("Rotas") && !shown.contains("bytes"), "{shown}");
    }
}

/// What people do with a theme, in any order.
#[derive(Debug, Clone, Copy)]
enum Step {
    Contribute(u8),
    Reword(u8),
    Check,
    CheckElsewhere,
    Tighten,
    Release,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        12 => (0_u8..14).prop_map(Step::Contribute),
        1 => any::<u8>().prop_map(Step::Reword),
        2 => Just(Step::Check),
        1 => Just(Step::CheckElsewhere),
        1 => Just(Step::Tighten),
        2 => Just(Step::Release),
    ];
    prop::collection::vec(step, 0..60)
}

/// The decisions that let a theme out, to be taken by [`Theme`] or by something worse.
struct Door {
    reword: fn(&Theme, Prose<500>) -> Result<Theme, Refusal>,
    release: fn(&Theme, &Event, u64, Instant) -> Result<Theme, Refusal>,
}

const OURS: Door = Door { reword: Theme::reword, release: Theme::release };

/// Plays the steps, and compares what gets out with what the steps alone say may get out.
fn holds(door: &Door, steps: &[Step]) -> TestCaseResult {
    let (mut event, elsewhere) = (event(1, SPACE), self::event(2, SPACE));
    let mut theme = proposed();
    let (mut voices, mut checked_words, mut off) = (BTreeSet::new(), None, false);
    for step in steps {
        if theme.released().is_some() {
            break;
        }
        let next = match *step {
            Step::Contribute(who) => {
                voices.insert(who);
                continue;
            }
            Step::Reword(to) => (door.reword)(&theme, words(&format!("Words {to}"))),
            Step::Check => {
                checked_words = Some(theme.words().clone());
                theme.check(&access(&self::event(1, SPACE)))
            }
            Step::CheckElsewhere => theme.check(&access(&elsewhere)),
            Step::Tighten => {
                off = true;
                event = self::event(1, Confidentiality::OffTheRecord);
                continue;
            }
            Step::Release => (door.release)(&theme, &event, u64::try_from(voices.len()).unwrap(), after()),
        };
        theme = next.unwrap_or(theme);
        let as_checked = checked_words.as_ref() == Some(theme.words());
        let may_be_out = matches!(step, Step::Release) && voices.len() >= 8 && as_checked && !off;
        prop_assert!(theme.released().is_none() || may_be_out, "{} voices, off {off}", voices.len());
    }
    Ok(())
}

proptest! {
    #[test]
    fn no_order_of_steps_lets_a_theme_out_below_the_threshold_or_unchecked(steps in steps()) {
        holds(&OURS, &steps)?;
    }
}

#[test]
fn the_law_catches_a_theme_that_counts_wrongly_keeps_its_check_or_forgets_the_rule() {
    let keeps_its_check =
        |theme: &Theme, words| Ok(Theme::restore(ThemeParts { words, ..theme.parts().clone() }));
    let known_bad = [
        Door { release: |theme, event, voices, now| theme.release(event, voices.max(8), now), ..OURS },
        Door { release: |theme, event, voices, now| theme.release(event, voices + 1, now), ..OURS },
        Door { release: |theme, _, voices, now| theme.release(&event(1, SPACE), voices, now), ..OURS },
        Door { reword: keeps_its_check, ..OURS },
    ];
    for (n, door) in known_bad.iter().enumerate() {
        let outcome = TestRunner::deterministic().run(&steps(), |steps| holds(door, &steps));
        assert!(matches!(outcome, Err(TestError::Fail(..))), "{n}");
    }
}
