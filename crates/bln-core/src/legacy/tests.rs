use std::collections::BTreeSet;

use uuid::Uuid;

use super::*;
use crate::{
    Conclusion, Event, Figure, Id, Initiative, InitiativeDetails, InitiativeState, Instant, Line, OdsCode,
    Pillar, Pillars, Prose, Refusal,
};

/// The days of March 2027, at noon.
pub(super) fn day(number: u32) -> Instant {
    format!("2027-03-{number:02}T12:00:00Z").parse().unwrap()
}

pub(super) fn words(text: &str) -> Prose<1000> {
    Prose::parse(text).unwrap()
}

pub(super) fn entry_id(number: u128) -> Id<LegacyEntry> {
    Id::new(Uuid::from_u128(number))
}

pub(super) fn figure(number: u128) -> Id<Figure> {
    Id::new(Uuid::from_u128(number))
}

pub(super) fn initiative(number: u128, title: &str, pillars: &[Pillar]) -> Initiative {
    let pillars = Pillars::new(pillars.iter().copied()).unwrap();
    let details =
        InitiativeDetails::new(Line::parse(title).unwrap(), Prose::parse("An aim.").unwrap(), pillars);
    Initiative::open(Id::new(Uuid::from_u128(number)), details, day(1))
}

pub(super) fn ask(text: &str) -> LegacyLine {
    LegacyLine::Ask { of: Body::Named(Line::parse("The board").unwrap()), words: words(text) }
}

pub(super) fn answer(ask: u128, answer: AnswerGiven) -> LegacyLine {
    LegacyLine::Answer { ask: entry_id(ask), answer, words: words("An answer.") }
}

pub(super) fn commitment(due: &str) -> LegacyLine {
    let owner = Owner { body: Body::Network, role: Some(Line::parse("Chair").unwrap()) };
    LegacyLine::Commitment { owner, words: words("A promise."), due: due.parse().unwrap() }
}

pub(super) fn kept(commitment: u128) -> LegacyLine {
    LegacyLine::Kept { commitment: entry_id(commitment), words: words("Done.") }
}

pub(super) fn not_kept(commitment: u128) -> LegacyLine {
    LegacyLine::NotKept { commitment: entry_id(commitment), words: words("Not done.") }
}

pub(super) fn outcome(figures: &[u128]) -> LegacyLine {
    let figures = figures.iter().map(|number| figure(*number)).collect();
    let evidence = OutcomeEvidence::new(figures, None, BTreeSet::new()).unwrap();
    LegacyLine::Outcome { words: words("Something changed."), evidence }
}

pub(super) fn correction(of: u128, line: LegacyLine) -> LegacyLine {
    LegacyLine::Correction { of: entry_id(of), line: Box::new(line) }
}

/// A ledger of these lines, numbered from 1.
fn ledger_of(initiative: &Initiative, lines: &[LegacyLine]) -> LegacyLedger {
    (1..).zip(lines).fold(LegacyLedger::new(initiative.id()), |ledger, (number, line)| {
        let entry = initiative.append(&ledger, line.clone(), entry_id(number), day(2)).unwrap();
        ledger.with(entry)
    })
}

fn refusal(initiative: &Initiative, ledger: &LegacyLedger, line: LegacyLine) -> Option<Refusal> {
    initiative.append(ledger, line, entry_id(99), day(3)).err()
}

#[test]
fn an_answer_needs_an_ask_that_stands_and_waits() {
    let of = initiative(1, "One", &[Pillar::Legacy]);
    let asked = ledger_of(&of, &[ask("A"), commitment("2027-04-01")]);
    assert_eq!(refusal(&of, &asked, answer(1, AnswerGiven::Agreed)), None);
    for not_an_ask in [2, 3] {
        assert_eq!(refusal(&of, &asked, answer(not_an_ask, AnswerGiven::Agreed)), Some(Refusal::AskNotOpen));
    }
    let answered = ledger_of(&of, &[ask("A"), answer(1, AnswerGiven::NoAnswer)]);
    assert_eq!(refusal(&of, &answered, answer(1, AnswerGiven::Agreed)), Some(Refusal::AskNotOpen));
    // Somebody answers after all: that is a correction.
    assert_eq!(refusal(&of, &answered, correction(2, answer(1, AnswerGiven::Agreed))), None);
    // An ask that was corrected is answered in its newest version.
    let corrected = ledger_of(&of, &[ask("A"), correction(1, ask("B"))]);
    assert_eq!(refusal(&of, &corrected, answer(1, AnswerGiven::Agreed)), Some(Refusal::AskNotOpen));
    assert_eq!(refusal(&of, &corrected, answer(2, AnswerGiven::Agreed)), None);
}

#[test]
fn an_answer_stays_with_its_ask_when_either_is_corrected() {
    let of = initiative(1, "One", &[Pillar::Legacy]);
    let lines = [ask("A"), answer(1, AnswerGiven::Declined), correction(1, ask("B"))];
    let ledger = ledger_of(&of, &[&lines[..], &[correction(2, answer(3, AnswerGiven::Agreed))]].concat());
    let asks = ledger.asks();
    assert_eq!((asks.len(), &asks[0].words), (1, &words("B")));
    assert_eq!(asks[0].answer.as_ref().map(|it| it.answer), Some(AnswerGiven::Agreed));
    assert_eq!((asks[0].place.first, asks[0].place.entry), (entry_id(1), entry_id(3)));
    assert_eq!(ledger.entries().len(), 4, "what is superseded can still be read");
}

#[test]
fn a_commitment_is_settled_once_and_a_promise_not_kept_is_superseded_when_it_is() {
    let of = initiative(1, "One", &[Pillar::Legacy]);
    let promised = ledger_of(&of, &[commitment("2027-04-01"), ask("A")]);
    assert_eq!((refusal(&of, &promised, kept(1)), refusal(&of, &promised, not_kept(1))), (None, None));
    assert_eq!(refusal(&of, &promised, kept(2)), Some(Refusal::CommitmentNotOpen));
    let broken = ledger_of(&of, &[commitment("2027-04-01"), not_kept(1)]);
    assert_eq!(refusal(&of, &broken, kept(1)), Some(Refusal::CommitmentNotOpen));
    let mended = ledger_of(&of, &[commitment("2027-04-01"), not_kept(1), correction(2, kept(1))]);
    let commitments = mended.commitments();
    assert!(matches!(commitments[0].settled, Some(Settled::Kept { .. })) && commitments.len() == 1);
}

#[test]
fn an_outcome_needs_something_that_shows_it() {
    let of = initiative(1, "One", &[Pillar::Legacy]);
    let ledger = ledger_of(&of, &[outcome(&[7])]);
    assert_eq!(refusal(&of, &ledger, outcome(&[])), Some(Refusal::EvidenceMissing));
    assert_eq!(refusal(&of, &ledger, correction(1, outcome(&[]))), Some(Refusal::EvidenceMissing));
    let pair = OutcomeEvidence::new(BTreeSet::new(), Some((figure(1), figure(2))), BTreeSet::new()).unwrap();
    let shown = LegacyLine::Outcome { words: words("More."), evidence: pair };
    assert_eq!(shown.figures(), BTreeSet::from([figure(1), figure(2)]));
    assert_eq!(refusal(&of, &ledger, shown), None);
    let resources = BTreeSet::from([Id::new(Uuid::from_u128(5))]);
    let evidence = OutcomeEvidence::new(BTreeSet::new(), None, resources).unwrap();
    assert_eq!(refusal(&of, &ledger, LegacyLine::Outcome { words: words("More."), evidence }), None);
}

#[test]
fn evidence_has_a_bound() {
    let figures = |many: u128| (1..=many).map(figure).collect::<BTreeSet<_>>();
    let evidence = |many| OutcomeEvidence::new(figures(many), None, BTreeSet::new());
    assert!(evidence(50).is_ok());
    let invalid = evidence(51).unwrap_err();
    assert_eq!((invalid.code(), invalid.limit()), ("list.too_many", Some(50)));
}

#[test]
fn a_correction_is_of_a_line_that_stands_and_of_its_kind() {
    let of = initiative(1, "One", &[Pillar::Legacy]);
    let event = LegacyLine::Link(Linked::Event(Id::<Event>::new(Uuid::from_u128(9))));
    let ledger = ledger_of(
        &of,
        &[ask("A"), ask("B"), answer(1, AnswerGiven::Agreed), correction(1, ask("C")), event.clone()],
    );
    for (line, expected) in [
        (correction(4, ask("D")), None),
        (correction(1, ask("D")), Some(Refusal::LineNotStanding)),
        (correction(77, ask("D")), Some(Refusal::LineNotStanding)),
        (correction(2, outcome(&[7])), Some(Refusal::CorrectionOfOtherKind)),
        (correction(2, correction(2, ask("D"))), Some(Refusal::CorrectionOfOtherKind)),
        (correction(3, answer(4, AnswerGiven::Declined)), None),
        (correction(3, answer(2, AnswerGiven::Agreed)), Some(Refusal::CorrectionOfOtherKind)),
        (correction(3, answer(77, AnswerGiven::Agreed)), Some(Refusal::CorrectionOfOtherKind)),
        (correction(5, event), None),
    ] {
        assert_eq!(refusal(&of, &ledger, line.clone()), expected, "{line:?}");
    }
}

#[test]
fn an_initiative_closes_with_an_outcome_or_a_reason_and_takes_corrections_only_from_then_on() {
    let of = initiative(1, "One", &[Pillar::Legacy]);
    let asked = ledger_of(&of, &[ask("A")]);
    assert_eq!(of.close(&asked, Conclusion::Achieved, day(4)), Err(Refusal::OutcomeMissing));
    assert_eq!(of.close(&asked, Conclusion::PartlyAchieved, day(4)), Err(Refusal::OutcomeMissing));
    let reason = words("The board was dissolved.");
    assert!(of.close(&asked, Conclusion::NotAchieved { reason }, day(4)).is_ok());
    let shown = ledger_of(&of, &[ask("A"), outcome(&[7])]);
    let closed = of.close(&shown, Conclusion::Achieved, day(4)).unwrap();
    assert_eq!(closed.state(), &InitiativeState::Closed { at: day(4), conclusion: Conclusion::Achieved });
    assert_eq!(closed.close(&shown, Conclusion::Achieved, day(5)), Err(Refusal::InitiativeClosed));
    assert_eq!(refusal(&closed, &shown, ask("B")), Some(Refusal::InitiativeClosed));
    assert_eq!(refusal(&closed, &shown, correction(1, ask("B"))), None);
    assert_eq!(refusal(&closed, &shown, correction(2, outcome(&[8]))), None);
}

#[test]
fn the_ledger_of_another_initiative_is_not_there() {
    let (of, other) = (initiative(1, "One", &[Pillar::Legacy]), initiative(2, "Two", &[Pillar::Legacy]));
    let ledger = LegacyLedger::new(other.id());
    assert_eq!(refusal(&of, &ledger, ask("A")), Some(Refusal::NotFound));
    let reason = words("Nothing came of it.");
    assert_eq!(of.close(&ledger, Conclusion::NotAchieved { reason }, day(4)), Err(Refusal::NotFound));
}

#[test]
fn names_are_read_back_with_what_belongs_to_them() {
    for answer in AnswerGiven::ALL {
        assert_eq!(AnswerGiven::from_name(answer.name()), Some(answer));
    }
    let reason = words("Because.");
    for conclusion in
        [Conclusion::Achieved, Conclusion::PartlyAchieved, Conclusion::NotAchieved { reason: reason.clone() }]
    {
        let parts = (conclusion.name(), conclusion.reason().cloned());
        assert_eq!(Conclusion::from_parts(parts.0, parts.1), Some(conclusion));
    }
    assert_eq!(Conclusion::from_parts("not_achieved", None), None);
    assert_eq!(Conclusion::from_parts("achieved", Some(reason)), None);
}

#[test]
fn a_body_and_what_is_linked_are_read_back_from_their_parts() {
    let (code, name) = (OdsCode::parse("RX1").unwrap(), Line::parse("The board").unwrap());
    for (body, parts) in [
        (Body::Network, (None, None)),
        (Body::Organisation(code), (Some(code), None)),
        (Body::Named(name.clone()), (None, Some(name.clone()))),
    ] {
        assert_eq!(Body::from_parts(body.kind(), parts.0, parts.1), Some(body));
    }
    assert_eq!(Body::from_parts("network", None, Some(name)), None);
    assert_eq!(Body::from_parts("named", None, None), None);
    let id = Uuid::from_u128(7);
    for kind in ["event", "bulletin", "resource", "testimonial"] {
        let linked = Linked::from_parts(kind, id).unwrap();
        assert_eq!((linked.kind(), linked.uuid()), (kind, id));
    }
    assert_eq!(Linked::from_parts("person", id), None);
}

#[test]
fn what_is_written_is_shown_to_nobody_who_debugs() {
    let of = initiative(1, "Hush-hush", &[Pillar::Legacy]);
    let ledger = ledger_of(&of, &[ask("Hush-hush")]);
    assert!(!format!("{of:?} {ledger:?}").contains("Hush"));
}

#[test]
fn a_story_is_of_a_period_that_ends_after_it_begins() {
    assert!(LegacyPeriod::new(day(1), day(2)).is_ok());
    assert_eq!(LegacyPeriod::new(day(1), day(1)).unwrap_err().code(), "dates.reversed");
    let period = LegacyPeriod::new(day(1), day(2)).unwrap();
    assert!(period.contains(day(1)) && !period.contains(day(2)));
}

#[test]
fn a_promise_is_overdue_from_the_day_after_its_last() {
    let of = initiative(1, "One", &[Pillar::Legacy]);
    let ledger = ledger_of(&of, &[commitment("2027-03-10")]);
    for (until, overdue) in [(10, 0), (11, 1)] {
        let story = legacy([(&of, &ledger)], LegacyPeriod::new(day(1), day(until)).unwrap());
        assert_eq!((story.tally.open_commitments, story.tally.overdue), (1, overdue), "{until}");
    }
}
