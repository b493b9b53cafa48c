//! Hashes that only a holder of the network's keys can make.

use bln_core::{EmailAddress, Id, KeyedHash, Person};
use uuid::Uuid;

use crate::{
    KeyRing, SealError,
    key::{Use, hmac_sha256},
};

/// The hashes under which it may be kept that an address said no: HMAC-SHA-256 of the address in its one spelling,
/// under a key for this use alone.
///
/// The current key's comes first: keep that one. The others are those of the keys that were current before, and an
/// address is suppressed if *any* of them is kept. They cannot be moved to a new key, since the address is gone: a
/// key that leaves the ring takes with it every "no" that was kept under it.
///
/// # Errors
///
/// `seal.key_unknown` if the ring does not have a key that it names. Fewer hashes would let through what
/// somebody said no to.
///
/// ```
/// use bln_core::{EmailAddress, KeyName};
/// use bln_seal::{Keys, suppression_hashes};
///
/// let ring = Keys::generate(KeyName::parse("2026")?, [1; 32])?;
/// let kept = suppression_hashes(&ring, &EmailAddress::parse("Sample.Person.17@example.org")?)?;
/// let ring = ring.with_new(KeyName::parse("2027")?, [2; 32])?;
/// let asked = suppression_hashes(&ring, &EmailAddress::parse("sample.person.17@example.org")?)?;
/// assert!(kept[0] != asked[0] && asked.contains(&kept[0]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn suppression_hashes(ring: &dyn KeyRing, address: &EmailAddress) -> Result<Vec<KeyedHash>, SealError> {
    hashes(ring, Use::Suppression, &[address.as_str().as_bytes()])
}

/// The hashes under which it may be kept that somebody contributed to a theme, so that contributors can be told
/// apart and counted without anybody knowing who they are.
///
/// The current key's comes first: keep that one, unless any of the others is kept already. Keeping a second one
/// under a new key would count one person twice, and show a theme of fewer people than it takes.
///
/// # Errors
///
/// `seal.key_unknown` if the ring does not have a key that it names.
pub fn contribution_hashes(
    ring: &dyn KeyRing,
    theme: Uuid,
    person: Id<Person>,
) -> Result<Vec<KeyedHash>, SealError> {
    hashes(ring, Use::Contribution, &[theme.as_bytes(), person.uuid().as_bytes()])
}

fn hashes(ring: &dyn KeyRing, what_for: Use, parts: &[&[u8]]) -> Result<Vec<KeyedHash>, SealError> {
    let hash = |name| {
        let key = ring.key(&name).ok_or(SealError::KeyUnknown)?.derive(what_for);
        Ok(KeyedHash::from_bytes(hmac_sha256(&key, parts)))
    };
    ring.names().into_iter().map(hash).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use bln_core::KeyName;
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::{Keys, NetworkKey};

    fn name(text: &str) -> KeyName {
        KeyName::parse(text).unwrap()
    }

    fn ring() -> Keys {
        Keys::generate(name("a"), [1; 32]).unwrap()
    }

    fn address(text: &str) -> EmailAddress {
        EmailAddress::parse(text).unwrap()
    }

    #[test]
    fn an_address_is_found_by_every_key_it_may_be_kept_under() {
        let first = suppression_hashes(&ring(), &address("sample.person.1@example.org")).unwrap();
        let later = ring().with_new(name("b"), [2; 32]).unwrap().with_new(name("c"), [3; 32]).unwrap();
        let hashes = suppression_hashes(&later, &address(" Sample.Person.1@EXAMPLE.org")).unwrap();
        assert_eq!((first.len(), hashes.len(), hashes.last()), (1, 3, first.last()));
        let other = suppression_hashes(&later, &address("sample.person.2@example.org")).unwrap();
        assert!(other.iter().all(|hash| !hashes.contains(hash)));
    }

    /// The control: a plain hash is the same under every key, and whoever guesses the address makes it too.
    #[test]
    fn without_the_key_nobody_makes_the_hash() {
        let guessed: [u8; 32] = Sha256::digest("sample.person.1@example.org").into();
        for key in 1..50 {
            let ring = Keys::generate(name("a"), [key; 32]).unwrap();
            let hashes = suppression_hashes(&ring, &address("sample.person.1@example.org")).unwrap();
            assert_ne!(hashes, [KeyedHash::from_bytes(guessed)]);
        }
    }

    #[test]
    fn contributions_are_told_apart_by_theme_and_person_and_from_suppressions() {
        let mut seen = BTreeSet::new();
        for (theme, person) in [(1, 1), (1, 2), (2, 1), (2, 2)] {
            let person = Id::new(Uuid::from_u128(person));
            seen.extend(contribution_hashes(&ring(), Uuid::from_u128(theme), person).unwrap());
        }
        assert_eq!(seen.len(), 4);
        let text = "sample.person.1@example.org";
        let under = |what_for| hashes(&ring(), what_for, &[text.as_bytes()]).unwrap();
        assert_ne!(under(Use::Suppression), under(Use::Contribution));
        assert_eq!(under(Use::Suppression), suppression_hashes(&ring(), &address(text)).unwrap());
    }

    #[test]
    fn a_contribution_is_known_again_after_a_rotation() {
        let (theme, person) = (Uuid::from_u128(1), Id::new(Uuid::from_u128(17)));
        let kept = contribution_hashes(&ring(), theme, person).unwrap();
        let rotated = ring().with_new(name("b"), [2; 32]).unwrap();
        assert!(contribution_hashes(&rotated, theme, person).unwrap().contains(kept.first().unwrap()));
    }

    /// A ring that has lost a key it names.
    #[derive(Debug)]
    struct Torn;

    impl KeyRing for Torn {
        fn current(&self) -> KeyName {
            name("a")
        }

        fn key(&self, wanted: &KeyName) -> Option<NetworkKey> {
            ring().key(wanted)
        }

        fn names(&self) -> Vec<KeyName> {
            vec![name("a"), name("lost")]
        }
    }

    #[test]
    fn a_lost_key_is_an_error_and_not_a_shorter_list() {
        let lost = suppression_hashes(&Torn, &address("sample.person.1@example.org"));
        assert_eq!(lost, Err(SealError::KeyUnknown));
        let lost = contribution_hashes(&Torn, Uuid::nil(), Id::new(Uuid::nil()));
        assert_eq!(lost, Err(SealError::KeyUnknown));
    }
}
