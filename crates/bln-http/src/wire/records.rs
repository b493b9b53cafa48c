//! A person's whole record, as it is sent: what is kept, what was erased, and what may be there twice.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use bln_core::duplicates::Suggestion;
use bln_service::{ErasureCertificate, KeyDestroyed, SubjectAccess};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Everything that is kept about a person (UK GDPR articles 15 and 20): an array of entries for each part, and in
/// `format` the version of the form. Every content is a string.
#[derive(ToSchema)]
#[schema(title = "Subject access", value_type = Object, example = json!({
    "format": "bln-subject-access/1",
    "person": [{ "name": "Sample Person 17" }],
}))]
pub(crate) struct SubjectAccessWire(String);

impl SubjectAccessWire {
    pub(crate) fn of(access: &SubjectAccess) -> Self {
        Self(access.to_json())
    }
}

impl IntoResponse for SubjectAccessWire {
    fn into_response(self) -> Response {
        ([(header::CONTENT_TYPE, "application/json")], self.0).into_response()
    }
}

/// What an erasure removed, for the file of the request: it names nobody.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Certificate of erasure")]
pub(crate) struct ErasureWire {
    /// When it was done (RFC 3339).
    #[schema(format = DateTime)]
    at: String,
    /// The entry of the audit that records it.
    entry: Uuid,
    /// How many registrations were removed, as far as the asker may know.
    registrations: usize,
    /// How many leaves to see who comes to an event were removed.
    facilitations: usize,
    /// How many places still show words of theirs and have to be taken down.
    takedowns: usize,
    /// Whether there was a key to what they told of themselves: it was destroyed.
    key_destroyed: bool,
    /// How many keyed hashes of an address are kept, so that a "no" is not forgotten.
    suppressions: usize,
    /// The certificate in words, for the person.
    text: String,
}

impl ErasureWire {
    pub(crate) fn of(certificate: &ErasureCertificate) -> Self {
        Self {
            at: certificate.at.to_string(),
            entry: certificate.entry.uuid(),
            registrations: certificate.registrations,
            facilitations: certificate.facilitations,
            takedowns: certificate.takedowns,
            key_destroyed: certificate.characteristics == KeyDestroyed::Yes,
            suppressions: certificate.suppressions,
            text: certificate.to_string(),
        }
    }
}

/// Which records may be of one person, the strongest reason first.
#[derive(Serialize, ToSchema)]
#[schema(title = "Duplicates")]
pub(crate) struct DuplicatesWire {
    items: Vec<SuggestionWire>,
}

/// Two records that may be of one person.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(title = "Suggestion")]
struct SuggestionWire {
    a: Uuid,
    b: Uuid,
    /// `same_address`, `same_name` or `near_name`.
    reason: &'static str,
    /// How like they are, in thousandths.
    #[schema(minimum = 0, maximum = 1000)]
    likeness: u16,
}

impl DuplicatesWire {
    pub(crate) fn of(suggestions: &[Suggestion]) -> Self {
        let wire = |suggestion: &Suggestion| SuggestionWire {
            a: suggestion.a.uuid(),
            b: suggestion.b.uuid(),
            reason: suggestion.reason.name(),
            likeness: suggestion.likeness.thousandths(),
        };
        Self { items: suggestions.iter().map(wire).collect() }
    }
}
