//! Published figures that contradict themselves: said so, and not repeated as if they were right.

use crate::exact::{Decimal, Ratio};

use super::{Indicator, Unit, WresYear, figure};

/// Something that was printed, to be checked against itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement<'a> {
    /// Where it was printed.
    pub source: &'a str,
    /// Of which indicator.
    pub indicator: Indicator,
    /// What was printed.
    pub printed: Printed<'a>,
}

/// What was printed, as text: only so can a wrong sign be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Printed<'a> {
    /// A figure of the indicator.
    Figure(&'a str),
    /// The percentage of each group, and the ratio of the two in the order of the indicator.
    Likelihoods {
        /// The percentage of white people.
        white: &'a str,
        /// The percentage of BME people.
        bme: &'a str,
        /// The ratio.
        ratio: &'a str,
    },
    /// A ratio that is said to compound over several promotions.
    Compounded {
        /// The ratio of one promotion.
        once: &'a str,
        /// How many promotions.
        promotions: u32,
        /// The ratio of them all.
        result: &'a str,
    },
    /// Figures of several years on one line.
    Line(&'a [(WresYear, &'a str)]),
}

/// What is wrong with a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Issue {
    /// A number cannot be read.
    NotANumber,
    /// A ratio has a per-cent sign. It is not a percentage.
    RatioWithPerCentSign,
    /// A ratio below 0.1 or above 10, which is likelier a slip than a finding. The bounds are this library's own.
    RatioImplausible,
    /// A percentage is above 100.
    PercentageOutOfRange,
    /// The ratio is not that of the percentages beside it, however they were rounded.
    RatioDisagrees,
    /// The ratio does not compound to what is said, however it was rounded.
    DoesNotCompound,
    /// Figures by different methods stand on one line.
    JoinsMethods,
}

impl Issue {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Issue::NotANumber => "figure.not_a_number",
            Issue::RatioWithPerCentSign => "ratio.per_cent_sign",
            Issue::RatioImplausible => "ratio.implausible",
            Issue::PercentageOutOfRange => "percentage.range",
            Issue::RatioDisagrees => "ratio.disagrees",
            Issue::DoesNotCompound => "ratio.does_not_compound",
            Issue::JoinsMethods => "series.across_methods",
        }
    }

    /// What is wrong and what to do, in plain words.
    pub const fn sentence(self) -> &'static str {
        match self {
            Issue::NotANumber => "A number cannot be read. Check the original.",
            Issue::RatioWithPerCentSign => {
                "A ratio has a per cent sign. It says how many times as likely something is: show it without the sign."
            }
            Issue::RatioImplausible => {
                "The ratio is far from any that is usual. Check the numbers it comes from."
            }
            Issue::PercentageOutOfRange => {
                "A percentage of people is above 100. Check the numbers it comes from."
            }
            Issue::RatioDisagrees => {
                "The ratio does not follow from the percentages beside it. Check all three with the publisher."
            }
            Issue::DoesNotCompound => "The ratio does not compound to this figure. Do not use it.",
            Issue::JoinsMethods => {
                "The way this is measured changed between these years. Show the years before and after apart."
            }
        }
    }
}

impl Statement<'_> {
    /// What is wrong with it; nothing if it agrees with itself.
    pub fn issues(&self) -> Vec<Issue> {
        let mut issues = Vec::new();
        match &self.printed {
            Printed::Figure(text) => {
                self.read(text, self.indicator.unit(), &mut issues);
            }
            Printed::Likelihoods { white, bme, ratio } => {
                let [white, bme] = [white, bme].map(|text| self.read(text, Unit::Percentage, &mut issues));
                let ratio = self.read(ratio, Unit::Ratio, &mut issues);
                let groups = match self.indicator.order() {
                    Some(super::Order::BmeOverWhite) => [bme, white],
                    _ => [white, bme],
                };
                if let ([Some(above), Some(below)], Some(ratio)) = (groups, ratio) {
                    issues.extend((!divides(above, below, ratio)).then_some(Issue::RatioDisagrees));
                }
            }
            Printed::Compounded { once, promotions, result } => {
                let [once, result] = [once, result].map(|text| self.read(text, Unit::People, &mut issues));
                if let (Some(once), Some(result)) = (once, result) {
                    issues.extend((!compounds(once, *promotions, result)).then_some(Issue::DoesNotCompound));
                }
            }
            Printed::Line(points) => {
                for (_, text) in *points {
                    self.read(text, self.indicator.unit(), &mut issues);
                }
                let mut methods = points.iter().map(|(year, _)| year.method(self.indicator));
                let first = methods.next();
                issues.extend(methods.any(|method| Some(method) != first).then_some(Issue::JoinsMethods));
            }
        }
        issues.sort_unstable();
        issues.dedup();
        issues
    }

    /// The least and the greatest number that a text stands for. A sign is noted and then overlooked.
    fn read(&self, text: &str, unit: Unit, issues: &mut Vec<Issue>) -> Option<[Ratio; 2]> {
        let text = text.trim();
        let bare = text.strip_suffix('%').map(str::trim_end);
        if bare.is_some() && unit == Unit::Ratio {
            issues.push(Issue::RatioWithPerCentSign);
        }
        let Some(number) = Decimal::parse(bare.unwrap_or(text)) else {
            issues.push(Issue::NotANumber);
            return None;
        };
        let bounds = figure::rounded_from(number)?;
        match unit {
            Unit::Percentage if !figure::is_percentage(number) => issues.push(Issue::PercentageOutOfRange),
            Unit::Ratio if !plausible(bounds) => issues.push(Issue::RatioImplausible),
            _ => {}
        }
        Some(bounds)
    }
}

/// The published statements that were found to contradict themselves or to be joined wrongly, each with where it was
/// printed. They are kept as known-bad examples; none of them is among [`published`](super::published).
pub fn known() -> Vec<Statement<'static>> {
    const ONE_LINE: &[(WresYear, &str)] = &[
        (WresYear::FIRST.plus(1), "73.4"),
        (WresYear::FIRST.plus(4), "69.9"),
        (WresYear::FIRST.plus(9), "42.2"),
    ];
    let compounded = |promotions, result| Printed::Compounded { once: "1.59", promotions, result };
    let of = |source, indicator, printed| Statement { source, indicator, printed };
    let kline = "R Kline, WRES 2: later rows of the table of compounding";
    vec![
        of(
            "Kent and Medway NHS and Social Care Partnership Trust, WRES indicator 4",
            Indicator::Four,
            Printed::Likelihoods { white: "9.6", bme: "55.9", ratio: "1.1" },
        ),
        of(
            "North Cumbria Integrated Care NHS Foundation Trust, WRES 2023, national figure of indicator 2",
            Indicator::Two,
            Printed::Figure("1.54%"),
        ),
        of(
            "North Cumbria Integrated Care NHS Foundation Trust, WRES 2023, the trust's own figure of indicator 2",
            Indicator::Two,
            Printed::Figure("17.16"),
        ),
        of(
            "Labour Research Department 2016 and 2019 beside NHS Employers 2024, put on one line",
            Indicator::Seven,
            Printed::Line(ONE_LINE),
        ),
        of(kline, Indicator::Two, compounded(5, "6.39")),
        of(kline, Indicator::Two, compounded(6, "15.55")),
        of(kline, Indicator::Two, compounded(7, "24.12")),
    ]
}

/// Every statement of some that is wrong in itself, with what is wrong.
pub fn report<'a>(statements: impl IntoIterator<Item = Statement<'a>>) -> Vec<(Statement<'a>, Vec<Issue>)> {
    let checked = statements.into_iter().map(|statement| {
        let issues = statement.issues();
        (statement, issues)
    });
    checked.filter(|(_, issues)| !issues.is_empty()).collect()
}

/// Whether `above / below` can be shown as `ratio`, for some numbers that are shown as these.
fn divides(above: [Ratio; 2], below: [Ratio; 2], ratio: [Ratio; 2]) -> bool {
    let quotient = |one: Ratio, other: Ratio| other.inverse().and_then(|inverse| one.times(inverse));
    let [least, greatest] = [quotient(above[0], below[1]), quotient(above[1], below[0])];
    // Nothing below the line leaves the quotient without an upper bound.
    least.is_some_and(|least| least <= ratio[1]) && greatest.is_none_or(|greatest| greatest >= ratio[0])
}

/// Whether a ratio, so many times over, can be shown as `result`.
fn compounds(once: [Ratio; 2], promotions: u32, result: [Ratio; 2]) -> bool {
    let power = |once: Ratio| (0..promotions).try_fold(Ratio::ONE, |all, _| all.times(once));
    let [least, greatest] = once.map(power);
    least.is_some_and(|least| least <= result[1]) && greatest.is_some_and(|greatest| greatest >= result[0])
}

fn plausible([least, greatest]: [Ratio; 2]) -> bool {
    let bound = |numerator, denominator| Ratio::new(numerator, denominator);
    bound(1, 10).is_some_and(|low| greatest >= low) && bound(10, 1).is_some_and(|high| least <= high)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issues(indicator: Indicator, printed: Printed<'_>) -> Vec<Issue> {
        Statement { source: "a test", indicator, printed }.issues()
    }

    #[test]
    fn a_ratio_that_follows_from_its_percentages_is_left_alone() {
        // The Christie, 2022.
        let christie = Printed::Likelihoods { white: "46.99%", bme: "14.65%", ratio: "3.2" };
        assert_eq!(issues(Indicator::Two, christie), []);
        let close = |ratio| issues(Indicator::Two, Printed::Likelihoods { white: "20", bme: "10", ratio });
        // 20 may be 20.5 and 10 may be 9.5: 2.158.
        assert_eq!(close("2.15"), []);
        assert_eq!(close("2.17"), [Issue::RatioDisagrees]);
        assert_eq!(close("1.85"), [Issue::RatioDisagrees]);
        assert_eq!(close("1.86"), []);
    }

    #[test]
    fn the_order_of_the_indicator_decides() {
        let printed = || Printed::Likelihoods { white: "1.0", bme: "2.0", ratio: "2.0" };
        assert_eq!(issues(Indicator::Three, printed()), []);
        assert_eq!(issues(Indicator::Two, printed()), [Issue::RatioDisagrees]);
    }

    #[test]
    fn signs_and_sizes_are_seen() {
        assert_eq!(issues(Indicator::Two, Printed::Figure("1.54")), []);
        assert_eq!(issues(Indicator::Two, Printed::Figure("1.54 %")), [Issue::RatioWithPerCentSign]);
        assert_eq!(issues(Indicator::Two, Printed::Figure("17.16")), [Issue::RatioImplausible]);
        assert_eq!(issues(Indicator::Two, Printed::Figure("0.05")), [Issue::RatioImplausible]);
        assert_eq!(issues(Indicator::Five, Printed::Figure("29.1%")), []);
        assert_eq!(issues(Indicator::Five, Printed::Figure("129.1")), [Issue::PercentageOutOfRange]);
        assert_eq!(issues(Indicator::Five, Printed::Figure("about a third")), [Issue::NotANumber]);
    }

    #[test]
    fn nothing_below_the_line_bounds_nothing() {
        let printed = Printed::Likelihoods { white: "5", bme: "0", ratio: "100" };
        // 0 may be anything up to 0.5, so that the ratio may be 9 or more.
        assert_eq!(issues(Indicator::Two, printed), [Issue::RatioImplausible]);
    }

    #[test]
    fn every_known_statement_is_found_wrong() {
        let found: Vec<_> = known().iter().map(Statement::issues).collect();
        use Issue::{DoesNotCompound, JoinsMethods, RatioDisagrees, RatioImplausible, RatioWithPerCentSign};
        assert_eq!(
            found,
            [
                vec![RatioDisagrees],
                vec![RatioWithPerCentSign],
                vec![RatioImplausible],
                vec![JoinsMethods],
                vec![DoesNotCompound],
                vec![DoesNotCompound],
                vec![DoesNotCompound],
            ]
        );
        assert_eq!(report(known()).len(), known().len());
    }
}
