//! Text as people write it: any script, one normal form, nothing hidden in it.

use std::fmt;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::{Invalid, InvalidKind};

/// One line of text of at most `MAX` characters: trimmed, in Unicode Normalization Form C, with inner runs of
/// white space as they were written.
///
/// Any script is welcome. What is refused is what a reader cannot see: control characters (NUL, tabs and line
/// breaks among them), bidirectional overrides and isolates (U+202A to U+202E, U+2066 to U+2069), and the
/// zero-width characters no script needs. The zero-width joiner and non-joiner stay: Persian and several Indic
/// scripts are misspelt without them.
///
/// ```
/// use bln_core::Line;
///
/// assert_eq!(Line::<40>::parse("  Zoe\u{308}  ")?.as_str(), "Zo\u{eb}");
/// assert_eq!(Line::<40>::parse("a\0b").unwrap_err().code(), "text.control_character");
/// # Ok::<(), bln_core::Invalid>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Line<const MAX: usize>(String);

impl<const MAX: usize> Line<MAX> {
    /// Reads one line of text.
    ///
    /// # Errors
    ///
    /// `text.empty`, `text.too_long` (with the limit), `text.control_character`, `text.hidden_character`.
    pub fn parse(text: impl Into<String>) -> Result<Self, Invalid> {
        clean(text.into(), MAX, char::is_control).map(Self)
    }

    /// A line that this library wrote itself, within the rules.
    pub(crate) fn of_ours(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// The text in NFC.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Several lines of text of at most `MAX` characters, under the rules of [`Line`] except that line breaks and
/// tabs are allowed; `\r\n` becomes `\n`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Prose<const MAX: usize>(String);

impl<const MAX: usize> Prose<MAX> {
    /// Reads several lines of text.
    ///
    /// # Errors
    ///
    /// As [`Line::parse`].
    pub fn parse(text: impl Into<String>) -> Result<Self, Invalid> {
        let text = text.into();
        let text = if text.contains('\r') { text.replace("\r\n", "\n") } else { text };
        clean(text, MAX, |c| c.is_control() && c != '\n' && c != '\t').map(Self)
    }

    /// The text in NFC.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

// What people write is theirs: it shows its length for debugging and never itself.
impl<const MAX: usize> fmt::Debug for Line<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line({} bytes)", self.0.len())
    }
}

impl<const MAX: usize> fmt::Debug for Prose<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Prose({} bytes)", self.0.len())
    }
}

fn clean(text: String, max: usize, forbidden: impl Fn(char) -> bool) -> Result<String, Invalid> {
    // Most text here is ASCII, which is in NFC already and hides nothing.
    let is_ascii = text.is_ascii();
    let mut text = if is_ascii { text } else { in_normal_form(text) };
    trim(&mut text);
    if text.is_empty() {
        return Err(Invalid::new(InvalidKind::TextEmpty));
    }
    // Bytes bound characters from above, so short text needs no count.
    if text.len() > max && (is_ascii || text.chars().count() > max) {
        return Err(Invalid::with_limit(InvalidKind::TextTooLong, u64::try_from(max).unwrap_or(u64::MAX)));
    }
    if is_ascii && !has_ascii_control(&text) {
        return Ok(text);
    }
    for c in text.chars() {
        if forbidden(c) {
            return Err(Invalid::new(InvalidKind::TextControl));
        }
        if hides(c) {
            return Err(Invalid::new(InvalidKind::TextHidden));
        }
    }
    Ok(text)
}

/// Takes white space off both ends, in place.
fn trim(text: &mut String) {
    text.truncate(text.trim_end().len());
    let leading = text.len() - text.trim_start().len();
    if leading > 0 {
        text.drain(..leading);
    }
}

/// Whether there is any control character. All bytes are looked at, without a branch, because that is quicker than
/// to stop at the first.
fn has_ascii_control(text: &str) -> bool {
    text.bytes().fold(false, |found, byte| found | byte.is_ascii_control())
}

fn in_normal_form(text: String) -> String {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text,
        IsNormalized::No | IsNormalized::Maybe => text.nfc().collect(),
    }
}

/// Characters that change how neighbouring text reads without being seen themselves (UAX 9, UTS 55).
fn hides(c: char) -> bool {
    matches!(c,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' // bidirectional embeddings, overrides, isolates
        | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{00ad}' // zero-width, invisible operators, soft hyphen
        | '\u{2028}' | '\u{2029}' // separators that some readers take for line breaks
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' // interlinear annotation, tags
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Short = Line<10>;

    #[test]
    fn the_limit_counts_characters_not_bytes() {
        assert!(Short::parse("ÀÀÀÀÀÀÀÀÀÀ").is_ok());
        let invalid = Short::parse("ÀÀÀÀÀÀÀÀÀÀÀ").unwrap_err();
        assert_eq!((invalid.kind(), invalid.limit()), (InvalidKind::TextTooLong, Some(10)));
    }

    #[test]
    fn white_space_alone_is_empty() {
        for text in ["", " ", "\u{3000}\u{a0}", "\n"] {
            assert_eq!(Short::parse(text).unwrap_err().kind(), InvalidKind::TextEmpty);
        }
    }

    #[test]
    fn what_cannot_be_seen_is_refused() {
        for text in ["a\u{202e}b", "a\u{2066}b", "a\u{200b}b", "a\u{feff}b", "a\u{2028}b"] {
            assert_eq!(Short::parse(text).unwrap_err().kind(), InvalidKind::TextHidden, "{text:?}");
        }
        for text in ["a\0b", "a\tb", "a\nb", "a\u{85}b", "a\u{1b}[31m"] {
            assert_eq!(Short::parse(text).unwrap_err().kind(), InvalidKind::TextControl, "{text:?}");
        }
    }

    #[test]
    fn joiners_that_scripts_need_are_kept() {
        assert_eq!(Short::parse("می\u{200c}خواهم").unwrap().as_str(), "می\u{200c}خواهم");
    }

    #[test]
    fn prose_keeps_its_line_breaks_and_normalises_them() {
        assert_eq!(Prose::<20>::parse("a\r\nb\n\tc").unwrap().as_str(), "a\nb\n\tc");
        assert_eq!(Prose::<20>::parse("a\rb").unwrap_err().kind(), InvalidKind::TextControl);
    }

    #[test]
    fn debug_shows_a_length_and_no_text() {
        assert_eq!(format!("{:?}", Short::parse("secret").unwrap()), "Line(6 bytes)");
    }

    proptest! {
        #[test]
        fn accepted_text_is_trimmed_normal_and_stable(text in "\\PC{0,30}") {
            if let Ok(line) = Line::<30>::parse(text) {
                prop_assert_eq!(line.as_str().trim(), line.as_str());
                prop_assert!(unicode_normalization::is_nfc(line.as_str()));
                prop_assert_eq!(Line::<30>::parse(line.as_str()).unwrap(), line.clone());
            }
        }
    }
}
