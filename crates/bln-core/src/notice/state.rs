//! How far a notice is on its way out.

use chrono::TimeDelta;

use crate::Instant;

/// How far a notice of the outbox is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoticeState {
    /// Nobody has taken it up.
    Waiting,
    /// It could not be sent, and is tried again.
    PutOff {
        /// From when on.
        until: Instant,
    },
    /// Somebody is sending it, or was when they were stopped.
    Claimed {
        /// Since when.
        since: Instant,
    },
}

/// What sending a letter twice does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Repeat {
    /// Nothing: whoever takes it knows it by its identifier.
    Harmless,
    /// Somebody may be written to twice.
    MayDouble,
}

/// Whether it is a notice's turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Turn {
    /// It can be sent.
    Now,
    /// Not yet: it is being sent, or was put off.
    NotYet,
    /// Nobody knows whether it was sent, and sending it again could write to somebody twice. A person decides.
    Parked,
}

impl NoticeState {
    /// How long a claim keeps a notice from others: ten minutes, this library's own choice. A sender that takes longer
    /// for one letter leaves it as one of which nobody knows whether it was sent.
    pub const CLAIM: TimeDelta = TimeDelta::minutes(10);

    /// A state from the instants beside it in a store; `None` if it has both.
    pub const fn from_parts(claimed: Option<Instant>, put_off: Option<Instant>) -> Option<Self> {
        match (claimed, put_off) {
            (None, None) => Some(NoticeState::Waiting),
            (None, Some(until)) => Some(NoticeState::PutOff { until }),
            (Some(since), None) => Some(NoticeState::Claimed { since }),
            (Some(_), Some(_)) => None,
        }
    }

    /// Since when somebody is sending it.
    pub const fn claimed(self) -> Option<Instant> {
        match self {
            NoticeState::Claimed { since } => Some(since),
            NoticeState::Waiting | NoticeState::PutOff { .. } => None,
        }
    }

    /// Until when it is put off.
    pub const fn put_off(self) -> Option<Instant> {
        match self {
            NoticeState::PutOff { until } => Some(until),
            NoticeState::Waiting | NoticeState::Claimed { .. } => None,
        }
    }

    /// Whether it can be sent `now`, by a way on which a repetition does what `repeat` says.
    ///
    /// ```
    /// use bln_core::{Instant, NoticeState, Repeat, Turn};
    ///
    /// let since: Instant = "2027-03-01T09:00:00Z".parse()?;
    /// let (claimed, later) = (NoticeState::Claimed { since }, since.plus(NoticeState::CLAIM));
    /// assert_eq!(claimed.turn(since, Repeat::Harmless), Turn::NotYet);
    /// assert_eq!(claimed.turn(later, Repeat::Harmless), Turn::Now);
    /// assert_eq!(claimed.turn(later, Repeat::MayDouble), Turn::Parked);
    /// # Ok::<(), bln_core::Invalid>(())
    /// ```
    pub fn turn(self, now: Instant, repeat: Repeat) -> Turn {
        match self {
            NoticeState::Waiting => Turn::Now,
            NoticeState::PutOff { until } if now < until => Turn::NotYet,
            NoticeState::PutOff { .. } => Turn::Now,
            NoticeState::Claimed { since } if now < since.plus(Self::CLAIM) => Turn::NotYet,
            NoticeState::Claimed { .. } => match repeat {
                Repeat::Harmless => Turn::Now,
                Repeat::MayDouble => Turn::Parked,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(microsecond: i64) -> Instant {
        "2027-03-01T09:00:00Z".parse::<Instant>().unwrap().plus(TimeDelta::microseconds(microsecond))
    }

    #[test]
    fn what_waits_is_sent_and_what_is_put_off_is_sent_from_that_very_instant_on() {
        for repeat in [Repeat::Harmless, Repeat::MayDouble] {
            assert_eq!(NoticeState::Waiting.turn(at(0), repeat), Turn::Now);
            let put_off = NoticeState::PutOff { until: at(10) };
            assert_eq!(put_off.turn(at(9), repeat), Turn::NotYet);
            assert_eq!(put_off.turn(at(10), repeat), Turn::Now);
        }
    }

    #[test]
    fn what_was_claimed_and_not_settled_is_sent_again_only_where_that_harms_nobody() {
        let claimed = NoticeState::Claimed { since: at(0) };
        let end = at(0).plus(NoticeState::CLAIM);
        let just_before = end.plus(TimeDelta::microseconds(-1));
        for repeat in [Repeat::Harmless, Repeat::MayDouble] {
            assert_eq!(claimed.turn(just_before, repeat), Turn::NotYet);
        }
        assert_eq!(claimed.turn(end, Repeat::Harmless), Turn::Now);
        assert_eq!(claimed.turn(end, Repeat::MayDouble), Turn::Parked);
    }

    #[test]
    fn a_state_is_read_back_from_its_instants_and_not_from_both() {
        let states = [
            NoticeState::Waiting,
            NoticeState::PutOff { until: at(1) },
            NoticeState::Claimed { since: at(2) },
        ];
        for state in states {
            assert_eq!(NoticeState::from_parts(state.claimed(), state.put_off()), Some(state));
        }
        assert_eq!(NoticeState::from_parts(Some(at(1)), Some(at(2))), None);
    }
}
