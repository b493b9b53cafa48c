//! Who comes to an event: told to whoever was given leave, and to nobody else.

use bln_core::{
    Action, Actor, AttendeeAccess, Event, Id, Mode, Person, PersonName, RecordRef, RegistrationState,
    access::{About, Verb},
};
use bln_store::{Changes, PageSize};

use crate::{Network, NetworkError, facilitation::by_leave, gate::Entered};

/// Somebody who comes or came to an event, as its facilitator sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendee {
    /// Who.
    pub person: Id<Person>,
    /// Their name.
    pub name: PersonName,
    /// What has become of their registration.
    pub state: RegistrationState,
    /// How they attend, once they have a place or an offer of one.
    pub mode: Option<Mode>,
}

impl Network {
    /// Who comes or came to an event, in the order in which they registered. That it was looked at is in the audit before
    /// anything is told.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`](bln_core::Refusal::NotFound) for everybody without leave, as for an event that is not there;
    /// [`Refusal::FacilitationNotOpen`](bln_core::Refusal::FacilitationNotOpen) and
    /// [`Refusal::FacilitationOver`](bln_core::Refusal::FacilitationOver) outside its window.
    pub async fn attendees(&self, actor: Actor, event: Id<Event>) -> Result<Vec<Attendee>, NetworkError> {
        let gate = self.enter(Verb::Attendees, actor, About::Network)?;
        let access = gate
            .decide(|| async {
                let leave = self.leave_at(&gate, event).await?;
                let entry = self.entry(actor, Action::ViewAttendees, RecordRef::Event(event), self.now());
                Ok((Some(by_leave(Changes::new(entry), &leave)), leave.access))
            })
            .await?;
        told(&gate, access).await
    }
}

/// The list, for leave that the audit has.
async fn told(gate: &Entered<'_>, access: AttendeeAccess) -> Result<Vec<Attendee>, NetworkError> {
    let (mut attendees, mut after) = (Vec::new(), None);
    loop {
        let page = gate.store().registration_page(access.event(), after, PageSize::MAX).await?;
        for registration in page.items.into_iter().map(|stored| stored.record) {
            let (person, state) = (registration.person(), registration.state());
            if state.takes_part()
                && let Some(record) = gate.store().person(person).await?
            {
                let name = record.person.record.name().clone();
                attendees.push(Attendee { person, name, state, mode: state.occupies() });
            }
        }
        let Some(next) = page.next else { return Ok(attendees) };
        after = Some(next);
    }
}
