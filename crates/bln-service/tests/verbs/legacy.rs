//! The legacy ledger: what a network says it has changed, with what shows it.

use std::collections::BTreeSet;

use bln_core::{
    Actor, AnswerGiven, Audience, Body, Conclusion, Confidentiality, Figure, Id, Initiative,
    InitiativeDetails, LegacyLine, LegacyPeriod, Line, Linked, OutcomeEvidence, Owner, Pillar, Pillars,
    PlannedEvent, Prose, Refusal,
};
use bln_evidence::{
    CitableFigure,
    disclosure::{Axis, Candidate, Count, Edition, Ledger, Policy, Population, publish},
};
use bln_service::NetworkError;
use bln_store::PageSize;
use uuid::Uuid;

use crate::support::{World, admin, event_under, places};

fn refused<T>(refusal: Refusal) -> Result<T, NetworkError> {
    Err(NetworkError::Refused(refusal))
}

/// The share of one group in band 8a, as a table shows it that went through disclosure control.
pub(crate) fn released(bme: u64) -> CitableFigure {
    let staff = Population::of("NHS staff").unwrap().within("organisation", ["RX1"]).unwrap();
    let axis = Axis::new("group", ["BME", "White"]).unwrap();
    let mut table = Candidate::new("Staff in band 8a by group", staff, vec![axis]).unwrap();
    table.add(&[0], Count::of(bme)).unwrap();
    table.add(&[1], Count::of(1_083)).unwrap();
    let edition = Edition::new(1, "2025-03-31".parse().unwrap());
    let table = publish(table, &Policy::nhs_sub_national(), &Ledger::new(), edition).unwrap();
    table.cite_percentage(&[Some(0)], &[None]).unwrap()
}

fn details() -> InitiativeDetails {
    let title = Line::parse("Fair shortlisting").unwrap();
    let aim = Prose::parse("Every panel has an independent member.").unwrap();
    InitiativeDetails::new(title, aim, Pillars::new([Pillar::SystemInfluencing]).unwrap())
}

fn prose(text: &str) -> Prose<1000> {
    Prose::parse(text).unwrap()
}

fn board() -> Body {
    Body::Named(Line::parse("The board").unwrap())
}

fn ask() -> LegacyLine {
    LegacyLine::Ask { of: board(), words: prose("Change the policy.") }
}

fn outcome(figures: impl IntoIterator<Item = Id<Figure>>) -> LegacyLine {
    let evidence = OutcomeEvidence::new(figures.into_iter().collect(), None, BTreeSet::new()).unwrap();
    LegacyLine::Outcome { words: prose("More people reach band 8a."), evidence }
}

async fn opened(world: &World) -> Id<Initiative> {
    world.network.open_initiative(admin(), details(), world.key()).await.unwrap()
}

async fn registered(world: &World, bme: u64) -> Id<Figure> {
    world.network.register_figure(admin(), &released(bme), world.key()).await.unwrap()
}

#[tokio::test]
async fn what_was_asked_promised_done_and_measured_is_the_legacy_of_a_period() {
    let world = World::new().await;
    let (network, id) = (&world.network, opened(&world).await);
    let append = async |line| network.append_to_legacy(admin(), id, line, world.key()).await.unwrap();
    let asked = append(ask()).await;
    append(LegacyLine::Answer { ask: asked, answer: AnswerGiven::Agreed, words: prose("Yes.") }).await;
    let owner = Owner { body: board(), role: Some(Line::parse("Chief people officer").unwrap()) };
    let due = "2027-04-01".parse().unwrap();
    let promised = append(LegacyLine::Commitment { owner, words: prose("A new policy."), due }).await;
    append(LegacyLine::Kept { commitment: promised, words: prose("It is in force.") }).await;
    let (before, after) = (registered(&world, 212).await, registered(&world, 270).await);
    append(outcome([before, after])).await;
    network.close_initiative(admin(), id, Conclusion::Achieved).await.unwrap();

    let year =
        LegacyPeriod::new("2027-01-01T00:00:00Z".parse().unwrap(), "2028-01-01T00:00:00Z".parse().unwrap());
    let story = network.legacy(admin(), year.unwrap()).await.unwrap();
    let tally = story.tally;
    assert_eq!((tally.asked, tally.answered, tally.promised, tally.kept, tally.measured), (1, 1, 1, 1, 1));
    assert_eq!(story.initiatives[0].conclusion, Some(Conclusion::Achieved));
    let (initiative, ledger) = network.initiative(admin(), id).await.unwrap();
    assert_eq!((initiative.id(), ledger.entries().len()), (id, 5));
    world.sound().await;
}

#[tokio::test]
async fn an_outcome_cites_what_is_in_the_register_and_nothing_else() {
    let world = World::new().await;
    let (network, id) = (&world.network, opened(&world).await);
    let append = |line| network.append_to_legacy(admin(), id, line, world.key());
    let nowhere = Id::new(Uuid::from_u128(0xbeef));
    assert_eq!(append(outcome([nowhere])).await, refused(Refusal::NotFound));
    assert_eq!(append(outcome([])).await, refused(Refusal::EvidenceMissing));
    let moved_by = details().moved_by([nowhere]).unwrap();
    let unknown = network.open_initiative(admin(), moved_by, world.key()).await;
    assert_eq!(unknown, refused(Refusal::NotFound));
    let figure = registered(&world, 212).await;
    append(outcome([figure])).await.unwrap();
    let kept = network.figures(admin(), None, PageSize::MAX).await.unwrap().items;
    assert_eq!((kept.len(), kept[0].shown().as_str()), (1, "16%"));
    world.sound().await;
}

#[tokio::test]
async fn what_was_closed_takes_corrections_alone_and_nothing_is_achieved_without_an_outcome() {
    let world = World::new().await;
    let (network, id) = (&world.network, opened(&world).await);
    let append = |line| network.append_to_legacy(admin(), id, line, world.key());
    let close = |conclusion| network.close_initiative(admin(), id, conclusion);
    assert_eq!(close(Conclusion::Achieved).await, refused(Refusal::OutcomeMissing));
    let asked = append(ask()).await.unwrap();
    let reason = prose("The board said no.");
    close(Conclusion::NotAchieved { reason }).await.unwrap();
    assert_eq!(close(Conclusion::PartlyAchieved).await, refused(Refusal::InitiativeClosed));
    assert_eq!(append(ask()).await, refused(Refusal::InitiativeClosed));
    let right = LegacyLine::Ask { of: board(), words: prose("Change the recruitment policy.") };
    let correction = LegacyLine::Correction { of: asked, line: Box::new(right) };
    append(correction.clone()).await.unwrap();
    assert_eq!(append(correction).await, refused(Refusal::LineNotStanding));
    world.sound().await;
}

#[tokio::test]
async fn asking_again_with_the_same_key_appends_once() {
    let world = World::new().await;
    let (network, id, key) = (&world.network, opened(&world).await, world.key());
    let append = |line| network.append_to_legacy(admin(), id, line, key.clone());
    let first = append(ask()).await.unwrap();
    assert_eq!(append(ask()).await, Ok(first));
    assert_eq!(append(outcome([])).await, refused(Refusal::KeyUsedForAnotherRequest));
    assert_eq!(network.initiative(admin(), id).await.unwrap().1.entries().len(), 1);
    let key = world.key();
    let figure = network.register_figure(admin(), &released(212), key.clone()).await.unwrap();
    assert_eq!(network.register_figure(admin(), &released(212), key.clone()).await, Ok(figure));
    let other = network.register_figure(admin(), &released(270), key).await;
    assert_eq!(other, refused(Refusal::KeyUsedForAnotherRequest));
}

#[tokio::test]
async fn a_ledger_links_what_is_there_and_no_safe_space() {
    let world = World::new().await;
    let (network, id) = (&world.network, opened(&world).await);
    let link = |linked| network.append_to_legacy(admin(), id, LegacyLine::Link(linked), world.key());
    let open = world.event(Audience::MembersAndAllies, places(3)).await;
    link(Linked::Event(open)).await.unwrap();
    let strict =
        event_under(Confidentiality::ConfidentialSafeSpace, Audience::MembersAndAllies, places(3).modes());
    let plan = PlannedEvent { details: strict, places: places(3), repeats: None };
    let strict = network.create_event(admin(), plan, world.key()).await.unwrap().events[0];
    assert_eq!(link(Linked::Event(strict)).await, refused(Refusal::EventNotLinkable));
    let nowhere = Uuid::from_u128(0xbeef);
    for linked in [
        Linked::Event(Id::new(nowhere)),
        Linked::Bulletin(Id::new(nowhere)),
        Linked::Resource(Id::new(nowhere)),
        Linked::Testimonial(Id::new(nowhere)),
    ] {
        assert_eq!(link(linked).await, refused(Refusal::NotFound));
    }
    world.sound().await;
}

#[tokio::test]
async fn those_who_belong_read_it_and_nobody_else_learns_that_there_is_anything() {
    let world = World::new().await;
    let (network, id) = (&world.network, opened(&world).await);
    registered(&world, 212).await;
    let applied = world.application(7, bln_core::BelongingKind::Member);
    let applied = Actor::participant(network.apply(Actor::public(), applied, world.key()).await.unwrap());
    let member = Actor::participant(world.member(1).await);
    for (actor, reads) in [(member, true), (admin(), true), (applied, false)] {
        let listed = network.initiatives(actor, None, None, PageSize::MAX).await.unwrap().items.len();
        let figures = network.figures(actor, None, PageSize::MAX).await.unwrap().items.len();
        let one = network.initiative(actor, id).await;
        assert_eq!((listed, figures, one.is_ok()), (usize::from(reads), usize::from(reads), reads));
    }
    let serves = network.initiatives(member, Some(Pillar::Legacy), None, PageSize::MAX).await.unwrap();
    assert_eq!(serves.items, []);
    let refused_to = network.initiatives(Actor::public(), None, None, PageSize::MAX).await;
    assert_eq!(refused_to.map(drop), refused(Refusal::NotAllowed));
}
