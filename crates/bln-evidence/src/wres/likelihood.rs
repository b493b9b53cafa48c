//! Indicators 2 to 4: how likely something is for one group, relative to the other.

use crate::Interval;
use crate::exact::{Proportion, RatioOutcome};

use super::{AdverseImpact, Indicator, NotComparable, Order};
use crate::exact::Ratio;

/// What may happen to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Process {
    /// Being appointed, of those shortlisted: indicator 2.
    Appointment,
    /// Entering the formal disciplinary process, of all staff: indicator 3.
    Disciplinary,
    /// Accessing training that is not mandatory or professional development, of all staff: indicator 4.
    Training,
}

impl Process {
    /// Every process, in the order of the indicators.
    pub const ALL: [Process; 3] = [Process::Appointment, Process::Disciplinary, Process::Training];

    /// The indicator that compares it.
    pub const fn indicator(self) -> Indicator {
        match self {
            Process::Appointment => Indicator::Two,
            Process::Disciplinary => Indicator::Three,
            Process::Training => Indicator::Four,
        }
    }

    /// Which group stands above the line, so that above 1 is worse for BME staff.
    pub const fn order(self) -> Order {
        match self {
            Process::Appointment | Process::Training => Order::WhiteOverBme,
            Process::Disciplinary => Order::BmeOverWhite,
        }
    }
}

/// A relative likelihood: of white staff and of BME staff, so many of so many. Unknown ethnicity is in neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Likelihood {
    process: Process,
    white: Proportion,
    bme: Proportion,
}

impl Likelihood {
    /// How likely it was in each group.
    pub const fn new(process: Process, white: Proportion, bme: Proportion) -> Self {
        Self { process, white, bme }
    }

    /// What is compared.
    pub const fn process(self) -> Process {
        self.process
    }

    /// White people: to how many of how many it happened.
    pub const fn white(self) -> Proportion {
        self.white
    }

    /// BME people: to how many of how many it happened.
    pub const fn bme(self) -> Proportion {
        self.bme
    }

    /// The ratio in the order of the indicator, exactly: 1 is parity, above 1 is worse for BME staff.
    ///
    /// ```
    /// use bln_evidence::{exact::{Proportion, Ratio, RatioOutcome}, wres::{Likelihood, Process}};
    ///
    /// let ratio = |white, bme| {
    ///     let [white, bme] = [white, bme].map(|part| Proportion::new(part, 100).unwrap());
    ///     Likelihood::new(Process::Disciplinary, white, bme).ratio()
    /// };
    /// // The other way round than indicators 2 and 4.
    /// assert_eq!(ratio(2, 3), RatioOutcome::Finite(Ratio::new(3, 2).unwrap()));
    /// assert_eq!((ratio(0, 3), ratio(0, 0)), (RatioOutcome::Infinite, RatioOutcome::Undefined));
    /// ```
    pub fn ratio(self) -> RatioOutcome {
        let [above, below] = self.in_order();
        let product = |one: u64, other: u64| u128::from(one) * u128::from(other);
        RatioOutcome::of(product(above.part(), below.whole()), product(above.whole(), below.part()))
    }

    /// The ratio, or in so many words why there is none.
    ///
    /// # Errors
    ///
    /// A group with nobody in it; something that happened to nobody; something that happened to one group only, when
    /// the other is below the line.
    pub fn compared(self) -> Result<Ratio, NotComparable> {
        match self.ratio() {
            RatioOutcome::Finite(ratio) => Ok(ratio),
            RatioOutcome::Infinite => Err(NotComparable::OnlyToOneGroup),
            RatioOutcome::Undefined if self.white.whole() == 0 => Err(NotComparable::NobodyWhite),
            RatioOutcome::Undefined if self.bme.whole() == 0 => Err(NotComparable::NobodyBme),
            RatioOutcome::Undefined => Err(NotComparable::NeverHappened),
        }
    }

    /// The 95 % interval of the ratio, on its logarithm; `None` if it happened to nobody in one of the groups.
    ///
    /// That it is given at all, and by this method, is this library's own choice.
    pub fn log_interval(self) -> Option<Interval> {
        let [above, below] = self.in_order();
        Interval::log_ratio(above, below)
    }

    /// Where the ratio lies in the band of 0.80 to 1.25, and what can be said of chance.
    pub fn adverse_impact(self) -> AdverseImpact {
        AdverseImpact::of(self.compared(), self.log_interval())
    }

    const fn in_order(self) -> [Proportion; 2] {
        match self.process.order() {
            Order::WhiteOverBme => [self.white, self.bme],
            Order::BmeOverWhite => [self.bme, self.white],
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(process: Process, white: (u64, u64), bme: (u64, u64)) -> Likelihood {
        let [white, bme] = [white, bme].map(|(part, whole)| Proportion::new(part, whole).unwrap());
        Likelihood::new(process, white, bme)
    }

    fn proportion() -> impl Strategy<Value = (u64, u64)> {
        (0_u64..500).prop_flat_map(|whole| (0..=whole, Just(whole)))
    }

    fn process() -> impl Strategy<Value = Process> {
        prop::sample::select(&Process::ALL[..])
    }

    #[test]
    fn what_cannot_be_compared_says_why() {
        use NotComparable::{NeverHappened, NobodyBme, NobodyWhite, OnlyToOneGroup};
        use Process::{Appointment, Disciplinary};
        assert_eq!(of(Appointment, (0, 0), (3, 4)).compared(), Err(NobodyWhite));
        assert_eq!(of(Appointment, (3, 4), (0, 0)).compared(), Err(NobodyBme));
        assert_eq!(of(Appointment, (0, 4), (0, 4)).compared(), Err(NeverHappened));
        assert_eq!(of(Appointment, (1, 4), (0, 4)).compared(), Err(OnlyToOneGroup));
        assert_eq!(of(Disciplinary, (0, 4), (1, 4)).compared(), Err(OnlyToOneGroup));
        assert_eq!(of(Disciplinary, (1, 4), (0, 4)).compared(), Ok(Ratio::new(0, 1).unwrap()));
    }

    #[test]
    fn the_order_of_a_process_is_that_of_its_indicator() {
        for process in Process::ALL {
            assert_eq!(process.indicator().order(), Some(process.order()));
        }
    }

    #[test]
    fn the_largest_counts_are_compared_exactly() {
        let huge = of(Process::Appointment, (u64::MAX, u64::MAX), (u64::MAX - 1, u64::MAX));
        let ratio = huge.compared().unwrap();
        assert_eq!(ratio.numerator(), u128::from(u64::MAX));
        assert_eq!(ratio.denominator(), u128::from(u64::MAX - 1));
    }

    proptest! {
        #[test]
        fn swapping_the_groups_turns_the_ratio_over(process in process(), white in proportion(), bme in proportion()) {
            let (there, back) = (of(process, white, bme), of(process, bme, white));
            match (there.ratio(), back.ratio()) {
                (RatioOutcome::Finite(one), RatioOutcome::Finite(other)) => {
                    prop_assert_eq!(one.inverse(), Some(other));
                    let [one, other] = [there, back].map(|likelihood| likelihood.log_interval().unwrap());
                    prop_assert!((one.lower() * other.upper() - 1.0).abs() < 1e-9);
                }
                (RatioOutcome::Finite(zero), RatioOutcome::Infinite)
                | (RatioOutcome::Infinite, RatioOutcome::Finite(zero)) => prop_assert_eq!(zero.numerator(), 0),
                (RatioOutcome::Undefined, RatioOutcome::Undefined) => {}
                outcomes => prop_assert!(false, "{outcomes:?}"),
            }
        }

        #[test]
        fn one_more_above_the_line_raises_the_ratio_and_one_more_below_lowers_it(
            process in process(), white in proportion(), bme in proportion(),
        ) {
            let more = |(part, whole): (u64, u64)| (part + 1, whole);
            let before = of(process, white, bme).ratio().finite();
            let white_more = (white.0 < white.1).then(|| of(process, more(white), bme).ratio().finite());
            let bme_more = (bme.0 < bme.1).then(|| of(process, white, more(bme)).ratio().finite());
            let (above, below) = match process.order() {
                Order::WhiteOverBme => (white_more, bme_more),
                Order::BmeOverWhite => (bme_more, white_more),
            };
            if let (Some(before), Some(Some(above))) = (before, above) {
                prop_assert!(above > before);
            }
            if let (Some(before), Some(Some(below))) = (before, below) {
                prop_assert!(below < before || before.numerator() == 0);
            }
        }

        #[test]
        fn every_ratio_lies_in_its_interval_and_all_of_it_is_finite(
            process in process(), white in proportion(), bme in proportion(),
        ) {
            let likelihood = of(process, white, bme);
            if let Some(interval) = likelihood.log_interval() {
                let ratio = likelihood.ratio().finite().unwrap().to_f64();
                prop_assert!(ratio.is_finite() && interval.upper().is_finite());
                prop_assert!(interval.lower() <= ratio * (1.0 + 1e-9) && ratio <= interval.upper() * (1.0 + 1e-9));
            }
        }
    }
}
