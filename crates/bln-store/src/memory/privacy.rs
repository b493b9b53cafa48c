//! Writing what is kept so that people keep their privacy.

use bln_core::{
    ActionLink, Id, KeyedHash, Limits, Person, PurposeCode, RecordRef, RightsRequest, SealedCharacteristics,
    Suppression, Version, Versioned,
};

use super::{commit::unused, transaction::Transaction};
use crate::{Expected, StoreError};

impl Transaction<'_> {
    pub(super) fn write_characteristics(
        &mut self,
        sealed: SealedCharacteristics,
        expected: Expected,
    ) -> Result<(), StoreError> {
        let person = sealed.person();
        let version = self.state().next_version(RecordRef::Characteristics(person), expected)?;
        self.state().require_person(person)?;
        self.set(|state| &mut state.characteristics, person, Some(Versioned::new(sealed, version)));
        Ok(())
    }

    pub(super) fn remove_characteristics(
        &mut self,
        person: Id<Person>,
        expected: Version,
    ) -> Result<(), StoreError> {
        self.state().require_version(RecordRef::Characteristics(person), expected)?;
        self.set(|state| &mut state.characteristics, person, None);
        Ok(())
    }

    pub(super) fn write_limits(&mut self, limits: Limits, expected: Expected) -> Result<(), StoreError> {
        let person = limits.person();
        let version = self.state().next_version(RecordRef::Limits(person), expected)?;
        self.state().require_person(person)?;
        self.set(|state| &mut state.limits, person, Some(Versioned::new(limits, version)));
        Ok(())
    }

    /// Whoever asks is on the list then; a request that is answered may have outlived their record.
    pub(super) fn write_rights_request(
        &mut self,
        request: RightsRequest,
        expected: Expected,
    ) -> Result<(), StoreError> {
        let version = self.state().next_version(RecordRef::RightsRequest(request.id()), expected)?;
        if expected == Expected::New {
            self.state().require_person(request.person())?;
        }
        let kept = request.naming(|person| self.state().kept_name(person));
        self.set(|state| &mut state.rights_requests, kept.id(), Some(Versioned::new(kept, version)));
        Ok(())
    }

    pub(super) fn write_link(&mut self, link: ActionLink) -> Result<(), StoreError> {
        self.state().require_person(link.person())?;
        unused(self.state().links.contains_key(&link.hash()))?;
        self.set(|state| &mut state.links, link.hash(), Some(link));
        Ok(())
    }

    pub(super) fn redeem_link(&mut self, link: ActionLink) -> Result<(), StoreError> {
        if self.state().links.get(&link.hash()) != Some(&link) {
            return Err(StoreError::Stale { record: RecordRef::Person(link.person()) });
        }
        self.set(|state| &mut state.links, link.hash(), None);
        Ok(())
    }

    pub(super) fn suppress(&mut self, suppression: Suppression) -> Result<(), StoreError> {
        let key = (suppression.hash(), suppression.purpose());
        let since = self.state().suppressions.get(&key).copied();
        let earlier = since.map_or(suppression.since(), |since| since.min(suppression.since()));
        self.set(|state| &mut state.suppressions, key, Some(earlier));
        Ok(())
    }

    pub(super) fn lift_suppression(
        &mut self,
        hashes: Vec<KeyedHash>,
        purpose: PurposeCode,
    ) -> Result<(), StoreError> {
        for hash in hashes {
            self.set(|state| &mut state.suppressions, (hash, purpose), None);
        }
        Ok(())
    }
}
