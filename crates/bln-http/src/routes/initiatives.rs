//! What the network sets out to change, the ledger of what came of it, and the figures that it cites.
//!
//! No figure is put into the register here: one is made only from evidence that was released, which is a value of the
//! library and not something that can be sent.

use axum::{
    Json,
    extract::{OriginalUri, State},
    http::StatusCode,
};
use bln_core::{Figure, Id, Initiative};
use bln_validation::{ConclusionDraft, InitiativeDraft, LegacyLineDraft};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Problems;
use crate::{
    Api,
    at::At,
    filter::{Serving, ServingParams},
    form::Form,
    headers::Key,
    outcome::Answer,
    page::{Asked, Listed, PageParams, Paged},
    period::{Period, PeriodParams},
    who::Caller,
    wire::{AddedWire, FigureWire, InitiativeWire, InitiativeWithLedgerWire, LegacyStoryWire},
};

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(initiatives, open))
        .routes(routes!(initiative))
        .routes(routes!(append))
        .routes(routes!(close))
        .routes(routes!(legacy))
        .routes(routes!(figures))
}

/// The initiatives, or those that serve a pillar.
#[utoipa::path(get, path = "/initiatives", operation_id = "initiatives", tag = "initiatives", params(ServingParams),
    responses((status = 200, body = Listed<InitiativeWire>, description = "A page of them."), Problems))]
async fn initiatives(
    State(api): State<Api>,
    Caller(actor): Caller,
    serving: Serving<Id<Initiative>>,
    OriginalUri(uri): OriginalUri,
) -> Answer<Paged<InitiativeWire>> {
    let pillar = serving.name();
    let Serving { pillar: of, asked } = serving;
    let page = api.network.initiatives(actor, of, asked.after, asked.size).await?;
    Ok(Paged::of(page, &uri, asked.size, |it| InitiativeWire::of(&it)).of_those("pillar", pillar))
}

/// Begins an initiative. The figures that moved the network have to be in the register.
#[utoipa::path(post, path = "/initiatives", operation_id = "open_initiative", tag = "initiatives",
    request_body = InitiativeDraft,
    params(("Idempotency-Key" = String, Header, description = "A key that was used for nothing else.")),
    responses((status = 201, body = AddedWire, description = "It is begun."), Problems))]
async fn open(
    State(api): State<Api>,
    Caller(actor): Caller,
    Key(key): Key,
    Form(details): Form<InitiativeDraft>,
) -> Answer<(StatusCode, Json<AddedWire>)> {
    let id = api.network.open_initiative(actor, details, key).await?;
    Ok((StatusCode::CREATED, Json(id.into())))
}

/// An initiative with all that was written under it.
#[utoipa::path(get, path = "/initiatives/{initiative}", operation_id = "initiative", tag = "initiatives",
    params(("initiative" = uuid::Uuid, Path)),
    responses((status = 200, body = InitiativeWithLedgerWire, description = "It."), Problems))]
async fn initiative(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(initiative): At<Id<Initiative>>,
) -> Answer<Json<InitiativeWithLedgerWire>> {
    let (initiative, ledger) = api.network.initiative(actor, initiative).await?;
    Ok(Json(InitiativeWithLedgerWire::of(&initiative, &ledger)))
}

/// Appends a line to an initiative's ledger. Nothing of a ledger is ever changed or removed, so that no line may name a
/// person.
#[utoipa::path(post, path = "/initiatives/{initiative}/legacy", operation_id = "append_to_legacy", tag = "initiatives",
    request_body = LegacyLineDraft,
    params(("initiative" = uuid::Uuid, Path),
        ("Idempotency-Key" = String, Header, description = "A key that was used for nothing else.")),
    responses((status = 201, body = AddedWire, description = "It is written."), Problems))]
async fn append(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(initiative): At<Id<Initiative>>,
    Key(key): Key,
    Form(line): Form<LegacyLineDraft>,
) -> Answer<(StatusCode, Json<AddedWire>)> {
    let id = api.network.append_to_legacy(actor, initiative, line, key).await?;
    Ok((StatusCode::CREATED, Json(id.into())))
}

/// Ends an initiative, with what became of it.
#[utoipa::path(post, path = "/initiatives/{initiative}/close", operation_id = "close_initiative", tag = "initiatives",
    request_body = ConclusionDraft, params(("initiative" = uuid::Uuid, Path)),
    responses((status = 204, description = "It has ended."), Problems))]
async fn close(
    State(api): State<Api>,
    Caller(actor): Caller,
    At(initiative): At<Id<Initiative>>,
    Form(conclusion): Form<ConclusionDraft>,
) -> Answer<StatusCode> {
    api.network.close_initiative(actor, initiative, conclusion).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The story of a period: asked, promised, done, measured, and still open, of every initiative and pillar.
#[utoipa::path(get, path = "/legacy", operation_id = "legacy", tag = "initiatives", params(PeriodParams),
    responses((status = 200, body = LegacyStoryWire, description = "The story."), Problems))]
async fn legacy(
    State(api): State<Api>,
    Caller(actor): Caller,
    Period(period): Period,
) -> Answer<Json<LegacyStoryWire>> {
    Ok(Json(api.network.legacy(actor, period).await?.into()))
}

/// The figures of the register, which outcomes, resources and bulletins cite.
#[utoipa::path(get, path = "/figures", operation_id = "figures", tag = "initiatives", params(PageParams),
    responses((status = 200, body = Listed<FigureWire>, description = "A page of them."), Problems))]
async fn figures(
    State(api): State<Api>,
    Caller(actor): Caller,
    asked: Asked<Id<Figure>>,
    OriginalUri(uri): OriginalUri,
) -> Answer<Paged<FigureWire>> {
    let page = api.network.figures(actor, asked.after, asked.size).await?;
    Ok(Paged::of(page, &uri, asked.size, |figure| FigureWire::of(&figure)))
}
