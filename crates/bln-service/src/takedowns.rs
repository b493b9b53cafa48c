//! Where testimonials are shown, and from where they have to be taken down.

use bln_core::{
    Action, Actor, Id, Line, RecordRef, Refusal, Takedown, Testimonial, TestimonialUse, Versioned,
    access::{About, Verb},
    testimonial::Channel,
};
use bln_store::{Changes, Expected, IdempotencyKey, Page, PageSize, Write};

use crate::{
    Network, NetworkError,
    fingerprint::fingerprint,
    gate::{Entered, UNREADABLE},
    page::filled,
};

impl Network {
    /// Notes a place that shows a testimonial: the address of a page, the issue of a bulletin. It is written down
    /// whatever the state of the testimonial, for a place that nobody has noted is one that nobody will look at; if it
    /// may not be shown there, the place is among the [takedowns](Network::takedowns) from then on.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`], [`Refusal::NotAllowed`], [`Refusal::KeyUsedForAnotherRequest`].
    pub async fn record_testimonial_use(
        &self,
        actor: Actor,
        testimonial: Id<Testimonial>,
        channel: Channel,
        place: Line<200>,
        key: IdempotencyKey,
    ) -> Result<Id<TestimonialUse>, NetworkError> {
        let gate = self.enter(Verb::RecordTestimonialUse, actor, About::Network)?;
        let asked = fingerprint("record_testimonial_use", &(testimonial, channel, &place));
        gate.decide(|| async {
            if let Some(receipt) = gate.answered(&key, asked).await? {
                let RecordRef::TestimonialUse(id) = receipt.record else { return Err(UNREADABLE) };
                return Ok((None, id));
            }
            let stored = gate.store().testimonial(testimonial).await?.ok_or(Refusal::NotFound)?;
            let now = self.now();
            let id = self.new_id(now);
            let subject = RecordRef::TestimonialUse(id);
            let place = TestimonialUse::note(id, testimonial, channel, place.clone(), now);
            let changes = Changes::new(self.entry(actor, Action::NoteTestimonialUse, subject.clone(), now))
                .pin(RecordRef::Testimonial(testimonial), stored.version)
                .write(Write::TestimonialUse(place, Expected::New))
                .answered(gate.receipt(&key, asked, subject, "noted", now));
            Ok((Some(changes), id))
        })
        .await
    }

    /// The take-down list: every place that shows a testimonial which may not be shown there now, and why. Testimonials
    /// that were taken back are on it, those whose person withdrew consent or has had the use of their details
    /// restricted, those whose time is over; and those that were erased, of which nothing is left but their places.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAllowed`].
    pub async fn takedowns(
        &self,
        actor: Actor,
        after: Option<Id<TestimonialUse>>,
        size: PageSize,
    ) -> Result<Page<Takedown, Id<TestimonialUse>>, NetworkError> {
        let gate = &self.enter(Verb::Takedowns, actor, About::Network)?;
        let read = |after| gate.store().shown_testimonial_use_page(after, PageSize::MAX);
        let due =
            |stored: Versioned<TestimonialUse>| async move { self.takedown(gate, &stored.record).await };
        filled(after, size, |takedown: &Takedown| takedown.place.id(), read, due).await
    }

    /// Ticks a place off: it no longer shows the testimonial. Of a testimonial that is gone the place is forgotten.
    ///
    /// # Errors
    ///
    /// [`Refusal::TakenDown`], [`Refusal::NotFound`], [`Refusal::NotAllowed`].
    pub async fn settle_takedown(&self, actor: Actor, id: Id<TestimonialUse>) -> Result<(), NetworkError> {
        let gate = self.enter(Verb::SettleTakedown, actor, About::Network)?;
        gate.decide(|| async {
            let stored = gate.store().testimonial_use(id).await?.ok_or(Refusal::NotFound)?;
            let now = self.now();
            let ticked_off = stored.record.taken_down(now)?;
            let entry = self.entry(actor, Action::SettleTakedown, RecordRef::TestimonialUse(id), now);
            let changes = match gate.store().testimonial(stored.record.testimonial()).await? {
                Some(testimonial) => Changes::new(entry)
                    .pin(RecordRef::Testimonial(testimonial.record.id()), testimonial.version)
                    .write(Write::TestimonialUse(ticked_off, Expected::At(stored.version))),
                None => {
                    Changes::new(entry).write(Write::RemoveTestimonialUse { id, expected: stored.version })
                }
            };
            Ok((Some(changes), ()))
        })
        .await
    }

    /// What has to be done about a place now.
    async fn takedown(
        &self,
        gate: &Entered<'_>,
        place: &TestimonialUse,
    ) -> Result<Option<Takedown>, NetworkError> {
        let Some(testimonial) = gate.store().testimonial(place.testimonial()).await? else {
            return Ok(place.takedown(None));
        };
        let shown = self.publishable(gate, &testimonial.record, place.channel()).await?;
        Ok(place.takedown(shown.map(|shown| shown.map(|_| ()))))
    }
}
