//! What requests and answers say beside their bodies: versions, and keys by which asking again is safe.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use bln_core::Version;
use bln_store::IdempotencyKey;

use crate::{Api, Problem, outcome::malformed};

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// The `Idempotency-Key` of a request that creates something: text in quotes, as
/// draft-ietf-httpapi-idempotency-key-header has it, or without.
pub(crate) struct Key(pub(crate) IdempotencyKey);

impl FromRequestParts<Api> for Key {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Api) -> Result<Self, Problem> {
        let detail = "Send an Idempotency-Key that you have not used for anything else.";
        let missing = || Problem::new(StatusCode::BAD_REQUEST, "idempotency_key.missing", detail);
        let text = only(&parts.headers, &IDEMPOTENCY_KEY).ok_or_else(missing)?;
        let key = unquoted(text).unwrap_or(text);
        IdempotencyKey::parse(key).map(Key).map_err(|invalid| malformed("Idempotency-Key", invalid))
    }
}

/// The version that a request was decided on, from `If-Match` (RFC 9110).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct IfMatch(pub(crate) Version);

impl FromRequestParts<Api> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Api) -> Result<Self, Problem> {
        let Some(text) = only(&parts.headers, &header::IF_MATCH) else {
            let detail = "Send the ETag that you read as If-Match.";
            return Err(Problem::new(StatusCode::PRECONDITION_REQUIRED, "if_match.missing", detail));
        };
        let number = unquoted(text).and_then(|number| number.parse().ok());
        // An entity tag of another form is nobody's, and so not the current one.
        number
            .and_then(|number| Version::new(number).ok())
            .map(IfMatch)
            .ok_or_else(|| crate::outcome::problem_of(&bln_service::NetworkError::Changed))
    }
}

/// An answer with the version of what it shows as its `ETag`.
pub(crate) struct Tagged<T>(pub(crate) Version, pub(crate) T);

impl<T: IntoResponse> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        let mut response = self.1.into_response();
        if let Ok(tag) = HeaderValue::from_str(&format!("\"{}\"", self.0.number())) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        response
    }
}

/// The value of a header that is there once.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut all = headers.get_all(name).iter();
    match (all.next(), all.next()) {
        (Some(value), None) => value.to_str().ok(),
        _ => None,
    }
}

fn unquoted(text: &str) -> Option<&str> {
    text.strip_prefix('"')?.strip_suffix('"')
}
