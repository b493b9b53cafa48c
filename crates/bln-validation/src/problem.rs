//! What is wrong with one value, before it is known where that value stands.

use bln_core::{Invalid, TermError};
use serde::Serialize;

use crate::Code;

/// A parameter of a fault: a number or a word that this library or a draft's author wrote. There is no variant
/// that could hold what a person typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Param {
    /// A number, such as a limit.
    Number(u64),
    /// A word, such as the kind of value that is needed.
    Text(&'static str),
    /// Several words, such as the choices there are.
    List(&'static [&'static str]),
}

/// What is wrong with a value: a code, its parameters and, for an embedder's own codes, a message.
///
/// ```
/// use bln_validation::{Code, Param, Problem};
///
/// let problem = Problem::new(Code::new("badge.expired"))
///     .with_param("months", Param::Number(12))
///     .with_message("{subject} must be from the last {months} months");
/// assert_eq!(problem.code().as_str(), "badge.expired");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Problem {
    code: Code,
    params: Vec<(&'static str, Param)>,
    message: Option<&'static str>,
}

impl Problem {
    /// A problem without parameters, with the message of the [catalogue](crate::catalogue).
    pub const fn new(code: Code) -> Self {
        Self { code, params: Vec::new(), message: None }
    }

    /// With one more parameter. In messages it stands as `{name}`.
    #[must_use]
    pub fn with_param(mut self, name: &'static str, value: Param) -> Self {
        self.params.push((name, value));
        self
    }

    /// With a message template instead of the catalogue's. `{subject}` and `{ask}` stand for the words of the
    /// [field](crate::Field), and each parameter for itself.
    #[must_use]
    pub const fn with_message(mut self, template: &'static str) -> Self {
        self.message = Some(template);
        self
    }

    /// The stable code.
    pub const fn code(&self) -> Code {
        self.code
    }

    /// The parameters, in the order in which they were given.
    pub fn params(&self) -> &[(&'static str, Param)] {
        &self.params
    }

    /// The message template, if it is not the catalogue's.
    pub const fn message(&self) -> Option<&'static str> {
        self.message
    }
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}

impl From<Invalid> for Problem {
    fn from(invalid: Invalid) -> Self {
        let problem = Self::new(invalid.kind().into());
        match invalid.limit() {
            Some(limit) => problem.with_param("max", Param::Number(limit)),
            None => problem,
        }
    }
}

impl From<TermError> for Problem {
    fn from(error: TermError) -> Self {
        Invalid::from(error).into()
    }
}

#[cfg(test)]
mod tests {
    use bln_core::InvalidKind;

    use super::*;

    #[test]
    fn a_limit_becomes_the_parameter_max() {
        let problem = Problem::from(Invalid::with_limit(InvalidKind::TextTooLong, 200));
        assert_eq!(problem.params(), [("max", Param::Number(200))]);
    }
}
