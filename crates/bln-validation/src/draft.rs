//! From bytes to a noun, or to everything that is wrong with them.

use serde::de::DeserializeOwned;
use validator::Validate;

use crate::{Check, Code, Fault, Field, Report, faults::Faults, json, rules};

/// The most bytes a draft may have, unless it says otherwise: 64 KiB.
pub const MAX_DRAFT_BYTES: usize = 64 * 1024;

/// A form as it is sent: untrusted, and not yet a noun.
///
/// Three kinds of rule meet here, and each is written once. What a field *is* stands in its Rust type. Which
/// fields are *needed*, and how fields hang together, stands in `validator` attributes. What a value must look
/// like stands in the constructor of the noun it becomes, and [`Draft::check`] calls it.
///
/// For a report to be complete, every field must be able to stay empty, so that a field which cannot be read
/// does not hide the others: give the struct `#[serde(default, deny_unknown_fields)]` and make every field an
/// `Option` or a `Vec`. Bounds of lists belong in [`Check::each`]: on a list of `nested` structs, `validator`
/// leaves out the members' own faults once the list has one.
///
/// ```
/// use bln_core::{EmailAddress, Line};
/// use bln_validation::{Check, Draft, Field, parse_json};
/// use serde::Deserialize;
/// use validator::Validate;
///
/// #[derive(Default, Deserialize, Validate)]
/// #[serde(default, deny_unknown_fields, rename_all = "camelCase")]
/// struct SpeakerDraft {
///     #[validate(required)]
///     full_name: Option<String>,
///     #[validate(required)]
///     email: Option<String>,
///     topics: Vec<String>,
/// }
///
/// struct Speaker {
///     full_name: Line<200>,
///     email: EmailAddress,
///     topics: Vec<Line<60>>,
/// }
///
/// impl Draft for SpeakerDraft {
///     type Noun = Speaker;
///     type Context = ();
///
///     const FIELDS: &'static [Field] = &[
///         Field::new("fullName", "Name", "Enter your name"),
///         Field::new("email", "Email address", "Enter your email address"),
///         Field::new("topics", "Topics", "Enter a topic"),
///         Field::new("topics/*", "Topic", "Enter a topic"),
///     ];
///
///     fn check(self, _: &(), check: &mut Check<'_>) -> Option<Speaker> {
///         let full_name = check.field("fullName", self.full_name, Line::parse);
///         let email = check.field("email", self.email, EmailAddress::parse);
///         let topics = check.each("topics", 3, self.topics, Line::parse);
///         Some(Speaker { full_name: full_name?, email: email?, topics })
///     }
/// }
///
/// let sent = br#"{"email": "sample.person.17", "topics": ["Careers", 7], "fulName": "Sample Person 17"}"#;
/// let report = parse_json::<SpeakerDraft>(sent, &()).map(|_| ()).unwrap_err();
///
/// let told: Vec<_> = report.faults().iter().map(|fault| (fault.pointer(), fault.message())).collect();
/// assert_eq!(told, [
///     ("", "The form has a field that is not part of it, number 3. The nearest one that is: fullName"),
///     ("/fullName", "Enter your name"),
///     ("/email", "Email address must be in the correct format, like name@example.org"),
///     ("/topics/1", "Topic must be text"),
/// ]);
///
/// let sent = br#"{"email": "sample.person.17@example.org", "fullName": "Sample Person 17"}"#;
/// let speaker = parse_json::<SpeakerDraft>(sent, &())?;
/// assert_eq!(speaker.full_name.as_str(), "Sample Person 17");
/// # let _ = (speaker.email, speaker.topics);
/// # Ok::<(), bln_validation::Report>(())
/// ```
pub trait Draft: Default + DeserializeOwned + Validate {
    /// What the draft becomes.
    type Noun;

    /// What must be known besides the form: today's date, or how the form arrived. `()` if nothing.
    type Context: ?Sized;

    /// The fields of the form in the order in which people see them, with their words.
    const FIELDS: &'static [Field];

    /// The most bytes a form of this kind may have as JSON.
    const MAX_BYTES: usize = MAX_DRAFT_BYTES;

    /// Turns every field into its part of the noun, and says through [`Check`] what is wrong with those that
    /// cannot be. All fields are to be looked at before the first `?`, so that the report is complete.
    ///
    /// `None` without a fault is reported as `draft.refused`.
    fn check(self, context: &Self::Context, check: &mut Check<'_>) -> Option<Self::Noun>;
}

/// Reads a draft from JSON and turns it into its noun.
///
/// Total: any bytes give a noun or a report. Time and memory are bounded by [`Draft::MAX_BYTES`].
///
/// # Errors
///
/// Everything that is wrong: one fault for each value, up to 100. Bytes that are not JSON give one fault with
/// line and column.
pub fn parse_json<D: Draft>(bytes: &[u8], context: &D::Context) -> Result<D::Noun, Report> {
    let mut faults = Faults::default();
    let noun = json::read::<D>(bytes, D::MAX_BYTES, &mut faults)
        .and_then(|draft| examine(draft, context, &mut faults));
    decide::<D>(noun, faults)
}

/// Turns a draft that a program filled in into its noun.
///
/// # Errors
///
/// As [`parse_json`].
pub fn check<D: Draft>(draft: D, context: &D::Context) -> Result<D::Noun, Report> {
    let mut faults = Faults::default();
    let noun = examine(draft, context, &mut faults);
    decide::<D>(noun, faults)
}

fn examine<D: Draft>(draft: D, context: &D::Context, faults: &mut Faults) -> Option<D::Noun> {
    if let Err(errors) = draft.validate() {
        rules::collect(errors, D::FIELDS, &mut Vec::new(), faults);
    }
    draft.check(context, &mut Check::new(faults))
}

fn decide<D: Draft>(noun: Option<D::Noun>, faults: Faults) -> Result<D::Noun, Report> {
    match (noun, faults.into_report(D::FIELDS)) {
        (Some(noun), None) => Ok(noun),
        (_, Some(report)) => Err(report),
        (None, None) => Err(Report::one(Fault::new("", Code::REFUSED, D::FIELDS))),
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Default, Deserialize, Validate)]
    #[serde(default, deny_unknown_fields)]
    struct Moody {
        good_day: Option<bool>,
    }

    impl Draft for Moody {
        type Noun = ();
        type Context = str;

        const FIELDS: &'static [Field] = &[];
        const MAX_BYTES: usize = 20;

        fn check(self, mood: &str, check: &mut Check<'_>) -> Option<()> {
            if mood == "loud" {
                check.fault("good_day", Code::FORMAT);
            }
            self.good_day.map(drop)
        }
    }

    fn told(json: &str, mood: &str) -> Option<String> {
        parse_json::<Moody>(json.as_bytes(), mood).err().map(|report| report.to_string())
    }

    #[test]
    fn a_draft_that_refuses_without_a_reason_is_reported_all_the_same() {
        assert_eq!(told("{}", "quiet").as_deref(), Some("draft.refused"));
        assert_eq!(told(r#"{"good_day":true}"#, "quiet"), None);
    }

    #[test]
    fn a_noun_that_came_with_a_fault_is_not_given_out() {
        assert_eq!(told(r#"{"good_day":true}"#, "loud").as_deref(), Some("/good_day draft.format"));
    }

    #[test]
    fn a_draft_may_have_a_bound_of_its_own() {
        assert_eq!(told(r#"{"good_day":true }  "#, "quiet"), None);
        assert_eq!(told(r#"{"good_day":true }   "#, "quiet").as_deref(), Some("draft.too_large"));
    }
}
