//! The bulletin: it goes to who agreed, once each, and shows nothing that was taken back.

use std::{collections::BTreeSet, num::NonZeroU16};

use bln_core::{
    Actor, Attribution, Audience, Bulletin, BulletinAudience, BulletinContents, Confidentiality,
    ConsentAnswer, EmailAddress, Id, Issue, IssueContent, Line, LinkKind, NoticeKind, Person, Pillar,
    Pillars, PlannedEvent, Prose, PurposeCode, Reached, Refusal, ResourceView, Section, SectionContent,
    TestimonialOffer, Version,
    bounce::Delivery,
    testimonial::{Channel, Channels},
};
use bln_service::{Clock as _, Dispatched, Letter, NetworkError, SentBulletins};
use bln_store::PageSize;
use chrono::TimeDelta;
use proptest::prelude::*;

use crate::{
    access_support::marked,
    post::{Post, empty_the_outbox},
    support::{World, admin, event_under, fewer, places},
};

const BULLETIN: PurposeCode = PurposeCode::Bulletin;

fn refused<T>(refusal: Refusal) -> Result<T, NetworkError> {
    Err(NetworkError::Refused(refusal))
}

fn section(heading: &str, content: SectionContent) -> Section {
    Section::new(Line::parse(heading).unwrap(), content).unwrap()
}

fn news() -> Section {
    section("News", SectionContent::News(Prose::parse("The network met.").unwrap()))
}

fn contents(sections: Vec<Section>, audience: BulletinAudience) -> BulletinContents {
    BulletinContents::new(Line::parse("March").unwrap(), sections, audience).unwrap()
}

/// An issue that is due.
async fn due(world: &World, sections: Vec<Section>, audience: BulletinAudience) -> Id<Bulletin> {
    let draft = world.network.draft_bulletin(admin(), contents(sections, audience), world.key()).await;
    let id = draft.unwrap();
    world.network.schedule_bulletin(admin(), id, world.clock.now()).await.unwrap();
    id
}

async fn send(world: &World) -> SentBulletins {
    world.network.send_bulletins(admin()).await.unwrap()
}

async fn dispatch(world: &World, at_most: usize) -> (Dispatched, Vec<Letter>) {
    let post = Post::default();
    let dispatched = world.network.dispatch(admin(), &post, at_most).await.unwrap();
    (dispatched, post.take())
}

/// An ally who agreed to the bulletin.
async fn reader(world: &World, n: u32) -> Id<Person> {
    let person = world.ally(n).await;
    world.agree(person, BULLETIN).await;
    person
}

fn to(letters: &[Letter]) -> Vec<&str> {
    letters.iter().map(|letter| letter.to.as_str()).collect()
}

#[tokio::test]
async fn an_issue_goes_once_to_each_who_agreed_with_a_way_to_say_no() {
    let world = World::new().await;
    for n in [1, 2] {
        reader(&world, n).await;
    }
    world.ally(3).await;
    empty_the_outbox(&world).await;
    let id = due(&world, vec![news()], BulletinAudience::Everybody).await;
    assert_eq!(send(&world).await, SentBulletins { begun: 1, queued: 2 });
    assert_eq!(send(&world).await, SentBulletins::default());
    let (dispatched, letters) = dispatch(&world, usize::MAX).await;
    assert_eq!(dispatched, Dispatched { sent: 2, ..Dispatched::default() });
    assert_eq!(to(&letters), ["sample.person.1@example.org", "sample.person.2@example.org"]);
    for letter in &letters {
        let issue = letter.issue.as_ref().unwrap();
        assert_eq!((letter.kind, issue.subject().as_str()), (NoticeKind::Bulletin, "March"));
        assert!(matches!(issue.sections()[0].content(), IssueContent::News(_)));
        let links: Vec<_> = letter.links.iter().map(|(action, _)| action.kind()).collect();
        assert_eq!(links, [LinkKind::Unsubscribe]);
    }
    let state = world.network.bulletin(admin(), id).await.unwrap().record.state();
    assert_eq!(state.reached(), Some(Reached::Everybody));
    world.sound().await;
}

#[tokio::test]
async fn an_issue_is_drafted_edited_and_scheduled_before_it_is_on_its_way() {
    let world = World::new().await;
    let (network, key) = (&world.network, world.key());
    let draft =
        || network.draft_bulletin(admin(), contents(vec![news()], BulletinAudience::Everybody), key.clone());
    let id = draft().await.unwrap();
    assert_eq!(draft().await, Ok(id));
    let edit = |version| {
        network.edit_bulletin(
            admin(),
            id,
            contents(vec![news(), news()], BulletinAudience::Everybody),
            version,
        )
    };
    edit(Version::FIRST).await.unwrap();
    assert_eq!(edit(Version::FIRST).await, Err(NetworkError::Changed));
    let tomorrow = world.clock.now().plus(TimeDelta::days(1));
    network.schedule_bulletin(admin(), id, tomorrow).await.unwrap();
    assert_eq!(send(&world).await, SentBulletins::default(), "it is not due");
    world.clock.pass(TimeDelta::days(1));
    assert_eq!(send(&world).await.begun, 1);
    let version = network.bulletin(admin(), id).await.unwrap().version;
    assert_eq!(edit(version).await, refused(Refusal::BulletinBeingSent));
    assert_eq!(network.schedule_bulletin(admin(), id, tomorrow).await, refused(Refusal::BulletinBeingSent));
    let all = network.bulletins(admin(), None, PageSize::MAX).await.unwrap();
    assert_eq!(all.items.len(), 1);
    world.sound().await;
}

#[tokio::test]
async fn what_waits_under_a_pause_stays_and_what_waits_under_a_stop_goes() {
    let world = World::new().await;
    for n in 1..=3 {
        reader(&world, n).await;
    }
    empty_the_outbox(&world).await;
    let (network, id) = (&world.network, due(&world, vec![news()], BulletinAudience::Everybody).await);
    send(&world).await;
    assert_eq!(dispatch(&world, 1).await.0.sent, 1);
    network.pause_bulletin(admin(), id).await.unwrap();
    assert_eq!(dispatch(&world, usize::MAX).await.0, Dispatched::default());
    network.resume_bulletin(admin(), id).await.unwrap();
    assert_eq!(network.resume_bulletin(admin(), id).await, refused(Refusal::BulletinNotPaused));
    assert_eq!(dispatch(&world, 1).await.0.sent, 1);
    network.stop_bulletin(admin(), id).await.unwrap();
    let rest = Dispatched { withheld: 1, ..Dispatched::default() };
    assert_eq!(dispatch(&world, usize::MAX).await.0, rest);
    assert_eq!(network.pause_bulletin(admin(), id).await, refused(Refusal::BulletinNotBeingSent));
    world.sound().await;
}

#[tokio::test]
async fn interests_choose_and_whoever_never_said_has_every_issue() {
    let world = World::new().await;
    let people = [reader(&world, 1).await, reader(&world, 2).await, reader(&world, 3).await];
    empty_the_outbox(&world).await;
    let of = |pillar| Pillars::new([pillar]).unwrap();
    let (network, me) = (&world.network, |n: usize| Actor::participant(people[n]));
    network.set_interests(me(0), people[0], Some(of(Pillar::Legacy))).await.unwrap();
    network.set_interests(me(1), people[1], Some(of(Pillar::Celebration))).await.unwrap();
    assert_eq!(network.interests(me(0), people[0]).await, Ok(Some(of(Pillar::Legacy))));
    assert_eq!(network.interests(me(0), people[1]).await, refused(Refusal::NotFound));
    let audience = BulletinAudience::InterestedIn(of(Pillar::Legacy));
    due(&world, vec![news()], audience).await;
    assert_eq!(send(&world).await.queued, 2);
    let letters = dispatch(&world, usize::MAX).await.1;
    assert_eq!(to(&letters), ["sample.person.1@example.org", "sample.person.3@example.org"]);
    // Who takes it back has every issue again.
    network.set_interests(me(1), people[1], None).await.unwrap();
    due(&world, vec![news()], audience).await;
    assert_eq!(send(&world).await.queued, 3);
    world.sound().await;
}

/// Somebody's approved words, which may be shown in the bulletin.
async fn words_of(world: &World, person: Id<Person>) -> Id<bln_core::Testimonial> {
    world.agree(person, PurposeCode::Testimonial).await;
    let words: Prose<1000> = Prose::parse("I was heard.").unwrap();
    let offer = TestimonialOffer {
        person,
        words: words.clone(),
        attribution: Attribution::Anonymous,
        channels: Channels::new([Channel::Bulletin]).unwrap(),
        expires: "2027-06-01".parse().unwrap(),
    };
    let id = world.network.offer_testimonial(admin(), offer, world.key()).await.unwrap();
    world.network.approve_testimonial(Actor::participant(person), person, id, &words).await.unwrap();
    id
}

/// How many testimonials, recognitions, and resources with a way there an issue shows.
fn shown(issue: &Issue) -> [usize; 3] {
    let mut counts = [0; 3];
    for section in issue.sections() {
        match section.content() {
            IssueContent::Testimonials(shown) => counts[0] += shown.len(),
            IssueContent::Recognitions(shown) => counts[1] += shown.len(),
            IssueContent::Resources(shown) => {
                counts[2] += shown.iter().filter(|it| matches!(it, ResourceView::Listed { .. })).count();
            }
            _ => {}
        }
    }
    counts
}

#[tokio::test]
async fn what_is_taken_back_while_an_issue_is_on_its_way_is_in_no_letter_after_it() {
    let world = World::new().await;
    let (network, speaker) = (&world.network, world.member(9).await);
    for n in 1..=5 {
        reader(&world, n).await;
    }
    empty_the_outbox(&world).await;
    let testimonial = words_of(&world, speaker).await;
    world.agree(speaker, PurposeCode::Recognition).await;
    let recognition = network.recognise(admin(), marked::recognition(speaker), world.key()).await.unwrap();
    let resource = network.add_resource(admin(), marked::resource(), world.key()).await.unwrap();
    let sections = vec![
        news(),
        section("Voices", SectionContent::Testimonials(vec![testimonial])),
        section("Thanks", SectionContent::Recognitions(vec![recognition])),
        section("To read", SectionContent::Resources(vec![resource])),
    ];
    let id = due(&world, sections, BulletinAudience::Everybody).await;
    assert_eq!(send(&world).await.queued, 5);
    let shown_now = async || {
        let letters = dispatch(&world, 1).await.1;
        let [letter] = letters.as_slice() else { panic!("one letter") };
        let archived = network.issue(admin(), id).await.unwrap();
        assert_eq!(shown(&archived), shown(letter.issue.as_ref().unwrap()));
        shown(&archived)
    };
    assert_eq!(shown_now().await, [1, 1, 1]);
    network.withdraw_testimonial(Actor::participant(speaker), speaker, testimonial).await.unwrap();
    assert_eq!(shown_now().await, [0, 1, 1]);
    world.say(speaker, PurposeCode::Recognition, ConsentAnswer::Withdrawn).await.unwrap();
    assert_eq!(shown_now().await, [0, 0, 1]);
    network
        .withdraw_resource(admin(), resource, Prose::parse("Its figures were wrong.").unwrap())
        .await
        .unwrap();
    assert_eq!(shown_now().await, [0, 0, 0]);
    // The bulletin is among the places that showed the words.
    let places = network.takedowns(admin(), None, PageSize::MAX).await.unwrap().items;
    assert_eq!(places.len(), 1);
    assert_eq!(places[0].place.channel(), Channel::Bulletin);
    world.sound().await;
}

#[tokio::test]
async fn an_issue_of_which_all_was_taken_back_does_not_leave() {
    let world = World::new().await;
    let speaker = world.member(9).await;
    reader(&world, 1).await;
    empty_the_outbox(&world).await;
    let testimonial = words_of(&world, speaker).await;
    due(
        &world,
        vec![section("Voices", SectionContent::Testimonials(vec![testimonial]))],
        BulletinAudience::Everybody,
    )
    .await;
    send(&world).await;
    world.network.withdraw_testimonial(Actor::participant(speaker), speaker, testimonial).await.unwrap();
    assert_eq!(dispatch(&world, usize::MAX).await.0, Dispatched { withheld: 1, ..Dispatched::default() });
}

#[tokio::test]
async fn an_issue_lists_events_that_everybody_may_see_and_no_safe_space() {
    let world = World::new().await;
    let open = world.event(Audience::MembersAndAllies, places(3)).await;
    let hidden =
        event_under(Confidentiality::ConfidentialSafeSpace, Audience::MembersAndAllies, places(3).modes());
    let plan = PlannedEvent { details: hidden, places: places(3), repeats: None };
    let hidden = world.network.create_event(admin(), plan, world.key()).await.unwrap().events[0];
    world.network.publish_event(admin(), hidden).await.unwrap();
    let days = NonZeroU16::new(90).unwrap();
    let to_come = SectionContent::EventsToCome { pillars: None, days };
    let id = due(&world, vec![section("To come", to_come)], BulletinAudience::Everybody).await;
    let issue = world.network.issue(admin(), id).await.unwrap();
    let IssueContent::Events(events) = issue.sections()[0].content() else { panic!("events") };
    assert_eq!(events.iter().map(|event| event.id()).collect::<Vec<_>>(), [open]);
}

#[tokio::test]
async fn the_issues_that_were_sent_are_read_by_those_who_belong() {
    let world = World::new().await;
    let (network, member) = (&world.network, Actor::participant(reader(&world, 1).await));
    let id = due(&world, vec![news()], BulletinAudience::Everybody).await;
    let listed = async |actor| network.issues(actor, None, PageSize::MAX).await.unwrap().items.len();
    assert_eq!(
        network.issue(member, id).await.map(drop),
        refused(Refusal::NotFound),
        "a draft is nobody's to read"
    );
    assert_eq!(listed(member).await, 0);
    send(&world).await;
    assert!(network.issue(member, id).await.is_ok());
    assert_eq!(listed(member).await, 1);
    let applied = world.application(7, bln_core::BelongingKind::Member);
    let applied = Actor::participant(network.apply(Actor::public(), applied, world.key()).await.unwrap());
    assert_eq!(
        (listed(applied).await, network.issue(applied, id).await.map(drop)),
        (0, refused(Refusal::NotFound))
    );
}

#[tokio::test]
async fn nothing_is_sent_to_an_address_that_fails_until_somebody_says_that_it_works() {
    let world = World::new().await;
    let (network, person) = (&world.network, reader(&world, 1).await);
    empty_the_outbox(&world).await;
    let address = EmailAddress::parse("sample.person.1@example.org").unwrap();
    let report = async |delivery| network.record_delivery(admin(), &address, delivery).await.unwrap();
    for _ in 0..2 {
        report(Delivery::TemporaryFailure).await;
    }
    let held = async || network.held_addresses(admin(), None, PageSize::MAX).await.unwrap().items;
    assert_eq!(held().await, []);
    report(Delivery::TemporaryFailure).await;
    assert_eq!(held().await[0].person(), person);
    due(&world, vec![news()], BulletinAudience::Everybody).await;
    send(&world).await;
    assert_eq!(dispatch(&world, usize::MAX).await.0, Dispatched { withheld: 1, ..Dispatched::default() });
    network.lift_hold(admin(), person, &address).await.unwrap();
    assert_eq!(network.lift_hold(admin(), person, &address).await, refused(Refusal::NotFound));
    due(&world, vec![news()], BulletinAudience::Everybody).await;
    send(&world).await;
    assert_eq!(dispatch(&world, usize::MAX).await.0.sent, 1);
    // An address that nobody has is nobody's.
    let unknown = EmailAddress::parse("sample.person.99@example.org").unwrap();
    let before = world.audited().await;
    network.record_delivery(admin(), &unknown, Delivery::PermanentFailure).await.unwrap();
    assert_eq!(world.audited().await, before);
    world.sound().await;
}

/// What can happen while an issue is on its way.
#[derive(Debug, Clone, Copy)]
enum Step {
    Agree(usize),
    Withdraw(usize),
    Send,
    Dispatch(usize),
    Pause,
    Resume,
    Minutes(i64),
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0_usize..5;
    prop_oneof![
        who.clone().prop_map(Step::Agree),
        who.prop_map(Step::Withdraw),
        Just(Step::Send),
        (1_usize..4).prop_map(Step::Dispatch),
        Just(Step::Pause),
        Just(Step::Resume),
        (1_i64..30).prop_map(Step::Minutes),
    ]
}

/// What should become of the letters: in the order in which they were put into the outbox, each leaves in its turn if its
/// reader agrees at that moment and the issue is not paused; without a "yes" it goes.
#[derive(Default)]
struct Expected {
    agrees: [bool; 5],
    waiting: Vec<usize>,
    begun: bool,
    paused: bool,
}

impl Expected {
    fn send(&mut self) {
        if !self.begun {
            self.waiting = (0..5).filter(|n| self.agrees[*n]).collect();
            self.begun = true;
        }
    }

    fn dispatch(&mut self, at_most: usize) -> Vec<usize> {
        let (mut sent, mut stays, mut dealt_with) = (Vec::new(), Vec::new(), 0);
        for n in std::mem::take(&mut self.waiting) {
            if dealt_with >= at_most || (self.agrees[n] && self.paused) {
                stays.push(n);
                continue;
            }
            dealt_with += 1;
            if self.agrees[n] {
                sent.push(n);
            }
        }
        self.waiting = stays;
        sent
    }
}

/// Follows what happens, and sees that the letters that leave are those that should, and no two go to one reader.
async fn follow(steps: Vec<Step>) -> Result<(), TestCaseError> {
    let world = World::new().await;
    let mut people = Vec::new();
    for n in 1..=5 {
        people.push(world.ally(n).await);
    }
    empty_the_outbox(&world).await;
    let id = due(&world, vec![news()], BulletinAudience::Everybody).await;
    let (mut expected, mut written_to) = (Expected::default(), BTreeSet::new());
    let end = [Step::Resume, Step::Send, Step::Dispatch(usize::MAX)];
    for step in steps.into_iter().chain(end) {
        match step {
            Step::Agree(n) => {
                world.agree(people[n], BULLETIN).await;
                expected.agrees[n] = true;
            }
            Step::Withdraw(n) => {
                world.say(people[n], BULLETIN, ConsentAnswer::Withdrawn).await.unwrap();
                expected.agrees[n] = false;
            }
            Step::Send => {
                send(&world).await;
                expected.send();
            }
            Step::Dispatch(at_most) => {
                let (_, letters) = dispatch(&world, at_most).await;
                let due = expected.dispatch(at_most);
                let due: Vec<_> =
                    due.iter().map(|n| format!("sample.person.{}@example.org", n + 1)).collect();
                prop_assert_eq!(to(&letters), due.iter().map(String::as_str).collect::<Vec<_>>());
                for reader in due {
                    prop_assert!(written_to.insert(reader.clone()), "{reader} was written to twice");
                }
            }
            Step::Pause => {
                let paused = world.network.pause_bulletin(admin(), id).await;
                prop_assert_eq!(paused.is_ok(), expected.begun && !expected.paused);
                expected.paused = expected.begun;
            }
            Step::Resume => {
                let resumed = world.network.resume_bulletin(admin(), id).await;
                prop_assert_eq!(resumed.is_ok(), expected.paused);
                expected.paused = false;
            }
            Step::Minutes(minutes) => world.clock.pass(TimeDelta::minutes(minutes)),
        }
    }
    prop_assert_eq!(world.store.outbox_page(None, PageSize::MAX).await.unwrap().items.len(), 0);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(fewer(300, 4)))]

    #[test]
    fn nobody_who_withdrew_is_written_to_and_each_who_is_due_once(
        steps in prop::collection::vec(step(), 0..40),
    ) {
        tokio::runtime::Runtime::new().unwrap().block_on(follow(steps))?;
    }
}
