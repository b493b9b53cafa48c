//! People: joining, being on the list, what they read about, and leaving it.

use axum::{Json, extract::State, http::StatusCode};
use bln_service::PersonView;
use bln_validation::{InterestsDraft, MembershipDraft};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::Problems;
use crate::{
    Api,
    at::At,
    draft::{ConversionDraft, ConversionNoun, PersonDetailsDraft},
    form::Form,
    headers::{IfMatch, Key, Tagged},
    outcome::Answer,
    who::{Caller, Whose},
    wire::PersonWire,
};

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(apply))
        .routes(routes!(person, change_person))
        .routes(routes!(approve))
        .routes(routes!(decline))
        .routes(routes!(pause))
        .routes(routes!(resume))
        .routes(routes!(leave))
        .routes(routes!(convert))
        .routes(routes!(interests, set_interests))
}

/// Who applied.
#[derive(Serialize, ToSchema)]
#[schema(title = "Applied")]
struct AppliedWire {
    person: Uuid,
}

/// Which pillars somebody wants to read about.
#[derive(Serialize, ToSchema)]
#[schema(title = "Interests")]
struct InterestsWire {
    /// None: every issue.
    pillars: Vec<&'static str>,
}

/// Applies to belong, as a member or as an ally. Whether somebody with these addresses belongs already is not told.
#[utoipa::path(post, path = "/applications", operation_id = "apply", tag = "people", request_body = MembershipDraft,
    params(("Idempotency-Key" = String, Header, description = "A key that was used for nothing else.")),
    responses((status = 201, body = AppliedWire, description = "The application arrived."), Problems))]
async fn apply(
    State(api): State<Api>,
    Caller(actor): Caller,
    Key(key): Key,
    Form(application): Form<MembershipDraft>,
) -> Answer<(StatusCode, Json<AppliedWire>)> {
    let person = api.network.apply(actor, application, key).await?.uuid();
    Ok((StatusCode::CREATED, Json(AppliedWire { person })))
}

/// A person, as far as the asker may see them.
#[utoipa::path(get, path = "/people/{person}", operation_id = "person", tag = "people",
    params(("person" = String, Path, description = "An identifier, or `me`.")),
    responses((status = 200, body = PersonWire, description = "The person."), Problems))]
async fn person(State(api): State<Api>, Caller(actor): Caller, At(whose): At<Whose>) -> Answer<Shown> {
    let view = api.network.person(actor, whose.person(actor)?).await?;
    let wire = Json(PersonWire::of(&view, api.config.clock.now()));
    Ok(match view {
        PersonView::Full(record) => Shown::Whole(Tagged(record.person.version, wire)),
        PersonView::Entry(_) => Shown::Entry(wire),
    })
}

/// Replaces a person's details, when they are as they were read. Addresses are changed by those who run the network alone.
#[utoipa::path(put, path = "/people/{person}", operation_id = "change_person", tag = "people",
    params(("person" = String, Path, description = "An identifier, or `me`."),
        ("If-Match" = String, Header, description = "The `ETag` that was read.")),
    request_body = PersonDetailsDraft,
    responses((status = 204, description = "They are changed."), Problems))]
async fn change_person(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(whose): At<Whose>,
    IfMatch(version): IfMatch,
    Form(details): Form<PersonDetailsDraft>,
) -> Answer<StatusCode> {
    api.network.change_person(actor, whose.person(actor)?, details, version).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets somebody in who applied.
#[utoipa::path(post, path = "/people/{person}/approve", operation_id = "approve", tag = "people",
    params(("person" = String, Path, description = "An identifier, or `me`.")),
    responses((status = 204, description = "They belong."), Problems))]
async fn approve(State(api): State<Api>, Caller(actor): Caller, At(whose): At<Whose>) -> Answer<StatusCode> {
    api.network.approve(actor, whose.person(actor)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Declines an application.
#[utoipa::path(post, path = "/people/{person}/decline", operation_id = "decline", tag = "people",
    params(("person" = String, Path, description = "An identifier, or `me`.")),
    responses((status = 204, description = "It is declined."), Problems))]
async fn decline(State(api): State<Api>, Caller(actor): Caller, At(whose): At<Whose>) -> Answer<StatusCode> {
    api.network.decline(actor, whose.person(actor)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Pauses a membership: its history stays, and it can be taken up again.
#[utoipa::path(post, path = "/people/{person}/pause", operation_id = "pause", tag = "people",
    params(("person" = String, Path, description = "An identifier, or `me`.")),
    responses((status = 204, description = "It is paused."), Problems))]
async fn pause(State(api): State<Api>, Caller(actor): Caller, At(whose): At<Whose>) -> Answer<StatusCode> {
    api.network.pause(actor, whose.person(actor)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a paused membership up again.
#[utoipa::path(post, path = "/people/{person}/resume", operation_id = "resume", tag = "people",
    params(("person" = String, Path, description = "An identifier, or `me`.")),
    responses((status = 204, description = "They belong as before."), Problems))]
async fn resume(State(api): State<Api>, Caller(actor): Caller, At(whose): At<Whose>) -> Answer<StatusCode> {
    api.network.resume(actor, whose.person(actor)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Leaves the network.
#[utoipa::path(post, path = "/people/{person}/leave", operation_id = "leave", tag = "people",
    params(("person" = String, Path, description = "An identifier, or `me`.")),
    responses((status = 204, description = "They have left."), Problems))]
async fn leave(State(api): State<Api>, Caller(actor): Caller, At(whose): At<Whose>) -> Answer<StatusCode> {
    api.network.leave(actor, whose.person(actor)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Turns an ally into a member, or the reverse, on a declaration. The history stays.
#[utoipa::path(post, path = "/people/{person}/convert", operation_id = "convert", tag = "people",
    params(("person" = String, Path, description = "An identifier, or `me`.")), request_body = ConversionDraft,
    responses((status = 204, description = "They are what they asked to be."), Problems))]
async fn convert(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(whose): At<Whose>,
    Form(ConversionNoun { to, declaration, privacy_notice }): Form<ConversionDraft>,
) -> Answer<StatusCode> {
    api.network.convert(actor, whose.person(actor)?, to, declaration, privacy_notice).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which pillars somebody wants to read about in the bulletin.
#[utoipa::path(get, path = "/people/{person}/interests", operation_id = "interests", tag = "people",
    params(("person" = String, Path, description = "An identifier, or `me`.")),
    responses((status = 200, body = InterestsWire, description = "Which."), Problems))]
async fn interests(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(whose): At<Whose>,
) -> Answer<Json<InterestsWire>> {
    let pillars = api.network.interests(actor, whose.person(actor)?).await?;
    let names = pillars.iter().flat_map(|pillars| pillars.iter()).map(|pillar| pillar.name());
    Ok(Json(InterestsWire { pillars: names.collect() }))
}

/// Sets which pillars somebody wants to read about; none: every issue.
#[utoipa::path(put, path = "/people/{person}/interests", operation_id = "set_interests", tag = "people",
    params(("person" = String, Path, description = "An identifier, or `me`.")), request_body = InterestsDraft,
    responses((status = 204, description = "They are set."), Problems))]
async fn set_interests(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(whose): At<Whose>,
    Form(pillars): Form<InterestsDraft>,
) -> Answer<StatusCode> {
    api.network.set_interests(actor, whose.person(actor)?, pillars).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A person: with a version when all of them is shown.
enum Shown {
    Whole(Tagged<Json<PersonWire>>),
    Entry(Json<PersonWire>),
}

impl axum::response::IntoResponse for Shown {
    fn into_response(self) -> axum::response::Response {
        match self {
            Shown::Whole(whole) => whole.into_response(),
            Shown::Entry(entry) => entry.into_response(),
        }
    }
}
