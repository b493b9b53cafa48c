//! What became of letters to an address, and when nothing more is sent there.

mod address;

pub use address::AddressRecord;

/// What a report said about one letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Delivery {
    /// It arrived.
    Arrived,
    /// It is on its way: it is still being tried.
    Delayed,
    /// It did not arrive, for a reason that may pass: a full mailbox, a server that was not there.
    TemporaryFailure,
    /// It did not arrive, and no other will: there is nobody at the address.
    PermanentFailure,
    /// It was refused for what it is or whom it comes from. That says nothing of the address.
    Refused,
}

impl Delivery {
    /// Every outcome.
    pub const ALL: [Delivery; 5] = [
        Delivery::Arrived,
        Delivery::Delayed,
        Delivery::TemporaryFailure,
        Delivery::PermanentFailure,
        Delivery::Refused,
    ];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Delivery::Arrived => "arrived",
            Delivery::Delayed => "delayed",
            Delivery::TemporaryFailure => "temporary_failure",
            Delivery::PermanentFailure => "permanent_failure",
            Delivery::Refused => "refused",
        }
    }
}

/// How many temporary failures in a row hold an address. This library's own choice: three letters are some weeks of a
/// network's life, and whoever sends on to addresses that fail is taken for a sender of spam.
pub const FAILURES_IN_A_ROW: u32 = 3;

/// Whether nothing more should be sent to an address, by what became of the letters to it, the oldest first: after a
/// permanent failure, or [`FAILURES_IN_A_ROW`] temporary ones. A letter that arrives sets it free. What was delayed or
/// refused counts neither way.
///
/// A held address is no withdrawn consent: the person is asked for another address when they are next met.
///
/// ```
/// use bln_core::bounce::{Delivery, holds_address};
///
/// let failed = Delivery::TemporaryFailure;
/// assert!(!holds_address([failed, failed]));
/// assert!(holds_address([failed, Delivery::Delayed, failed, failed]));
/// assert!(!holds_address([failed, failed, Delivery::Arrived, failed]));
/// assert!(holds_address([Delivery::PermanentFailure]));
/// ```
pub fn holds_address(deliveries: impl IntoIterator<Item = Delivery>) -> bool {
    deliveries.into_iter().fold(0, failures_after) >= FAILURES_IN_A_ROW
}

/// How many failures in a row there are after a report; those that hold an address are counted no further.
fn failures_after(failures: u32, delivery: Delivery) -> u32 {
    match delivery {
        Delivery::Arrived => 0,
        Delivery::TemporaryFailure => FAILURES_IN_A_ROW.min(failures + 1),
        Delivery::PermanentFailure => FAILURES_IN_A_ROW,
        Delivery::Delayed | Delivery::Refused => failures,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn delivery() -> impl Strategy<Value = Delivery> {
        prop::sample::select(Delivery::ALL.to_vec())
    }

    #[test]
    fn nothing_known_holds_nothing() {
        assert!(!holds_address([]));
        assert!(!holds_address([Delivery::Refused; 10]));
    }

    proptest! {
        #[test]
        fn what_arrives_last_frees_and_what_fails_for_good_holds(before in prop::collection::vec(delivery(), 0..12)) {
            let then = |last| before.iter().copied().chain([last]);
            prop_assert!(!holds_address(then(Delivery::Arrived)));
            prop_assert!(holds_address(then(Delivery::PermanentFailure)));
            let held = holds_address(before.iter().copied());
            prop_assert_eq!(holds_address(then(Delivery::Delayed)), held);
            prop_assert_eq!(holds_address(then(Delivery::Refused)), held);
            prop_assert!(!held || holds_address(then(Delivery::TemporaryFailure)));
        }
    }
}
