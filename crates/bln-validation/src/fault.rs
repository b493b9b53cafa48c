//! One thing that is wrong with a draft, and where.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::{Code, Field, Param, Problem, catalogue, field};

/// One thing that is wrong with a draft: where, which code, and what to tell the person who filled it in.
///
/// It holds names of fields, numbers and words from the catalogue. It never holds what was written, so a report
/// may be logged.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Fault {
    pointer: String,
    code: Code,
    message: String,
    #[serde(serialize_with = "as_object")]
    params: Vec<(&'static str, Param)>,
}

impl Fault {
    /// A fault at a JSON pointer (RFC 6901) of a form with these fields.
    ///
    /// For what only a store or a service can know, such as an address that belongs to somebody already. The
    /// pointer is copied into the fault: build it from names of fields and positions, never from what was
    /// written.
    ///
    /// ```
    /// use bln_validation::{Code, Draft, Fault, MembershipDraft};
    ///
    /// let fault = Fault::new("/emails/0", Code::EMAIL_DUPLICATE, MembershipDraft::FIELDS);
    /// assert_eq!(fault.message(), "Email address belongs to somebody who has joined already. Use another one");
    /// ```
    pub fn new(pointer: impl Into<String>, problem: impl Into<Problem>, fields: &[Field]) -> Self {
        let (pointer, problem) = (pointer.into(), problem.into());
        let tokens: Vec<&str> = tokens(&pointer).collect();
        let message = message(&problem, field::words(fields, &tokens));
        Self { code: problem.code(), params: problem.params().to_vec(), message, pointer }
    }

    /// Where: a JSON pointer (RFC 6901), empty for the draft as a whole.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// What is wrong, for programs.
    pub const fn code(&self) -> Code {
        self.code
    }

    /// What is wrong and what to do next, for people.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The limits and words of the message.
    pub fn params(&self) -> &[(&'static str, Param)] {
        &self.params
    }
}

/// The parts of a JSON pointer. Names of fields with `~` or `/` in them keep their escapes.
pub(crate) fn tokens(pointer: &str) -> impl Iterator<Item = &str> {
    pointer.split('/').skip(1)
}

fn message(problem: &Problem, field: Field) -> String {
    let template = problem.message().unwrap_or_else(|| catalogue::template(problem.code()));
    let mut message = String::with_capacity(template.len() + 40);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        message.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            rest = after;
            continue;
        };
        match name {
            "subject" => message.push_str(field.subject()),
            "ask" => message.push_str(field.ask()),
            name => {
                if let Some((_, param)) = problem.params().iter().find(|(given, _)| *given == name) {
                    push_param(&mut message, *param);
                }
            }
        }
        rest = after;
    }
    message.push_str(rest);
    message
}

fn push_param(message: &mut String, param: Param) {
    match param {
        Param::Number(number) => message.push_str(&with_commas(number)),
        Param::Text(text) => message.push_str(text),
        Param::List(words) => message.push_str(&words.join(", ")),
    }
}

/// A number as the NHS service manual writes it: 1,000 and not 1000.
fn with_commas(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn as_object<S: Serializer>(params: &[(&'static str, Param)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut object = serializer.serialize_map(Some(params.len()))?;
    for (name, value) in params {
        object.serialize_entry(name, value)?;
    }
    object.end()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: &[Field] = &[Field::new("emails/*", "Email address", "Enter your email address")];

    #[test]
    fn a_message_speaks_of_the_field_and_its_limits() {
        let problem = Problem::new(Code::new("own.code"))
            .with_param("max", Param::Number(1_000_000))
            .with_param("choices", Param::List(&["red", "blue"]))
            .with_message("{ask}: {subject}, {max}, {choices}, {nothing} {");
        let fault = Fault::new("/emails/0", problem, FIELDS);
        assert_eq!(fault.message(), "Enter your email address: Email address, 1,000,000, red, blue,  ");
    }

    #[test]
    fn thousands_have_commas() {
        for (number, text) in
            [(0, "0"), (999, "999"), (1_000, "1,000"), (65_536, "65,536"), (1_000_000, "1,000,000")]
        {
            assert_eq!(with_commas(number), text);
        }
    }

    #[test]
    fn an_unlisted_field_still_has_a_sentence() {
        assert_eq!(Fault::new("/x", Code::MISSING, FIELDS).message(), "Answer this question");
    }
}
