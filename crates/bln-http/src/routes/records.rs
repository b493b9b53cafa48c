//! A person's whole record: handed out, erased, or made one with another. A membership list is not imported here: that is a
//! file, not a form, and is read by a program.

use axum::{Json, extract::State, http::StatusCode};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Problems;
use crate::{
    Api,
    at::At,
    draft::MergeDraft,
    form::Form,
    outcome::Answer,
    who::{Caller, Whose},
    wire::{DuplicatesWire, ErasureWire, SubjectAccessWire},
};

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(subject_access))
        .routes(routes!(erase_person))
        .routes(routes!(merge_people))
        .routes(routes!(duplicates))
}

/// Everything that is kept about a person, for themselves or for whoever answers their request (UK GDPR articles 15 and
/// 20). The audit says that it was read.
#[utoipa::path(get, path = "/people/{person}/subject-access", operation_id = "subject_access", tag = "rights",
    params(("person" = String, Path, description = "An identifier, or `me`.")),
    responses((status = 200, body = SubjectAccessWire, description = "Everything."), Problems))]
async fn subject_access(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(whose): At<Whose>,
) -> Answer<SubjectAccessWire> {
    let access = api.network.subject_access(actor, whose.person(actor)?).await?;
    Ok(SubjectAccessWire::of(&access))
}

/// Erases a person (UK GDPR article 17): their places come free, and what they refused stays refused. After a failure in
/// the middle, ask again.
#[utoipa::path(post, path = "/people/{person}/erase", operation_id = "erase_person", tag = "rights",
    params(("person" = String, Path, description = "An identifier, or `me`.")),
    responses((status = 200, body = ErasureWire, description = "They are erased."), Problems))]
async fn erase_person(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(whose): At<Whose>,
) -> Answer<Json<ErasureWire>> {
    let certificate = api.network.erase_person(actor, whose.person(actor)?).await?;
    Ok(Json(ErasureWire::of(&certificate)))
}

/// Makes two records of one person one: the other goes into this. After a failure in the middle, ask again.
#[utoipa::path(post, path = "/people/{person}/merge", operation_id = "merge_people", tag = "people",
    params(("person" = String, Path, description = "An identifier, or `me`.")), request_body = MergeDraft,
    responses((status = 204, description = "They are one."), Problems))]
async fn merge_people(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(whose): At<Whose>,
    Form(other): Form<MergeDraft>,
) -> Answer<StatusCode> {
    api.network.merge_people(actor, whose.person(actor)?, other).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The pairs of records that may be of one person. Nothing is done about them: somebody decides.
#[utoipa::path(get, path = "/duplicates", operation_id = "duplicates", tag = "people",
    responses((status = 200, body = DuplicatesWire, description = "The strongest reason first."), Problems))]
async fn duplicates(State(api): State<Api>, Caller(actor): Caller) -> Answer<Json<DuplicatesWire>> {
    Ok(Json(DuplicatesWire::of(&api.network.duplicates(actor).await?)))
}
