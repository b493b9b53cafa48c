//! What a verb answers, as a status: one to one, and nowhere else.

use axum::http::StatusCode;
use bln_core::{Invalid, Refusal};
use bln_service::NetworkError;

use crate::Problem;

/// What a handler gives back.
pub(crate) type Answer<T> = Result<T, Problem>;

/// The problem that an outcome is.
pub(crate) fn problem_of(outcome: &NetworkError) -> Problem {
    let code = outcome.code();
    match outcome {
        NetworkError::Refused(refusal) => {
            let status = match refusal {
                Refusal::NotFound => StatusCode::NOT_FOUND,
                Refusal::NotAllowed => StatusCode::FORBIDDEN,
                _ => StatusCode::CONFLICT,
            };
            Problem::new(status, code, refusal.to_string()).with_next_step(refusal.next_step())
        }
        NetworkError::Changed => Problem::new(StatusCode::PRECONDITION_FAILED, code, outcome.to_string())
            .with_next_step("Read it again and decide again."),
        NetworkError::Busy => Problem::new(StatusCode::SERVICE_UNAVAILABLE, code, outcome.to_string())
            .with_next_step("Ask again, with the same key."),
        NetworkError::UnknownOutcome => unknown(),
        _ => Problem::new(StatusCode::INTERNAL_SERVER_ERROR, code, "Something went wrong on our side."),
    }
}

/// Nobody can say whether it was done.
pub(crate) fn unknown() -> Problem {
    let outcome = NetworkError::UnknownOutcome;
    Problem::new(StatusCode::GATEWAY_TIMEOUT, outcome.code(), outcome.to_string())
        .with_next_step("Ask again, with the same key.")
}

impl From<NetworkError> for Problem {
    fn from(outcome: NetworkError) -> Self {
        problem_of(&outcome)
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        problem_of(&refusal.into())
    }
}

/// A parameter or a header that is not of its form.
pub(crate) fn malformed(name: &'static str, invalid: Invalid) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, invalid.code(), format!("{name} is not of its form."))
}
