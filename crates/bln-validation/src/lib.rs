//! Untrusted drafts become the nouns of a staff network, or a complete report of what is wrong.
//!
//! A form arrives as JSON and is a *draft*: nobody has checked anything. [`parse_json`] turns it into the noun of
//! [`bln_core`] that it is meant to be, or into a [`Report`] that names every fault at once: where (a JSON
//! pointer, RFC 6901), which (a stable [`Code`]), its parameters, and what to tell the person who filled it in,
//! in the style of the NHS service manual. Nothing is half made, and nothing that was written is in a report, so
//! a report may be shown, stored and logged.
//!
//! ```
//! use bln_core::ConsentMethod;
//! use bln_validation::{MembershipDraft, Received, parse_json};
//!
//! let form = r#"{
//!     "joiningAs": "member",
//!     "name": "Sample Person 17",
//!     "emails": ["sample.person.17@example.org", "sample.person.17"],
//!     "organisation": 17,
//!     "level": "band 12",
//!     "declaration": {"wording": "membership-declaration", "version": 1},
//!     "jobTitel": "Head of samples"
//! }"#;
//!
//! let today = bln_validation::read_date("2026-03-29")?;
//! let received = Received { today, method: ConsentMethod::Web };
//! let report = parse_json::<MembershipDraft>(form.as_bytes(), &received).unwrap_err();
//!
//! let lines: Vec<String> = report
//!     .faults()
//!     .iter()
//!     .map(|fault| format!("{} | {} | {}", fault.pointer(), fault.code(), fault.message()))
//!     .collect();
//! assert_eq!(lines, [
//!     " | draft.unknown_field | The form has a field that is not part of it, number 7. \
//!         The nearest one that is: jobTitle",
//!     "/emails/1 | email.format | Email address must be in the correct format, like name@example.org",
//!     "/organisation | draft.wrong_type | Organisation code must be text",
//!     "/level | level.unknown | Level must be a level from the list, like afc_8a, vsm or prefer_not_to_say",
//!     "/privacyNotice | draft.missing | Say which privacy notice was shown",
//! ]);
//! # Ok::<(), bln_core::Invalid>(())
//! ```
//!
//! # The forms
//!
//! | Draft | becomes | besides the form |
//! | --- | --- | --- |
//! | [`MembershipDraft`] | [`bln_core::Application`] | [`Received`]: today's date, and how the form arrived |
//! | [`OrganisationDraft`] | [`bln_core::Organisation`] | today's date |
//! | [`EventDraft`] | [`bln_core::PlannedEvent`] | nothing |
//! | [`RegistrationDraft`] | [`bln_core::RegistrationRequest`] | nothing |
//! | [`ConsentDraft`] | [`bln_core::ConsentRequest`] | nothing |
//! | [`TestimonialDraft`] | [`bln_core::TestimonialOffer`] | nothing |
//! | [`RecognitionDraft`] | [`bln_core::RecognitionDetails`] | nothing |
//! | [`ResourceDraft`] | [`bln_core::ResourceDetails`] | nothing |
//! | [`InitiativeDraft`] | [`bln_core::InitiativeDetails`] | nothing |
//! | [`LegacyLineDraft`] | [`bln_core::LegacyLine`] | nothing |
//! | [`ConclusionDraft`] | [`bln_core::Conclusion`] | nothing |
//! | [`BulletinDraft`] | [`bln_core::BulletinContents`] | nothing |
//! | [`InterestsDraft`] | [`bln_core::Pillars`], or `None` | nothing |
//!
//! A network with a form of its own implements [`Draft`] for it; the trait's documentation shows how. Every code
//! is in the [`catalogue`].
//!
//! # What is bounded
//!
//! A draft has at most [`MAX_DRAFT_BYTES`], unless it [says otherwise](Draft::MAX_BYTES), 32 levels, and a report at most 100 faults; of parts that cannot be
//! read as JSON values of the right kind, the first 64 are told. A value has one fault at most: the first that
//! was found.

pub mod catalogue;
mod check;
mod code;
mod date;
mod draft;
mod drafts;
mod fault;
mod faults;
mod field;
mod form;
mod json;
mod problem;
mod report;
mod rules;

pub use check::Check;
pub use code::Code;
pub use date::read_date;
pub use draft::{Draft, MAX_DRAFT_BYTES, check, parse_json};
pub use drafts::{
    AccessibilityDraft, BodyDraft, BulletinDraft, ConclusionDraft, ConsentDraft, ConsentGivenDraft,
    EventDraft, InitiativeDraft, InterestsDraft, LegacyLineDraft, LinkedDraft, MembershipDraft,
    OrganisationDraft, ProfessionalRegistrationDraft, Received, RecognitionDraft, RegistrationDraft,
    RepeatsDraft, ResourceDraft, SectionDraft, SuccessionDraft, TestimonialDraft, WordingDraft,
};
pub use fault::Fault;
pub use field::Field;
pub use form::Form;
pub use problem::{Param, Problem};
pub use report::Report;
pub use rules::cross_field;
