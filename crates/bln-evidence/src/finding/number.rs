//! A number as a source printed it.

use std::fmt;

use serde::Serialize;

use super::FindingError;
use crate::exact::Decimal;

/// A number as it was printed, of at most nine digits with at most three of them after the point: 51 is not 51.0, which
/// says more.
///
/// ```
/// use bln_evidence::finding::Printed;
///
/// assert_eq!(Printed::parse("51.0")?.to_string(), "51.0");
/// assert_eq!(Printed::parse("51")?.places(), 0);
/// assert_eq!(Printed::parse("51 %").unwrap_err().code(), "number.format");
/// # Ok::<(), bln_evidence::finding::FindingError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Printed(Decimal);

impl Printed {
    /// Reads digits with at most one point among them.
    ///
    /// # Errors
    ///
    /// `number.format`.
    pub fn parse(text: &str) -> Result<Self, FindingError> {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let number = Decimal::parse(text).filter(|number| digits <= 9 && number.places() <= 3);
        number.map(Self).ok_or(FindingError::NumberFormat)
    }

    /// The digits without a point: 51.0 is 510.
    pub const fn units(self) -> u128 {
        self.0.units().unsigned_abs()
    }

    /// How many of the digits stand after the point: 0 to 3.
    pub const fn places(self) -> u32 {
        self.0.places()
    }

    /// One, with as many digits after the point: what the units count in.
    pub(super) const fn scale(self) -> u128 {
        10_u128.pow(self.places())
    }
}

impl fmt::Display for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Printed {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_kept_as_it_was_printed() {
        for text in ["0", "51", "51.0", "0.125", "100", "999999999", "7.05"] {
            assert_eq!(Printed::parse(text).unwrap().to_string(), text);
        }
        for text in ["", ".", "5.", ".5", "-1", "+1", "1e3", "1,000", "0.1234", "1234567890", "1.2.3", "٣"] {
            assert_eq!(Printed::parse(text), Err(FindingError::NumberFormat), "{text}");
        }
    }
}
