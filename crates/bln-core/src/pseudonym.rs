//! The name by which a person is kept where their record must not be named.

use std::fmt;

use uuid::Uuid;

use crate::{Id, Person};

/// A random name of a person (pseudonymisation: UK GDPR article 4(5)), by which the audit and requests under
/// data-protection law are kept.
///
/// Who a pseudonym stands for is in one table alone. Erasure takes the row out of it, and nothing that was kept under
/// the pseudonym need be changed: so the audit stays whole, and says no longer who.
///
/// It is made of random bits and of nothing else. An identifier that sorts by time, or a hash of the person's own,
/// would tell who it is to whoever kept a list of those.
///
/// ```
/// use bln_core::{Id, Pseudonym};
///
/// let pseudonym = Pseudonym::new(uuid::Uuid::from_u128(0x2f1c_6a94_7d1b_4a52_9e5c_11d4_0b83_77aa));
/// assert_eq!(pseudonym.as_person().uuid(), pseudonym.uuid());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pseudonym(Uuid);

impl Pseudonym {
    /// A pseudonym of 128 bits, of which a version 4 UUID (RFC 9562 section 5.4) has 122 at random.
    pub const fn new(random: Uuid) -> Self {
        Self(random)
    }

    /// The bits.
    pub const fn uuid(self) -> Uuid {
        self.0
    }

    /// The pseudonym in the place of a person's identifier, as a kept entry has it. It is nobody's on the list.
    pub const fn as_person(self) -> Id<Person> {
        Id::new(self.0)
    }
}

impl fmt::Debug for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pseudonym(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_does_not_join_a_pseudonym_to_anything() {
        let pseudonym = Pseudonym::new(Uuid::from_u128(17));
        assert_eq!(format!("{pseudonym:?}"), "Pseudonym(..)");
        assert_eq!(pseudonym.as_person(), Id::new(Uuid::from_u128(17)));
    }
}
