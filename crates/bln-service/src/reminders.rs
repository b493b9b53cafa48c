//! Reminding people of the events they have a place at.

use bln_core::{
    Action, Actor, Broadcast, Id, RecordRef,
    access::{About, Verb},
};
use bln_store::{Changes, EventCursor, PageSize, Rule, StoreError, Write};
use chrono::TimeDelta;
use uuid::Uuid;

use crate::{Network, NetworkError};

/// An event that starts later than this is not tomorrow anywhere.
const HORIZON: TimeDelta = TimeDelta::days(3);

impl Network {
    /// Reminds everybody with a confirmed place at an event that takes place tomorrow, or later today: once for an event
    /// and the day it is on. Call it now and then, from as many processes as there are. It answers how many events that
    /// were.
    ///
    /// What the reminder says is what is so when it leaves: see [`Network::dispatch`].
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAllowed`](bln_core::Refusal::NotAllowed), and those of the store.
    pub async fn remind(&self, actor: Actor) -> Result<usize, NetworkError> {
        let gate = self.enter(Verb::Remind, actor, About::Network)?;
        let now = self.now();
        // From the first event that starts after now: what has started is not reminded of.
        let mut after = Some(EventCursor { starts: now, event: Id::new(Uuid::max()) });
        let mut reminded = 0;
        loop {
            let page = gate.store().event_page(after, PageSize::MAX).await?;
            for stored in &page.items {
                let event = &stored.record;
                if event.schedule().starts_at() > now.plus(HORIZON) {
                    return Ok(reminded);
                }
                if !event.is_reminder_due(now) {
                    continue;
                }
                let subject = RecordRef::Event(event.id());
                let entry = self.entry(actor, Action::RemindAttendees, subject.clone(), now);
                let reminder = Broadcast::reminder(self.new_id(now), event, now);
                let changes =
                    Changes::new(entry).pin(subject, stored.version).write(Write::Broadcast(reminder));
                match gate.commit(changes).await {
                    Ok(()) => reminded += 1,
                    // They were reminded before; or the event has changed since, and is looked at again next time.
                    Err(StoreError::Conflict { rule: Rule::ReminderOnce } | StoreError::Stale { .. }) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            let Some(next) = page.next else { return Ok(reminded) };
            after = Some(next);
        }
    }
}
