use chrono::{Days, NaiveDate, TimeDelta};
use proptest::prelude::*;

use super::*;
use crate::{
    Belonging, BelongingKind, Declaration, Id, InvalidKind, WordingRef,
    rights::{RefusalGround, Right},
};

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn schedule() -> RetentionSchedule {
    RetentionSchedule::proposed().unwrap()
}

fn rule(keep_for: KeepFor) -> RetentionRule {
    RetentionRule { keep_for, ..schedule().rule(Category::LeftMember).clone() }
}

fn belonging(kind: BelongingKind, now: Instant) -> Belonging {
    let wording = |text| WordingRef::parse(text).unwrap();
    Belonging::new(kind, Declaration::new(wording("declaration@1"), wording("privacy@1"), now))
}

fn applied(now: &str) -> Membership {
    Membership::apply(Id::new(uuid::Uuid::from_u128(17)), belonging(BelongingKind::Member, at(now)), at(now))
}

#[test]
fn a_schedule_has_one_rule_for_each_category() {
    let rules: Vec<_> = schedule().rules().cloned().collect();
    assert_eq!(rules.iter().map(|rule| rule.category).collect::<Vec<_>>(), Category::ALL);
    assert_eq!(RetentionSchedule::new(rules.iter().rev().cloned()), Ok(schedule()));
    for missing in 0..rules.len() {
        let mut fewer = rules.clone();
        let left_out = fewer.remove(missing);
        assert_eq!(RetentionSchedule::new(fewer).unwrap_err().kind(), InvalidKind::Missing);
        let more = rules.iter().cloned().chain([left_out]);
        assert_eq!(RetentionSchedule::new(more).unwrap_err().kind(), InvalidKind::Repeated);
    }
}

#[test]
fn every_proposed_rule_says_that_it_is_a_proposal_and_is_looked_at_again() {
    for rule in schedule().rules() {
        assert!(rule.source.as_str().starts_with("A proposal of this library: "), "{}", rule.category.name());
    }
    let review: NaiveDate = "2028-01-01".parse().unwrap();
    assert_eq!(schedule().to_review(review).count(), Category::ALL.len());
    assert_eq!(schedule().to_review(review.pred_opt().unwrap()).count(), 0);
}

#[test]
fn a_cutoff_goes_back_by_the_calendar() {
    for (keep_for, now, cutoff) in [
        (KeepFor::Days(30), "2027-03-31T10:00:00Z", "2027-03-01T10:00:00Z"),
        (KeepFor::Days(0), "2027-03-31T10:00:00Z", "2027-03-31T10:00:00Z"),
        (KeepFor::Months(1), "2027-03-31T10:00:00Z", "2027-02-28T10:00:00Z"),
        (KeepFor::Months(6), "2027-03-31T10:00:00Z", "2026-09-30T10:00:00Z"),
        (KeepFor::Years(2), "2028-02-29T10:00:00Z", "2026-02-28T10:00:00Z"),
        (KeepFor::Years(u16::MAX), "2028-02-29T10:00:00Z", "0000-01-01T00:00:00Z"),
    ] {
        assert_eq!(rule(keep_for).cutoff(at(now)), at(cutoff), "{keep_for}");
    }
}

#[test]
fn a_period_is_over_from_its_last_instant_on_and_not_before() {
    let (rule, now) = (rule(KeepFor::Months(6)), at("2027-03-31T10:00:00Z"));
    let cutoff = rule.cutoff(now);
    assert!(rule.is_over(cutoff, now));
    assert!(!rule.is_over(cutoff.plus(TimeDelta::microseconds(1)), now));
}

#[test]
fn a_period_that_began_on_a_day_began_at_its_end() {
    let rule = rule(KeepFor::Days(1));
    let day: NaiveDate = "2027-03-01".parse().unwrap();
    assert!(!rule.is_over_since_day(day, at("2027-03-02T23:59:59Z")));
    assert!(rule.is_over_since_day(day, at("2027-03-03T00:00:00Z")));
}

#[test]
fn an_application_that_came_to_nothing_goes_after_six_months() {
    let ended = at("2026-09-30T10:00:00Z");
    for over in [applied("2026-09-01T10:00:00Z").decline(ended), applied("2026-09-01T10:00:00Z").leave(ended)]
    {
        let of = |now: &str| of_membership(over.as_ref().unwrap(), &schedule(), at(now));
        assert_eq!(of("2027-03-30T09:59:59Z"), None);
        assert_eq!(of("2027-03-30T10:00:00Z"), Some(Category::ApplicationNotTakenUp));
    }
}

#[test]
fn who_left_goes_after_two_years() {
    let left = applied("2020-01-01T10:00:00Z").approve(at("2020-01-02T10:00:00Z")).unwrap();
    let left = left.pause(at("2024-01-01T10:00:00Z")).unwrap().leave(at("2025-01-01T10:00:00Z")).unwrap();
    assert_eq!(of_membership(&left, &schedule(), at("2027-01-01T09:59:59Z")), None);
    let over = of_membership(&left, &schedule(), at("2027-01-01T10:00:00Z"));
    assert_eq!(over, Some(Category::LeftMember));
}

#[test]
fn who_left_and_was_declined_later_is_kept_until_both_periods_are_over() {
    let left = applied("2020-01-01T10:00:00Z").approve(at("2020-01-02T10:00:00Z")).unwrap();
    let left = left.leave(at("2025-01-01T10:00:00Z")).unwrap();
    let again = |now: &str| {
        let applied = left.apply_again(belonging(BelongingKind::Member, at(now)), at(now)).unwrap();
        applied.decline(at(now)).unwrap()
    };
    let (soon, late) = (again("2025-02-01T10:00:00Z"), again("2026-12-01T10:00:00Z"));
    assert_eq!(of_membership(&soon, &schedule(), at("2026-12-31T10:00:00Z")), None);
    let over = of_membership(&soon, &schedule(), at("2027-01-01T10:00:00Z"));
    assert_eq!(over, Some(Category::LeftMember));
    assert_eq!(of_membership(&late, &schedule(), at("2027-05-31T10:00:00Z")), None);
    let over = of_membership(&late, &schedule(), at("2027-06-01T10:00:00Z"));
    assert_eq!(over, Some(Category::LeftMember));
}

#[test]
fn nobody_who_belongs_or_waits_is_ever_due() {
    let far = at("2999-01-01T00:00:00Z");
    let waiting = applied("2020-01-01T10:00:00Z");
    let active = waiting.approve(at("2020-01-02T10:00:00Z")).unwrap();
    for membership in [waiting, active.pause(at("2020-01-03T10:00:00Z")).unwrap(), active] {
        assert_eq!(of_membership(&membership, &schedule(), far), None);
    }
}

#[test]
fn a_request_goes_three_years_after_the_day_it_was_closed() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let (id, person) = (Id::new(uuid::Uuid::from_u128(1)), Id::new(uuid::Uuid::from_u128(17)));
    let open = RightsRequest::receive(id, person, Right::Access, day("2024-03-01"));
    let closed = open.refuse(day("2024-03-15"), RefusalGround::Excessive).unwrap();
    assert_eq!(of_rights_request(&open, &schedule(), at("2999-01-01T00:00:00Z")), None);
    assert_eq!(of_rights_request(&closed, &schedule(), at("2027-03-15T23:59:59Z")), None);
    let over = of_rights_request(&closed, &schedule(), at("2027-03-16T00:00:00Z"));
    assert_eq!(over, Some(Category::RightsRequests));
}

#[test]
fn a_hold_a_restriction_and_an_open_request_keep_what_is_over_and_a_request_for_erasure_does_not() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let (id, person) = (Id::new(uuid::Uuid::from_u128(1)), Id::new(uuid::Uuid::from_u128(17)));
    let none = Limits::none(person);
    let now = at("2027-03-01T09:00:00Z");
    let held = none.hold(crate::Prose::parse("Sample claim").unwrap(), now);
    let restricted = none.restrict(crate::limits::RestrictionGround::LegalClaim, now);
    for (limits, kept) in
        [(None, false), (Some(&none), false), (Some(&held), true), (Some(&restricted), true)]
    {
        assert_eq!(is_kept_back(limits, []), kept);
    }
    for right in Right::ALL {
        let open = RightsRequest::receive(id, person, right, day("2027-03-01"));
        let closed = open.answer(day("2027-03-02")).unwrap();
        assert_eq!(is_kept_back(None, [&closed, &open]), right != Right::Erasure);
        assert!(!is_kept_back(None, [&closed]));
    }
}

proptest! {
    #[test]
    fn what_is_over_stays_over(days in 0..20_000_u64, later in 0..2_000_u64, months in 0..60_u16) {
        let first = at("2000-01-01T00:00:00Z");
        let on = |days: u64| Instant::new(first.utc() + Days::new(days));
        let rule = rule(KeepFor::Months(months));
        prop_assert!(rule.cutoff(on(days)) <= rule.cutoff(on(days + later)));
        // Never before the period is over by the calendar.
        if rule.is_over(first, on(days)) {
            prop_assert!(first.utc() + chrono::Months::new(u32::from(months)) <= on(days).utc());
        }
    }
}

#[test]
fn a_testimonial_goes_once_its_period_is_over_and_no_place_shows_it() {
    use crate::{
        Attribution, Line, Prose, Testimonial, TestimonialOffer, TestimonialUse,
        testimonial::{Channel, Channels},
    };
    let schedule = RetentionSchedule::proposed().unwrap();
    let offer = TestimonialOffer {
        person: crate::Id::new(uuid::Uuid::from_u128(17)),
        words: Prose::parse("Sample words").unwrap(),
        attribution: Attribution::Anonymous,
        channels: Channels::new([Channel::Website]).unwrap(),
        expires: "2027-06-01".parse().unwrap(),
    };
    let id = crate::Id::new(uuid::Uuid::from_u128(1));
    let offered = Testimonial::offer(id, offer, "2027-03-01".parse().unwrap()).unwrap();
    let due = |testimonial: &Testimonial, places: &[TestimonialUse], now: &str| {
        of_testimonial(testimonial, places, &schedule, at(now)).is_some()
    };
    // 90 days from the day on which it ran out, or from when it was taken back.
    assert!(!due(&offered, &[], "2027-08-29T23:59:59.999999Z"));
    assert!(due(&offered, &[], "2027-08-30T00:00:00Z"));
    let withdrawn = offered.withdraw(at("2027-03-02T09:00:00Z"));
    assert!(!due(&withdrawn, &[], "2027-05-31T08:59:59.999999Z"));
    assert!(due(&withdrawn, &[], "2027-05-31T09:00:00Z"));
    let late = offered.withdraw(at("2027-08-29T09:00:00Z"));
    assert!(due(&late, &[], "2027-08-30T00:00:00Z"));
    let place = Line::parse("https://example.org/voices").unwrap();
    let place = TestimonialUse::note(
        crate::Id::new(uuid::Uuid::from_u128(2)),
        id,
        Channel::Website,
        place,
        at("2027-03-01T09:00:00Z"),
    );
    assert!(!due(&withdrawn, std::slice::from_ref(&place), "2030-01-01T00:00:00Z"));
    let ticked_off = place.taken_down(at("2027-03-03T09:00:00Z")).unwrap();
    assert!(due(&withdrawn, &[ticked_off], "2030-01-01T00:00:00Z"));
}
