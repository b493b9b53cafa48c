//! Leave to use what somebody consented to: a value that only a consent ledger can make.

use std::{fmt, marker::PhantomData};

use crate::{Id, Instant, Person, purpose::Purpose};

/// Proof that a person's consent for `P` was live at an instant.
///
/// It can be had from [`ConsentLedger::permit`](crate::ConsentLedger::permit) and from nowhere else, so a
/// function that asks for a `&Permit<P>` cannot be called without consent. It is not `Clone` and has no wire
/// form: work that waits in a queue takes a new one when its turn comes, and what was queued under consent does
/// not leave after withdrawal.
///
/// It cannot be forged:
///
/// ```compile_fail,E0451
/// use bln_core::{Id, Instant, Permit, Person, purpose::Bulletin};
///
/// fn forge(person: Id<Person>, at: Instant) -> Permit<Bulletin> {
///     Permit { person, at, purpose: std::marker::PhantomData }
/// }
/// ```
///
/// And one purpose does not do for another:
///
/// ```compile_fail,E0308
/// use bln_core::{Permit, purpose::{Bulletin, Directory}};
///
/// fn show_to_others(_: &Permit<Directory>) {}
/// fn with_a_bulletin(permit: &Permit<Bulletin>) {
///     show_to_others(permit);
/// }
/// ```
#[must_use]
pub struct Permit<P> {
    person: Id<Person>,
    at: Instant,
    purpose: PhantomData<fn() -> P>,
}

impl<P: Purpose> Permit<P> {
    /// Only for the ledger, which has looked.
    pub(crate) const fn new(person: Id<Person>, at: Instant) -> Self {
        Self { person, at, purpose: PhantomData }
    }

    /// Whose consent it is.
    pub const fn person(&self) -> Id<Person> {
        self.person
    }

    /// The instant at which the consent was live.
    pub const fn taken_at(&self) -> Instant {
        self.at
    }
}

// Written by hand: a derive would demand `Debug` of `P`, which is only a marker here.
impl<P: Purpose> fmt::Debug for Permit<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Permit({} at {})", P::CODE.name(), self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::purpose;

    #[test]
    fn a_permit_names_its_person_instant_and_purpose() {
        let at: Instant = "2027-03-01T09:00:00Z".parse().unwrap();
        let person = Id::new(uuid::Uuid::from_u128(17));
        let permit = Permit::<purpose::Bulletin>::new(person, at);
        assert_eq!((permit.person(), permit.taken_at()), (person, at));
        assert_eq!(format!("{permit:?}"), "Permit(bulletin at 2027-03-01T09:00:00.000000Z)");
    }
}
