//! Leave to see who comes to an event: the one way to a list of who does.

use bln_core::{
    Action, Actor, AttendeeAccess, Event, Facilitation, FacilitationWindow, Id, LineManagementChecked,
    Person, RecordRef, Refusal, Versioned,
    access::{About, Verb},
};
use bln_store::{Changes, Expected, Write};

use crate::{Network, NetworkError, gate::Entered};

impl Network {
    /// Gives somebody on the list leave to see who comes to an event, within a window around it. For an event that was
    /// moved, or for another window, give it again: the new leave replaces the old.
    ///
    /// # Errors
    ///
    /// Those of [`Facilitation::grant`]; [`Refusal::NotAllowed`] also for a statement that another made;
    /// [`Refusal::NotFound`] for an event or a person that is not there; [`NetworkError::Changed`] when the event or the
    /// leave was changed meanwhile.
    pub async fn grant_facilitation(
        &self,
        actor: Actor,
        event: Id<Event>,
        person: Id<Person>,
        window: FacilitationWindow,
        checked: LineManagementChecked,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::GrantFacilitation, actor, About::Person(person))?;
        if !actor.is(checked.by()) {
            return Err(Refusal::NotAllowed.into());
        }
        let stored = gate.store().event(event).await?.ok_or(Refusal::NotFound)?;
        gate.store().person(person).await?.ok_or(Refusal::NotFound)?;
        let before = gate.store().facilitation(event, person).await?.map(|before| before.version);
        let now = self.now();
        let granted = Facilitation::grant(&stored.record, person, window, checked, now)?;
        let subject = RecordRef::Facilitation { event, person };
        let changes = Changes::new(self.entry(actor, Action::GrantFacilitation, subject, now))
            .pin(RecordRef::Event(event), stored.version)
            .write(Write::Facilitation(granted, Expected::from(before)));
        Ok(gate.commit(changes).await?)
    }

    /// Takes leave to see who comes to an event back.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`] when there is none, [`Refusal::NotAllowed`].
    pub async fn revoke_facilitation(
        &self,
        actor: Actor,
        event: Id<Event>,
        person: Id<Person>,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::RevokeFacilitation, actor, About::Person(person))?;
        gate.decide(|| async {
            let expected = gate.store().facilitation(event, person).await?.ok_or(Refusal::NotFound)?.version;
            let subject = RecordRef::Facilitation { event, person };
            let entry = self.entry(actor, Action::RevokeFacilitation, subject, self.now());
            let write = Write::RemoveFacilitation { event, person, expected };
            Ok((Some(Changes::new(entry).write(write)), ()))
        })
        .await
    }
}

/// Leave to see who comes to an event, taken now, with what it is by: whatever is done by it must
/// [pin](by_leave) that.
pub(crate) struct Leave {
    pub(crate) access: AttendeeAccess,
    by: Versioned<Facilitation>,
}

impl Network {
    /// The leave of the actor who was let in. Without one the event is not there.
    pub(crate) async fn leave_at(&self, gate: &Entered<'_>, event: Id<Event>) -> Result<Leave, NetworkError> {
        let person = gate.actor().person().ok_or(Refusal::NotFound)?;
        let by = gate.store().facilitation(event, person).await?.ok_or(Refusal::NotFound)?;
        let access = by.record.access(gate.actor(), self.now())?;
        Ok(Leave { access, by })
    }
}

/// The same changes, done only if the leave is still there: it may be taken back meanwhile.
pub(crate) fn by_leave(changes: Changes, leave: &Leave) -> Changes {
    let (event, person) = (leave.by.record.event(), leave.by.record.person());
    changes.pin(RecordRef::Facilitation { event, person }, leave.by.version)
}
