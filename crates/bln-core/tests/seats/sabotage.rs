//! Ways to be wrong on purpose, so that the checks are seen to fail.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sabotage {
    None,
    /// Commands are decided on the seats as they were one command earlier, as a missing version check would.
    StaleSeats,
    /// The offers that a command made are not written.
    NoPromotion,
    /// The list is read from its end.
    LastComeFirstServed,
    /// The last number drawn is not written.
    RepeatedNumber,
    /// Of two registrations that become one, the other is not removed.
    SecondPlaceKept,
    /// The registration that stands is given a number as if it had arrived last.
    TransferRenumbered,
}
