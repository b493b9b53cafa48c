use uuid::Uuid;

use super::*;
use crate::{Line, limits::RestrictionGround};

pub(super) fn id<K>(number: u128) -> Id<K> {
    Id::new(Uuid::from_u128(number))
}

pub(super) fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, 3, day).unwrap()
}

pub(super) fn at(day: u32) -> Instant {
    format!("2027-03-{day:02}T09:00:00Z").parse().unwrap()
}

/// Stands for SHA-256 here: another hash for other words.
pub(super) fn hash(words: &Prose<1000>) -> WordsHash {
    let mut bytes = [0; 32];
    for (byte, letter) in bytes.iter_mut().zip(words.as_str().bytes()) {
        *byte = letter;
    }
    WordsHash::new(bytes)
}

pub(super) fn words(text: &str) -> Prose<1000> {
    Prose::parse(text).unwrap()
}

pub(super) fn offer() -> TestimonialOffer {
    let post = Post {
        role: Line::parse("Sample manager").unwrap(),
        organisation: Line::parse("Sample Trust").unwrap(),
    };
    TestimonialOffer {
        person: id(17),
        words: words("Sample words of thanks"),
        attribution: Attribution::Named(Line::parse("Sample Person 17").unwrap(), post),
        channels: Channels::new([Channel::Website, Channel::Bulletin]).unwrap(),
        expires: day(10),
    }
}

fn offered() -> Testimonial {
    Testimonial::offer(id(1), offer(), day(1)).unwrap()
}

fn approve(testimonial: &Testimonial, today: u32) -> Result<Testimonial, Refusal> {
    let words = offer().words;
    testimonial.approve(Actor::participant(id(17)), &words, hash(&words), day(today), at(today))
}

fn approved() -> Testimonial {
    approve(&offered(), 2).unwrap()
}

pub(super) fn permit(person: u128) -> Permit<purpose::Testimonial> {
    Permit::new(id(person), at(2))
}

fn shown(testimonial: &Testimonial, channel: Channel, today: u32) -> Result<(), Refusal> {
    let limits = Limits::none(id(17));
    let words_hash = hash(testimonial.words());
    testimonial.publishable(&permit(17), &limits, words_hash, channel, day(today)).map(|_| ())
}

#[test]
fn what_could_not_be_shown_even_today_is_not_offered() {
    assert!(Testimonial::offer(id(1), offer(), day(9)).is_ok());
    assert_eq!(Testimonial::offer(id(1), offer(), day(10)), Err(Refusal::TestimonialExpired));
}

#[test]
fn only_the_person_approves_and_only_the_words_that_they_read() {
    let approve = |by, read: &Prose<1000>| {
        offered().approve(by, read, hash(&offer().words), day(2), at(2)).map(|it| it.state())
    };
    let state = TestimonialState::Approved { at: at(2), words_hash: hash(&offer().words) };
    assert_eq!(approve(Actor::participant(id(17)), &offer().words), Ok(state));
    for other in [Actor::participant(id(18)), Actor::administrator(id(9)), Actor::public()] {
        assert_eq!(approve(other, &offer().words), Err(Refusal::NotFound));
    }
    let other_words = words("Sample words of praise");
    assert_eq!(approve(Actor::participant(id(17)), &other_words), Err(Refusal::WordsDiffer));
}

#[test]
fn a_testimonial_is_approved_once_in_time_and_not_after_it_was_taken_back() {
    assert_eq!(approve(&approved(), 2), Err(Refusal::TestimonialApproved));
    assert_eq!(approve(&offered().withdraw(at(2)), 2), Err(Refusal::TestimonialWithdrawn));
    assert!(approve(&offered(), 9).is_ok());
    assert_eq!(approve(&offered(), 10), Err(Refusal::TestimonialExpired));
}

#[test]
fn what_is_approved_is_publishable_by_its_channels_until_its_last_day() {
    assert_eq!(shown(&approved(), Channel::Website, 9), Ok(()));
    assert_eq!(shown(&approved(), Channel::Bulletin, 2), Ok(()));
    assert_eq!(shown(&approved(), Channel::Website, 10), Err(Refusal::TestimonialExpired));
    for channel in [Channel::Report, Channel::SocialMedia] {
        assert_eq!(shown(&approved(), channel, 2), Err(Refusal::ChannelNotAgreed));
    }
    assert_eq!(shown(&offered(), Channel::Website, 2), Err(Refusal::TestimonialNotApproved));
}

#[test]
fn what_was_taken_back_is_not_publishable_and_keeps_the_first_day_on_which_it_was() {
    for testimonial in [offered(), approved()] {
        let withdrawn = testimonial.withdraw(at(3));
        assert_eq!(shown(&withdrawn, Channel::Website, 3), Err(Refusal::TestimonialWithdrawn));
        assert_eq!(withdrawn.withdraw(at(4)), withdrawn);
    }
}

#[test]
fn nothing_is_publishable_with_the_leave_of_somebody_else_or_under_a_restriction() {
    let limits = Limits::none(id(17));
    let restricted = limits.restrict(RestrictionGround::ObjectionPending, at(2));
    let held = limits.hold(words("Sample claim"), at(2));
    let publish = |permit, limits: &Limits| {
        let words_hash = hash(&offer().words);
        approved().publishable(&permit, limits, words_hash, Channel::Website, day(2)).map(|_| ())
    };
    assert_eq!(publish(permit(17), &limits), Ok(()));
    assert_eq!(publish(permit(17), &held), Ok(()));
    assert_eq!(publish(permit(18), &limits), Err(Refusal::NotFound));
    assert_eq!(publish(permit(17), &Limits::none(id(18))), Err(Refusal::NotFound));
    assert_eq!(publish(permit(17), &restricted), Err(Refusal::ProcessingRestricted));
}

#[test]
fn words_that_were_changed_after_the_approval_are_not_publishable() {
    let parts = approved().parts().clone();
    let changed = TestimonialOffer { words: words("Sample words of praise"), ..parts.offer.clone() };
    let changed = Testimonial::restore(TestimonialParts { offer: changed, ..parts });
    assert_eq!(shown(&changed, Channel::Website, 2), Err(Refusal::WordsDiffer));
}

#[test]
fn what_others_read_has_the_words_and_no_more_of_a_name_than_was_chosen() {
    let post = offer().attribution.post().cloned().unwrap();
    for attribution in [Attribution::Anonymous, Attribution::RoleOnly(post), offer().attribution] {
        let offer = TestimonialOffer { attribution: attribution.clone(), ..offer() };
        let testimonial = approve(&Testimonial::offer(id(1), offer, day(1)).unwrap(), 2).unwrap();
        let limits = Limits::none(id(17));
        let words_hash = hash(testimonial.words());
        let shown =
            testimonial.publishable(&permit(17), &limits, words_hash, Channel::Website, day(2)).unwrap();
        assert_eq!((shown.id(), shown.channel()), (id(1), Channel::Website));
        assert_eq!((shown.words(), shown.attribution()), (testimonial.words(), &attribution));
    }
}

#[test]
fn a_testimonial_and_its_state_survive_being_stored_and_go_with_their_person() {
    for testimonial in [offered(), approved(), approved().withdraw(at(3))] {
        assert_eq!(Testimonial::restore(testimonial.parts().clone()), testimonial);
        let state = testimonial.state();
        let back = TestimonialState::from_parts(state.name(), state.at(), state.words_hash());
        assert_eq!(back, Some(state));
        assert_eq!(testimonial.clone().of_person(id(18)).of_person(id(17)), testimonial);
        assert_eq!(testimonial.of_person(id(18)).person(), id(18));
    }
    let some = hash(&offer().words);
    for (name, at, words_hash) in [
        ("offered", Some(at(1)), None),
        ("offered", None, Some(some)),
        ("approved", Some(at(1)), None),
        ("approved", None, Some(some)),
        ("withdrawn", None, None),
        ("withdrawn", Some(at(1)), Some(some)),
        ("shown", None, None),
    ] {
        assert_eq!(TestimonialState::from_parts(name, at, words_hash), None, "{name}");
    }
}

#[test]
fn debug_output_shows_neither_words_nor_names_nor_places() {
    let limits = Limits::none(id(17));
    let words_hash = hash(&offer().words);
    let shown = approved().publishable(&permit(17), &limits, words_hash, Channel::Website, day(2)).unwrap();
    let place = Line::parse("https://example.org/sample-person-17").unwrap();
    let place = TestimonialUse::note(id(2), id(1), Channel::Website, place, at(2));
    for text in [
        format!("{:?} {:?} {:?}", approved(), approved().parts(), offer()),
        format!("{shown:?}"),
        format!("{place:?} {:?} {:?}", place.parts(), place.takedown(None)),
    ] {
        assert!(!text.to_lowercase().contains("sample") && !text.contains("bytes"), "{text}");
    }
}
