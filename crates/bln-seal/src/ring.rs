//! The network's keys, each by its name: one that is current, and those that were.

use std::fmt;

use bln_core::KeyName;
use zeroize::Zeroizing;

use crate::{KeyError, NetworkKey};

/// Where the network's keys come from.
///
/// What is made is made with the current key and names it. Keys that were current stay in the ring for as long as
/// anything made with them is needed: what is wrapped moves to another key with [`rewrap`](crate::rewrap); a keyed
/// hash does not move, since what it was made of is not kept.
///
/// A ring is asked from many threads. It may be changed while it is in use, as [`FileKeyRing`](crate::FileKeyRing)
/// is, if it only ever goes from one whole set of keys to another.
pub trait KeyRing: fmt::Debug + Send + Sync + 'static {
    /// The name of the key that new things are made with.
    fn current(&self) -> KeyName;

    /// The key of a name, if it is in the ring.
    fn key(&self, name: &KeyName) -> Option<NetworkKey>;

    /// Every name: the current one first, each once.
    fn names(&self) -> Vec<KeyName>;
}

/// A ring of keys in memory: at least one, and at most 64.
///
/// Its text has one key a line, a name, one space and 64 hexadecimal digits; the first is current. Empty lines and
/// lines that start with `#` say nothing. `Debug` shows the names.
///
/// ```
/// use bln_seal::{KeyRing, Keys};
///
/// let text = format!("# since March\n2027-spring {}\n2026 {}\n", "5a".repeat(32), "c3".repeat(32));
/// let keys = Keys::parse(&text)?;
/// assert_eq!(keys.current().as_str(), "2027-spring");
/// assert_eq!(format!("{keys:?}"), "Keys(2027-spring, 2026)");
/// # Ok::<(), bln_seal::KeyError>(())
/// ```
#[derive(Clone)]
pub struct Keys {
    current: (KeyName, NetworkKey),
    retired: Vec<(KeyName, NetworkKey)>,
}

impl Keys {
    /// The most bytes a text of keys may have.
    pub const MAX_BYTES: usize = 65_536;

    /// The most keys of a ring. Whoever changes keys each month has five years before one has to go.
    pub const MAX_KEYS: usize = 64;

    /// A ring of one new key.
    ///
    /// # Errors
    ///
    /// `key.zero` if what is given as random is 32 zeros.
    pub fn generate(name: KeyName, random: [u8; 32]) -> Result<Self, KeyError> {
        Ok(Self { current: (name, NetworkKey::from_random(random)?), retired: Vec::new() })
    }

    /// The ring with a new current key. All others stay.
    ///
    /// # Errors
    ///
    /// `key.zero` if what is given as random is 32 zeros, `key.repeated` if the name or the key is there already,
    /// `key.too_many`.
    pub fn with_new(&self, name: KeyName, random: [u8; 32]) -> Result<Self, KeyError> {
        let new = (name, NetworkKey::from_random(random)?);
        Self::from_entries(std::iter::once(new).chain(self.entries().cloned()))
    }

    /// Reads the text of a ring.
    ///
    /// # Errors
    ///
    /// `key.too_long`, `key.too_many`, `key.none`, `key.repeated`, and with the number of the line `key.line` and
    /// `key.line_zero`.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        if text.len() > Self::MAX_BYTES {
            return Err(KeyError::TooLong);
        }
        let mut entries = Vec::new();
        for (line, text) in (1..).zip(text.lines()) {
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            let wrong = KeyError::Line { line };
            let (name, digits) = text.split_once(' ').ok_or(wrong)?;
            let name = KeyName::parse(name).map_err(|_| wrong)?;
            let key = NetworkKey::parse_hex(digits).ok_or(wrong)?.map_err(|_| KeyError::LineZero { line })?;
            if entries.len() == Self::MAX_KEYS {
                return Err(KeyError::TooMany);
            }
            entries.push((name, key));
        }
        Self::from_entries(entries)
    }

    /// The text that [`Keys::parse`] reads.
    pub(crate) fn to_text(&self) -> Zeroizing<String> {
        // Of its full length at once: a string that grows leaves copies behind.
        let mut text = Zeroizing::new(String::with_capacity(Self::MAX_KEYS * (KeyName::MAX_LENGTH + 66)));
        for (name, key) in self.entries() {
            text.push_str(name.as_str());
            text.push(' ');
            key.write_hex(&mut text);
            text.push('\n');
        }
        text
    }

    fn from_entries(entries: impl IntoIterator<Item = (KeyName, NetworkKey)>) -> Result<Self, KeyError> {
        let mut entries = entries.into_iter();
        let mut keys = Self { current: entries.next().ok_or(KeyError::None)?, retired: Vec::new() };
        for (name, key) in entries {
            if keys.entries().any(|(known, old)| *known == name || old.same_as(&key)) {
                return Err(KeyError::Repeated);
            }
            if keys.entries().count() == Self::MAX_KEYS {
                return Err(KeyError::TooMany);
            }
            keys.retired.push((name, key));
        }
        Ok(keys)
    }

    fn entries(&self) -> impl Iterator<Item = &(KeyName, NetworkKey)> {
        std::iter::once(&self.current).chain(&self.retired)
    }
}

impl KeyRing for Keys {
    fn current(&self) -> KeyName {
        self.current.0.clone()
    }

    fn key(&self, name: &KeyName) -> Option<NetworkKey> {
        self.entries().find(|(known, _)| known == name).map(|(_, key)| key.clone())
    }

    fn names(&self) -> Vec<KeyName> {
        self.entries().map(|(name, _)| name.clone()).collect()
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.entries().map(|(name, _)| name.as_str()).collect();
        write!(f, "Keys({})", names.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn name(text: &str) -> KeyName {
        KeyName::parse(text).unwrap()
    }

    fn hex(byte: u8) -> String {
        format!("{byte:02x}").repeat(32)
    }

    fn names(keys: &Keys) -> Vec<String> {
        keys.names().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_first_key_of_a_text_is_current_and_all_are_found() {
        let keys = Keys::parse(&format!("# comment\n\nnew {}\r\nold {}", hex(1), hex(2))).unwrap();
        assert_eq!((keys.current(), names(&keys)), (name("new"), vec!["new".to_owned(), "old".to_owned()]));
        let expected = NetworkKey::from_random([2; 32]).unwrap();
        assert!(keys.key(&name("old")).unwrap().same_as(&expected));
        assert!(keys.key(&name("older")).is_none());
    }

    #[test]
    fn what_is_wrong_is_told_by_its_line_and_never_by_its_text() {
        let long = format!("#{}", "x".repeat(Keys::MAX_BYTES));
        let many: String = (0..65).map(|n| format!("k{n} {}\n", hex(n + 1))).collect();
        for (text, expected) in [
            (String::new(), KeyError::None),
            ("# nothing\n".to_owned(), KeyError::None),
            (long, KeyError::TooLong),
            (many, KeyError::TooMany),
            (format!("a {}\nb", hex(1)), KeyError::Line { line: 2 }),
            (format!("a  {}", hex(1)), KeyError::Line { line: 1 }),
            (format!("A {}", hex(1)), KeyError::Line { line: 1 }),
            (format!("\n\na {} ", hex(1)), KeyError::Line { line: 3 }),
            (format!("a {}0", hex(1)), KeyError::Line { line: 1 }),
            (format!("a {}", hex(0)), KeyError::LineZero { line: 1 }),
            (format!("a {}\na {}", hex(1), hex(2)), KeyError::Repeated),
            (format!("a {}\nb {}", hex(1), hex(1)), KeyError::Repeated),
        ] {
            let error = Keys::parse(&text).unwrap_err();
            assert_eq!(error, expected);
            assert!(error.to_string().starts_with(error.code()));
        }
    }

    #[test]
    fn sixty_four_keys_are_a_ring_and_one_more_is_not() {
        let text: String = (0..64).map(|n| format!("k{n} {}\n", hex(n + 1))).collect();
        let keys = Keys::parse(&text).unwrap();
        assert_eq!(keys.names().len(), 64);
        assert_eq!(keys.with_new(name("new"), [99; 32]).unwrap_err(), KeyError::TooMany);
    }

    #[test]
    fn a_new_key_is_current_and_the_old_ones_stay() {
        let keys = Keys::generate(name("a"), [1; 32]).unwrap().with_new(name("b"), [2; 32]).unwrap();
        assert_eq!(names(&keys), ["b", "a"]);
        assert_eq!(keys.with_new(name("a"), [3; 32]).unwrap_err(), KeyError::Repeated);
        assert_eq!(keys.with_new(name("c"), [1; 32]).unwrap_err(), KeyError::Repeated);
        assert_eq!(keys.with_new(name("c"), [0; 32]).unwrap_err(), KeyError::Zero);
        assert_eq!(Keys::generate(name("a"), [0; 32]).unwrap_err(), KeyError::Zero);
    }

    #[test]
    fn a_ring_shows_its_names_and_no_key() {
        let keys = Keys::generate(name("a"), [0xab; 32]).unwrap();
        assert_eq!(format!("{keys:?}"), "Keys(a)");
    }

    proptest! {
        #[test]
        fn a_text_round_trips(random in prop::collection::btree_set(any::<[u8; 32]>(), 1..20)) {
            let entries = random.iter().zip(0..).map(|(bytes, n)| {
                (name(&format!("key-{n}")), NetworkKey::from_random(*bytes).unwrap())
            });
            let text = Keys::from_entries(entries).unwrap().to_text();
            prop_assert_eq!(Keys::parse(&text).unwrap().to_text(), text);
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[a-z0-9 #\\n\\PC]{0,200}") {
            let _ = Keys::parse(&text);
        }
    }
}
