//! People's own words, shown to others only as they approved them, and only while they agree.

mod attribution;
mod channel;
mod place;
mod publishable;
mod state;
mod words_hash;

pub use attribution::{Attribution, NamingLevel, Post};
pub use channel::{Channel, Channels};
pub use place::{Takedown, TakedownReason, TestimonialUse, TestimonialUseParts};
pub use publishable::PublishableTestimonial;
pub use state::TestimonialState;
pub use words_hash::WordsHash;

use std::fmt;

use chrono::NaiveDate;

use crate::{Actor, Id, Instant, Limits, Permit, Person, Prose, Refusal, purpose};

/// A testimonial: what somebody said, in a wording of which they approved, with how they are named beside it, where it
/// may be shown and until when.
///
/// A testimonial is personal data, and ethnicity can be inferred from it. So nothing of it is shown without a live
/// [`Permit`] for [`purpose::Testimonial`], which is asked for each time it is read: consent that is withdrawn makes
/// every testimonial of its person unpublishable at once. That somebody said it in public is not enough: UK GDPR
/// article 9(2)(e) is narrow.
///
/// Once offered it does not change. Other words, another attribution or another channel make another testimonial, of
/// which the person has to approve again.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Testimonial {
    parts: TestimonialParts,
}

/// A testimonial taken apart, for a store to write and to put together again with [`Testimonial::restore`].
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct TestimonialParts {
    /// Its identifier.
    pub id: Id<Testimonial>,
    /// Who is asked to approve it.
    pub offer: TestimonialOffer,
    /// Where it is on its way.
    pub state: TestimonialState,
}

/// What somebody is asked to approve of.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct TestimonialOffer {
    /// Whose words they are.
    pub person: Id<Person>,
    /// The words.
    pub words: Prose<1000>,
    /// How the person is named beside them, as it was at the time.
    pub attribution: Attribution,
    /// Where they may be shown.
    pub channels: Channels,
    /// The first day on which they are shown no more, in the network's time zone.
    pub expires: NaiveDate,
}

impl Testimonial {
    /// Words put to the person for approval: by themselves, or by whoever wrote down what they said.
    ///
    /// # Errors
    ///
    /// [`TestimonialExpired`](Refusal::TestimonialExpired) if it could not be shown even today.
    pub fn offer(id: Id<Testimonial>, offer: TestimonialOffer, today: NaiveDate) -> Result<Self, Refusal> {
        let testimonial = Self { parts: TestimonialParts { id, offer, state: TestimonialState::Offered } };
        testimonial.must_be_current(today)?;
        Ok(testimonial)
    }

    /// Puts a stored testimonial together again.
    pub const fn restore(parts: TestimonialParts) -> Self {
        Self { parts }
    }

    /// The person approves of the words they have `read`, and of all that is offered with them. `words_hash` is that of
    /// the words that are kept.
    ///
    /// # Errors
    ///
    /// [`NotFound`](Refusal::NotFound) for anybody else than the person, administrators too;
    /// [`TestimonialWithdrawn`](Refusal::TestimonialWithdrawn);
    /// [`TestimonialApproved`](Refusal::TestimonialApproved);
    /// [`TestimonialExpired`](Refusal::TestimonialExpired);
    /// [`WordsDiffer`](Refusal::WordsDiffer) if other words are kept than were read.
    pub fn approve(
        &self,
        by: Actor,
        read: &Prose<1000>,
        words_hash: WordsHash,
        today: NaiveDate,
        now: Instant,
    ) -> Result<Self, Refusal> {
        if !by.is(self.person()) {
            return Err(Refusal::NotFound);
        }
        match self.parts.state {
            TestimonialState::Withdrawn { .. } => return Err(Refusal::TestimonialWithdrawn),
            TestimonialState::Approved { .. } => return Err(Refusal::TestimonialApproved),
            TestimonialState::Offered => self.must_be_current(today)?,
        }
        if read != self.words() {
            return Err(Refusal::WordsDiffer);
        }
        Ok(self.with_state(TestimonialState::Approved { at: now, words_hash }))
    }

    /// The testimonial is taken back, approved or not. It is never refused; taken back twice, the first time counts.
    ///
    /// What shows it has to come down: see [`TestimonialUse::takedown`].
    #[must_use]
    pub fn withdraw(&self, now: Instant) -> Self {
        match self.parts.state {
            TestimonialState::Withdrawn { .. } => self.clone(),
            TestimonialState::Offered | TestimonialState::Approved { .. } => {
                self.with_state(TestimonialState::Withdrawn { at: now })
            }
        }
    }

    /// What others may read of it by a channel today. There is no other way to words that others read.
    ///
    /// `words_hash` is that of the words as they have just been read from where they are kept: words that were changed
    /// behind the person's back are not theirs.
    ///
    /// # Errors
    ///
    /// [`NotFound`](Refusal::NotFound) for the permit or the limits of somebody else;
    /// [`ProcessingRestricted`](Refusal::ProcessingRestricted);
    /// [`TestimonialWithdrawn`](Refusal::TestimonialWithdrawn);
    /// [`TestimonialNotApproved`](Refusal::TestimonialNotApproved);
    /// [`WordsDiffer`](Refusal::WordsDiffer);
    /// [`TestimonialExpired`](Refusal::TestimonialExpired);
    /// [`ChannelNotAgreed`](Refusal::ChannelNotAgreed).
    pub fn publishable(
        &self,
        permit: &Permit<purpose::Testimonial>,
        limits: &Limits,
        words_hash: WordsHash,
        channel: Channel,
        today: NaiveDate,
    ) -> Result<PublishableTestimonial, Refusal> {
        let person = self.person();
        if permit.person() != person || limits.person() != person {
            return Err(Refusal::NotFound);
        }
        limits.may_use()?;
        match self.parts.state {
            TestimonialState::Withdrawn { .. } => return Err(Refusal::TestimonialWithdrawn),
            TestimonialState::Offered => return Err(Refusal::TestimonialNotApproved),
            TestimonialState::Approved { words_hash: approved, .. } if approved != words_hash => {
                return Err(Refusal::WordsDiffer);
            }
            TestimonialState::Approved { .. } => self.must_be_current(today)?,
        }
        if !self.channels().contains(channel) {
            return Err(Refusal::ChannelNotAgreed);
        }
        Ok(PublishableTestimonial::new(self, channel))
    }

    /// The same testimonial, of a person whose record became part of another's.
    #[must_use]
    pub fn of_person(mut self, person: Id<Person>) -> Self {
        self.parts.offer.person = person;
        self
    }

    /// Its identifier.
    pub const fn id(&self) -> Id<Testimonial> {
        self.parts.id
    }

    /// Whose words they are.
    pub const fn person(&self) -> Id<Person> {
        self.parts.offer.person
    }

    /// The words, for the person and those who run the network. Others read a [`PublishableTestimonial`].
    pub const fn words(&self) -> &Prose<1000> {
        &self.parts.offer.words
    }

    /// How the person is named beside them.
    pub const fn attribution(&self) -> &Attribution {
        &self.parts.offer.attribution
    }

    /// Where it may be shown.
    pub const fn channels(&self) -> &Channels {
        &self.parts.offer.channels
    }

    /// The first day on which it is shown no more.
    pub const fn expires(&self) -> NaiveDate {
        self.parts.offer.expires
    }

    /// Where it is on its way.
    pub const fn state(&self) -> TestimonialState {
        self.parts.state
    }

    /// The testimonial taken apart, for a store.
    pub const fn parts(&self) -> &TestimonialParts {
        &self.parts
    }

    fn must_be_current(&self, today: NaiveDate) -> Result<(), Refusal> {
        if today < self.expires() { Ok(()) } else { Err(Refusal::TestimonialExpired) }
    }

    fn with_state(&self, state: TestimonialState) -> Self {
        Self { parts: TestimonialParts { state, ..self.parts.clone() } }
    }
}

// Written by hand: neither words nor names, and not even how long they are.
impl fmt::Debug for Testimonial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.fmt(f)
    }
}

impl fmt::Debug for TestimonialParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Testimonial({}, {}, ..)", self.id, self.state.name())
    }
}

impl fmt::Debug for TestimonialOffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TestimonialOffer({:?}, until {}, ..)", self.channels, self.expires)
    }
}

#[cfg(test)]
mod laws;

#[cfg(test)]
mod tests;
