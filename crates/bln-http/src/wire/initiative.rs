//! Initiatives, as they are sent.

use bln_core::{Conclusion, HighImpactAction, Indicator, Initiative, InitiativeState, LegacyLedger};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::EntryWire;

/// What the network set out to change.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Initiative", example = json!({
    "id": "0192f0c1-7a00-7000-8000-000000000007",
    "title": "A fair way into band 8a",
    "aim": "Panels that look like the staff they choose from.",
    "pillars": ["system_influencing"],
    "actions": ["HIA2"],
    "indicators": [2],
    "movedBy": [],
    "opened": "2027-03-01T09:00:00.000000Z",
}))]
pub(crate) struct InitiativeWire {
    id: Uuid,
    title: String,
    /// What is to change.
    aim: String,
    /// The pillars it serves.
    pillars: Vec<&'static str>,
    /// The high-impact actions it bears on.
    #[schema(example = json!(["HIA2"]))]
    actions: Vec<&'static str>,
    /// The indicators of the Workforce Race Equality Standard it is to move: 1 to 9.
    indicators: Vec<u8>,
    /// The figures of the register because of which it was begun.
    moved_by: Vec<Uuid>,
    /// When it was begun (RFC 3339).
    #[schema(format = DateTime)]
    opened: String,
    /// How it ended; not there while it is under way.
    #[serde(skip_serializing_if = "Option::is_none")]
    closed: Option<ClosedWire>,
}

/// How an initiative ended.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "End of an initiative")]
struct ClosedWire {
    /// When (RFC 3339).
    #[schema(format = DateTime)]
    at: String,
    #[serde(flatten)]
    with: ConclusionWire,
}

/// What became of an initiative.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Conclusion")]
pub(super) struct ConclusionWire {
    /// `achieved`, `partly_achieved` or `not_achieved`.
    conclusion: &'static str,
    /// Why nothing was achieved.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// An initiative with all that was written under it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Initiative with its ledger")]
pub(crate) struct InitiativeWithLedgerWire {
    #[serde(flatten)]
    initiative: InitiativeWire,
    /// The lines of its ledger, the first one first, those that were corrected among them.
    ledger: Vec<EntryWire>,
}

impl InitiativeWire {
    pub(crate) fn of(initiative: &Initiative) -> Self {
        let closed = match initiative.state() {
            InitiativeState::Open => None,
            InitiativeState::Closed { at, conclusion } => {
                Some(ClosedWire { at: at.to_string(), with: ConclusionWire::of(conclusion) })
            }
        };
        Self {
            id: initiative.id().uuid(),
            title: initiative.title().as_str().to_owned(),
            aim: initiative.aim().as_str().to_owned(),
            pillars: initiative.pillars().names().collect(),
            actions: initiative.actions().iter().copied().map(HighImpactAction::code).collect(),
            indicators: initiative.indicators().iter().copied().map(Indicator::number).collect(),
            moved_by: initiative.moved_by().iter().map(|figure| figure.uuid()).collect(),
            opened: initiative.opened().to_string(),
            closed,
        }
    }
}

impl ConclusionWire {
    pub(super) fn of(conclusion: &Conclusion) -> Self {
        let reason = conclusion.reason().map(|reason| reason.as_str().to_owned());
        Self { conclusion: conclusion.name(), reason }
    }
}

impl InitiativeWithLedgerWire {
    pub(crate) fn of(initiative: &Initiative, ledger: &LegacyLedger) -> Self {
        Self {
            initiative: InitiativeWire::of(initiative),
            ledger: ledger.entries().iter().map(EntryWire::of).collect(),
        }
    }
}
