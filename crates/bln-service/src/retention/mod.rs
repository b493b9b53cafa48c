//! Retention: what is kept for longer than its period, and letting it go.
//!
//! Whether a period is over is decided by [`bln_core::retention`]. Both verbs look at the same things in the same way
//! ([`due`]), so that what is reported is what goes. Everything is read page by page; what one commit removes is one
//! record, or one kind of record; so applying can be interrupted anywhere, and goes on when it is asked again.

mod due;
mod report;

pub use report::{Over, RetentionReport};

use bln_core::{
    Action, Actor, Characteristic, Event, Id, Instant, Person, RecordRef, Refusal, SealedCharacteristics,
    SeatCommand, Versioned,
    access::{About, Verb},
    retention::{self, Category},
};
use bln_store::{Changes, Discarded, Expected, PageSize, StoreError, Write};

use crate::{
    Network, NetworkError,
    desk::{Ask, DeskRequest},
    gate::Entered,
};
use due::{Due, Sweep, still_goes};

impl Network {
    /// What is kept for longer than its period, by category: how much, since when, and how much of it a legal hold, a
    /// restriction or an open request keeps all the same. Names nobody, and removes nothing.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAllowed`].
    pub async fn retention_report(&self, actor: Actor) -> Result<RetentionReport, NetworkError> {
        let gate = self.enter(Verb::RetentionReport, actor, About::Network)?;
        self.sweep(&gate, None).await
    }

    /// Removes what is kept for longer than its period, and tells what it was, as [`Network::retention_report`] would
    /// have. Asked again at the same time it does nothing. People go as [`Network::erase_person`] erases them; what was
    /// removed leaves the files with the next [`Network::scrub`].
    ///
    /// Call it now and then, as by a scheduled job. It may be interrupted, and goes on when it is called again.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAllowed`]; [`NetworkError::Busy`] when somebody keeps changing what is to go.
    pub async fn apply_retention(&self, actor: Actor) -> Result<RetentionReport, NetworkError> {
        let gate = self.enter(Verb::ApplyRetention, actor, About::Network)?;
        self.sweep(&gate, Some(Action::ApplyRetention)).await
    }

    /// Goes through everything that has a period, and does away with what is due, if there is something to call that.
    ///
    /// The order matters: what is counted by itself goes before the people whose it is, and what counts from somebody's
    /// last event goes before their registration for it.
    async fn sweep(
        &self,
        gate: &Entered<'_>,
        done_as: Option<Action>,
    ) -> Result<RetentionReport, NetworkError> {
        let mut sweep = Sweep::new(self.profile.retention(), self.now());
        for kind in Discarded::ALL {
            let before = sweep.discards_before(kind);
            let older = gate.store().older(kind, before).await?;
            sweep.counts(kind, older);
            if let Some(action) = done_as.filter(|_| older.records > 0) {
                self.do_away(gate, action, RecordRef::Network, Write::Discard { kind, before }).await?;
            }
        }
        self.sweep_testimonials(gate, &mut sweep, done_as).await?;
        let said = sweep.access_needs_said(gate).await?;
        let mut after = None;
        loop {
            let page = gate.store().characteristics_page(after, PageSize::MAX).await?;
            for sealed in page.items {
                let Some(due) = sweep.access_needs(gate, &sealed.record, &said).await? else { continue };
                if let (Some(action), Due::Goes) = (done_as, due) {
                    self.forget_access_needs(gate, action, sealed).await?;
                }
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let mut after = None;
        loop {
            let page = gate.store().event_page(after, PageSize::MAX).await?;
            for event in page.items.iter().map(|stored| &stored.record) {
                if sweep.messages(gate, event).await?.is_some()
                    && let Some(action) = done_as
                {
                    let (subject, event) = (RecordRef::Event(event.id()), event.id());
                    self.do_away(gate, action, subject, Write::DisposeSafeSpace { event }).await?;
                }
                self.sweep_attendance(gate, &mut sweep, event, done_as).await?;
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let mut after = None;
        loop {
            let page = gate.store().person_page(after, PageSize::MAX).await?;
            for record in page.items {
                let Some((due, category)) = sweep.person(gate, &record).await? else { continue };
                if let (Some(action), Due::Goes) = (done_as, due) {
                    self.let_go(gate, action, record.person.record.id(), category).await?;
                }
            }
            after = page.next;
            if after.is_none() {
                return Ok(sweep.report());
            }
        }
    }

    async fn sweep_testimonials(
        &self,
        gate: &Entered<'_>,
        sweep: &mut Sweep<'_>,
        done_as: Option<Action>,
    ) -> Result<(), NetworkError> {
        let mut after = None;
        loop {
            let page = gate.store().testimonial_page(after, PageSize::MAX).await?;
            for Versioned { record, version: expected } in page.items {
                let due = sweep.testimonial(gate, &record).await?;
                let (Some(action), Some(Due::Goes)) = (done_as, due) else { continue };
                let Some(as_read) = still_goes(gate, record.person()).await? else { continue };
                let id = record.id();
                let entry = self.entry(gate.actor(), action, RecordRef::Testimonial(id), self.now());
                let changes = Changes::new(entry).write(Write::RemoveTestimonial { id, expected });
                match gate.commit(as_read.pinned(changes)).await {
                    // It changed hands, or something keeps it now.
                    Ok(()) | Err(StoreError::Stale { .. }) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            after = page.next;
            if after.is_none() {
                return Ok(());
            }
        }
    }

    async fn sweep_attendance(
        &self,
        gate: &Entered<'_>,
        sweep: &mut Sweep<'_>,
        event: &Event,
        done_as: Option<Action>,
    ) -> Result<(), NetworkError> {
        if !sweep.attendance_is_over(event) {
            return Ok(());
        }
        let mut after = None;
        loop {
            let page = gate.store().registration_page(event.id(), after, PageSize::MAX).await?;
            for stored in page.items {
                let person = stored.record.person();
                let due = sweep.attendance(gate, event, person).await?;
                if let (Some(action), Due::Goes) = (done_as, due) {
                    self.forget_registration(gate, action, event.id(), person).await?;
                }
            }
            after = page.next;
            if after.is_none() {
                return Ok(());
            }
        }
    }

    async fn do_away(
        &self,
        gate: &Entered<'_>,
        action: Action,
        subject: RecordRef,
        write: Write,
    ) -> Result<(), NetworkError> {
        let entry = self.entry(gate.actor(), action, subject, self.now());
        Ok(gate.commit(Changes::new(entry).write(write)).await?)
    }

    async fn forget_access_needs(
        &self,
        gate: &Entered<'_>,
        action: Action,
        sealed: Versioned<SealedCharacteristics>,
    ) -> Result<(), NetworkError> {
        let Versioned { record, version } = sealed;
        let person = record.person();
        let Some(as_read) = still_goes(gate, person).await? else { return Ok(()) };
        let left = record.without(Characteristic::AccessNeeds);
        let write = if left.is_empty() {
            Write::RemoveCharacteristics { person, expected: version }
        } else {
            Write::Characteristics(left, Expected::At(version))
        };
        let entry = self.entry(gate.actor(), action, RecordRef::Characteristics(person), self.now());
        let entry = entry.for_purpose(Characteristic::AccessNeeds.purpose());
        match gate.commit(as_read.pinned(Changes::new(entry).write(write))).await {
            // They have just said it anew, forgotten it themselves, or something keeps it now.
            Ok(()) | Err(StoreError::Stale { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    async fn forget_registration(
        &self,
        gate: &Entered<'_>,
        action: Action,
        event: Id<Event>,
        person: Id<Person>,
    ) -> Result<(), NetworkError> {
        let Some(as_read) = still_goes(gate, person).await? else { return Ok(()) };
        let ask = Ask::Seat(SeatCommand::Remove { person });
        let request = DeskRequest::new(gate.actor(), action, ask).for_the_network().relying_on(as_read);
        match gate.seat(event, request).await {
            Ok(_) | Err(NetworkError::Refused(Refusal::NotRegistered | Refusal::NotFound)) => Ok(()),
            // Something of theirs has changed: if it does not keep it, it goes the next time.
            Err(NetworkError::Changed) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Erases somebody who is due, unless they came back, were put under a hold or asked for something in between.
    async fn let_go(
        &self,
        gate: &Entered<'_>,
        action: Action,
        person: Id<Person>,
        category: Category,
    ) -> Result<(), NetworkError> {
        let (schedule, now): (_, Instant) = (self.profile.retention(), self.now());
        let erased = self
            .erase(gate, action, person, |record, requests| {
                let membership = record.membership.as_ref();
                let due =
                    membership.and_then(|stored| retention::of_membership(&stored.record, schedule, now));
                let limits = record.limits.as_ref().map(|limits| &limits.record);
                let requests = requests.iter().map(|stored| &stored.record);
                if due == Some(category) && !retention::is_kept_back(limits, requests) {
                    Ok(())
                } else {
                    Err(NetworkError::Changed)
                }
            })
            .await;
        match erased {
            Ok(_) | Err(NetworkError::Changed | NetworkError::Refused(Refusal::NotFound)) => Ok(()),
            Err(error) => Err(error),
        }
    }
}
