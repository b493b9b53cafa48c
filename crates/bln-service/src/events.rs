//! The programme: planning, publishing, changing, cancelling and completing events.

use std::collections::BTreeMap;

use bln_core::{
    Action, Actor, BelongingKind, Event, EventDetails, EventState, Facilitation, Id, Instant, Numbers,
    Occurrence, Person, PlacesByMode, PlannedEvent, RecordRef, Refusal, Registration, Role, SeatCommand,
    Seats, SeatsView, Series, Version, Versioned,
    access::{About, Verb},
    visibility::{EventFacts, EventTie, View, event_view},
};
use bln_store::{Changes, EventCursor, Expected, IdempotencyKey, Page, PageSize, Receipt, Write};
use chrono::NaiveDateTime;
use uuid::Uuid;

use crate::{
    Network, NetworkError,
    desk::{Ask, DeskAnswer, DeskRequest},
    fingerprint::fingerprint,
    gate::{Entered, UNREADABLE},
    registrations::unexpected,
};

/// What was created from a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Created {
    /// The events, in the order of their dates: one, or one for each date of a series.
    pub events: Vec<Id<Event>>,
    /// Dates of a series that fall into the hour the clocks skip, and so have no event (RFC 5545 section
    /// 3.3.10).
    pub skipped: Vec<NaiveDateTime>,
}

impl Network {
    /// Creates an event as a draft, or every event of a series, with its places.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAllowed`], [`Refusal::KeyUsedForAnotherRequest`]; [`NetworkError::Failed`] with the code of
    /// an [`Invalid`](bln_core::Invalid) for a series that has no or too many dates.
    pub async fn create_event(
        &self,
        actor: Actor,
        plan: PlannedEvent,
        key: IdempotencyKey,
    ) -> Result<Created, NetworkError> {
        let gate = self.enter(Verb::CreateEvent, actor, About::Network)?;
        let asked = fingerprint("create_event", &plan);
        gate.decide(|| async {
            let now = self.now();
            let answered = gate.answered(&key, asked).await?;
            let first = match &answered {
                Some(Receipt { record: RecordRef::Event(event), .. }) => *event,
                Some(_) => return Err(UNREADABLE),
                None => self.new_id(now),
            };
            let (events, skipped) = events_of(&plan, first)?;
            let created = Created { events: events.iter().map(Event::id).collect(), skipped };
            if answered.is_some() {
                return Ok((None, created));
            }
            let entry = self.entry(actor, Action::CreateEvent, RecordRef::Event(first), now);
            let mut changes = Changes::new(entry).answered(gate.receipt(
                &key,
                asked,
                RecordRef::Event(first),
                "created",
                now,
            ));
            for event in events {
                let seats = Seats::new(event.id(), plan.places);
                changes = changes
                    .write(Write::Event(event, Expected::New))
                    .write(Write::Seats(seats, Expected::New));
            }
            Ok((Some(changes), created))
        })
        .await
    }

    /// Publishes a draft.
    ///
    /// # Errors
    ///
    /// [`Refusal::EventAlreadyPublished`], [`Refusal::EventInPast`], [`Refusal::EventCancelled`],
    /// [`Refusal::NotFound`], [`Refusal::NotAllowed`].
    pub async fn publish_event(&self, actor: Actor, id: Id<Event>) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::PublishEvent, actor, About::Network)?;
        gate.decide(|| async {
            let stored = gate.store().event(id).await?.ok_or(Refusal::NotFound)?;
            let now = self.now();
            let published = stored.record.publish(now)?;
            let entry = self.entry(actor, Action::PublishEvent, RecordRef::Event(id), now);
            let write = Write::Event(published, Expected::At(stored.version));
            Ok((Some(Changes::new(entry).write(write)), ()))
        })
        .await
    }

    /// Replaces an event's details. When what people must know has changed (its time, its place, its rule), the
    /// revision rises and everybody who holds or waits for a place is told in the same commit.
    ///
    /// The ways of attending stay as they are; to change them, see [`Network::reshape_event`].
    ///
    /// # Errors
    ///
    /// [`NetworkError::Changed`] when `version` is not the current one, [`Refusal::ConfidentialityLoosened`],
    /// [`Refusal::ModeInUse`] for another way of attending, and those of [`Event::change`].
    pub async fn change_event(
        &self,
        actor: Actor,
        id: Id<Event>,
        details: EventDetails,
        version: Version,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::ChangeEvent, actor, About::Network)?;
        self.change(&gate, id, details, None, version).await
    }

    /// Changes how an event can be attended, together with its places: an event in a room becomes a hybrid, or
    /// moves online. A way of attending can go only when nobody holds or waits for a place in it.
    ///
    /// # Errors
    ///
    /// [`NetworkError::Changed`] when `version` is not the current one, [`Refusal::ModeInUse`],
    /// [`Refusal::BelowOccupied`], [`Refusal::PlacesOnlyGrow`] for fewer places or ways at a strict event,
    /// [`Refusal::ModeNotOffered`] for places that do not suit the details, and those of
    /// [`Event::change`].
    pub async fn reshape_event(
        &self,
        actor: Actor,
        id: Id<Event>,
        details: EventDetails,
        places: PlacesByMode,
        version: Version,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::ReshapeEvent, actor, About::Network)?;
        self.change(&gate, id, details, Some(places), version).await
    }

    /// Sets the number of places. Places that come free are offered to those who wait, in order.
    ///
    /// # Errors
    ///
    /// [`Refusal::BelowOccupied`], [`Refusal::PlacesOnlyGrow`] for fewer places at a strict event,
    /// [`Refusal::ModeNotOffered`], [`Refusal::SeatsClosed`],
    /// [`Refusal::EventOver`], [`Refusal::NotFound`].
    pub async fn resize_event(
        &self,
        actor: Actor,
        id: Id<Event>,
        places: PlacesByMode,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::ResizeEvent, actor, About::Network)?;
        let stored = gate.store().event(id).await?.ok_or(Refusal::NotFound)?;
        if stored.record.modes() != places.modes() {
            return Err(Refusal::ModeNotOffered.into());
        }
        let ask = Ask::Seat(SeatCommand::Resize { places });
        gate.seat(id, DeskRequest::new(actor, Action::ResizeEvent, ask)).await.map(|_| ())
    }

    /// Calls an event off and tells everybody who held or waited for a place. From the first moment nobody can
    /// register any more; the registrations end in rounds. After a failure in the middle, ask again: it goes on
    /// where it stopped.
    ///
    /// # Errors
    ///
    /// [`Refusal::EventOver`], [`Refusal::NotFound`], [`Refusal::NotAllowed`].
    pub async fn cancel_event(&self, actor: Actor, id: Id<Event>) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::CancelEvent, actor, About::Network)?;
        self.end_event(&gate, Action::CancelEvent, id, EventState::Cancelled, |event, _| event.cancel())
            .await?;
        wind_up(&gate, Action::CancelEvent, id, SeatCommand::Close).await
    }

    /// Closes the books on an event that has ended: who held a place and was not checked in did not attend.
    ///
    /// # Errors
    ///
    /// [`Refusal::EventNotOver`], [`Refusal::EventNotPublished`], [`Refusal::EventCancelled`],
    /// [`Refusal::NotFound`], [`Refusal::NotAllowed`].
    pub async fn complete_event(&self, actor: Actor, id: Id<Event>) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::CompleteEvent, actor, About::Network)?;
        self.end_event(&gate, Action::CompleteEvent, id, EventState::Completed, Event::complete).await?;
        wind_up(&gate, Action::CompleteEvent, id, SeatCommand::Settle).await
    }

    /// An event, as far as the actor may see it: of a strict one, an [outline](Event::outlined) until they are
    /// registered for it. The joining link is left out for everybody but administrators; see
    /// [`Network::joining_link`].
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`] when it is not there or not theirs to see.
    pub async fn event(&self, actor: Actor, id: Id<Event>) -> Result<Versioned<Event>, NetworkError> {
        let gate = self.enter(Verb::Event, actor, About::Network)?;
        self.seen_event(&gate, id).await
    }

    /// The events the actor may see, in the order of their start, as [`Network::event`] shows them. Neither the
    /// length of a page nor its key says anything of an event that is hidden.
    ///
    /// # Errors
    ///
    /// Only those of the store.
    pub async fn programme(
        &self,
        actor: Actor,
        mut after: Option<EventCursor>,
        size: PageSize,
    ) -> Result<Page<Versioned<Event>, EventCursor>, NetworkError> {
        let gate = self.enter(Verb::Programme, actor, About::Network)?;
        let asker = gate.active_kind().await?;
        let own = own_registrations(&gate).await?;
        let leaves = own_facilitations(&gate).await?;
        let now = self.now();
        let mut items = Vec::new();
        while items.len() <= usize::from(size.number()) {
            let page = gate.store().event_page(after, PageSize::MAX).await?;
            items.extend(page.items.into_iter().filter_map(|stored| {
                let event = stored.record.id();
                let tie = EventTie::of(actor, event, own.get(&event), leaves.get(&event), now);
                seen(actor, asker, tie, stored)
            }));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        Ok(Page::from_one_more(items, size, |last| EventCursor {
            starts: last.record.schedule().starts_at(),
            event: last.record.id(),
        }))
    }

    /// How many places an event has, holds and has waiting; of a strict one how many it has, and whether any is left.
    /// For administrators.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAllowed`], [`Refusal::NotFound`].
    pub async fn seats(&self, actor: Actor, id: Id<Event>) -> Result<SeatsView, NetworkError> {
        let gate = self.enter(Verb::Seats, actor, About::Network)?;
        let event = gate.store().event(id).await?.ok_or(Refusal::NotFound)?.record;
        let seats = gate.store().seats(id).await?.ok_or(Refusal::NotFound)?.record;
        Ok(SeatsView::of(Numbers::of(&event), &seats).ok_or(Refusal::NotFound)?)
    }

    /// An event as the actor who was let in may see it.
    pub(crate) async fn seen_event(
        &self,
        gate: &Entered<'_>,
        id: Id<Event>,
    ) -> Result<Versioned<Event>, NetworkError> {
        let (actor, asker) = (gate.actor(), gate.active_kind().await?);
        let stored = gate.store().event(id).await?.ok_or(Refusal::NotFound)?;
        let (own, leave) = match person_who_may_be_tied(actor) {
            Some(person) => {
                (gate.store().registration(id, person).await?, gate.store().facilitation(id, person).await?)
            }
            None => (None, None),
        };
        let (own, leave) = (own.as_ref().map(|own| &own.record), leave.as_ref().map(|leave| &leave.record));
        let tie = EventTie::of(actor, id, own, leave, self.now());
        Ok(seen(actor, asker, tie, stored).ok_or(Refusal::NotFound)?)
    }

    /// Moves an event to its last state; one that is there already is left, so that winding up can go on.
    async fn end_event(
        &self,
        gate: &Entered<'_>,
        action: Action,
        id: Id<Event>,
        last: EventState,
        end: impl Fn(&Event, Instant) -> Result<Event, Refusal> + Sync,
    ) -> Result<(), NetworkError> {
        gate.decide(|| async {
            let stored = gate.store().event(id).await?.ok_or(Refusal::NotFound)?;
            if stored.record.state() == last {
                return Ok((None, ()));
            }
            let now = self.now();
            let ended = end(&stored.record, now)?;
            let entry = self.entry(gate.actor(), action, RecordRef::Event(id), now);
            Ok((Some(Changes::new(entry).write(Write::Event(ended, Expected::At(stored.version)))), ()))
        })
        .await
    }

    /// Changes an event at its desk, so that nobody registers between the reading and the telling.
    async fn change(
        &self,
        gate: &Entered<'_>,
        id: Id<Event>,
        details: EventDetails,
        places: Option<PlacesByMode>,
        expected: Version,
    ) -> Result<(), NetworkError> {
        let actor = gate.actor();
        let stored = gate.store().event(id).await?.ok_or(Refusal::NotFound)?;
        if stored.version != expected {
            return Err(NetworkError::Changed);
        }
        match places {
            Some(places) if places.modes() != details.modes() => return Err(Refusal::ModeNotOffered.into()),
            None if details.modes() != stored.record.modes() => return Err(Refusal::ModeInUse.into()),
            _ => {}
        }
        let event = Box::new(stored.record.change(details, self.now())?);
        let ask = Ask::Change { event, expected, places };
        gate.seat(id, DeskRequest::new(actor, Action::ChangeEvent, ask)).await.map(|_| ())
    }
}

async fn wind_up(
    gate: &Entered<'_>,
    action: Action,
    id: Id<Event>,
    command: SeatCommand,
) -> Result<(), NetworkError> {
    loop {
        match gate.desk(id, DeskRequest::new(gate.actor(), action, Ask::Wind(command))).await? {
            DeskAnswer::Left(0) => return Ok(()),
            DeskAnswer::Left(_) => {}
            DeskAnswer::Seat(_) => return Err(unexpected()),
        }
    }
}

/// Everything the actor registered for, by event.
async fn own_registrations(gate: &Entered<'_>) -> Result<BTreeMap<Id<Event>, Registration>, NetworkError> {
    let mut own = BTreeMap::new();
    let Some(person) = person_who_may_be_tied(gate.actor()) else { return Ok(own) };
    let mut after = None;
    loop {
        let page = gate.store().person_registrations(person, after, PageSize::MAX).await?;
        own.extend(page.items.into_iter().map(|stored| (stored.record.event(), stored.record)));
        after = page.next;
        if after.is_none() {
            return Ok(own);
        }
    }
}

/// Every leave of the actor's to see who comes, by event.
async fn own_facilitations(gate: &Entered<'_>) -> Result<BTreeMap<Id<Event>, Facilitation>, NetworkError> {
    let Some(person) = person_who_may_be_tied(gate.actor()) else { return Ok(BTreeMap::new()) };
    let leaves = gate.store().facilitations_of(person).await?;
    Ok(leaves.into_iter().map(|leave| (leave.record.event(), leave.record)).collect())
}

/// Whose ties to events count: administrators see every event, and for the public, analysts and auditors there are
/// none.
fn person_who_may_be_tied(actor: Actor) -> Option<Id<Person>> {
    actor.person().filter(|_| matches!(actor.role(), Role::Participant | Role::Facilitator))
}

fn seen(
    actor: Actor,
    asker: Option<BelongingKind>,
    tie: EventTie,
    stored: Versioned<Event>,
) -> Option<Versioned<Event>> {
    match event_view(actor, asker, EventFacts::of(&stored.record).tied(tie)) {
        View::Full if actor.role() == Role::Administrator => Some(stored),
        View::Full => Some(stored.map(Event::without_joining_link)),
        View::Outline => Some(stored.map(Event::outlined)),
        View::Entry | View::Hidden => None,
    }
}

/// The events of a plan, drafts all: one, or one for each date. The identifiers of a series follow from the
/// first, so that asking again with the same key gives the same answer.
fn events_of(
    plan: &PlannedEvent,
    first: Id<Event>,
) -> Result<(Vec<Event>, Vec<NaiveDateTime>), NetworkError> {
    let Some(repeats) = &plan.repeats else {
        return Ok((vec![Event::draft(first, plan.details.clone())], Vec::new()));
    };
    let failed = |invalid: bln_core::Invalid| NetworkError::Failed { code: invalid.code() };
    let id = Id::new(first.uuid());
    let series = Series::new(id, *plan.details.schedule(), repeats.rule.clone(), repeats.except.clone())
        .map_err(failed)?;
    let (mut events, mut skipped) = (Vec::new(), Vec::new());
    for occurrence in series.occurrences() {
        match occurrence {
            Occurrence::Held { number, schedule } => {
                let details =
                    plan.details.clone().moved_to(schedule).map_err(failed)?.with_series(id, number);
                events.push(Event::draft(occurrence_id(first, number), details));
            }
            Occurrence::Skipped { wall } => skipped.push(wall),
        }
    }
    Ok((events, skipped))
}

/// The first date keeps the identifier of the series; the others differ from it in their last 16 bits, which
/// hold nothing but randomness in every version of UUID.
fn occurrence_id(first: Id<Event>, number: u32) -> Id<Event> {
    Id::new(Uuid::from_u128(first.uuid().as_u128() ^ u128::from(number.saturating_sub(1) & 0xffff)))
}
