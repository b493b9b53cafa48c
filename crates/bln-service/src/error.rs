//! The three outcomes of a verb that is not "done": refused, unknown, and failed before anything was done.

use bln_core::Refusal;
use bln_seal::{ProofError, SealError};
use bln_store::StoreError;

use crate::SecretsUnavailable;

/// Why a verb did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NetworkError {
    /// The decision went against it. Nothing was done; asking again gives the same answer until something else
    /// changes.
    #[error("{0}")]
    Refused(Refusal),
    /// Somebody else kept changing the same records, or the network has as much to do as it takes on. Nothing
    /// was done; ask again later.
    #[error("The network is busy.")]
    Busy,
    /// The record has changed since it was read: load it again and decide again. Nothing was done.
    #[error("That was changed by somebody else in the meantime.")]
    Changed,
    /// It cannot be said whether it was done. Asking again with the same key is safe.
    #[error("We cannot say whether that was done.")]
    UnknownOutcome,
    /// The store failed. Nothing was done.
    #[error("Something went wrong on our side: {code}.")]
    Failed {
        /// A stable code such as `storage.full`.
        code: &'static str,
    },
}

impl NetworkError {
    /// The stable code, for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            NetworkError::Refused(refusal) => refusal.code(),
            NetworkError::Busy => "busy",
            NetworkError::Changed => "changed",
            NetworkError::UnknownOutcome => "unknown_outcome",
            NetworkError::Failed { code } => code,
        }
    }
}

impl From<Refusal> for NetworkError {
    fn from(refusal: Refusal) -> Self {
        NetworkError::Refused(refusal)
    }
}

impl From<SecretsUnavailable> for NetworkError {
    fn from(_: SecretsUnavailable) -> Self {
        NetworkError::Failed { code: "secrets.unavailable" }
    }
}

impl From<SealError> for NetworkError {
    fn from(error: SealError) -> Self {
        NetworkError::Failed { code: error.code() }
    }
}

impl From<ProofError> for NetworkError {
    fn from(error: ProofError) -> Self {
        NetworkError::Failed { code: error.code() }
    }
}

impl From<StoreError> for NetworkError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy => NetworkError::Busy,
            StoreError::UnknownOutcome => NetworkError::UnknownOutcome,
            StoreError::Stale { .. } => NetworkError::Changed,
            // A rule or a reference that a decision should have caught first.
            other => NetworkError::Failed { code: other.code() },
        }
    }
}
