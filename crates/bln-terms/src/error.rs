//! Why a text is not the term it was read as.

/// The reason a text was refused: a stable code, and never the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
#[error("{}", self.code())]
#[non_exhaustive]
pub enum TermError {
    /// Not an ODS code: 3 to 6 letters A to Z and digits.
    OdsCodeFormat,
    /// Not an ODS role identifier: `RO` and 1 to 4 digits.
    OdsRoleFormat,
    /// Not an NHS England region code.
    RegionUnknown,
    /// Not an Agenda for Change band.
    BandUnknown,
    /// Not an ethnic group of the 2021 Census for England and Wales.
    EthnicGroupUnknown,
    /// Not a code of the NHS Data Dictionary's ETHNIC CATEGORY.
    EthnicCategoryUnknown,
    /// Not a code of the NHS Data Dictionary's STAFF GROUP.
    StaffGroupUnknown,
    /// Not an indicator of the WRES: 1 to 9.
    IndicatorUnknown,
    /// Not a high-impact action: HIA1 to HIA6.
    HighImpactActionUnknown,
    /// Not one of the four pillars.
    PillarUnknown,
    /// No pillar where at least one is needed.
    PillarsMissing,
    /// Not a year (1900 to 2200), a month of one or a day of one: `2022`, `2022-06`, `2022-06-17`.
    PublishedFormat,
}

impl TermError {
    /// Every reason, in the order of their declaration.
    pub const ALL: [TermError; 12] = [
        TermError::OdsCodeFormat,
        TermError::OdsRoleFormat,
        TermError::RegionUnknown,
        TermError::BandUnknown,
        TermError::EthnicGroupUnknown,
        TermError::EthnicCategoryUnknown,
        TermError::StaffGroupUnknown,
        TermError::IndicatorUnknown,
        TermError::HighImpactActionUnknown,
        TermError::PillarUnknown,
        TermError::PillarsMissing,
        TermError::PublishedFormat,
    ];

    /// The stable code, for programs: `noun.reason` in lower case. Once released, a code keeps its meaning.
    pub const fn code(self) -> &'static str {
        match self {
            TermError::OdsCodeFormat => "ods_code.format",
            TermError::OdsRoleFormat => "ods_role.format",
            TermError::RegionUnknown => "region.unknown",
            TermError::BandUnknown => "band.unknown",
            TermError::EthnicGroupUnknown => "ethnic_group.unknown",
            TermError::EthnicCategoryUnknown => "ethnic_category.unknown",
            TermError::StaffGroupUnknown => "staff_group.unknown",
            TermError::IndicatorUnknown => "indicator.unknown",
            TermError::HighImpactActionUnknown => "high_impact_action.unknown",
            TermError::PillarUnknown => "pillar.unknown",
            TermError::PillarsMissing => "pillars.missing",
            TermError::PublishedFormat => "published.format",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_code_is_its_own_and_all_that_is_shown() {
        let codes: BTreeSet<_> = TermError::ALL.map(TermError::code).into();
        assert_eq!(codes.len(), TermError::ALL.len());
        assert!(TermError::ALL.into_iter().all(|error| error.to_string() == error.code()));
    }
}
