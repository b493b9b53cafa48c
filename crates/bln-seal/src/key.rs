//! The two kinds of key: the network's, and a person's own.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::KeyError;

/// One of the network's keys: 256 random bits from which a key for each use is derived.
///
/// The key itself encrypts and hashes nothing. What each use gets is HKDF-Expand (RFC 5869 section 2.3) of it
/// with the name of the use, so that no key serves two uses. It is overwritten in memory when it is dropped; a
/// copy that the caller made of the bytes is the caller's to overwrite.
///
/// `Debug` does not show it, and it cannot be displayed at all:
///
/// ```compile_fail,E0277
/// fn print(key: bln_seal::NetworkKey) -> String {
///     format!("{key}")
/// }
/// ```
///
/// Nor compared, which would tell by its time how much of a guess is right:
///
/// ```compile_fail,E0369
/// fn same(one: bln_seal::NetworkKey, other: bln_seal::NetworkKey) -> bool {
///     one == other
/// }
/// ```
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct NetworkKey([u8; 32]);

/// What a key derived from a network's key is used for.
#[derive(Clone, Copy)]
pub(crate) enum Use {
    /// Wrapping the keys of people.
    Wrap,
    /// Keyed hashes of addresses that said no.
    Suppression,
    /// Keyed hashes of who contributed to a theme.
    Contribution,
}

impl Use {
    /// What sets this use apart. Changing one makes everything it was used for unreadable.
    const fn label(self) -> &'static [u8] {
        match self {
            Use::Wrap => b"bln-seal 1 wrap",
            Use::Suppression => b"bln-seal 1 suppression",
            Use::Contribution => b"bln-seal 1 contribution",
        }
    }
}

impl NetworkKey {
    /// A key of 256 bits, which have to come from a cryptographically secure generator.
    ///
    /// # Errors
    ///
    /// `key.zero` for 32 zeros: a generator that gave nothing.
    pub fn from_random(random: [u8; 32]) -> Result<Self, KeyError> {
        if random == [0; 32] { Err(KeyError::Zero) } else { Ok(Self(random)) }
    }

    /// The key for one use: HKDF-Expand to the length of one hash, for which RFC 5869 section 2.3 is a single
    /// HMAC. The extraction before it is for keys that are not random (section 3.3), and this one is.
    pub(crate) fn derive(&self, what_for: Use) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(hmac_sha256(&self.0, &[what_for.label(), &[1]]))
    }

    /// Whether both are the same key, in the same time whatever they are.
    pub(crate) fn same_as(&self, other: &Self) -> bool {
        self.0.iter().zip(other.0).fold(0, |difference, (one, two)| difference | (one ^ two)) == 0
    }

    /// The key in hexadecimal digits, for a file of keys.
    pub(crate) fn write_hex(&self, text: &mut String) {
        const DIGITS: [char; 16] =
            ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
        for byte in self.0 {
            let digit = |value: u8| DIGITS.get(usize::from(value)).copied();
            text.extend(digit(byte >> 4));
            text.extend(digit(byte & 15));
        }
    }

    /// Reads 64 hexadecimal digits in lower case; `None` for any other text.
    pub(crate) fn parse_hex(text: &str) -> Option<Result<Self, KeyError>> {
        let value = |digit: u8| match digit {
            b'0'..=b'9' => Some(digit - b'0'),
            b'a'..=b'f' => Some(digit - b'a' + 10),
            _ => None,
        };
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        if pairs.len() != 32 || !rest.is_empty() {
            return None;
        }
        let mut bytes = Zeroizing::new([0; 32]);
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            *byte = value(*high)? << 4 | value(*low)?;
        }
        Some(Self::from_random(*bytes))
    }
}

impl fmt::Debug for NetworkKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NetworkKey(..)")
    }
}

/// A person's own key: 256 random bits under which their characteristics are sealed.
///
/// It is kept only [wrapped](crate::wrap) by a key of the network, and overwritten in memory when it is dropped.
/// `Debug` does not show it, and it cannot be displayed at all:
///
/// ```compile_fail,E0277
/// fn print(key: bln_seal::PersonKey) -> String {
///     format!("{key}")
/// }
/// ```
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct PersonKey([u8; 32]);

impl PersonKey {
    /// A key of 256 bits, which have to come from a cryptographically secure generator.
    pub const fn from_random(random: [u8; 32]) -> Self {
        Self(random)
    }

    pub(crate) const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for PersonKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonKey(..)")
    }
}

/// HMAC-SHA-256 (RFC 2104) of the parts one after another.
pub(crate) fn hmac_sha256(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // A shorter key is filled with zeros to the length of a block (RFC 2104 section 2), here by hand, so that
    // there is no length to be wrong.
    let mut block = Zeroizing::new([0; 64]);
    block.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
    let mut mac = Hmac::<Sha256>::new((&*block).into());
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> NetworkKey {
        NetworkKey::from_random([byte; 32]).unwrap()
    }

    #[test]
    fn a_derived_key_is_the_one_of_rfc_5869() {
        for what_for in [Use::Wrap, Use::Suppression, Use::Contribution] {
            let mut expected = [0; 32];
            let hkdf = hkdf::Hkdf::<Sha256>::from_prk(&[7; 32]).unwrap();
            hkdf.expand(what_for.label(), &mut expected).unwrap();
            assert_eq!(*key(7).derive(what_for), expected);
        }
    }

    #[test]
    fn each_use_and_each_key_has_a_key_of_its_own() {
        let derived = |byte| [Use::Wrap, Use::Suppression, Use::Contribution].map(|u| *key(byte).derive(u));
        let all: std::collections::BTreeSet<_> =
            derived(1).into_iter().chain(derived(2)).chain([[1; 32], [2; 32]]).collect();
        assert_eq!(all.len(), 8);
    }

    #[test]
    fn the_keyed_hash_is_the_one_of_rfc_4231() {
        // Test case 1, whose key of 20 bytes is the same as one filled with zeros.
        let mut filled = [0; 32];
        filled[..20].fill(0x0b);
        let mut expected = String::new();
        NetworkKey(hmac_sha256(&filled, &[b"Hi", b" There"])).write_hex(&mut expected);
        assert_eq!(expected, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    }

    #[test]
    fn digits_round_trip_and_anything_else_is_no_key() {
        let mut bytes = [0; 32];
        (0..32).zip(&mut bytes).for_each(|(n, byte)| *byte = n * 8 + 5);
        let mut text = String::new();
        NetworkKey(bytes).write_hex(&mut text);
        assert!(NetworkKey::parse_hex(&text).unwrap().unwrap().same_as(&NetworkKey(bytes)));
        for bad in
            [&text[1..], &text[2..], &format!("{text}00"), &text.to_uppercase(), &text.replace('5', "é")]
        {
            assert!(NetworkKey::parse_hex(bad).is_none());
        }
        assert_eq!(NetworkKey::parse_hex(&"0".repeat(64)).unwrap().unwrap_err(), KeyError::Zero);
        assert!(!key(1).same_as(&key(2)));
    }

    #[test]
    fn no_key_shows_itself() {
        assert_eq!(format!("{:?}", key(0xab)), "NetworkKey(..)");
        assert_eq!(format!("{:?}", PersonKey::from_random([0xab; 32])), "PersonKey(..)");
    }
}
