//! How long what is kept: a table of periods, and what of them is over.
//!
//! Personal data is kept no longer than its purpose needs (UK GDPR article 5(1)(e)). How long that is depends on the
//! network, so it is configuration, with a source for each period and a day on which to look at it again. Nothing
//! here disposes of anything: a store is asked what began before a [cutoff](RetentionRule::cutoff).

mod category;
mod rule;
mod schedule;

pub use category::Category;
pub use rule::{KeepFor, RetentionRule, StartsFrom};
pub use schedule::RetentionSchedule;

use crate::{
    Instant, Limits, Membership, Right, RightsRequest, Standing, Testimonial, TestimonialState,
    TestimonialUse,
};

/// Which period of a person who does not belong is over: then their record is due to go. `None` while they belong, have
/// an application waiting, or a period still runs.
///
/// Whoever has belonged once is kept as one who left; and if they asked again in vain, also until the period of that
/// application is over.
pub fn of_membership(
    membership: &Membership,
    schedule: &RetentionSchedule,
    now: Instant,
) -> Option<Category> {
    let current = membership.current();
    if !matches!(current.standing(), Standing::Left | Standing::Declined) {
        return None;
    }
    let belonged = membership
        .spells()
        .filter(|spell| matches!(spell.standing(), Standing::Active | Standing::Paused))
        .filter_map(|spell| spell.until())
        .max();
    let is_over = |category, since| schedule.rule(category).is_over(since, now);
    let application_over = || is_over(Category::ApplicationNotTakenUp, current.from());
    match belonged {
        None => application_over().then_some(Category::ApplicationNotTakenUp),
        Some(left) => (is_over(Category::LeftMember, left) && (left == current.from() || application_over()))
            .then_some(Category::LeftMember),
    }
}

/// Whether the records of a person stay although their period is over: because of a legal hold, because their use is
/// restricted and the person may need them (UK GDPR article 18(1)(b) and (c)), or because an open request is about them.
/// A request for erasure wants them gone, and keeps nothing.
pub fn is_kept_back<'a>(
    limits: Option<&Limits>,
    requests: impl IntoIterator<Item = &'a RightsRequest>,
) -> bool {
    let keeps = |request: &RightsRequest| request.is_open() && request.right() != Right::Erasure;
    limits.is_some_and(|limits| !limits.is_none()) || requests.into_iter().any(keeps)
}

/// Whether the period of a request that was answered or refused is over. `None` while it waits or its period runs.
pub fn of_rights_request(
    request: &RightsRequest,
    schedule: &RetentionSchedule,
    now: Instant,
) -> Option<Category> {
    let closed = request.state().closed_on()?;
    let over = schedule.rule(Category::RightsRequests).is_over_since_day(closed, now);
    over.then_some(Category::RightsRequests)
}

/// Since when a testimonial may not be shown any more, once the period from then is over; `None` while it runs. A place
/// that was not ticked off keeps it for as long: the words are what it can be recognised by.
pub fn of_testimonial<'a>(
    testimonial: &Testimonial,
    places: impl IntoIterator<Item = &'a TestimonialUse>,
    schedule: &RetentionSchedule,
    now: Instant,
) -> Option<Instant> {
    if places.into_iter().any(TestimonialUse::is_shown) {
        return None;
    }
    let ran_out = Instant::new(testimonial.expires().and_time(chrono::NaiveTime::MIN).and_utc());
    let since = match testimonial.state() {
        TestimonialState::Withdrawn { at } => at.min(ran_out),
        TestimonialState::Offered | TestimonialState::Approved { .. } => ran_out,
    };
    schedule.rule(Category::Testimonials).is_over(since, now).then_some(since)
}

#[cfg(test)]
mod tests;
