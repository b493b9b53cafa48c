//! What is known of one address.

use std::fmt;

use super::{Delivery, FAILURES_IN_A_ROW, failures_after};
use crate::{EmailAddress, Id, Instant, Person};

/// What is known of one address of a person: how many letters to it failed in a row, and since when nothing more is sent
/// there.
///
/// It is kept in place of the reports themselves: those would tell what somebody was sent, and when.
///
/// ```
/// use bln_core::{EmailAddress, Id, Instant, bounce::{AddressRecord, Delivery}};
///
/// let now: Instant = "2027-03-01T09:00:00Z".parse()?;
/// let address = EmailAddress::parse("sample.person.17@example.org")?;
/// let record = AddressRecord::new(Id::new(uuid::Uuid::from_u128(17)), address);
/// let held = record.after(Delivery::PermanentFailure, now);
/// assert_eq!((record.is_held(), held.held_since()), (false, Some(now)));
/// assert_eq!(held.lift(), record);
/// # Ok::<(), bln_core::Invalid>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct AddressRecord {
    person: Id<Person>,
    address: EmailAddress,
    failures: u32,
    held_since: Option<Instant>,
}

impl AddressRecord {
    /// An address of which nothing is known.
    pub const fn new(person: Id<Person>, address: EmailAddress) -> Self {
        Self { person, address, failures: 0, held_since: None }
    }

    /// A record as a store kept it; `None` where the failures and the hold do not belong together: an address is held
    /// after [`FAILURES_IN_A_ROW`], and after no fewer.
    pub fn restore(
        person: Id<Person>,
        address: EmailAddress,
        failures: u32,
        held_since: Option<Instant>,
    ) -> Option<Self> {
        let sound = match held_since {
            Some(_) => failures == FAILURES_IN_A_ROW,
            None => failures < FAILURES_IN_A_ROW,
        };
        sound.then_some(Self { person, address, failures, held_since })
    }

    /// The same after what became of another letter. It is held exactly if
    /// [`holds_address`](super::holds_address) says so of all that became of letters to it.
    #[must_use]
    pub fn after(&self, delivery: Delivery, now: Instant) -> Self {
        let failures = failures_after(self.failures, delivery);
        let held = failures >= FAILURES_IN_A_ROW;
        Self { failures, held_since: held.then(|| self.held_since.unwrap_or(now)), ..self.clone() }
    }

    /// The same, written to again as if nothing were known: somebody says that it works.
    #[must_use]
    pub fn lift(&self) -> Self {
        Self::new(self.person, self.address.clone())
    }

    /// Whether nothing more is sent there.
    pub const fn is_held(&self) -> bool {
        self.held_since.is_some()
    }

    /// Whose address it is.
    pub const fn person(&self) -> Id<Person> {
        self.person
    }

    /// The address.
    pub const fn address(&self) -> &EmailAddress {
        &self.address
    }

    /// How many letters to it failed in a row: at most [`FAILURES_IN_A_ROW`], and that many after one that failed for
    /// good.
    pub const fn failures(&self) -> u32 {
        self.failures
    }

    /// Since when nothing more is sent there.
    pub const fn held_since(&self) -> Option<Instant> {
        self.held_since
    }
}

// An address is personal data, and that it does not work says something of whoever has it.
impl fmt::Debug for AddressRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AddressRecord({}, ..)", self.person)
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;

    use super::*;
    use crate::bounce::holds_address;

    fn at(minute: usize) -> Instant {
        let minutes = TimeDelta::minutes(i64::try_from(minute).unwrap());
        "2027-03-01T09:00:00Z".parse::<Instant>().unwrap().plus(minutes)
    }

    fn unknown() -> AddressRecord {
        let address = EmailAddress::parse("sample.person.17@example.org").unwrap();
        AddressRecord::new(Id::new(uuid::Uuid::from_u128(17)), address)
    }

    #[test]
    fn a_hold_is_since_the_failure_that_brought_it_about() {
        let failed = Delivery::TemporaryFailure;
        let twice = unknown().after(failed, at(1)).after(failed, at(2));
        assert_eq!((twice.failures(), twice.held_since()), (2, None));
        let held = twice.after(failed, at(3)).after(failed, at(4)).after(Delivery::Delayed, at(5));
        assert_eq!((held.failures(), held.held_since()), (FAILURES_IN_A_ROW, Some(at(3))));
        assert_eq!(held.lift(), unknown());
        assert_eq!(held.after(Delivery::Arrived, at(6)), unknown());
    }

    #[test]
    fn a_record_is_read_back_from_what_belongs_together_and_from_nothing_else() {
        let of = |failures, held| {
            AddressRecord::restore(unknown().person(), unknown().address().clone(), failures, held)
        };
        assert_eq!(of(0, None), Some(unknown()));
        for (failures, held, sound) in [
            (2, None, true),
            (3, Some(at(1)), true),
            (2, Some(at(1)), false),
            (3, None, false),
            (4, Some(at(1)), false),
        ] {
            assert_eq!(of(failures, held).is_some(), sound, "{failures}");
        }
    }

    #[test]
    fn debug_output_shows_no_address_and_nothing_of_it() {
        let held = unknown().after(Delivery::PermanentFailure, at(1));
        assert_eq!(format!("{held:?}"), "AddressRecord(00000000-0000-0000-0000-000000000011, ..)");
    }

    proptest! {
        #[test]
        fn a_record_holds_an_address_exactly_if_what_became_of_its_letters_does(
            deliveries in prop::collection::vec(prop::sample::select(Delivery::ALL.to_vec()), 0..12),
        ) {
            let mut record = unknown();
            for (minute, delivery) in deliveries.iter().enumerate() {
                record = record.after(*delivery, at(minute));
                let so_far = deliveries.iter().take(minute + 1).copied();
                prop_assert_eq!(record.is_held(), holds_address(so_far));
                let AddressRecord { person, address, failures, held_since } = record.clone();
                prop_assert_eq!(AddressRecord::restore(person, address, failures, held_since), Some(record.clone()));
            }
        }
    }
}
