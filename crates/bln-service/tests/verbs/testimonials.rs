//! Testimonials: words as they were approved, shown while their person agrees, and found wherever they are shown.

use crate::support::{World, admin};
use bln_core::{
    Actor, Attribution, ConsentAnswer, Id, Line, Person, Post, Prose, PublishableTestimonial, PurposeCode,
    Refusal, TakedownReason, Testimonial, TestimonialOffer, TestimonialUse,
    limits::{LimitChange, RestrictionGround},
    retention::Category,
    testimonial::{Channel, Channels},
};
use bln_service::NetworkError;
use bln_store::PageSize;

fn refused<T>(refusal: Refusal) -> Result<T, NetworkError> {
    Err(NetworkError::Refused(refusal))
}

fn words(n: u32) -> Prose<1000> {
    Prose::parse(format!("Sample words {n}: I was heard.")).unwrap()
}

fn offer(person: Id<Person>, n: u32) -> TestimonialOffer {
    let post = Post {
        role: Line::parse("Sample manager").unwrap(),
        organisation: Line::parse("Nottingham University Hospitals NHS Trust").unwrap(),
    };
    TestimonialOffer {
        person,
        words: words(n),
        attribution: Attribution::RoleOnly(post),
        channels: Channels::new([Channel::Website, Channel::Report]).unwrap(),
        expires: "2027-06-01".parse().unwrap(),
    }
}

/// A member whose words of this number are approved, with consent.
async fn approved(world: &World, n: u32) -> (Id<Person>, Id<Testimonial>) {
    let person = world.member(n).await;
    world.agree(person, PurposeCode::Testimonial).await;
    let id = world.network.offer_testimonial(admin(), offer(person, n), world.key()).await.unwrap();
    world.network.approve_testimonial(Actor::participant(person), person, id, &words(n)).await.unwrap();
    (person, id)
}

async fn shown(world: &World, channel: Channel) -> Vec<Id<Testimonial>> {
    let page = world.network.testimonials_for(admin(), channel, None, PageSize::MAX).await.unwrap();
    page.items.iter().map(PublishableTestimonial::id).collect()
}

async fn note(world: &World, id: Id<Testimonial>, channel: Channel, place: &str) -> Id<TestimonialUse> {
    let place = Line::parse(place).unwrap();
    world.network.record_testimonial_use(admin(), id, channel, place, world.key()).await.unwrap()
}

async fn takedowns(world: &World) -> Vec<(Id<TestimonialUse>, TakedownReason)> {
    let page = world.network.takedowns(admin(), None, PageSize::MAX).await.unwrap();
    page.items.into_iter().map(|takedown| (takedown.place.id(), takedown.because)).collect()
}

#[tokio::test]
async fn words_are_shown_as_their_person_approved_them_and_only_with_consent() {
    let world = World::new().await;
    let person = world.member(1).await;
    let (network, me) = (&world.network, Actor::participant(person));
    let id = network.offer_testimonial(admin(), offer(person, 1), world.key()).await.unwrap();
    let theirs = network.own_testimonials(me, person).await.unwrap();
    assert_eq!((theirs.len(), theirs[0].words()), (1, &words(1)));
    assert_eq!(shown(&world, Channel::Website).await, []);

    let other_words = network.approve_testimonial(me, person, id, &words(2)).await;
    assert_eq!(other_words, refused(Refusal::WordsDiffer));
    assert_eq!(
        network.approve_testimonial(admin(), person, id, &words(1)).await,
        refused(Refusal::NotAllowed)
    );
    network.approve_testimonial(me, person, id, &words(1)).await.unwrap();
    assert_eq!(shown(&world, Channel::Website).await, [], "approved, and nobody was asked for consent");

    world.agree(person, PurposeCode::Testimonial).await;
    let page = network.testimonials_for(admin(), Channel::Report, None, PageSize::MAX).await.unwrap();
    assert_eq!(page.items[0].words(), &words(1));
    assert_eq!(page.items[0].attribution(), &offer(person, 1).attribution);
    assert_eq!(shown(&world, Channel::SocialMedia).await, [], "not agreed to");
    world.sound().await;
}

#[tokio::test]
async fn what_was_taken_back_is_shown_nowhere_and_every_place_is_listed_until_it_is_ticked_off() {
    let world = World::new().await;
    let (person, id) = approved(&world, 1).await;
    let (_, other) = approved(&world, 2).await;
    let home = note(&world, id, Channel::Website, "https://example.org/voices").await;
    let report = note(&world, id, Channel::Report, "Annual report, page 7").await;
    note(&world, other, Channel::Website, "https://example.org/others").await;
    assert_eq!(takedowns(&world).await, []);

    let (network, me) = (&world.network, Actor::participant(person));
    let listed = network.withdraw_testimonial(me, person, id).await.unwrap();
    let places: Vec<_> = listed.iter().map(|takedown| takedown.place.id()).collect();
    assert_eq!(places, [home, report]);
    for channel in Channel::ALL {
        assert!(!shown(&world, channel).await.contains(&id), "{channel:?}");
    }
    assert_eq!(shown(&world, Channel::Website).await, [other]);
    let because = TakedownReason::Refused(Refusal::TestimonialWithdrawn);
    assert_eq!(takedowns(&world).await, [(home, because), (report, because)]);
    // A place that is found later is listed at once.
    let found = note(&world, id, Channel::SocialMedia, "https://example.org/post/1").await;
    assert_eq!(takedowns(&world).await.len(), 3);

    for place in [home, report, found] {
        network.settle_takedown(admin(), place).await.unwrap();
        assert_eq!(network.settle_takedown(admin(), place).await, refused(Refusal::TakenDown));
    }
    assert_eq!(takedowns(&world).await, []);
    assert_eq!(network.withdraw_testimonial(me, person, id).await.unwrap(), []);
    world.sound().await;
}

#[tokio::test]
async fn a_withdrawn_consent_takes_every_testimonial_down_at_once_and_a_new_one_does_not_revive_what_was_taken_back()
 {
    let world = World::new().await;
    let (person, first) = approved(&world, 1).await;
    let me = Actor::participant(person);
    let second = world.network.offer_testimonial(me, offer(person, 2), world.key()).await.unwrap();
    world.network.approve_testimonial(me, person, second, &words(2)).await.unwrap();
    let places = [
        note(&world, first, Channel::Website, "https://example.org/1").await,
        note(&world, second, Channel::Report, "Report, page 2").await,
    ];
    world.say(person, PurposeCode::Testimonial, ConsentAnswer::Withdrawn).await.unwrap();
    assert_eq!(shown(&world, Channel::Website).await, []);
    let because = TakedownReason::Refused(Refusal::ConsentWithdrawn);
    assert_eq!(takedowns(&world).await, places.map(|place| (place, because)));

    world.network.withdraw_testimonial(me, person, first).await.unwrap();
    world.agree(person, PurposeCode::Testimonial).await;
    assert_eq!(shown(&world, Channel::Website).await, [second]);
    let because = TakedownReason::Refused(Refusal::TestimonialWithdrawn);
    assert_eq!(takedowns(&world).await, [(places[0], because)]);
}

#[tokio::test]
async fn words_run_out_and_are_not_used_while_their_person_has_that_restricted() {
    let world = World::new().await;
    let (person, id) = approved(&world, 1).await;
    let place = note(&world, id, Channel::Website, "https://example.org/1").await;
    let limit = |change| world.network.limit_processing(admin(), person, change);
    limit(LimitChange::Restrict(RestrictionGround::AccuracyContested)).await.unwrap();
    assert_eq!(shown(&world, Channel::Website).await, []);
    let because = TakedownReason::Refused(Refusal::ProcessingRestricted);
    assert_eq!(takedowns(&world).await, [(place, because)]);
    limit(LimitChange::LiftRestriction).await.unwrap();
    assert_eq!((shown(&world, Channel::Website).await, takedowns(&world).await), (vec![id], vec![]));

    // In London it is summer time: the last day ends an hour before it does in UTC.
    world.clock.set("2027-05-31T22:59:59Z");
    assert_eq!(shown(&world, Channel::Website).await, [id]);
    world.clock.set("2027-05-31T23:00:00Z");
    assert_eq!(shown(&world, Channel::Website).await, []);
    let because = TakedownReason::Refused(Refusal::TestimonialExpired);
    assert_eq!(takedowns(&world).await, [(place, because)]);
}

#[tokio::test]
async fn erasing_somebody_removes_their_words_and_leaves_the_places_without_them() {
    let world = World::new().await;
    let (person, id) = approved(&world, 1).await;
    let shown_at = note(&world, id, Channel::Website, "https://example.org/1").await;
    let ticked_off = note(&world, id, Channel::Report, "Report, page 1").await;
    world.network.settle_takedown(admin(), ticked_off).await.unwrap();
    let certificate = world.network.erase_person(admin(), person).await.unwrap();
    assert_eq!(certificate.takedowns, 1);
    assert_eq!(world.store.testimonial(id).await.unwrap(), None);
    assert_eq!(world.store.testimonial_use(ticked_off).await.unwrap(), None);
    assert_eq!(takedowns(&world).await, [(shown_at, TakedownReason::Gone)]);
    world.network.settle_takedown(admin(), shown_at).await.unwrap();
    assert_eq!(takedowns(&world).await, []);
    assert_eq!(world.store.testimonial_use(shown_at).await.unwrap(), None, "nothing is left to know it for");
    world.sound().await;
}

#[tokio::test]
async fn merging_carries_words_over_and_the_stricter_answer_holds() {
    let world = World::new().await;
    let (other, id) = approved(&world, 1).await;
    let place = note(&world, id, Channel::Website, "https://example.org/1").await;
    let (keep, own) = approved(&world, 2).await;
    world.network.merge_people(admin(), keep, other).await.unwrap();
    let theirs = world.network.own_testimonials(Actor::participant(keep), keep).await.unwrap();
    assert_eq!(theirs.iter().map(Testimonial::id).collect::<Vec<_>>(), [id, own]);
    assert_eq!(shown(&world, Channel::Website).await, [id, own]);

    let (refuses, theirs) = approved(&world, 3).await;
    world.say(refuses, PurposeCode::Testimonial, ConsentAnswer::Withdrawn).await.unwrap();
    world.network.merge_people(admin(), keep, refuses).await.unwrap();
    assert_eq!(shown(&world, Channel::Website).await, []);
    assert_eq!(takedowns(&world).await.iter().map(|(place, _)| *place).collect::<Vec<_>>(), [place]);
    assert!(world.store.testimonials_of(keep).await.unwrap().iter().any(|it| it.record.id() == theirs));
    world.sound().await;
}

#[tokio::test]
async fn a_person_is_told_of_their_words_and_of_every_place_that_shows_them() {
    let world = World::new().await;
    let (person, id) = approved(&world, 1).await;
    note(&world, id, Channel::Website, "https://example.org/voices/1").await;
    let (_, other) = approved(&world, 2).await;
    note(&world, other, Channel::Website, "https://example.org/voices/2").await;
    let told = world.network.subject_access(Actor::participant(person), person).await.unwrap().to_text();
    for text in ["Sample words 1", "Sample manager, Nottingham", "https://example.org/voices/1"] {
        assert!(told.contains(text), "{text}");
    }
    assert!(!told.contains("Sample words 2") && !told.contains("voices/2"));
}

#[tokio::test]
async fn words_go_when_their_period_is_over_unless_a_place_or_a_hold_keeps_them() {
    let world = World::new().await;
    let (person, id) = approved(&world, 1).await;
    let (held, kept) = approved(&world, 2).await;
    let place = note(&world, id, Channel::Website, "https://example.org/1").await;
    for (person, id) in [(person, id), (held, kept)] {
        world.network.withdraw_testimonial(Actor::participant(person), person, id).await.unwrap();
    }
    let hold = LimitChange::Hold(Prose::parse("A sample claim.").unwrap());
    world.network.limit_processing(admin(), held, hold).await.unwrap();
    world.clock.set("2027-06-15T09:00:00Z");
    let due = async || {
        let report = world.network.apply_retention(admin()).await.unwrap();
        let over = report.over[&Category::Testimonials];
        (over.due, over.held)
    };
    assert_eq!(due().await, (0, 1), "a place still shows it");
    world.network.settle_takedown(admin(), place).await.unwrap();
    assert_eq!(due().await, (1, 1));
    assert_eq!(due().await, (0, 1));
    assert_eq!(world.store.testimonial(id).await.unwrap(), None);
    assert_eq!(world.store.testimonial_use(place).await.unwrap(), None);
    assert!(world.store.testimonial(kept).await.unwrap().is_some());
}

#[tokio::test]
async fn asking_again_with_the_same_key_does_nothing_twice() {
    let world = World::new().await;
    let person = world.member(1).await;
    let (network, key) = (&world.network, world.key());
    let first = network.offer_testimonial(admin(), offer(person, 1), key.clone()).await.unwrap();
    assert_eq!(network.offer_testimonial(admin(), offer(person, 1), key.clone()).await, Ok(first));
    let other = network.offer_testimonial(admin(), offer(person, 2), key).await;
    assert_eq!(other, refused(Refusal::KeyUsedForAnotherRequest));
    assert_eq!(network.own_testimonials(admin(), person).await.unwrap().len(), 1);

    let (key, place) = (world.key(), Line::parse("https://example.org/1").unwrap());
    let note =
        || network.record_testimonial_use(admin(), first, Channel::Website, place.clone(), key.clone());
    let noted = note().await.unwrap();
    assert_eq!(note().await, Ok(noted));
    assert_eq!(takedowns(&world).await.len(), 1);
}

#[tokio::test]
async fn pages_go_on_after_what_was_shown() {
    let world = World::new().await;
    let mut expected = Vec::new();
    for n in 1..=5 {
        let (person, id) = approved(&world, n).await;
        if n % 2 == 0 {
            world.say(person, PurposeCode::Testimonial, ConsentAnswer::Withdrawn).await.unwrap();
            note(&world, id, Channel::Website, "https://example.org/even").await;
        } else {
            expected.push(id);
        }
    }
    let (mut seen, mut after, size) = (Vec::new(), None, PageSize::new(1).unwrap());
    loop {
        let page = world.network.testimonials_for(admin(), Channel::Website, after, size).await.unwrap();
        assert!(page.items.len() <= 1);
        seen.extend(page.items.iter().map(PublishableTestimonial::id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, expected);
    let page = world.network.takedowns(admin(), None, size).await.unwrap();
    let rest = world.network.takedowns(admin(), page.next, size).await.unwrap();
    assert_eq!((page.items.len(), rest.items.len(), rest.next), (1, 1, None));
}
