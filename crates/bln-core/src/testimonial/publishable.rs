//! A testimonial as others may read it.

use std::fmt;

use super::Channel;
use crate::{Attribution, Id, Prose, Testimonial};

/// A testimonial as others may read it now, by one channel.
///
/// It is had from [`Testimonial::publishable`] with a live [`Permit`](crate::Permit), and in no other way:
///
/// ```compile_fail,E0451
/// use bln_core::{Attribution, Id, Prose, PublishableTestimonial, Testimonial, testimonial::Channel};
///
/// fn leak(id: Id<Testimonial>, words: Prose<1000>) -> PublishableTestimonial {
///     PublishableTestimonial { id, words, attribution: Attribution::Anonymous, channel: Channel::Website }
/// }
/// ```
///
/// Like the permit it cannot be copied to be shown another day: it is asked for each time.
///
/// ```compile_fail,E0308
/// # use bln_core::PublishableTestimonial;
/// fn keep(now: &PublishableTestimonial) -> PublishableTestimonial {
///     now.clone()
/// }
/// ```
#[derive(PartialEq, Eq)]
#[must_use]
pub struct PublishableTestimonial {
    id: Id<Testimonial>,
    words: Prose<1000>,
    attribution: Attribution,
    channel: Channel,
}

impl PublishableTestimonial {
    /// Only for the testimonial, which has looked.
    pub(super) fn new(testimonial: &Testimonial, channel: Channel) -> Self {
        Self {
            id: testimonial.id(),
            words: testimonial.words().clone(),
            attribution: testimonial.attribution().clone(),
            channel,
        }
    }

    /// The identifier of the testimonial.
    pub const fn id(&self) -> Id<Testimonial> {
        self.id
    }

    /// The words, as they were approved.
    pub const fn words(&self) -> &Prose<1000> {
        &self.words
    }

    /// How the person is named beside them: no more than they chose.
    pub const fn attribution(&self) -> &Attribution {
        &self.attribution
    }

    /// The channel it may be shown by.
    pub const fn channel(&self) -> Channel {
        self.channel
    }
}

impl fmt::Debug for PublishableTestimonial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublishableTestimonial({}, {}, ..)", self.id, self.channel.name())
    }
}
