//! Ethnic groups as people are asked today, and the older codes the NHS still counts by.
//!
//! The group of the 2021 Census for England and Wales is what a person said, and is kept. The code of the NHS
//! Data Dictionary's ETHNIC CATEGORY, the 2001 Census list, is worked out from it on export and never stored: the
//! way back does not exist.

mod category;
mod grouping;

pub use category::EthnicCategory;
pub use grouping::{Mapped, MappingLoss, WresGroup};

use crate::TermError;

macro_rules! ethnic_groups {
    ($($(#[$doc:meta])+ $group:ident = $name:literal, $label:literal, $broad:ident, $category:ident;)+) => {
        /// One of the 19 ethnic groups of the 2021 Census for England and Wales (Office for National Statistics),
        /// in its order; or the answer that it is not to be said.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum EthnicGroup {
            $($(#[$doc])+ $group,)+
            /// Asked, and chose not to say.
            PreferNotToSay,
        }

        impl EthnicGroup {
            /// The 19 groups in the order of the Census, and the choice not to say.
            pub const ALL: [EthnicGroup; 20] = [$(EthnicGroup::$group,)+ EthnicGroup::PreferNotToSay];

            /// The stable name.
            pub const fn name(self) -> &'static str {
                match self {
                    $(EthnicGroup::$group => $name,)+
                    EthnicGroup::PreferNotToSay => "prefer_not_to_say",
                }
            }

            /// The group in the words of the Census, as it stands under its broad group; a network may show others.
            pub const fn label(self) -> &'static str {
                match self {
                    $(EthnicGroup::$group => $label,)+
                    EthnicGroup::PreferNotToSay => "Prefer not to say",
                }
            }

            /// The broad group it stands under in 2021; `None` if not said.
            pub const fn broad_group(self) -> Option<BroadEthnicGroup> {
                match self {
                    $(EthnicGroup::$group => Some(BroadEthnicGroup::$broad),)+
                    EthnicGroup::PreferNotToSay => None,
                }
            }

            /// The nearest code of the Data Dictionary's 2001 list, for export.
            ///
            /// Three groups have no code of 2001, and it is a convention of this library where they go: Gypsy or
            /// Irish Traveller and Roma to `C`, Arab to `S`. Chinese is `R`, which stood under "other" in 2001 and
            /// stands under Asian since 2011, so that counts by broad group do not compare across the two lists.
            pub const fn category_2001(self) -> EthnicCategory {
                match self {
                    $(EthnicGroup::$group => EthnicCategory::$category,)+
                    EthnicGroup::PreferNotToSay => EthnicCategory::NotStated,
                }
            }
        }
    };
}

// A table, because that is what the Census list is: one line a group instead of four matches over twenty.
ethnic_groups! {
    /// White: English, Welsh, Scottish, Northern Irish or British.
    WhiteBritish = "white_british", "English, Welsh, Scottish, Northern Irish or British", White, WhiteBritish;
    /// White: Irish.
    WhiteIrish = "white_irish", "Irish", White, WhiteIrish;
    /// White: Gypsy or Irish Traveller.
    WhiteGypsyOrIrishTraveller = "white_gypsy_or_irish_traveller", "Gypsy or Irish Traveller", White, WhiteOther;
    /// White: Roma.
    WhiteRoma = "white_roma", "Roma", White, WhiteOther;
    /// White: any other background.
    WhiteOther = "white_other", "Any other White background", White, WhiteOther;
    /// Mixed or multiple: White and Black Caribbean.
    MixedWhiteAndBlackCaribbean = "mixed_white_and_black_caribbean", "White and Black Caribbean", Mixed, MixedWhiteAndBlackCaribbean;
    /// Mixed or multiple: White and Black African.
    MixedWhiteAndBlackAfrican = "mixed_white_and_black_african", "White and Black African", Mixed, MixedWhiteAndBlackAfrican;
    /// Mixed or multiple: White and Asian.
    MixedWhiteAndAsian = "mixed_white_and_asian", "White and Asian", Mixed, MixedWhiteAndAsian;
    /// Mixed or multiple: any other background.
    MixedOther = "mixed_other", "Any other Mixed or multiple ethnic background", Mixed, MixedOther;
    /// Asian or Asian British: Indian.
    AsianIndian = "asian_indian", "Indian", Asian, AsianIndian;
    /// Asian or Asian British: Pakistani.
    AsianPakistani = "asian_pakistani", "Pakistani", Asian, AsianPakistani;
    /// Asian or Asian British: Bangladeshi.
    AsianBangladeshi = "asian_bangladeshi", "Bangladeshi", Asian, AsianBangladeshi;
    /// Asian or Asian British: Chinese.
    AsianChinese = "asian_chinese", "Chinese", Asian, Chinese;
    /// Asian or Asian British: any other background.
    AsianOther = "asian_other", "Any other Asian background", Asian, AsianOther;
    /// Black, Black British, Caribbean or African: Caribbean.
    BlackCaribbean = "black_caribbean", "Caribbean", Black, BlackCaribbean;
    /// Black, Black British, Caribbean or African: African.
    BlackAfrican = "black_african", "African", Black, BlackAfrican;
    /// Black, Black British, Caribbean or African: any other background.
    BlackOther = "black_other", "Any other Black, Black British, or Caribbean background", Black, BlackOther;
    /// Other ethnic group: Arab.
    OtherArab = "other_arab", "Arab", Other, Other;
    /// Other ethnic group: any other.
    OtherAny = "other_any", "Any other ethnic group", Other, Other;
}

impl EthnicGroup {
    /// Reads a stable name.
    ///
    /// # Errors
    ///
    /// `ethnic_group.unknown`.
    pub fn parse(name: &str) -> Result<Self, TermError> {
        EthnicGroup::ALL.into_iter().find(|group| group.name() == name).ok_or(TermError::EthnicGroupUnknown)
    }
}

/// The five broad groups of the 2021 Census.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BroadEthnicGroup {
    /// White.
    White,
    /// Mixed or multiple ethnic groups.
    Mixed,
    /// Asian or Asian British.
    Asian,
    /// Black, Black British, Caribbean or African.
    Black,
    /// Other ethnic group.
    Other,
}

impl BroadEthnicGroup {
    /// Every broad group, in the order of the Census.
    pub const ALL: [BroadEthnicGroup; 5] = [
        BroadEthnicGroup::White,
        BroadEthnicGroup::Mixed,
        BroadEthnicGroup::Asian,
        BroadEthnicGroup::Black,
        BroadEthnicGroup::Other,
    ];

    /// The broad group in the words of the Census.
    pub const fn label(self) -> &'static str {
        match self {
            BroadEthnicGroup::White => "White",
            BroadEthnicGroup::Mixed => "Mixed or multiple ethnic groups",
            BroadEthnicGroup::Asian => "Asian or Asian British",
            BroadEthnicGroup::Black => "Black, Black British, Caribbean or African",
            BroadEthnicGroup::Other => "Other ethnic group",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The Census list of 2021 and the nearest codes of 2001.
    const CENSUS: [(&str, &str, &str); 19] = [
        ("White", "English, Welsh, Scottish, Northern Irish or British", "A"),
        ("White", "Irish", "B"),
        ("White", "Gypsy or Irish Traveller", "C"),
        ("White", "Roma", "C"),
        ("White", "Any other White background", "C"),
        ("Mixed or multiple ethnic groups", "White and Black Caribbean", "D"),
        ("Mixed or multiple ethnic groups", "White and Black African", "E"),
        ("Mixed or multiple ethnic groups", "White and Asian", "F"),
        ("Mixed or multiple ethnic groups", "Any other Mixed or multiple ethnic background", "G"),
        ("Asian or Asian British", "Indian", "H"),
        ("Asian or Asian British", "Pakistani", "J"),
        ("Asian or Asian British", "Bangladeshi", "K"),
        ("Asian or Asian British", "Chinese", "R"),
        ("Asian or Asian British", "Any other Asian background", "L"),
        ("Black, Black British, Caribbean or African", "Caribbean", "M"),
        ("Black, Black British, Caribbean or African", "African", "N"),
        (
            "Black, Black British, Caribbean or African",
            "Any other Black, Black British, or Caribbean background",
            "P",
        ),
        ("Other ethnic group", "Arab", "S"),
        ("Other ethnic group", "Any other ethnic group", "S"),
    ];

    #[test]
    fn the_groups_are_those_of_the_census_in_its_order() {
        for (group, (broad, label, code)) in EthnicGroup::ALL.into_iter().zip(CENSUS) {
            assert_eq!(group.broad_group().map(BroadEthnicGroup::label), Some(broad));
            assert_eq!((group.label(), group.category_2001().code()), (label, code));
        }
    }

    #[test]
    fn not_said_is_not_stated_and_stands_under_no_broad_group() {
        assert_eq!(EthnicGroup::PreferNotToSay.category_2001(), EthnicCategory::NotStated);
        assert_eq!(EthnicGroup::PreferNotToSay.broad_group(), None);
    }

    #[test]
    fn names_round_trip() {
        for group in EthnicGroup::ALL {
            assert_eq!(EthnicGroup::parse(group.name()), Ok(group));
        }
        for name in ["", "White", "bme", "black"] {
            assert_eq!(EthnicGroup::parse(name).unwrap_err(), TermError::EthnicGroupUnknown);
        }
    }
}
