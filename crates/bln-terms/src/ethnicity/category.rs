//! The codes of 2001 that the NHS still counts by.

use crate::TermError;

/// A national code of the NHS Data Dictionary's ETHNIC CATEGORY: the 16 groups of the 2001 Census, not stated,
/// and not known. Not stated is not unknown: the one was asked and chose, the other never was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EthnicCategory {
    /// White - British.
    WhiteBritish,
    /// White - Irish.
    WhiteIrish,
    /// White - Any other White background.
    WhiteOther,
    /// Mixed - White and Black Caribbean.
    MixedWhiteAndBlackCaribbean,
    /// Mixed - White and Black African.
    MixedWhiteAndBlackAfrican,
    /// Mixed - White and Asian.
    MixedWhiteAndAsian,
    /// Mixed - Any other mixed background.
    MixedOther,
    /// Asian or Asian British - Indian.
    AsianIndian,
    /// Asian or Asian British - Pakistani.
    AsianPakistani,
    /// Asian or Asian British - Bangladeshi.
    AsianBangladeshi,
    /// Asian or Asian British - Any other Asian background.
    AsianOther,
    /// Black or Black British - Caribbean.
    BlackCaribbean,
    /// Black or Black British - African.
    BlackAfrican,
    /// Black or Black British - Any other Black background.
    BlackOther,
    /// Other Ethnic Groups - Chinese.
    Chinese,
    /// Other Ethnic Groups - Any other ethnic group.
    Other,
    /// Asked, and chose not to state it.
    NotStated,
    /// Not asked, or could not be.
    NotKnown,
}

impl EthnicCategory {
    /// Every category, in the order of the Data Dictionary.
    pub const ALL: [EthnicCategory; 18] = [
        EthnicCategory::WhiteBritish,
        EthnicCategory::WhiteIrish,
        EthnicCategory::WhiteOther,
        EthnicCategory::MixedWhiteAndBlackCaribbean,
        EthnicCategory::MixedWhiteAndBlackAfrican,
        EthnicCategory::MixedWhiteAndAsian,
        EthnicCategory::MixedOther,
        EthnicCategory::AsianIndian,
        EthnicCategory::AsianPakistani,
        EthnicCategory::AsianBangladeshi,
        EthnicCategory::AsianOther,
        EthnicCategory::BlackCaribbean,
        EthnicCategory::BlackAfrican,
        EthnicCategory::BlackOther,
        EthnicCategory::Chinese,
        EthnicCategory::Other,
        EthnicCategory::NotStated,
        EthnicCategory::NotKnown,
    ];

    /// The national code: a letter, or `99`. The letters I, O and Q are not used.
    pub const fn code(self) -> &'static str {
        match self {
            EthnicCategory::WhiteBritish => "A",
            EthnicCategory::WhiteIrish => "B",
            EthnicCategory::WhiteOther => "C",
            EthnicCategory::MixedWhiteAndBlackCaribbean => "D",
            EthnicCategory::MixedWhiteAndBlackAfrican => "E",
            EthnicCategory::MixedWhiteAndAsian => "F",
            EthnicCategory::MixedOther => "G",
            EthnicCategory::AsianIndian => "H",
            EthnicCategory::AsianPakistani => "J",
            EthnicCategory::AsianBangladeshi => "K",
            EthnicCategory::AsianOther => "L",
            EthnicCategory::BlackCaribbean => "M",
            EthnicCategory::BlackAfrican => "N",
            EthnicCategory::BlackOther => "P",
            EthnicCategory::Chinese => "R",
            EthnicCategory::Other => "S",
            EthnicCategory::NotStated => "Z",
            EthnicCategory::NotKnown => "99",
        }
    }

    /// Reads a code in the Data Dictionary's format an2: the first character is the national code, a second is
    /// the place's own and must group back to it. `99`, and `9` which was withdrawn in 2004, are not known.
    /// Spaces around it and lower case are forgiven.
    ///
    /// # Errors
    ///
    /// `ethnic_category.unknown`, also for codes of other data sets: what cannot be read is not "not known".
    pub fn parse(code: &str) -> Result<Self, TermError> {
        let unknown = TermError::EthnicCategoryUnknown;
        let code = code.trim().to_ascii_uppercase();
        if code == "99" || code == "9" {
            return Ok(EthnicCategory::NotKnown);
        }
        let national = match code.as_bytes() {
            [national] => *national,
            [national, local] if local.is_ascii_alphanumeric() => *national,
            _ => return Err(unknown),
        };
        EthnicCategory::ALL
            .into_iter()
            .find(|category| category.code().as_bytes() == [national])
            .ok_or(unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_read_alone_and_with_a_local_second_character() {
        let codes: Vec<_> = EthnicCategory::ALL.iter().map(|category| category.code()).collect();
        assert_eq!(codes.concat(), "ABCDEFGHJKLMNPRSZ99");
        for category in EthnicCategory::ALL {
            let code = category.code();
            assert_eq!(EthnicCategory::parse(&format!(" {} ", code.to_lowercase())), Ok(category));
            if category != EthnicCategory::NotKnown {
                assert_eq!(EthnicCategory::parse(&format!("{code}3")), Ok(category));
                assert_eq!(EthnicCategory::parse(&format!("{code}y")), Ok(category));
            }
        }
        assert_eq!(EthnicCategory::parse("9"), Ok(EthnicCategory::NotKnown));
    }

    #[test]
    fn what_is_no_code_is_refused_and_never_taken_for_not_known() {
        for code in ["", " ", "I", "O", "Q", "X", "T", "NULL", "9A", "A 1", "A-", "ABC", "999", "É", "Aé"] {
            let invalid = EthnicCategory::parse(code).unwrap_err();
            assert_eq!(invalid, TermError::EthnicCategoryUnknown, "{code}");
        }
    }
}
