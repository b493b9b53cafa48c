//! Themes: what those who came to an event let out of the room.

use axum::{Json, extract::State, http::StatusCode};
use bln_core::{Event, Id, Theme};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::Problems;
use crate::{
    Api,
    at::At,
    draft::ThemeDraft,
    form::Form,
    headers::Key,
    outcome::Answer,
    who::Caller,
    wire::{ThemesWire, UnreleasedThemesWire},
};

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(themes, propose))
        .routes(routes!(unreleased))
        .routes(routes!(reword))
        .routes(routes!(check))
        .routes(routes!(release))
        .routes(routes!(contribute))
}

/// A theme that was proposed.
#[derive(Serialize, ToSchema)]
#[schema(title = "Proposed theme")]
struct ProposedWire {
    theme: Uuid,
}

/// The themes of an event that were released, for whoever sees the event.
#[utoipa::path(get, path = "/events/{event}/themes", operation_id = "themes", tag = "themes",
    params(("event" = uuid::Uuid, Path)),
    responses((status = 200, body = ThemesWire, description = "The themes."), Problems))]
async fn themes(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(event): At<Id<Event>>,
) -> Answer<Json<ThemesWire>> {
    Ok(Json(api.network.themes(actor, event).await?.into()))
}

/// Puts a theme of an event into words. It stays in the room until it is released.
#[utoipa::path(post, path = "/events/{event}/themes", operation_id = "propose_theme", tag = "themes",
    request_body = ThemeDraft,
    params(("event" = uuid::Uuid, Path),
        ("Idempotency-Key" = String, Header, description = "A key that was used for nothing else.")),
    responses((status = 201, body = ProposedWire, description = "It is in words."), Problems))]
async fn propose(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(event): At<Id<Event>>,
    Key(key): Key,
    Form(words): Form<ThemeDraft>,
) -> Answer<(StatusCode, Json<ProposedWire>)> {
    let theme = api.network.propose_theme(actor, event, words, key).await?.uuid();
    Ok((StatusCode::CREATED, Json(ProposedWire { theme })))
}

/// The themes of an event that are not released, for whoever checks them. That they were read is in the audit before
/// anything is told.
#[utoipa::path(get, path = "/events/{event}/themes/unreleased", operation_id = "unreleased_themes", tag = "themes",
    params(("event" = uuid::Uuid, Path)),
    responses((status = 200, body = UnreleasedThemesWire, description = "The themes."), Problems))]
async fn unreleased(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(event): At<Id<Event>>,
) -> Answer<Json<UnreleasedThemesWire>> {
    Ok(Json(api.network.unreleased_themes(actor, event).await?.into()))
}

/// Puts a theme into other words, which nobody has checked yet.
#[utoipa::path(put, path = "/themes/{theme}/words", operation_id = "reword_theme", tag = "themes",
    params(("theme" = uuid::Uuid, Path)), request_body = ThemeDraft,
    responses((status = 204, description = "It is in these words."), Problems))]
async fn reword(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(theme): At<Id<Theme>>,
    Form(words): Form<ThemeDraft>,
) -> Answer<StatusCode> {
    api.network.reword_theme(actor, theme, words).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Records that a facilitator has read these words, and that they point to nobody. When the theme is in other words by
/// now, that is 412.
#[utoipa::path(post, path = "/themes/{theme}/check", operation_id = "check_theme", tag = "themes",
    params(("theme" = uuid::Uuid, Path)), request_body = ThemeDraft,
    responses((status = 204, description = "They are checked."), Problems))]
async fn check(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(theme): At<Id<Theme>>,
    Form(words): Form<ThemeDraft>,
) -> Answer<StatusCode> {
    api.network.check_theme(actor, theme, &words).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets a theme out of the room, once the event is over and enough of those who came added their voice.
#[utoipa::path(post, path = "/themes/{theme}/release", operation_id = "release_theme", tag = "themes",
    params(("theme" = uuid::Uuid, Path)), responses((status = 204, description = "It is out."), Problems))]
async fn release(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(theme): At<Id<Theme>>,
) -> Answer<StatusCode> {
    api.network.release_theme(actor, theme).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Adds one's voice to a theme of an event at which one has a place or was. Once more changes nothing.
#[utoipa::path(post, path = "/themes/{theme}/contribute", operation_id = "contribute_to_theme", tag = "themes",
    params(("theme" = uuid::Uuid, Path)), responses((status = 204, description = "It counts."), Problems))]
async fn contribute(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(theme): At<Id<Theme>>,
) -> Answer<StatusCode> {
    api.network.contribute_to_theme(actor, theme).await?;
    Ok(StatusCode::NO_CONTENT)
}
