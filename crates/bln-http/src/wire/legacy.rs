//! Lines of the legacy ledger, as they are sent: in the fields in which they are written.

use bln_core::{Body, LegacyEntry, LegacyLine, Linked, OutcomeEvidence};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A line of the ledger with its place and its instant.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Ledger entry", example = json!({
    "id": "0192f0c1-7a00-7000-8000-000000000008",
    "at": "2027-03-01T09:00:00.000000Z",
    "kind": "ask",
    "words": "Publish who sits on panels.",
    "body": { "organisation": "RX1" },
}))]
pub(crate) struct EntryWire {
    id: Uuid,
    /// When it was written (RFC 3339).
    #[schema(format = DateTime)]
    at: String,
    /// The entry that this one is true instead of.
    #[serde(skip_serializing_if = "Option::is_none")]
    corrects: Option<Uuid>,
    #[serde(flatten)]
    line: LineWire,
}

/// What a line says. What else it has follows from its `kind`.
#[derive(Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Ledger line")]
pub(super) struct LineWire {
    /// `ask`, `answer`, `commitment`, `kept`, `not_kept`, `outcome` or `link`.
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
    /// Of whom an `ask` is asked, or who made a `commitment`.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<BodyWire>,
    /// The role that answers for a `commitment`.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    /// The last day on which a `commitment` is kept in time.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Date)]
    due: Option<String>,
    /// The entry that an `answer` answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    ask: Option<Uuid>,
    /// How it is answered: `agreed`, `agreed_in_part`, `declined` or `no_answer`.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<&'static str>,
    /// The entry that was `kept` or `not_kept`.
    #[serde(skip_serializing_if = "Option::is_none")]
    commitment: Option<Uuid>,
    /// The figures that show an `outcome`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    figures: Vec<Uuid>,
    /// The figure from before.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<Uuid>,
    /// The figure from after.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<Uuid>,
    /// The resources that show an `outcome`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    resources: Vec<Uuid>,
    /// What a `link` is to.
    #[serde(skip_serializing_if = "Option::is_none")]
    linked: Option<LinkedWire>,
}

/// A body, named in exactly one way.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Body", example = json!({ "organisation": "RX1" }))]
pub(super) struct BodyWire {
    /// `true` for the network itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    network: Option<bool>,
    /// An organisation by its ODS code.
    #[serde(skip_serializing_if = "Option::is_none")]
    organisation: Option<String>,
    /// Anything else by its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

/// Something of the network's that belongs to an initiative.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Linked record")]
struct LinkedWire {
    /// `event`, `bulletin`, `resource` or `testimonial`.
    kind: &'static str,
    id: Uuid,
}

impl EntryWire {
    pub(crate) fn of(entry: &LegacyEntry) -> Self {
        Self {
            id: entry.id().uuid(),
            at: entry.at().to_string(),
            corrects: entry.line().corrects().map(|of| of.uuid()),
            line: LineWire::of(entry.line()),
        }
    }
}

impl LineWire {
    pub(super) fn of(line: &LegacyLine) -> Self {
        let of_kind = |kind| Self { kind, ..Self::default() };
        let saying = |kind, words: &bln_core::Prose<1000>| Self {
            words: Some(words.as_str().to_owned()),
            ..of_kind(kind)
        };
        match line.said() {
            LegacyLine::Ask { of, words } => Self { body: Some(BodyWire::of(of)), ..saying("ask", words) },
            LegacyLine::Answer { ask, answer, words } => {
                Self { ask: Some(ask.uuid()), answer: Some(answer.name()), ..saying("answer", words) }
            }
            LegacyLine::Commitment { owner, words, due } => Self {
                body: Some(BodyWire::of(&owner.body)),
                role: owner.role.as_ref().map(|role| role.as_str().to_owned()),
                due: Some(due.to_string()),
                ..saying("commitment", words)
            },
            LegacyLine::Kept { commitment, words } => {
                Self { commitment: Some(commitment.uuid()), ..saying("kept", words) }
            }
            LegacyLine::NotKept { commitment, words } => {
                Self { commitment: Some(commitment.uuid()), ..saying("not_kept", words) }
            }
            LegacyLine::Outcome { words, evidence } => saying("outcome", words).shown_by(evidence),
            LegacyLine::Link(linked) => Self { linked: Some(LinkedWire::of(*linked)), ..of_kind("link") },
            _ => of_kind("unknown"),
        }
    }

    fn shown_by(self, evidence: &OutcomeEvidence) -> Self {
        let (before, after) = evidence.before_after().unzip();
        Self {
            figures: evidence.figures().iter().map(|figure| figure.uuid()).collect(),
            before: before.map(|figure| figure.uuid()),
            after: after.map(|figure| figure.uuid()),
            resources: evidence.resources().iter().map(|resource| resource.uuid()).collect(),
            ..self
        }
    }
}

impl BodyWire {
    pub(super) fn of(body: &Body) -> Self {
        let nobody = Self { network: None, organisation: None, name: None };
        match body {
            Body::Network => Self { network: Some(true), ..nobody },
            Body::Organisation(code) => Self { organisation: Some(code.to_string()), ..nobody },
            Body::Named(name) => Self { name: Some(name.as_str().to_owned()), ..nobody },
        }
    }
}

impl LinkedWire {
    const fn of(linked: Linked) -> Self {
        Self { kind: linked.kind(), id: linked.uuid() }
    }
}
