//! What is shown of a count.

use serde::{Deserialize, Serialize};

use super::{Label, Malformed, Shown};

/// How nobody is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ZeroShown {
    /// As 0, unless it is in a group smaller than the smallest (see [`Rules::smallest_group`]).
    AsZero,
    /// Like a small number: it cannot be told from one.
    Suppressed,
}

/// The numbers of a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rules {
    /// Counts of 1 to this many people are suppressed; at most 1,000. Nothing is, if it is 0.
    pub threshold: u64,
    /// Other counts are rounded to the nearest multiple of this, halves up; 1 does not round. At most twice the first
    /// count that is shown, so that nobody who is counted is shown as 0.
    pub rounding: u64,
    /// How nobody is shown.
    pub zero: ZeroShown,
    /// How far apart, in people, the least and the most must be that a suppressed cell can be, given all that is
    /// shown: more than the threshold, at most 10,000; 0 if the threshold is.
    pub least_width: u64,
    /// In a line of a table with fewer people than this, nobody is suppressed like a small number, as "none of them"
    /// and "all of them" say something of each person in a small group. At most 10,000; 0 or 1 for no such rule.
    pub smallest_group: u64,
}

/// Which tables a policy is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Use {
    Anywhere,
    NationalTotals,
}

/// What is shown of a count, as data.
///
/// ```
/// use bln_evidence::disclosure::{Policy, Rules, ZeroShown};
///
/// let rules = Rules { threshold: 4, rounding: 5, zero: ZeroShown::AsZero, least_width: 5, smallest_group: 10 };
/// let policy = Policy::own("Our trust's rule", rules)?;
/// assert_eq!(policy.rules().threshold, 4);
/// assert_eq!(Policy::default(), Policy::nhs_sub_national());
/// # Ok::<(), bln_evidence::disclosure::Malformed>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Wire", into = "Wire")]
pub struct Policy {
    name: Label,
    rules: Rules,
    used: Use,
}

impl Policy {
    /// NHS England's rule for counts below the nation (Hospital Episode Statistics since September 2018): 1 to 7 are
    /// suppressed, other counts rounded to the nearest 5, percentages taken from the rounded parts.
    ///
    /// The audit is this library's own: a suppressed cell must be able to differ by 8 people, and in a line of fewer
    /// than 20 people nobody is suppressed too.
    pub fn nhs_sub_national() -> Self {
        Self::preset("NHS sub-national: 1 to 7 suppressed, others rounded to 5", 7, 5)
    }

    /// Fewer than 10 are suppressed; other counts are shown as they are (Office for National Statistics, Secure
    /// Research Service).
    pub fn fewer_than_10() -> Self {
        Self::preset("Fewer than 10 suppressed", 9, 1)
    }

    /// Fewer than 11 are suppressed; other counts are shown as they are (NHS Staff Survey).
    pub fn fewer_than_11() -> Self {
        Self::preset("Fewer than 11 suppressed", 10, 1)
    }

    /// Everything is shown as it is: for totals of England alone, which NHS England does not control. A table of a
    /// part of England, or with an axis of places, is refused under it.
    pub fn national_totals() -> Self {
        let none =
            Rules { threshold: 0, rounding: 1, zero: ZeroShown::AsZero, least_width: 0, smallest_group: 0 };
        Self {
            name: Label::of("National totals: nothing suppressed"),
            rules: none,
            used: Use::NationalTotals,
        }
    }

    /// A policy of one's own, by the name under which it is shown.
    ///
    /// # Errors
    /// A name that is none, or a number out of the range that [`Rules`] says.
    pub fn own(name: &str, rules: Rules) -> Result<Self, Malformed> {
        let Rules { threshold, rounding, least_width, smallest_group, .. } = rules;
        let first_shown = threshold.saturating_add(1);
        if threshold > 1_000 {
            return Err(Malformed::PolicyThreshold);
        }
        if rounding == 0 || rounding > 2 * first_shown {
            return Err(Malformed::PolicyRounding);
        }
        if least_width > 10_000 || (threshold > 0) != (least_width > threshold) {
            return Err(Malformed::PolicyWidth);
        }
        if smallest_group > 10_000 {
            return Err(Malformed::PolicyGroup);
        }
        Ok(Self { name: Label::parse(name)?, rules, used: Use::Anywhere })
    }

    fn preset(name: &'static str, threshold: u64, rounding: u64) -> Self {
        let least_width = threshold + 1;
        let rules = Rules { threshold, rounding, zero: ZeroShown::AsZero, least_width, smallest_group: 20 };
        Self { name: Label::of(name), rules, used: Use::Anywhere }
    }

    /// The name under which it is shown.
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// Its numbers.
    pub const fn rules(&self) -> Rules {
        self.rules
    }

    /// Whether it is for totals of England alone.
    pub(crate) fn is_national(&self) -> bool {
        self.used == Use::NationalTotals
    }

    /// What is shown of a number of people by itself.
    pub(crate) const fn show(&self, people: u64) -> Shown {
        let Rules { threshold, rounding, zero, .. } = self.rules;
        match (people, zero) {
            (0, ZeroShown::AsZero) => Shown::Number(0),
            (0, ZeroShown::Suppressed) => Shown::Suppressed,
            (few, _) if few <= threshold => Shown::Suppressed,
            (many, _) => Shown::Number((many.saturating_add(rounding / 2)) / rounding * rounding),
        }
    }

    /// The least and the most people of whom a number is shown; `None` if it is shown of nobody.
    pub(crate) fn reading(&self, number: u64) -> Option<(i64, i64)> {
        let Rules { threshold, rounding, .. } = self.rules;
        if number == 0 {
            return matches!(self.show(0), Shown::Number(_)).then_some((0, 0));
        }
        if !number.is_multiple_of(rounding) {
            return None;
        }
        let least = number.saturating_sub(rounding / 2);
        let (least, most) = (least.max(threshold + 1), least.checked_add(rounding - 1)?);
        Some((i64::try_from(least).ok()?, i64::try_from(most).ok()?)).filter(|(least, most)| least <= most)
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::nhs_sub_national()
    }
}

/// A policy as it is written.
#[derive(Serialize, Deserialize)]
struct Wire {
    name: Label,
    #[serde(flatten)]
    rules: Rules,
    #[serde(rename = "for")]
    used: Use,
}

impl From<Policy> for Wire {
    fn from(Policy { name, rules, used }: Policy) -> Self {
        Self { name, rules, used }
    }
}

impl TryFrom<Wire> for Policy {
    type Error = Malformed;

    fn try_from(Wire { name, rules, used }: Wire) -> Result<Self, Malformed> {
        Ok(Self { used, ..Self::own(name.as_str(), rules)? })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_rule_of_nhs_england_shows_its_own_examples() {
        let policy = Policy::nhs_sub_national();
        let shown: Vec<String> =
            [0, 1, 7, 8, 12, 13, 20, 46, 47, 48].map(|n| policy.show(n).to_string()).into();
        assert_eq!(shown, ["0", "*", "*", "10", "10", "15", "20", "45", "45", "50"]);
    }

    #[test]
    fn the_other_presets_begin_at_10_and_11() {
        let first = |policy: Policy, n| [policy.show(n - 1), policy.show(n)];
        assert_eq!(first(Policy::fewer_than_10(), 10), [Shown::Suppressed, Shown::Number(10)]);
        assert_eq!(first(Policy::fewer_than_11(), 11), [Shown::Suppressed, Shown::Number(11)]);
        assert_eq!(Policy::national_totals().show(1), Shown::Number(1));
    }

    #[test]
    fn a_policy_that_cannot_protect_is_refused() {
        let good = Policy::default().rules();
        let refused = |rules| Policy::own("own", rules).err();
        assert_eq!(refused(good), None);
        assert_eq!(refused(Rules { threshold: 1_001, ..good }), Some(Malformed::PolicyThreshold));
        assert_eq!(refused(Rules { rounding: 0, ..good }), Some(Malformed::PolicyRounding));
        assert_eq!(refused(Rules { rounding: 16, ..good }), None);
        assert_eq!(refused(Rules { rounding: 17, ..good }), Some(Malformed::PolicyRounding));
        assert_eq!(refused(Rules { least_width: 7, ..good }), Some(Malformed::PolicyWidth));
        assert_eq!(refused(Rules { least_width: 10_001, ..good }), Some(Malformed::PolicyWidth));
        assert_eq!(refused(Rules { threshold: 0, rounding: 1, ..good }), Some(Malformed::PolicyWidth));
        assert_eq!(refused(Rules { smallest_group: 10_001, ..good }), Some(Malformed::PolicyGroup));
        assert_eq!(Policy::own("", good), Err(Malformed::LabelFormat));
    }

    #[test]
    fn a_number_over_the_threshold_is_never_shown_as_nobody() {
        let rules = Rules { rounding: 16, ..Policy::default().rules() };
        assert_eq!(Policy::own("own", rules).unwrap().show(8), Shown::Number(16));
    }

    proptest! {
        #[test]
        fn rounding_is_idempotent_and_what_is_read_is_what_is_shown(
            n in 0_u64..500, threshold in 1_u64..20, rounding in 1_u64..12,
        ) {
            prop_assume!(rounding <= 2 * (threshold + 1));
            let rules = Rules { threshold, rounding, least_width: threshold + 1, ..Policy::default().rules() };
            let policy = Policy::own("own", rules).unwrap();
            if let Shown::Number(number) = policy.show(n) {
                let (least, most) = policy.reading(number).unwrap();
                for people in 0..600 {
                    let inside = (least..=most).contains(&i64::try_from(people).unwrap());
                    prop_assert_eq!(policy.show(people) == Shown::Number(number), inside);
                }
                prop_assert!(policy.show(number) == Shown::Suppressed || policy.show(number) == policy.show(n));
            }
        }

        #[test]
        fn a_higher_threshold_shows_no_more(n in 0_u64..200, threshold in 1_u64..50) {
            let at = |threshold| {
                let rules = Rules { threshold, least_width: threshold + 1, rounding: 1, ..Policy::default().rules() };
                Policy::own("own", rules).unwrap().show(n)
            };
            prop_assert!(at(threshold) != Shown::Suppressed || at(threshold + 1) == Shown::Suppressed);
        }
    }
}
