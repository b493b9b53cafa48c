//! What holds whatever happens in whatever order.

use std::collections::BTreeMap;

use proptest::{
    prelude::*,
    test_runner::{RngAlgorithm, TestCaseResult, TestError, TestRng, TestRunner},
};

use super::{
    tests::{at, day, hash, id, offer, words},
    *,
};
use crate::{ConsentLedger, ConsentMethod, Line, PurposeCode, WordingRef, limits::RestrictionGround};

/// The day on which it is shown no more.
const LAST: NaiveDate = NaiveDate::from_ymd_opt(2027, 3, 4).unwrap();

/// What can happen to a testimonial.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// The person reads these words and approves of them.
    Approve(bool),
    /// Somebody else tries to.
    ApproveForThem,
    Give,
    WithdrawConsent,
    /// Somebody changes the words where they are kept.
    Tamper,
    Restrict,
    Lift,
    Note(usize),
    TickOff(usize),
    Withdraw,
    Erase,
    NextDay,
}

fn steps() -> impl Strategy<Value = (u8, Vec<Step>)> {
    let step = prop_oneof![
        4 => prop::bool::weighted(0.8).prop_map(Step::Approve),
        1 => Just(Step::ApproveForThem),
        4 => Just(Step::Give),
        2 => Just(Step::WithdrawConsent),
        1 => Just(Step::Tamper),
        1 => Just(Step::Restrict),
        1 => Just(Step::Lift),
        4 => (0..4_usize).prop_map(Step::Note),
        2 => (0..6_usize).prop_map(Step::TickOff),
        1 => Just(Step::Withdraw),
        1 => Just(Step::Erase),
        2 => Just(Step::NextDay),
    ];
    (0..3_u8, prop::collection::vec(step, 0..40))
}

/// The decisions, to be taken by [`Testimonial`] or by something worse.
struct Rules {
    approve: fn(&Testimonial, Actor, &Prose<1000>, NaiveDate, Instant) -> Result<Testimonial, Refusal>,
    publishable: fn(&Testimonial, &ConsentLedger, &Limits, Channel, NaiveDate, Instant) -> Shown,
    takedown: fn(&TestimonialUse, Option<Result<(), Refusal>>) -> bool,
}

type Shown = Result<PublishableTestimonial, Refusal>;

fn approve(
    testimonial: &Testimonial,
    by: Actor,
    read: &Prose<1000>,
    today: NaiveDate,
    now: Instant,
) -> Result<Testimonial, Refusal> {
    testimonial.approve(by, read, hash(testimonial.words()), today, now)
}

fn publishable(
    testimonial: &Testimonial,
    ledger: &ConsentLedger,
    limits: &Limits,
    channel: Channel,
    today: NaiveDate,
    now: Instant,
) -> Shown {
    let permit = ledger.permit::<purpose::Testimonial>(now)?;
    testimonial.publishable(&permit, limits, hash(testimonial.words()), channel, today)
}

const OURS: Rules = Rules { approve, publishable, takedown: |place, shown| place.takedown(shown).is_some() };

/// What the steps alone say, kept apart from what is under test.
#[derive(Default)]
struct Facts {
    approved: Option<Prose<1000>>,
    consent: bool,
    restricted: bool,
    withdrawn: bool,
    erased: bool,
    /// Places that show it, by number, and whether they were ticked off.
    places: Vec<(Channel, bool)>,
}

impl Facts {
    fn may_be_shown(&self, testimonial: &Testimonial, channel: Channel, today: NaiveDate) -> bool {
        self.consent
            && !self.restricted
            && !self.withdrawn
            && !self.erased
            && self.approved.as_ref() == Some(testimonial.words())
            && testimonial.channels().contains(channel)
            && today < LAST
    }
}

/// The testimonial with other words, as somebody would leave it who writes to the database past this library.
fn tampered(testimonial: &Testimonial) -> Testimonial {
    let mut parts = testimonial.parts().clone();
    parts.offer.words = words("Words that were put into their mouth");
    Testimonial::restore(parts)
}

fn attribution(level: u8) -> Attribution {
    let post = offer().attribution.post().cloned().unwrap();
    match level {
        0 => Attribution::Anonymous,
        1 => Attribution::RoleOnly(post),
        _ => Attribution::Named(Line::parse("Sample Person 17").unwrap(), post),
    }
}

/// Plays the steps, and after each compares what is shown and what has to come down with what the steps alone say.
fn holds(rules: &Rules, level: u8, steps: &[Step]) -> TestCaseResult {
    let chosen = attribution(level);
    let offered = TestimonialOffer { attribution: chosen.clone(), expires: LAST, ..offer() };
    let mut testimonial = Testimonial::offer(id(1), offered, day(1)).unwrap();
    let (mut ledger, mut limits) = (ConsentLedger::new(id(17)), Limits::none(id(17)));
    let (mut facts, mut date) = (Facts::default(), 1);
    let mut places: BTreeMap<usize, TestimonialUse> = BTreeMap::new();
    for step in steps {
        let (today, now) = (day(date), at(date));
        let me = Actor::participant(id(17));
        match *step {
            Step::Approve(same) => {
                let read =
                    if same { testimonial.words().clone() } else { words("What they thought they read") };
                if let Ok(next) = (rules.approve)(&testimonial, me, &read, today, now) {
                    (testimonial, facts.approved) = (next, Some(read));
                }
            }
            Step::ApproveForThem => {
                let read = testimonial.words().clone();
                if let Ok(next) =
                    (rules.approve)(&testimonial, Actor::administrator(id(9)), &read, today, now)
                {
                    testimonial = next;
                }
            }
            Step::Give => {
                let wording = WordingRef::parse("testimonial-consent@1").unwrap();
                let purpose = PurposeCode::Testimonial;
                ledger = ledger.give(purpose, wording, None, ConsentMethod::Web, Some(id(17)), now).unwrap();
                facts.consent = true;
            }
            Step::WithdrawConsent => {
                ledger = ledger.withdraw(PurposeCode::Testimonial, ConsentMethod::Web, Some(id(17)), now);
                facts.consent = false;
            }
            Step::Tamper => testimonial = tampered(&testimonial),
            Step::Restrict => {
                limits = limits.restrict(RestrictionGround::ObjectionPending, now);
                facts.restricted = true;
            }
            Step::Lift => (limits, facts.restricted) = (limits.lift_restriction(), false),
            Step::Note(which) => {
                let channel = Channel::ALL[which];
                let place = Line::parse("Sample place").unwrap();
                let place = TestimonialUse::note(id(2), id(1), channel, place, now);
                places.insert(facts.places.len(), place);
                facts.places.push((channel, false));
            }
            Step::TickOff(which) => {
                if let Some((place, (_, ticked))) = places.get_mut(&which).zip(facts.places.get_mut(which)) {
                    prop_assert_eq!(place.taken_down(now).is_ok(), !*ticked);
                    *place = place.taken_down(now).unwrap_or_else(|_| place.clone());
                    *ticked = true;
                }
            }
            Step::Withdraw => {
                testimonial = testimonial.withdraw(now);
                facts.withdrawn = true;
            }
            Step::Erase => facts.erased = true,
            Step::NextDay => date = (date + 1).min(20),
        }
        let (today, now) = (day(date), at(date));
        let ask = |channel| {
            let kept = (!facts.erased).then_some(&testimonial)?;
            Some((rules.publishable)(kept, &ledger, &limits, channel, today, now))
        };
        for channel in Channel::ALL {
            let shown = ask(channel).and_then(Result::ok);
            let may = facts.may_be_shown(&testimonial, channel, today);
            prop_assert_eq!(shown.is_some(), may, "{:?}", channel);
            if let Some(shown) = shown {
                prop_assert_eq!(Some(shown.words()), facts.approved.as_ref());
                prop_assert_eq!(shown.attribution(), &chosen);
                prop_assert_eq!(shown.attribution().name().is_some(), level == 2);
                prop_assert_eq!(shown.attribution().post().is_some(), level > 0);
            }
        }
        for (number, place) in &places {
            let (channel, ticked) = facts.places[*number];
            let due = !ticked && !facts.may_be_shown(&testimonial, channel, today);
            let shown = ask(channel).map(|shown| shown.map(|_| ()));
            prop_assert_eq!((rules.takedown)(place, shown), due, "place {}", number);
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn nothing_is_shown_without_leave_for_the_approved_words_and_every_place_is_listed_until_it_is_ticked_off(
        (level, steps) in steps(),
    ) {
        holds(&OURS, level, &steps)?;
    }
}

/// The testimonial, approved of whatever its words are.
fn by_anybody(
    testimonial: &Testimonial,
    _: Actor,
    read: &Prose<1000>,
    today: NaiveDate,
    now: Instant,
) -> Result<Testimonial, Refusal> {
    approve(testimonial, Actor::participant(id(17)), read, today, now)
}

fn of_whatever_was_read(
    testimonial: &Testimonial,
    by: Actor,
    _: &Prose<1000>,
    today: NaiveDate,
    now: Instant,
) -> Result<Testimonial, Refusal> {
    approve(testimonial, by, testimonial.words(), today, now)
}

#[test]
fn the_laws_catch_rules_that_forget_one_thing() {
    let known_bad = [
        Rules { approve: by_anybody, ..OURS },
        Rules { approve: of_whatever_was_read, ..OURS },
        // Asks for no consent.
        Rules {
            publishable: |it, _, limits, channel, today, now| {
                let permit = Permit::new(id(17), now);
                it.publishable(&permit, limits, hash(it.words()), channel, today)
            },
            ..OURS
        },
        // Believes the hash that was kept.
        Rules {
            publishable: |it, ledger, limits, channel, today, now| {
                let kept = it.state().words_hash().unwrap_or(hash(it.words()));
                it.publishable(&ledger.permit(now)?, limits, kept, channel, today)
            },
            ..OURS
        },
        // Forgets restrictions.
        Rules {
            publishable: |it, ledger, _, channel, today, now| {
                publishable(it, ledger, &Limits::none(id(17)), channel, today, now)
            },
            ..OURS
        },
        // Forgets that it ends.
        Rules {
            publishable: |it, ledger, limits, channel, _, now| {
                publishable(it, ledger, limits, channel, day(1), now)
            },
            ..OURS
        },
        // Forgets which channels were agreed to.
        Rules {
            publishable: |it, ledger, limits, _, today, now| {
                publishable(it, ledger, limits, Channel::Website, today, now)
            },
            ..OURS
        },
        // Lists only what was taken back.
        Rules {
            takedown: |place, shown| {
                shown == Some(Err(Refusal::TestimonialWithdrawn)) && place.takedown(shown).is_some()
            },
            ..OURS
        },
        // Forgets what was erased.
        Rules { takedown: |place, shown| shown.is_some() && place.takedown(shown).is_some(), ..OURS },
        // Never lets go of a place.
        Rules { takedown: |_, shown| shown != Some(Ok(())), ..OURS },
    ];
    for (n, rules) in known_bad.iter().enumerate() {
        let config = ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() };
        let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
        let outcome = runner.run(&steps(), |(level, steps)| holds(rules, level, &steps));
        assert!(matches!(outcome, Err(TestError::Fail(..))), "{n}");
    }
}
