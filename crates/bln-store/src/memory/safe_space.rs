//! Writing what belongs to a safe space.

use bln_core::{Facilitation, Id, KeyedHash, Message, RecordRef, Theme, Version, Versioned};

use super::{
    commit::{require, unused},
    state::Place,
    transaction::Transaction,
};
use crate::{Expected, StoreError};

impl Transaction<'_> {
    pub(super) fn write_facilitation(
        &mut self,
        facilitation: Facilitation,
        expected: Expected,
    ) -> Result<(), StoreError> {
        let (event, person) = (facilitation.event(), facilitation.person());
        let version = self.state().next_version(RecordRef::Facilitation { event, person }, expected)?;
        self.state().require_event(event)?;
        self.state().require_person(person)?;
        let facilitation = Versioned::new(facilitation, version);
        self.set(|state| &mut state.facilitations, (event, person), Some(facilitation));
        Ok(())
    }

    pub(super) fn remove_facilitation(&mut self, place: Place, expected: Version) -> Result<(), StoreError> {
        let (event, person) = place;
        self.state().require_version(RecordRef::Facilitation { event, person }, expected)?;
        self.set(|state| &mut state.facilitations, place, None);
        Ok(())
    }

    pub(super) fn write_theme(&mut self, theme: Theme, expected: Expected) -> Result<(), StoreError> {
        let version = self.state().next_version(RecordRef::Theme(theme.id()), expected)?;
        self.state().require_event(theme.event())?;
        let kept = theme.naming(|person| self.state().kept_name(person));
        self.set(|state| &mut state.themes, kept.id(), Some(Versioned::new(kept, version)));
        Ok(())
    }

    pub(super) fn contribute(&mut self, theme: Id<Theme>, by: KeyedHash) -> Result<(), StoreError> {
        require(self.state().themes.contains_key(&theme), RecordRef::Theme(theme))?;
        self.set(|state| &mut state.contributions, (theme, by), Some(()));
        Ok(())
    }

    pub(super) fn write_message(&mut self, message: Message) -> Result<(), StoreError> {
        self.state().require_event(message.event())?;
        unused(self.state().messages.contains_key(&message.id()))?;
        self.set(|state| &mut state.messages, message.id(), Some(message));
        Ok(())
    }
}
