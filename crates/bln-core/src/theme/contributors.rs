//! How many people added their voice to a theme, without a number.

use std::fmt;

/// How many people added their voice to a theme, in bands: enough for it to leave the room, and no number from which
/// a difference could be taken.
///
/// The bands are this library's own choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContributorBand {
    /// 8 to 19.
    AtLeast8,
    /// 20 to 49.
    AtLeast20,
    /// 50 and more.
    AtLeast50,
}

impl ContributorBand {
    /// Every band, from the smallest.
    pub const ALL: [ContributorBand; 3] =
        [ContributorBand::AtLeast8, ContributorBand::AtLeast20, ContributorBand::AtLeast50];

    /// The fewest people there is a band for.
    pub const SMALLEST: u64 = 8;

    /// The band of a number; `None` for fewer than eight.
    pub const fn of(contributors: u64) -> Option<Self> {
        match contributors {
            0..Self::SMALLEST => None,
            Self::SMALLEST..20 => Some(ContributorBand::AtLeast8),
            20..50 => Some(ContributorBand::AtLeast20),
            50.. => Some(ContributorBand::AtLeast50),
        }
    }

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            ContributorBand::AtLeast8 => "at_least_8",
            ContributorBand::AtLeast20 => "at_least_20",
            ContributorBand::AtLeast50 => "at_least_50",
        }
    }

    /// Reads a stored name back; `None` for any other text.
    pub fn from_name(name: &str) -> Option<Self> {
        ContributorBand::ALL.into_iter().find(|band| band.name() == name)
    }
}

impl fmt::Display for ContributorBand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            ContributorBand::AtLeast8 => "at least 8",
            ContributorBand::AtLeast20 => "at least 20",
            ContributorBand::AtLeast50 => "at least 50",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_below_eight_has_no_band_and_the_bands_meet() {
        use ContributorBand::{AtLeast8, AtLeast20, AtLeast50};
        for (number, band) in [
            (0, None),
            (7, None),
            (8, Some(AtLeast8)),
            (19, Some(AtLeast8)),
            (20, Some(AtLeast20)),
            (49, Some(AtLeast20)),
            (50, Some(AtLeast50)),
            (u64::MAX, Some(AtLeast50)),
        ] {
            assert_eq!(ContributorBand::of(number), band, "{number}");
        }
    }

    #[test]
    fn names_round_trip() {
        for band in ContributorBand::ALL {
            assert_eq!(ContributorBand::from_name(band.name()), Some(band));
            assert_eq!(band.name(), band.to_string().replace(' ', "_"));
        }
        assert_eq!(ContributorBand::from_name("at_least_7"), None);
    }
}
