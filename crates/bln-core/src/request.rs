//! Requests that are one line of a form: registering for an event, giving or withdrawing consent.

use crate::{ConsentMethod, Event, Id, ModeChoice, Person, PurposeCode, WordingRef};

/// A request for a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RegistrationRequest {
    /// At which event.
    pub event: Id<Event>,
    /// For whom.
    pub person: Id<Person>,
    /// How they are ready to attend.
    pub choice: ModeChoice,
}

/// What is said about a consent.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ConsentAnswer {
    /// Yes, to this wording.
    Given(WordingRef),
    /// No, or no longer. It needs no wording: withdrawing is as easy as it can be (UK GDPR article 7(3)).
    Withdrawn,
}

/// A consent given or withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ConsentRequest {
    /// By whom.
    pub person: Id<Person>,
    /// What for.
    pub purpose: PurposeCode,
    /// Yes or no.
    pub answer: ConsentAnswer,
    /// How it was said.
    pub method: ConsentMethod,
}
