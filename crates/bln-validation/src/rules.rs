//! What `validator` found, in our words.
//!
//! Its errors hold the rejected value, in `params`, in `Display` and when serialised. So they are taken apart
//! here: codes, numbers, and text that was in the source code go on; everything else is dropped.

use std::borrow::Cow;

use bln_core::InvalidKind;
use serde_json::Value;
use validator::{ValidationError, ValidationErrors, ValidationErrorsKind};

use crate::faults::{Faults, Step, wire_name};
use crate::{Code, Field, Param, Problem};

const WHOLE: &str = "__all__";
const FIELDS: &str = "fields";

/// The error of a rule about several fields, for `#[validate(schema(function = .., skip_on_field_errors = false))]`.
///
/// The fault is told at the first field, and only if nothing else is wrong with any of them: a field that could
/// not be read is not one that was left out. Without fields, it is told of the object as a whole.
///
/// ```
/// use bln_validation::{Code, cross_field};
/// use validator::{Validate, ValidationError};
///
/// #[derive(Validate)]
/// #[validate(schema(function = one_of_them, skip_on_field_errors = false))]
/// struct ContactDraft {
///     email: Option<String>,
///     phone: Option<String>,
/// }
///
/// fn one_of_them(draft: &ContactDraft) -> Result<(), ValidationError> {
///     if draft.email.is_some() || draft.phone.is_some() {
///         return Ok(());
///     }
///     Err(cross_field(Code::MISSING, &["email", "phone"]))
/// }
/// ```
pub fn cross_field(code: Code, fields: &[&'static str]) -> ValidationError {
    let mut error = ValidationError::new(code.as_str());
    let names = fields.iter().map(|name| Value::from(*name)).collect::<Vec<_>>();
    error.params.insert(FIELDS.into(), Value::Array(names));
    error
}

/// Turns errors of a draft with these fields into faults below `at`.
pub(crate) fn collect(errors: ValidationErrors, fields: &[Field], at: &mut Vec<Step>, faults: &mut Faults) {
    let (whole, members): (Vec<_>, Vec<_>) =
        errors.into_errors().into_iter().partition(|(name, _)| name == WHOLE);
    for (name, kind) in members {
        // Names come from the derive and are in the program; another name is not one of ours to show.
        let Cow::Borrowed(name) = name else { continue };
        at.push(Step::Field(wire_name(fields, at, name)));
        collect_member(kind, fields, at, faults);
        at.pop();
    }
    // Rules about several fields come last, when it is known which fields have faults of their own.
    for (_, kind) in whole {
        let ValidationErrorsKind::Field(errors) = kind else { continue };
        for error in errors {
            collect_whole(&error, fields, at, faults);
        }
    }
}

fn collect_member(kind: ValidationErrorsKind, fields: &[Field], at: &mut Vec<Step>, faults: &mut Faults) {
    match kind {
        ValidationErrorsKind::Field(errors) => {
            for error in errors {
                faults.push(at, problem(&error));
            }
        }
        ValidationErrorsKind::Struct(errors) => collect(*errors, fields, at, faults),
        ValidationErrorsKind::List(members) => {
            for (index, errors) in members {
                at.push(Step::Index(index));
                collect(*errors, fields, at, faults);
                at.pop();
            }
        }
    }
}

fn collect_whole(error: &ValidationError, fields: &[Field], at: &mut Vec<Step>, faults: &mut Faults) {
    let known = || fields.iter().flat_map(Field::parts);
    let mut first = None;
    for name in error.params.get(FIELDS).and_then(Value::as_array).into_iter().flatten() {
        let Some(name) = name.as_str().and_then(|name| known().find(|part| *part == name)) else { continue };
        at.push(Step::Field(name));
        let faulty = faults.touches(at);
        at.pop();
        if faulty {
            return;
        }
        first = first.or(Some(Step::Field(name)));
    }
    at.extend(first);
    faults.push(at, problem(error));
    if first.is_some() {
        at.pop();
    }
}

fn problem(error: &ValidationError) -> Problem {
    let number = |name: &str| error.params.get(name).and_then(Value::as_u64);
    let (min, max) = (number("min").or(number("equal")), number("max").or(number("equal")));
    let problem = match error.code.as_ref() {
        "required" | "required_nested" => Problem::new(Code::MISSING),
        "length" => length(error.params.get("value"), min, max),
        "range" => bounds(Problem::new(Code::NUMBER_RANGE), min, max),
        "email" => Problem::new(InvalidKind::EmailFormat.into()),
        "url" => Problem::new(InvalidKind::LinkFormat.into()),
        "non_control_character" => Problem::new(InvalidKind::TextControl.into()),
        "regex" | "contains" | "does_not_contain" | "must_match" | "ip" | "card" | "credit_card" => {
            Problem::new(Code::FORMAT)
        }
        _ => match error.code {
            Cow::Borrowed(code) => bounds(Problem::new(Code::new(code)), min, max),
            // Text made at run time may be made of input.
            Cow::Owned(_) => Problem::new(Code::REFUSED),
        },
    };
    match error.message {
        Some(Cow::Borrowed(message)) => problem.with_message(message),
        _ => problem,
    }
}

fn length(value: Option<&Value>, min: Option<u64>, max: Option<u64>) -> Problem {
    let (list, length) = match value {
        Some(Value::Array(members)) => (true, members.len()),
        Some(Value::String(text)) => (false, text.chars().count()),
        _ => return bounds(Problem::new(Code::FORMAT), min, max),
    };
    let too_long = max.is_some_and(|max| u64::try_from(length).is_ok_and(|length| length > max));
    let code: Code = match (list, too_long) {
        (true, true) => InvalidKind::TooMany.into(),
        (true, false) => InvalidKind::Missing.into(),
        (false, true) => InvalidKind::TextTooLong.into(),
        (false, false) if length == 0 => InvalidKind::TextEmpty.into(),
        (false, false) => Code::TEXT_TOO_SHORT,
    };
    if too_long { bounds(Problem::new(code), None, max) } else { bounds(Problem::new(code), min, None) }
}

fn bounds(problem: Problem, min: Option<u64>, max: Option<u64>) -> Problem {
    let given = [("min", min), ("max", max)];
    given.into_iter().fold(problem, |problem, (name, bound)| match bound {
        Some(bound) => problem.with_param(name, Param::Number(bound)),
        None => problem,
    })
}

#[cfg(test)]
mod tests {
    use validator::Validate;

    use super::*;

    const FORM: &[Field] = &[
        Field::new("fullName", "Name", "Enter your name"),
        Field::new("age", "Age", "Enter your age"),
        Field::new("tags", "Tags", "Choose a tag"),
        Field::new("parts/*/size", "Size", "Enter a size"),
    ];

    #[derive(Default, Validate)]
    #[validate(schema(function = grown_up, skip_on_field_errors = false))]
    struct Form {
        #[validate(required, length(min = 2, max = 4, message = "{subject}: {max}"))]
        full_name: Option<String>,
        #[validate(range(min = 18, max = 120))]
        age: Option<u32>,
        #[validate(length(min = 1))]
        tags: Vec<u8>,
        #[validate(nested)]
        parts: Vec<Part>,
        #[validate(custom(function = told_at_run_time))]
        word: Option<String>,
    }

    #[derive(Validate)]
    struct Part {
        #[validate(required(code = "part.size"))]
        size: Option<u8>,
    }

    fn grown_up(form: &Form) -> Result<(), ValidationError> {
        match form.age {
            Some(_) => Ok(()),
            None => Err(cross_field(Code::new("form.age"), &["age", "fullName"])),
        }
    }

    fn told_at_run_time(word: &str) -> Result<(), ValidationError> {
        let mut error = ValidationError::new("x").with_message(word.to_owned().into());
        error.code = word.to_owned().into();
        Err(error)
    }

    fn told(form: &Form) -> Vec<String> {
        let mut faults = Faults::default();
        collect(form.validate().unwrap_err(), FORM, &mut Vec::new(), &mut faults);
        let report = faults.into_report(FORM).unwrap();
        report
            .faults()
            .iter()
            .map(|fault| format!("{} {} {}", fault.pointer(), fault.code(), fault.message()))
            .collect()
    }

    #[test]
    fn every_rule_has_its_place_code_and_words() {
        let form = Form {
            full_name: Some("ABCDE".to_owned()),
            age: Some(17),
            parts: vec![Part { size: Some(1) }, Part { size: None }],
            ..Form::default()
        };
        assert_eq!(
            told(&form),
            [
                "/fullName text.too_long Name: 4",
                "/age draft.number_range Age must be between 18 and 120",
                "/tags list.missing Choose a tag",
                "/parts/1/size part.size Size must be checked. Change it and try again",
            ]
        );
    }

    #[test]
    fn a_rule_about_fields_keeps_quiet_when_one_of_them_is_faulty() {
        let tags = vec![1];
        let lone = Form { full_name: Some("ABC".to_owned()), tags: tags.clone(), ..Form::default() };
        assert_eq!(told(&lone), ["/age form.age Age must be checked. Change it and try again"]);
        assert_eq!(told(&Form { tags, ..Form::default() }), ["/fullName draft.missing Enter your name"]);
    }

    #[test]
    fn text_made_at_run_time_is_dropped() {
        let form = Form {
            full_name: Some("ABC".to_owned()),
            age: Some(18),
            tags: vec![1],
            word: Some("canary".to_owned()),
            ..Form::default()
        };
        assert_eq!(told(&form), ["/word draft.refused This answer cannot be used. Change it and try again"]);
    }
}
