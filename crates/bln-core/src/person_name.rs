//! Names as their owners write them.

use std::{collections::BTreeSet, fmt};

use crate::{Invalid, InvalidKind, Line, search_words};

/// The name of a person as they write it, and what they like to be called.
///
/// One field, because names do not come in two: mononyms, several family names, patronymics, titles and any
/// script are all welcome, and nothing is split, re-cased or re-ordered. The rules are those of [`Line`], and
/// one letter or digit is needed in it somewhere.
///
/// A name is personal data: `Debug` does not show it.
///
/// ```
/// use bln_core::{Line, PersonName};
///
/// let name = PersonName::parse("Sample Person-O’Neill")?.with_known_as(Some(Line::parse("Sam")?));
/// assert_eq!(name.written(), "Sample Person-O’Neill");
/// assert_eq!(name.address(), "Sam");
/// assert_eq!(format!("{name:?}"), "PersonName(..)");
/// # Ok::<(), bln_core::Invalid>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PersonName {
    written: Line<{ PersonName::MAX_LENGTH }>,
    known_as: Option<Line<{ PersonName::MAX_KNOWN_AS_LENGTH }>>,
}

impl PersonName {
    /// The most characters a name may have.
    pub const MAX_LENGTH: usize = 200;

    /// The most characters of what a person likes to be called.
    pub const MAX_KNOWN_AS_LENGTH: usize = 100;

    /// Reads a name.
    ///
    /// # Errors
    ///
    /// As [`Line::parse`]; `text.empty` also when there is no letter or digit in it.
    pub fn parse(written: impl Into<String>) -> Result<Self, Invalid> {
        let written = Line::parse(written)?;
        if !written.as_str().chars().any(char::is_alphanumeric) {
            return Err(Invalid::new(InvalidKind::TextEmpty));
        }
        Ok(Self { written, known_as: None })
    }

    /// The same name, with what the person likes to be called.
    #[must_use]
    pub fn with_known_as(self, known_as: Option<Line<{ Self::MAX_KNOWN_AS_LENGTH }>>) -> Self {
        Self { known_as, ..self }
    }

    /// The whole name, as its owner writes it.
    pub fn written(&self) -> &str {
        self.written.as_str()
    }

    /// What the person likes to be called, if they said.
    pub fn known_as(&self) -> Option<&str> {
        self.known_as.as_ref().map(Line::as_str)
    }

    /// The words by which the person is found: those of the whole name and of what they like to be called, as
    /// [`search_words`] leaves them.
    pub fn words(&self) -> BTreeSet<String> {
        let mut words = search_words(self.written());
        words.extend(self.known_as().map(search_words).into_iter().flatten());
        words
    }

    /// How to address the person: as they like to be called, else by the whole name.
    pub fn address(&self) -> &str {
        self.known_as().unwrap_or(self.written())
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonName(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_every_kind_stay_as_written() {
        for name in [
            "Sample",
            "X",
            "Ng",
            "O'Sample",
            "Sample d’Person-O’Neill III",
            "Ṣadé Sample",
            "样本人",
            "نمونه\u{200c}ای",
            "Sample 17",
        ] {
            let name_read = PersonName::parse(name).expect(name);
            assert_eq!((name_read.written(), name_read.known_as()), (name, None));
        }
    }

    #[test]
    fn a_decomposed_name_is_the_same_name() {
        assert_eq!(PersonName::parse("Zoe\u{308} Sample"), PersonName::parse("Zoë Sample"));
    }

    #[test]
    fn a_name_has_a_letter_and_nothing_hidden() {
        for (name, kind) in [
            ("", InvalidKind::TextEmpty),
            (" - . ", InvalidKind::TextEmpty),
            ("\u{200d}", InvalidKind::TextEmpty),
            ("Sample\0", InvalidKind::TextControl),
            ("Sample\u{202e}nosreP", InvalidKind::TextHidden),
        ] {
            assert_eq!(PersonName::parse(name).unwrap_err().kind(), kind, "{name:?}");
        }
    }

    #[test]
    fn a_name_ends_at_two_hundred_characters() {
        assert!(PersonName::parse("é".repeat(200)).is_ok());
        assert_eq!(PersonName::parse("é".repeat(201)).unwrap_err().limit(), Some(200));
    }

    #[test]
    fn a_person_is_addressed_as_they_like() {
        let name = PersonName::parse("Sample Person 17").unwrap();
        assert_eq!(name.address(), "Sample Person 17");
        assert_eq!(name.with_known_as(Some(Line::parse("Sam").unwrap())).address(), "Sam");
    }
}
