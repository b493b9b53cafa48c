//! The race disparity ratio: how much more likely white staff are to have progressed from one tier to the next.

use crate::exact::RatioOutcome;
use crate::terms::AfcBand;

use super::{Grade, WresError};

/// One of the three tiers that bands are put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// The lower.
    Lower,
    /// The middle.
    Middle,
    /// The upper.
    Upper,
}

/// Where the tiers begin. They are not the clusters of the published shares: band 5 is in the lower tier here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Tiers {
    middle_from: AfcBand,
    upper_from: AfcBand,
}

impl Tiers {
    /// Bands 5 and below, 6 and 7, 8a and above with VSM. As general knowledge has it; no stored authority does.
    pub const STANDARD: Tiers = Tiers { middle_from: AfcBand::Band6, upper_from: AfcBand::Band8a };

    /// The bands that the middle and the upper tier begin with.
    ///
    /// # Errors
    ///
    /// `tiers.order` unless there is a band in each.
    pub fn new(middle_from: AfcBand, upper_from: AfcBand) -> Result<Self, WresError> {
        if AfcBand::Band1 < middle_from && middle_from < upper_from {
            Ok(Self { middle_from, upper_from })
        } else {
            Err(WresError::TiersOutOfOrder)
        }
    }

    /// In plain words: `bands under 6; bands 6 to 7; bands 8a and above, and very senior managers`.
    pub fn description(self) -> String {
        let (from, upper) = (self.middle_from.name(), self.upper_from.name());
        let last = AfcBand::ALL.into_iter().rfind(|band| *band < self.upper_from).map_or(from, AfcBand::name);
        let middle = if last == from { format!("band {from}") } else { format!("bands {from} to {last}") };
        format!("bands under {from}; {middle}; bands {upper} and above, and very senior managers")
    }

    /// The tier of a grade: VSM in the upper, and doctors and dentists in none.
    pub fn tier(self, grade: Grade) -> Option<Tier> {
        match grade {
            Grade::UnderBand1 => Some(Tier::Lower),
            Grade::Afc(band) if band < self.middle_from => Some(Tier::Lower),
            Grade::Afc(band) if band < self.upper_from => Some(Tier::Middle),
            Grade::Afc(_) | Grade::Vsm => Some(Tier::Upper),
            Grade::Medical(_) | Grade::SeniorMedicalManager => None,
        }
    }
}

impl Default for Tiers {
    fn default() -> Self {
        Self::STANDARD
    }
}

/// How many of one group are in each tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct TierCounts {
    /// In the lower tier.
    pub lower: u64,
    /// In the middle tier.
    pub middle: u64,
    /// In the upper tier.
    pub upper: u64,
}

/// The three ratios of the race disparity ratio; clinical and non-clinical staff are worked out apart.
///
/// 1 is parity; above 1, white staff are more likely to have progressed. That no tier is empty is not asked: what
/// cannot be divided says so.
///
/// ```
/// use bln_evidence::wres::{DisparityRatio, TierCounts};
///
/// let white = TierCounts { lower: 400, middle: 300, upper: 100 };
/// let bme = TierCounts { lower: 200, middle: 90, upper: 20 };
/// let ratio = DisparityRatio::new(white, bme);
/// let shown = [ratio.lower_to_middle(), ratio.middle_to_upper(), ratio.lower_to_upper()]
///     .map(|outcome| outcome.finite().unwrap().rounded(4).to_string());
/// assert_eq!(shown, ["1.6667", "1.5000", "2.5000"]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DisparityRatio {
    white: TierCounts,
    bme: TierCounts,
}

impl DisparityRatio {
    /// Of the white and the BME staff in each tier.
    pub const fn new(white: TierCounts, bme: TierCounts) -> Self {
        Self { white, bme }
    }

    /// From the lower tier to the middle one.
    pub fn lower_to_middle(self) -> RatioOutcome {
        between([self.white.lower, self.white.middle], [self.bme.lower, self.bme.middle])
    }

    /// From the middle tier to the upper one.
    pub fn middle_to_upper(self) -> RatioOutcome {
        between([self.white.middle, self.white.upper], [self.bme.middle, self.bme.upper])
    }

    /// From the lower tier to the upper one: the product of the other two.
    pub fn lower_to_upper(self) -> RatioOutcome {
        between([self.white.lower, self.white.upper], [self.bme.lower, self.bme.upper])
    }
}

/// `(white to / white from) / (bme to / bme from)`; undefined if a group has nobody to have progressed from.
fn between([white_from, white_to]: [u64; 2], [bme_from, bme_to]: [u64; 2]) -> RatioOutcome {
    if white_from == 0 || bme_from == 0 {
        return RatioOutcome::Undefined;
    }
    let product = |one: u64, other: u64| u128::from(one) * u128::from(other);
    RatioOutcome::of(product(white_to, bme_from), product(white_from, bme_to))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn counts() -> impl Strategy<Value = TierCounts> {
        [0_u64..2_000, 0..2_000, 0..2_000].prop_map(|[lower, middle, upper]| TierCounts {
            lower,
            middle,
            upper,
        })
    }

    #[test]
    fn tiers_have_a_band_each() {
        assert!(Tiers::new(AfcBand::Band2, AfcBand::Band3).is_ok());
        for (middle, upper) in [
            (AfcBand::Band1, AfcBand::Band6),
            (AfcBand::Band6, AfcBand::Band6),
            (AfcBand::Band7, AfcBand::Band6),
        ] {
            assert_eq!(Tiers::new(middle, upper), Err(WresError::TiersOutOfOrder));
        }
        assert_eq!(Tiers::new(AfcBand::Band6, AfcBand::Band8a), Ok(Tiers::default()));
    }

    #[test]
    fn the_standard_tiers_are_5_and_below_6_and_7_8a_and_above() {
        let names = |tier| {
            let grades = Grade::ALL.into_iter().filter(|grade| Tiers::STANDARD.tier(*grade) == Some(tier));
            grades.map(Grade::name).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(names(Tier::Lower), "under_1 1 2 3 4 5");
        assert_eq!(names(Tier::Middle), "6 7");
        assert_eq!(names(Tier::Upper), "8a 8b 8c 8d 9 vsm");
    }

    #[test]
    fn a_group_with_nobody_to_progress_from_has_no_ratio() {
        let some = TierCounts { lower: 1, middle: 1, upper: 1 };
        let none = TierCounts { lower: 0, ..some };
        assert_eq!(DisparityRatio::new(none, some).lower_to_middle(), RatioOutcome::Undefined);
        assert_eq!(DisparityRatio::new(some, none).lower_to_upper(), RatioOutcome::Undefined);
        let nobody_above = TierCounts { upper: 0, ..some };
        assert_eq!(DisparityRatio::new(some, nobody_above).lower_to_upper(), RatioOutcome::Infinite);
    }

    proptest! {
        #[test]
        fn lower_to_upper_is_the_product_of_the_two_steps(white in counts(), bme in counts()) {
            let ratio = DisparityRatio::new(white, bme);
            let steps = [ratio.lower_to_middle(), ratio.middle_to_upper()].map(RatioOutcome::finite);
            if let [Some(one), Some(other)] = steps {
                prop_assert_eq!(ratio.lower_to_upper().finite(), one.times(other));
            }
        }

        #[test]
        fn swapping_the_groups_turns_the_ratio_over(white in counts(), bme in counts()) {
            let there = DisparityRatio::new(white, bme).lower_to_upper().finite();
            let back = DisparityRatio::new(bme, white).lower_to_upper().finite();
            if let (Some(there), Some(back)) = (there, back) {
                prop_assert_eq!(there.inverse(), Some(back));
            }
        }
    }
}
