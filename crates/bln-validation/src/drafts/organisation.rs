//! The form with which an organisation is entered or loaded.

use std::fmt;

use bln_core::{
    DatedNames, Invalid, OdsCode, OdsRole, OperationalDates, Organisation, OrganisationName,
    OrganisationParts, Region, Succession,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{Check, Draft, Field, read_date};

/// The most organisations that one may have taken over from, or been taken over by.
const MAX_SUCCESSIONS: usize = 50;

/// An organisation, as the Organisation Data Service (ODS) describes it.
///
/// The context is today's date: a name without a date holds from the day the organisation opened, or from today
/// if that is not known.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct OrganisationDraft {
    /// The ODS code.
    #[validate(required)]
    pub code: Option<String>,
    /// The name, at most 200 characters.
    #[validate(required)]
    pub name: Option<String>,
    /// Since when it has this name, as 2026-03-29.
    pub name_from: Option<String>,
    /// The primary role, such as `RO197` for an NHS trust.
    #[validate(required)]
    pub primary_role: Option<String>,
    /// Other roles, such as `RO57` for a foundation trust.
    pub other_roles: Vec<String>,
    /// The region of NHS England, such as `Y60`.
    pub region: Option<String>,
    /// The ODS code of its integrated care board.
    pub icb: Option<String>,
    /// The first day on which it was open.
    pub opened: Option<String>,
    /// The last day on which it was open, as ODS gives it.
    pub closed: Option<String>,
    /// From whom it took over.
    #[validate(nested)]
    pub predecessors: Vec<SuccessionDraft>,
    /// Who took over from it.
    #[validate(nested)]
    pub successors: Vec<SuccessionDraft>,
}

/// One organisation taking over from another.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct SuccessionDraft {
    /// The ODS code of the other one.
    #[validate(required)]
    pub code: Option<String>,
    /// The day on which it happened, as 2026-03-29.
    #[validate(required)]
    pub on: Option<String>,
}

impl Draft for OrganisationDraft {
    type Noun = Organisation;
    type Context = NaiveDate;

    const FIELDS: &'static [Field] = &[
        Field::new("", "The organisation", "Fill in the organisation"),
        Field::new("code", "Organisation code", "Enter the organisation code"),
        Field::new("name", "Organisation name", "Enter the organisation name"),
        Field::new("nameFrom", "Date of the name", "Enter the date from which it has this name"),
        Field::new("primaryRole", "Primary role", "Enter the primary role"),
        Field::new("otherRoles", "Other roles", "Enter another role"),
        Field::new("otherRoles/*", "Role", "Enter a role"),
        Field::new("region", "Region", "Select the region"),
        Field::new("icb", "Integrated care board", "Enter the code of the integrated care board"),
        Field::new("opened", "Opening date", "Enter the date on which it opened"),
        Field::new("closed", "Closing date", "Enter the last date on which it was open"),
        Field::new("predecessors", "Predecessors", "Enter a predecessor"),
        Field::new("predecessors/*", "Predecessor", "Enter a predecessor"),
        Field::new("predecessors/*/code", "Predecessor code", "Enter the code of the predecessor"),
        Field::new("predecessors/*/on", "Date of taking over", "Enter the date of taking over"),
        Field::new("successors", "Successors", "Enter a successor"),
        Field::new("successors/*", "Successor", "Enter a successor"),
        Field::new("successors/*/code", "Successor code", "Enter the code of the successor"),
        Field::new("successors/*/on", "Date of taking over", "Enter the date of taking over"),
    ];

    fn check(self, today: &NaiveDate, check: &mut Check<'_>) -> Option<Organisation> {
        let code = check.field("code", self.code, ods_code);
        let name = check.field("name", self.name, OrganisationName::parse);
        let name_from = check.field("nameFrom", self.name_from, read_date);
        let primary_role = check.field("primaryRole", self.primary_role, ods_role);
        let other_roles = check.each("otherRoles", Organisation::MAX_OTHER_ROLES, self.other_roles, ods_role);
        let region = check.field("region", self.region, |region| Region::parse(&region));
        let icb = check.field("icb", self.icb, ods_code);
        let opened = check.field("opened", self.opened, read_date);
        let closed = check.field("closed", self.closed, read_date);
        let operational = check.accept("closed", OperationalDates::from_ods(opened, closed));
        let predecessors = check.each_nested("predecessors", MAX_SUCCESSIONS, self.predecessors, succession);
        let successors = check.each_nested("successors", MAX_SUCCESSIONS, self.successors, succession);

        let names = DatedNames::new(name?, name_from.or(opened).unwrap_or(*today));
        let parts = OrganisationParts {
            other_roles,
            region,
            icb,
            operational: operational?,
            predecessors,
            successors,
            ..OrganisationParts::new(code?, primary_role?, names)
        };
        check.accept("otherRoles", Organisation::from_parts(parts))
    }
}

fn ods_code(text: String) -> Result<OdsCode, Invalid> {
    Ok(OdsCode::parse(&text)?)
}

fn ods_role(text: String) -> Result<OdsRole, Invalid> {
    Ok(OdsRole::parse(&text)?)
}

fn succession(draft: SuccessionDraft, check: &mut Check<'_>) -> Option<Succession> {
    let code = check.field("code", draft.code, ods_code);
    let on = check.field("on", draft.on, read_date);
    Some(Succession { code: code?, on: on? })
}

// What was sent is not shown: it may be anything.
impl fmt::Debug for OrganisationDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OrganisationDraft(..)")
    }
}

impl fmt::Debug for SuccessionDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SuccessionDraft(..)")
    }
}
