//! The news bulletin: drafted, scheduled, sent, paused, resumed, stopped, and read.

use axum::{
    Json,
    extract::{OriginalUri, State},
    http::StatusCode,
};
use bln_core::{Bulletin, Id};
use bln_validation::BulletinDraft;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Problems;
use crate::{
    Api,
    at::At,
    draft::ScheduleDraft,
    form::Form,
    headers::{IfMatch, Key, Tagged},
    outcome::Answer,
    page::{Asked, Listed, PageParams, Paged},
    who::Caller,
    wire::{AddedWire, BulletinWire, IssueEntryWire, IssueWire, SentWire},
};

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(bulletins, draft))
        .routes(routes!(bulletin, edit))
        .routes(routes!(schedule))
        .routes(routes!(pause))
        .routes(routes!(resume))
        .routes(routes!(stop))
        .routes(routes!(send))
        .routes(routes!(issues))
        .routes(routes!(issue))
}

/// All issues, in whatever state.
#[utoipa::path(get, path = "/bulletins", operation_id = "bulletins", tag = "bulletins", params(PageParams),
    responses((status = 200, body = Listed<BulletinWire>, description = "A page of them."), Problems))]
async fn bulletins(
    State(api): State<Api>,
    Caller(actor): Caller,
    asked: Asked<Id<Bulletin>>,
    OriginalUri(uri): OriginalUri,
) -> Answer<Paged<BulletinWire>> {
    let page = api.network.bulletins(actor, asked.after, asked.size).await?;
    Ok(Paged::of(page, &uri, asked.size, |issue| BulletinWire::of(&issue.record)))
}

/// Drafts an issue. Nobody is sent it before it is scheduled.
#[utoipa::path(post, path = "/bulletins", operation_id = "draft_bulletin", tag = "bulletins",
    request_body = BulletinDraft,
    params(("Idempotency-Key" = String, Header, description = "A key that was used for nothing else.")),
    responses((status = 201, body = AddedWire, description = "It is drafted."), Problems))]
async fn draft(
    State(api): State<Api>,
    Caller(actor): Caller,
    Key(key): Key,
    Form(contents): Form<BulletinDraft>,
) -> Answer<(StatusCode, Json<AddedWire>)> {
    let id = api.network.draft_bulletin(actor, contents, key).await?;
    Ok((StatusCode::CREATED, Json(id.into())))
}

/// An issue as it was drafted, and how far it is on its way.
#[utoipa::path(get, path = "/bulletins/{bulletin}", operation_id = "bulletin", tag = "bulletins",
    params(("bulletin" = uuid::Uuid, Path)),
    responses((status = 200, body = BulletinWire, description = "It.", headers(("etag" = String))), Problems))]
async fn bulletin(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(bulletin): At<Id<Bulletin>>,
) -> Answer<Tagged<Json<BulletinWire>>> {
    let issue = api.network.bulletin(actor, bulletin).await?;
    Ok(Tagged(issue.version, Json(BulletinWire::of(&issue.record))))
}

/// Gives an issue other contents, when it is as it was read and not yet on its way.
#[utoipa::path(put, path = "/bulletins/{bulletin}", operation_id = "edit_bulletin", tag = "bulletins",
    request_body = BulletinDraft,
    params(("bulletin" = uuid::Uuid, Path), ("If-Match" = String, Header, description = "The `ETag` that was read.")),
    responses((status = 204, description = "It is changed."), Problems))]
async fn edit(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(bulletin): At<Id<Bulletin>>,
    IfMatch(version): IfMatch,
    Form(contents): Form<BulletinDraft>,
) -> Answer<StatusCode> {
    api.network.edit_bulletin(actor, bulletin, contents, version).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sets when an issue is to be sent. It leaves with the next time that bulletins are sent.
#[utoipa::path(post, path = "/bulletins/{bulletin}/schedule", operation_id = "schedule_bulletin", tag = "bulletins",
    request_body = ScheduleDraft, params(("bulletin" = uuid::Uuid, Path)),
    responses((status = 204, description = "It is scheduled."), Problems))]
async fn schedule(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(bulletin): At<Id<Bulletin>>,
    Form(due): Form<ScheduleDraft>,
) -> Answer<StatusCode> {
    api.network.schedule_bulletin(actor, bulletin, due).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Pauses an issue: what waits in the outbox stays there until it is resumed or stopped.
#[utoipa::path(post, path = "/bulletins/{bulletin}/pause", operation_id = "pause_bulletin", tag = "bulletins",
    params(("bulletin" = uuid::Uuid, Path)),
    responses((status = 204, description = "It waits."), Problems))]
async fn pause(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(bulletin): At<Id<Bulletin>>,
) -> Answer<StatusCode> {
    api.network.pause_bulletin(actor, bulletin).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Goes on with an issue that was paused, where it was.
#[utoipa::path(post, path = "/bulletins/{bulletin}/resume", operation_id = "resume_bulletin", tag = "bulletins",
    params(("bulletin" = uuid::Uuid, Path)),
    responses((status = 204, description = "It goes on."), Problems))]
async fn resume(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(bulletin): At<Id<Bulletin>>,
) -> Answer<StatusCode> {
    api.network.resume_bulletin(actor, bulletin).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Stops an issue for good: what waits in the outbox does not leave.
#[utoipa::path(post, path = "/bulletins/{bulletin}/stop", operation_id = "stop_bulletin", tag = "bulletins",
    params(("bulletin" = uuid::Uuid, Path)),
    responses((status = 204, description = "It is stopped."), Problems))]
async fn stop(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(bulletin): At<Id<Bulletin>>,
) -> Answer<StatusCode> {
    api.network.stop_bulletin(actor, bulletin).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Begins every issue that is due, and puts a letter into the outbox for each reader it is for. Whatever stops it, the next
/// time goes on from there, and nobody has a letter twice.
#[utoipa::path(post, path = "/bulletins/send", operation_id = "send_bulletins", tag = "bulletins",
    responses((status = 200, body = SentWire, description = "What was done."), Problems))]
async fn send(State(api): State<Api>, Caller(actor): Caller) -> Answer<Json<SentWire>> {
    Ok(Json(api.network.send_bulletins(actor).await?.into()))
}

/// The issues that were sent.
#[utoipa::path(get, path = "/issues", operation_id = "issues", tag = "bulletins", params(PageParams),
    responses((status = 200, body = Listed<IssueEntryWire>, description = "A page of them."), Problems))]
async fn issues(
    State(api): State<Api>,
    Caller(actor): Caller,
    asked: Asked<Id<Bulletin>>,
    OriginalUri(uri): OriginalUri,
) -> Answer<Paged<IssueEntryWire>> {
    let page = api.network.issues(actor, asked.after, asked.size).await?;
    Ok(Paged::of(page, &uri, asked.size, IssueEntryWire::from))
}

/// An issue as its readers would see it at this moment: what was withdrawn since it was sent is not in it.
#[utoipa::path(get, path = "/issues/{bulletin}", operation_id = "issue", tag = "bulletins",
    params(("bulletin" = uuid::Uuid, Path)),
    responses((status = 200, body = IssueWire, description = "It."), Problems))]
async fn issue(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(bulletin): At<Id<Bulletin>>,
) -> Answer<Json<IssueWire>> {
    Ok(Json(IssueWire::of(&*api.network.issue(actor, bulletin).await?)))
}
