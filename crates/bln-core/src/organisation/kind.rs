//! What to count an organisation as.

use super::Organisation;
use crate::OdsRole;

/// What to count an organisation as in a report: from its roles, never from its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum OrganisationKind {
    /// NHS trust, foundation trust or care trust.
    Trust,
    /// Integrated care board.
    IntegratedCareBoard,
    /// Region of NHS England.
    Region,
    /// GP practice or primary care network.
    PrimaryCare,
    /// Health board or trust of Wales, Scotland or Northern Ireland, by a role of its own.
    DevolvedHealthBody,
    /// National or supporting body: special health authority, executive agency, commissioning support unit.
    NationalBody,
    /// Independent provider, or an organisation outside the NHS.
    Independent,
    /// Any other.
    Other,
}

impl OrganisationKind {
    /// Every kind, in the order reports show them.
    pub const ALL: [OrganisationKind; 8] = [
        OrganisationKind::Trust,
        OrganisationKind::IntegratedCareBoard,
        OrganisationKind::Region,
        OrganisationKind::PrimaryCare,
        OrganisationKind::DevolvedHealthBody,
        OrganisationKind::NationalBody,
        OrganisationKind::Independent,
        OrganisationKind::Other,
    ];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            OrganisationKind::Trust => "trust",
            OrganisationKind::IntegratedCareBoard => "integrated_care_board",
            OrganisationKind::Region => "region",
            OrganisationKind::PrimaryCare => "primary_care",
            OrganisationKind::DevolvedHealthBody => "devolved_health_body",
            OrganisationKind::NationalBody => "national_body",
            OrganisationKind::Independent => "independent",
            OrganisationKind::Other => "other",
        }
    }

    /// The kind of an organisation: the first of [`OrganisationKind::ALL`] that one of its roles makes it.
    pub(super) fn of(organisation: &Organisation) -> Self {
        let fits = |kind: &OrganisationKind| kind.roles().iter().any(|role| organisation.has_role(*role));
        Self::ALL.into_iter().find(fits).unwrap_or(OrganisationKind::Other)
    }

    const fn roles(self) -> &'static [OdsRole] {
        match self {
            OrganisationKind::Trust => &[OdsRole::NHS_TRUST, OdsRole::FOUNDATION_TRUST, OdsRole::CARE_TRUST],
            // Before 2022 a strategic partnership was no board, so its primary role alone does not make it one.
            OrganisationKind::IntegratedCareBoard => &[OdsRole::INTEGRATED_CARE_BOARD],
            OrganisationKind::Region => &[OdsRole::NHS_ENGLAND_REGION],
            OrganisationKind::PrimaryCare => &[OdsRole::GP_PRACTICE, OdsRole::PRIMARY_CARE_NETWORK],
            OrganisationKind::DevolvedHealthBody => &[
                OdsRole::LOCAL_HEALTH_BOARD,
                OdsRole::WELSH_LOCAL_HEALTH_BOARD,
                OdsRole::NORTHERN_IRELAND_TRUST,
                OdsRole::SCOTTISH_HEALTH_BOARD,
            ],
            OrganisationKind::NationalBody => &[
                OdsRole::SPECIAL_HEALTH_AUTHORITY,
                OdsRole::EXECUTIVE_AGENCY,
                OdsRole::COMMISSIONING_SUPPORT_UNIT,
            ],
            OrganisationKind::Independent => &[OdsRole::INDEPENDENT_PROVIDER, OdsRole::NON_NHS_ORGANISATION],
            OrganisationKind::Other => &[],
        }
    }
}
