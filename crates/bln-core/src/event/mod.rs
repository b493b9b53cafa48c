//! An activity of the programme, and the decisions about it.

mod details;
mod state;

pub use details::EventDetails;
pub use state::{EventState, Revision};

use crate::{
    Accessibility, Audience, Confidentiality, ConfirmedPlace, EventKind, Id, Instant, Invalid, InvalidKind,
    JoiningLink, Line, Modes, Pillars, Prose, Refusal, RegistrationWindow, Schedule, Series, WindowState,
};

/// An activity of the network's programme.
///
/// Every decision takes the event as it was and returns it as it will be, or a refusal: nothing is changed in
/// place. Once published, every change that people must be told of raises the [`Revision`].
///
/// The joining link is apart from all the rest: see [`Event::joining_link`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Event {
    parts: EventParts,
}

/// An event taken apart, for a store to write and to put together again with [`Event::restore`].
///
/// It is the one way around [`Event::joining_link`], and there for stores alone: what a door shows comes from
/// the event.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EventParts {
    /// The event's id.
    pub id: Id<Event>,
    /// Everything that can be set.
    pub details: EventDetails,
    /// Where it is in its life.
    pub state: EventState,
    /// How often people had to be told of a change.
    pub revision: Revision,
}

impl Event {
    /// A new event, to be planned further.
    pub const fn draft(id: Id<Event>, details: EventDetails) -> Self {
        Self { parts: EventParts { id, details, state: EventState::Draft, revision: Revision::FIRST } }
    }

    /// Puts a stored event together again.
    ///
    /// # Errors
    ///
    /// `event.state` for a draft with a revision: nobody was told of a draft.
    pub fn restore(parts: EventParts) -> Result<Self, Invalid> {
        if parts.state == EventState::Draft && parts.revision != Revision::FIRST {
            return Err(Invalid::new(InvalidKind::EventState));
        }
        Ok(Self { parts })
    }

    /// Puts the event in the programme.
    ///
    /// # Errors
    ///
    /// [`EventInPast`](Refusal::EventInPast) unless it starts after `now`;
    /// [`EventAlreadyPublished`](Refusal::EventAlreadyPublished), [`EventCancelled`](Refusal::EventCancelled),
    /// [`EventOver`](Refusal::EventOver).
    pub fn publish(&self, now: Instant) -> Result<Event, Refusal> {
        match self.parts.state {
            EventState::Draft if self.schedule().starts_at() <= now => Err(Refusal::EventInPast),
            EventState::Draft => Ok(self.with_state(EventState::Published)),
            EventState::Published => Err(Refusal::EventAlreadyPublished),
            EventState::Cancelled => Err(Refusal::EventCancelled),
            EventState::Completed => Err(Refusal::EventOver),
        }
    }

    /// Replaces the details. The revision rises if the event is published and people must be told.
    ///
    /// A draft may become anything. A published event keeps its promises: its confidentiality rule is never
    /// loosened once registration has opened, and the opening cannot be put off then, which would be a way
    /// around. Whether a way of attending may go is for the event's seats to say.
    ///
    /// # Errors
    ///
    /// [`EventCancelled`](Refusal::EventCancelled), [`EventOver`](Refusal::EventOver) also for a published event
    /// that has ended; [`EventInPast`](Refusal::EventInPast) for a new start or end that is not after `now`;
    /// [`RegistrationHasOpened`](Refusal::RegistrationHasOpened),
    /// [`ConfidentialityLoosened`](Refusal::ConfidentialityLoosened).
    pub fn change(&self, details: EventDetails, now: Instant) -> Result<Event, Refusal> {
        match self.parts.state {
            EventState::Draft => Ok(Self { parts: EventParts { details, ..self.parts.clone() } }),
            EventState::Published => self.change_published(details, now),
            EventState::Cancelled => Err(Refusal::EventCancelled),
            EventState::Completed => Err(Refusal::EventOver),
        }
    }

    /// Calls the event off. People who knew of it must be told, so the revision of a published event rises.
    ///
    /// # Errors
    ///
    /// [`EventCancelled`](Refusal::EventCancelled) if it was called off before,
    /// [`EventOver`](Refusal::EventOver) if it is completed.
    pub fn cancel(&self) -> Result<Event, Refusal> {
        match self.parts.state {
            EventState::Draft => Ok(self.with_state(EventState::Cancelled)),
            EventState::Published => {
                let mut cancelled = self.with_state(EventState::Cancelled);
                cancelled.parts.revision = self.parts.revision.next();
                Ok(cancelled)
            }
            EventState::Cancelled => Err(Refusal::EventCancelled),
            EventState::Completed => Err(Refusal::EventOver),
        }
    }

    /// Closes the books on an event that has ended.
    ///
    /// # Errors
    ///
    /// [`EventNotOver`](Refusal::EventNotOver) before its end;
    /// [`EventNotPublished`](Refusal::EventNotPublished), [`EventCancelled`](Refusal::EventCancelled),
    /// [`EventOver`](Refusal::EventOver).
    pub fn complete(&self, now: Instant) -> Result<Event, Refusal> {
        match self.parts.state {
            EventState::Draft => Err(Refusal::EventNotPublished),
            EventState::Published if now < self.schedule().ends_at() => Err(Refusal::EventNotOver),
            EventState::Published => Ok(self.with_state(EventState::Completed)),
            EventState::Cancelled => Err(Refusal::EventCancelled),
            EventState::Completed => Err(Refusal::EventOver),
        }
    }

    /// Whether people are to be reminded of it `now`: from midnight of the day before on its own clocks, until it starts.
    /// When to remind is this library's own choice.
    pub fn is_reminder_due(&self, now: Instant) -> bool {
        let schedule = self.schedule();
        let today = schedule.zone().date(now);
        let tomorrow_or_sooner =
            today.succ_opt().is_none_or(|tomorrow| schedule.starts().wall().date() <= tomorrow);
        self.parts.state == EventState::Published && tomorrow_or_sooner && now < schedule.starts_at()
    }

    /// Whether people can register at `now`, as far as the event itself is concerned.
    ///
    /// # Errors
    ///
    /// [`EventNotPublished`](Refusal::EventNotPublished), [`EventCancelled`](Refusal::EventCancelled),
    /// [`EventOver`](Refusal::EventOver); [`RegistrationNotOpen`](Refusal::RegistrationNotOpen),
    /// [`RegistrationClosed`](Refusal::RegistrationClosed).
    pub fn check_registration_open(&self, now: Instant) -> Result<(), Refusal> {
        match self.parts.state {
            EventState::Draft => Err(Refusal::EventNotPublished),
            EventState::Cancelled => Err(Refusal::EventCancelled),
            EventState::Completed => Err(Refusal::EventOver),
            EventState::Published => match self.window().state(now, self.schedule()) {
                WindowState::NotYet => Err(Refusal::RegistrationNotOpen),
                WindowState::Open => Ok(()),
                WindowState::Closed => Err(Refusal::RegistrationClosed),
            },
        }
    }

    /// The link to join by, for somebody who has shown a confirmed place at this very event. `None` for a place
    /// at another event, and when there is no link.
    pub fn joining_link(&self, place: &ConfirmedPlace) -> Option<&JoiningLink> {
        if place.event() == self.parts.id { self.parts.details.joining_link() } else { None }
    }

    /// The same event without its joining link, for whoever may see it and has not shown a place at it.
    #[must_use]
    pub fn without_joining_link(self) -> Self {
        let details = self.parts.details.without_joining_link();
        Self { parts: EventParts { details, ..self.parts } }
    }

    /// The same event as it may be seen, if its rule is strict, before one has a place: what sort it is, when it is, whom
    /// it is for and how to register. See [`EventDetails::outlined`].
    #[must_use]
    pub fn outlined(self) -> Self {
        let details = self.parts.details.outlined();
        Self { parts: EventParts { details, ..self.parts } }
    }

    /// The id.
    pub const fn id(&self) -> Id<Event> {
        self.parts.id
    }

    /// Where it is in its life.
    pub const fn state(&self) -> EventState {
        self.parts.state
    }

    /// How often people had to be told of a change.
    pub const fn revision(&self) -> Revision {
        self.parts.revision
    }

    /// The title.
    pub const fn title(&self) -> &Line<200> {
        self.parts.details.title()
    }

    /// What it is about.
    pub const fn summary(&self) -> Option<&Prose<4000>> {
        self.parts.details.summary()
    }

    /// What sort of activity it is.
    pub const fn kind(&self) -> &EventKind {
        self.parts.details.kind()
    }

    /// The pillars it serves.
    pub const fn pillars(&self) -> &Pillars {
        self.parts.details.pillars()
    }

    /// Who it is for.
    pub const fn audience(&self) -> Audience {
        self.parts.details.audience()
    }

    /// How it can be attended.
    pub const fn modes(&self) -> Modes {
        self.parts.details.modes()
    }

    /// Where the room is.
    pub const fn venue(&self) -> Option<&Line<300>> {
        self.parts.details.venue()
    }

    /// When it takes place.
    pub const fn schedule(&self) -> &Schedule {
        self.parts.details.schedule()
    }

    /// When people can register.
    pub const fn window(&self) -> &RegistrationWindow {
        self.parts.details.window()
    }

    /// What people may do with what they hear.
    pub const fn confidentiality(&self) -> Confidentiality {
        self.parts.details.confidentiality()
    }

    /// What it provides so that everybody can take part.
    pub const fn accessibility(&self) -> &Accessibility {
        self.parts.details.accessibility()
    }

    /// The series it belongs to, and the number of its occurrence there, from 1.
    pub const fn series(&self) -> Option<(Id<Series>, u32)> {
        self.parts.details.series()
    }

    /// The event taken apart, for a store. See [`EventParts`].
    pub const fn parts(&self) -> &EventParts {
        &self.parts
    }

    fn with_state(&self, state: EventState) -> Self {
        Self { parts: EventParts { state, ..self.parts.clone() } }
    }

    fn change_published(&self, details: EventDetails, now: Instant) -> Result<Event, Refusal> {
        let old = &self.parts.details;
        if now >= old.schedule().ends_at() {
            return Err(Refusal::EventOver);
        }
        let start_moved = details.schedule().starts_at() != old.schedule().starts_at();
        if (start_moved && details.schedule().starts_at() <= now) || details.schedule().ends_at() <= now {
            return Err(Refusal::EventInPast);
        }
        if old.window().has_opened(now) {
            if !details.window().has_opened(now) {
                return Err(Refusal::RegistrationHasOpened);
            }
            if details.confidentiality() < old.confidentiality() {
                return Err(Refusal::ConfidentialityLoosened);
            }
        }
        let revision =
            if details.materially_differs(old) { self.parts.revision.next() } else { self.parts.revision };
        Ok(Self { parts: EventParts { details, revision, ..self.parts.clone() } })
    }
}

#[cfg(test)]
mod tests;
