//! Organisations, as they are sent.

use bln_core::{Organisation, Succession};
use bln_service::Loaded;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

/// An organisation of the directory, which is public.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Organisation", example = json!({
    "code": "RX1",
    "name": "Sample NHS Foundation Trust",
    "names": [{ "name": "Sample NHS Foundation Trust", "from": "2006-04-01" }],
    "kind": "trust",
    "primaryRole": "RO197",
    "otherRoles": ["RO57"],
    "region": "Y60",
    "opened": "2006-04-01",
    "predecessors": [],
    "successors": [],
}))]
pub(crate) struct OrganisationWire {
    /// The ODS code.
    code: String,
    /// The name today.
    name: String,
    /// Every name, the first one first.
    names: Vec<NameWire>,
    /// What it is counted as: `trust`, `integrated_care_board` and the like.
    kind: &'static str,
    /// The primary role, by its ODS code.
    primary_role: String,
    other_roles: Vec<String>,
    /// The region of NHS England, by its code.
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<&'static str>,
    /// The integrated care board it belongs to, by ODS code.
    #[serde(skip_serializing_if = "Option::is_none")]
    icb: Option<String>,
    /// The first day on which it was open.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Date)]
    opened: Option<String>,
    /// The last day on which it was open, as ODS gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Date)]
    closed: Option<String>,
    /// From whom it took over.
    predecessors: Vec<SuccessionWire>,
    /// Who took over from it.
    successors: Vec<SuccessionWire>,
}

/// A name and since when an organisation has it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Dated name")]
struct NameWire {
    name: String,
    #[schema(format = Date)]
    from: String,
}

/// One organisation taking over from another.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Succession")]
struct SuccessionWire {
    /// The other one, by ODS code.
    code: String,
    /// The first day of the new order.
    #[schema(format = Date)]
    on: String,
}

impl OrganisationWire {
    /// An organisation as it is called on a day.
    pub(crate) fn of(organisation: &Organisation, today: NaiveDate) -> Self {
        let (names, dates) = (organisation.names(), organisation.operational());
        let named = |(from, name): (NaiveDate, &bln_core::OrganisationName)| NameWire {
            name: name.as_str().to_owned(),
            from: from.to_string(),
        };
        Self {
            code: organisation.code().to_string(),
            name: organisation.name_on(today).as_str().to_owned(),
            names: names.iter().map(named).collect(),
            kind: organisation.kind().name(),
            primary_role: organisation.primary_role().to_string(),
            other_roles: organisation.other_roles().iter().map(ToString::to_string).collect(),
            region: organisation.region().map(|region| region.code()),
            icb: organisation.icb().map(|code| code.to_string()),
            opened: dates.opened().map(|day| day.to_string()),
            closed: dates.closed().and_then(|day| day.pred_opt()).map(|day| day.to_string()),
            predecessors: organisation.predecessors().iter().map(SuccessionWire::of).collect(),
            successors: organisation.successors().iter().map(SuccessionWire::of).collect(),
        }
    }
}

impl SuccessionWire {
    fn of(succession: &Succession) -> Self {
        Self { code: succession.code.to_string(), on: succession.on.to_string() }
    }
}

/// What became of the organisations that were loaded.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Loaded organisations", example = json!({ "added": 2, "changed": 0, "unchanged": 17 }))]
pub(crate) struct LoadedWire {
    /// Not there before.
    added: usize,
    /// There, and different.
    changed: usize,
    /// There, and the same.
    unchanged: usize,
}

impl From<Loaded> for LoadedWire {
    fn from(loaded: Loaded) -> Self {
        Self { added: loaded.added, changed: loaded.changed, unchanged: loaded.unchanged }
    }
}
