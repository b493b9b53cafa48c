//! What a store keeps of a person's characteristics: bytes that nobody can read without the person's key.
//!
//! Nothing here encrypts. What the bytes mean, and how they are made and opened, is the job of `bln-seal`; a store
//! keeps them and hands them back.

use std::{collections::BTreeMap, fmt};

use crate::{Id, Invalid, InvalidKind, Person, PurposeCode};

/// The name of one of the network's keys: 1 to 40 of `a` to `z`, `0` to `9` and `-`.
///
/// It is kept beside what was made with the key, so that a key can be retired and what it made still be read. It
/// is no secret and says nothing about the key.
///
/// ```
/// use bln_core::KeyName;
///
/// assert_eq!(KeyName::parse("2027-spring")?.as_str(), "2027-spring");
/// assert_eq!(KeyName::parse("Spring").unwrap_err().code(), "key_name.format");
/// # Ok::<(), bln_core::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyName(String);

impl KeyName {
    /// The most characters a name may have: this library's own choice.
    pub const MAX_LENGTH: usize = 40;

    /// Reads a name.
    ///
    /// # Errors
    ///
    /// `key_name.format`.
    pub fn parse(name: impl Into<String>) -> Result<Self, Invalid> {
        let name = name.into();
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if (1..=Self::MAX_LENGTH).contains(&name.len()) && name.bytes().all(plain) {
            Ok(Self(name))
        } else {
            Err(Invalid::new(InvalidKind::KeyNameFormat))
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A person's own key, encrypted with one of the network's.
///
/// Once it is removed from every place in which it is kept, nothing that was sealed with the person's key can be
/// read again. `Debug` shows which key it is wrapped by and not its bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct WrappedKey {
    by: KeyName,
    bytes: Vec<u8>,
}

impl WrappedKey {
    /// A wrapped key of 16 to 256 bytes: room for any method of today, and no more.
    ///
    /// # Errors
    ///
    /// `wrapped_key.length`.
    pub fn new(by: KeyName, bytes: Vec<u8>) -> Result<Self, Invalid> {
        if (16..=256).contains(&bytes.len()) {
            Ok(Self { by, bytes })
        } else {
            Err(Invalid::new(InvalidKind::WrappedKeyLength))
        }
    }

    /// The network's key that it is wrapped by.
    pub const fn by(&self) -> &KeyName {
        &self.by
    }

    /// The encrypted key.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl fmt::Debug for WrappedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WrappedKey(by {}, ..)", self.by)
    }
}

/// A characteristic that is kept sealed: one kind of special-category data (UK GDPR article 9(1)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Characteristic {
    /// The ethnic group a person told.
    EthnicGroup,
    /// What a person needs to take part, which is data about health.
    AccessNeeds,
}

impl Characteristic {
    /// Every characteristic.
    pub const ALL: [Characteristic; 2] = [Characteristic::EthnicGroup, Characteristic::AccessNeeds];

    /// The stable name, as stored. It is part of what a seal is bound to.
    pub const fn name(self) -> &'static str {
        match self {
            Characteristic::EthnicGroup => "ethnic_group",
            Characteristic::AccessNeeds => "access_needs",
        }
    }

    /// Reads a stable name.
    ///
    /// # Errors
    ///
    /// `characteristic.unknown`.
    pub fn parse(name: &str) -> Result<Self, Invalid> {
        Characteristic::ALL
            .into_iter()
            .find(|characteristic| characteristic.name() == name)
            .ok_or(Invalid::new(InvalidKind::CharacteristicUnknown))
    }

    /// The one purpose for which it is asked and read: explicit consent is for a specified purpose (UK GDPR
    /// article 9(2)(a)).
    pub const fn purpose(self) -> PurposeCode {
        match self {
            Characteristic::EthnicGroup => PurposeCode::EthnicityMonitoring,
            Characteristic::AccessNeeds => PurposeCode::AccessNeeds,
        }
    }
}

/// A characteristic under seal, and which edition of the person's characteristics it is.
///
/// The seal is bound to the edition: an older value put beside a newer edition does not open. `Debug` shows the
/// edition and not the bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedValue {
    edition: u32,
    bytes: Vec<u8>,
}

impl SealedValue {
    /// A sealed value of 16 to 16,384 bytes, of an edition from 1.
    ///
    /// # Errors
    ///
    /// `version.zero`, `sealed_value.length`.
    pub fn new(edition: u32, bytes: Vec<u8>) -> Result<Self, Invalid> {
        if edition == 0 {
            return Err(Invalid::new(InvalidKind::VersionZero));
        }
        if (16..=16_384).contains(&bytes.len()) {
            Ok(Self { edition, bytes })
        } else {
            Err(Invalid::new(InvalidKind::SealedValueLength))
        }
    }

    /// The edition, from 1.
    pub const fn edition(&self) -> u32 {
        self.edition
    }

    /// The sealed bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl fmt::Debug for SealedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealedValue(edition {}, ..)", self.edition)
    }
}

/// What a store keeps of one person's characteristics, apart from the person: their wrapped key, and what is
/// sealed with it.
///
/// Editions count up over the whole record and are never given twice, not even for what was forgotten in
/// between: so the record remembers the last one.
///
/// ```
/// use bln_core::{Characteristic, Id, KeyName, SealedCharacteristics, SealedValue, WrappedKey};
///
/// let key = WrappedKey::new(KeyName::parse("2027-spring")?, vec![7; 60])?;
/// let kept = SealedCharacteristics::new(Id::new(uuid::Uuid::from_u128(17)), key);
/// let value = SealedValue::new(kept.next_edition(), vec![1; 60])?;
/// let kept = kept.with(Characteristic::EthnicGroup, value).without(Characteristic::EthnicGroup);
/// assert_eq!((kept.is_empty(), kept.next_edition()), (true, 2));
/// # Ok::<(), bln_core::Invalid>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct SealedCharacteristics {
    person: Id<Person>,
    key: WrappedKey,
    last_edition: u32,
    values: BTreeMap<Characteristic, SealedValue>,
}

impl SealedCharacteristics {
    /// Those of a person who has told nothing yet.
    pub const fn new(person: Id<Person>, key: WrappedKey) -> Self {
        Self { person, key, last_edition: 0, values: BTreeMap::new() }
    }

    /// Sealed characteristics as a store kept them, with the last edition that was given: 0 if none was.
    ///
    /// # Errors
    ///
    /// `history.impossible` if a value is of a later edition than the last.
    pub fn restore(
        person: Id<Person>,
        key: WrappedKey,
        last_edition: u32,
        values: BTreeMap<Characteristic, SealedValue>,
    ) -> Result<Self, Invalid> {
        if values.values().any(|value| value.edition() > last_edition) {
            return Err(Invalid::new(InvalidKind::HistoryImpossible));
        }
        Ok(Self { person, key, last_edition, values })
    }

    /// The same with a value, in the place of an earlier one of the same characteristic.
    #[must_use]
    pub fn with(mut self, characteristic: Characteristic, value: SealedValue) -> Self {
        self.last_edition = self.last_edition.max(value.edition());
        self.values.insert(characteristic, value);
        self
    }

    /// The same without a value: what follows the withdrawal of the consent it was told under.
    #[must_use]
    pub fn without(mut self, characteristic: Characteristic) -> Self {
        self.values.remove(&characteristic);
        self
    }

    /// The same, with the same key of the person wrapped by another key of the network.
    #[must_use]
    pub fn rewrapped(mut self, key: WrappedKey) -> Self {
        self.key = key;
        self
    }

    /// Whose they are.
    pub const fn person(&self) -> Id<Person> {
        self.person
    }

    /// The person's key, wrapped.
    pub const fn key(&self) -> &WrappedKey {
        &self.key
    }

    /// The sealed value of a characteristic, if the person told it.
    pub fn value(&self, characteristic: Characteristic) -> Option<&SealedValue> {
        self.values.get(&characteristic)
    }

    /// Every sealed value.
    pub const fn values(&self) -> &BTreeMap<Characteristic, SealedValue> {
        &self.values
    }

    /// Whether nothing is told.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The last edition that was given; 0 if none was.
    pub const fn last_edition(&self) -> u32 {
        self.last_edition
    }

    /// The edition of the next value to be sealed, whichever characteristic it is of. It stays at the largest
    /// number: a record changed four thousand million times is not one of a person.
    pub const fn next_edition(&self) -> u32 {
        self.last_edition.saturating_add(1)
    }
}

impl fmt::Debug for SealedCharacteristics {
    /// Whose they are and under which key, and not whether anything was told.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealedCharacteristics")
            .field("person", &self.person)
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> WrappedKey {
        WrappedKey::new(KeyName::parse("first").unwrap(), vec![0xab; 60]).unwrap()
    }

    fn value(edition: u32) -> SealedValue {
        SealedValue::new(edition, vec![0xcd; 60]).unwrap()
    }

    fn of(number: u128) -> SealedCharacteristics {
        SealedCharacteristics::new(Id::new(uuid::Uuid::from_u128(number)), key())
    }

    #[test]
    fn a_key_name_has_1_to_40_plain_characters() {
        for name in ["a", "2027-03", &"k".repeat(40)] {
            assert_eq!(KeyName::parse(name).unwrap().to_string(), name);
        }
        for name in ["", "A", "a b", "a_b", "a\n", "schlüssel", &"k".repeat(41)] {
            assert_eq!(KeyName::parse(name).unwrap_err().kind(), InvalidKind::KeyNameFormat, "{name:?}");
        }
    }

    #[test]
    fn lengths_of_sealed_bytes_are_bounded_on_both_sides() {
        let wrapped = |n| WrappedKey::new(KeyName::parse("first").unwrap(), vec![0; n]).map(drop);
        assert_eq!((wrapped(16), wrapped(256)), (Ok(()), Ok(())));
        for n in [15, 257] {
            assert_eq!(wrapped(n).unwrap_err().kind(), InvalidKind::WrappedKeyLength);
        }
        let sealed = |n| SealedValue::new(1, vec![0; n]).map(drop);
        assert_eq!((sealed(16), sealed(16_384)), (Ok(()), Ok(())));
        for n in [15, 16_385] {
            assert_eq!(sealed(n).unwrap_err().kind(), InvalidKind::SealedValueLength);
        }
        assert_eq!(SealedValue::new(0, vec![0; 16]).unwrap_err().kind(), InvalidKind::VersionZero);
    }

    #[test]
    fn names_round_trip_and_each_has_its_purpose() {
        for characteristic in Characteristic::ALL {
            assert_eq!(Characteristic::parse(characteristic.name()), Ok(characteristic));
        }
        let unknown = Characteristic::parse("religion").unwrap_err();
        assert_eq!(unknown.kind(), InvalidKind::CharacteristicUnknown);
        let purposes = Characteristic::ALL.map(Characteristic::purpose);
        assert_eq!(purposes, [PurposeCode::EthnicityMonitoring, PurposeCode::AccessNeeds]);
    }

    #[test]
    fn an_edition_is_never_given_twice() {
        let kept = of(17);
        assert_eq!((kept.last_edition(), kept.next_edition()), (0, 1));
        let kept =
            kept.with(Characteristic::EthnicGroup, value(1)).with(Characteristic::AccessNeeds, value(2));
        assert_eq!(kept.next_edition(), 3);
        let kept = kept.without(Characteristic::AccessNeeds).without(Characteristic::EthnicGroup);
        assert!(kept.is_empty());
        assert_eq!(kept.next_edition(), 3);
    }

    #[test]
    fn what_is_kept_comes_back_and_a_value_of_the_future_does_not() {
        let kept =
            of(17).with(Characteristic::EthnicGroup, value(1)).with(Characteristic::AccessNeeds, value(2));
        let again = |last| {
            SealedCharacteristics::restore(kept.person(), kept.key().clone(), last, kept.values().clone())
        };
        assert_eq!(again(2), Ok(kept.clone()));
        assert_eq!(again(9).unwrap().next_edition(), 10);
        assert_eq!(again(1).unwrap_err().kind(), InvalidKind::HistoryImpossible);
    }

    #[test]
    fn another_wrapping_leaves_what_is_sealed_as_it_was() {
        let kept = of(17).with(Characteristic::EthnicGroup, value(1));
        let other = WrappedKey::new(KeyName::parse("second").unwrap(), vec![1; 60]).unwrap();
        let after = kept.clone().rewrapped(other);
        assert_eq!(after.key().by().as_str(), "second");
        assert_eq!((after.values(), after.last_edition()), (kept.values(), 1));
    }

    #[test]
    fn debug_shows_neither_bytes_nor_whether_anything_was_told() {
        let told = of(17).with(Characteristic::EthnicGroup, value(1));
        assert_eq!(format!("{told:?}"), format!("{:?}", of(17)));
        assert_eq!(format!("{:?}", key()), "WrappedKey(by first, ..)");
        assert_eq!(format!("{:?}", value(3)), "SealedValue(edition 3, ..)");
    }
}
