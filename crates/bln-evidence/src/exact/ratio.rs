//! Exact ratios of counts.

use std::cmp::Ordering;

use super::Decimal;

/// An exact ratio of two whole numbers, in lowest terms, zero or more.
///
/// A relative likelihood or a disparity: 1 is parity. It is no percentage and is never shown with a per-cent sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ratio {
    numerator: u128,
    denominator: u128,
}

impl Ratio {
    /// Parity.
    pub const ONE: Ratio = Ratio { numerator: 1, denominator: 1 };

    /// `numerator / denominator`; `None` if the denominator is zero.
    pub const fn new(numerator: u128, denominator: u128) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let common = greatest_common_divisor(numerator, denominator);
        Some(Self { numerator: numerator / common, denominator: denominator / common })
    }

    /// The number above the line, in lowest terms.
    pub const fn numerator(self) -> u128 {
        self.numerator
    }

    /// The number below the line, in lowest terms; never zero.
    pub const fn denominator(self) -> u128 {
        self.denominator
    }

    /// One over it; `None` for zero.
    pub const fn inverse(self) -> Option<Self> {
        Self::new(self.denominator, self.numerator)
    }

    /// The product; `None` if it is too large to be held exactly.
    pub fn times(self, other: Self) -> Option<Self> {
        // Across first, so that what cancels is never multiplied out.
        let one = Self::new(self.numerator, other.denominator)?;
        let two = Self::new(other.numerator, self.denominator)?;
        let numerator = one.numerator.checked_mul(two.numerator)?;
        Self::new(numerator, one.denominator.checked_mul(two.denominator)?)
    }

    /// As it is shown: rounded half away from zero to so many decimal places.
    ///
    /// What is too large to be shown exactly (beyond 10^30) is shown as the largest number that can be.
    pub fn rounded(self, places: u32) -> Decimal {
        let halved = |by: u32| {
            let numerator = i128::try_from(self.numerator >> by).ok()?;
            let denominator = i128::try_from(self.denominator >> by).ok()?;
            Decimal::quotient(numerator, denominator.max(1), places)
        };
        (0..128).find_map(halved).unwrap_or_else(|| Self::ONE.rounded(0))
    }

    /// The nearest binary fraction, for intervals. Finite.
    #[expect(
        clippy::as_conversions,
        reason = "the nearest f64 is what is asked for, and u128 never leaves its range"
    )]
    pub fn to_f64(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    /// By value, exactly: whole parts first, then what is left, upside down (Euclid), so that nothing overflows.
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut one, mut two) = (*self, *other);
        let mut turned = false;
        loop {
            let whole = (one.numerator / one.denominator).cmp(&(two.numerator / two.denominator));
            let rests = (one.numerator % one.denominator, two.numerator % two.denominator);
            let order = match (whole, rests) {
                (Ordering::Equal, (0, _) | (_, 0)) => rests.0.min(1).cmp(&rests.1.min(1)),
                (Ordering::Equal, rests) => {
                    one = Self { numerator: one.denominator, denominator: rests.0 };
                    two = Self { numerator: two.denominator, denominator: rests.1 };
                    turned = !turned;
                    continue;
                }
                (whole, _) => whole,
            };
            return if turned { order.reverse() } else { order };
        }
    }
}

/// What comes of dividing one likelihood by another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RatioOutcome {
    /// A ratio.
    Finite(Ratio),
    /// Something over nothing: one group had it happen, and the other never.
    Infinite,
    /// Nothing over nothing, or a group with nobody in it: there is nothing to compare.
    Undefined,
}

impl RatioOutcome {
    /// `numerator / denominator`.
    pub const fn of(numerator: u128, denominator: u128) -> Self {
        match (numerator, Ratio::new(numerator, denominator)) {
            (_, Some(ratio)) => RatioOutcome::Finite(ratio),
            (0, None) => RatioOutcome::Undefined,
            (_, None) => RatioOutcome::Infinite,
        }
    }

    /// The ratio, if there is one.
    pub const fn finite(self) -> Option<Ratio> {
        match self {
            RatioOutcome::Finite(ratio) => Some(ratio),
            RatioOutcome::Infinite | RatioOutcome::Undefined => None,
        }
    }
}

const fn greatest_common_divisor(mut one: u128, mut two: u128) -> u128 {
    while two != 0 {
        (one, two) = (two, one % two);
    }
    one
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ratios_are_in_lowest_terms_and_never_over_nothing() {
        assert_eq!(Ratio::new(4, 6), Ratio::new(2, 3));
        assert_eq!(Ratio::new(1, 0), None);
        assert_eq!(Ratio::new(0, 5).and_then(Ratio::inverse), None);
    }

    #[test]
    fn what_cannot_be_divided_is_named() {
        assert_eq!(RatioOutcome::of(3, 0), RatioOutcome::Infinite);
        assert_eq!(RatioOutcome::of(0, 0), RatioOutcome::Undefined);
        assert_eq!(RatioOutcome::of(0, 3).finite(), Ratio::new(0, 1));
    }

    /// Roger Kline, "WRES 2": the same disparity at each of several promotions multiplies.
    #[test]
    fn a_disparity_compounds_over_promotions() {
        let once = Ratio::new(159, 100).unwrap();
        let twice = once.times(once).unwrap();
        let shown = [twice, twice.times(once).unwrap(), twice.times(twice).unwrap()]
            .map(|r| r.rounded(2).to_string());
        assert_eq!(shown, ["2.53", "4.02", "6.39"]);
    }

    #[test]
    fn the_largest_numbers_are_shown_and_compared() {
        let huge = Ratio::new(u128::MAX, 1).unwrap();
        assert!(huge > Ratio::ONE && huge.inverse().unwrap() < Ratio::ONE);
        assert!(huge.times(huge).is_none());
        assert!(huge.rounded(2).units() > 0);
    }

    proptest! {
        #[test]
        fn order_is_that_of_the_products(a in 0_u64.., b in 1_u64.., c in 0_u64.., d in 1_u64..) {
            let ratio = |n: u64, d: u64| Ratio::new(u128::from(n), u128::from(d)).unwrap();
            let products = (u128::from(a) * u128::from(d)).cmp(&(u128::from(c) * u128::from(b)));
            prop_assert_eq!(ratio(a, b).cmp(&ratio(c, d)), products);
        }

        #[test]
        fn a_ratio_times_its_inverse_is_one(a in 1_u64.., b in 1_u64..) {
            let ratio = Ratio::new(u128::from(a), u128::from(b)).unwrap();
            prop_assert_eq!(ratio.times(ratio.inverse().unwrap()), Some(Ratio::ONE));
            prop_assert!(ratio.to_f64().is_finite());
        }
    }
}
