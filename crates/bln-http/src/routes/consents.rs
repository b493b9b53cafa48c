//! What people agree to, what they object to, and limits on the use of their details.

use axum::{Json, extract::State, http::StatusCode};
use bln_validation::ConsentDraft;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Problems;
use crate::{
    Api,
    at::At,
    draft::{LimitDraft, PurposeDraft},
    form::Form,
    outcome::Answer,
    who::{Caller, Whose},
    wire::AskAgainWire,
};

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(answer_consent))
        .routes(routes!(consents_to_ask_again))
        .routes(routes!(ask_consents_again))
        .routes(routes!(object))
        .routes(routes!(limit_processing))
}

/// How many people were asked.
#[derive(Serialize, ToSchema)]
#[schema(title = "People asked")]
struct AskedWire {
    asked: usize,
}

/// Gives a consent or takes it back: as easily the one as the other.
#[utoipa::path(post, path = "/consents", operation_id = "answer_consent", tag = "consents",
    request_body = ConsentDraft, responses((status = 204, description = "It is noted."), Problems))]
async fn answer_consent(
    State(api): State<Api>,
    Caller(actor): Caller,
    Form(request): Form<ConsentDraft>,
) -> Answer<StatusCode> {
    api.network.answer_consent(actor, request).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a person agreed to in a wording that has a newer version by now.
#[utoipa::path(get, path = "/people/{person}/consents/to-ask-again", operation_id = "consents_to_ask_again",
    tag = "consents", params(("person" = String, Path, description = "An identifier, or `me`.")),
    responses((status = 200, body = AskAgainWire, description = "What, and the wordings in force now."), Problems))]
async fn consents_to_ask_again(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(whose): At<Whose>,
) -> Answer<Json<AskAgainWire>> {
    let again = api.network.consents_to_ask_again(actor, whose.person(actor)?).await?;
    Ok(Json(AskAgainWire::of(&again)))
}

/// Asks everybody again who agreed to a purpose in a wording that has a newer version by now. Once for each wording:
/// asking again after a lost answer is safe.
#[utoipa::path(post, path = "/consents/ask-again", operation_id = "ask_consents_again", tag = "consents",
    request_body = PurposeDraft,
    responses((status = 200, body = AskedWire, description = "How many were asked."), Problems))]
async fn ask_consents_again(
    State(api): State<Api>,
    Caller(actor): Caller,
    Form(purpose): Form<PurposeDraft>,
) -> Answer<Json<AskedWire>> {
    let asked = api.network.ask_consents_again(actor, purpose).await?;
    Ok(Json(AskedWire { asked }))
}

/// Objects to a use of one's details (UK GDPR article 21): it needs no reason, and holds at once.
#[utoipa::path(post, path = "/people/{person}/object", operation_id = "object", tag = "consents",
    params(("person" = String, Path, description = "An identifier, or `me`.")), request_body = PurposeDraft,
    responses((status = 204, description = "It is noted."), Problems))]
async fn object(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(whose): At<Whose>,
    Form(purpose): Form<PurposeDraft>,
) -> Answer<StatusCode> {
    api.network.object(actor, whose.person(actor)?, purpose).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sets or lifts a limit on what may be done with a person's details. People restrict the use of their own (UK GDPR
/// article 18); the rest is done by those who run the network.
#[utoipa::path(post, path = "/people/{person}/limits", operation_id = "limit_processing", tag = "consents",
    params(("person" = String, Path, description = "An identifier, or `me`.")), request_body = LimitDraft,
    responses((status = 204, description = "It is so."), Problems))]
async fn limit_processing(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(whose): At<Whose>,
    Form(change): Form<LimitDraft>,
) -> Answer<StatusCode> {
    api.network.limit_processing(actor, whose.person(actor)?, change).await?;
    Ok(StatusCode::NO_CONTENT)
}
