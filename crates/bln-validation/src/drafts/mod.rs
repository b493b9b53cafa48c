//! The forms of a network, as they are sent.

mod consent;
mod event;
mod membership;
mod organisation;
mod registration;
mod wording;
mod words;

pub use consent::ConsentDraft;
pub use event::{AccessibilityDraft, EventDraft, RepeatsDraft};
pub use membership::{ConsentGivenDraft, MembershipDraft, ProfessionalRegistrationDraft, Received};
pub use organisation::{OrganisationDraft, SuccessionDraft};
pub use registration::RegistrationDraft;
pub use wording::WordingDraft;
pub use words::{RecognitionDraft, ResourceDraft, TestimonialDraft};
