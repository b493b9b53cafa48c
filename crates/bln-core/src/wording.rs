//! Which wording somebody agreed to or declared under: a name and a version.

use std::{fmt, str::FromStr};

use crate::{Invalid, InvalidKind, Version};

/// The name of a wording, the same through all its versions: 1 to 40 of the characters `a` to `z`, `0` to `9`
/// and `-`.
///
/// Capitals are refused rather than folded, so that one wording has one name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordingName(String);

impl WordingName {
    /// The most characters a name may have.
    pub const MAX: usize = 40;

    /// Reads a name.
    ///
    /// # Errors
    ///
    /// `wording.name_format`.
    pub fn parse(name: &str) -> Result<Self, Invalid> {
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if (1..=Self::MAX).contains(&name.len()) && name.bytes().all(allowed) {
            Ok(Self(name.to_owned()))
        } else {
            Err(Invalid::new(InvalidKind::WordingNameFormat))
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for WordingName {
    type Err = Invalid;

    fn from_str(name: &str) -> Result<Self, Invalid> {
        Self::parse(name)
    }
}

impl fmt::Display for WordingName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One version of one wording: exactly what somebody was told.
///
/// UK GDPR article 7(1) wants consent to be shown, and that needs the text that was agreed to. A wording is
/// never edited: a change is a new version, and what was said under the old one stays under the old one.
///
/// ```
/// use bln_core::WordingRef;
///
/// let wording = WordingRef::parse("bulletin-consent@3")?;
/// assert_eq!(wording.name().as_str(), "bulletin-consent");
/// assert_eq!(wording.version().number(), 3);
/// assert_eq!(wording.to_string(), "bulletin-consent@3");
/// # Ok::<(), bln_core::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordingRef {
    name: WordingName,
    version: Version,
}

impl WordingRef {
    /// This version of the wording of this name.
    pub const fn new(name: WordingName, version: Version) -> Self {
        Self { name, version }
    }

    /// Reads `name@version`, the version in decimal without sign or leading zero, so that one reference has
    /// one spelling.
    ///
    /// # Errors
    ///
    /// `version.zero` for version 0, `wording.name_format` for anything else.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let format = Invalid::new(InvalidKind::WordingNameFormat);
        let (name, digits) = text.split_once('@').ok_or(format)?;
        let number: u32 = digits.parse().map_err(|_| format)?;
        if number.to_string() != digits {
            return Err(format);
        }
        Ok(Self::new(WordingName::parse(name)?, Version::new(number)?))
    }

    /// The wording's name.
    pub const fn name(&self) -> &WordingName {
        &self.name
    }

    /// Its version.
    pub const fn version(&self) -> Version {
        self.version
    }
}

impl FromStr for WordingRef {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        Self::parse(text)
    }
}

impl fmt::Display for WordingRef {
    /// `name@version`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.name, self.version)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_is_one_to_forty_lower_case_letters_digits_and_hyphens() {
        assert!(WordingName::parse("a").is_ok());
        assert!(WordingName::parse(&"a".repeat(40)).is_ok());
        for name in ["", &"a".repeat(41), "Privacy", "privacy notice", "privacy_notice", "é", "a@1"] {
            let invalid = WordingName::parse(name).unwrap_err();
            assert_eq!(invalid.kind(), InvalidKind::WordingNameFormat, "{name}");
        }
    }

    #[test]
    fn a_reference_has_one_spelling() {
        assert_eq!(WordingRef::parse("notice@0").unwrap_err().kind(), InvalidKind::VersionZero);
        for text in [
            "notice",
            "notice@",
            "@1",
            "notice@01",
            "notice@+1",
            "notice@-1",
            "notice@1@2",
            "notice@ 1",
            "n@4294967296",
        ] {
            assert_eq!(WordingRef::parse(text).unwrap_err().kind(), InvalidKind::WordingNameFormat, "{text}");
        }
        assert_eq!(WordingRef::parse("n@4294967295").unwrap().version().number(), u32::MAX);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(name in "[a-z0-9-]{1,40}", number in 1_u32..) {
            let wording = WordingRef::new(WordingName::parse(&name).unwrap(), Version::new(number).unwrap());
            prop_assert_eq!(WordingRef::parse(&wording.to_string()), Ok(wording));
        }
    }
}
