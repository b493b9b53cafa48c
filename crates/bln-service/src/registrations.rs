//! Places: registering, cancelling, answering offers, checking in.

use bln_core::{
    Action, Actor, Confidentiality, Event, Id, JoiningLink, Mode, Person, Refusal, Registration,
    RegistrationRequest, RegistrationStep, SeatCommand, SeatOutcome, WaitingPlace,
    access::{About, Verb},
    visibility::{View, registration_view},
};
use bln_store::{IdempotencyKey, PageSize};

use crate::{
    Network, NetworkError,
    desk::{Ask, DeskRequest},
    fingerprint::fingerprint,
    gate::Entered,
};

/// What became of a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Placement {
    /// A place is confirmed.
    Confirmed {
        /// Where.
        mode: Mode,
    },
    /// On the waiting list.
    Waiting {
        /// The position among those who wait for a place that would do, where it may be told.
        position: WaitingPlace,
    },
}

impl Network {
    /// Registers a person for an event: a place if one is free, else a position on the waiting list, in the
    /// order in which requests arrive. At a strict event nobody is told a position, and nobody but the person registers
    /// them: here and in what follows, it answers everybody else as if it were not there.
    ///
    /// # Errors
    ///
    /// Those of [`admission::registration`](bln_core::admission::registration), [`Refusal::AlreadyRegistered`],
    /// [`Refusal::ModeNotOffered`], [`Refusal::NotFound`], [`Refusal::KeyUsedForAnotherRequest`];
    /// [`NetworkError::Busy`] at once when too many requests for the event are waiting.
    pub async fn register(
        &self,
        actor: Actor,
        request: RegistrationRequest,
        key: IdempotencyKey,
    ) -> Result<Placement, NetworkError> {
        let RegistrationRequest { event, person, choice } = request;
        let gate = self.enter(Verb::Register, actor, About::Person(person))?;
        let asked = fingerprint("register", &request);
        let id = self.new_id(self.now());
        let ask = Ask::Seat(SeatCommand::Register { person, choice, id });
        let request = DeskRequest::new(actor, Action::Register, ask).keyed(key, asked);
        match gate.seat(event, request).await? {
            SeatOutcome::Confirmed { mode } => Ok(Placement::Confirmed { mode }),
            SeatOutcome::Waiting { position } => Ok(Placement::Waiting { position }),
            SeatOutcome::Attended { .. } | SeatOutcome::Done => Err(unexpected()),
        }
    }

    /// Gives up a place, an offer or a position on the waiting list. What comes free is offered to the first
    /// who waits and fits.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotRegistered`], [`Refusal::AttendanceRecorded`], [`Refusal::EventOver`],
    /// [`Refusal::NotFound`].
    pub async fn cancel_registration(
        &self,
        actor: Actor,
        event: Id<Event>,
        person: Id<Person>,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::CancelRegistration, actor, About::Person(person))?;
        seat_of(&gate, Action::CancelRegistration, event, SeatCommand::Cancel { person }).await?;
        Ok(())
    }

    /// Accepts an offered place, strictly before the offer expires.
    ///
    /// # Errors
    ///
    /// [`Refusal::OfferExpired`], [`Refusal::NoOffer`], [`Refusal::NotRegistered`], [`Refusal::NotFound`].
    pub async fn accept_offer(
        &self,
        actor: Actor,
        event: Id<Event>,
        person: Id<Person>,
    ) -> Result<Mode, NetworkError> {
        let gate = self.enter(Verb::AcceptOffer, actor, About::Person(person))?;
        match seat_of(&gate, Action::AcceptOffer, event, SeatCommand::Accept { person }).await? {
            SeatOutcome::Confirmed { mode } => Ok(mode),
            _ => Err(unexpected()),
        }
    }

    /// Turns an offered place down.
    ///
    /// # Errors
    ///
    /// As [`Network::accept_offer`].
    pub async fn decline_offer(
        &self,
        actor: Actor,
        event: Id<Event>,
        person: Id<Person>,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::DeclineOffer, actor, About::Person(person))?;
        seat_of(&gate, Action::DeclineOffer, event, SeatCommand::Decline { person }).await?;
        Ok(())
    }

    /// Ends every offer that has expired, at every event, and offers the places on. Returns at how many events
    /// there was something to do. Call it now and then: whoever asks for something at an event also ends what
    /// has expired there, so nothing depends on how often. Strict events are not counted: that there was an offer
    /// says that somebody waited.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAllowed`].
    pub async fn expire_offers(&self, actor: Actor) -> Result<usize, NetworkError> {
        let gate = self.enter(Verb::ExpireOffers, actor, About::Network)?;
        let (mut swept, mut after) = (0, None);
        loop {
            let page = gate.store().events_with_due_offers(self.now(), after, PageSize::MAX).await?;
            for event in &page.items {
                if !is_strict(&gate, *event).await? {
                    swept += 1;
                }
                let ask = Ask::Seat(SeatCommand::ExpireDue);
                gate.seat(*event, DeskRequest::new(actor, Action::ExpireOffer, ask)).await?;
            }
            let Some(next) = page.next else { return Ok(swept) };
            after = Some(next);
        }
    }

    /// Records that somebody with a place, or with an open offer of one, came. At a strict event it takes leave to see
    /// who comes: see [`Network::grant_facilitation`].
    ///
    /// # Errors
    ///
    /// [`Refusal::CheckInNotOpen`], [`Refusal::NoConfirmedPlace`], [`Refusal::NoFreePlace`] for somebody on the
    /// waiting list, [`Refusal::AttendanceRecorded`], [`Refusal::NotRegistered`], [`Refusal::NotAllowed`].
    pub async fn check_in(
        &self,
        actor: Actor,
        event: Id<Event>,
        person: Id<Person>,
    ) -> Result<Mode, NetworkError> {
        let gate = self.enter(Verb::CheckIn, actor, About::Person(person))?;
        let ask = Ask::Seat(SeatCommand::CheckIn { person });
        match gate.seat(event, DeskRequest::new(actor, Action::CheckIn, ask).at_the_door()).await? {
            SeatOutcome::Attended { mode } => Ok(mode),
            _ => Err(unexpected()),
        }
    }

    /// Gives a free place to somebody who came without one, and records that they came. It never goes past
    /// somebody who waits and fits. At a strict event it takes leave, as for [`Network::check_in`].
    ///
    /// # Errors
    ///
    /// [`Refusal::NoFreePlace`], [`Refusal::CheckInNotOpen`], [`Refusal::NotInAudience`],
    /// [`Refusal::AlreadyRegistered`], [`Refusal::NotFound`], [`Refusal::NotAllowed`],
    /// [`Refusal::KeyUsedForAnotherRequest`].
    pub async fn walk_up(
        &self,
        actor: Actor,
        event: Id<Event>,
        person: Id<Person>,
        mode: Mode,
        key: IdempotencyKey,
    ) -> Result<Mode, NetworkError> {
        let gate = self.enter(Verb::WalkUp, actor, About::Person(person))?;
        let asked = fingerprint("walk_up", &(event, person, mode));
        let ask = Ask::WalkUp { person, mode };
        let request = DeskRequest::new(actor, Action::CheckIn, ask).at_the_door().keyed(key, asked);
        match gate.seat(event, request).await? {
            SeatOutcome::Attended { mode } => Ok(mode),
            _ => Err(unexpected()),
        }
    }

    /// Forgets a person's registration for an event with its history, as erasure does. Registrations for strict events
    /// are not there for whoever may ask this; they go with [erasure](Network::erase_person) and by their age.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotRegistered`], [`Refusal::NotFound`], [`Refusal::NotAllowed`].
    pub async fn remove_registration(
        &self,
        actor: Actor,
        event: Id<Event>,
        person: Id<Person>,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::RemoveRegistration, actor, About::Person(person))?;
        seat_of(&gate, Action::RemovePerson, event, SeatCommand::Remove { person }).await?;
        Ok(())
    }

    /// A person's registration for an event, and the steps that led there. For a strict event it is without its numbers,
    /// and there for the person alone.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`] when there is none, or when it is not the actor's to see.
    pub async fn registration(
        &self,
        actor: Actor,
        event: Id<Event>,
        person: Id<Person>,
    ) -> Result<(Registration, Vec<RegistrationStep>), NetworkError> {
        let gate = self.enter(Verb::Registration, actor, About::Person(person))?;
        let rule = must_see_registration(&gate, event, person).await?;
        let registration = gate.store().registration(event, person).await?.ok_or(Refusal::NotFound)?.record;
        let mut history = gate.store().registration_history(event, person).await?;
        if !rule.is_strict() {
            return Ok((registration, history));
        }
        for step in &mut history {
            *step = step.unnumbered();
        }
        Ok((registration.unnumbered(), history))
    }

    /// The link to join an event online, for somebody with a confirmed place; at a strict event for themselves alone.
    ///
    /// # Errors
    ///
    /// [`Refusal::NoConfirmedPlace`], [`Refusal::NotFound`] also when the event has no link.
    pub async fn joining_link(
        &self,
        actor: Actor,
        event: Id<Event>,
        person: Id<Person>,
    ) -> Result<JoiningLink, NetworkError> {
        let gate = self.enter(Verb::JoiningLink, actor, About::Person(person))?;
        must_see_registration(&gate, event, person).await?;
        let registration = gate.store().registration(event, person).await?.ok_or(Refusal::NotFound)?;
        let place = registration.record.confirmed_place().ok_or(Refusal::NoConfirmedPlace)?;
        let event = gate.store().event(event).await?.ok_or(Refusal::NotFound)?;
        Ok(event.record.joining_link(&place).cloned().ok_or(Refusal::NotFound)?)
    }
}

/// The rule of an event, for whoever may see this person's registration for it.
async fn must_see_registration(
    gate: &Entered<'_>,
    event: Id<Event>,
    person: Id<Person>,
) -> Result<Confidentiality, NetworkError> {
    let rule = gate.store().event(event).await?.ok_or(Refusal::NotFound)?.record.confidentiality();
    match registration_view(gate.actor(), person, rule) {
        View::Full => Ok(rule),
        View::Entry | View::Outline | View::Hidden => Err(Refusal::NotFound.into()),
    }
}

/// Whether an event is under a strict rule, if it is there.
pub(crate) async fn is_strict(gate: &Entered<'_>, event: Id<Event>) -> Result<bool, NetworkError> {
    let event = gate.store().event(event).await?;
    Ok(event.is_some_and(|event| event.record.confidentiality().is_strict()))
}

async fn seat_of(
    gate: &Entered<'_>,
    action: Action,
    event: Id<Event>,
    command: SeatCommand,
) -> Result<SeatOutcome, NetworkError> {
    gate.seat(event, DeskRequest::new(gate.actor(), action, Ask::Seat(command))).await
}

/// An outcome that the seat machine never gives for the command that was asked.
pub(crate) const fn unexpected() -> NetworkError {
    NetworkError::Failed { code: "desk.unexpected_outcome" }
}
