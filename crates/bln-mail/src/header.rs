//! Text in a header: one line, whatever was written.

use std::fmt;

use base64ct::{Base64, Encoding};
use bln_core::{Invalid, Line};

/// The most characters of an encoded word (RFC 2047, section 2).
const ENCODED_WORD: usize = 75;

/// As many bytes as an encoded word holds: 60 of its 63 characters of base64, so that each is whole by itself.
const BYTES: usize = (ENCODED_WORD - "=?utf-8?B??=".len()) / 4 * 3;

/// A line of a header, such as a subject, within the rules of [`Line`]: no control character, so no line break, and
/// nothing hidden.
///
/// ```
/// use bln_mail::HeaderText;
///
/// assert!(HeaderText::parse("A place for you").is_ok());
/// assert_eq!(HeaderText::parse("Hello\r\nBcc: a@example.org").unwrap_err().code(), "text.control_character");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct HeaderText(String);

impl HeaderText {
    /// The most characters.
    pub const MAX_LENGTH: usize = 200;

    /// Reads a line.
    ///
    /// # Errors
    ///
    /// As [`Line::parse`].
    pub fn parse(text: impl Into<String>) -> Result<Self, Invalid> {
        Line::<{ Self::MAX_LENGTH }>::parse(text).map(|line| Self(line.as_str().to_owned()))
    }

    /// The line.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Adds it to a header as its last words. Anything but plain words is written as encoded words (RFC 2047), one
    /// a line, so that nothing in it has a meaning there.
    pub(crate) fn write(&self, out: &mut String) {
        if is_plain(&self.0) {
            out.push_str(&self.0);
            return;
        }
        let mut rest = self.0.as_str();
        while !rest.is_empty() {
            let end = (0..=BYTES.min(rest.len())).rev().find(|end| rest.is_char_boundary(*end));
            let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
            out.push_str("=?utf-8?B?");
            out.push_str(&Base64::encode_string(word.as_bytes()));
            out.push_str("?=");
            if !after.is_empty() {
                out.push_str("\r\n ");
            }
            rest = after;
        }
    }
}

/// Short words of letters, digits, and marks that mean nothing before an address either (RFC 5322, 3.2.3).
fn is_plain(text: &str) -> bool {
    let short = text.len() <= 60;
    short
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" -'!?".contains(&byte))
        && !text.contains("=?")
}

// A subject may tell what somebody did.
impl fmt::Debug for HeaderText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HeaderText({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(text: &str) -> String {
        let mut out = String::new();
        HeaderText::parse(text).unwrap().write(&mut out);
        out
    }

    #[test]
    fn plain_words_stay_and_others_are_encoded() {
        assert_eq!(written("What we did in March"), "What we did in March");
        assert_eq!(written("Zoë"), "=?utf-8?B?Wm/Dqw==?=");
        // What looks encoded already is encoded again, or a reader would decode it.
        assert!(written("=?utf-8?Q?a?=").starts_with("=?utf-8?B?"));
        // A comma or a bracket would end a name before an address.
        assert!(written("a, b <c@example.org>").starts_with("=?utf-8?B?"));
    }

    #[test]
    fn debug_shows_a_length() {
        assert_eq!(format!("{:?}", HeaderText::parse("secret").unwrap()), "HeaderText(6 bytes)");
    }

    proptest! {
        #[test]
        fn every_line_is_short_and_says_the_same(text in "\\PC{1,200}") {
            if let Ok(header) = HeaderText::parse(text) {
                let written = written(header.as_str());
                prop_assert!(written.is_ascii());
                let mut said = String::new();
                for line in written.split("\r\n ") {
                    prop_assert!(line.len() <= 75 && !line.contains(['\r', '\n']));
                    match line.strip_prefix("=?utf-8?B?").and_then(|line| line.strip_suffix("?=")) {
                        // Each encoded word is whole characters (RFC 2047, section 5).
                        Some(word) => said += &String::from_utf8(Base64::decode_vec(word).unwrap()).unwrap(),
                        None => said += line,
                    }
                }
                prop_assert_eq!(said, header.as_str());
            }
        }
    }
}
