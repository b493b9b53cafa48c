//! Indicator 1: who works there, as shares whose denominator is named.

use crate::exact::{Decimal, Proportion};
use crate::terms::WresGroup;

/// What a share is of. The two differ, and a percentage that does not say which it is cannot be checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Denominator {
    /// All staff, those whose ethnicity is not stated or not known included. Trusts publish this one.
    AllStaff,
    /// White and BME staff alone. Ethnicity facts and figures (GOV.UK) publishes this one.
    KnownEthnicity,
}

impl Denominator {
    /// Both.
    pub const ALL: [Denominator; 2] = [Denominator::AllStaff, Denominator::KnownEthnicity];

    /// In plain words, to stand beside a percentage.
    pub const fn description(self) -> &'static str {
        match self {
            Denominator::AllStaff => "of all staff",
            Denominator::KnownEthnicity => "of staff whose ethnicity is known",
        }
    }
}

/// People of one kind by WRES group: of a band, a cluster, a board, or of the whole workforce.
///
/// ```
/// use bln_evidence::{terms::WresGroup, wres::{Denominator, Representation}};
///
/// // One trust, March 2025.
/// let staff = Representation::new(6307, 990, 125).unwrap();
/// let percent = |of| staff.percentage(WresGroup::Bme, of, 1).unwrap().to_string();
/// assert_eq!(percent(Denominator::AllStaff), "13.3");
/// assert_eq!(percent(Denominator::KnownEthnicity), "13.6");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Representation {
    white: u64,
    bme: u64,
    known: u64,
    all: u64,
    unknown: Option<u64>,
}

impl Representation {
    /// So many white, BME, and of unknown ethnicity; `None` if their sum is beyond what can be counted.
    pub const fn new(white: u64, bme: u64, unknown: u64) -> Option<Self> {
        let Some(known) = white.checked_add(bme) else { return None };
        let Some(all) = known.checked_add(unknown) else { return None };
        Some(Self { white, bme, known, all, unknown: Some(unknown) })
    }

    /// From numbers that were rounded each on its own, as published ones are: sums need not add up, and how many are
    /// unknown may be kept back. `None` if a group is larger than what it is part of.
    pub fn rounded(white: u64, bme: u64, unknown: Option<u64>, all: u64) -> Option<Self> {
        let known = white.checked_add(bme)?.min(all);
        let fits = white <= all && bme <= all && unknown.is_none_or(|unknown| unknown <= all);
        fits.then_some(Self { white, bme, known, all, unknown })
    }

    /// How many, and of how many: `None` for people of unknown ethnicity among those of known ethnicity, and where
    /// the number of unknown ethnicity is kept back.
    pub fn share(self, group: WresGroup, of: Denominator) -> Option<Proportion> {
        let whole = match of {
            Denominator::AllStaff => self.all,
            Denominator::KnownEthnicity => self.known,
        };
        let part = match (group, of) {
            (WresGroup::White, _) => self.white,
            (WresGroup::Bme, _) => self.bme,
            (WresGroup::Unknown, Denominator::AllStaff) => self.unknown?,
            (WresGroup::Unknown, Denominator::KnownEthnicity) => return None,
        };
        Proportion::new(part, whole)
    }

    /// The share as a percentage; `None` where there is no share, or nobody.
    pub fn percentage(self, group: WresGroup, of: Denominator, places: u32) -> Option<Decimal> {
        self.share(group, of)?.percentage(places)
    }

    /// How many percentage points the share here is above the same share of the whole workforce: below zero is
    /// under-representation.
    pub fn points_above(
        self,
        workforce: Representation,
        group: WresGroup,
        of: Denominator,
        places: u32,
    ) -> Option<Decimal> {
        self.share(group, of)?.points_above(workforce.share(group, of)?, places)
    }

    /// How many people in all.
    pub const fn all(self) -> u64 {
        self.all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_of_all_staff_is_the_published_one() {
        let staff = Representation::new(6307, 990, 125).unwrap();
        let shown = WresGroup::ALL.map(|group| staff.percentage(group, Denominator::AllStaff, 1).unwrap());
        assert_eq!(shown.map(|share| share.to_string()), ["85.0", "13.3", "1.7"]);
        assert_eq!(staff.share(WresGroup::Unknown, Denominator::KnownEthnicity), None);
    }

    #[test]
    fn nobody_and_too_many_have_no_share() {
        let nobody = Representation::new(0, 0, 0).unwrap();
        assert_eq!(nobody.percentage(WresGroup::Bme, Denominator::AllStaff, 1), None);
        assert_eq!(Representation::new(u64::MAX, 1, 0), None);
        assert_eq!(Representation::new(1, 1, u64::MAX), None);
    }

    #[test]
    fn numbers_rounded_on_their_own_need_not_add_up_and_never_exceed_a_hundred() {
        // 8 and 8 of 16 are shown as 10 and 10 of 15.
        let rounded = Representation::rounded(10, 10, None, 15).unwrap();
        assert_eq!(rounded.percentage(WresGroup::Bme, Denominator::KnownEthnicity, 0).unwrap().units(), 67);
        assert_eq!(rounded.share(WresGroup::Unknown, Denominator::AllStaff), None);
        assert_eq!(Representation::rounded(20, 0, None, 15), None);
    }
}
