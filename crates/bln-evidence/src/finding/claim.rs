//! Whether a stated percentage can be true.

use std::ops::RangeInclusive;

use super::{FindingError, Printed};

/// A percentage that a source states of a number of people.
///
/// ```
/// use bln_evidence::finding::{Claim, ClaimCheck, Printed};
///
/// // Shattered hopes: 51 % of 123 respondents.
/// let claim = Claim::new(Printed::parse("51")?, 123)?;
/// assert_eq!(claim.check(), ClaimCheck::One(63));
/// // 7 is 58 % of 12, and 8 is 67 %: 60 % of 12 people is nobody's count.
/// assert_eq!(Claim::new(Printed::parse("60")?, 12)?.check(), ClaimCheck::Impossible);
/// # Ok::<(), bln_evidence::finding::FindingError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Claim {
    percentage: Printed,
    of: u64,
}

/// Which whole numbers of people a stated percentage can stand for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ClaimCheck {
    /// This many, and no other number.
    One(u64),
    /// Any of these.
    Between(RangeInclusive<u64>),
    /// No number of people rounds to it. The number asked, the population or the rounding is not what it is said to
    /// be: ask the source, and do not repeat the figure.
    Impossible,
}

impl Claim {
    /// A percentage of so many people.
    ///
    /// # Errors
    ///
    /// `percentage.range` above 100; `asked.nobody`.
    pub const fn new(percentage: Printed, of: u64) -> Result<Self, FindingError> {
        if percentage.units() > 100 * percentage.scale() {
            Err(FindingError::PercentageRange)
        } else if of == 0 {
            Err(FindingError::NobodyAsked)
        } else {
            Ok(Self { percentage, of })
        }
    }

    /// The percentage as it was printed.
    pub const fn percentage(self) -> Printed {
        self.percentage
    }

    /// Of how many people.
    pub const fn of(self) -> u64 {
        self.of
    }

    /// Which whole numbers of people it can stand for.
    ///
    /// Those that are within half a unit of the last digit printed. A number that lies exactly between two percentages
    /// stands for either, as sources do not say which way they round; this is this library's own choice.
    pub fn check(self) -> ClaimCheck {
        // k people are 100 k / n per cent. With u units of 1 / s that is |100 k / n - u / s| <= 1 / (2 s), so
        // (2 u - 1) n <= 200 s k <= (2 u + 1) n. Every number here is far below the end of u128.
        let (units, of) = (self.percentage.units(), u128::from(self.of));
        let step = 200 * self.percentage.scale();
        let least = (2 * units).saturating_sub(1) * of;
        let most = (2 * units + 1) * of;
        let number = |people: u128| u64::try_from(people).unwrap_or(u64::MAX).min(self.of);
        let (least, most) = (least.div_ceil(step), most / step);
        match (least <= most && least <= of, number(least), number(most)) {
            (false, ..) => ClaimCheck::Impossible,
            (true, least, most) if least == most => ClaimCheck::One(least),
            (true, least, most) => ClaimCheck::Between(least..=most),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::exact::Proportion;

    fn check(percentage: &str, of: u64) -> ClaimCheck {
        Claim::new(Printed::parse(percentage).unwrap(), of).unwrap().check()
    }

    /// What is known of the survey behind "Shattered hopes": 123 people answered.
    #[test]
    fn the_figures_of_123_people_are_whole_numbers_of_them() {
        assert_eq!(check("51", 123), ClaimCheck::One(63));
        assert_eq!(check("10", 123), ClaimCheck::One(12));
        assert_eq!(check("58", 123), ClaimCheck::One(71));
    }

    /// Of those who considered leaving, 10 % and 42 % are reported. If they are the 63 of the first figure, nobody's
    /// count is 42 %: 26 are 41 % and 27 are 43 %. So the base of these figures is another, and is not guessed.
    #[test]
    fn a_percentage_that_no_number_of_people_gives_is_flagged() {
        assert_eq!(check("10", 63), ClaimCheck::One(6));
        assert_eq!(check("42", 63), ClaimCheck::Impossible);
        assert_eq!(check("42", 62), ClaimCheck::One(26));
    }

    #[test]
    fn many_people_leave_a_range_and_one_leaves_all_or_nothing() {
        assert_eq!(check("50", 1_000), ClaimCheck::Between(495..=505));
        assert_eq!(check("50.0", 1_000), ClaimCheck::One(500));
        assert_eq!(
            (check("0", 1), check("100", 1), check("50", 1)),
            (ClaimCheck::One(0), ClaimCheck::One(1), ClaimCheck::Impossible)
        );
        let least = u64::try_from((199 * u128::from(u64::MAX)).div_ceil(200)).unwrap();
        assert_eq!(check("100", u64::MAX), ClaimCheck::Between(least..=u64::MAX));
        assert_eq!(check("12", 8), ClaimCheck::One(1), "12.5 may have been rounded either way");
        assert_eq!(check("13", 8), ClaimCheck::One(1));
    }

    #[test]
    fn what_is_no_percentage_of_anybody_is_refused() {
        let of = |text: &str, of| Claim::new(Printed::parse(text).unwrap(), of).map(|_| ());
        assert_eq!(of("100.0", 1), Ok(()));
        assert_eq!(of("100.1", 1), Err(FindingError::PercentageRange));
        assert_eq!(of("50", 0), Err(FindingError::NobodyAsked));
    }

    proptest! {
        /// Against the other way round: every number of people, rounded, and compared with what is stated.
        #[test]
        fn it_names_the_numbers_that_round_to_what_is_stated(
            of in 1_u64..400, units in 0_u32..=1000, places in 0_u32..2,
        ) {
            let printed = if places == 0 { (units / 10).to_string() } else { format!("{}.{}", units / 10, units % 10) };
            let is_so = |k: &u64| Proportion::new(*k, of).unwrap().percentage(places).unwrap().to_string() == printed;
            let rounded: Vec<u64> = (0..=of).filter(is_so).collect();
            let named: Vec<u64> = match check(&printed, of) {
                ClaimCheck::One(k) => vec![k],
                ClaimCheck::Between(range) => range.collect(),
                ClaimCheck::Impossible => vec![],
            };
            prop_assert!(rounded.iter().all(|k| named.contains(k)));
            // What is named beyond lies exactly between two percentages: one less at the upper end.
            for k in named.iter().filter(|k| !rounded.contains(k)) {
                let scale = 10_u64.pow(places);
                prop_assert_eq!((2 * 100 * scale * k) % of, 0);
            }
        }
    }
}
