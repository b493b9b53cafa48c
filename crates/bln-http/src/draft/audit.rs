//! The forms with which the audit is checked. Checkpoints are sent as the text they are kept as.

use bln_seal::Checkpoint;
use bln_store::Position;
use bln_validation::{Check, Code, Draft, Field};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

/// The most checkpoints that the audit is checked against at once.
const MOST: usize = 100;

/// Checkpoints that were kept, in any order.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct CheckpointsDraft {
    /// Their texts, at least one and at most 100.
    #[validate(length(min = 1))]
    checkpoints: Vec<String>,
}

impl Draft for CheckpointsDraft {
    type Noun = Vec<Checkpoint>;
    type Context = ();

    const FIELDS: &'static [Field] = &[
        Field::new("checkpoints", "Checkpoints", "Enter at least one checkpoint"),
        Field::new("checkpoints/*", "Checkpoint", "Enter the text of the checkpoint"),
    ];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<Vec<Checkpoint>> {
        Some(check.each("checkpoints", MOST, self.checkpoints, checkpoint))
    }
}

/// An entry, and a checkpoint that covers it.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct InclusionDraft {
    /// Where the entry stands, from 1.
    #[validate(required)]
    position: Option<u64>,
    /// The text of the checkpoint.
    #[validate(required)]
    checkpoint: Option<String>,
}

/// An entry to be proved, read.
pub(crate) struct InclusionNoun {
    pub(crate) position: Position,
    pub(crate) checkpoint: Checkpoint,
}

impl Draft for InclusionDraft {
    type Noun = InclusionNoun;
    type Context = ();

    const FIELDS: &'static [Field] = &[
        Field::new("position", "Position", "Enter the position of the entry"),
        Field::new("checkpoint", "Checkpoint", "Enter the text of the checkpoint"),
    ];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<InclusionNoun> {
        let checkpoint = check.field("checkpoint", self.checkpoint, checkpoint);
        Some(InclusionNoun { position: Position(self.position?), checkpoint: checkpoint? })
    }
}

/// Two checkpoints of one audit.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct ConsistencyDraft {
    /// The text of the one that was taken first.
    #[validate(required)]
    old: Option<String>,
    /// The text of the one that was taken later.
    #[validate(required)]
    new: Option<String>,
}

/// Two checkpoints, read.
pub(crate) struct ConsistencyNoun {
    pub(crate) old: Checkpoint,
    pub(crate) new: Checkpoint,
}

impl Draft for ConsistencyDraft {
    type Noun = ConsistencyNoun;
    type Context = ();

    const FIELDS: &'static [Field] = &[
        Field::new("old", "Older checkpoint", "Enter the text of the older checkpoint"),
        Field::new("new", "Newer checkpoint", "Enter the text of the newer checkpoint"),
    ];

    fn check(self, _: &(), check: &mut Check<'_>) -> Option<ConsistencyNoun> {
        let old = check.field("old", self.old, checkpoint);
        let new = check.field("new", self.new, checkpoint);
        Some(ConsistencyNoun { old: old?, new: new? })
    }
}

fn checkpoint(text: String) -> Result<Checkpoint, Code> {
    text.parse().map_err(|_| Code::FORMAT)
}
