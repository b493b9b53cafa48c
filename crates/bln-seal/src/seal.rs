//! A person's key, wrapped and unwrapped, and what is sealed with it.

use std::fmt;

use bln_core::{
    AccessNeeds, Characteristic, EthnicGroup, Id, KeyName, Person, SealedValue, Sensitive, WrappedKey,
};
use zeroize::Zeroizing;

use crate::{KeyRing, NetworkKey, PersonKey, SealError, key::Use, plain, sealed_bytes};

/// 96 bits that are drawn anew for each sealing. AES-256-GCM-SIV keeps its promise even should one be drawn twice,
/// but for one thing: that the same was sealed twice would show.
pub type Nonce = [u8; 12];

/// Wraps a person's key with the ring's current key, bound to the person and to the name of the wrapping key.
///
/// # Errors
///
/// `seal.key_unknown` if the ring does not have its current key.
pub fn wrap(
    ring: &dyn KeyRing,
    person: Id<Person>,
    key: &PersonKey,
    nonce: Nonce,
) -> Result<WrappedKey, SealError> {
    let by = ring.current();
    let wrapping = wrapping_key(ring, &by)?;
    let plain = Zeroizing::new(key.bytes().to_vec());
    let bytes = sealed_bytes::seal(&wrapping, nonce, &bound_key(person, &by), plain)?;
    WrappedKey::new(by, bytes).map_err(|_| SealError::Broken)
}

/// Unwraps a person's key with the key of the ring that wrapped it, current or not.
///
/// # Errors
///
/// `seal.key_unknown` if the ring no longer has that key, `seal.broken` if it was wrapped for another person or by
/// another key, or was changed since.
pub fn unwrap(ring: &dyn KeyRing, person: Id<Person>, wrapped: &WrappedKey) -> Result<PersonKey, SealError> {
    let wrapping = wrapping_key(ring, wrapped.by())?;
    let plain = sealed_bytes::open(&wrapping, &bound_key(person, wrapped.by()), wrapped.bytes())?;
    let bytes = plain.first_chunk::<32>().filter(|_| plain.len() == 32).ok_or(SealError::Broken)?;
    Ok(PersonKey::from_random(*bytes))
}

/// The same key of a person, wrapped by the ring's current key. What is sealed with it stays as it is.
///
/// # Errors
///
/// As [`unwrap`] and [`wrap`].
pub fn rewrap(
    ring: &dyn KeyRing,
    person: Id<Person>,
    wrapped: &WrappedKey,
    nonce: Nonce,
) -> Result<WrappedKey, SealError> {
    wrap(ring, person, &unwrap(ring, person, wrapped)?, nonce)
}

/// One person's key, at hand: it seals and opens that person's characteristics.
///
/// Each seal is bound to the person, the characteristic and the edition: in any other place it does not open. A
/// value that was opened is [`Sensitive`], and needs a permit to be read. Whoever opens one writes it to the audit
/// first.
///
/// ```
/// use bln_core::{EthnicGroup, Id, KeyName};
/// use bln_seal::{Keys, PersonKey, Seal, SealError, wrap};
///
/// # let (random, more_random, nonce, another_nonce) = ([1; 32], [2; 32], [3; 12], [4; 12]);
/// let (person, somebody_else) = (Id::new(uuid::Uuid::from_u128(17)), Id::new(uuid::Uuid::from_u128(18)));
/// let ring = Keys::generate(KeyName::parse("2027-spring")?, random)?;
/// let wrapped = wrap(&ring, person, &PersonKey::from_random(more_random), nonce)?;
///
/// let seal = Seal::open(&ring, person, &wrapped)?;
/// let value = seal.seal_ethnic_group(EthnicGroup::BlackAfrican, 1, another_nonce)?;
/// let opened = seal.open_ethnic_group(&value)?; // a `Sensitive<EthnicGroup>`
///
/// assert_eq!(Seal::open(&ring, somebody_else, &wrapped).unwrap_err(), SealError::Broken);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Seal {
    person: Id<Person>,
    key: PersonKey,
}

impl Seal {
    /// With a key that is at hand because it has just been drawn.
    pub const fn new(person: Id<Person>, key: PersonKey) -> Self {
        Self { person, key }
    }

    /// With a key as it is kept.
    ///
    /// # Errors
    ///
    /// As [`unwrap`].
    pub fn open(ring: &dyn KeyRing, person: Id<Person>, wrapped: &WrappedKey) -> Result<Self, SealError> {
        Ok(Self::new(person, unwrap(ring, person, wrapped)?))
    }

    /// Seals an ethnic group.
    ///
    /// # Errors
    ///
    /// `seal.edition` for edition 0.
    pub fn seal_ethnic_group(
        &self,
        group: EthnicGroup,
        edition: u32,
        nonce: Nonce,
    ) -> Result<SealedValue, SealError> {
        self.seal(Characteristic::EthnicGroup, edition, nonce, plain::from_ethnic_group(group))
    }

    /// Opens an ethnic group.
    ///
    /// # Errors
    ///
    /// `seal.broken` if it is not this person's ethnic group of this edition, or was changed since.
    pub fn open_ethnic_group(&self, value: &SealedValue) -> Result<Sensitive<EthnicGroup>, SealError> {
        let plain = self.unseal(Characteristic::EthnicGroup, value)?;
        plain::to_ethnic_group(&plain).map(Sensitive::new).ok_or(SealError::Broken)
    }

    /// Seals access needs.
    ///
    /// # Errors
    ///
    /// `seal.edition` for edition 0.
    pub fn seal_access_needs(
        &self,
        needs: &AccessNeeds,
        edition: u32,
        nonce: Nonce,
    ) -> Result<SealedValue, SealError> {
        self.seal(Characteristic::AccessNeeds, edition, nonce, plain::from_access_needs(needs))
    }

    /// Opens access needs.
    ///
    /// # Errors
    ///
    /// `seal.broken` if they are not this person's access needs of this edition, or were changed since.
    pub fn open_access_needs(&self, value: &SealedValue) -> Result<Sensitive<AccessNeeds>, SealError> {
        let plain = self.unseal(Characteristic::AccessNeeds, value)?;
        plain::to_access_needs(&plain).map(Sensitive::new).ok_or(SealError::Broken)
    }

    /// Seals anew what is sealed with another key, where two records turn out to be of one person: nobody reads it on
    /// the way.
    ///
    /// # Errors
    ///
    /// `seal.broken` if the value is not what `of` seals, or was changed since; `seal.edition` for edition 0.
    pub fn take_over(
        &self,
        of: &Seal,
        characteristic: Characteristic,
        value: &SealedValue,
        edition: u32,
        nonce: Nonce,
    ) -> Result<SealedValue, SealError> {
        self.seal(characteristic, edition, nonce, of.unseal(characteristic, value)?)
    }

    fn seal(
        &self,
        characteristic: Characteristic,
        edition: u32,
        nonce: Nonce,
        plain: Zeroizing<Vec<u8>>,
    ) -> Result<SealedValue, SealError> {
        let bound = bound_value(self.person, characteristic, edition);
        let bytes = sealed_bytes::seal(self.key.bytes(), nonce, &bound, plain)?;
        // Of the bounds of a sealed value the encodings keep all but this one.
        SealedValue::new(edition, bytes).map_err(|_| SealError::Edition)
    }

    fn unseal(
        &self,
        characteristic: Characteristic,
        value: &SealedValue,
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let bound = bound_value(self.person, characteristic, value.edition());
        sealed_bytes::open(self.key.bytes(), &bound, value.bytes())
    }
}

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seal").field("person", &self.person).finish_non_exhaustive()
    }
}

fn wrapping_key(ring: &dyn KeyRing, name: &KeyName) -> Result<Zeroizing<[u8; 32]>, SealError> {
    ring.key(name).as_ref().map(|key| NetworkKey::derive(key, Use::Wrap)).ok_or(SealError::KeyUnknown)
}

/// What a wrapped key is bound to. Of the parts only the last may vary in length, so no two things read the same.
fn bound_key(person: Id<Person>, by: &KeyName) -> Vec<u8> {
    [b"bln-seal 1 person key:".as_slice(), person.uuid().as_bytes(), by.as_str().as_bytes()].concat()
}

/// What a value is bound to, as unambiguous as [`bound_key`].
fn bound_value(person: Id<Person>, characteristic: Characteristic, edition: u32) -> Vec<u8> {
    [
        b"bln-seal 1 characteristic:".as_slice(),
        person.uuid().as_bytes(),
        &edition.to_be_bytes(),
        characteristic.name().as_bytes(),
    ]
    .concat()
}
