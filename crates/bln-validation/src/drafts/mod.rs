//! The forms of a network, as they are sent.

mod bulletin;
mod choice;
mod consent;
mod event;
mod initiative;
mod legacy;
mod membership;
mod organisation;
mod registration;
mod wording;
mod words;

pub use bulletin::{BulletinDraft, InterestsDraft, SectionDraft};
pub use consent::ConsentDraft;
pub use event::{AccessibilityDraft, EventDraft, RepeatsDraft};
pub use initiative::{ConclusionDraft, InitiativeDraft};
pub use legacy::{BodyDraft, LegacyLineDraft, LinkedDraft};
pub use membership::{ConsentGivenDraft, MembershipDraft, ProfessionalRegistrationDraft, Received};
pub use organisation::{OrganisationDraft, SuccessionDraft};
pub use registration::RegistrationDraft;
pub use wording::WordingDraft;
pub use words::{RecognitionDraft, ResourceDraft, TestimonialDraft};
