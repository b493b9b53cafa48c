//! The form with which a person's details are replaced.

use bln_core::{
    Affiliation, EmailAddress, EmailAddresses, Employer, Level, Line, OdsCode, PersonDetails, PersonName,
    ProfessionalBody, ProfessionalRegistration,
};
use bln_validation::{Check, Code, Draft, Field, ProfessionalRegistrationDraft, cross_field, read_date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::{Validate, ValidationError};

/// A person's details, all of them: what is left out is there no longer.
///
/// Ethnic group and access needs are not asked here: they are special category data (UK GDPR article 9).
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct PersonDetailsDraft {
    /// Their name as they write it, at most 200 characters.
    #[validate(required)]
    name: Option<String>,
    /// What they like to be called, at most 100 characters.
    known_as: Option<String>,
    /// One to five addresses; the first is the one written to. Only those who run the network change them.
    emails: Vec<String>,
    /// At most 20 posts, past ones among them, the main one first.
    #[validate(nested)]
    posts: Vec<PostDraft>,
    /// At most eight registrations with professional bodies.
    #[validate(nested)]
    professional_registrations: Vec<ProfessionalRegistrationDraft>,
}

/// Where somebody works, or did.
#[derive(Default, Serialize, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[validate(schema(function = one_organisation, skip_on_field_errors = false))]
struct PostDraft {
    /// Where, by ODS code. Either this or `organisationName`.
    organisation: Option<String>,
    /// Where, if it has no ODS code, at most 200 characters.
    organisation_name: Option<String>,
    /// What they do there, at most 200 characters.
    job_title: Option<String>,
    /// At which level: `afc_8a`, `vsm`, `medical_consultant`, `non_executive`, `other`, `prefer_not_to_say`.
    level: Option<String>,
    /// Since when, as 2026-03-29.
    #[validate(required)]
    from: Option<String>,
    /// The first day on which it is no longer held.
    until: Option<String>,
}

impl Draft for PersonDetailsDraft {
    type Noun = PersonDetails;
    type Context = ();

    const FIELDS: &'static [Field] = &[
        Field::new("name", "Name", "Enter your name"),
        Field::new("knownAs", "Preferred name", "Enter the name you like to be called by"),
        Field::new("emails", "Email addresses", "Enter an email address"),
        Field::new("emails/*", "Email address", "Enter an email address"),
        Field::new("posts", "Posts", "Enter a post"),
        Field::new("posts/*", "Post", "Enter a post"),
        Field::new(
            "posts/*/organisation",
            "Organisation code",
            "Enter the code or the name of your organisation",
        ),
        Field::new("posts/*/organisationName", "Organisation name", "Enter the name of your organisation"),
        Field::new("posts/*/jobTitle", "Job title", "Enter your job title"),
        Field::new("posts/*/level", "Level", "Select your level"),
        Field::new(
            "posts/*/from",
            "Date you started in your role",
            "Enter the date you started in your role",
        ),
        Field::new("posts/*/until", "Date you left your role", "Enter the date you left your role"),
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
    ];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<PersonDetails> {
        let name = check.field("name", self.name, PersonName::parse);
        let known_as = check.field("knownAs", self.known_as, Line::parse);
        let emails = check.each("emails", EmailAddresses::MAX, self.emails, EmailAddress::parse);
        let emails = check.accept("emails", EmailAddresses::new(emails));
        let posts = check.each_nested("posts", PersonDetails::MAX_AFFILIATIONS, self.posts, post);
        let most = PersonDetails::MAX_REGISTRATIONS;
        let registrations = check.each_nested(
            "professionalRegistrations",
            most,
            self.professional_registrations,
            registration,
        );
        let details = PersonDetails::new(name?.with_known_as(known_as), emails?).with_affiliations(posts);
        let details = check.accept("posts", details)?.with_registrations(registrations);
        check.accept("professionalRegistrations", details)
    }
}

fn one_organisation(draft: &PostDraft) -> Result<(), ValidationError> {
    let code = match (&draft.organisation, &draft.organisation_name) {
        (Some(_), None) | (None, Some(_)) => return Ok(()),
        (Some(_), Some(_)) => Code::ORGANISATION_BOTH,
        (None, None) => Code::ORGANISATION_MISSING,
    };
    Err(cross_field(code, &["organisation", "organisationName"]))
}

fn post(draft: PostDraft, check: &mut Check<'_>) -> Option<Affiliation> {
    let listed = check.field("organisation", draft.organisation, |code| OdsCode::parse(&code));
    let unlisted = check.field("organisationName", draft.organisation_name, Line::parse);
    let employer = listed.map(Employer::Listed).or(unlisted.map(Employer::Unlisted));
    let job_title = check.field("jobTitle", draft.job_title, Line::parse);
    let level = check.field("level", draft.level, |text| Level::parse(&text));
    let from = check.field("from", draft.from, read_date);
    let until = check.field("until", draft.until, read_date);
    let post = Affiliation::new(employer?, from?).with_job_title(job_title).with_level(level);
    check.accept("until", post.with_until(until))
}

fn registration(
    draft: ProfessionalRegistrationDraft,
    check: &mut Check<'_>,
) -> Option<ProfessionalRegistration> {
    let body = check.field("body", draft.body, |body| ProfessionalBody::parse(&body))?;
    check.field("number", draft.number, |number| ProfessionalRegistration::parse(body, &number))
}
