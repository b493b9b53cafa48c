//! The form with which organisations are loaded.

use bln_core::Organisation;
use bln_store::PageSize;
use bln_validation::{Check, Draft, Field, OrganisationDraft};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

/// Organisations to be loaded, at most 500.
///
/// The context is today's date, as for one organisation.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct OrganisationsDraft {
    /// The organisations; at least one.
    #[validate(length(min = 1), nested)]
    organisations: Vec<OrganisationDraft>,
}

/// As many as a page has, so that what was read a page at a time can be sent so.
const MOST: PageSize = PageSize::MAX;

impl Draft for OrganisationsDraft {
    type Noun = Vec<Organisation>;
    type Context = NaiveDate;

    // Those of `OrganisationDraft`, one level down.
    const FIELDS: &'static [Field] = &[
        Field::new("", "The list", "Fill in the list"),
        Field::new("organisations", "Organisations", "Enter at least one organisation"),
        Field::new("organisations/*", "The organisation", "Fill in the organisation"),
        Field::new("organisations/*/code", "Organisation code", "Enter the organisation code"),
        Field::new("organisations/*/name", "Organisation name", "Enter the organisation name"),
        Field::new(
            "organisations/*/nameFrom",
            "Date of the name",
            "Enter the date from which it has this name",
        ),
        Field::new("organisations/*/primaryRole", "Primary role", "Enter the primary role"),
        Field::new("organisations/*/otherRoles", "Other roles", "Enter another role"),
        Field::new("organisations/*/otherRoles/*", "Role", "Enter a role"),
        Field::new("organisations/*/region", "Region", "Select the region"),
        Field::new(
            "organisations/*/icb",
            "Integrated care board",
            "Enter the code of the integrated care board",
        ),
        Field::new("organisations/*/opened", "Opening date", "Enter the date on which it opened"),
        Field::new("organisations/*/closed", "Closing date", "Enter the last date on which it was open"),
        Field::new("organisations/*/predecessors", "Predecessors", "Enter a predecessor"),
        Field::new("organisations/*/predecessors/*", "Predecessor", "Enter a predecessor"),
        Field::new(
            "organisations/*/predecessors/*/code",
            "Predecessor code",
            "Enter the code of the predecessor",
        ),
        Field::new(
            "organisations/*/predecessors/*/on",
            "Date of taking over",
            "Enter the date of taking over",
        ),
        Field::new("organisations/*/successors", "Successors", "Enter a successor"),
        Field::new("organisations/*/successors/*", "Successor", "Enter a successor"),
        Field::new("organisations/*/successors/*/code", "Successor code", "Enter the code of the successor"),
        Field::new("organisations/*/successors/*/on", "Date of taking over", "Enter the date of taking over"),
    ];
    /// As many as there may be, each of a thousand bytes.
    const MAX_BYTES: usize = 512 * 1024;

    fn check(self, today: &NaiveDate, check: &mut Check<'_>) -> Option<Vec<Organisation>> {
        let most = usize::from(MOST.number());
        let read = |draft: OrganisationDraft, check: &mut Check<'_>| draft.check(today, check);
        Some(check.each_nested("organisations", most, self.organisations, read))
    }
}
