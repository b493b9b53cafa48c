//! A number as it is shown: so many decimal places, and no more said than that.

use std::fmt;

use serde::{Serialize, Serializer};

/// A rounded number with a fixed number of decimal places, 0 to 6.
///
/// Rounding is half away from zero, which is this library's own choice and stated wherever a figure is: published
/// guidance does not say which it uses. It is serialised as its text, so that no reader rounds it again.
///
/// ```
/// use bln_evidence::exact::Ratio;
///
/// let ratio = Ratio::new(4699, 1465).unwrap();
/// assert_eq!(ratio.rounded(2).to_string(), "3.21");
/// assert_eq!(ratio.rounded(1).to_string(), "3.2");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decimal {
    units: i128,
    places: u32,
}

impl Decimal {
    /// So many hundredths.
    pub(crate) const fn hundredths(units: i128) -> Self {
        Self { units, places: 2 }
    }

    /// The most decimal places.
    pub const MOST_PLACES: u32 = 6;

    /// A number as it was printed: up to 12 digits, and a point with 1 to 6 more, or without. No sign, and no per-cent
    /// sign.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let point_alone = text.contains('.') && fraction.is_empty();
        let fits = (1..=12).contains(&whole.len()) && !point_alone && digits(whole) && digits(fraction);
        let places =
            u32::try_from(fraction.len()).ok().filter(|places| fits && *places <= Self::MOST_PLACES)?;
        Some(Self { units: format!("{whole}{fraction}").parse().ok()?, places })
    }

    /// `numerator / denominator`, rounded; at most [`Decimal::MOST_PLACES`] places are kept. `None` if the
    /// denominator is zero, or if the number is too large to be held exactly.
    pub(crate) fn quotient(numerator: i128, denominator: i128, places: u32) -> Option<Self> {
        let places = places.min(Self::MOST_PLACES);
        let scaled = numerator.checked_mul(10_i128.checked_pow(places)?)?;
        let whole = scaled.checked_div(denominator)?;
        let rest = scaled.checked_rem(denominator)?;
        // Half or more of the denominator, without doubling what may be large.
        let up = rest.unsigned_abs() >= denominator.unsigned_abs() - rest.unsigned_abs();
        let away = if (numerator < 0) == (denominator < 0) { 1 } else { -1 };
        let units = if up && rest != 0 { whole.checked_add(away)? } else { whole };
        Some(Self { units, places })
    }

    /// The digits without a point: 3.21 is 321.
    pub const fn units(self) -> i128 {
        self.units
    }

    /// The nearest binary fraction, for drawing. Finite.
    #[expect(clippy::as_conversions, reason = "the nearest f64 is what is asked for")]
    pub fn to_f64(self) -> f64 {
        self.units as f64 / 10_f64.powi(i32::try_from(self.places).unwrap_or_default())
    }

    /// How many of the digits stand after the point.
    pub const fn places(self) -> u32 {
        self.places
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = 10_u128.pow(self.places);
        let units = self.units.unsigned_abs();
        let fraction = match usize::try_from(self.places) {
            Ok(places) if places > 0 => format!(".{:0places$}", units % scale),
            _ => String::new(),
        };
        f.pad_integral(self.units >= 0, "", &format!("{}{fraction}", units / scale))
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(numerator: i128, denominator: i128, places: u32) -> String {
        Decimal::quotient(numerator, denominator, places).unwrap().to_string()
    }

    #[test]
    fn numbers_keep_the_places_they_were_printed_with() {
        for text in ["0", "27", "1.57", "0.50", "383706", "1.234567"] {
            assert_eq!(Decimal::parse(text).unwrap().to_string(), text);
        }
        for text in
            ["", ".", "1.", ".5", "1.54%", "-1", "+1", "1,000", "1.2345678", "1e3", "NaN", "1234567890123"]
        {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn halves_go_away_from_zero() {
        assert_eq!(
            (shown(1, 2, 0), shown(-1, 2, 0), shown(49, 100, 0)),
            ("1".into(), "-1".into(), "0".into())
        );
        assert_eq!(
            (shown(125, 1000, 2), shown(1, 3, 3), shown(2, 3, 3)),
            ("0.13".into(), "0.333".into(), "0.667".into())
        );
        assert_eq!((shown(-108, 10, 1), shown(5, -2, 0)), ("-10.8".into(), "-3".into()));
        assert_eq!(shown(-1, 1000, 2), "0.00", "nothing is shown as less than nothing");
    }

    #[test]
    fn what_cannot_be_divided_is_no_number() {
        assert_eq!(Decimal::quotient(1, 0, 2), None);
        assert_eq!(Decimal::quotient(i128::MAX, 1, 2), None);
    }

    proptest! {
        #[test]
        fn a_rounded_number_is_within_half_a_unit(n in -1_000_000_i128..1_000_000, d in 1_i128..100_000, places in 0_u32..6) {
            let units = Decimal::quotient(n, d, places).unwrap().units();
            let error = (units * d - n * 10_i128.pow(places)).abs();
            prop_assert!(2 * error <= d);
        }
    }
}
