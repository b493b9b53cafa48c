//! The table of periods of one network.

use chrono::NaiveDate;

use super::{Category, KeepFor, RetentionRule, StartsFrom};
use crate::{Invalid, InvalidKind, Line};

/// How long a network keeps what: one rule for each category, none missing and none twice.
///
/// ```
/// use bln_core::{RetentionSchedule, retention::{Category, KeepFor}};
///
/// let schedule = RetentionSchedule::proposed()?;
/// assert_eq!(schedule.rule(Category::LeftMember).keep_for, KeepFor::Years(2));
/// # Ok::<(), bln_core::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RetentionSchedule {
    application_not_taken_up: RetentionRule,
    left_member: RetentionRule,
    access_needs: RetentionRule,
    safe_space_attendance: RetentionRule,
    safe_space_messages: RetentionRule,
    receipts: RetentionRule,
    notices: RetentionRule,
    links: RetentionRule,
    rights_requests: RetentionRule,
    suppressions: RetentionRule,
    testimonials: RetentionRule,
}

impl RetentionSchedule {
    /// A schedule of these rules, in any order.
    ///
    /// # Errors
    ///
    /// `list.missing` when a category has no rule; `list.repeated` when one has two.
    pub fn new(rules: impl IntoIterator<Item = RetentionRule>) -> Result<Self, Invalid> {
        let mut rules: Vec<_> = rules.into_iter().collect();
        let mut take = |category: Category| {
            let at = rules.iter().position(|rule| rule.category == category);
            at.map(|at| rules.swap_remove(at)).ok_or(Invalid::new(InvalidKind::Missing))
        };
        let schedule = Self {
            application_not_taken_up: take(Category::ApplicationNotTakenUp)?,
            left_member: take(Category::LeftMember)?,
            access_needs: take(Category::AccessNeeds)?,
            safe_space_attendance: take(Category::SafeSpaceAttendance)?,
            safe_space_messages: take(Category::SafeSpaceMessages)?,
            receipts: take(Category::Receipts)?,
            notices: take(Category::Notices)?,
            links: take(Category::Links)?,
            rights_requests: take(Category::RightsRequests)?,
            suppressions: take(Category::Suppressions)?,
            testimonials: take(Category::Testimonials)?,
        };
        if rules.is_empty() { Ok(schedule) } else { Err(Invalid::new(InvalidKind::Repeated)) }
    }

    /// **This library's proposal**, for the network and its data protection officer to set.
    ///
    /// The NHS Records Management Code of Practice has no period for a staff network, and binds NHS bodies where a host
    /// may be a charity; so each period is chosen here by what its purpose needs, and says so in its source.
    ///
    /// # Errors
    ///
    /// None in practice: every part is a constant, and the tests of this crate read them all.
    pub fn proposed() -> Result<Self, Invalid> {
        use KeepFor::{Days, Months, Years};
        let review_on = NaiveDate::from_ymd_opt(2028, 1, 1).ok_or(Invalid::new(InvalidKind::DateFormat))?;
        let rules = [
            (Category::ApplicationNotTakenUp, Months(6), StartsFrom::ApplicationEnded, QUESTIONS),
            (Category::LeftMember, Years(2), StartsFrom::Left, COMING_BACK),
            (Category::AccessNeeds, Days(30), StartsFrom::LastEventEnded, EVENT),
            (Category::SafeSpaceAttendance, Days(90), StartsFrom::EventEnded, SAFE_SPACE),
            (Category::SafeSpaceMessages, Days(90), StartsFrom::EventEnded, SAFE_SPACE),
            (Category::Receipts, Days(30), StartsFrom::Written, RETRY),
            (Category::Notices, Days(30), StartsFrom::Written, LATE_LETTER),
            (Category::Links, Days(0), StartsFrom::Expired, USED_UP),
            (Category::RightsRequests, Years(3), StartsFrom::Closed, COMPLAINTS),
            (Category::Suppressions, Years(86), StartsFrom::Written, LIFETIME),
            (Category::Testimonials, Days(90), StartsFrom::Expired, TAKEN_DOWN),
        ];
        let rule = |(category, keep_for, from, why)| {
            let source = Line::parse(format!("A proposal of this library: {why}"))?;
            Ok(RetentionRule { category, keep_for, from, source, review_on })
        };
        Self::new(rules.into_iter().map(rule).collect::<Result<Vec<_>, Invalid>>()?)
    }

    /// How long this is kept.
    pub const fn rule(&self, category: Category) -> &RetentionRule {
        match category {
            Category::ApplicationNotTakenUp => &self.application_not_taken_up,
            Category::LeftMember => &self.left_member,
            Category::AccessNeeds => &self.access_needs,
            Category::SafeSpaceAttendance => &self.safe_space_attendance,
            Category::SafeSpaceMessages => &self.safe_space_messages,
            Category::Receipts => &self.receipts,
            Category::Notices => &self.notices,
            Category::Links => &self.links,
            Category::RightsRequests => &self.rights_requests,
            Category::Suppressions => &self.suppressions,
            Category::Testimonials => &self.testimonials,
        }
    }

    /// Every rule, in the order of the categories.
    pub fn rules(&self) -> impl Iterator<Item = &RetentionRule> {
        Category::ALL.into_iter().map(|category| self.rule(category))
    }

    /// The rules whose day of review has come.
    pub fn to_review(&self, today: NaiveDate) -> impl Iterator<Item = &RetentionRule> {
        self.rules().filter(move |rule| rule.review_on <= today)
    }
}

const QUESTIONS: &str = "long enough to answer questions about the decision.";
const COMING_BACK: &str = "long enough to come back with one's history.";
const EVENT: &str = "needed for the event and its aftermath alone.";
const SAFE_SPACE: &str = "needed to plan the next session, and for nothing after it.";
const RETRY: &str = "longer than any program asks again.";
const LATE_LETTER: &str = "a letter that could not be sent for so long is of no use.";
const USED_UP: &str = "a link that can no longer be used tells nothing.";
const TAKEN_DOWN: &str = "long enough to answer somebody who finds a place that was overlooked.";
const COMPLAINTS: &str = "long enough to show, if there is a complaint, what was done and when.";
const LIFETIME: &str = "a lifetime from the age of 16 and six years, because a no lasts as long as its owner, who is not known any more.";
