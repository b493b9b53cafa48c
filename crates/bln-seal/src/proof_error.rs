//! Why a proof or a history was not accepted.

/// Why a proof, a checkpoint or a history was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum ProofError {
    /// Not the text of a checkpoint or of a proof.
    #[error("proof.format: not the text of a checkpoint or a proof")]
    Format,
    /// Two checkpoints of two different trees.
    #[error("proof.origin: the checkpoints are of two different histories")]
    Origin,
    /// A place that the tree does not have, or a proof about another size.
    #[error("proof.place: the proof is about another place or size")]
    Place,
    /// The leaf is not in the tree at that place.
    #[error("proof.inclusion: the entry is not in the history at that place")]
    Inclusion,
    /// The smaller tree is not the beginning of the larger.
    #[error("proof.consistency: the earlier history is not the beginning of the later")]
    Consistency,
    /// Fewer entries than there were: the end was cut off, or an old backup is in the place of the history.
    #[error("proof.shorter: the history is shorter than it was")]
    Shorter,
    /// Among the entries that a checkpoint covers one was changed, removed, added or moved.
    #[error("proof.changed: among the first {size} entries something was changed")]
    Changed {
        /// How many entries the checkpoint covers that does not hold: the smallest of those that do not.
        size: u64,
    },
}

impl ProofError {
    /// The stable code, for programs.
    pub const fn code(self) -> &'static str {
        match self {
            ProofError::Format => "proof.format",
            ProofError::Origin => "proof.origin",
            ProofError::Place => "proof.place",
            ProofError::Inclusion => "proof.inclusion",
            ProofError::Consistency => "proof.consistency",
            ProofError::Shorter => "proof.shorter",
            ProofError::Changed { .. } => "proof.changed",
        }
    }
}
