//! A part of a whole.

use super::{Decimal, Ratio};

/// So many of so many: a part that is never more than its whole.
///
/// It says nothing of what the whole is; whoever shows it names that. A whole of nobody has no percentage.
///
/// ```
/// use bln_evidence::exact::Proportion;
///
/// // One trust, March 2025: of all staff, and of those whose ethnicity is known.
/// assert_eq!(Proportion::new(990, 7422).unwrap().percentage(1).unwrap().to_string(), "13.3");
/// assert_eq!(Proportion::new(990, 990 + 6307).unwrap().percentage(1).unwrap().to_string(), "13.6");
/// assert!(Proportion::new(2, 1).is_none());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Proportion {
    part: u64,
    whole: u64,
}

impl Proportion {
    /// A part of a whole; `None` if the part is more than the whole.
    pub const fn new(part: u64, whole: u64) -> Option<Self> {
        if part > whole { None } else { Some(Self { part, whole }) }
    }

    /// The part.
    pub const fn part(self) -> u64 {
        self.part
    }

    /// The whole.
    pub const fn whole(self) -> u64 {
        self.whole
    }

    /// The part over the whole; `None` if there is nobody.
    pub fn ratio(self) -> Option<Ratio> {
        Ratio::new(u128::from(self.part), u128::from(self.whole))
    }

    /// Of a hundred, rounded half away from zero to so many decimal places; `None` if there is nobody.
    pub fn percentage(self, places: u32) -> Option<Decimal> {
        Decimal::quotient(i128::from(self.part) * 100, i128::from(self.whole), places)
    }

    /// This percentage less another, in percentage points; `None` if there is nobody in one of them.
    pub fn points_above(self, other: Self, places: u32) -> Option<Decimal> {
        let cross = |one: u64, two: u64| i128::from(one).checked_mul(i128::from(two));
        let above = cross(self.part, other.whole)?.checked_sub(cross(other.part, self.whole)?)?;
        Decimal::quotient(above.checked_mul(100)?, cross(self.whole, other.whole)?, places)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nobody_of_nobody_has_no_percentage() {
        let nobody = Proportion::new(0, 0).unwrap();
        assert_eq!((nobody.ratio(), nobody.percentage(1)), (None, None));
        assert_eq!(Proportion::new(1, 2).unwrap().points_above(nobody, 1), None);
    }

    proptest! {
        #[test]
        fn a_difference_one_way_is_that_of_the_other_with_its_sign_changed(
            a in 0_u64..1_000, b in 1_000_u64..2_000, c in 0_u64..1_000, d in 1_000_u64..2_000,
        ) {
            let (one, two) = (Proportion::new(a, b).unwrap(), Proportion::new(c, d).unwrap());
            let (there, back) = (one.points_above(two, 2).unwrap(), two.points_above(one, 2).unwrap());
            prop_assert_eq!(there.units(), -back.units());
        }
    }
}
