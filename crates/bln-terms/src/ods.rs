//! Codes of the NHS Organisation Data Service (ODS): organisations, their roles, and NHS England's regions.

use std::fmt;

use crate::TermError;

/// The ODS code of an organisation: 3 to 6 letters A to Z and digits.
///
/// A code says nothing about the organisation. Many trusts have a code of the form `R` and two more, but North
/// London NHS Foundation Trust is `G6V2S`: since October 2020 new codes are given out without regard to type.
/// What an organisation is, its [roles](OdsRole) say.
///
/// ```
/// use bln_terms::OdsCode;
///
/// assert_eq!(OdsCode::parse(" rx1 ")?.as_str(), "RX1");
/// assert_eq!(OdsCode::parse("RX").unwrap_err().code(), "ods_code.format");
/// # Ok::<(), bln_terms::TermError>(())
/// ```
// Held in place, because directories and people hold a great many of them. Unused bytes are zero, so that the
// derived order is that of the text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OdsCode {
    bytes: [u8; OdsCode::MAX_LENGTH],
    length: u8,
}

impl OdsCode {
    const MIN_LENGTH: usize = 3;
    const MAX_LENGTH: usize = 6;

    /// Reads a code; white space around it and lower case are forgiven.
    ///
    /// Only the format is checked. Whether there is such an organisation, a directory
    /// knows.
    ///
    /// # Errors
    ///
    /// `ods_code.format`.
    pub fn parse(text: &str) -> Result<Self, TermError> {
        let invalid = || TermError::OdsCodeFormat;
        let text = text.trim().as_bytes();
        if text.len() < Self::MIN_LENGTH {
            return Err(invalid());
        }
        let mut bytes = [0; Self::MAX_LENGTH];
        bytes.get_mut(..text.len()).ok_or_else(invalid)?.copy_from_slice(text);
        bytes.make_ascii_uppercase();
        let length = u8::try_from(text.len()).map_err(|_| invalid())?;
        let code = Self { bytes, length };
        let allowed = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit();
        if code.written().iter().all(allowed) { Ok(code) } else { Err(invalid()) }
    }

    /// The code in upper case.
    pub fn as_str(&self) -> &str {
        // Never empty: `parse` lets nothing but ASCII in.
        str::from_utf8(self.written()).unwrap_or_default()
    }

    fn written(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.length)).unwrap_or_default()
    }
}

impl fmt::Display for OdsCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

// By hand for brevity: an organisation's code is public.
impl fmt::Debug for OdsCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OdsCode({})", self.as_str())
    }
}

/// What an organisation is, as an ODS role identifier: `RO` and 1 to 4 digits.
///
/// The constants are the roles this library speaks of; every other role is carried as it is.
///
/// ```
/// use bln_terms::{OdsRole, RoleRank};
///
/// assert_eq!(OdsRole::parse("RO197")?, OdsRole::NHS_TRUST);
/// assert_eq!(OdsRole::FOUNDATION_TRUST.rank(), Some(RoleRank::NonPrimary));
/// # Ok::<(), bln_terms::TermError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OdsRole(u16);

impl OdsRole {
    /// NHS trust. The primary role of foundation trusts too.
    pub const NHS_TRUST: OdsRole = OdsRole(197);
    /// Foundation trust: held in addition to [`OdsRole::NHS_TRUST`].
    pub const FOUNDATION_TRUST: OdsRole = OdsRole(57);
    /// Care trust.
    pub const CARE_TRUST: OdsRole = OdsRole(107);
    /// Strategic partnership: the primary role of integrated care boards.
    pub const STRATEGIC_PARTNERSHIP: OdsRole = OdsRole(261);
    /// Integrated care board: held in addition to [`OdsRole::STRATEGIC_PARTNERSHIP`].
    pub const INTEGRATED_CARE_BOARD: OdsRole = OdsRole(318);
    /// Region of NHS England.
    pub const NHS_ENGLAND_REGION: OdsRole = OdsRole(209);
    /// Commissioning support unit.
    pub const COMMISSIONING_SUPPORT_UNIT: OdsRole = OdsRole(213);
    /// Special health authority.
    pub const SPECIAL_HEALTH_AUTHORITY: OdsRole = OdsRole(189);
    /// Primary care network.
    pub const PRIMARY_CARE_NETWORK: OdsRole = OdsRole(272);
    /// Prescribing cost centre: the primary role of GP practices.
    pub const PRESCRIBING_COST_CENTRE: OdsRole = OdsRole(177);
    /// GP practice: held in addition to [`OdsRole::PRESCRIBING_COST_CENTRE`].
    pub const GP_PRACTICE: OdsRole = OdsRole(76);
    /// Local health board.
    pub const LOCAL_HEALTH_BOARD: OdsRole = OdsRole(142);
    /// Welsh local health board.
    pub const WELSH_LOCAL_HEALTH_BOARD: OdsRole = OdsRole(144);
    /// Northern Ireland health and social care trust.
    pub const NORTHERN_IRELAND_TRUST: OdsRole = OdsRole(154);
    /// Scottish health board.
    pub const SCOTTISH_HEALTH_BOARD: OdsRole = OdsRole(190);
    /// Independent sector healthcare provider.
    pub const INDEPENDENT_PROVIDER: OdsRole = OdsRole(172);
    /// Executive agency.
    pub const EXECUTIVE_AGENCY: OdsRole = OdsRole(116);
    /// Organisation outside the NHS.
    pub const NON_NHS_ORGANISATION: OdsRole = OdsRole(157);

    /// Reads an identifier such as `RO197`; white space around it and lower case are forgiven, a leading zero
    /// is not, so that one role has one spelling.
    ///
    /// # Errors
    ///
    /// `ods_role.format`.
    pub fn parse(text: &str) -> Result<Self, TermError> {
        let invalid = || TermError::OdsRoleFormat;
        let (prefix, digits) = text.trim().split_at_checked(2).ok_or_else(invalid)?;
        let canonical = matches!(digits.len(), 1..=4)
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.starts_with('0');
        if !prefix.eq_ignore_ascii_case("RO") || !canonical {
            return Err(invalid());
        }
        digits.parse().map(Self).map_err(|_| invalid())
    }

    /// The digits of the identifier.
    pub const fn number(self) -> u16 {
        self.0
    }

    /// Whether the service gives this role as an organisation's first or as a further one; `None` for a role
    /// that is not among the constants.
    pub const fn rank(self) -> Option<RoleRank> {
        match self {
            Self::FOUNDATION_TRUST | Self::INTEGRATED_CARE_BOARD | Self::GP_PRACTICE => {
                Some(RoleRank::NonPrimary)
            }
            Self::NHS_TRUST
            | Self::CARE_TRUST
            | Self::STRATEGIC_PARTNERSHIP
            | Self::NHS_ENGLAND_REGION
            | Self::COMMISSIONING_SUPPORT_UNIT
            | Self::SPECIAL_HEALTH_AUTHORITY
            | Self::PRIMARY_CARE_NETWORK
            | Self::PRESCRIBING_COST_CENTRE
            | Self::LOCAL_HEALTH_BOARD
            | Self::WELSH_LOCAL_HEALTH_BOARD
            | Self::NORTHERN_IRELAND_TRUST
            | Self::SCOTTISH_HEALTH_BOARD
            | Self::INDEPENDENT_PROVIDER
            | Self::EXECUTIVE_AGENCY
            | Self::NON_NHS_ORGANISATION => Some(RoleRank::Primary),
            _ => None,
        }
    }
}

impl fmt::Display for OdsRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RO{}", self.0)
    }
}

impl fmt::Debug for OdsRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OdsRole({self})")
    }
}

/// The place of a role among those of one organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RoleRank {
    /// Every organisation has exactly one such role.
    Primary,
    /// Held in addition to a primary role.
    NonPrimary,
}

/// A region of NHS England.
///
/// Organisations outside England have none: in ODS files their region is empty, or `W00` for Wales in older
/// ones, which is no region of NHS England and is refused here. NHS regions do not nest with the older Government Office Regions:
/// Y61 holds parts of two of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Region {
    /// Y56.
    London,
    /// Y58.
    SouthWest,
    /// Y59.
    SouthEast,
    /// Y60.
    Midlands,
    /// Y61.
    EastOfEngland,
    /// Y62.
    NorthWest,
    /// Y63.
    NorthEastAndYorkshire,
}

impl Region {
    /// Every region, in the order of their codes.
    pub const ALL: [Region; 7] = [
        Region::London,
        Region::SouthWest,
        Region::SouthEast,
        Region::Midlands,
        Region::EastOfEngland,
        Region::NorthWest,
        Region::NorthEastAndYorkshire,
    ];

    /// The ODS code, as stored: `Y56` and so on.
    pub const fn code(self) -> &'static str {
        match self {
            Region::London => "Y56",
            Region::SouthWest => "Y58",
            Region::SouthEast => "Y59",
            Region::Midlands => "Y60",
            Region::EastOfEngland => "Y61",
            Region::NorthWest => "Y62",
            Region::NorthEastAndYorkshire => "Y63",
        }
    }

    /// The name NHS England uses.
    pub const fn official_name(self) -> &'static str {
        match self {
            Region::London => "London",
            Region::SouthWest => "South West",
            Region::SouthEast => "South East",
            Region::Midlands => "Midlands",
            Region::EastOfEngland => "East of England",
            Region::NorthWest => "North West",
            Region::NorthEastAndYorkshire => "North East and Yorkshire",
        }
    }

    /// Reads a region's ODS code; white space around it and lower case are forgiven.
    ///
    /// # Errors
    ///
    /// `region.unknown`.
    pub fn parse(code: &str) -> Result<Self, TermError> {
        let code = code.trim();
        Region::ALL
            .into_iter()
            .find(|region| region.code().eq_ignore_ascii_case(code))
            .ok_or(TermError::RegionUnknown)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_has_three_to_six_letters_and_digits() {
        for text in ["RX1", "7A1", "G6V2S", "C81010", "rjz", "\tRJY12\n"] {
            assert_eq!(OdsCode::parse(text).unwrap().as_str(), text.trim().to_uppercase());
        }
        for text in ["", "R1", "C810100", "RX-1", "R X1", "RX\0", "ＲＸ１", "Rſ1", "RÉ1"] {
            assert_eq!(OdsCode::parse(text).unwrap_err(), TermError::OdsCodeFormat, "{text:?}");
        }
    }

    #[test]
    fn a_role_is_ro_and_up_to_four_digits_without_a_leading_zero() {
        assert_eq!(OdsRole::parse(" ro57 ").unwrap(), OdsRole::FOUNDATION_TRUST);
        assert_eq!(OdsRole::parse("RO9999").unwrap().to_string(), "RO9999");
        for text in ["", "RO", "R", "197", "RO19777", "RO-1", "RO+1", "RO0", "RO057", "RE5", "éO1", "RO１"]
        {
            assert_eq!(OdsRole::parse(text).unwrap_err(), TermError::OdsRoleFormat, "{text:?}");
        }
    }

    #[test]
    fn roles_rank_as_the_service_lists_them() {
        assert_eq!(OdsRole::NHS_TRUST.rank(), Some(RoleRank::Primary));
        assert_eq!(OdsRole::INTEGRATED_CARE_BOARD.rank(), Some(RoleRank::NonPrimary));
        assert_eq!(OdsRole::parse("RO198").unwrap().rank(), None);
    }

    #[test]
    fn regions_round_trip_by_code() {
        for region in Region::ALL {
            assert_eq!(Region::parse(region.code()), Ok(region));
        }
        assert_eq!(Region::parse(" y60"), Ok(Region::Midlands));
        // The codes have gaps: there is no region Y57.
        for code in ["Y57", "Y64", "W00", "", "London"] {
            assert_eq!(Region::parse(code).unwrap_err(), TermError::RegionUnknown, "{code}");
        }
    }

    proptest! {
        #[test]
        fn codes_sort_as_their_text_and_read_back(a in "[A-Z0-9]{3,6}", b in "[A-Z0-9]{3,6}") {
            let (one, other) = (OdsCode::parse(&a).unwrap(), OdsCode::parse(&b).unwrap());
            prop_assert_eq!(one.cmp(&other), a.cmp(&b));
            prop_assert_eq!(one.to_string(), a);
        }
    }
}
