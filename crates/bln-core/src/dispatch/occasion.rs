//! What a letter may say of an event, as things stand when it leaves.

use std::fmt;

use crate::{
    Event, EventState, Id, Instant, JoiningLink, Line, Mode, NoticeKind, Registration, RegistrationState,
    Revision, Schedule,
};

/// An event that a notice is about, and how its recipient stands to it, when the notice is about to leave.
#[derive(Debug, Clone, Copy)]
pub struct Occasion<'a> {
    event: &'a Event,
    registration: Option<&'a Registration>,
}

impl<'a> Occasion<'a> {
    /// An event, and the recipient's registration for it; a registration for another event is none.
    pub fn new(event: &'a Event, registration: Option<&'a Registration>) -> Self {
        Self { event, registration: registration.filter(|own| own.event() == event.id()) }
    }

    /// Whether it is of this event.
    pub fn is_of(&self, event: Id<Event>) -> bool {
        self.event.id() == event
    }

    /// Whether what a notice of this kind tells is still so. What was true when it was written and is not any more is not
    /// told: of what came after there is another notice.
    pub fn still_tells(&self, kind: NoticeKind, now: Instant) -> bool {
        let state = self.registration.map(Registration::state);
        let schedule = self.event.schedule();
        let to_come = self.event.state() == EventState::Published && now < schedule.ends_at();
        match kind {
            NoticeKind::PlaceConfirmed => {
                to_come && matches!(state, Some(RegistrationState::Confirmed { .. }))
            }
            NoticeKind::PlaceOnWaitingList => to_come && state == Some(RegistrationState::Waiting),
            NoticeKind::PlaceOffered => to_come && matches!(state, Some(RegistrationState::Offered { .. })),
            NoticeKind::OfferEnded => state == Some(RegistrationState::Expired),
            NoticeKind::RegistrationCancelled => {
                state.is_none_or(|state| state == RegistrationState::Cancelled)
            }
            NoticeKind::EventChanged => to_come && state.is_some_and(RegistrationState::is_live),
            NoticeKind::EventReminder => {
                self.event.state() == EventState::Published
                    && now < schedule.starts_at()
                    && matches!(state, Some(RegistrationState::Confirmed { .. }))
            }
            NoticeKind::EventCancelled => self.event.state() == EventState::Cancelled,
            // Whoever gave up their place is not written to as one of those who come.
            NoticeKind::MessageToAttendees => {
                self.event.state() == EventState::Cancelled
                    || state.is_some_and(RegistrationState::takes_part)
            }
            NoticeKind::ApplicationReceived
            | NoticeKind::Welcome
            | NoticeKind::ApplicationDeclined
            | NoticeKind::ConfirmConsent
            | NoticeKind::ConsentReworded
            | NoticeKind::RestrictionLifted
            | NoticeKind::Bulletin => true,
        }
    }

    /// The registration, if there is one.
    pub const fn registration(&self) -> Option<&'a Registration> {
        self.registration
    }

    /// What a letter may say of the event.
    ///
    /// The way in goes to who has a confirmed place: the room to who comes to the room, the link to who comes online. Of an
    /// event under a [strict](crate::Confidentiality::is_strict) rule a letter says what sort it is and when, and no more:
    /// a mailbox is often read by others, and the rest is there for whoever signs in.
    pub fn told(&self) -> ToldEvent {
        let strict = self.event.confidentiality().is_strict();
        let event = if strict { self.event.clone().outlined() } else { self.event.clone() };
        let place = self.registration.and_then(Registration::confirmed_place);
        let mode = self.registration.and_then(|registration| match registration.state() {
            RegistrationState::Confirmed { mode } | RegistrationState::Offered { mode, .. } => Some(mode),
            _ => None,
        });
        let link = place.filter(|_| mode == Some(Mode::Online));
        ToldEvent {
            id: event.id(),
            title: event.title().clone(),
            schedule: *event.schedule(),
            revision: event.revision(),
            mode,
            offer_ends: self.registration.and_then(|registration| registration.state().expires()),
            venue: event.venue().filter(|_| mode == Some(Mode::InPerson)).cloned(),
            joining_link: link.and_then(|place| event.joining_link(&place).cloned()),
        }
    }
}

/// What a letter to one person may say of an event. It is had from an [`Occasion`], at the moment the letter leaves.
///
/// `Debug` shows which event it is, and nothing of what is told.
#[derive(Clone, PartialEq, Eq)]
pub struct ToldEvent {
    id: Id<Event>,
    title: Line<200>,
    schedule: Schedule,
    revision: Revision,
    mode: Option<Mode>,
    offer_ends: Option<Instant>,
    venue: Option<Line<300>>,
    joining_link: Option<JoiningLink>,
}

impl ToldEvent {
    /// Which event.
    pub const fn id(&self) -> Id<Event> {
        self.id
    }

    /// What to call it.
    pub const fn title(&self) -> &Line<200> {
        &self.title
    }

    /// When it is.
    pub const fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// How often its people had to be told of a change.
    pub const fn revision(&self) -> Revision {
        self.revision
    }

    /// How the recipient comes to it, if they have a place or are offered one.
    pub const fn mode(&self) -> Option<Mode> {
        self.mode
    }

    /// The first instant at which the place that is offered can no longer be accepted.
    pub const fn offer_ends(&self) -> Option<Instant> {
        self.offer_ends
    }

    /// Where the room is, for who comes to it.
    pub const fn venue(&self) -> Option<&Line<300>> {
        self.venue.as_ref()
    }

    /// The link to join by, for who has a confirmed place online.
    pub const fn joining_link(&self) -> Option<&JoiningLink> {
        self.joining_link.as_ref()
    }
}

impl fmt::Debug for ToldEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ToldEvent({}, ..)", self.id)
    }
}

#[cfg(test)]
mod tests;
