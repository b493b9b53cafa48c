//! Writing to everybody who comes to an event, without being told who that is.

use bln_core::{
    Action, Actor, Event, EventState, Id, Message, Prose, RecordRef, Refusal, Role,
    access::{About, Verb},
};
use bln_store::{Changes, IdempotencyKey, Write};

use crate::{Network, NetworkError, facilitation::by_leave, fingerprint::fingerprint};

impl Network {
    /// Writes to everybody who comes or came to an event. The store resolves who that is: whoever writes learns neither
    /// who it reaches nor how many they are.
    ///
    /// Facilitators need leave to see who comes ([`Network::grant_facilitation`]).
    ///
    /// # Errors
    ///
    /// [`Refusal::EventNotPublished`], [`Refusal::EventCancelled`], [`Refusal::NotFound`], [`Refusal::NotAllowed`],
    /// [`Refusal::KeyUsedForAnotherRequest`]; those of [`Facilitation::access`](bln_core::Facilitation::access).
    pub async fn message_attendees(
        &self,
        actor: Actor,
        event: Id<Event>,
        words: Prose<2000>,
        key: IdempotencyKey,
    ) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::MessageAttendees, actor, About::Network)?;
        let asked = fingerprint("message_attendees", &(event, &words));
        gate.decide(|| async {
            let leave = match actor.role() {
                Role::Administrator => None,
                _ => Some(self.leave_at(&gate, event).await?),
            };
            if gate.answered(&key, asked).await?.is_some() {
                return Ok((None, ()));
            }
            let stored = gate.store().event(event).await?.ok_or(Refusal::NotFound)?;
            match stored.record.state() {
                EventState::Draft => return Err(Refusal::EventNotPublished.into()),
                EventState::Cancelled => return Err(Refusal::EventCancelled.into()),
                EventState::Published | EventState::Completed => {}
            }
            let now = self.now();
            let message = Message::new(self.new_id(now), event, words.clone(), now);
            let changes =
                Changes::new(self.entry(actor, Action::MessageAttendees, RecordRef::Event(event), now))
                    .pin(RecordRef::Event(event), stored.version)
                    .write(Write::Message(message.clone()))
                    .write(Write::Broadcast(message.broadcast(self.new_id(now))))
                    .answered(gate.receipt(&key, asked, RecordRef::Message(message.id()), "sent", now));
            let changes = match &leave {
                Some(leave) => by_leave(changes, leave),
                None => changes,
            };
            Ok((Some(changes), ()))
        })
        .await
    }
}
