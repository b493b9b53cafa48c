//! What can become of a request: an answer, more time, a time for which the clock stands still.

use chrono::NaiveDate;

use crate::{Prose, rights::RefusalGround};

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RequestState {
    /// It waits for an answer.
    Open,
    /// What was asked was done.
    Answered {
        /// The day on which the person was told.
        on: NaiveDate,
    },
    /// What was asked was not done.
    Refused {
        /// The day on which the person was told.
        on: NaiveDate,
        /// Why.
        reason: RefusalGround,
    },
}

impl RequestState {
    /// The day on which the person was given an answer, whichever it was.
    pub const fn closed_on(self) -> Option<NaiveDate> {
        match self {
            RequestState::Open => None,
            RequestState::Answered { on } | RequestState::Refused { on, .. } => Some(on),
        }
    }
}

/// That there are two months more, for a request that is complex or one of many (UK GDPR article 12(3)).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Extension {
    /// The day on which the person was told.
    pub told_on: NaiveDate,
    /// The reason, as they were told it.
    pub reason: Prose<1000>,
}

/// A time for which the clock stood still, because the person was asked who they are or what they mean.
///
/// It is as many days as lie between the two dates. That neither adds the day of asking nor the day of the answer is
/// this library's reading, the shorter one: it is never late by a longer one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Pause {
    /// The day on which the person was asked.
    pub asked_on: NaiveDate,
    /// The day on which they answered. None: they have not.
    pub answered_on: Option<NaiveDate>,
}

impl Pause {
    /// How many days it is long, on this day if it lasts.
    pub(super) fn days(self, today: NaiveDate) -> u64 {
        let days = (self.answered_on.unwrap_or(today) - self.asked_on).num_days();
        u64::try_from(days).unwrap_or(0)
    }
}
