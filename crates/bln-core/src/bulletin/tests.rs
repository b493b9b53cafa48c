use std::{collections::BTreeSet, num::NonZeroU16};

use chrono::TimeDelta;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    Audience, Belonging, BelongingKind, Confidentiality, ConsentMethod, Declaration, Event, EventDetails,
    EventKind, LocalTime, Modes, Pillar, Prose, Schedule, TimeZone, WordingRef, limits::RestrictionGround,
};

fn at(minute: i64) -> Instant {
    "2027-03-01T09:00:00Z".parse::<Instant>().unwrap().plus(TimeDelta::minutes(minute))
}

fn person(n: u128) -> Id<Person> {
    Id::new(Uuid::from_u128(n))
}

fn wording(text: &str) -> WordingRef {
    WordingRef::parse(text).unwrap()
}

fn news(heading: &str) -> Section {
    let words = SectionContent::News(Prose::parse("The network met.").unwrap());
    Section::new(Line::parse(heading).unwrap(), words).unwrap()
}

fn contents(audience: BulletinAudience) -> BulletinContents {
    BulletinContents::new(Line::parse("March").unwrap(), vec![news("News")], audience).unwrap()
}

fn draft() -> Bulletin {
    Bulletin::draft(Id::new(Uuid::from_u128(0xb)), contents(BulletinAudience::Everybody))
}

fn sending() -> Bulletin {
    draft().schedule(at(0)).unwrap().begin(at(0)).unwrap()
}

fn active(n: u128) -> Membership {
    let declaration = Declaration::new(wording("declaration@1"), wording("privacy-notice@1"), at(-9));
    Membership::apply(person(n), Belonging::new(BelongingKind::Ally, declaration), at(-9))
}

fn agreed(n: u128) -> ConsentLedger {
    let (purpose, method) = (PurposeCode::Bulletin, ConsentMethod::Web);
    ConsentLedger::new(person(n)).give(purpose, wording("consent@1"), None, method, None, at(-9)).unwrap()
}

fn pillars(pillars: impl IntoIterator<Item = Pillar>) -> Pillars {
    Pillars::new(pillars).unwrap()
}

#[test]
fn an_issue_has_sections_and_not_too_many() {
    let of = |count| {
        let subject = Line::parse("March").unwrap();
        BulletinContents::new(subject, vec![news("News"); count], BulletinAudience::Everybody)
    };
    assert!(of(1).is_ok() && of(20).is_ok());
    for count in [0, 21] {
        assert_eq!(of(count).unwrap_err().kind(), InvalidKind::BulletinSections);
    }
}

#[test]
fn a_section_names_records_and_days_within_bounds() {
    let of = |content| Section::new(Line::parse("Heading").unwrap(), content).map(drop).map_err(|e| e.kind());
    let resources = |count| SectionContent::Resources(vec![Id::new(Uuid::nil()); count]);
    let days = |days| SectionContent::EventsToCome { pillars: None, days: NonZeroU16::new(days).unwrap() };
    for content in [resources(1), resources(20), days(1), days(366)] {
        assert_eq!(of(content), Ok(()));
    }
    for content in [resources(0), resources(21), days(367), SectionContent::Testimonials(vec![])] {
        assert_eq!(of(content), Err(InvalidKind::BulletinSection));
    }
}

#[test]
fn an_issue_is_begun_when_it_is_due_and_once() {
    assert_eq!(draft().begin(at(0)), Err(Refusal::BulletinNotDue));
    let scheduled = draft().schedule(at(1)).unwrap();
    assert_eq!(scheduled.begin(at(0)), Err(Refusal::BulletinNotDue));
    let sending = scheduled.begin(at(1)).unwrap();
    assert_eq!(sending.begin(at(2)), Err(Refusal::BulletinBeingSent));
    assert_eq!(sending.schedule(at(2)), Err(Refusal::BulletinBeingSent));
    let other = contents(BulletinAudience::Everybody);
    assert_eq!(sending.edit(other.clone()), Err(Refusal::BulletinBeingSent));
    assert!(scheduled.edit(other).is_ok());
}

#[test]
fn an_issue_is_paused_goes_on_where_it_was_and_is_stopped_for_good() {
    let up_to = Reached::UpTo(person(5));
    let sending = sending().reach(up_to).unwrap();
    let paused = sending.pause().unwrap();
    assert_eq!(paused.reach(Reached::Everybody), Err(Refusal::BulletinNotBeingSent));
    assert_eq!(paused.resume().unwrap(), sending);
    assert_eq!(sending.resume(), Err(Refusal::BulletinNotPaused));
    for issue in [draft(), sending, paused] {
        let stopped = issue.stop(at(3)).unwrap();
        assert_eq!(stopped.stop(at(4)), Err(Refusal::BulletinNotBeingSent));
        assert_eq!(stopped.resume(), Err(Refusal::BulletinNotPaused));
        assert_eq!(stopped.begin(at(4)), Err(Refusal::BulletinBeingSent));
    }
}

#[test]
fn it_is_for_who_belongs_agreed_and_is_not_restricted() {
    let (membership, ledger) = (active(1), agreed(1));
    let reader = Reader {
        person: person(1),
        membership: Some(&membership),
        ledger: Some(&ledger),
        limits: None,
        interests: None,
    };
    let issue = sending();
    assert!(issue.is_for(reader, at(0)));

    let gone = membership.leave(at(0)).unwrap();
    let no = ledger.withdraw(PurposeCode::Bulletin, ConsentMethod::Web, None, at(0));
    let restricted = Limits::none(person(1)).restrict(RestrictionGround::AccuracyContested, at(0));
    let (others_membership, others_ledger) = (active(2), agreed(2));
    let not_for = [
        Reader { membership: None, ..reader },
        Reader { membership: Some(&gone), ..reader },
        Reader { membership: Some(&others_membership), ..reader },
        Reader { ledger: None, ..reader },
        Reader { ledger: Some(&no), ..reader },
        Reader { ledger: Some(&others_ledger), ..reader },
        Reader { limits: Some(&restricted), ..reader },
    ];
    for reader in not_for {
        assert!(!issue.is_for(reader, at(1)));
    }
    for issue in [draft(), issue.pause().unwrap(), issue.stop(at(0)).unwrap()] {
        assert!(!issue.is_for(reader, at(0)), "{:?}", issue.state());
    }
}

#[test]
fn interests_choose_and_whoever_never_said_has_every_issue() {
    let legacy = BulletinAudience::InterestedIn(pillars([Pillar::Legacy, Pillar::Celebration]));
    let issue = Bulletin::draft(Id::new(Uuid::from_u128(0xb)), contents(legacy));
    let issue = issue.schedule(at(0)).unwrap().begin(at(0)).unwrap();
    let (membership, ledger) = (active(1), agreed(1));
    let wants = |interests: Option<&Interests>| {
        let (membership, ledger) = (Some(&membership), Some(&ledger));
        issue.is_for(Reader { person: person(1), membership, ledger, limits: None, interests }, at(0))
    };
    let meets = Interests::new(person(1), pillars([Pillar::DirectedAction, Pillar::Legacy]));
    let misses = Interests::new(person(1), pillars([Pillar::DirectedAction]));
    let anothers = Interests::new(person(2), pillars([Pillar::DirectedAction]));
    assert!(wants(None) && wants(Some(&meets)) && wants(Some(&anothers)));
    assert!(!wants(Some(&misses)));
}

#[test]
fn states_are_read_back_from_their_parts_and_from_no_others() {
    let reached = Reached::UpTo(person(1));
    let states = [
        BulletinState::Draft,
        BulletinState::Scheduled { due: at(0) },
        BulletinState::Sending { since: at(0), reached },
        BulletinState::Paused { since: at(0), reached },
        BulletinState::Stopped { at: at(0) },
    ];
    for state in states {
        assert_eq!(BulletinState::from_parts(state.name(), state.at(), state.reached()), Some(state));
        let at = if state.at().is_some() { None } else { Some(at(0)) };
        assert_eq!(BulletinState::from_parts(state.name(), at, state.reached()), None);
    }
    assert_eq!(BulletinState::from_parts("sent", None, None), None);
}

#[test]
fn debug_output_shows_nothing_of_what_an_issue_says_or_somebody_reads() {
    let shown = format!("{:?} {:?}", draft(), contents(BulletinAudience::Everybody));
    assert!(!shown.contains("March") && !shown.contains("network met"), "{shown}");
    let interests = Interests::new(person(1), pillars([Pillar::Legacy]));
    assert!(!format!("{interests:?}").to_lowercase().contains("legacy"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// However it is paused, resumed and taken up in portions, every reader's turn comes once.
    #[test]
    fn each_reader_has_one_turn_however_it_is_taken_up(
        people in prop::collection::btree_set(1_u128..40, 1..12),
        steps in prop::collection::vec((0_u8..5, 1_usize..4), 1..60),
    ) {
        let ledgers: Vec<_> = people.iter().map(|n| (person(*n), active(*n), agreed(*n))).collect();
        let (mut issue, mut sent) = (sending(), Vec::new());
        let take_up = |issue: &Bulletin, portion: usize| {
            let reached = issue.state().reached().unwrap();
            let next: Vec<_> = ledgers
                .iter()
                .filter(|(person, ..)| match reached {
                    Reached::Nobody => true,
                    Reached::UpTo(last) => *person > last,
                    Reached::Everybody => false,
                })
                .take(portion)
                .collect();
            let to = next.last().map_or(Reached::Everybody, |(person, ..)| Reached::UpTo(*person));
            let due: Vec<_> = next
                .iter()
                .filter(|(person, membership, ledger)| {
                    let (membership, ledger) = (Some(membership), Some(ledger));
                    let reader =
                        Reader { person: *person, membership, ledger, limits: None, interests: None };
                    issue.is_for(reader, at(0))
                })
                .map(|(person, ..)| *person)
                .collect();
            issue.reach(to).map(|issue| (issue, due))
        };
        for (step, portion) in steps {
            match step {
                0 => issue = issue.pause().unwrap_or(issue),
                1 => issue = issue.resume().unwrap_or(issue),
                _ => {
                    if let Ok((next, due)) = take_up(&issue, portion) {
                        issue = next;
                        sent.extend(due);
                    }
                }
            }
        }
        issue = issue.resume().unwrap_or(issue);
        while let Ok((next, due)) = take_up(&issue, 3) {
            issue = next;
            sent.extend(due);
        }
        let readers: BTreeSet<_> = sent.iter().collect();
        prop_assert_eq!((sent.len(), readers.len()), (people.len(), people.len()));
    }
}

fn event(title: &str, audience: Audience, rule: Confidentiality, day: &str) -> Event {
    let local = |time| LocalTime::parse(&format!("{day}T{time}"), TimeZone::LONDON).unwrap();
    let details = EventDetails::new(
        Line::parse(title).unwrap(),
        EventKind::NetworkMeeting,
        pillars([Pillar::Legacy]),
        audience,
        Modes::Online,
        Schedule::new(local("18:00"), local("19:00")).unwrap(),
        rule,
    );
    Event::draft(Id::new(Uuid::from_u128(1)), details).publish(at(0)).unwrap()
}

#[test]
fn an_issue_lists_the_events_to_come_that_every_reader_may_see() {
    let to_come =
        |wanted, days| SectionContent::EventsToCome { pillars: wanted, days: NonZeroU16::new(days).unwrap() };
    let content = to_come(None, 14);
    let open = Confidentiality::Open;
    fn listed(event: &Event, content: &SectionContent) -> bool {
        IssueEvent::listed(event, content, at(0)).is_some()
    }
    let everybodys = event("Careers", Audience::MembersAndAllies, open, "2027-03-10");
    assert!(listed(&everybodys, &content));
    assert!(listed(&event("Careers", Audience::Public, open, "2027-03-10"), &content));
    let hidden = [
        event("For members", Audience::Members, open, "2027-03-10"),
        event("Words", Audience::MembersAndAllies, Confidentiality::ConfidentialSafeSpace, "2027-03-10"),
        event("Too late", Audience::MembersAndAllies, open, "2027-03-16"),
        everybodys.cancel().unwrap(),
    ];
    for event in &hidden {
        assert!(!listed(event, &content), "{}", event.title().as_str());
    }
    assert!(listed(&everybodys, &to_come(Some(pillars([Pillar::Legacy])), 14)));
    assert!(!listed(&everybodys, &to_come(Some(pillars([Pillar::Celebration])), 14)));
    assert!(!listed(&everybodys, &SectionContent::News(Prose::parse("News.").unwrap())));
    let begun = everybodys.schedule().starts_at();
    assert!(IssueEvent::listed(&everybodys, &content, begun).is_none());
}

#[test]
fn a_section_with_nothing_left_to_show_is_not_in_the_issue() {
    let heading = news("News");
    let of = |content| IssueSection::of(&heading, content);
    let news = IssueContent::News(Prose::parse("The network met.").unwrap());
    let sections = [of(IssueContent::Testimonials(vec![])), of(news), of(IssueContent::Events(vec![]))];
    let issue = Issue::new(Line::parse("March").unwrap(), sections);
    assert_eq!(issue.sections().len(), 1);
    assert!(matches!(issue.sections()[0].content(), IssueContent::News(_)));
}
