//! Names of tables, dimensions and categories.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Malformed;

/// A name as it is shown: 1 to 120 characters without control characters, without white space at its ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Label(Box<str>);

impl Label {
    /// The most characters.
    pub const MOST: usize = 120;

    /// A name. White space at its ends is taken away.
    ///
    /// # Errors
    /// [`Malformed::LabelFormat`].
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let text = text.trim();
        let fits = (1..=Self::MOST).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        if fits { Ok(Self(text.into())) } else { Err(Malformed::LabelFormat) }
    }

    /// A name that is written in this library.
    pub(super) fn of(text: &'static str) -> Self {
        Self(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl TryFrom<String> for Label {
    type Error = Malformed;

    fn try_from(text: String) -> Result<Self, Malformed> {
        Self::parse(&text)
    }
}

impl From<Label> for String {
    fn from(label: Label) -> Self {
        label.0.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_1_to_120_characters_and_none_that_controls() {
        assert_eq!(Label::parse(" Band 5 ").unwrap().as_str(), "Band 5");
        assert!(Label::parse(&"é".repeat(120)).is_ok());
        for wrong in ["", "  ", "a\nb", &"é".repeat(121)] {
            assert_eq!(Label::parse(wrong), Err(Malformed::LabelFormat));
        }
    }
}
