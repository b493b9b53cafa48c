//! A network with rows in every table, and with what text can be.

use std::{collections::BTreeSet, sync::Arc};

use bln_conformance::samples;
use bln_core::{
    Actor, Audience, Broadcast, Bulletin, BulletinAudience, BulletinParts, BulletinState, Conclusion, Event,
    Findings, HighImpactAction, Id, Indicator, Initiative, InitiativeState, LegacyLine, Notice, Pillar,
    Pillars, PlacesByMode, Prose, PurposeCode, Reached, Resource, ResourceDetails, Seats, TestimonialState,
    ThemeState, TokenHash,
    bounce::{AddressRecord, Delivery},
};
use bln_sql::SqlStore;
use bln_store::{Expected, PageSize, Spending, Store, Survey, Write};
use bln_tests::{World, person_id, places, seed_allies};

/// How many people are there before anybody registers.
pub(crate) const PEOPLE: u32 = 60;

/// A network with every kind of row: an organisation, a person and an event with every part there is, consents given
/// and withdrawn, and an event at which some have a place, some wait, one was offered a place and one gave theirs up.
pub(crate) async fn full(store: &SqlStore) -> (World, Id<Event>) {
    let world = World::on(Arc::new(store.clone())).await;
    samples(&world).await;
    seed_allies(&world, 1..=PEOPLE).await;
    let event = world.event(Audience::MembersAndAllies, places(5)).await;
    for n in 1..=9 {
        world.register(event, person_id(n)).await.unwrap();
    }
    for n in [2, 8] {
        world
            .network
            .cancel_registration(Actor::participant(person_id(n)), event, person_id(n))
            .await
            .unwrap();
    }
    sent(&world).await;
    asked(&*world.store).await;
    world.sound().await;
    (world, event)
}

async fn samples(world: &World) {
    let event = samples::event_in_full(50);
    let seats = Seats::new(event.id(), PlacesByMode::hybrid(samples::places(3), samples::places(2)));
    let person = samples::person_in_full(700);
    let consent = [
        samples::consent_given(PurposeCode::Bulletin, samples::now()),
        samples::consent_withdrawn(PurposeCode::Bulletin, samples::minutes(5)),
    ];
    let who = person.id();
    let changes = samples::changes()
        .write(Write::Organisation(samples::nottingham(), Expected::New))
        .write(Write::Organisation(samples::kings_in_full(), Expected::New))
        .write(Write::Person(person, Expected::New))
        .write(Write::Membership(samples::member(700), Expected::New))
        .write(Write::Consent { person: who, entries: consent.into(), expected: Expected::New })
        .write(Write::Event(event, Expected::New))
        .write(Write::Seats(seats, Expected::New));
    world.store.commit(changes).await.unwrap();
    privacy(world).await;
    words(world).await;
    legacy(world).await;
}

/// Two initiatives, of which one has ended, with every kind of line, corrected too; and a resource that tells of figures.
async fn legacy(world: &World) {
    let details = samples::initiative_details(1)
        .bearing_on(HighImpactAction::ALL, [Indicator::Two])
        .moved_by([samples::figure_id(1)])
        .unwrap();
    let reason = Prose::parse("Nothing came of it.").unwrap();
    let closed =
        InitiativeState::Closed { at: samples::now(), conclusion: Conclusion::NotAchieved { reason } };
    let ended = Initiative::restore(samples::initiative_id(1), details, samples::now(), closed);
    let lines = samples::legacy_lines();
    // Later entries have earlier identifiers, so that their order is that of their places and of nothing else.
    let numbers = (0..u32::MAX).map(|n| if n < 6 { n + 1 } else { 1_000 - n });
    let mut entries: Vec<_> =
        numbers.zip(lines).map(|(number, line)| samples::legacy_entry(number, 1, line)).collect();
    let correction = LegacyLine::Correction { of: entries[0].id(), line: Box::new(samples::ask(2)) };
    entries.push(samples::legacy_entry(500, 1, correction));
    let figures = Findings::new([1, 3].map(samples::figure_id)).unwrap();
    let told = ResourceDetails { figures, ..samples::resource_details(2) };
    let changes = samples::changes()
        .write(Write::Figure(samples::figure(1)))
        .write(Write::Figure(samples::figure(2)))
        .write(Write::Figure(samples::figure(3)))
        .write(Write::Resource(Resource::list(samples::resource_id(2), told), Expected::New))
        .write(Write::Initiative(ended, Expected::New))
        .write(Write::Initiative(samples::initiative(2), Expected::New))
        .write(Write::Legacy { initiative: samples::initiative_id(1), entries, expected: Expected::New });
    world.store.commit(changes).await.unwrap();
}

/// Somebody's words and the place that shows them, thanks, a resource, and a reminder.
async fn words(world: &World) {
    let actions = BTreeSet::from(HighImpactAction::ALL);
    let resource = ResourceDetails { actions, ..samples::resource_details(1) };
    let reminder = Broadcast::reminder(samples::fresh(), &samples::event_in_full(50), samples::now());
    let changes = samples::changes()
        .write(Write::Testimonial(samples::testimonial(1, 700, TestimonialState::Offered), Expected::New))
        .write(Write::TestimonialUse(samples::testimonial_use(1, 1, None), Expected::New))
        .write(Write::Recognition(samples::recognition(1, 700), Expected::New))
        .write(Write::Resource(Resource::list(samples::resource_id(1), resource), Expected::New))
        .write(Write::Broadcast(reminder));
    world.store.commit(changes).await.unwrap();
    bulletin(world).await;
}

/// An issue with sections of every sort for some, on its way; what somebody wants to read about, an address that is held,
/// and a notice of the issue.
async fn bulletin(world: &World) {
    let pillars = Pillars::new([Pillar::Legacy]).unwrap();
    let contents =
        samples::bulletin_contents(1, samples::sections(), BulletinAudience::InterestedIn(pillars));
    let person = samples::person_in_full(700);
    let reached = Reached::UpTo(person.id());
    let state = BulletinState::Sending { since: samples::now(), reached };
    let issue = Bulletin::restore(BulletinParts { id: samples::bulletin_id(1), contents, state });
    let held = AddressRecord::new(person.id(), person.emails().preferred().clone());
    let held = held.after(Delivery::PermanentFailure, samples::now());
    let changes = samples::changes()
        .write(Write::Bulletin(issue, Expected::New))
        .write(Write::Interests(samples::interests(700, &[Pillar::Legacy]), Expected::New))
        .write(Write::AddressRecord(held, Expected::New))
        .notify(Notice::bulletin(samples::bulletin_id(1), person.id(), samples::now()));
    world.store.commit(changes).await.unwrap();
}

/// One of everything that privacy needs, of the same person and at the same event.
async fn privacy(world: &World) {
    let request = samples::request(1, 700).pause("2027-03-02".parse().unwrap()).unwrap();
    let changes = samples::changes()
        .write(samples::named(700))
        .write(Write::Characteristics(samples::sealed_in_full(700), Expected::New))
        .write(Write::Limits(samples::limits(700, 1), Expected::New))
        .write(Write::RightsRequest(request, Expected::New))
        .write(Write::ActionLink(samples::link(700)))
        .write(Write::Suppression(samples::suppression(1, PurposeCode::Bulletin, samples::now())))
        .write(Write::Facilitation(samples::facilitation(50, 700, 3), Expected::New))
        .write(Write::Theme(samples::theme(1, 50, ThemeState::Gathering), Expected::New))
        .write(Write::Contribution { theme: samples::theme_id(1), by: samples::keyed_hash(1) })
        .write(Write::Message(samples::message(1, 50)));
    world.store.commit(changes).await.unwrap();
}

/// A survey that is open, and a ballot of it that is not spent.
pub(crate) fn survey() -> (Survey, TokenHash) {
    (samples::survey(1), samples::token_hash(1))
}

/// A survey with ballots, of which one is spent, and with answers.
async fn asked(store: &dyn Store) {
    let (survey, ballot) = survey();
    let (name, spent) = (survey.name().clone(), samples::token_hash(2));
    store.open_survey(survey).await.unwrap();
    store.issue_ballots(&name, &[ballot, spent]).await.unwrap();
    assert_eq!(store.spend_ballot(&name, spent).await, Ok(Spending::Spent));
    store.keep_answers(samples::survey_batch(1, 1..=8, [21])).await.unwrap();
}

/// Takes the last notice out of the outbox, so that its position is written down.
async fn sent(world: &World) {
    let notices = world.store.outbox_page(None, PageSize::MAX).await.unwrap().items;
    let position = notices.last().unwrap().position;
    world.store.commit(samples::changes().write(Write::RemoveNotice { position })).await.unwrap();
}
