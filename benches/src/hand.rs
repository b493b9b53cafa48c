//! The same form read by `serde_json` and a page of rules written by hand. It says yes or no, and nothing about why.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::forms::INTERESTS;

const BANDS: [&str; 13] = ["2", "3", "4", "5", "6", "7", "8a", "8b", "8c", "8d", "9", "VSM", "medical"];

/// A form whose texts stay in the JSON where they can: the quickest way to read one, for who keeps none of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Borrowed<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow)]
    email: Cow<'a, str>,
    organisation: &'a str,
    ethnicity: &'a str,
    band: &'a str,
    kind: &'a str,
    consent: bool,
    joined: &'a str,
    interests: Vec<&'a str>,
    #[serde(borrow)]
    bio: Cow<'a, str>,
}

/// A form that owns its texts, as one does that is to be kept.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owned {
    name: String,
    email: String,
    organisation: String,
    ethnicity: String,
    band: String,
    kind: String,
    consent: bool,
    /// Read by its type; who keeps the form would show it.
    pub joined: NaiveDate,
    interests: Vec<String>,
    bio: String,
}

/// Whether a form is as it must be.
#[must_use]
pub fn is_valid(json: &[u8]) -> bool {
    serde_json::from_slice::<Borrowed<'_>>(json).is_ok_and(|form| {
        is_name(&form.name)
            && is_email(&form.email)
            && is_organisation(form.organisation)
            && is_ethnicity(form.ethnicity)
            && BANDS.contains(&form.band)
            && matches!(form.kind, "member" | "ally")
            && form.consent
            && form.joined.parse::<NaiveDate>().is_ok()
            && form.interests.len() <= 6
            && form.interests.iter().all(|interest| INTERESTS.contains(interest))
            && is_bio(&form.bio)
    })
}

/// The form, if it is as it must be.
#[must_use]
pub fn read(json: &[u8]) -> Option<Owned> {
    serde_json::from_slice::<Owned>(json).ok().filter(|form| {
        is_name(&form.name)
            && is_email(&form.email)
            && is_organisation(&form.organisation)
            && is_ethnicity(&form.ethnicity)
            && BANDS.contains(&&*form.band)
            && matches!(&*form.kind, "member" | "ally")
            && form.consent
            && form.interests.len() <= 6
            && form.interests.iter().all(|interest| INTERESTS.contains(&&**interest))
            && is_bio(&form.bio)
    })
}

fn is_name(name: &str) -> bool {
    !name.trim().is_empty() && name.chars().count() <= 200
}

fn is_email(email: &str) -> bool {
    let in_local = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&byte);
    let is_label =
        |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    email.len() <= 254
        && email.rsplit_once('@').is_some_and(|(local, domain)| {
            (1..=64).contains(&local.len())
                && local.bytes().all(in_local)
                && domain.contains('.')
                && domain.split('.').all(is_label)
        })
}

fn is_organisation(code: &str) -> bool {
    (3..=5).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

fn is_ethnicity(code: &str) -> bool {
    matches!(code.as_bytes(), [code] if b"ABCDEFGHJKLMNPRSZ".contains(code))
}

fn is_bio(bio: &str) -> bool {
    bio.chars().count() <= 2_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_forms_of_ten_are_valid() {
        let forms = crate::forms::lines(7_000);
        assert_eq!(forms.lines().filter(|line| is_valid(line.as_bytes())).count(), 6_300);
        assert_eq!(forms.lines().filter(|line| read(line.as_bytes()).is_some()).count(), 6_300);
    }
}
