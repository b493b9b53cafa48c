//! The forms there are, by name.

use crate::{
    BulletinDraft, ConclusionDraft, ConsentDraft, Draft, EventDraft, Field, InitiativeDraft, InterestsDraft,
    LegacyLineDraft, MembershipDraft, OrganisationDraft, Received, RecognitionDraft, RegistrationDraft,
    Report, ResourceDraft, TestimonialDraft, parse_json,
};

/// A kind of form, for programs that learn it at run time: a checker of files, a test, a fuzzer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Form {
    /// [`MembershipDraft`].
    Membership,
    /// [`OrganisationDraft`].
    Organisation,
    /// [`EventDraft`].
    Event,
    /// [`RegistrationDraft`].
    Registration,
    /// [`ConsentDraft`].
    Consent,
    /// [`TestimonialDraft`].
    Testimonial,
    /// [`RecognitionDraft`].
    Recognition,
    /// [`ResourceDraft`].
    Resource,
    /// [`InitiativeDraft`].
    Initiative,
    /// [`LegacyLineDraft`].
    LegacyLine,
    /// [`ConclusionDraft`].
    Conclusion,
    /// [`BulletinDraft`].
    Bulletin,
    /// [`InterestsDraft`].
    Interests,
}

impl Form {
    /// Every form.
    pub const ALL: [Form; 13] = [
        Form::Membership,
        Form::Organisation,
        Form::Event,
        Form::Registration,
        Form::Consent,
        Form::Testimonial,
        Form::Recognition,
        Form::Resource,
        Form::Initiative,
        Form::LegacyLine,
        Form::Conclusion,
        Form::Bulletin,
        Form::Interests,
    ];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Form::Membership => "membership",
            Form::Organisation => "organisation",
            Form::Event => "event",
            Form::Registration => "registration",
            Form::Consent => "consent",
            Form::Testimonial => "testimonial",
            Form::Recognition => "recognition",
            Form::Resource => "resource",
            Form::Initiative => "initiative",
            Form::LegacyLine => "legacy_line",
            Form::Conclusion => "conclusion",
            Form::Bulletin => "bulletin",
            Form::Interests => "interests",
        }
    }

    /// The fields, in the order in which people see them.
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Form::Membership => MembershipDraft::FIELDS,
            Form::Organisation => OrganisationDraft::FIELDS,
            Form::Event => EventDraft::FIELDS,
            Form::Registration => RegistrationDraft::FIELDS,
            Form::Consent => ConsentDraft::FIELDS,
            Form::Testimonial => TestimonialDraft::FIELDS,
            Form::Recognition => RecognitionDraft::FIELDS,
            Form::Resource => ResourceDraft::FIELDS,
            Form::Initiative => InitiativeDraft::FIELDS,
            Form::LegacyLine => LegacyLineDraft::FIELDS,
            Form::Conclusion => ConclusionDraft::FIELDS,
            Form::Bulletin => BulletinDraft::FIELDS,
            Form::Interests => InterestsDraft::FIELDS,
        }
    }

    /// Examines a form and makes nothing of it.
    ///
    /// Total, for any bytes: it is what a fuzzer calls. [`parse_json`] is what makes something of a form.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub fn examine(self, bytes: &[u8], received: &Received) -> Result<(), Report> {
        match self {
            Form::Membership => parse_json::<MembershipDraft>(bytes, received).map(drop),
            Form::Organisation => parse_json::<OrganisationDraft>(bytes, &received.today).map(drop),
            Form::Event => parse_json::<EventDraft>(bytes, &()).map(drop),
            Form::Registration => parse_json::<RegistrationDraft>(bytes, &()).map(drop),
            Form::Consent => parse_json::<ConsentDraft>(bytes, &()).map(drop),
            Form::Testimonial => parse_json::<TestimonialDraft>(bytes, &()).map(drop),
            Form::Recognition => parse_json::<RecognitionDraft>(bytes, &()).map(drop),
            Form::Resource => parse_json::<ResourceDraft>(bytes, &()).map(drop),
            Form::Initiative => parse_json::<InitiativeDraft>(bytes, &()).map(drop),
            Form::LegacyLine => parse_json::<LegacyLineDraft>(bytes, &()).map(drop),
            Form::Conclusion => parse_json::<ConclusionDraft>(bytes, &()).map(drop),
            Form::Bulletin => parse_json::<BulletinDraft>(bytes, &()).map(drop),
            Form::Interests => parse_json::<InterestsDraft>(bytes, &()).map(drop),
        }
    }
}
