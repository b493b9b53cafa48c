//! Every code there is: what it means, what people are told, and what brings it about.

mod draft;
mod noun;

use crate::{Code, Form};

/// One code and all there is to say about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Entry {
    code: Code,
    meaning: &'static str,
    message: &'static str,
    example: Example,
}

/// What brings a fault about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Example {
    /// A form that has this fault, among others: most of these leave out all that does not matter here.
    Form {
        /// The kind of form.
        form: Form,
        /// What is sent.
        json: &'static str,
        /// Where the fault stands, as a JSON pointer.
        pointer: &'static str,
    },
    /// No form of this library, or none that is short enough to show.
    Elsewhere(&'static str),
}

impl Entry {
    /// The code.
    pub const fn code(&self) -> Code {
        self.code
    }

    /// What it means, for developers.
    pub const fn meaning(&self) -> &'static str {
        self.meaning
    }

    /// What people are told, with `{subject}`, `{ask}` and parameters in braces.
    pub const fn message(&self) -> &'static str {
        self.message
    }

    /// What brings it about.
    pub const fn example(&self) -> Example {
        self.example
    }

    const fn shown(
        code: &'static str,
        meaning: &'static str,
        message: &'static str,
        (form, json, pointer): (Form, &'static str, &'static str),
    ) -> Self {
        Self { code: Code::new(code), meaning, message, example: Example::Form { form, json, pointer } }
    }

    const fn told(
        code: &'static str,
        meaning: &'static str,
        message: &'static str,
        example: &'static str,
    ) -> Self {
        Self { code: Code::new(code), meaning, message, example: Example::Elsewhere(example) }
    }
}

/// Every entry: those about drafts as such, then those of the nouns.
///
/// ```
/// let codes = bln_validation::catalogue::entries().map(|entry| entry.code().as_str());
/// assert!(codes.into_iter().any(|code| code == "email.format"));
/// ```
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    draft::ENTRIES.iter().chain(noun::ENTRIES)
}

/// The entry of a code; none for an embedder's own.
pub fn entry(code: Code) -> Option<&'static Entry> {
    entries().find(|entry| entry.code == code)
}

/// The message of a code, or one that fits any for a code that is not in the catalogue.
pub(crate) fn template(code: Code) -> &'static str {
    entry(code).map_or("{subject} must be checked. Change it and try again", Entry::message)
}

#[cfg(test)]
mod tests;
