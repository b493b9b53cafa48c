//! Where a testimonial was shown, and what has to come down.

use std::fmt;

use super::Channel;
use crate::{Id, Instant, Line, Refusal, Testimonial};

/// A place where a testimonial is or was shown.
///
/// It names no person, so that it can outlive the testimonial: when the words are erased, the places that still show
/// them have to be known. What is written as its place should say where to look, and not whose words they are.
///
/// A place is noted whatever the state of the testimonial: one that shows words without leave is the one that has to be
/// found.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct TestimonialUse {
    parts: TestimonialUseParts,
}

/// A place taken apart, for a store to write and to put together again with [`TestimonialUse::restore`].
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct TestimonialUseParts {
    /// Its identifier.
    pub id: Id<TestimonialUse>,
    /// Which testimonial is shown there.
    pub testimonial: Id<Testimonial>,
    /// By which channel.
    pub channel: Channel,
    /// Where exactly: an address of a page, an issue of a bulletin, a page of a report.
    pub place: Line<200>,
    /// Since when, as far as it is known.
    pub at: Instant,
    /// When somebody said that it no longer shows the testimonial.
    pub taken_down: Option<Instant>,
}

impl TestimonialUse {
    /// A place that shows a testimonial.
    pub const fn note(
        id: Id<TestimonialUse>,
        testimonial: Id<Testimonial>,
        channel: Channel,
        place: Line<200>,
        now: Instant,
    ) -> Self {
        Self { parts: TestimonialUseParts { id, testimonial, channel, place, at: now, taken_down: None } }
    }

    /// Puts a stored place together again.
    pub const fn restore(parts: TestimonialUseParts) -> Self {
        Self { parts }
    }

    /// Ticks the place off: it no longer shows the testimonial.
    ///
    /// # Errors
    ///
    /// [`TakenDown`](Refusal::TakenDown) for one that was ticked off before.
    pub fn taken_down(&self, now: Instant) -> Result<Self, Refusal> {
        if self.is_shown() {
            Ok(Self { parts: TestimonialUseParts { taken_down: Some(now), ..self.parts.clone() } })
        } else {
            Err(Refusal::TakenDown)
        }
    }

    /// What has to be done about this place, given whether its testimonial may be shown there now: by
    /// [`Testimonial::publishable`] for its [channel](TestimonialUse::channel), or `None` if the testimonial is gone.
    /// Nothing, if the place was ticked off, or if the testimonial may be shown.
    pub fn takedown(&self, shown: Option<Result<(), Refusal>>) -> Option<Takedown> {
        let because = match shown {
            Some(Ok(())) => return None,
            Some(Err(refusal)) => TakedownReason::Refused(refusal),
            None => TakedownReason::Gone,
        };
        self.is_shown().then(|| Takedown { place: self.clone(), because })
    }

    /// Whether nobody has said that the testimonial is gone from here.
    pub const fn is_shown(&self) -> bool {
        self.parts.taken_down.is_none()
    }

    /// Its identifier.
    pub const fn id(&self) -> Id<TestimonialUse> {
        self.parts.id
    }

    /// Which testimonial is or was shown there.
    pub const fn testimonial(&self) -> Id<Testimonial> {
        self.parts.testimonial
    }

    /// By which channel.
    pub const fn channel(&self) -> Channel {
        self.parts.channel
    }

    /// Where exactly.
    pub const fn place(&self) -> &Line<200> {
        &self.parts.place
    }

    /// The place taken apart, for a store.
    pub const fn parts(&self) -> &TestimonialUseParts {
        &self.parts
    }
}

// Written by hand: an address can have a name in it.
impl fmt::Debug for TestimonialUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.fmt(f)
    }
}

impl fmt::Debug for TestimonialUseParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TestimonialUse({}, {}, ..)", self.id, self.channel.name())
    }
}

/// Why a testimonial has to come down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TakedownReason {
    /// It is not there any more: its person, or their words, were erased.
    Gone,
    /// It may not be shown there: it was taken back, consent was withdrawn, its time is over, or whatever else.
    Refused(Refusal),
}

/// A place from which a testimonial has to be taken down, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Takedown {
    /// Where.
    pub place: TestimonialUse,
    /// Why.
    pub because: TakedownReason,
}
