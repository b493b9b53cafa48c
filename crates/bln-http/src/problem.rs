//! What an answer that is not "done" looks like: problem details (RFC 9457).

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bln_validation::Report;
use serde::Serialize;
use utoipa::ToSchema;

/// How many seconds later it makes sense to ask again.
const AGAIN_AFTER: HeaderValue = HeaderValue::from_static("1");

/// What an answer that is not "done" looks like (RFC 9457).
///
/// The type is always `about:blank`: what went wrong is in `code`, which is stable, and what to do about it in `detail`.
/// It holds nothing of what was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({
    "type": "about:blank",
    "title": "Conflict",
    "status": 409,
    "code": "registration.already_registered",
    "detail": "You are already registered for this event.",
    "nextStep": "You do not need to do anything.",
}))]
pub struct Problem {
    /// `about:blank`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// What the status means.
    title: &'static str,
    /// The status, again.
    #[schema(value_type = u16, minimum = 400, maximum = 599)]
    status: u16,
    /// What went wrong, for programs: stable.
    code: &'static str,
    /// What went wrong, for people.
    detail: String,
    /// What to do next, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_step: Option<&'static str>,
    /// Everything that is wrong with what was sent, each at its place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Fault>,
}

/// One thing that is wrong with what was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
struct Fault {
    /// Where: a JSON pointer (RFC 6901), empty for the whole.
    #[schema(example = "/emails/0")]
    pointer: String,
    /// What, for programs: stable.
    #[schema(example = "email.format")]
    code: String,
    /// What to do about it, for people.
    message: String,
}

impl Problem {
    /// A problem of a status, with its code and a sentence for people.
    pub(crate) fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            code,
            detail: detail.into(),
            next_step: None,
            errors: Vec::new(),
        }
    }

    /// What to do next.
    pub(crate) fn with_next_step(self, next_step: &'static str) -> Self {
        Self { next_step: Some(next_step), ..self }
    }

    /// What is not there, and what is not the asker's to see: the same bytes.
    pub(crate) fn not_found() -> Self {
        super::outcome::problem_of(&bln_core::Refusal::NotFound.into())
    }

    /// The stable code.
    #[cfg(test)]
    pub(crate) const fn code(&self) -> &str {
        self.code
    }

    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl From<Report> for Problem {
    fn from(report: Report) -> Self {
        let faults = report.faults().iter().map(|fault| Fault {
            pointer: fault.pointer().to_owned(),
            code: fault.code().to_string(),
            message: fault.message().to_owned(),
        });
        let detail = "What you sent cannot be used as it is. The errors say what to change.";
        Self {
            errors: faults.collect(),
            ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "draft.invalid", detail)
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.status_code();
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if matches!(status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT) {
            headers.insert(header::RETRY_AFTER, AGAIN_AFTER);
        }
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
