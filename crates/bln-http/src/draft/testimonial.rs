//! The forms with which somebody approves of their words, and a place that shows them is noted.

use std::fmt;

use bln_core::{Line, Prose, testimonial::Channel};
use bln_validation::{Check, Draft, Field};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

/// The words of which somebody approves, as they have read them.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct ApprovalDraft {
    /// The words that were read, at most 1,000 characters: nobody approves of others.
    #[validate(required)]
    #[schema(example = "I was heard.")]
    words: Option<String>,
}

/// A place that shows a testimonial.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct TestimonialUseDraft {
    /// By which channel: `website`, `bulletin`, `report` or `social_media`.
    #[validate(required)]
    #[schema(example = "website")]
    channel: Option<String>,
    /// Where exactly, at most 200 characters: an address of a page, a page of a report. Not whose words they are.
    #[validate(required)]
    #[schema(example = "https://example.org/voices")]
    place: Option<String>,
}

/// A place that shows a testimonial, read.
pub(crate) struct TestimonialUseNoun {
    pub(crate) channel: Channel,
    pub(crate) place: Line<200>,
}

impl Draft for ApprovalDraft {
    type Noun = Prose<1000>;
    type Context = ();

    const FIELDS: &'static [Field] = &[
        Field::new("", "The approval", "Say of which words you approve"),
        Field::new("words", "Words", "Send the words that you have read"),
    ];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<Prose<1000>> {
        check.field("words", self.words, Prose::parse)
    }
}

impl Draft for TestimonialUseDraft {
    type Noun = TestimonialUseNoun;
    type Context = ();

    const FIELDS: &'static [Field] = &[
        Field::new("", "The place", "Say where the words are shown"),
        Field::new("channel", "Channel", "Select a channel"),
        Field::new("place", "Place", "Enter where the words are shown"),
    ];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<TestimonialUseNoun> {
        let channel = check.field("channel", self.channel, |channel| Channel::parse(&channel));
        let place = check.field("place", self.place, Line::parse);
        Some(TestimonialUseNoun { channel: channel?, place: place? })
    }
}

// What was sent is not shown: it may be anything.
impl fmt::Debug for ApprovalDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApprovalDraft(..)")
    }
}

impl fmt::Debug for TestimonialUseDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TestimonialUseDraft(..)")
    }
}
