//! Who may take a place at an event, and when: the rules before the seats are asked.

use crate::{Actor, BelongingKind, Event, EventState, Facilitation, Instant, Refusal};

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

/// Whether an actor may check people in at an event, with the leave they were given to see who comes to it, if any.
///
/// At most events whoever runs events may; that is for the table of [`access`](crate::access) to say. At an event under a
/// [strict](crate::Confidentiality::is_strict) rule, who comes is seen by those who have leave and by nobody else.
///
/// # Errors
///
/// At a strict event those of [`Facilitation::access`], and [`Refusal::NotFound`] without leave for this very event.
pub fn door(event: &Event, actor: Actor, leave: Option<&Facilitation>, now: Instant) -> Result<(), Refusal> {
    if !event.confidentiality().is_strict() {
        return Ok(());
    }
    let leave = leave.filter(|leave| leave.event() == event.id()).ok_or(Refusal::NotFound)?;
    leave.access(actor, now).map(drop)
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
