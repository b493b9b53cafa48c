//! The form with which somebody joins.

use std::fmt;

use bln_core::{
    Affiliation, Application, BelongingKind, ConsentGiven, ConsentMethod, EmailAddress, EmailAddresses,
    Employer, Level, Line, OdsCode, PersonDetails, PersonName, ProfessionalBody, ProfessionalRegistration,
    PurposeCode,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

use super::WordingDraft;
use crate::{Check, Code, Draft, Field, cross_field, read_date};

/// When and how a membership form arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Received {
    /// The date on which it arrived. A post without a date of its own is taken to be held since then.
    pub today: NaiveDate,
    /// How it arrived, kept with every consent it gives.
    pub method: ConsentMethod,
}

/// The form with which somebody joins, as a member or as an ally.
///
/// Ethnic group and access needs are not asked here. They are special category data (UK GDPR article 9), each
/// with a consent of its own, and membership never depends on them.
///
/// Consents are unticked by default: a form that names none gives none.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[validate(schema(function = one_organisation, skip_on_field_errors = false))]
pub struct MembershipDraft {
    /// `member` or `ally`; `supporter`, the older word, is an ally.
    #[validate(required)]
    pub joining_as: Option<String>,
    /// Their name as they write it, at most 200 characters.
    #[validate(required)]
    pub name: Option<String>,
    /// What they like to be called, at most 100 characters.
    pub known_as: Option<String>,
    /// One to five addresses; the first is the one written to.
    pub emails: Vec<String>,
    /// Where they work, by ODS code. Either this or `organisation_name`.
    pub organisation: Option<String>,
    /// Where they work, if it has no ODS code, at most 200 characters.
    pub organisation_name: Option<String>,
    /// What they do there, at most 200 characters.
    pub job_title: Option<String>,
    /// At which level: `afc_8a`, `vsm`, `medical_consultant`, `non_executive`, `other`, `prefer_not_to_say`.
    pub level: Option<String>,
    /// Since when, as 2026-03-29; if it is left out, since the form arrived.
    pub in_role_since: Option<String>,
    /// At most eight registrations with professional bodies; none is needed to join.
    #[validate(nested)]
    pub professional_registrations: Vec<ProfessionalRegistrationDraft>,
    /// The declaration they made.
    #[validate(required, nested)]
    pub declaration: Option<WordingDraft>,
    /// The privacy notice they were shown (UK GDPR article 13).
    #[validate(required, nested)]
    pub privacy_notice: Option<WordingDraft>,
    /// What they agreed to besides; none of it is needed to join.
    #[validate(nested)]
    pub consents: Vec<ConsentGivenDraft>,
}

/// A registration with a professional body.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct ProfessionalRegistrationDraft {
    /// `gmc`, `nmc`, `hcpc` or `gphc`.
    #[validate(required)]
    pub body: Option<String>,
    /// The number, in the form that the body gives out.
    #[validate(required)]
    pub number: Option<String>,
}

/// A consent given with the form.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct ConsentGivenDraft {
    /// What for: `bulletin`, `directory` and the like.
    #[validate(required)]
    pub purpose: Option<String>,
    /// The name of the wording they agreed to.
    #[validate(required)]
    pub wording: Option<String>,
    /// Its version, from 1.
    #[validate(required)]
    pub version: Option<u32>,
}

impl Draft for MembershipDraft {
    type Noun = Application;
    type Context = Received;

    const FIELDS: &'static [Field] = &[
        Field::new("joiningAs", "Joining as", "Select whether you are joining as a member or as an ally"),
        Field::new("name", "Name", "Enter your name"),
        Field::new("knownAs", "Preferred name", "Enter the name you like to be called by"),
        Field::new("emails", "Email addresses", "Enter an email address"),
        Field::new("emails/*", "Email address", "Enter an email address"),
        Field::new("organisation", "Organisation code", "Enter the code or the name of your organisation"),
        Field::new("organisationName", "Organisation name", "Enter the name of your organisation"),
        Field::new("jobTitle", "Job title", "Enter your job title"),
        Field::new("level", "Level", "Select your level"),
        Field::new("inRoleSince", "Date you started in your role", "Enter the date you started in your role"),
        Field::new(
            "professionalRegistrations",
            "Professional registrations",
            "Enter a professional registration",
        ),
        Field::new(
            "professionalRegistrations/*",
            "Professional registration",
            "Enter a professional registration",
        ),
        Field::new("professionalRegistrations/*/body", "Professional body", "Select your professional body"),
        Field::new(
            "professionalRegistrations/*/number",
            "Registration number",
            "Enter your registration number",
        ),
        Field::new("declaration", "Declaration", "Confirm the declaration"),
        Field::new("declaration/wording", "Declaration wording", "Name the wording of the declaration"),
        Field::new("declaration/version", "Declaration version", "Give the version of the declaration"),
        Field::new("privacyNotice", "Privacy notice", "Say which privacy notice was shown"),
        Field::new(
            "privacyNotice/wording",
            "Privacy notice wording",
            "Name the wording of the privacy notice",
        ),
        Field::new(
            "privacyNotice/version",
            "Privacy notice version",
            "Give the version of the privacy notice",
        ),
        Field::new("consents", "Consents", "Say what you agree to"),
        Field::new("consents/*", "Consent", "Say what you agree to"),
        Field::new("consents/*/purpose", "Consent purpose", "Select what the consent is for"),
        Field::new("consents/*/wording", "Consent wording", "Name the wording of the consent"),
        Field::new("consents/*/version", "Consent version", "Give the version of the consent wording"),
    ];

    fn check(self, received: &Received, check: &mut Check<'_>) -> Option<Application> {
        let joining_as = check.field("joiningAs", self.joining_as, |text| BelongingKind::parse(&text));
        let name = check.field("name", self.name, PersonName::parse);
        let known_as = check.field("knownAs", self.known_as, Line::parse);
        let emails = check.each("emails", EmailAddresses::MAX, self.emails, EmailAddress::parse);
        let emails = check.accept("emails", EmailAddresses::new(emails));

        let listed = check.field("organisation", self.organisation, |code| OdsCode::parse(&code));
        let unlisted = check.field("organisationName", self.organisation_name, Line::parse);
        let employer = listed.map(Employer::Listed).or(unlisted.map(Employer::Unlisted));
        let job_title = check.field("jobTitle", self.job_title, Line::parse);
        let level = check.field("level", self.level, |text| Level::parse(&text));
        let since = check.field("inRoleSince", self.in_role_since, read_date).unwrap_or(received.today);

        let most = PersonDetails::MAX_REGISTRATIONS;
        let registrations = check.each_nested(
            "professionalRegistrations",
            most,
            self.professional_registrations,
            registration,
        );
        let declaration = check.nested("declaration", self.declaration, WordingDraft::read);
        let privacy_notice = check.nested("privacyNotice", self.privacy_notice, WordingDraft::read);
        let consents = check.each_nested("consents", PurposeCode::ALL.len(), self.consents, consent);
        if says_twice(&consents) {
            check.fault("consents", Code::CONSENT_REPEATED);
        }

        let affiliation = Affiliation::new(employer?, since).with_job_title(job_title).with_level(level);
        let details =
            PersonDetails::new(name?.with_known_as(known_as), emails?).with_affiliations(vec![affiliation]);
        let details = check.accept("organisation", details)?.with_registrations(registrations);
        Some(Application {
            details: check.accept("professionalRegistrations", details)?,
            joining_as: joining_as?,
            declaration: declaration?,
            privacy_notice: privacy_notice?,
            consents,
            method: received.method,
        })
    }
}

fn one_organisation(draft: &MembershipDraft) -> Result<(), ValidationError> {
    let code = match (&draft.organisation, &draft.organisation_name) {
        (Some(_), None) | (None, Some(_)) => return Ok(()),
        (Some(_), Some(_)) => Code::ORGANISATION_BOTH,
        (None, None) => Code::ORGANISATION_MISSING,
    };
    Err(cross_field(code, &["organisation", "organisationName"]))
}

fn registration(
    draft: ProfessionalRegistrationDraft,
    check: &mut Check<'_>,
) -> Option<ProfessionalRegistration> {
    let body = check.field("body", draft.body, |body| ProfessionalBody::parse(&body))?;
    check.field("number", draft.number, |number| ProfessionalRegistration::parse(body, &number))
}

fn consent(draft: ConsentGivenDraft, check: &mut Check<'_>) -> Option<ConsentGiven> {
    let purpose = check.field("purpose", draft.purpose, |purpose| PurposeCode::parse(&purpose));
    let wording = super::wording::read(draft.wording, draft.version, check);
    Some(ConsentGiven { purpose: purpose?, wording: wording? })
}

fn says_twice(consents: &[ConsentGiven]) -> bool {
    let mut rest = consents;
    while let [first, others @ ..] = rest {
        if others.iter().any(|other| other.purpose == first.purpose) {
            return true;
        }
        rest = others;
    }
    false
}

// Drafts hold what people write about themselves: none of it is shown.
impl fmt::Debug for MembershipDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MembershipDraft(..)")
    }
}

impl fmt::Debug for ProfessionalRegistrationDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProfessionalRegistrationDraft(..)")
    }
}

impl fmt::Debug for ConsentGivenDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ConsentGivenDraft(..)")
    }
}
