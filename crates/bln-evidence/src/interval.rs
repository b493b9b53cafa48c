//! How sure a figure is.

use crate::exact::{Decimal, Proportion};

/// An interval of finite numbers, the lower never above the upper.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    lower: f64,
    upper: f64,
}

/// The 97.5 % point of the normal distribution: the intervals here are of 95 %.
const Z: f64 = 1.959_963_984_540_054;

impl Interval {
    /// An interval; `None` unless both ends are finite and in order.
    pub fn new(lower: f64, upper: f64) -> Option<Self> {
        (lower.is_finite() && upper.is_finite() && lower <= upper).then_some(Self { lower, upper })
    }

    /// The lower end.
    pub const fn lower(self) -> f64 {
        self.lower
    }

    /// The upper end.
    pub const fn upper(self) -> f64 {
        self.upper
    }

    /// Whether a number lies in it, its ends included.
    pub fn contains(self, number: f64) -> bool {
        self.lower <= number && number <= self.upper
    }

    /// The 95 % interval of a proportion by Wilson's score (E. B. Wilson, 1927), which keeps to 0 and 1 and holds for
    /// few people too; as proportions, not percentages. `None` if there is nobody.
    ///
    /// ```
    /// use bln_evidence::{Interval, exact::Proportion};
    ///
    /// // 63 of 123 people.
    /// let interval = Interval::wilson(Proportion::new(63, 123).unwrap()).unwrap();
    /// assert_eq!(interval.percentages(1).map(|end| end.to_string()), ["42.5", "59.9"]);
    /// ```
    pub fn wilson(proportion: Proportion) -> Option<Self> {
        let n = to_f64(proportion.whole());
        if proportion.whole() == 0 {
            return None;
        }
        let p = to_f64(proportion.part()) / n;
        let middle = p + Z * Z / (2.0 * n);
        let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        let scale = 1.0 + Z * Z / n;
        Self::new(((middle - half) / scale).clamp(0.0, 1.0), ((middle + half) / scale).clamp(0.0, 1.0))
    }

    /// The 95 % interval of the ratio of two proportions, on its logarithm (Katz and others, 1978): one over the other.
    /// `None` if something happened to nobody in either, as the logarithm of nothing is no number.
    pub fn log_ratio(one: Proportion, other: Proportion) -> Option<Self> {
        let [a, n, b, m] = [one.part(), one.whole(), other.part(), other.whole()].map(to_f64);
        if one.part() == 0 || other.part() == 0 {
            return None;
        }
        let centre = (a / n).ln() - (b / m).ln();
        let half = Z * (1.0 / a - 1.0 / n + 1.0 / b - 1.0 / m).max(0.0).sqrt();
        Self::new((centre - half).exp(), (centre + half).exp())
    }

    /// Both ends of an interval of proportions as percentages, rounded half away from zero.
    pub fn percentages(self, places: u32) -> [Decimal; 2] {
        [self.lower * 100.0, self.upper * 100.0].map(|end| rounded(end, places))
    }

    /// Both ends as they are shown, rounded half away from zero.
    pub fn rounded(self, places: u32) -> [Decimal; 2] {
        [self.lower, self.upper].map(|end| rounded(end, places))
    }
}

/// What is beyond what a decimal holds is shown as the largest that one holds.
#[expect(clippy::as_conversions, reason = "a cast from f64 saturates, and the number is finite")]
fn rounded(number: f64, places: u32) -> Decimal {
    const SCALE: i128 = 1_000_000_000;
    let scaled = (number * 1e9).round().clamp(-1e27, 1e27) as i128;
    Decimal::quotient(scaled, SCALE, places).unwrap_or_else(|| rounded(number.signum() * 1e9, 0))
}

#[expect(clippy::as_conversions, reason = "the nearest f64 is what an interval is computed with")]
const fn to_f64(people: u64) -> f64 {
    people as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(part: u64, whole: u64) -> Proportion {
        Proportion::new(part, whole).unwrap()
    }

    /// By hand: 12 of 100 against 24 of 100 is 0.5, and 1/12 - 1/100 + 1/24 - 1/100 = 0.105.
    #[test]
    fn the_interval_of_a_ratio_is_the_one_worked_out_by_hand() {
        let interval = Interval::log_ratio(of(12, 100), of(24, 100)).unwrap();
        assert_eq!(interval.rounded(3).map(|end| end.to_string()), ["0.265", "0.944"]);
        assert_eq!(Interval::log_ratio(of(0, 100), of(24, 100)), None);
        assert_eq!(Interval::log_ratio(of(5, 5), of(7, 7)).map(Interval::lower), Some(1.0));
    }

    #[test]
    fn an_interval_is_finite_and_in_order() {
        assert_eq!(Interval::new(f64::NAN, 1.0), None);
        assert_eq!(Interval::new(0.0, f64::INFINITY), None);
        assert_eq!(Interval::new(2.0, 1.0), None);
        assert_eq!(Interval::wilson(of(0, 0)), None);
    }

    proptest! {
        #[test]
        fn an_interval_holds_its_proportion_and_keeps_to_all_and_nothing(whole in 1_u64..1 << 60, share in 0.0..=1.0_f64) {
            #[expect(clippy::as_conversions, reason = "any part will do")]
            let part = ((to_f64(whole) * share) as u64).min(whole);
            let interval = Interval::wilson(of(part, whole)).unwrap();
            let p = to_f64(part) / to_f64(whole);
            prop_assert!(interval.lower() >= 0.0 && interval.upper() <= 1.0);
            prop_assert!(interval.lower() <= p + 1e-9 && p <= interval.upper() + 1e-9);
        }

        #[test]
        fn a_ratio_the_other_way_has_the_interval_turned_over(a in 1_u64..500, b in 1_u64..500) {
            let there = Interval::log_ratio(of(a, 500), of(b, 500)).unwrap();
            let back = Interval::log_ratio(of(b, 500), of(a, 500)).unwrap();
            prop_assert!((there.lower() * back.upper() - 1.0).abs() < 1e-9);
        }
    }
}
