//! What may be seen of an event.

use crate::{
    Actor, Audience, BelongingKind, Confidentiality, Event, EventState, Facilitation, Id, Instant,
    Registration, Role, visibility::View,
};

/// Whether an event has been shown to anybody yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Publication {
    /// Still in preparation.
    Draft,
    /// Published; perhaps cancelled or completed since.
    Published,
}

/// What ties an actor to one event.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventTie {
    /// Nothing.
    #[default]
    None,
    /// They hold or took a place, or wait for one.
    Registered,
    /// They were given leave to see who comes.
    Facilitates,
}

impl EventTie {
    /// What ties an actor to an event at an instant, by the actor's own registration and the leave given to the actor,
    /// as far as there are any. Those of other people and other events tie nobody.
    ///
    /// Leave counts from when it is given, before its window opens: a facilitator prepares. It ends with the window.
    pub fn of(
        actor: Actor,
        event: Id<Event>,
        registration: Option<&Registration>,
        facilitation: Option<&Facilitation>,
        now: Instant,
    ) -> Self {
        let facilitates = actor.role() == Role::Facilitator
            && facilitation.is_some_and(|leave| {
                leave.event() == event && actor.is(leave.person()) && now < leave.until()
            });
        let registered = registration
            .is_some_and(|own| own.event() == event && actor.is(own.person()) && own.state().takes_part());
        match (facilitates, registered) {
            (true, _) => EventTie::Facilitates,
            (false, true) => EventTie::Registered,
            (false, false) => EventTie::None,
        }
    }
}

/// What the gate needs to know of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EventFacts {
    /// Whether it has been published.
    pub publication: Publication,
    /// Whom it is for.
    pub audience: Audience,
    /// What may be said about it.
    pub confidentiality: Confidentiality,
    /// What ties the actor to it.
    pub tie: EventTie,
}

impl EventFacts {
    /// What the gate needs to know of an event, for an actor whom nothing ties to it.
    pub const fn of(event: &Event) -> Self {
        let publication = match event.state() {
            EventState::Draft => Publication::Draft,
            EventState::Published | EventState::Cancelled | EventState::Completed => Publication::Published,
        };
        let (audience, confidentiality) = (event.audience(), event.confidentiality());
        Self { publication, audience, confidentiality, tie: EventTie::None }
    }

    /// The same, for an actor with this tie to the event.
    #[must_use]
    pub const fn tied(self, tie: EventTie) -> Self {
        Self { tie, ..self }
    }
}

/// What an actor may see of an event. `asker` is how the actor belongs, if active now.
///
/// Administrators plan events and see all of them; who comes, they do not see. Whoever has leave to see who comes
/// to an event sees it whole, as a draft too. To facilitators of other events it is what it is to participants.
///
/// Once published, an event is seen whole by whoever is registered for it, and by its audience. Under a
/// [strict](Confidentiality::is_strict) rule the audience sees an outline until they register: what a session is
/// called can say enough about whoever is seen to look at it. Somebody who belongs in another way sees the entry, and
/// so can be told that it is not open to them; under a strict rule they see nothing. Strangers see public events
/// alone, and so do those who read numbers and audits.
pub fn event_view(actor: Actor, asker: Option<BelongingKind>, facts: EventFacts) -> View {
    let (asker, tie) = match actor.role() {
        Role::Administrator => return View::Full,
        Role::Participant | Role::Facilitator => (asker, facts.tie),
        Role::Public | Role::Analyst | Role::Auditor => (None, EventTie::None),
    };
    let strict = facts.confidentiality.is_strict();
    match (facts.publication, tie) {
        (_, EventTie::Facilitates) | (Publication::Published, EventTie::Registered) => View::Full,
        (Publication::Draft, EventTie::None | EventTie::Registered) => View::Hidden,
        (Publication::Published, EventTie::None) if facts.audience.admits(asker) => {
            if strict {
                View::Outline
            } else {
                View::Full
            }
        }
        (Publication::Published, EventTie::None) if asker.is_some() && !strict => View::Entry,
        (Publication::Published, EventTie::None) => View::Hidden,
    }
}

#[cfg(test)]
mod tests;
