//! What stands in the ledger, as it is sent: lines in their newest version.

use bln_core::{Place, Settled, StandingAsk, StandingCommitment, StandingLine};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::legacy::{BodyWire, LineWire};

/// Where a line stands.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Place of a line")]
struct LinePlaceWire {
    /// The entry with which it was first written.
    first: Uuid,
    /// The entry that says what is true now: the first, or the last correction.
    entry: Uuid,
    /// When it was first written (RFC 3339).
    #[schema(format = DateTime)]
    at: String,
}

/// An outcome or a link.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Standing line")]
pub(super) struct StandingWire {
    #[serde(flatten)]
    place: LinePlaceWire,
    #[serde(flatten)]
    line: LineWire,
}

/// Something that was asked.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Ask")]
pub(super) struct AskWire {
    #[serde(flatten)]
    place: LinePlaceWire,
    /// Of whom.
    of: BodyWire,
    words: String,
    /// What was answered; not there while it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    answered: Option<AnsweredWire>,
}

/// An answer to an ask.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Answer to an ask")]
struct AnsweredWire {
    /// When (RFC 3339).
    #[schema(format = DateTime)]
    at: String,
    /// `agreed`, `agreed_in_part`, `declined` or `no_answer`.
    answer: &'static str,
    words: String,
}

/// Something that was promised.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Promise")]
pub(super) struct CommitmentWire {
    #[serde(flatten)]
    place: LinePlaceWire,
    /// By whom.
    by: BodyWire,
    /// The role that answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    words: String,
    /// The last day on which it is kept in time.
    #[schema(format = Date)]
    due: String,
    /// What came of it; not there while it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    settled: Option<SettledWire>,
}

/// What came of a promise.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "End of a promise")]
struct SettledWire {
    /// `kept` or `not_kept`.
    outcome: &'static str,
    /// When that was written (RFC 3339).
    #[schema(format = DateTime)]
    at: String,
    words: String,
}

impl LinePlaceWire {
    fn of(place: Place) -> Self {
        Self { first: place.first.uuid(), entry: place.entry.uuid(), at: place.at.to_string() }
    }
}

impl StandingWire {
    pub(super) fn of(line: &StandingLine) -> Self {
        let place = Place { first: line.first, entry: line.entry, at: line.at };
        Self { place: LinePlaceWire::of(place), line: LineWire::of(&line.line) }
    }
}

impl AskWire {
    pub(super) fn of(ask: &StandingAsk) -> Self {
        let answered = ask.answer.as_ref().map(|answered| AnsweredWire {
            at: answered.at.to_string(),
            answer: answered.answer.name(),
            words: answered.words.as_str().to_owned(),
        });
        let (place, words) = (LinePlaceWire::of(ask.place), ask.words.as_str().to_owned());
        Self { place, of: BodyWire::of(&ask.of), words, answered }
    }
}

impl CommitmentWire {
    pub(super) fn of(commitment: &StandingCommitment) -> Self {
        Self {
            place: LinePlaceWire::of(commitment.place),
            by: BodyWire::of(&commitment.owner.body),
            role: commitment.owner.role.as_ref().map(|role| role.as_str().to_owned()),
            words: commitment.words.as_str().to_owned(),
            due: commitment.due.to_string(),
            settled: commitment.settled.as_ref().map(SettledWire::of),
        }
    }
}

impl SettledWire {
    fn of(settled: &Settled) -> Self {
        let (outcome, at, words) = match settled {
            Settled::Kept { at, words } => ("kept", at, words),
            Settled::NotKept { at, words } => ("not_kept", at, words),
        };
        Self { outcome, at: at.to_string(), words: words.as_str().to_owned() }
    }
}
