//! A number as a source printed it.

use std::fmt;

use serde::Serialize;

use super::FindingError;

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
pub struct Printed {
    units: u32,
    places: u32,
}

impl Printed {
    /// Reads digits with at most one point among them.
    ///
    /// # Errors
    ///
    /// `number.format`.
    pub fn parse(text: &str) -> Result<Self, FindingError> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(fraction) || fraction.len() > 3 {
            return Err(FindingError::NumberFormat);
        }
        let fraction = if text.contains('.') { fraction } else { "" };
        let all = format!("{whole}{fraction}");
        let places = u32::try_from(fraction.len()).unwrap_or_default();
        if all.len() > 9 {
            return Err(FindingError::NumberFormat);
        }
        Ok(Self { units: all.parse().map_err(|_| FindingError::NumberFormat)?, places })
    }

    /// The digits without a point: 51.0 is 510.
    pub const fn units(self) -> u32 {
        self.units
    }

    /// How many of the digits stand after the point: 0 to 3.
    pub const fn places(self) -> u32 {
        self.places
    }

    /// One, with as many digits after the point: what the units count in.
    pub(super) const fn scale(self) -> u32 {
        10_u32.pow(self.places)
    }
}

impl fmt::Display for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.units / self.scale())?;
        match usize::try_from(self.places) {
            Ok(places) if places > 0 => write!(f, ".{:0places$}", self.units % self.scale()),
            _ => Ok(()),
        }
    }
}

impl Serialize for Printed {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
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
