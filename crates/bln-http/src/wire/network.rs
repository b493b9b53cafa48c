//! What those who run the network look after, as it is sent.

use bln_service::{ParkedNotice, RetentionReport};
use bln_store::StoreFault;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Notices of which nobody knows whether they were sent, oldest first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Parked notices", example = json!({ "notices": [{
    "position": 17,
    "notice": "0192f0c1-7a00-7000-8000-000000000007",
    "kind": "welcome",
    "since": "2027-03-01T09:00:00.000000Z",
}] }))]
pub(crate) struct ParkedNoticesWire {
    notices: Vec<ParkedNoticeWire>,
}

/// A notice of which nobody knows whether it was sent. For whom it is, it does not say.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Parked notice")]
struct ParkedNoticeWire {
    /// Its place in the outbox, to settle it by.
    position: u64,
    /// Its identifier, which is part of the Message-ID of its letter.
    notice: Uuid,
    /// What it tells: `welcome`, `place_offered` and the like.
    kind: &'static str,
    /// Since when it was being sent (RFC 3339).
    #[schema(format = DateTime)]
    since: String,
}

impl From<Vec<ParkedNotice>> for ParkedNoticesWire {
    fn from(notices: Vec<ParkedNotice>) -> Self {
        let wire = |parked: &ParkedNotice| ParkedNoticeWire {
            position: parked.position.0,
            notice: parked.notice.uuid(),
            kind: parked.kind.name(),
            since: parked.since.to_string(),
        };
        Self { notices: notices.iter().map(wire).collect() }
    }
}

/// What does not fit together among what is stored; nothing in a sound network.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Faults of the store", example = json!({ "faults": [] }))]
pub(crate) struct FaultsWire {
    faults: Vec<FaultWire>,
}

/// A record at which something is wrong.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Fault of the store")]
struct FaultWire {
    /// The kind of record: `person`, `seats` and the like.
    kind: &'static str,
    /// Which one of its kind.
    id: String,
    /// What is wrong, for programs: stable.
    code: &'static str,
}

impl From<Vec<StoreFault>> for FaultsWire {
    fn from(faults: Vec<StoreFault>) -> Self {
        let wire = |fault: &StoreFault| FaultWire {
            kind: fault.record.kind(),
            id: fault.record.id_text(),
            code: fault.code,
        };
        Self { faults: faults.iter().map(wire).collect() }
    }
}

/// What is kept for longer than its period, or was until now. It has numbers and names nobody.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Retention report", example = json!({
    "at": "2027-03-01T09:00:00.000000Z",
    "over": [{ "category": "left_member", "due": 2, "oldest": "2025-01-01T09:00:00.000000Z", "held": 1 }],
}))]
pub(crate) struct RetentionReportWire {
    /// As of when (RFC 3339).
    #[schema(format = DateTime)]
    at: String,
    /// Every category, also those of which there is nothing.
    over: Vec<OverWire>,
}

/// What of one category is kept for longer than its period.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Over its period")]
struct OverWire {
    /// `left_member`, `access_needs`, `links` and the like.
    category: &'static str,
    /// How many records go.
    due: u64,
    /// When the period of the oldest of them began (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    oldest: Option<String>,
    /// How many more stay, because of a legal hold, a restriction or an open request.
    held: u64,
}

impl From<RetentionReport> for RetentionReportWire {
    fn from(report: RetentionReport) -> Self {
        let over = report.over.iter().map(|(category, over)| OverWire {
            category: category.name(),
            due: over.due,
            oldest: over.oldest.map(|at| at.to_string()),
            held: over.held,
        });
        Self { at: report.at.to_string(), over: over.collect() }
    }
}
