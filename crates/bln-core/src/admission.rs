//! Who may take a place at an event, and when: the rules before the seats are asked.

use crate::{BelongingKind, Event, EventState, Instant, Refusal};

/// Whether somebody may register for an event now.
///
/// `active` is how they belong at this moment, if they do. Nothing else about them counts: no monitoring data
/// decides about a person (DPA 2018 schedule 1 paragraph 8).
///
/// # Errors
///
/// [`Refusal::NotFound`] for a draft, as if it were not there; [`Refusal::EventCancelled`],
/// [`Refusal::EventOver`], [`Refusal::NotInAudience`], [`Refusal::RegistrationNotOpen`] or
/// [`Refusal::RegistrationClosed`].
pub fn registration(event: &Event, active: Option<BelongingKind>, now: Instant) -> Result<(), Refusal> {
    takes_part(event, active)?;
    event.check_registration_open(now)
}

/// Whether somebody who came without a registration may be given a free place. The registration window does
/// not count at the door; the audience does.
///
/// # Errors
///
/// As [`registration`], without those of the window.
pub fn walk_up(event: &Event, active: Option<BelongingKind>) -> Result<(), Refusal> {
    takes_part(event, active)
}

fn takes_part(event: &Event, active: Option<BelongingKind>) -> Result<(), Refusal> {
    match event.state() {
        // A draft is nobody's business yet: it is not told apart from one that is not there.
        EventState::Draft => Err(Refusal::NotFound),
        EventState::Cancelled => Err(Refusal::EventCancelled),
        EventState::Completed => Err(Refusal::EventOver),
        EventState::Published if event.audience().admits(active) => Ok(()),
        EventState::Published => Err(Refusal::NotInAudience),
    }
}
