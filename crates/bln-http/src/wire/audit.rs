//! The audit, as it is sent to those who check it: with people under their pseudonyms.

use bln_seal::{Checkpoint, ConsistencyProof};
use bln_service::{AuditProof, AuditVerdict};
use bln_store::AuditRecord;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// An entry of the audit as it is kept, with people under their pseudonyms.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Audit entry", example = json!({
    "position": 17,
    "id": "0192f0c1-7a00-7000-8000-000000000007",
    "at": "2027-03-01T09:00:00.000000Z",
    "role": "administrator",
    "actor": "5a0c2d8e-0c52-8b1e-9d7e-3f5a6b7c8d9e",
    "action": "event.publish",
    "subject": { "kind": "event", "id": "0192f0c1-7a00-7000-8000-000000000003" },
}))]
pub(crate) struct AuditEntryWire {
    /// Where it stands in the order of commits, from 1.
    position: u64,
    id: Uuid,
    /// When it was done (RFC 3339).
    #[schema(format = DateTime)]
    at: String,
    /// The role in which it was done.
    role: &'static str,
    /// Who did it, by pseudonym; left out for nobody who is signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<Uuid>,
    /// What was done: `noun.verb`.
    action: &'static str,
    subject: SubjectWire,
    /// For which purpose, where consent is concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    purpose: Option<&'static str>,
}

/// The record that something was done to.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Subject of an audit entry")]
struct SubjectWire {
    /// The kind of record: `person`, `event` and the like.
    kind: &'static str,
    /// Which one of its kind; empty for the network's own.
    id: String,
}

impl From<AuditRecord> for AuditEntryWire {
    fn from(AuditRecord { position, entry }: AuditRecord) -> Self {
        Self {
            position: position.0,
            id: entry.id().uuid(),
            at: entry.at().to_string(),
            role: entry.actor().role().name(),
            actor: entry.actor().person().map(|person| person.uuid()),
            action: entry.action().name(),
            subject: SubjectWire { kind: entry.subject().kind(), id: entry.subject().id_text() },
            purpose: entry.purpose().map(|purpose| purpose.name()),
        }
    }
}

/// A checkpoint of the audit.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Checkpoint")]
pub(crate) struct CheckpointWire {
    /// Its text, of four lines: to be kept as it is.
    #[schema(
        example = "network.example.org/audit\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n2027-03-01T09:00:00.000000Z\n"
    )]
    checkpoint: String,
}

impl From<Checkpoint> for CheckpointWire {
    fn from(checkpoint: Checkpoint) -> Self {
        Self { checkpoint: checkpoint.to_string() }
    }
}

/// Whether the audit is what it was when checkpoints were taken.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Verdict on the audit", example = json!({ "holds": false, "why": "proof.changed", "checkpoint":
    "network.example.org/audit\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n2027-03-01T09:00:00.000000Z\n" }))]
pub(crate) struct VerdictWire {
    /// Whether every checkpoint holds.
    holds: bool,
    /// The text of a checkpoint: of the audit as it is now when all hold, else of the one with the fewest entries that
    /// does not.
    checkpoint: String,
    /// What is wrong, for programs: stable.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'static str>,
}

impl From<AuditVerdict> for VerdictWire {
    fn from(verdict: AuditVerdict) -> Self {
        match verdict {
            AuditVerdict::Holds { now } => Self { holds: true, checkpoint: now.to_string(), why: None },
            AuditVerdict::Fails { checkpoint, why } => {
                Self { holds: false, checkpoint: checkpoint.to_string(), why: Some(why.code()) }
            }
        }
    }
}

/// An entry of the audit, and proof that it is among those that a checkpoint covers.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Proof of an audit entry")]
pub(crate) struct InclusionWire {
    entry: AuditEntryWire,
    /// The node of the entry, which the proof is about: SHA-256 in base64.
    leaf: String,
    /// The text of the proof: `inclusion 1`, the place counted from 0, and one node a line.
    proof: String,
}

impl From<AuditProof> for InclusionWire {
    fn from(proof: AuditProof) -> Self {
        Self { leaf: proof.leaf().to_string(), proof: proof.proof.to_string(), entry: proof.record.into() }
    }
}

/// Proof that the audit of an older checkpoint is the beginning of a newer one's.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Proof of consistency")]
pub(crate) struct ConsistencyWire {
    /// The text of the proof: `consistency 1`, the size of the older audit, and one node a line.
    proof: String,
}

impl From<ConsistencyProof> for ConsistencyWire {
    fn from(proof: ConsistencyProof) -> Self {
        Self { proof: proof.to_string() }
    }
}
