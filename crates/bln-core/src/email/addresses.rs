//! The addresses of one person.

use crate::{EmailAddress, Invalid, InvalidKind};

/// The addresses of one person: 1 to 5, none twice, the preferred one first.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EmailAddresses {
    preferred: EmailAddress,
    others: Vec<EmailAddress>,
}

impl EmailAddresses {
    /// The most addresses a person may have.
    pub const MAX: usize = 5;

    /// A person's addresses, the preferred one first.
    ///
    /// # Errors
    ///
    /// `list.missing`, `email.too_many` (with the limit), `email.repeated`.
    pub fn new(addresses: impl IntoIterator<Item = EmailAddress>) -> Result<Self, Invalid> {
        let mut addresses = addresses.into_iter();
        let preferred = addresses.next().ok_or(Invalid::new(InvalidKind::Missing))?;
        let mut others = Vec::new();
        for address in addresses {
            if others.len() + 1 == Self::MAX {
                return Err(Invalid::with_limit(InvalidKind::EmailTooMany, 5));
            }
            if address == preferred || others.contains(&address) {
                return Err(Invalid::new(InvalidKind::EmailRepeated));
            }
            others.push(address);
        }
        Ok(Self { preferred, others })
    }

    /// The address to write to.
    pub const fn preferred(&self) -> &EmailAddress {
        &self.preferred
    }

    /// Every address, the preferred one first.
    pub fn iter(&self) -> impl Iterator<Item = &EmailAddress> {
        std::iter::once(&self.preferred).chain(&self.others)
    }

    /// Whether this is one of them.
    pub fn contains(&self, address: &EmailAddress) -> bool {
        self.iter().any(|own| own == address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_has_one_to_five_addresses_and_none_twice() {
        let address = |n: usize| EmailAddress::parse(format!("sample.person.{n}@example.org")).unwrap();
        let of = |n: usize| EmailAddresses::new((0..n).map(address));
        assert_eq!(of(0).unwrap_err().kind(), InvalidKind::Missing);
        assert_eq!(of(1).unwrap().preferred(), &address(0));
        assert_eq!(of(5).unwrap().iter().count(), 5);
        assert_eq!(of(6).unwrap_err(), Invalid::with_limit(InvalidKind::EmailTooMany, 5));
        let twice = EmailAddresses::new([address(1), address(2), address(1)]);
        assert_eq!(twice.unwrap_err().kind(), InvalidKind::EmailRepeated);
    }
}
