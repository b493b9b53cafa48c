//! The same form as an embedder writes it down with `bln-validation`: every fault is reported, with its place.

use bln_core::{
    AfcBand, BelongingKind, EmailAddress, EthnicCategory, InvalidKind, OdsCode, PersonName, Prose,
};
use bln_validation::{Check, Code, Draft, Field, read_date};
use chrono::NaiveDate;
use serde::Deserialize;
use validator::Validate;

use crate::forms::INTERESTS;

/// The form as it is sent.
#[derive(Debug, Default, Deserialize, Validate)]
#[serde(default, deny_unknown_fields)]
pub struct FormDraft {
    #[validate(required)]
    name: Option<String>,
    #[validate(required)]
    email: Option<String>,
    #[validate(required)]
    organisation: Option<String>,
    #[validate(required)]
    ethnicity: Option<String>,
    #[validate(required)]
    band: Option<String>,
    #[validate(required)]
    kind: Option<String>,
    #[validate(required)]
    consent: Option<bool>,
    #[validate(required)]
    joined: Option<String>,
    interests: Vec<String>,
    #[validate(required)]
    bio: Option<String>,
}

/// The form with everything in it as it must be.
#[derive(Debug)]
pub struct Form {
    /// Who.
    pub name: PersonName,
    /// Where to write to.
    pub email: EmailAddress,
    /// Where they work.
    pub organisation: OdsCode,
    /// What they say of themselves.
    pub ethnicity: EthnicCategory,
    /// At which level they work.
    pub band: Band,
    /// How they join.
    pub kind: BelongingKind,
    /// Since when.
    pub joined: NaiveDate,
    /// What they are interested in.
    pub interests: Vec<&'static str>,
    /// What they write about themselves, if they do.
    pub bio: Option<Prose<2_000>>,
}

/// The levels of this form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Band {
    /// Agenda for Change.
    Afc(AfcBand),
    /// Very senior manager.
    Vsm,
    /// A doctor or dentist.
    Medical,
}

impl Draft for FormDraft {
    type Noun = Form;
    type Context = ();

    const FIELDS: &'static [Field] = &[
        Field::new("name", "Name", "Enter your name"),
        Field::new("email", "Email address", "Enter your email address"),
        Field::new("organisation", "Organisation code", "Enter the code of your organisation"),
        Field::new("ethnicity", "Ethnic category", "Select your ethnic category"),
        Field::new("band", "Band", "Select your band"),
        Field::new("kind", "Joining as", "Select whether you are joining as a member or as an ally"),
        Field::new("consent", "Agreement", "Confirm that you agree"),
        Field::new("joined", "Date you joined", "Enter the date you joined"),
        Field::new("interests", "Interests", "Select what you are interested in"),
        Field::new("interests/*", "Interest", "Select what you are interested in"),
        Field::new("bio", "About you", "Enter something about yourself"),
    ];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<Form> {
        let name = check.field("name", self.name, PersonName::parse);
        let email = check.field("email", self.email, EmailAddress::parse);
        let organisation = check.field("organisation", self.organisation, |code| OdsCode::parse(&code));
        let ethnicity = check.field("ethnicity", self.ethnicity, |code| EthnicCategory::parse(&code));
        let band = check.field("band", self.band, |band| read_band(&band));
        let kind = check.field("kind", self.kind, |kind| BelongingKind::parse(&kind));
        let consent =
            check.field("consent", self.consent, |given| if given { Ok(()) } else { Err(Code::MISSING) });
        let joined = check.field("joined", self.joined, read_date);
        let interests = check.each("interests", 6, self.interests, |name| read_interest(&name));
        let bio = check.field("bio", self.bio, |bio| match bio.is_empty() {
            true => Ok(None),
            false => Prose::parse(bio).map(Some),
        });
        consent?;
        Some(Form {
            name: name?,
            email: email?,
            organisation: organisation?,
            ethnicity: ethnicity?,
            band: band?,
            kind: kind?,
            joined: joined?,
            interests,
            bio: bio?,
        })
    }
}

fn read_band(band: &str) -> Result<Band, Code> {
    match band {
        "VSM" => Ok(Band::Vsm),
        "medical" => Ok(Band::Medical),
        band => AfcBand::parse(band).map(Band::Afc).map_err(|_| Code::from(InvalidKind::LevelUnknown)),
    }
}

fn read_interest(name: &str) -> Result<&'static str, Code> {
    INTERESTS.into_iter().find(|known| *known == name).ok_or(Code::new("interest.unknown"))
}

#[cfg(test)]
mod tests {
    use bln_validation::parse_json;

    use super::*;

    #[test]
    fn each_kind_of_fault_is_reported_once_at_its_place() {
        let forms = crate::forms::lines(70);
        let told = forms.lines().filter_map(|line| parse_json::<FormDraft>(line.as_bytes(), &()).err());
        let told: Vec<_> = told.map(|report| report.to_string()).collect();
        assert_eq!(
            told,
            [
                "/email email.format",
                "/organisation ods_code.format",
                "/ethnicity ethnic_category.unknown",
                "/band level.unknown",
                "/bio text.too_long",
                "/name draft.missing",
                "/interests/0 interest.unknown",
            ]
        );
    }

    #[test]
    fn several_faults_of_one_form_are_all_reported() {
        let report =
            parse_json::<FormDraft>(br#"{"bio": 7, "band": "10", "consent": false}"#, &()).unwrap_err();
        assert_eq!(report.faults().len(), 9);
    }
}
