//! What may be written of an event into a calendar, where this library can take nothing back.
//!
//! A calendar is copied to telephones, shown to colleagues and read by whoever stands in for somebody. `CLASS`
//! (RFC 5545 section 3.8.1.3) enforces nothing there, so what is confidential is left out, here and by type: a
//! calendar is written from a [`ListedEvent`] or an [`OwnEntry`], and nobody else makes one.

use crate::{
    BelongingKind, ConfirmedPlace, EmailAddress, Event, EventState, Id, JoiningLink, Person, Registration,
    RegistrationState, Schedule,
};

/// An event that may stand in a calendar that is there for all readers of one kind.
///
/// It is had from [`Event::listed_for`] and in no other way. Its joining link is not to be had from it: that takes
/// a [`ConfirmedPlace`].
///
/// ```compile_fail,E0451
/// use bln_core::{Event, visibility::ListedEvent};
///
/// fn list_anyway(event: &Event) -> ListedEvent<'_> {
///     ListedEvent { event }
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListedEvent<'a> {
    event: &'a Event,
}

impl<'a> ListedEvent<'a> {
    /// The event.
    pub const fn event(self) -> &'a Event {
        self.event
    }
}

impl Event {
    /// This event for a calendar that everybody reads who actively belongs in one way, or with `None` the public.
    ///
    /// `None` for an event that they may not see whole ([`event_view`](crate::visibility::event_view)), for a draft,
    /// and for whatever is under a [strict](crate::Confidentiality::is_strict) rule, whoever reads. That one is
    /// called off stays in the calendar, since that is how people learn of it.
    pub fn listed_for(&self, readers: Option<BelongingKind>) -> Option<ListedEvent<'_>> {
        let published = self.state() != EventState::Draft;
        let listed = published && !self.confidentiality().is_strict() && self.audience().admits(readers);
        listed.then_some(ListedEvent { event: self })
    }

    /// What the person's own calendar may hold of their place at this event.
    ///
    /// `None` when the three do not belong together, and when there is nothing to write: nobody waits, is offered a
    /// place, turns one down or stays away by a calendar.
    pub fn entry_for<'a>(&'a self, registration: &Registration, person: &'a Person) -> Option<OwnEntry<'a>> {
        if registration.event() != self.id() || registration.person() != person.id() {
            return None;
        }
        let strict = self.confidentiality().is_strict();
        let content = if strict { OwnContent::Busy } else { OwnContent::Event(self) };
        let place = registration.confirmed_place();
        let (state, joining_link) = match (place, registration.state(), self.state()) {
            (_, _, EventState::Draft) => return None,
            (Some(_), _, EventState::Cancelled) | (_, RegistrationState::Cancelled, _) => {
                (EntryState::Withdrawn, None)
            }
            (Some(place), _, EventState::Published | EventState::Completed) => {
                (EntryState::Held, if strict { None } else { self.joining_link(&place) })
            }
            (None, _, _) => return None,
        };
        let sequence = self.revision().number().saturating_add(registration.steps());
        let (schedule, attendee) = (self.schedule(), person.emails().preferred());
        let registration = registration.id();
        Some(OwnEntry {
            registration,
            person: person.id(),
            event: self.id(),
            attendee,
            schedule,
            sequence,
            state,
            content,
            joining_link,
        })
    }
}

/// What one person's own calendar may hold of one event. It is had from [`Event::entry_for`] and in no other way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnEntry<'a> {
    registration: Id<Registration>,
    person: Id<Person>,
    event: Id<Event>,
    attendee: &'a EmailAddress,
    schedule: &'a Schedule,
    sequence: u32,
    state: EntryState,
    content: OwnContent<'a>,
    joining_link: Option<&'a JoiningLink>,
}

/// Whether an entry is to be in the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntryState {
    /// The person has a place.
    Held,
    /// They had one and gave it back, or the event was called off: the entry goes.
    Withdrawn,
}

/// What an entry shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnContent<'a> {
    /// The event.
    Event(&'a Event),
    /// That the person is busy, and nothing of why: the event is under a
    /// [strict](crate::Confidentiality::is_strict) rule.
    Busy,
}

impl<'a> OwnEntry<'a> {
    /// The same entry with the link to join by, for an event that was read without it.
    ///
    /// It is left out, as if it had not been given, of an entry that shows the person as busy or goes, and when the
    /// place is another's or at another event.
    #[must_use]
    pub fn with_joining_link(self, place: &ConfirmedPlace, link: &'a JoiningLink) -> Self {
        let whole = matches!(self.content, OwnContent::Event(_)) && self.state == EntryState::Held;
        if whole && place.event() == self.event && place.person() == self.person {
            Self { joining_link: Some(link), ..self }
        } else {
            self
        }
    }

    /// The registration, by which the calendar knows the entry again. It is the person's alone: two people who
    /// compare calendars do not see by it that they were at the same session.
    pub const fn registration(&self) -> Id<Registration> {
        self.registration
    }

    /// Where the person is written to: the one attendee there is.
    pub const fn attendee(&self) -> &'a EmailAddress {
        self.attendee
    }

    /// When.
    pub const fn schedule(&self) -> &'a Schedule {
        self.schedule
    }

    /// How new the entry is among those of the same registration (RFC 5545 section 3.8.7.4): it rises when
    /// people must be told of a change of the event ([`Revision`](crate::Revision)), and when the person's own place
    /// is taken, given back or taken again.
    pub const fn sequence(&self) -> u32 {
        self.sequence
    }

    /// Whether it is to be in the calendar.
    pub const fn state(&self) -> EntryState {
        self.state
    }

    /// What it shows.
    pub const fn content(&self) -> OwnContent<'a> {
        self.content
    }

    /// The link to join by, if the person may have it and there is one.
    pub const fn joining_link(&self) -> Option<&'a JoiningLink> {
        self.joining_link
    }
}

#[cfg(test)]
mod tests;
