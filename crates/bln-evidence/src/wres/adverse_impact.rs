//! The band of 0.80 to 1.25, and what an interval says beside it.

use crate::Interval;
use crate::exact::{Decimal, Ratio};

use super::NotComparable;

/// Where a relative likelihood lies, and whether chance alone could well have put it there.
///
/// The band is the "four-fifths rule": reports of the WRES flag trusts whose ratio is 1.25 or more. That its other
/// side is 0.80, and that the interval is told beside it, is this library's own choice: a ratio of few people is often
/// outside the band by chance, and one of many is often inside it and not by chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AdverseImpact {
    band: ImpactBand,
    significance: Significance,
}

/// Where a ratio lies in the band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImpactBand {
    /// 0.80 or less.
    WorseForWhite,
    /// More than 0.80 and less than 1.25.
    Within,
    /// 1.25 or more.
    WorseForBme,
    /// There is no ratio.
    NotComparable(NotComparable),
}

/// Whether the 95 % interval of a ratio leaves out 1, which is a two-sided test at 5 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Significance {
    /// The interval leaves out 1: a ratio as far from 1 would seldom come of chance alone.
    Significant,
    /// The interval holds 1: it may be chance, and it may not.
    NotSignificant,
    /// There is no interval, because it happened to nobody in one of the groups.
    NotTested,
}

impl AdverseImpact {
    pub(super) fn of(ratio: Result<Ratio, NotComparable>, interval: Option<Interval>) -> Self {
        let band = match ratio {
            // Compared without rounding.
            Ok(ratio) if Ratio::new(4, 5).is_some_and(|low| ratio <= low) => ImpactBand::WorseForWhite,
            Ok(ratio) if Ratio::new(5, 4).is_some_and(|high| ratio >= high) => ImpactBand::WorseForBme,
            Ok(_) => ImpactBand::Within,
            Err(reason) => ImpactBand::NotComparable(reason),
        };
        let significance = match interval {
            Some(interval) if interval.contains(1.0) => Significance::NotSignificant,
            Some(_) => Significance::Significant,
            None => Significance::NotTested,
        };
        Self { band, significance }
    }

    /// The ends of the band, which are outside it.
    pub const ENDS: [Decimal; 2] = [Decimal::hundredths(80), Decimal::hundredths(125)];

    /// Where the ratio lies.
    pub const fn band(self) -> ImpactBand {
        self.band
    }

    /// What can be said of chance.
    pub const fn significance(self) -> Significance {
        self.significance
    }

    /// What may be said of it, in a plain sentence: no more than the numbers carry, and of no cause.
    pub const fn sentence(self) -> &'static str {
        use ImpactBand::{NotComparable, Within, WorseForBme, WorseForWhite};
        use Significance::{NotSignificant, NotTested, Significant};
        match (self.band, self.significance) {
            (WorseForBme, Significant) => {
                "The ratio is 1.25 or more, and the 95% confidence interval leaves out 1. A difference this large \
                 would be unlikely by chance alone."
            }
            (WorseForBme, NotSignificant) => {
                "The ratio is 1.25 or more, but the 95% confidence interval includes 1. With these numbers of people, \
                 chance alone could explain the difference, and a real difference cannot be ruled out."
            }
            (Within, Significant) => {
                "The ratio is between 0.80 and 1.25, and the 95% confidence interval leaves out 1. The difference is \
                 small, but would be unlikely by chance alone."
            }
            (Within, NotSignificant) => {
                "The ratio is between 0.80 and 1.25, and the 95% confidence interval includes 1. These figures do not \
                 show a difference, which does not mean that there is none."
            }
            (WorseForWhite, Significant) => {
                "The ratio is 0.80 or less, and the 95% confidence interval leaves out 1. A difference this large \
                 would be unlikely by chance alone."
            }
            (WorseForWhite, NotSignificant) => {
                "The ratio is 0.80 or less, but the 95% confidence interval includes 1. With these numbers of people, \
                 chance alone could explain the difference, and a real difference cannot be ruled out."
            }
            (WorseForBme | Within | WorseForWhite, NotTested) => {
                "It happened to nobody in one of the groups, so there is no confidence interval, and how far chance \
                 explains the difference cannot be said this way."
            }
            (NotComparable(reason), _) => reason.sentence(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn band(numerator: u128, denominator: u128) -> ImpactBand {
        AdverseImpact::of(Ok(Ratio::new(numerator, denominator).unwrap()), None).band()
    }

    #[test]
    fn the_band_has_its_ends_outside() {
        assert_eq!(band(80, 100), ImpactBand::WorseForWhite);
        assert_eq!(band(8001, 10_000), ImpactBand::Within);
        assert_eq!(band(1, 1), ImpactBand::Within);
        assert_eq!(band(12_499, 10_000), ImpactBand::Within);
        assert_eq!(band(125, 100), ImpactBand::WorseForBme);
        assert_eq!(band(0, 1), ImpactBand::WorseForWhite);
    }

    #[test]
    fn an_interval_that_only_touches_one_is_not_significant() {
        let ratio = Ok(Ratio::new(2, 1).unwrap());
        let of = |lower| AdverseImpact::of(ratio, Interval::new(lower, 4.0)).significance();
        assert_eq!(of(1.0), Significance::NotSignificant);
        assert_eq!(of(1.000_001), Significance::Significant);
        assert_eq!(of(0.9), Significance::NotSignificant);
    }

    #[test]
    fn no_sentence_claims_more_than_chance_allows() {
        for band in [ImpactBand::WorseForWhite, ImpactBand::Within, ImpactBand::WorseForBme] {
            let sentence = |significance| AdverseImpact { band, significance }.sentence();
            assert!(sentence(Significance::Significant).contains("leaves out 1"));
            assert!(sentence(Significance::NotSignificant).contains("includes 1"));
            assert!(sentence(Significance::NotTested).contains("cannot be said"));
        }
        let none = AdverseImpact::of(Err(NotComparable::NobodyBme), None);
        assert_eq!(none.sentence(), NotComparable::NobodyBme.sentence());
    }
}
