//! Stable names, and what is read by people.

use serde::Serialize;

use super::SurveyError;

/// The stable identifier of a wave: 1 to 48 of `a-z`, `0-9`, `-` and `_`, a letter first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct WaveId(String);

/// The stable identifier of a question: the same in every wave that asks it, and never given to another question.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct QuestionId(String);

/// The stable identifier of an option within its question.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct OptionId(String);

/// One line that people read: a title, a question, an option.
///
/// ```
/// use bln_evidence::survey::Wording;
///
/// assert_eq!(Wording::parse("  Would you recommend your role? ")?.as_str(), "Would you recommend your role?");
/// assert_eq!(Wording::parse(" ").unwrap_err().code(), "wording.empty");
/// # Ok::<(), bln_evidence::survey::SurveyError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Wording(String);

impl WaveId {
    /// Reads an identifier.
    ///
    /// # Errors
    ///
    /// `wave_id.format`.
    pub fn parse(text: &str) -> Result<Self, SurveyError> {
        identifier(text).map(Self).ok_or(SurveyError::WaveIdFormat)
    }

    /// The identifier.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl QuestionId {
    /// Reads an identifier.
    ///
    /// # Errors
    ///
    /// `question_id.format`.
    pub fn parse(text: &str) -> Result<Self, SurveyError> {
        identifier(text).map(Self).ok_or(SurveyError::QuestionIdFormat)
    }

    /// The identifier.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl OptionId {
    /// Reads an identifier.
    ///
    /// # Errors
    ///
    /// `option_id.format`.
    pub fn parse(text: &str) -> Result<Self, SurveyError> {
        identifier(text).map(Self).ok_or(SurveyError::OptionIdFormat)
    }

    /// The identifier.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Wording {
    /// The most characters of a wording.
    pub const MOST: usize = 500;

    /// Reads a wording; white space around it is taken off.
    ///
    /// # Errors
    ///
    /// `wording.empty`, `wording.too_long`, `wording.control_character`.
    pub fn parse(text: &str) -> Result<Self, SurveyError> {
        let text = text.trim();
        if text.is_empty() {
            Err(SurveyError::WordingEmpty)
        } else if text.chars().count() > Self::MOST {
            Err(SurveyError::WordingTooLong)
        } else if text.contains(char::is_control) {
            Err(SurveyError::WordingControlCharacter)
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// The wording.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn identifier(text: &str) -> Option<String> {
    let fits = (1..=48).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'));
    fits.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_short_plain_and_begins_with_a_letter() {
        for good in ["a", "considered-leaving", "q_15", &"a".repeat(48)] {
            assert_eq!(QuestionId::parse(good).unwrap().as_str(), good);
        }
        for bad in ["", "1a", "-a", "A", "a b", "é", &"a".repeat(49)] {
            assert_eq!(QuestionId::parse(bad), Err(SurveyError::QuestionIdFormat), "{bad}");
            assert_eq!(OptionId::parse(bad), Err(SurveyError::OptionIdFormat), "{bad}");
            assert_eq!(WaveId::parse(bad), Err(SurveyError::WaveIdFormat), "{bad}");
        }
    }

    #[test]
    fn a_wording_is_one_line_of_some_length() {
        assert_eq!(Wording::parse(&"é".repeat(500)).unwrap().as_str().chars().count(), 500);
        assert_eq!(Wording::parse(&"é".repeat(501)), Err(SurveyError::WordingTooLong));
        assert_eq!(Wording::parse("one\ntwo"), Err(SurveyError::WordingControlCharacter));
    }
}
