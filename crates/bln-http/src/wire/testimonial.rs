//! People's own words, as they are sent: to themselves, and to whoever shows them.

use bln_core::{PublishableTestimonial, Takedown, TakedownReason, Testimonial, testimonial::Channel};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::attribution::AttributionWire;

/// A testimonial, as its person reads it before they approve.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Testimonial", example = json!({
    "id": "0192f0c1-7a00-7000-8000-000000000007",
    "words": "I was heard.",
    "naming": "named",
    "name": "Sample Person 17",
    "role": "Sample manager",
    "organisation": "Sample Trust",
    "channels": ["website"],
    "expires": "2028-03-01",
    "state": "offered",
}))]
pub(crate) struct TestimonialWire {
    id: Uuid,
    words: String,
    #[serde(flatten)]
    attribution: AttributionWire,
    /// Where the words may be shown: `website`, `bulletin`, `report`, `social_media`.
    channels: Vec<&'static str>,
    /// The first day on which they are shown no more.
    #[schema(format = Date)]
    expires: String,
    /// `offered`, `approved` or `withdrawn`.
    state: &'static str,
    /// When they were approved, or taken back (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    since: Option<String>,
}

/// A testimonial that may be shown by a channel now. Ask each time it is shown: what was read before is no leave to.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Testimonial to show")]
pub(crate) struct PublishableWire {
    id: Uuid,
    /// The words, as they were approved.
    words: String,
    #[serde(flatten)]
    attribution: AttributionWire,
    /// The channel by which they may be shown.
    channel: &'static str,
}

/// A place from which a testimonial has to be taken down.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Takedown", example = json!({
    "id": "0192f0c1-7a00-7000-8000-000000000008",
    "testimonial": "0192f0c1-7a00-7000-8000-000000000007",
    "channel": "website",
    "place": "https://example.org/voices",
    "because": "testimonial.withdrawn",
}))]
pub(crate) struct TakedownWire {
    id: Uuid,
    testimonial: Uuid,
    channel: &'static str,
    /// Where exactly.
    place: String,
    /// Why: `gone` when the words were erased, or the code of why they may not be shown there.
    because: &'static str,
}

impl TestimonialWire {
    pub(crate) fn of(testimonial: &Testimonial) -> Self {
        Self {
            id: testimonial.id().uuid(),
            words: testimonial.words().as_str().to_owned(),
            attribution: AttributionWire::of(testimonial.attribution()),
            channels: testimonial.channels().iter().map(Channel::name).collect(),
            expires: testimonial.expires().to_string(),
            state: testimonial.state().name(),
            since: testimonial.state().at().map(|at| at.to_string()),
        }
    }
}

impl PublishableWire {
    pub(crate) fn of(shown: &PublishableTestimonial) -> Self {
        Self {
            id: shown.id().uuid(),
            words: shown.words().as_str().to_owned(),
            attribution: AttributionWire::of(shown.attribution()),
            channel: shown.channel().name(),
        }
    }
}

impl TakedownWire {
    pub(crate) fn of(takedown: &Takedown) -> Self {
        Self {
            id: takedown.place.id().uuid(),
            testimonial: takedown.place.testimonial().uuid(),
            channel: takedown.place.channel().name(),
            place: takedown.place.place().as_str().to_owned(),
            because: match takedown.because {
                TakedownReason::Gone => "gone",
                TakedownReason::Refused(refusal) => refusal.code(),
            },
        }
    }
}
