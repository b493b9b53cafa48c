//! Stable codes for programs.

use std::fmt;

use bln_core::InvalidKind;
use serde::{Serialize, Serializer};

/// The stable code of a fault: `noun.reason` in lower case.
///
/// Programs branch on codes and never on messages. Every code of this library is in the
/// [catalogue](crate::catalogue); an embedder's own drafts may add codes of their own with [`Code::new`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(&'static str);

impl Code {
    /// Not JSON, or not UTF-8 (RFC 8259). Parameters: `line` and `column`, from 1.
    pub const JSON_MALFORMED: Code = Code("json.malformed");
    /// Lists and objects inside one another, deeper than any form goes. Parameter: `max`.
    pub const JSON_TOO_DEEP: Code = Code("json.too_deep");
    /// The same field twice in one object.
    pub const JSON_DUPLICATE_FIELD: Code = Code("json.duplicate_field");
    /// More bytes than a draft may have. Parameter: `max`.
    pub const TOO_LARGE: Code = Code("draft.too_large");
    /// More faults than one report holds. Parameter: `max`.
    pub const TOO_MANY_FAULTS: Code = Code("draft.too_many_faults");
    /// A field that the form does not have. Parameters: `position`, from 1, and `nearest`, if there is one.
    pub const UNKNOWN_FIELD: Code = Code("draft.unknown_field");
    /// Another kind of JSON value than the one needed. Parameter: `expected`.
    pub const WRONG_TYPE: Code = Code("draft.wrong_type");
    /// The right kind of JSON value, but not one that the field can be read from.
    pub const FORMAT: Code = Code("draft.format");
    /// None of the choices. Parameter: `choices`.
    pub const UNKNOWN_CHOICE: Code = Code("draft.unknown_choice");
    /// A number out of range. Parameters: `min`, `max`.
    pub const NUMBER_RANGE: Code = Code("draft.number_range");
    /// Text shorter than the limit, in characters. Parameter: `min`.
    pub const TEXT_TOO_SHORT: Code = Code("draft.text_too_short");
    /// Nothing where something is needed.
    pub const MISSING: Code = Code("draft.missing");
    /// A value that the draft refuses without saying why.
    pub const REFUSED: Code = Code("draft.refused");
    /// Neither an organisation's code nor its name.
    pub const ORGANISATION_MISSING: Code = Code("draft.organisation_missing");
    /// Both an organisation's code and a name for one that has none.
    pub const ORGANISATION_BOTH: Code = Code("draft.organisation_both");
    /// An event with places for no way of attending.
    pub const PLACES_MISSING: Code = Code("draft.places_missing");
    /// Consent given without the wording that was agreed to, or withdrawn with one.
    pub const CONSENT_WORDING: Code = Code("draft.consent_wording");
    /// Two answers about one purpose.
    pub const CONSENT_REPEATED: Code = Code("draft.consent_repeated");
    /// A field that does not belong to what was chosen in another.
    pub const NOT_WITH_CHOICE: Code = Code("draft.not_with_choice");
    /// A body that is named in no way, or in more than one.
    pub const BODY_NAMED: Code = Code("draft.body_named");
    /// An address that belongs to somebody else already. Only a store can know.
    pub const EMAIL_DUPLICATE: Code = Code("email.duplicate");
    /// An ODS code that is not in the directory. Only a store can know.
    pub const ORGANISATION_UNKNOWN: Code = Code("organisation.unknown");

    /// Every code of this library that is not one of [`InvalidKind`].
    pub const ALL: &'static [Code] = &[
        Code::JSON_MALFORMED,
        Code::JSON_TOO_DEEP,
        Code::JSON_DUPLICATE_FIELD,
        Code::TOO_LARGE,
        Code::TOO_MANY_FAULTS,
        Code::UNKNOWN_FIELD,
        Code::WRONG_TYPE,
        Code::FORMAT,
        Code::UNKNOWN_CHOICE,
        Code::NUMBER_RANGE,
        Code::TEXT_TOO_SHORT,
        Code::MISSING,
        Code::REFUSED,
        Code::ORGANISATION_MISSING,
        Code::ORGANISATION_BOTH,
        Code::PLACES_MISSING,
        Code::CONSENT_WORDING,
        Code::CONSENT_REPEATED,
        Code::NOT_WITH_CHOICE,
        Code::BODY_NAMED,
        Code::EMAIL_DUPLICATE,
        Code::ORGANISATION_UNKNOWN,
    ];

    /// A code of an embedder's own draft.
    pub const fn new(code: &'static str) -> Self {
        Self(code)
    }

    /// The code as text.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl From<InvalidKind> for Code {
    fn from(kind: InvalidKind) -> Self {
        Self(kind.code())
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_of_the_nouns_keeps_its_code() {
        assert_eq!(Code::from(InvalidKind::EmailFormat).as_str(), "email.format");
    }
}
