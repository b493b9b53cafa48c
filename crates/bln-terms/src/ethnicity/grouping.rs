//! The groups that categories are counted in.

use super::{BroadEthnicGroup, EthnicCategory, EthnicGroup};

/// The groups the Workforce Race Equality Standard (WRES) compares.
///
/// `White` is White British, Irish and any other White background; `Bme` every other category of the list of 2001.
/// It is a way to count and says nothing about who a person is: a network's membership is never worked out from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WresGroup {
    /// White.
    White,
    /// Black and minority ethnic, in the words of the WRES.
    Bme,
    /// Not stated or not known: counted, and in neither of the groups that are compared.
    Unknown,
}

impl WresGroup {
    /// Every group.
    pub const ALL: [WresGroup; 3] = [WresGroup::White, WresGroup::Bme, WresGroup::Unknown];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            WresGroup::White => "white",
            WresGroup::Bme => "bme",
            WresGroup::Unknown => "unknown",
        }
    }
}

impl EthnicCategory {
    /// The group the WRES counts it in.
    pub const fn wres_group(self) -> WresGroup {
        match self {
            EthnicCategory::WhiteBritish | EthnicCategory::WhiteIrish | EthnicCategory::WhiteOther => {
                WresGroup::White
            }
            EthnicCategory::NotStated | EthnicCategory::NotKnown => WresGroup::Unknown,
            _ => WresGroup::Bme,
        }
    }

    /// The broad group of 2001; `None` if not stated or not known.
    ///
    /// Chinese stands under "other" here and under Asian in [`EthnicGroup::broad_group`], the list of 2021: counts by
    /// broad group do not compare across the two.
    pub const fn broad_group_2001(self) -> Option<BroadEthnicGroup> {
        match self {
            EthnicCategory::WhiteBritish | EthnicCategory::WhiteIrish | EthnicCategory::WhiteOther => {
                Some(BroadEthnicGroup::White)
            }
            EthnicCategory::MixedWhiteAndBlackCaribbean
            | EthnicCategory::MixedWhiteAndBlackAfrican
            | EthnicCategory::MixedWhiteAndAsian
            | EthnicCategory::MixedOther => Some(BroadEthnicGroup::Mixed),
            EthnicCategory::AsianIndian
            | EthnicCategory::AsianPakistani
            | EthnicCategory::AsianBangladeshi
            | EthnicCategory::AsianOther => Some(BroadEthnicGroup::Asian),
            EthnicCategory::BlackCaribbean | EthnicCategory::BlackAfrican | EthnicCategory::BlackOther => {
                Some(BroadEthnicGroup::Black)
            }
            EthnicCategory::Chinese | EthnicCategory::Other => Some(BroadEthnicGroup::Other),
            EthnicCategory::NotStated | EthnicCategory::NotKnown => None,
        }
    }
}

/// What a group of 2021 becomes in the list of 2001, and what is lost on the way.
///
/// The list of 2001 is the NHS's own (ETHNIC CATEGORY, in force since 1 April 2001); that of 2021 is the Census's
/// since 21 March 2021.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mapped {
    /// The code of 2001.
    pub category: EthnicCategory,
    /// What is lost; `None` if the two mean the same.
    pub loss: Option<MappingLoss>,
}

/// What is lost when a group of 2021 is counted by the list of 2001.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MappingLoss {
    /// There is no such code in 2001. Where it goes is this library's own choice.
    NoCategoryOf2001,
    /// The same group stands under another broad group, so that sums by broad group do not compare.
    OtherBroadGroup,
}

impl EthnicGroup {
    /// What the group becomes in the list of 2001, and what is lost.
    ///
    /// ```
    /// use bln_terms::{EthnicCategory, EthnicGroup, MappingLoss};
    ///
    /// let mapped = EthnicGroup::WhiteRoma.mapped_to_2001();
    /// assert_eq!((mapped.category, mapped.loss), (EthnicCategory::WhiteOther, Some(MappingLoss::NoCategoryOf2001)));
    /// assert_eq!(EthnicGroup::AsianIndian.mapped_to_2001().loss, None);
    /// ```
    pub const fn mapped_to_2001(self) -> Mapped {
        let loss = match self {
            EthnicGroup::WhiteGypsyOrIrishTraveller | EthnicGroup::WhiteRoma | EthnicGroup::OtherArab => {
                Some(MappingLoss::NoCategoryOf2001)
            }
            EthnicGroup::AsianChinese => Some(MappingLoss::OtherBroadGroup),
            _ => None,
        };
        Mapped { category: self.category_2001(), loss }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_is_a_to_c_and_bme_is_d_to_s() {
        let of = |group| {
            let codes = EthnicCategory::ALL.into_iter().filter(|category| category.wres_group() == group);
            codes.map(EthnicCategory::code).collect::<String>()
        };
        assert_eq!(WresGroup::ALL.map(of), ["ABC", "DEFGHJKLMNPRS", "Z99"]);
    }

    #[test]
    fn broad_groups_of_2001_are_those_of_the_data_dictionary() {
        let of = |group| {
            let codes =
                EthnicCategory::ALL.into_iter().filter(|category| category.broad_group_2001() == Some(group));
            codes.map(EthnicCategory::code).collect::<String>()
        };
        assert_eq!(BroadEthnicGroup::ALL.map(of), ["ABC", "DEFG", "HJKL", "MNP", "RS"]);
    }

    #[test]
    fn a_mapping_that_changes_the_broad_group_or_merges_groups_says_so() {
        for group in EthnicGroup::ALL {
            let mapped = group.mapped_to_2001();
            let same = group.broad_group() == mapped.category.broad_group_2001();
            assert_eq!(same, mapped.loss != Some(MappingLoss::OtherBroadGroup), "{group:?}");
            let merged =
                EthnicGroup::ALL.into_iter().filter(|other| other.category_2001() == mapped.category);
            // Of the groups that share a code, one is what the code means.
            assert!(merged.filter(|other| other.mapped_to_2001().loss.is_none()).count() <= 1, "{group:?}");
        }
    }
}
