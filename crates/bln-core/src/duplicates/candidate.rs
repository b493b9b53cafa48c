//! What of a record is looked at to find another of the same person.

use std::{collections::BTreeSet, fmt};

use crate::{EmailAddress, Employer, Id, OdsCode, Person, search_terms};

/// A record that may have a double, with no more than it takes to tell: addresses without their tags, the longest words
/// of the name as they are searched for, and the listed organisations the person has worked for.
#[derive(Clone)]
pub struct Candidate {
    person: Id<Person>,
    addresses: BTreeSet<String>,
    words: Vec<String>,
    organisations: BTreeSet<OdsCode>,
}

/// What two records have to share to be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key<'a> {
    /// An address without its tag.
    Address(&'a str),
    /// A listed organisation, and the first letters of two words of the name; of a name of one word, that one's twice.
    Name { organisation: OdsCode, letters: (char, char) },
}

impl Candidate {
    /// What is looked at of a person.
    pub fn of(person: &Person) -> Self {
        let listed = person.affiliations().iter().filter_map(|affiliation| match affiliation.employer() {
            Employer::Listed(code) => Some(*code),
            Employer::Unlisted(_) => None,
        });
        let mut words = search_terms(person.name().written());
        words.sort_unstable();
        Self {
            person: person.id(),
            addresses: person.emails().iter().map(without_tag).collect(),
            words,
            organisations: listed.collect(),
        }
    }

    /// Whose record.
    pub const fn person(&self) -> Id<Person> {
        self.person
    }

    pub(super) fn words(&self) -> &[String] {
        &self.words
    }

    /// At most 5 for the addresses, and 6 for each organisation.
    pub(super) fn keys(&self) -> BTreeSet<Key<'_>> {
        let initials: Vec<char> = self.words.iter().filter_map(|word| word.chars().next()).collect();
        let twos = initials.iter().enumerate().flat_map(|(at, one)| {
            // The words are in order, and so are their first letters.
            initials.iter().skip(at + 1).map(move |other| (*one, *other))
        });
        let single = initials.first().filter(|_| initials.len() == 1).map(|letter| (*letter, *letter));
        let letters: BTreeSet<_> = twos.chain(single).collect();
        let of = |organisation: OdsCode| {
            letters.iter().map(move |letters| Key::Name { organisation, letters: *letters })
        };
        let addresses = self.addresses.iter().map(|address| Key::Address(address));
        addresses.chain(self.organisations.iter().copied().flat_map(of)).collect()
    }
}

impl fmt::Debug for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Candidate({})", self.person)
    }
}

/// An address without what follows a `+` before the `@`. A `+` in first place begins no tag.
fn without_tag(address: &EmailAddress) -> String {
    let local = address.as_str().split('@').next().unwrap_or_default();
    let name = local.split('+').next().filter(|name| !name.is_empty()).unwrap_or(local);
    format!("{name}@{}", address.domain())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_looked_at_without_its_tag() {
        for (address, looked_at) in [
            ("sample.person@example.org", "sample.person@example.org"),
            ("Sample.Person+Events@Example.org", "sample.person@example.org"),
            ("sample.person+a+b@example.org", "sample.person@example.org"),
            ("sample.person+@example.org", "sample.person@example.org"),
            ("+sample@example.org", "+sample@example.org"),
        ] {
            assert_eq!(without_tag(&EmailAddress::parse(address).unwrap()), looked_at);
        }
    }
}
